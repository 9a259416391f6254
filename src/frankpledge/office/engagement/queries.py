"""Every read of this room: events with filters and totals, and the calendar of the whole year."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date as Date
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.dates import MONTHS_3
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from frankpledge.office.consultation import queries as consultations
from frankpledge.office.consultation.models import Consultation, Response, Subject
from frankpledge.office.errors import NotFound
from frankpledge.office.people.models import Office, Person
from frankpledge.office.places import queries as places
from frankpledge.office.ui.paging import PageOf, page_of
from frankpledge.office.ui.words import date_words

from . import rules
from .models import Event, EventState, Group, Route
from .rules import Entry
from .year_plot import Span, Words, year_svg

GROUP_WORDS = {
    "everybody": gettext_lazy("everybody in the area"),
    "victims": gettext_lazy("victims of crime"),
    "under-21": gettext_lazy("people under 21"),
    "over-65": gettext_lazy("people over 65"),
    "business": gettext_lazy("businesses"),
    "voluntary": gettext_lazy("voluntary and community organisations"),
    "disadvantaged": gettext_lazy("people who are disadvantaged"),
    "seldom-heard": gettext_lazy("groups that are seldom heard"),
    "workforce": gettext_lazy("police and fire workforce"),
    "partners": gettext_lazy("partner organisations"),
}


def groups() -> list[tuple[str, str]]:
    """Every group that an event can reach, as pairs of code and words: the expected ones, then the office's own."""
    return [(code, str(GROUP_WORDS[code])) for code, _words in rules.GROUPS] + list(
        Group.objects.values_list("code", "name")
    )


def group_words(codes: Iterable[str], known: dict[str, str] | None = None) -> str:
    """ "people under 21; businesses"."""
    names = known if known is not None else dict(groups())
    return "; ".join(names.get(code, code) for code in codes)


# ---- events


@dataclass(frozen=True)
class Wanted:
    """Which events: everything empty means all of them. `consultation`: a code, or "-" for those of the year alone."""

    consultation: str = ""
    group: str = ""
    route: str = ""
    state: str = ""
    area: str = ""
    year: str = ""
    words: str = ""

    def __bool__(self) -> bool:
        return any(getattr(self, name) for name in self.__dataclass_fields__)


@dataclass(frozen=True)
class Totals:
    """What the events listed reached and cost. `unknown`: held events of which nobody noted how many they reached."""

    events: int
    held: int
    reached: int | None
    cost: Decimal | None
    a_person: Decimal | None
    unknown: int


@dataclass(frozen=True)
class EventRow:
    """One event with its words."""

    event: Event
    when: str
    groups: str
    area: str
    responses: int = 0

    @property
    def href(self) -> str:
        return f"/{self.event.reference}/"


@dataclass(frozen=True)
class EventsPage:
    """Events that fit what was asked for, their totals, and the groups that none of them reached."""

    page: PageOf[Event]
    rows: Sequence[EventRow]
    totals: Totals
    not_reached: Sequence[str]


def when_words(event: Event) -> str:
    """ "6 May 2026, 10 to 12", or from which day to which."""
    days = date_words(event.starts_on)
    if event.ends_on and event.ends_on != event.starts_on:
        days = _("%(first)s to %(last)s") % {"first": days, "last": date_words(event.ends_on)}
    return f"{days}, {event.time}" if event.time else days


def matching(wanted: Wanted) -> QuerySet[Event]:
    """Events that fit, by day. Groups lie in a list, which databases search in different ways: they are read here."""
    events = Event.objects.select_related("consultation", "who").order_by("starts_on", "code")
    if wanted.consultation:
        only = None if wanted.consultation == "-" else wanted.consultation
        events = events.filter(consultation=None) if only is None else events.filter(consultation__code=only)
    equal = {"route": wanted.route, "state": wanted.state, "area_code": wanted.area}
    events = events.filter(**{name: value for name, value in equal.items() if value})
    if wanted.year.isascii() and wanted.year.isdecimal() and len(wanted.year) == 4:
        events = events.filter(starts_on__year=int(wanted.year))
    if wanted.words:
        words = wanted.words
        events = events.filter(Q(title__icontains=words) | Q(place__icontains=words) | Q(notes__icontains=words))
    if wanted.group:
        reached = [key for key, codes in events.values_list("pk", "groups") if wanted.group in codes]
        events = events.filter(pk__in=reached)
    return events


