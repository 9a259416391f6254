"""Reading meetings, what was asked at them, and what became of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from frankpledge.office.actions.models import Action
from frankpledge.office.errors import NotFound
from frankpledge.office.people import duties
from frankpledge.office.people.models import Office, Post
from frankpledge.office.people.queries import office_or_none
from frankpledge.office.plan.models import Commitment, Lead, LeadFor, Measure, Plan
from frankpledge.office.ui.paging import page_of
from frankpledge.office.ui.words import date_words

from . import rules
from .models import (
    AgendaItem,
    BodyKind,
    Challenge,
    DeliveryReport,
    Meeting,
    MeetingState,
    MinutePoint,
    Paper,
    Resolution,
)


def body_name(meeting: Meeting, office: Office | None, *, short: bool = False) -> str:
    """What the body is called: as it was called then, if the record says so, else in the office's own words."""
    if meeting.named_then and not short:
        return meeting.named_then
    return name_of_kind(meeting.body, office, short=short)


def name_of_kind(kind: str, office: Any, *, short: bool = False) -> str:
    if office is None:
        return str(BodyKind(kind).label)
    if kind == BodyKind.SCRUTINY:
        return str(office.panel_short if short else office.panel_name)
    return str(office.board_short if short else office.board_name)


def body_names(office: Office | None) -> list[tuple[str, str]]:
    return [(kind, name_of_kind(kind, office)) for kind in BodyKind.values]


@dataclass(frozen=True)
class MeetingLine:
    """One meeting in a list."""

    meeting: Meeting
    name: str
    items: int
    challenges: int
    unanswered: int


def meetings_page(filters: Any, *, today: date) -> dict[str, Any]:
    """All meetings, filtered by body and year, newest first; what is to come stands apart."""
    office = office_or_none()
    found = Meeting.objects.prefetch_related("items__challenges")
    body, year = filters.get("body", ""), filters.get("year", "")
    if body in BodyKind.values:
        found = found.filter(body=body)
    if year.isdigit():
        found = found.filter(date__year=int(year))
    lines = [_line(meeting, office) for meeting in found]
    return {
        "title": _("Meetings"),
        "coming": sorted((line for line in lines if line.meeting.date >= today), key=lambda line: line.meeting.date),
        "page": page_of([line for line in lines if line.meeting.date < today], filters.get("page")),
        "bodies": body_names(office),
        "body": body,
        "year": year,
        "years": [str(day.year) for day in Meeting.objects.dates("date", "year", order="DESC")],
    }


def _line(meeting: Meeting, office: Office | None) -> MeetingLine:
    challenges = [challenge for item in meeting.items.all() for challenge in item.challenges.all()]
    open_ones = [challenge for challenge in challenges if challenge.answered_at is None]
    return MeetingLine(meeting, body_name(meeting, office), len(meeting.items.all()), len(challenges), len(open_ones))


@dataclass
class ItemView:
    """One item as a given reader may see it: an exempt one shows its ground and nothing else."""

    item: AgendaItem
    hidden: bool
    papers: list[Paper] = field(default_factory=list)
    papers_hidden: list[Paper] = field(default_factory=list)
    points: list[MinutePoint] = field(default_factory=list)
    resolutions: list[Resolution] = field(default_factory=list)
    duties: dict[str, Action] = field(default_factory=dict)
    challenges: list[ChallengeView] = field(default_factory=list)
    to_be_answered: int = 0

    def resolutions_with_duties(self) -> list[tuple[Resolution, Action | None]]:
        return [(resolution, self.duties.get(resolution.reference)) for resolution in self.resolutions]


@dataclass(frozen=True)
class ChallengeView:
    challenge: Challenge
    overdue: bool
    actions: list[Action]

    @property
    def state(self) -> str:
        if self.challenge.answered_at:
            return _("Answered")
        return _("Overdue") if self.overdue else _("Awaiting an answer")


def find_meeting(body: str, day: str) -> Meeting:
    """The meeting of a body on a day.

    Raises:
        NotFound: there is none.
    """
    when = parse_date(day) if len(day) == 10 else None
    items = Prefetch("items", _whole_items())
    found = Meeting.objects.filter(body=body, date=when).prefetch_related(items).first() if when else None
    if found is None:
        raise NotFound(_("There is no such meeting."), remedy=_("See the list of meetings."))
    return found


