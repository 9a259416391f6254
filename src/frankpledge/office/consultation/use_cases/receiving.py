"""Everything that comes in by another way than this site: on paper, by telephone, by letter, at an event.

All of it becomes a response with a number, so that nothing is outside the count, and every item is read or considered.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date as Date
from datetime import datetime, time, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from frankpledge.office.consultation import branching, queries
from frankpledge.office.consultation.keeping import MOST_FILES, Kept, NotKept, forget, keep
from frankpledge.office.consultation.models import (
    Answer,
    Attachment,
    Channel,
    Coding,
    Consideration,
    Consultation,
    LateRule,
    Question,
    QuestionKind,
    Response,
    Section,
)
from frankpledge.office.consultation.paper import read_sheet_code
from frankpledge.office.errors import BadInput, NotAllowed, Refused
from frankpledge.office.people import duties
from frankpledge.office.people.duties import Actor
from frankpledge.office.people.models import Person
from frankpledge.office.places import postcodes
from frankpledge.office.record.use_cases import note

from . import arriving
from .checking import Given
from .responding import next_number

DUTY = "enter responses"
ENTERED = (
    Channel.PAPER,
    Channel.ASSISTED,
    Channel.EVENT,
    Channel.PHONE,
    Channel.EMAIL,
    Channel.LETTER,
    Channel.SOCIAL,
)
"""Channels of what staff enter; the others are entered by respondents and importers."""
TAKEN_BACK_WITHIN = timedelta(hours=1)


class NotYetPublished(Refused):
    """What people are asked must be settled before their answers are entered."""

    remedy_by_default = gettext_lazy("Publish the consultation first.")


class NotAChannel(BadInput):
    """The way by which it came is not one of those that staff enter."""

    field = "channel"


class BadSheet(BadInput):
    """The code is no code of a sheet, or its sheet was keyed in already."""

    field = "sheet"


class BadDay(BadInput):
    """It came in before the consultation opened, or it has not come in yet."""

    field = "received_on"


class TooLate(BadInput):
    """It came in after the closing day, and this consultation refuses what comes late."""

    field = "received_on"
    remedy_by_default = gettext_lazy(
        "If it came in time, give the day on which it came. Whether late ones are accepted is set with the "
        "consultation."
    )


class NothingReceived(BadInput):
    """An item holds at least one answer or one file."""


class NotTakenBack(Refused):
    """Only the person who entered an item takes it back, within the hour, while nobody has worked with it."""


@dataclass(frozen=True)
class Item:
    """What came in: how, when, for whom, with which answers and files.

    `answers` are in their proper form already (`check_answer`), by the question's code.
    """

    channel: str
    section: Section
    received_on: Date
    answers: Mapping[str, Given] = field(default_factory=dict)
    language: str = ""
    on_behalf_of: str = ""
    event_reference: str = ""
    sheet: str = ""
    owner: Person | None = None


def receive(
    *,
    consultation: Consultation,
    item: Item,
    files: Sequence[tuple[str, Iterable[bytes]]] = (),
    by: Actor,
    now: datetime,
) -> Response:
    """Enter one item that came in. It counts from now on, like a response that was sent here.

    Answers to questions that this section is not asked, after these answers, are left out.

    Raises:
        NotAllowed: `by` does not hold the duty "enter responses".
        NotYetPublished, NotAChannel, BadSheet, BadDay, TooLate, NothingReceived, NotKept: what is wrong with it.
    """
    duties.require(by, DUTY)
    sent_at, late = _checked(consultation, item, now)
    if len(files) > MOST_FILES:
        raise NotKept(_("An item has at most %(most)s files.") % {"most": MOST_FILES})
    answers = _answers(consultation, item, sent_at)
    if not answers and not files:
        raise NothingReceived(
            _("There is neither an answer nor a file."), remedy=_("Key in what was said, or add the letter itself.")
        )
    kept = [keep(name, chunks) for name, chunks in files]
    prepare(answers)  # what takes long is done before anything is locked
    try:
        return _stored(consultation, item, answers, kept, sent_at=sent_at, late=late, by=by, now=now)
    except IntegrityError as error:
        if item.sheet and Response.objects.filter(consultation=consultation, sheet=item.sheet).exists():
            raise _keyed_already(item.sheet) from error
        raise


def _checked(consultation: Consultation, item: Item, now: datetime) -> tuple[datetime, bool]:
    """When it counts as sent, and whether that is late. Raises what is wrong with the item."""
    if consultation.published_at is None:
        raise NotYetPublished(_("“%(title)s” is not published yet.") % {"title": consultation.title})
    if item.channel not in ENTERED:
        raise NotAChannel(_("Choose how it came in."))
    if item.section.consultation_id != consultation.pk:
        raise BadInput(_("This consultation has no such section."))
    if item.sheet:
        _require_sheet(consultation, item)
    return _sent_at(consultation, item.received_on, now)


def _require_sheet(consultation: Consultation, item: Item) -> None:
    if read_sheet_code(item.sheet) != item.sheet:
        raise BadSheet(
            _("“%(code)s” is no code of a sheet: a letter may be misread.") % {"code": item.sheet[:20]},
            remedy=_("Read it again, or leave it empty if the sheet carries none."),
        )
    if Response.objects.filter(consultation=consultation, sheet=item.sheet).exists():
        raise _keyed_already(item.sheet)


def _keyed_already(code: str) -> BadSheet:
    return BadSheet(
        _("The sheet %(code)s was keyed in already.") % {"code": code},
        remedy=_("Put it aside; “Received” finds its response by this code."),
    )


def _sent_at(consultation: Consultation, day: Date, now: datetime) -> tuple[datetime, bool]:
    """Noon of the day on which it came, or now if that is today."""
    zone = queries.zone()
    today = now.astimezone(zone).date()
    if day > today:
        raise BadDay(_("This day is still to come."), remedy=_("Give the day on which it came in."))
    if day < consultation.opens_on:
        raise BadDay(
            _("The consultation opened on %(day)s.") % {"day": consultation.opens_on.isoformat()},
            remedy=_("What came before then answers another question: keep it with your correspondence."),
        )
    late = day > consultation.closes_on
    if late and consultation.late_rule == LateRule.REFUSE:
        raise TooLate(_("It came after the closing day, %(day)s.") % {"day": consultation.closes_on.isoformat()})
    noon = datetime.combine(day, time(12), tzinfo=zone)
    return (now if day == today else noon), late


def _answers(consultation: Consultation, item: Item, sent_at: datetime) -> list[Answer]:
    chosen = {code: given.choices for code, given in item.answers.items()}
    asked = branching.asked(list(consultation.questions.all()), item.section.pk, chosen)
    return [
        Answer(question=question, text=given.text, choices=given.choices, grid=given.grid, saved_at=sent_at)
        for question in asked
        if (given := item.answers.get(question.code)) and not given.is_empty
    ]


def prepare(answers: Sequence[Answer]) -> None:
    """Fill in what is derived from answers; a postcode whose area is known is not kept. Saves nothing."""
    arriving.prepare_answers(answers)
    for answer in answers:
        if answer.question.kind == QuestionKind.POSTCODE and answer.text:
            level: postcodes.Level = "ward" if answer.question.area_level == "ward" else "district"
            area = postcodes.area_of_postcode(answer.text, level)
            answer.redacted, answer.redaction_method, answer.language = "", "", ""
            answer.text, answer.choices = ("", [area]) if area else (answer.text, [])


def area_of(answers: Iterable[Answer]) -> str:
    """Where somebody lives or works, as far as they said."""
    by_kind = {answer.question.kind: answer.choices[0] for answer in answers if answer.choices}
    return str(by_kind.get(QuestionKind.AREA) or by_kind.get(QuestionKind.POSTCODE) or "")


@transaction.atomic
def _stored(
    consultation: Consultation,
    item: Item,
    answers: Sequence[Answer],
    kept: Sequence[Kept],
    *,
    sent_at: datetime,
    late: bool,
    by: Actor,
    now: datetime,
) -> Response:
    consultation = Consultation.objects.select_for_update().get(pk=consultation.pk)
    response = Response.objects.create(
        consultation=consultation,
        section=item.section,
        number=next_number(consultation),
        channel=item.channel,
        started_at=now,
        sent_at=sent_at,
        late=late,
        version=consultation.versions.count() or 1,
        language=item.language[:8],
        on_behalf_of=" ".join(item.on_behalf_of.split())[:200],
        event_reference=item.event_reference[:200],
        sheet=item.sheet,
        area_code=area_of(answers),
        entered_by=by if isinstance(by, Person) else None,
        owner=item.owner or (by if isinstance(by, Person) else None),
    )
    for answer in answers:
        answer.response = response
    Answer.objects.bulk_create(answers)
    Attachment.objects.bulk_create(
        Attachment(
            response=response,
            file_name=one.file_name,
            media_type=one.media_type,
            size=one.size,
            sha256=one.sha256,
            pages=one.pages,
            kept_at=now,
        )
        for one in kept
    )
    detail = {"channel": item.channel, "answers": len(answers), "files": [one.sha256 for one in kept]}
    note("response entered", response.reference, by=by.reference, at=now, detail=detail)
    arriving.raise_alarms(answers, now)
    return response


@transaction.atomic
def take_back(*, response: Response, why: str, by: Actor, now: datetime) -> None:
    """Take back an item that was keyed in wrongly: it is gone, and its sheet can be keyed in again.

    Only the person who entered it, within the hour, and while nobody has coded, considered or looked into it. Its
    number is given to the next item.

    Raises:
        NotAllowed: `by` does not hold the duty "enter responses", or did not enter it.
        NotTakenBack: it is too late, or somebody has worked with it.
        BadInput: no reason is given.
    """
    duties.require(by, DUTY)
    Consultation.objects.select_for_update().get(pk=response.consultation_id)
    found = Response.objects.select_for_update(of=("self",)).select_related("consultation").get(pk=response.pk)
    if found.entered_by_id is None or not isinstance(by, Person) or found.entered_by_id != by.pk:
        raise NotAllowed(_("Only the person who keyed it in takes it back."))
    if now - found.started_at > TAKEN_BACK_WITHIN:
        raise NotTakenBack(
            _("It was keyed in more than an hour ago."),
            remedy=_("Consider it as a whole, and say what was wrong with it."),
        )
    if _worked_with(found):
        raise NotTakenBack(_("Somebody has coded or considered it already."))
    if not why.strip():
        raise BadInput(_("Say why it is taken back."))
    reference, detail = found.reference, {"channel": found.channel, "sheet": found.sheet}
    checksums = list(found.attachments.values_list("sha256", flat=True))
    found.attachments.all().delete()
    found.answers.all().delete()
    found.delete()
    note("response taken back", reference, by=by.reference, at=now, why=why.strip(), detail=detail)
    transaction.on_commit(lambda: _forget_files(checksums))


def _forget_files(checksums: Sequence[str]) -> None:
    for sha256 in set(checksums):
        if not Attachment.objects.filter(sha256=sha256).exists():
            forget(sha256)


def _worked_with(response: Response) -> bool:
    return (
        Coding.objects.filter(answer__response=response).exists()
        or Consideration.objects.filter(response=response).exists()
        or response.answers.filter(disclosure__isnull=False).exists()
    )


@transaction.atomic
def give_to(*, responses: Sequence[Response], owner: Person | None, by: Actor, now: datetime) -> int:
    """Say who looks after these items. Raises NotAllowed."""
    duties.require(by, DUTY)
    if owner is not None and not duties.holds(owner, "read answers"):
        raise NotAllowed(_("%(name)s may not read answers.") % {"name": owner.name})
    changed = [one for one in responses if one.owner_id != (owner.pk if owner else None)]
    for one in changed:
        one.owner = owner
    Response.objects.bulk_update(changed, ["owner"])
    if changed:
        numbers = [one.number for one in changed][:500]
        note(
            "items given to somebody",
            changed[0].consultation.reference,
            by=by.reference,
            at=now,
            detail={"numbers": numbers, "to": owner.reference if owner else None},
        )
    return len(changed)


@transaction.atomic
def look_at_attachment(*, attachment: Attachment, by: Actor, now: datetime) -> None:
    """Write down that somebody looked at a file. Raises NotAllowed."""
    duties.require(by, "read answers")
    response = Response.objects.select_related("consultation").get(pk=attachment.response_id)
    note(
        "attachment looked at",
        response.reference,
        by=by.reference,
        at=now,
        detail={"attachment": attachment.pk, "sha256": attachment.sha256},
    )


def general_question(consultation: Consultation, section: Section) -> Question | None:
    """The question to which a letter's text is an answer: the one in words that its section is asked, if just one."""
    free = [
        question
        for question in consultation.questions.all()
        if question.kind == QuestionKind.FREE_TEXT and question.section_id in (None, section.pk)
    ]
    return free[0] if len(free) == 1 else None