def events_page(wanted: Wanted, number: str | None) -> EventsPage:
    """One page of events, with the totals of all that fit."""
    events = matching(wanted)
    page = page_of(events, number)
    known = dict(groups())
    counts = _responses_by_event(page.items)
    reached = {
        code for codes in events.exclude(state=EventState.CANCELLED).values_list("groups", flat=True) for code in codes
    }
    return EventsPage(
        page=page,
        rows=[_row(event, known, counts.get(event.reference, 0)) for event in page.items],
        totals=totals(events),
        not_reached=[str(GROUP_WORDS[code]) for code, _words in rules.GROUPS if code not in reached],
    )


def _row(event: Event, known: dict[str, str], responses: int = 0) -> EventRow:
    area = consultations.place_name(event.area_code) if event.area_code else ""
    return EventRow(event, when_words(event), group_words(event.groups, known), area, responses)


def _responses_by_event(events: Iterable[Event]) -> dict[str, int]:
    counts = consultations.received_counts_by_event()
    return {event.reference: counts.get(event.reference, 0) for event in events}


def totals(events: QuerySet[Event]) -> Totals:
    """What these events reached and cost; only what somebody noted is added up."""
    rows = list(events.values_list("state", "reached", "cost"))
    held = [(reached, cost) for state, reached, cost in rows if state == EventState.HELD]
    people = [reached for reached, _cost in held if reached is not None]
    spent = [cost for _state, _reached, cost in rows if cost is not None]
    return Totals(
        events=len(rows),
        held=len(held),
        reached=sum(people) if people else None,
        cost=sum(spent, Decimal(0)) if spent else None,
        a_person=rules.cost_a_person(held),
        unknown=sum(reached is None for reached, _cost in held),
    )


def event(code: str) -> Event:
    """An event by its code. Raises NotFound."""
    found = Event.objects.select_related("consultation", "who").filter(code=code).first()
    if found is None:
        raise NotFound(_("There is no event “%(code)s”.") % {"code": code})
    return found


def event_row(found: Event) -> EventRow:
    return _row(found, dict(groups()), _responses_by_event([found])[found.reference])


@dataclass(frozen=True)
class EventOf:
    """An event of a consultation as other rooms need it."""

    day: Date
    title: str
    place: str
    area_code: str
    group: str
    reached: int | None
    reference: str
    route: str = ""


def events_of(consultation: Consultation) -> list[EventOf]:
    """The events of one consultation that were not cancelled, by day."""
    known = dict(groups())
    events = consultation.events.exclude(state=EventState.CANCELLED).order_by("starts_on", "code")
    return [
        EventOf(
            one.starts_on, one.title, one.place, one.area_code, group_words(one.groups, known), one.reached,
            one.reference, str(Route(one.route).label),
        )
        for one in events
    ]  # fmt: skip


COLUMNS = (
    "event", "day", "last day", "time", "title", "consultation", "route", "groups", "place", "area", "state",
    "people reached", "cost", "cost per person reached", "responses entered", "shown to the public", "who", "notes",
)  # fmt: skip


def event_rows(wanted: Wanted) -> tuple[list[str], list[list[Any]]]:
    """The same as a table to take away."""
    counts = consultations.received_counts_by_event()
    return list(COLUMNS), [
        [
            one.reference,
            one.starts_on,
            one.ends_on,
            one.time,
            one.title,
            one.consultation.code if one.consultation else "",
            one.route,
            " ".join(one.groups),
            one.place,
            one.area_code,
            one.state,
            one.reached,
            float(one.cost) if one.cost is not None else None,
            _a_person(one),
            counts.get(one.reference, 0),
            one.public,
            one.who.name if one.who else "",
            one.notes,
        ]
        for one in matching(wanted)
    ]


def _a_person(one: Event) -> float | None:
    found = rules.cost_a_person([(one.reached, one.cost)])
    return float(found) if found is not None else None


def events_open_to(consultation: Consultation) -> list[tuple[str, str]]:
    """Events from which an item can come, as pairs of reference and words: this consultation's, then the year's."""
    events = Event.objects.filter(Q(consultation=consultation) | Q(consultation=None)).exclude(
        state=EventState.CANCELLED
    )
    ordered = sorted(events, key=lambda one: (one.consultation_id is None, one.starts_on, one.code))
    return [(one.reference, f"{date_words(one.starts_on)}: {one.title}") for one in ordered]


def area_choices(office: Office | None) -> list[tuple[str, str]]:
    """The districts and wards of the office's area, as pairs of code and name."""
    if office is None:
        return []
    districts = [(one.code, one.name) for one in places.areas_for("district", office)]
    wards = [(one.code, one.name) for one in places.areas_for("ward", office)]
    return [*districts, *wards]


def people_who_may_hold() -> list[Person]:
    return consultations.possible_owners()


# ---- the calendar


@dataclass(frozen=True)
class Month:
    """One month of the calendar."""

    first: Date
    entries: Sequence[Entry]