def _whole_items() -> QuerySet[AgendaItem]:
    papers = Prefetch("papers", Paper.objects.select_related("delivery_report__publication"))
    challenges = Prefetch("challenges", Challenge.objects.select_related("addressed_to"))
    return AgendaItem.objects.select_related("meeting").prefetch_related(papers, challenges, "points", "resolutions")


def meeting_page(body: str, day: str, *, viewer: Any, today: date) -> dict[str, Any]:
    """A meeting with all its items in place, as `viewer` may see them."""
    meeting = find_meeting(body, day)
    office = office_or_none()
    items = _item_views(list(meeting.items.all()), viewer, today)
    return {
        "meeting": meeting,
        "name": body_name(meeting, office),
        "state": MeetingState(meeting.state).label,
        "items": items,
        "title": f"{body_name(meeting, office)}, {date_words(meeting.date)}",
        "may_keep": duties.holds(viewer, "keep minutes"),
        "may_raise": duties.holds(viewer, "raise challenges"),
        "may_answer": duties.holds(viewer, "answer challenges"),
        "open_minutes": rules.minutes_are_open(meeting.state),
    }


def item_page(body: str, day: str, number: int, *, viewer: Any, today: date) -> dict[str, Any]:
    """One item of a meeting.

    Raises:
        NotFound: no such meeting or item.
    """
    page = meeting_page(body, day, viewer=viewer, today=today)
    found = next((view for view in page["items"] if view.item.number == number), None)
    if found is None:
        raise NotFound(_("There is no such item."), remedy=_("See the meeting's agenda."))
    return page | {"view": found, "title": f"{number}. {_('Exempt item') if found.hidden else found.item.title}"}


def _item_views(items: list[AgendaItem], viewer: Any, today: date) -> list[ItemView]:
    references = [row.reference for item in items for row in [*item.resolutions.all(), *item.challenges.all()]]
    actions: dict[str, list[Action]] = {}
    for action in Action.objects.filter(origin__in=references).select_related("owner"):
        actions.setdefault(action.origin, []).append(action)
    may_read_all = duties.holds(viewer, "read exempt papers")
    return [_item_view(item, may_read_all, actions, today) for item in items]


def _item_view(item: AgendaItem, may_read_all: bool, actions: dict[str, list[Action]], today: date) -> ItemView:
    if item.exempt and not may_read_all:
        return ItemView(item, hidden=True)
    papers = list(item.papers.all())
    points = list(item.points.all())
    return ItemView(
        item,
        hidden=False,
        papers=[paper for paper in papers if may_read_all or not paper.exempt],
        papers_hidden=[paper for paper in papers if paper.exempt and not may_read_all],
        points=points,
        resolutions=list(item.resolutions.all()),
        duties={reference: found[0] for reference, found in actions.items()},
        challenges=[
            challenge_view(challenge, actions.get(challenge.reference, []), today)
            for challenge in item.challenges.all()
        ],
        to_be_answered=sum(rules.is_to_be_answered(point.kind) and not point.answered_at for point in points),
    )


def challenge_view(challenge: Challenge, actions: list[Action], today: date) -> ChallengeView:
    overdue = rules.is_overdue(due=challenge.due, answered=challenge.answered_at is not None, today=today)
    return ChallengeView(challenge, overdue, actions)


def challenge_page(body: str, day: str, item: int, number: int, *, viewer: Any, today: date) -> dict[str, Any]:
    """One challenge: what was asked, of whom, by when; the answer; the actions that follow from it."""
    page = item_page(body, day, item, viewer=viewer, today=today)
    found = next((c for c in page["view"].challenges if c.challenge.number == number), None)
    if found is None:
        raise NotFound(_("There is no such challenge."), remedy=_("See the item it was raised at."))
    return page | {"one": found, "title": _("Challenge %(number)s") % {"number": number}}


def point_page(body: str, day: str, item: int, number: int, *, viewer: Any, today: date) -> dict[str, Any]:
    """One minuted point, and its answer if it asks for one."""
    page = item_page(body, day, item, viewer=viewer, today=today)
    found = next((point for point in page["view"].points if point.number == number), None)
    if found is None:
        raise NotFound(_("There is no such point."), remedy=_("See the item's minutes."))
    return page | {
        "point": found,
        "asks": rules.is_to_be_answered(found.kind),
        "title": _("Point %(number)s of the minutes") % {"number": number},
    }


