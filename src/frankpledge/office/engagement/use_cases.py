"""Every change that this room makes: events are planned, changed, held with what they reached, or cancelled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date as Date
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from frankpledge.office.consultation.models import Consultation, Response
from frankpledge.office.errors import BadInput, Refused
from frankpledge.office.people import duties
from frankpledge.office.people.duties import Actor
from frankpledge.office.people.models import Person
from frankpledge.office.record.use_cases import note

from .models import Event, EventState, Group, Route
from .rules import GROUPS

DUTY = "enter responses"


class EventIncomplete(BadInput):
    """An event has a title, a day and a way by which people are reached."""


class DaysCrossed(BadInput):
    """The last day lies before the first."""

    field = "ends_on"


class NotHeldYet(BadInput):
    """What was reached is known only once the day has come."""

    field = "starts_on"
    remedy_by_default = gettext_lazy("Save it as planned; note what it reached afterwards.")


class UnknownGroup(BadInput):
    """A group is one of the list, or one of the office's own."""

    field = "groups"


class AlreadyCancelled(Refused):
    """A cancelled event stays as it is; plan it anew."""


class GroupTaken(BadInput):
    """Two groups of the same name cannot be told apart."""

    field = "name"


class StillNamed(Refused):
    """Items say that they came from this event."""


@dataclass(frozen=True)
class Particulars:
    """Everything that is said of an event."""

    title: str
    starts_on: Date
    route: str
    ends_on: Date | None = None
    time: str = ""
    place: str = ""
    area_code: str = ""
    groups: Sequence[str] = field(default_factory=tuple)
    consultation: Consultation | None = None
    held: bool = False
    reached: int | None = None
    cost: Decimal | None = None
    public: bool = True
    about: str = ""
    notes: str = ""
    who: Person | None = None
    made_up: bool = False


@transaction.atomic
def add_event(*, particulars: Particulars, code: str = "", by: Actor, now: datetime, today: Date) -> Event:
    """Put an event into the year.

    Raises:
        NotAllowed: `by` does not hold the duty "enter responses".
        EventIncomplete, DaysCrossed, NotHeldYet, UnknownGroup: what is wrong with it.
    """
    duties.require(by, DUTY)
    _check(particulars, today)
    event = Event(code=_free_code(code or particulars.title), made_at=now, made_by=by.reference)
    _fill(event, particulars)
    event.save()
    note("event added", event.reference, by=by.reference, at=now, detail=_detail(event))
    return event


@transaction.atomic
def change_event(*, event: Event, particulars: Particulars, by: Actor, now: datetime, today: Date) -> Event:
    """Change what is said of an event, also afterwards: what it reached is often known days later.

    Raises: as `add_event`, and AlreadyCancelled.
    """
    duties.require(by, DUTY)
    _check(particulars, today)
    event = Event.objects.select_for_update().get(pk=event.pk)
    if event.state == EventState.CANCELLED:
        raise AlreadyCancelled(_("“%(title)s” was cancelled.") % {"title": event.title}, remedy=_("Plan it anew."))
    before = _detail(event)
    _fill(event, particulars)
    event.save()
    note("event changed", event.reference, by=by.reference, at=now, detail={"before": before, "after": _detail(event)})
    return event


@transaction.atomic
def cancel_event(*, event: Event, why: str, by: Actor, now: datetime) -> Event:
    """Say that an event does not take place; it stays in the calendar, as cancelled. Raises EventIncomplete."""
    duties.require(by, DUTY)
    event = Event.objects.select_for_update().get(pk=event.pk)
    if event.state == EventState.CANCELLED:
        raise AlreadyCancelled(_("“%(title)s” was cancelled.") % {"title": event.title})
    if not why.strip():
        raise EventIncomplete(_("Say why it is cancelled: the public reads it."))
    if Response.objects.filter(event_reference=event.reference).exists():
        raise StillNamed(_("Responses were entered as coming from this event, so it was held."))
    event.state, event.cancelled_because = EventState.CANCELLED, why.strip()
    event.save(update_fields=["state", "cancelled_because"])
    note("event cancelled", event.reference, by=by.reference, at=now, why=why.strip())
    return event


@transaction.atomic
def add_group(*, name: str, by: Actor, now: datetime) -> Group:
    """Add a group of the office's own. Raises GroupTaken, EventIncomplete."""
    duties.require(by, DUTY)
    name = " ".join(name.split())[:120]
    if not name:
        raise EventIncomplete(_("The group has no name."))
    code = slugify(name)[:40].strip("-") or "group"
    taken = {known for known, _words in GROUPS} | set(Group.objects.values_list("code", flat=True))
    if code in taken:
        raise GroupTaken(_("There is a group of this name already."))
    group = Group.objects.create(code=code, name=name, made_at=now, made_by=by.reference)
    note("group added", f"group/{code}", by=by.reference, at=now)
    return group


def _check(said: Particulars, today: Date) -> None:
    if not said.title.strip():
        raise EventIncomplete(_("The event has no title."))
    if said.route not in Route.values:
        raise EventIncomplete(_("Choose how people are reached."))
    if said.ends_on and said.ends_on < said.starts_on:
        raise DaysCrossed(_("The last day lies before the first."))
    if said.held and said.starts_on > today:
        raise NotHeldYet(_("The day is still to come, so it was not held yet."))
    known = {code for code, _words in GROUPS} | set(Group.objects.values_list("code", flat=True))
    if strange := sorted(set(said.groups) - known):
        raise UnknownGroup(_("There is no group “%(groups)s”.") % {"groups": "”, “".join(strange)})


def _fill(event: Event, said: Particulars) -> None:
    for name in ("starts_on", "ends_on", "area_code", "consultation", "public", "who", "made_up", "route"):
        setattr(event, name, getattr(said, name))
    event.title = " ".join(said.title.split())[:160]
    event.time, event.place = said.time.strip()[:40], said.place.strip()[:200]
    event.about, event.notes = said.about.strip(), said.notes.strip()
    event.groups = list(dict.fromkeys(said.groups))
    event.state = EventState.HELD if said.held else EventState.PLANNED
    event.reached, event.cost = (said.reached, said.cost) if said.held else (None, said.cost)


def _free_code(words: str) -> str:
    start = slugify(words)[:50].strip("-") or "event"
    taken = set(Event.objects.filter(code__startswith=start).values_list("code", flat=True))
    if start not in taken:
        return start
    return next(f"{start}-{n}" for n in range(2, len(taken) + 3) if f"{start}-{n}" not in taken)


def _detail(event: Event) -> dict[str, object]:
    return {
        "day": event.starts_on.isoformat(),
        "state": str(event.state),
        "groups": event.groups,
        "reached": event.reached,
        "cost": str(event.cost) if event.cost is not None else None,
        "consultation": event.consultation.code if event.consultation else None,
    }
