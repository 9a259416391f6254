"""The pages of meetings: the list, one meeting, one item, and each thing in its minutes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from django.db.models import Count, Q, QuerySet
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from frankpledge.office.analysis import queries as analyses
from frankpledge.office.errors import NotFound
from frankpledge.office.people import duties
from frankpledge.office.people.models import Office
from frankpledge.office.people.queries import office_or_none
from frankpledge.office.scrutiny import rules
from frankpledge.office.scrutiny.models import BodyKind, Meeting, MeetingState
from frankpledge.office.ui.paging import PageOf, page_of
from frankpledge.office.ui.words import date_words, page_url

from .bodies import body_name, body_names, name_of_kind
from .choices import about_words
from .seen import PARTS, ItemView, item_views, may_read_exempt, may_see_drafts, whole_items

Thing = TypeVar("Thing")


@dataclass(frozen=True)
class MeetingLine:
    """One meeting in a list."""

    meeting: Meeting
    name: str
    state: str
    items: int
    challenges: int
    unanswered: int


def meetings_page(filters: Any, *, viewer: Any, today: date) -> dict[str, Any]:
    """All meetings, filtered by body and year, newest first; what is to come stands apart."""
    from frankpledge.office.scrutiny.forms import MeetingFilter

    office = office_or_none()
    years = [str(day.year) for day in Meeting.objects.dates("date", "year", order="DESC")]
    form = MeetingFilter(filters or None, bodies=body_names(office), years=years)
    chosen = form.cleaned_data if form.is_bound and form.is_valid() else {}
    found = _counted(viewer).filter(**_narrowed(chosen))
    held = page_of(found.filter(date__lt=today).order_by("-date", "body"), filters.get("page"))
    return {
        "title": _("Meetings"),
        "form": form,
        "filtered": any(chosen.values()),
        "coming": _lines(found.filter(date__gte=today).order_by("date", "body"), office, viewer),
        "page": PageOf(_lines(held.items, office, viewer), held.number, held.last, held.total, held.size),
        "body_names": [name_of_kind(kind, office) for kind in BodyKind.values],
        "may_keep": duties.holds(viewer, "keep minutes"),
        "may_follow": any(duties.holds(viewer, duty) for duty in FOLLOWS_ANSWERS),
    }


FOLLOWS_ANSWERS = ("answer challenges", "keep minutes", "raise challenges")


def _narrowed(chosen: dict[str, Any]) -> dict[str, Any]:
    asked = {"body": chosen.get("body"), "date__year": chosen.get("year")}
    return {name: value for name, value in asked.items() if value}


def _counted(viewer: Any) -> QuerySet[Meeting]:
    """Meetings with counts of what this reader may see of them."""
    open_to_them = Q() if may_read_exempt(viewer) else Q(items__exempt=False)
    unanswered = Q(items__challenges__answered_at=None)
    return Meeting.objects.annotate(
        item_count=Count("items", distinct=True),
        challenge_count=Count("items__challenges", filter=open_to_them, distinct=True),
        unanswered_count=Count("items__challenges", filter=open_to_them & unanswered, distinct=True),
    )


def _lines(found: Iterable[Any], office: Office | None, viewer: Any) -> list[MeetingLine]:
    drafts = may_see_drafts(viewer)
    return [
        MeetingLine(
            meeting=row,
            name=body_name(row, office),
            state=str(MeetingState(row.state).label),
            items=row.item_count if drafts or rules.agenda_is_public(row.state) else 0,
            challenges=row.challenge_count,
            unanswered=row.unanswered_count,
        )
        for row in found
    ]


def find_meeting(body: str, day: str, parts: Sequence[str] = PARTS) -> Meeting:
    """The meeting of a body on a day, with all its items and, beneath them, the kinds of thing asked for.

    Raises:
        NotFound: there is none.
    """
    when = _day(day)
    items = whole_items(parts).filter(meeting__body=body, meeting__date=when) if when else whole_items(parts).none()
    if items:  # they bring their meeting with them
        meeting: Meeting | None = items[0].meeting
    else:
        meeting = Meeting.objects.filter(body=body, date=when).first() if when else None
    if meeting is None:
        raise NotFound(_("There is no such meeting."), remedy=_("The list of meetings shows all that are on record."))
    meeting._prefetched_objects_cache = {"items": items}  # type: ignore[attr-defined]
    return meeting


def _day(text: str) -> date | None:
    try:
        return parse_date(text) if len(text) == 10 else None
    except ValueError:
        return None


def meeting_page(body: str, day: str, *, viewer: Any, today: date, parts: Sequence[str] = PARTS) -> dict[str, Any]:
    """A meeting with all its items in place, as `viewer` may see them."""
    meeting = find_meeting(body, day, parts)
    office = office_or_none()
    name = body_name(meeting, office)
    views = item_views(meeting, office, viewer=viewer, today=today)
    return {
        "meeting": meeting,
        "name": name,
        "state": MeetingState(meeting.state).label,
        "items": views,
        "draft": bool(views) and not rules.agenda_is_public(meeting.state),
        "title": _("%(body)s, %(day)s") % {"body": name, "day": date_words(meeting.date)},
        "breadcrumbs": [{"text": _("Meetings"), "href": "/meetings/"}, {"text": date_words(meeting.date)}],
        **_may(viewer, meeting),
    }


def _may(viewer: Any, meeting: Meeting) -> dict[str, Any]:
    """What this reader can do here now; the use cases check again."""
    open_minutes = rules.minutes_are_open(meeting.state)
    following = rules.next_state(meeting.state)
    return {
        "may_keep": open_minutes and duties.holds(viewer, "keep minutes"),
        "may_raise": open_minutes
        and meeting.body == BodyKind.SCRUTINY
        and duties.holds(viewer, "raise challenges")
        and not duties.holds(viewer, "keep minutes"),
        "may_answer": duties.holds(viewer, "answer challenges"),
        "may_open_action": duties.holds(viewer, "manage actions"),
        "step": step_words(following) if following else "",
    }


def step_words(state: str) -> str:
    """What the clerk does to bring a meeting into a state."""
    return STEPS[state]()


STEPS: dict[str, Callable[[], str]] = {
    MeetingState.AGENDA: lambda: _("Publish the agenda"),
    MeetingState.HELD: lambda: _("Record that it was held"),
    MeetingState.DRAFT_MINUTES: lambda: _("Publish draft minutes"),
    MeetingState.CONFIRMED: lambda: _("Confirm the minutes"),
}


def item_page(
    body: str, day: str, number: int, *, viewer: Any, today: date, parts: Sequence[str] = PARTS
) -> dict[str, Any]:
    """One item of a meeting.

    Raises:
        NotFound: no such meeting or item.
    """
    page = meeting_page(body, day, viewer=viewer, today=today, parts=parts)
    view: ItemView = _only(page["items"], lambda each: each.number == number, _("There is no such item."))
    crumbs = [*page["breadcrumbs"][:1], _crumb(date_words(page["meeting"].date), page["meeting"].reference)]
    return page | {
        "view": view,
        "attached": [] if view.hidden else analyses.attached_to(f"item/{body}/{day}/{number}"),
        "title": f"{number}. {view.title}",
        "breadcrumbs": [*crumbs, {"text": _("Item %(number)s") % {"number": number}}],
    }


def _only(things: Iterable[Thing], wanted: Callable[[Thing], bool], otherwise: str) -> Thing:
    found = next((thing for thing in things if wanted(thing)), None)
    if found is None:
        raise NotFound(otherwise, remedy=_("The page of the meeting shows what there is."))
    return found


def _crumb(text: str, reference: str) -> dict[str, str]:
    return {"text": text, "href": page_url(reference)}


def _beneath(page: dict[str, Any], words: str, number: int) -> dict[str, Any]:
    """Title and breadcrumbs of a page beneath an item. The day tells two meetings' first points apart."""
    view: ItemView = page["view"]
    title = words % {"number": number, "day": date_words(page["meeting"].date)}
    crumbs = [*page["breadcrumbs"][:-1], _crumb(_("Item %(number)s") % {"number": view.number}, view.reference)]
    return {"title": title, "breadcrumbs": [*crumbs, {"text": title}]}