@dataclass(frozen=True)
class CalendarPage:
    """A year of consultations and events, as a list by month and as a drawing."""

    year: int
    months: Sequence[Month]
    drawing: SafeString
    previous: int | None
    next: int | None
    entries: Sequence[Entry] = field(default_factory=tuple)

    @property
    def is_empty(self) -> bool:
        return not self.months


def entries(*, staff: bool) -> list[Entry]:
    """Everything that stands in the calendar: opening, closing and decision days of every consultation, and events.

    The public sees published consultations and the events meant for it.
    """
    asked = Consultation.objects.order_by("opens_on", "code")
    if not staff:
        asked = asked.exclude(published_at=None)
    events = Event.objects.select_related("consultation").order_by("starts_on", "code")
    if not staff:
        events = events.filter(Q(consultation=None) | ~Q(consultation__published_at=None), public=True)
    return [entry for one in asked for entry in _entries_of(one, staff)] + [_entry_of(one, staff) for one in events]


def _entries_of(one: Consultation, staff: bool) -> list[Entry]:
    href = f"/staff/consultations/{one.code}/" if staff else f"/{one.reference}/"
    named = one.subject != Subject.OTHER
    about = capfirst(_("about %(subject)s") % {"subject": one.get_subject_display()}) if named else ""
    draft = _("not published yet") if one.published_at is None else ""
    words = " · ".join(part for part in (about, draft) if part)
    uid, closes = one.reference.replace("/", "-"), _("“%(title)s” closes at the end of the day")
    found = [
        Entry(one.opens_on, "opens", _("“%(title)s” opens") % {"title": one.title}, href, words, uid=uid),
        Entry(one.closes_on, "closes", closes % {"title": one.title}, href, uid=uid),
    ]
    if one.decision_on:
        title = _("Decision expected on “%(title)s”") % {"title": one.title}
        found.append(Entry(one.decision_on, "decision", title, href, uid=uid))
    return found


def _entry_of(one: Event, staff: bool) -> Entry:
    cancelled = one.state == EventState.CANCELLED
    words = one.cancelled_because if cancelled else (one.about or str(capfirst(Route(one.route).label)))
    return Entry(
        day=one.starts_on,
        kind="event",
        title=_("Cancelled: %(title)s") % {"title": one.title} if cancelled else one.title,
        href=f"/{one.reference}/",
        words=words,
        until=one.ends_on,
        time=one.time,
        place=one.place,
        uid=one.reference.replace("/", "-"),
        cancelled=cancelled,
    )


def calendar_page(year: str, *, staff: bool, today: Date) -> CalendarPage:
    """A year, this one unless another is named that holds something."""
    whole = entries(staff=staff)
    years = rules.years_of(whole, today)
    chosen = int(year) if year.isascii() and year.isdecimal() and len(year) == 4 and int(year) in years else today.year
    at = years.index(chosen)
    months = [Month(first, found) for first, found in rules.by_month(whole, chosen)]
    return CalendarPage(
        year=chosen,
        months=months,
        drawing=_drawing(chosen, whole, staff=staff),
        previous=years[at - 1] if at else None,
        next=years[at + 1] if at + 1 < len(years) else None,
        entries=whole,
    )


def _drawing(year: int, whole: Sequence[Entry], *, staff: bool) -> SafeString:
    by_uid: dict[str, dict[str, Entry]] = {}
    for entry in whole:
        if entry.kind != "event":
            by_uid.setdefault(entry.uid, {})[entry.kind] = entry
    titles = dict(Consultation.objects.values_list("code", "title"))
    spans = [
        Span(
            titles.get(uid.removeprefix("consultation-"), uid),
            found["opens"].day,
            found["closes"].day,
            found["decision"].day if "decision" in found else None,
        )
        for uid, found in by_uid.items()
    ]
    spans = [one for one in spans if one.first.year <= year <= max(one.last.year, (one.decision or one.last).year)]
    events = [(entry.day, entry.cancelled) for entry in whole if entry.kind == "event" and entry.day.year == year]
    words = Words(
        title=_("Consultations and events in %(year)s") % {"year": year},
        description=_("Bars: when a consultation is open. Diamonds: when a decision is expected. Dots: events."),
        events=_("Events"),
        months=[capfirst(str(MONTHS_3[month])) for month in range(1, 13)],
    )
    return mark_safe(year_svg(year, spans, events, words))  # noqa: S308 - drawn here, every text escaped


def now_day(now: datetime) -> Date:
    """The day in the office's own time zone."""
    return now.astimezone(consultations.zone()).date()


def has_responses(found: Event) -> bool:
    return Response.objects.filter(event_reference=found.reference).exists()
