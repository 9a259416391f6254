"""Taking a list of sites into the register, whole or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date as Date
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from frankpledge.office.cameras import rules
from frankpledge.office.cameras.importers import NotARegister, ReadSite
from frankpledge.office.cameras.models import Network, Site, SiteState, State
from frankpledge.office.errors import Refused
from frankpledge.office.people import duties
from frankpledge.office.people.duties import Actor
from frankpledge.office.record.use_cases import note

from .register import DUTY, SiteSaid, site_fields

FACTS = (
    "name",
    "easting",
    "northing",
    "area_code",
    "setting",
    "justification",
    "assessment",
    "assessed_on",
    "review_due_on",
)
DAYS = ("assessed_on", "review_due_on")


@dataclass(frozen=True)
class Taken:
    """What an import did."""

    new: int
    changed: int
    same: int
    states: int


@transaction.atomic
def import_sites(
    *,
    network: Network,
    rows: Sequence[ReadSite],
    file_sha256: str,
    usual_state: str = State.IN_USE,
    usual_from: Date | None = None,
    made_up: bool = False,
    by: Actor,
    now: datetime,
) -> Taken:
    """Take rows that were read. New codes are added; known ones change in the columns that the file has.

    Args:
        usual_state, usual_from: what a new site is, and from when, where the file does not say.

    Raises:
        NotAllowed: `by` does not hold the duty "keep camera register".
        NotARegister: a row cannot be kept; the message names it. Then nothing is.
    """
    duties.require(by, DUTY)
    network = Network.objects.select_for_update().get(pk=network.pk)
    known = {site.code: site for site in Site.objects.filter(network=network).prefetch_related("states")}
    done = {"new": 0, "changed": 0, "same": 0, "states": 0}
    for row in rows:
        try:
            outcome, state = _take(row, network, known, usual_state, usual_from, made_up, by, now)
        except Refused as refused:
            raise NotARegister(
                _("Row %(row)s: %(why)s") % {"row": row.row, "why": refused.message}, remedy=refused.remedy
            ) from refused
        done[outcome] += 1
        done["states"] += state
    taken = Taken(**done)
    detail = {"file": file_sha256, "rows": len(rows), **done}
    note("camera sites imported", network.reference, by=by.reference, at=now, detail=detail)
    return taken


def _take(
    row: ReadSite, network: Network, known: dict[str, Site], usual_state: str, usual_from: Date | None,
    made_up: bool, by: Actor, now: datetime,
) -> tuple[str, int]:  # fmt: skip
    given = dict(row.given)
    site = known.get(str(given["code"]))
    before = {name: getattr(site, name) for name in FACTS} if site else {}
    facts: dict[str, Any] = {**before, **{name: _value(name, given[name]) for name in FACTS if name in given}}
    if site and "area_code" in given and "setting" not in given:
        facts["setting"] = ""  # the area decides anew
    checked = site_fields(SiteSaid(code=str(given["code"]), made_up=site.made_up if site else made_up, **facts))
    if site is None:
        site = Site.objects.create(network=network, made_at=now, made_by=by.reference, **checked)
        known[site.code] = site
        outcome = "new"
    elif any(before[name] != checked[name] for name in FACTS):
        for name in FACTS:
            setattr(site, name, checked[name])
        site.save()
        outcome = "changed"
    else:
        outcome = "same"
    return outcome, _state(site, given, outcome, usual_state, usual_from, by, now)


def _value(name: str, value: str | int) -> Any:
    return Date.fromisoformat(str(value)) if name in DAYS and value else value


def _state(
    site: Site, given: dict[str, str | int], outcome: str, usual_state: str, usual_from: Date | None, by: Actor,
    now: datetime,
) -> int:  # fmt: skip
    """Add the status that the row tells, unless the site has it on that day already. Returns how many were added."""
    told = str(given.get("state") or (usual_state if outcome == "new" else ""))
    if not told:
        return 0
    day = Date.fromisoformat(str(given["from_on"])) if given.get("from_on") else usual_from or now.date()
    if told not in State.values:
        raise NotARegister(_("A site is planned, in use or removed."))
    if told != State.PLANNED and day > now.date():
        raise NotARegister(_("%(day)s is still to come.") % {"day": day})
    stretches = [rules.Stretch(one.from_on, one.state) for one in site.states.all()] if outcome != "new" else []
    if rules.state_on(stretches, day) == told:
        return 0
    if any(one.from_on == day for one in stretches):
        raise NotARegister(_("The site has another status from %(day)s on already.") % {"day": day})
    SiteState.objects.create(site=site, state=told, from_on=day, noted_at=now, noted_by=by.reference)
    return 1