def challenge_page(body: str, day: str, item: int, number: int, *, viewer: Any, today: date) -> dict[str, Any]:
    """One challenge: what was asked, of whom, by when; the answer; the actions that follow from it."""
    page = item_page(body, day, item, viewer=viewer, today=today, parts=["challenges"])
    one = _only(page["view"].challenges, lambda c: c.challenge.number == number, _("There is no such challenge."))
    return page | {
        "one": one,
        "about": about_words(one.challenge.about),
        "report": _report_of(one.challenge.delivery_report_id, viewer),
        **_beneath(page, _("Challenge %(number)s, %(day)s"), number),
    }


def _report_of(report_id: int | None, viewer: Any) -> Any:
    from .reports import published_report

    return published_report(report_id, viewer) if report_id else None


def point_page(body: str, day: str, item: int, number: int, *, viewer: Any, today: date) -> dict[str, Any]:
    """One minuted point, and its answer if it asks for one."""
    page = item_page(body, day, item, viewer=viewer, today=today, parts=["points"])
    point = _only(page["view"].points, lambda each: each.number == number, _("There is no such point."))
    return page | {
        "point": point,
        "asks": rules.is_to_be_answered(point.kind),
        "actions": page["view"].point_actions.get(point.reference, []),
        **_beneath(page, _("Point %(number)s of the minutes, %(day)s"), number),
    }


def resolution_page(body: str, day: str, item: int, number: int, *, viewer: Any, today: date) -> dict[str, Any]:
    """One resolution, and the duty to respond that it created, if any."""
    page = item_page(body, day, item, viewer=viewer, today=today, parts=["resolutions"])
    resolution, duty = _only(
        page["view"].resolutions, lambda pair: pair[0].number == number, _("There is no such resolution.")
    )
    return page | {
        "resolution": resolution,
        "duty": duty,
        "asks": rules.creates_duty(resolution.verb),
        **_beneath(page, _("Resolution %(number)s, %(day)s"), number),
    }
