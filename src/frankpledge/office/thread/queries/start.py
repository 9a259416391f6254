"""The first page: three doors, and what changed lately."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Max
from django.db.models.functions import TruncDate
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from frankpledge.office.actions.models import Action, ActionState
from frankpledge.office.consultation import queries as consultations
from frankpledge.office.delivery.models import DeliveryUpdate
from frankpledge.office.performance.models import Observation
from frankpledge.office.plan import queries as plans
from frankpledge.office.plan import words as plan_words
from frankpledge.office.plan.queries import PublishedPlan
from frankpledge.office.publications.models import Publication
from frankpledge.office.scrutiny.models import Challenge, Meeting, MeetingState
from frankpledge.office.thread.words import period_words
from frankpledge.office.ui.words import page_url

MOST_CHANGES = 3


@dataclass(frozen=True)
class Happened:
    """One line of what changed: on which day, what, and where to read it."""

    on: date
    text: str
    href: str
    body: str = ""
    """For a meeting: which of the office's two meetings it was."""


def start_page(now: datetime) -> dict[str, Any]:
    """What anybody sees first; meaningful on an empty office too."""
    today = timezone.localdate(now)
    published = plans.published_plans()
    holds = plans.current(published, today)
    changes, this_month = _changes(today)
    return {
        "open": consultations.open_consultations(now),
        "published": holds,
        "plan_line": _plan_line(holds) if holds else "",
        "asked": _asked(today),
        "changes": changes,
        "this_month": this_month,
    }


def _plan_line(published: PublishedPlan) -> str:
    above, below = len(published.fact.priorities), len(list(published.fact.commitments()))
    levels = published.fact.level_names
    return _("%(above)s %(uppers)s and %(below)s %(lowers)s") % {
        "above": above,
        "uppers": plan_words.level(levels, 0, many=above != 1).lower(),
        "below": below,
        "lowers": plan_words.level(levels, 1, many=below != 1).lower(),
    }


def _asked(today: date) -> dict[str, Any] | None:
    """The scrutiny body's last meeting, and how its challenges stand."""
    last = Meeting.objects.filter(body="scrutiny", date__lte=today).exclude(state=MeetingState.PLANNED).first()
    if last is None:
        return None
    rows = Challenge.objects.filter(item__exempt=False, item__meeting=last)
    answered = list(rows.values_list("answered_at", flat=True))
    waiting = sum(1 for at in answered if at is None)
    return {"meeting": last, "challenges": len(answered), "answered": len(answered) - waiting, "waiting": waiting}


def _changes(today: date) -> tuple[list[Happened], bool]:
    """The three newest things, those of this month if there are any."""
    found = [
        *_published(),
        *_updates(),
        *_figures(),
        *_meetings(),
        *_done(),
    ]
    found.sort(key=lambda each: each.on, reverse=True)
    recent = [each for each in found if (each.on.year, each.on.month) == (today.year, today.month)]
    return (recent or found)[:MOST_CHANGES], bool(recent)


def _published() -> list[Happened]:
    """Plans and reports, the newest few."""
    rows = Publication.objects.filter(public=True, kind__in=[plans.KIND, "delivery report"]).order_by("-published_at")
    made = []
    for row in rows.only("title", "number", "subject", "published_at", "kind")[:MOST_CHANGES]:
        again = _("%(title)s: version %(number)s was published") % {"title": row.title, "number": row.number}
        text = _("%(title)s was published") % {"title": row.title} if row.number == 1 else again
        made.append(Happened(timezone.localdate(row.published_at), text, page_url(row.subject)))
    return made


def _updates() -> list[Happened]:
    """Updates of a day are one line."""
    rows = DeliveryUpdate.objects.exclude(submitted_at=None).annotate(day=TruncDate("submitted_at"))
    days = rows.values("day").annotate(n=Count("id")).order_by("-day")[:MOST_CHANGES]
    return [
        Happened(
            row["day"],
            ngettext("One update on the plan came in", "%(n)s updates on the plan came in", row["n"]) % {"n": row["n"]},
            "/plan/",
        )
        for row in days
    ]


def _figures() -> list[Happened]:
    rows = Observation.objects.filter(current=True, value__isnull=False).annotate(day=TruncDate("computed_at"))
    newest = rows.values("day").annotate(n=Count("measure", distinct=True), last=Max("period")).order_by("-day")[:1]
    return [
        Happened(
            row["day"],
            ngettext(
                "Figures up to %(period)s came in for %(n)s measure",
                "Figures up to %(period)s came in for %(n)s measures",
                row["n"],
            )
            % {"period": period_words(row["last"]), "n": row["n"]},
            "/measures/",
        )
        for row in newest
    ]


def _meetings() -> list[Happened]:
    rows = Meeting.objects.exclude(state__in=[MeetingState.PLANNED, MeetingState.AGENDA])
    return [Happened(row.date, "", page_url(row.reference), row.body) for row in rows[:1]]


def _done() -> list[Happened]:
    rows = Action.objects.filter(public=True, state=ActionState.PROVED, verified_at__isnull=False).order_by(
        "-verified_at"
    )
    return [
        Happened(
            timezone.localdate(row.verified_at),
            _("Done and proved: %(text)s") % {"text": row.text},
            page_url(row.reference),
        )
        for row in rows[:MOST_CHANGES]
        if row.verified_at
    ]
