"""What the office owes because of a meeting: answers to what was asked, and what follows from them."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from frankpledge.office.actions import use_cases as actions
from frankpledge.office.actions.models import Action
from frankpledge.office.errors import BadInput, Refused
from frankpledge.office.people import duties
from frankpledge.office.people.models import Post
from frankpledge.office.record.use_cases import note
from frankpledge.office.scrutiny import rules
from frankpledge.office.scrutiny.models import Challenge, MinutePoint

from .index import index_challenge


class AnsweredAlready(Refused):
    """An answer that was given is not edited."""

    remedy_by_default = gettext_lazy("Give a further answer at the next meeting.")


class NotAnswered(Refused):
    """An action follows from an answer, so that the answer says why."""

    remedy_by_default = gettext_lazy("Answer first, then open the action.")


@transaction.atomic
def answer_challenge(*, challenge: Challenge, answer: str, by: duties.Actor, now: datetime) -> Challenge:
    """Answer a challenge. An answer that was published is not edited.

    Raises:
        NotAllowed: `by` does not hold the duty "answer challenges".
        AnsweredAlready: it has its answer.
        BadInput: the answer is empty.
    """
    duties.require(by, "answer challenges")
    row = Challenge.objects.select_for_update(of=("self",)).select_related("item__meeting").get(pk=challenge.pk)
    _answer(row, answer, by=by, now=now)
    note("challenge answered", row.reference, by=by.reference, at=now)
    index_challenge(row, now)
    return row


@transaction.atomic
def answer_point(*, point: MinutePoint, answer: str, by: duties.Actor, now: datetime) -> MinutePoint:
    """Answer a member's question or request after the meeting, even when the minutes are confirmed.

    Raises:
        NotAllowed: `by` does not hold the duty "answer challenges".
        Refused: the point asks nothing.
        AnsweredAlready: it has its answer.
        BadInput: the answer is empty.
    """
    duties.require(by, "answer challenges")
    row = MinutePoint.objects.select_for_update(of=("self",)).select_related("item__meeting").get(pk=point.pk)
    if not rules.is_to_be_answered(row.kind):
        raise Refused(_("Only a question or a request is answered."), remedy=_("Open the point that asks something."))
    _answer(row, answer, by=by, now=now)
    note("point answered", row.reference, by=by.reference, at=now)
    return row


def _answer(row: Challenge | MinutePoint, answer: str, *, by: duties.Actor, now: datetime) -> None:
    if row.answered_at:
        raise AnsweredAlready(_("This is answered already."))
    if not answer.strip():
        raise BadInput(_("Write the answer."))
    row.answer, row.answered_at, row.answered_by = answer.strip(), now, by.reference
    row.save(update_fields=["answer", "answered_at", "answered_by"])


@transaction.atomic
def open_action_from_answer(
    *,
    origin: Challenge | MinutePoint,
    text: str,
    owner: Post,
    due: date,
    by: duties.Actor,
    now: datetime,
    slug: str | None = None,
    made_up: bool = False,
) -> Action:
    """Open an action that follows from the answer to a challenge, a question or a request.

    Raises:
        NotAllowed: `by` does not manage actions.
        NotAnswered: there is no answer yet.
        BadInput: no words, or a date in the past of the answer.
    """
    duties.require(by, "manage actions")
    if origin.answered_at is None:
        raise NotAnswered(_("Nobody has answered yet."))
    if due < timezone.localdate(origin.answered_at):
        raise BadInput(_("The day it is due lies before the answer."), remedy=_("Check the year."))
    meeting = origin.item.meeting
    return actions.open_action(
        origin=origin.reference,
        text=text,
        owner=owner,
        due=due,
        slug=slug,
        by=by,
        now=now,
        made_up=made_up or meeting.made_up,
        public=not origin.item.exempt,
    )