def resolution_page(body: str, day: str, item: int, number: int, *, viewer: Any, today: date) -> dict[str, Any]:
    page = item_page(body, day, item, viewer=viewer, today=today)
    found = next((pair for pair in page["view"].resolutions_with_duties() if pair[0].number == number), None)
    if found is None:
        raise NotFound(_("There is no such resolution."), remedy=_("See the item's minutes."))
    return page | {"resolution": found[0], "duty": found[1], "title": _("Resolution %(number)s") % {"number": number}}


def challenges_about(reference: str) -> list[Challenge]:
    """Challenges about a commitment or measure, newest first; never those of exempt items."""
    found = Challenge.objects.filter(about=reference, item__exempt=False).select_related("item__meeting")
    return list(found.order_by("-item__meeting__date", "number"))


def open_challenges() -> list[Challenge]:
    """Unanswered challenges, the soonest due first."""
    return list(
        Challenge.objects.filter(answered_at=None).select_related("item__meeting", "addressed_to").order_by("due")
    )


def open_points() -> list[MinutePoint]:
    """Questions and requests in the minutes that nobody has answered."""
    found = MinutePoint.objects.filter(answered_at=None, kind__in=rules.POINTS_TO_BE_ANSWERED)
    return list(found.select_related("item__meeting").order_by("item__meeting__date", "item__number", "number"))


def office_lead() -> Post | None:
    """The post that answers for the office: its lead of the first priority of the current plan."""
    lead = (
        Lead.objects.filter(of=LeadFor.OFFICE, priority__plan__historic=False)
        .select_related("post")
        .order_by("-priority__plan__starts", "priority__order")
        .first()
    )
    return lead.post if lead else None


def subjects() -> list[tuple[str, str]]:
    """What a challenge may be about: the commitments of the current plan and the live measures."""
    commitments = Commitment.objects.filter(priority__plan__historic=False).select_related("priority__plan")
    measures = Measure.objects.filter(retired_on=None)
    return [
        *((c.reference, f"{c.code} {c.text[:80]}") for c in commitments.order_by("priority__order", "order")),
        *((m.reference, m.title) for m in measures),
    ]


def reports_page() -> dict[str, Any]:
    found = DeliveryReport.objects.select_related("meeting", "publication").order_by("-as_at", "-pk")
    office = office_or_none()
    return {
        "reports": [(report, body_name(report.meeting, office)) for report in found],
        "title": _("Delivery reports"),
    }


def report_choices() -> dict[str, list[tuple[str, str]]]:
    office = office_or_none()
    meetings: Iterable[Meeting] = Meeting.objects.exclude(state=MeetingState.CONFIRMED).order_by("-date")
    return {
        "meetings": [(str(m.pk), f"{body_name(m, office)}, {date_words(m.date)}") for m in meetings],
        "plans": [(plan.code, plan.title) for plan in Plan.objects.filter(historic=False).order_by("-starts")],
    }


def report_page(code: str) -> dict[str, Any]:
    """A frozen report as a page of the site.

    Raises:
        NotFound: there is no such report, or it is not frozen yet.
    """
    from .report.renditions import readable

    found = DeliveryReport.objects.select_related("meeting", "publication").filter(code=code).first()
    if found is None or found.publication is None:
        raise NotFound(_("There is no such report, or it is not published yet."), remedy=_("See the list of meetings."))
    return {
        "row": found,
        "publication": found.publication,
        "renditions": list(found.publication.renditions.all()),
        "report": readable(found.publication.content),
        "title": found.title,
    }


def report_draft(code: str) -> DeliveryReport:
    found = DeliveryReport.objects.select_related("meeting", "publication").filter(code=code).first()
    if found is None:
        raise NotFound(_("There is no such report."))
    return found


def row_or_refuse(rows: QuerySet[Any], pk: int) -> Any:
    """The row with this key.

    Raises:
        NotFound: there is none.
    """
    found = rows.filter(pk=pk).first()
    if found is None:
        raise NotFound(_("There is nothing at this address."))
    return found


def challenge_row(pk: int) -> Challenge:
    return row_or_refuse(Challenge.objects.select_related("item__meeting"), pk)


def point_row(pk: int) -> MinutePoint:
    return row_or_refuse(MinutePoint.objects.select_related("item__meeting"), pk)


def item_row(pk: int) -> AgendaItem:
    return row_or_refuse(AgendaItem.objects.select_related("meeting"), pk)


def latest_report_to(meeting: Meeting) -> DeliveryReport | None:
    return meeting.reports.filter(state="frozen").order_by("-pk").first()
