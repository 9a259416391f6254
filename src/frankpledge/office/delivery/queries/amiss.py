"""The list of exceptions: what is overdue, what nobody owns, and what has gone stale."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Max, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from frankpledge.office.actions import queries as actions
from frankpledge.office.actions.models import Action
from frankpledge.office.delivery.models import UpdateRequest
from frankpledge.office.people import queries as people
from frankpledge.office.people.models import Post
from frankpledge.office.performance import rules as figures
from frankpledge.office.performance.models import Observation
from frankpledge.office.performance.words import period as period_words
from frankpledge.office.plan.models import Commitment, Measure, Plan

from .updates import answering_post, commitments_of

STALE = ("figures old", "no figures")
"""Kinds of shortfall that are nobody's fault yet: a newer figure should have come in."""


@dataclass(frozen=True)
class Shortfall:
    """One thing that is overdue or that nobody owns, in words, with its address."""

    kind: str
    text: str
    reference: str
    since: date | None = None


def exceptions(plan: Plan, *, now: datetime, include_private: bool = False) -> list[Shortfall]:
    """Overdue updates and actions, vacant and missing leads, actions that nobody owns, measures without fresh figures.

    Args:
        include_private: also actions that follow from exempt papers.
    """
    today = timezone.localdate(now)
    commitments = commitments_of(plan)
    return [
        *_overdue_updates(plan, today),
        *_actions(today, include_private=include_private),
        *_without_lead(commitments),
        *_vacant(commitments, today),
        *_stale(plan, today),
    ]


def overdue_requests(plan: Plan, today: date) -> QuerySet[UpdateRequest]:
    """Requests past their due day to which no update has come."""
    return (
        UpdateRequest.objects.filter(commitment__priority__plan=plan, due__lt=today)
        .exclude(updates__submitted_at__isnull=False)
        .select_related("commitment__priority__plan", "post")
        .order_by("due", "commitment__priority__order", "commitment__order")
    )


def _overdue_updates(plan: Plan, today: date) -> list[Shortfall]:
    return [
        Shortfall(
            "update overdue",
            _("%(code)s: the update for %(period)s has not come. It was asked of the post “%(post)s”.")
            % {"code": asked.commitment.code, "period": period_words(asked.period), "post": asked.post.title},
            asked.commitment.reference,
            asked.due,
        )
        for asked in overdue_requests(plan, today)
    ]


def _actions(today: date, *, include_private: bool) -> list[Shortfall]:
    late = actions.overdue(today, include_private=include_private)
    unowned = actions.ownerless(include_private=include_private)
    return [
        *(_of_action("action overdue", _("Overdue: %(text)s"), row, row.due) for row in late),
        *(_of_action("action without owner", _("Nobody owns: %(text)s"), row, None) for row in unowned),
    ]


def _of_action(kind: str, words: str, row: Action, since: date | None) -> Shortfall:
    return Shortfall(kind, words % {"text": row.text}, row.reference, since)


def _without_lead(commitments: list[Commitment]) -> list[Shortfall]:
    return [
        Shortfall("no lead", _("%(code)s has no accountable lead.") % {"code": each.code}, each.reference)
        for each in commitments
        if answering_post(each) is None
    ]


def _vacant(commitments: list[Commitment], today: date) -> list[Shortfall]:
    held = set(people.holdings_on(today).values_list("post_id", flat=True))
    posts: dict[int, tuple[Post, list[Commitment]]] = {}
    for commitment in commitments:
        for lead in [*commitment.leads.all(), *commitment.priority.leads.all()]:
            posts.setdefault(lead.post_id, (lead.post, []))[1].append(commitment)
    return [
        Shortfall(
            "post vacant",
            _("The post “%(post)s” is vacant. It leads %(codes)s.") % {"post": post.title, "codes": _codes(led)},
            led[0].reference,
        )
        for post_id, (post, led) in posts.items()
        if post_id not in held
    ]


def _codes(commitments: list[Commitment]) -> str:
    return ", ".join(dict.fromkeys(each.code for each in commitments))


def _stale(plan: Plan, today: date) -> list[Shortfall]:
    """Measures for which a newer figure should have come in by now (`performance.rules.is_stale`)."""
    answering = Measure.objects.filter(answers__commitment__priority__plan=plan, retired_on=None).distinct()
    rows = Observation.objects.filter(current=True, value__isnull=False, measure__in=answering).order_by()
    newest = dict(rows.values_list("measure_id").annotate(Max("period")))
    return [
        _stale_measure(measure, newest.get(measure.pk))
        for measure in answering.order_by("title", "area_name")
        if figures.is_stale(newest.get(measure.pk), frequency=measure.frequency, source=measure.source, today=today)
    ]


def _stale_measure(measure: Measure, newest: str | None) -> Shortfall:
    if newest is None:
        return Shortfall("no figures", _("%(title)s has no figure yet.") % {"title": measure.title}, measure.reference)
    words = _("%(title)s has no figure after %(period)s.") % {"title": measure.title, "period": period_words(newest)}
    return Shortfall("figures old", words, measure.reference)
