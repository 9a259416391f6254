"""What is owed an answer: challenges with their dates, and questions and requests in the minutes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from frankpledge.office.people import duties
from frankpledge.office.people.queries import office_or_none
from frankpledge.office.scrutiny import rules
from frankpledge.office.scrutiny.models import Challenge, MinutePoint
from frankpledge.office.ui.paging import page_of

from .bodies import body_name, raised_by
from .seen import may_read_exempt

ON_THE_AGENDA = Q(item__meeting__state__in=[s for s in rules.STATES_IN_ORDER if rules.agenda_is_public(s)])
MINUTED = Q(item__meeting__state__in=[s for s in rules.STATES_IN_ORDER if rules.points_are_public(s)])


def challenges_about(reference: str) -> list[Challenge]:
    """Public challenges about a commitment or measure, newest first; never those of exempt or draft items."""
    found = Challenge.objects.filter(ON_THE_AGENDA, about=reference, item__exempt=False)
    found = found.select_related("item__meeting")
    return list(found.order_by("-item__meeting__date", "number"))


def open_challenges(*, include_exempt: bool = False) -> list[Challenge]:
    """Unanswered challenges, the soonest due first."""
    return list(_open_challenges(include_exempt))


def _open_challenges(include_exempt: bool) -> QuerySet[Challenge]:
    found = Challenge.objects.filter(answered_at=None).select_related("item__meeting", "addressed_to")
    found = found if include_exempt else found.filter(item__exempt=False)
    return found.order_by("due", "item__meeting__date", "item__number", "number")


def overdue_challenges(today: date, *, include_exempt: bool = False) -> list[Challenge]:
    """Unanswered challenges past their due day."""
    return list(_open_challenges(include_exempt).filter(due__lt=today))


def public_overdue_challenges(today: date) -> list[Challenge]:
    """Those past their due day that anybody may read."""
    return list(_open_challenges(False).filter(ON_THE_AGENDA, due__lt=today))


def public_open_points() -> list[MinutePoint]:
    """Unanswered questions and requests of minutes that anybody may read: drafts are the clerk's."""
    return list(_open_points(False).filter(MINUTED))


def open_points(*, include_exempt: bool = False) -> list[MinutePoint]:
    """Questions and requests in the minutes that nobody has answered."""
    return list(_open_points(include_exempt))


def _open_points(include_exempt: bool) -> QuerySet[MinutePoint]:
    found = MinutePoint.objects.filter(answered_at=None, kind__in=rules.POINTS_TO_BE_ANSWERED)
    found = found if include_exempt else found.filter(item__exempt=False)
    return found.select_related("item__meeting").order_by("item__meeting__date", "item__number", "number")


@dataclass(frozen=True)
class Owed:
    """One thing that waits for an answer."""

    text: str
    kind: str
    raised_by: str
    where: str
    reference: str
    due: date | None
    overdue: bool
    made_up: bool


def answers_page(filters: Any, *, viewer: Any, today: date) -> dict[str, Any]:
    """Everything that waits for an answer: challenges by their date, then points by their meeting."""
    office = office_or_none()
    exempt = may_read_exempt(viewer)
    challenges = [_of_challenge(row, office, today) for row in _open_challenges(exempt)]
    points = [_of_point(row, office) for row in _open_points(exempt)]
    return {
        "title": _("To be answered"),
        "page": page_of([*challenges, *points], filters.get("page")),
        "overdue": sum(each.overdue for each in challenges),
        "may_answer": duties.holds(viewer, "answer challenges"),
    }


def _of_challenge(row: Challenge, office: Any, today: date) -> Owed:
    return Owed(
        text=row.text,
        kind=_("Challenge"),
        raised_by=raised_by(row, office),
        where=body_name(row.item.meeting, office),
        reference=row.reference,
        due=row.due,
        overdue=rules.is_overdue(due=row.due, answered=False, today=today),
        made_up=row.made_up,
    )


def _of_point(row: MinutePoint, office: Any) -> Owed:
    meeting = row.item.meeting
    return Owed(
        text=row.text,
        kind=str(row.get_kind_display()).capitalize(),
        raised_by=row.speaker,
        where=body_name(meeting, office),
        reference=row.reference,
        due=None,
        overdue=False,
        made_up=meeting.made_up,
    )
