"""The register: networks, their sites, what each site was when, when it was out of order, and its reviews."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date as Date
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from frankpledge.office.cameras import rules
from frankpledge.office.cameras.models import (
    Cause,
    Network,
    NetworkKind,
    Outage,
    Outcome,
    Review,
    Setting,
    Shown,
    Site,
    SiteState,
    State,
)
from frankpledge.office.errors import BadInput
from frankpledge.office.people import duties
from frankpledge.office.people.duties import Actor
from frankpledge.office.places import rural
from frankpledge.office.publications.use_cases import index
from frankpledge.office.record.use_cases import note

DUTY = "keep camera register"


class LooksLikePlate(BadInput):
    """No number plate, and no read of one, ever comes into the register."""

    remedy_by_default = gettext_lazy("The register holds where cameras stand, never what they saw. Leave it out.")


class NetworkIncomplete(BadInput):
    """A network has a name, a kind, a purpose and somebody who runs it."""


class PlacesWithheld(BadInput):
    """Where number-plate cameras stand is not shown to the public."""

    field = "shown"


class CodeTaken(BadInput):
    """Codes tell networks, and sites of one network, apart."""

    field = "code"


class SiteIncomplete(BadInput):
    """A site has a code, a name and a place in Great Britain."""


class SettingDiffers(BadInput):
    """The official classification of the small area says otherwise."""

    field = "setting"


class DayTaken(BadInput):
    """A site has one status on a day."""

    field = "from_on"


class OutOfOrder(BadInput):
    """An end lies after its start, and neither lies in the future."""

    field = "end"


@dataclass(frozen=True)
class NetworkSaid:
    """Everything that is said of a network."""

    name: str
    kind: str
    purpose: str
    operator: str
    shown: str = Shown.DISTRICTS
    baseline_on: Date | None = None
    target_sites: int | None = None
    target_on: Date | None = None
    commitment: str = ""
    made_up: bool = False


@dataclass(frozen=True)
class SiteSaid:
    """Everything that is said of a site but its status over time. Coordinates are British National Grid metres."""

    code: str
    name: str
    easting: int
    northing: int
    area_code: str = ""
    setting: str = ""
    justification: str = ""
    assessment: str = ""
    assessed_on: Date | None = None
    review_due_on: Date | None = None
    made_up: bool = False


@transaction.atomic
def add_network(*, said: NetworkSaid, code: str = "", by: Actor, now: datetime) -> Network:
    """Begin the register of a network.

    Raises:
        NotAllowed: `by` does not hold the duty "keep camera register".
        NetworkIncomplete, PlacesWithheld, CodeTaken, LooksLikePlate: what is wrong with it.
    """
    duties.require(by, DUTY)
    _check_network(said)
    chosen = slugify(code or said.name)[:40].strip("-") or "network"
    if Network.objects.filter(code=chosen).exists():
        raise CodeTaken(_("There is a network “%(code)s” already.") % {"code": chosen}, remedy=_("Choose another."))
    network = Network.objects.create(code=chosen, made_at=now, made_by=by.reference, **_network_fields(said))
    _show(network, now)
    note("camera network added", network.reference, by=by.reference, at=now, detail=_plain(_network_fields(said)))
    return network


@transaction.atomic
def change_network(*, network: Network, said: NetworkSaid, by: Actor, now: datetime) -> Network:
    """Change what is said of a network. Raises: as `add_network`."""
    duties.require(by, DUTY)
    _check_network(said)
    network = Network.objects.select_for_update().get(pk=network.pk)
    before = {name: getattr(network, name) for name in _network_fields(said)}
    for name, value in _network_fields(said).items():
        setattr(network, name, value)
    network.save()
    _show(network, now)
    changed = _changes(before, _network_fields(said))
    note("camera network changed", network.reference, by=by.reference, at=now, detail=changed)
    return network


def _network_fields(said: NetworkSaid) -> dict[str, Any]:
    found = {field.name: getattr(said, field.name) for field in fields(said)}
    return {name: value.strip() if isinstance(value, str) else value for name, value in found.items()}


def _check_network(said: NetworkSaid) -> None:
    for name, words in (("name", _("a name")), ("purpose", _("a purpose")), ("operator", _("who runs it"))):
        if not getattr(said, name).strip():
            raise NetworkIncomplete(_("The network lacks %(what)s.") % {"what": words})
    if said.kind not in NetworkKind.values or said.shown not in Shown.values:
        raise NetworkIncomplete(_("Choose a kind of network, and what the public sees."))
    if said.kind == NetworkKind.ANPR and said.shown == Shown.PLACES:
        raise PlacesWithheld(
            _("The places of number-plate cameras are not for the public."), remedy=_("Choose districts, or numbers.")
        )
    if said.target_sites is not None and said.target_on is None:
        raise NetworkIncomplete(_("Say by when so many sites are wanted."))
    _no_plates(said.name, said.purpose, said.operator)


def _no_plates(*texts: str) -> None:
    if any(rules.looks_like_plate(text) for text in texts):
        raise LooksLikePlate(_("Something here looks like a number plate."))


def _show(network: Network, now: datetime) -> None:
    facts = {"kind": "camera-network", "title": network.name, "text": network.purpose}
    index(reference=network.reference, **facts, public=True, at=now)


@transaction.atomic
def add_site(
    *, network: Network, said: SiteSaid, state: str, from_on: Date, why: str = "", by: Actor, now: datetime
) -> Site:
    """Put a site into the register, with its status from a day on.

    Raises:
        NotAllowed: `by` does not hold the duty "keep camera register".
        SiteIncomplete, SettingDiffers, CodeTaken, LooksLikePlate: what is wrong with it.
    """
    duties.require(by, DUTY)
    site = new_site(network, said, by, now)
    if Site.objects.filter(network=network, code=site.code).exists():
        raise CodeTaken(_("There is a site “%(code)s” already.") % {"code": site.code}, remedy=_("Choose another."))
    site.save()
    _set_state(site, state, from_on, why, by, now)
    note("camera site added", site.reference, by=by.reference, at=now, detail={"status": state, "from": str(from_on)})
    return site


def new_site(network: Network, said: SiteSaid, by: Actor, now: datetime) -> Site:
    """A site, checked, not kept yet. Raises: as `add_site`, except CodeTaken."""
    facts = site_fields(said)
    return Site(network=network, made_at=now, made_by=by.reference, **facts)


def site_fields(said: SiteSaid) -> dict[str, Any]:
    """The columns of a site, checked. Raises SiteIncomplete, SettingDiffers, LooksLikePlate."""
    code = slugify(said.code)[:40].strip("-")
    name = " ".join(said.name.split())[:160]
    if not code or not name:
        raise SiteIncomplete(_("A site needs a code and a name."))
    if not rules.on_the_grid(said.easting, said.northing):
        raise SiteIncomplete(
            _("%(east)s, %(north)s is no place in Great Britain.") % {"east": said.easting, "north": said.northing},
            remedy=_("Give easting and northing in metres of the British National Grid, in this order."),
        )
    _no_plates(said.code, said.name, said.justification, said.assessment)
    facts = {field.name: getattr(said, field.name) for field in fields(said)}
    facts |= {"code": code, "name": name, "setting": _setting(said)}
    facts |= {"justification": said.justification.strip(), "assessment": " ".join(said.assessment.split())[:160]}
    return facts | {
        "area_code": said.area_code.strip().upper(),
        "easting": int(said.easting),
        "northing": int(said.northing),
    }


def _setting(said: SiteSaid) -> str:
    """Rural or urban by the official classification of the small area; as somebody says where no area is given."""
    if said.setting not in Setting.values:
        raise SiteIncomplete(_("A site is rural, urban, or it is not known which."))
    area = said.area_code.strip().upper()
    if not area:
        return said.setting
    official = rural.settings_of([area]).get(area)
    if official is None:
        raise SiteIncomplete(_("%(code)s is no small area (LSOA) of 2021.") % {"code": area})
    if said.setting and said.setting != official:
        raise SettingDiffers(
            _("%(code)s is %(official)s by the classification of 2021.")
            % {"code": area, "official": Setting(official).label},
            remedy=_("Correct the area, or leave rural or urban empty."),
        )
    return official


@transaction.atomic
def change_site(*, site: Site, said: SiteSaid, by: Actor, now: datetime) -> Site:
    """Correct what is said of a site. A camera that moves is another site. Raises: as `add_site`."""
    duties.require(by, DUTY)
    facts = site_fields(said)
    site = Site.objects.select_for_update(of=("self",)).select_related("network").get(pk=site.pk)
    if Site.objects.filter(network=site.network, code=facts["code"]).exclude(pk=site.pk).exists():
        raise CodeTaken(_("There is a site “%(code)s” already.") % {"code": facts["code"]})
    before = {name: getattr(site, name) for name in facts}
    for name, value in facts.items():
        setattr(site, name, value)
    site.save()
    note("camera site changed", site.reference, by=by.reference, at=now, detail=_changes(before, facts))
    return site


@transaction.atomic
def note_state(*, site: Site, state: str, from_on: Date, why: str = "", by: Actor, now: datetime) -> SiteState:
    """Say what a site is from a day on. Raises NotAllowed, DayTaken, SiteIncomplete, LooksLikePlate."""
    duties.require(by, DUTY)
    made = _set_state(site, state, from_on, why, by, now)
    detail = {"status": state, "from": str(from_on)}
    note("camera site status", site.reference, by=by.reference, at=now, why=why, detail=detail)
    return made


def _set_state(site: Site, state: str, from_on: Date, why: str, by: Actor, now: datetime) -> SiteState:
    if state not in State.values:
        raise SiteIncomplete(_("A site is planned, in use or removed."))
    if state != State.PLANNED and from_on > now.date():
        raise DayTaken(_("%(day)s is still to come.") % {"day": from_on}, remedy=_("Note it when it has happened."))
    _no_plates(why)
    if SiteState.objects.filter(site=site, from_on=from_on).exists():
        raise DayTaken(_("The site has a status from %(day)s on already.") % {"day": from_on})
    return SiteState.objects.create(
        site=site, state=state, from_on=from_on, why=why.strip()[:300], noted_at=now, noted_by=by.reference
    )


@transaction.atomic
def note_outage(*, site: Site, start: datetime, end: datetime | None, cause: str, by: Actor, now: datetime) -> Outage:
    """Say that a site did not work for a time. Raises NotAllowed, OutOfOrder."""
    duties.require(by, DUTY)
    if cause not in Cause.values:
        raise OutOfOrder(_("Choose why it did not work."))
    _check_span(start, end, now)
    made = Outage.objects.create(site=site, start=start, end=end, cause=cause, noted_at=now, noted_by=by.reference)
    detail = {"start": start.isoformat(), "end": end.isoformat() if end else None, "cause": cause}
    note("camera site out of order", site.reference, by=by.reference, at=now, detail=detail)
    return made


@transaction.atomic
def end_outage(*, outage: Outage, end: datetime, by: Actor, now: datetime) -> Outage:
    """Say that a site works again. Raises NotAllowed, OutOfOrder."""
    duties.require(by, DUTY)
    outage = Outage.objects.select_for_update(of=("self",)).select_related("site__network").get(pk=outage.pk)
    _check_span(outage.start, end, now)
    if outage.end is not None:
        raise OutOfOrder(_("It has an end already."))
    outage.end = end
    outage.save(update_fields=["end"])
    note("camera site works again", outage.site.reference, by=by.reference, at=now, detail={"end": end.isoformat()})
    return outage


def _check_span(start: datetime, end: datetime | None, now: datetime) -> None:
    if start > now or (end is not None and end > now):
        raise OutOfOrder(_("An outage is noted when it has begun, its end when it is over."))
    if end is not None and end <= start:
        raise OutOfOrder(_("The end lies before the start."))


@transaction.atomic
def note_review(
    *, site: Site, on: Date, outcome: str, reason: str, next_due_on: Date | None, by: Actor, now: datetime
) -> Review:
    """Say that a site was reviewed, and what came of it. The next review is due when this one says.

    Raises NotAllowed, SiteIncomplete, LooksLikePlate.
    """
    duties.require(by, DUTY)
    if outcome not in Outcome.values or not reason.strip():
        raise SiteIncomplete(_("Say what came of the review, and why."))
    if on > now.date() or (next_due_on is not None and next_due_on <= on):
        raise SiteIncomplete(_("A review lies in the past, and the next one after it."))
    if outcome in (Outcome.KEEP, Outcome.MORE) and next_due_on is None:
        raise SiteIncomplete(_("Say when it is to be reviewed next."))
    _no_plates(reason)
    site = Site.objects.select_for_update(of=("self",)).select_related("network").get(pk=site.pk)
    made = Review.objects.create(
        site=site, on=on, outcome=outcome, reason=reason.strip(), next_due_on=next_due_on, noted_at=now,
        noted_by=by.reference,
    )  # fmt: skip
    site.review_due_on = next_due_on
    site.save(update_fields=["review_due_on"])
    detail = {"on": str(on), "outcome": outcome, "next": str(next_due_on) if next_due_on else None}
    note("camera site reviewed", site.reference, by=by.reference, at=now, detail=detail)
    return made


def _plain(facts: dict[str, Any]) -> dict[str, Any]:
    return {name: value if isinstance(value, str | int | bool | None) else str(value) for name, value in facts.items()}


def _changes(before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    changed = {name for name in after if before[name] != after[name]}
    return {
        "before": _plain({n: before[n] for n in sorted(changed)}),
        "after": _plain({n: after[n] for n in sorted(changed)}),
    }
