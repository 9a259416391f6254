"""The first page of staff: what is mine and due, then what is off course; nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from frankpledge.office.actions import queries as actions
from frankpledge.office.delivery import queries as delivery
from frankpledge.office.delivery.models import Confidence, DeliveryUpdate
from frankpledge.office.people import duties
from frankpledge.office.people import queries as people
from frankpledge.office.people.models import Person
from frankpledge.office.plan import queries as plans
from frankpledge.office.plan.models import Plan
from frankpledge.office.scrutiny import queries as scrutiny
from frankpledge.office.thread.words import period_words
from frankpledge.office.ui.words import page_url

MOST_TROUBLES = 8
OFF = (Confidence.OFF_COURSE, Confidence.AT_RISK)


@dataclass(frozen=True)
class Task:
    """Something that this person owes: what, by when, and where to do it."""

    text: str
    kind: str
    due: date | None
    href: str
    """Where to do it; empty when this person's roles do not let them."""
    overdue: bool = False


@dataclass(frozen=True)
class Trouble:
    text: str
    href: str
    since: date | None = None


def staff_home(person: Person, now: datetime) -> dict[str, Any]:
    today = timezone.localdate(now)
    posts = people.posts_held(person, today)
    mine = [
        *_updates(person, today),
        *_actions(person, posts, today),
        *_challenges(person, posts, today),
        *_points(person),
    ]
    mine += _proofs(person)
    mine.sort(key=lambda task: task.due or date.max)
    plan = _plan_of_today(today)
    private = actions.may_read_private(person)
    found = delivery.exceptions(plan, now=now, include_private=private) if plan else []
    amiss = [_trouble(each) for each in found if each.kind not in delivery.STALE]
    return {
        "posts": posts,
        "mine": mine,
        "plan": plan,
        "confidence": _off_course(plan) if plan else [],
        "exceptions": amiss[:MOST_TROUBLES],
        "more_exceptions": max(0, len(amiss) - MOST_TROUBLES),
        "stale": [_trouble(each) for each in found if each.kind in delivery.STALE],
    }


def _plan_of_today(today: date) -> Plan | None:
    found = plans.current(plans.published_plans(), today)
    return plans.plan(found.fact.code) if found else None


def _updates(person: Person, today: date) -> list[Task]:
    may = duties.holds(person, "write updates")
    return [
        Task(
            f"{asked.commitment.code} {asked.commitment.text}",
            _("Update for %(period)s") % {"period": period_words(asked.period)},
            asked.due,
            f"/staff/delivery/update/{asked.pk}/" if may else "",
            asked.due < today,
        )
        for asked in delivery.requests_open_for(person, today)
    ]


def _actions(person: Person, posts: list[Any], today: date) -> list[Task]:
    if not posts:
        return []
    base = "/staff/actions" if duties.holds(person, "claim actions") else "/action"
    return [
        Task(row.text, str(row.get_kind_display()), row.due, f"{base}/{_slug(row.reference)}/", row.due < today)
        for row in actions.unsettled_of_posts(posts)
    ]


def _proofs(person: Person) -> list[Task]:
    """What a colleague says is done counts only after somebody else has looked at the proof."""
    return [
        Task(row.text, _("Proof to check"), None, f"/staff/actions/{_slug(row.reference)}/")
        for row in actions.to_be_checked(person)
    ]


def _slug(reference: str) -> str:
    return reference.partition("/")[2]


def _challenges(person: Person, posts: list[Any], today: date) -> list[Task]:
    """Those addressed to one's own post; and all of them for who answers challenges for the office."""
    held = {post.pk for post in posts}
    answers = duties.holds(person, "answer challenges")
    return [
        Task(row.text, _("Challenge to answer"), row.due, page_url(row.reference), row.due < today)
        for row in scrutiny.open_challenges()
        if (answers or row.addressed_to_id in held) and _open_to(person, row.item)
    ]


def _points(person: Person) -> list[Task]:
    if not duties.holds(person, "answer challenges"):
        return []
    points = [row for row in scrutiny.open_points() if _open_to(person, row.item)]
    return [Task(row.text, _("Point to answer"), None, page_url(row.reference)) for row in points]


def _open_to(person: Person, item: Any) -> bool:
    """What was said at an exempt item is for those who may read its papers."""
    return not item.exempt or duties.holds(person, "read exempt papers")


def _off_course(plan: Plan) -> list[tuple[DeliveryUpdate, str, str]]:
    """Commitments whose last update says so: off course first, then at risk."""
    found = [update for update in delivery.latest_updates(plan).values() if update.confidence in OFF]
    found.sort(key=lambda update: (update.confidence != Confidence.OFF_COURSE, update.commitment.code))
    return [
        (update, str(Confidence(update.confidence).label), page_url(update.commitment.reference)) for update in found
    ]


def _trouble(short: Any) -> Trouble:
    return Trouble(short.text, page_url(short.reference) if short.reference else "", short.since)
