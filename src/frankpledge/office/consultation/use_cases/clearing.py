"""Clearing away what nobody needs any more: every night, and whenever an operator asks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import QuerySet

from frankpledge.office.consultation import queries
from frankpledge.office.consultation.models import (
    Answer,
    Channel,
    Consultation,
    LateRule,
    QuestionKind,
    Response,
    ResultMail,
)
from frankpledge.office.equality import queries as equality_queries
from frankpledge.office.equality import use_cases as equality
from frankpledge.office.notices import use_cases as notices
from frankpledge.office.people import duties
from frankpledge.office.people.duties import Actor
from frankpledge.office.places import queries as places
from frankpledge.office.record.use_cases import note

from .arrivals import forget_arrivals
from .responding import level_of

ADDRESSES_KEPT = timedelta(days=30)
UNCONFIRMED_KEPT = timedelta(days=7)
ASKED_KEPT = timedelta(days=2 * 365)


@dataclass(frozen=True)
class Cleared:
    """How much went: drafts, counts of arrivals, addresses, sessions; how many postcodes became areas; links cut."""

    drafts: int = 0
    arrivals: int = 0
    addresses: int = 0
    sessions: int = 0
    postcodes: int = 0
    links: int = 0

    def as_json(self) -> dict[str, int]:
        return asdict(self)


def clear_away(*, by: Actor, now: datetime) -> Cleared:
    """Clear away everything whose time is over. Each part is a transaction of its own; doing it twice does no more.

    Raises:
        NotAllowed: `by` does not run consultations.
    """
    duties.require(by, "run consultations")
    return Cleared(
        drafts=sum(clear_drafts(consultation=each, by=by, now=now) for each in _with_old_drafts(now)),
        arrivals=forget_arrivals(now=now),
        addresses=_clear_addresses(now),
        sessions=_clear_sessions(now),
        postcodes=_settle_postcodes(),
        links=sum(equality.cut_links(consultation=code, by=by, now=now) for code in _with_old_links(now)),
    )


def last_day(consultation: Consultation) -> date:
    """The last day on which anything is taken."""
    late = queries.LATE_DAYS if consultation.late_rule == LateRule.MARK else 0
    return consultation.closes_on + timedelta(days=late)


def drafts_go_on(consultation: Consultation) -> date:
    """The day on which what was never sent is cleared away."""
    return last_day(consultation) + timedelta(days=settings.FRANKPLEDGE_DRAFT_DAYS)


def _with_old_drafts(now: datetime) -> list[Consultation]:
    today = now.astimezone(queries.zone()).date()
    drafts = _drafts()
    found = Consultation.objects.filter(pk__in=drafts.values("consultation"))
    return [consultation for consultation in found if drafts_go_on(consultation) < today]


def _drafts() -> QuerySet[Response]:
    return Response.objects.filter(sent_at=None, channel=Channel.WEB, came_in=None, entered_by=None)


@transaction.atomic
def clear_drafts(*, consultation: Consultation, by: Actor, now: datetime) -> int:
    """Delete what was begun in a consultation and never sent, with all answers. Returns how many responses went."""
    drafts = list(_drafts().filter(consultation=consultation).only("pk", "equality_link"))
    if not drafts:
        return 0
    links = [draft.equality_link for draft in drafts if draft.equality_link]
    Response.objects.filter(pk__in=[draft.pk for draft in drafts]).delete()
    equality.drop_records(links=links)
    note("drafts cleared", consultation.reference, by=by.reference, at=now, detail={"number": len(drafts)})
    return len(drafts)


@transaction.atomic
def _clear_addresses(now: datetime) -> int:
    today = now.astimezone(queries.zone()).date()
    unconfirmed, _each = ResultMail.objects.filter(confirmed=False, asked_on__lt=today - UNCONFIRMED_KEPT).delete()
    forgotten, _each = ResultMail.objects.filter(asked_on__lt=today - ASKED_KEPT).delete()
    return int(unconfirmed + forgotten + notices.forget_addresses(sent_before=now - ADDRESSES_KEPT))


@transaction.atomic
def _clear_sessions(now: datetime) -> int:
    gone, _each = Session.objects.filter(expire_date__lt=now).delete()
    return gone


@transaction.atomic
def _settle_postcodes() -> int:
    """Postcodes that no directory knew when they were sent: as soon as one does, only the area is kept."""
    waiting = list(
        Answer.objects.filter(question__kind=QuestionKind.POSTCODE)
        .exclude(text="")
        .exclude(response__sent_at=None)
        .select_related("question", "response")
    )
    settled = 0
    for level in {level_of(answer.question) for answer in waiting}:
        of_level = [answer for answer in waiting if level_of(answer.question) == level]
        areas = places.areas_of_postcodes([answer.text for answer in of_level], level)
        settled += _place([answer for answer in of_level if answer.text in areas], areas)
    return settled


def _place(answers: Sequence[Answer], areas: dict[str, str]) -> int:
    for answer in answers:
        answer.choices = [areas[answer.text]]
        if not answer.response.area_code:
            Response.objects.filter(pk=answer.response_id).update(area_code=areas[answer.text])
        answer.text = ""
    Answer.objects.bulk_update(answers, ["text", "choices"])
    return len(answers)


def _with_old_links(now: datetime) -> list[str]:
    """Consultations that closed so long ago that results by group have been made."""
    until = now.astimezone(queries.zone()).date() - timedelta(days=settings.FRANKPLEDGE_EQUALITY_LINK_DAYS)
    closed = Consultation.objects.filter(closes_on__lt=until).values_list("code", flat=True)
    return [code for code in closed if equality_queries.linked_responses(code).exists()]
