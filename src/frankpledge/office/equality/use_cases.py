"""Keeping, receiving and letting go of what people say of themselves. No entry of the audit trail names a record."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from frankpledge.office.errors import BadInput
from frankpledge.office.people import duties
from frankpledge.office.people.duties import Actor
from frankpledge.office.record.use_cases import note

from . import queries, wordings
from .models import EqualityRecord


class NotOffered(BadInput):
    """An equality question, or an answer to one, that its wording does not have."""

    field = "answer"


@transaction.atomic
def keep_equality_answer(*, link: uuid.UUID | None, consultation: str, question: str, choice: str) -> uuid.UUID | None:
    """Keep one answer; an empty `choice` takes it away. Returns the record's link, made with the first answer.

    Raises:
        NotOffered: the wording has no such question, or no such answer.
    """
    record = EqualityRecord.objects.select_for_update().filter(link=link).first() if link else None
    wording = wordings.wording(record.wording) if record else wordings.latest()
    asked = wording.question(question)
    if asked is None or (choice and choice not in asked.codes):
        raise NotOffered(_("Choose from the answers offered."))
    if record is None:
        if not choice:
            return link
        record = EqualityRecord(consultation=consultation, wording=wording.version, answers={})
    answers = {**record.answers, question: choice} if choice else _without(record.answers, question)
    record.answers = {one.code: answers[one.code] for one in wording.asked(answers) if one.code in answers}
    record.save()
    return record.link


def _without(answers: dict[str, str], question: str) -> dict[str, str]:
    return {code: choice for code, choice in answers.items() if code != question}


@transaction.atomic
def receive_record(*, link: uuid.UUID, on: date) -> bool:
    """The response that holds this link is sent: from now on its record counts. False when it has none to count."""
    return bool(EqualityRecord.objects.filter(link=link).exclude(answers={}).update(received_on=on))


@transaction.atomic
def drop_records(*, links: Collection[uuid.UUID]) -> int:
    """Drop what was said in drafts that were never sent. Returns how many records went."""
    gone, _each = EqualityRecord.objects.filter(link__in=links, received_on=None).delete()
    return gone


@transaction.atomic
def cut_links(*, consultation: str, by: Actor, now: datetime) -> int:
    """Cut every link between responses and equality records of a consultation, for good. Returns how many.

    The records stay for counts; results by group can no longer be made. See docs/equality-data.md for when.
    """
    duties.require(by, "run consultations")
    cut = queries.linked_responses(consultation).update(equality_link=None)
    _make_records_alike(consultation)
    note("equality links cut", f"consultation/{consultation}", by=by.reference, at=now, detail={"links": cut})
    return cut


def _make_records_alike(consultation: str) -> None:
    """New marks, in an order of chance, all of one day: neither an old copy of the responses, nor the order in which
    the rows lie, nor a day on which one person answered leads back to anybody."""
    records = list(EqualityRecord.objects.exclude(received_on=None).filter(consultation=consultation))
    day = max((record.received_on for record in records if record.received_on), default=None)
    EqualityRecord.objects.filter(pk__in=[record.pk for record in records]).delete()
    secrets.SystemRandom().shuffle(records)
    EqualityRecord.objects.bulk_create(
        EqualityRecord(consultation=consultation, wording=each.wording, answers=each.answers, received_on=day)
        for each in records
    )
