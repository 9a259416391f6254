"""A person answers: every answer is kept as it is given, and sent once.

A response is found by its key, which only the respondent's browser knows. No name, address or account is kept.
"""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Literal

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from frankpledge.office.consultation import branching, marks, queries, rules
from frankpledge.office.consultation.models import (
    Admission,
    Answer,
    Consultation,
    Question,
    QuestionKind,
    Response,
    Section,
)
from frankpledge.office.equality import use_cases as equality
from frankpledge.office.errors import NotFound, Refused
from frankpledge.office.places import queries as places
from frankpledge.office.record.use_cases import note

from . import admission, arrivals, arriving
from .checking import Given, NotADate, NotAnOption, NotAPostcode, TooLong, check_answer

__all__ = ["NotADate", "NotAPostcode", "NotAnOption", "TooLong"]


class NotOpen(Refused):
    """A consultation is answered from the start of its first day to the end of its last, and at no other time."""

    status = 403


class AlreadySent(Refused):
    """A response that was sent is never edited."""

    remedy_by_default = gettext_lazy("What you sent is kept as it was. Nothing was changed.")


class NothingToSend(Refused):
    """A response holds at least one answer."""

    remedy_by_default = gettext_lazy("Answer at least one question, then send your response.")


class AnswersMissing(Refused):
    """Some questions must be answered before the response is sent."""


@transaction.atomic
def start_response(
    *,
    consultation: Consultation,
    key: uuid.UUID | None = None,
    section: Section | None = None,
    language: str = "",
    referral: str = "",
    admission_digest: str = "",
    sender: str = "",
    started_at: datetime | None = None,
    now: datetime,
) -> Response:
    """The response with this key, begun now if there is none yet. The same key twice gives the same response.

    Args:
        section: for which one answers; where there is only one, nobody need choose it.
        admission_digest: of a single-use code, used up by beginning (see `admission`).
        sender: where the form came from (an address); how often that happens in an hour is limited and marked.
        started_at: when the questionnaire was opened, if that was earlier.

    Raises:
        NotOpen: the consultation is not open now.
        NotFound: the key belongs to another consultation.
        TooMany: this sender has begun too many within an hour.
        CodeUsed: the section is answered by a single-use code, and this is none that is unused.
    """
    key = key or uuid.uuid4()
    if found := Response.objects.select_related("consultation", "section").filter(key=key).first():
        if found.consultation_id != consultation.pk:
            raise NotFound(_("This response belongs to another consultation."))
        return found
    require_taken(consultation, now)
    signs = arrivals.admit(sender, now) if sender else []
    section = section or _only_section(consultation)
    admitted = section is not None and section.admission == Admission.BY_CODE and bool(admission_digest)
    if admitted and section:
        admission.redeem(section=section, digest=admission_digest)
    response, _new = Response.objects.get_or_create(
        key=key,
        defaults={
            "consultation": consultation,
            "section": section,
            "started_at": min(started_at or now, now),
            "version": _version(consultation),
            "language": language if language in consultation.languages else "",
            "referral": referral[:40],
            "admitted": admitted,
            "marks": signs,
        },
    )
    return response


def _version(consultation: Consultation) -> int:
    """The version of the questionnaire that people are shown now."""
    return consultation.versions.aggregate(newest=Max("number"))["newest"] or 1


def _only_section(consultation: Consultation) -> Section | None:
    """Where there is one section, nobody need choose it."""
    sections = list(consultation.sections.all()[:2])
    return sections[0] if len(sections) == 1 else None


def require_taken(consultation: Consultation, now: datetime) -> bool:
    """Whether what comes now is late. Raises NotOpen: it comes too early, or too late to be taken."""
    state = queries.state_of(consultation, now)
    if state is rules.State.OPEN:
        return False
    if queries.takes_late(consultation, now):
        return True
    if state is rules.State.CLOSED:
        raise NotOpen(
            _("“%(title)s” %(closed)s.") % {"title": consultation.title, "closed": queries.closed_words(consultation)},
            remedy=_("Answers that were saved before then are kept. This one came too late and was not saved."),
        )
    raise NotOpen(_("“%(title)s” is not open yet.") % {"title": consultation.title})


def locked(response: Response) -> Response:
    """The response, so that two forms of one person are taken one after the other."""
    return Response.objects.select_for_update().get(pk=response.pk)


@transaction.atomic
def choose_section(*, response: Response, section: Section, admission_digest: str = "", now: datetime) -> Response:
    """Say for which audience one answers.

    Raises:
        NotOpen: the consultation is not open now.
        AlreadySent: the response was sent, for another section.
        NotFound: the section belongs to another consultation.
        CodeUsed: a single-use code was given, and it is none that is unused.
    """
    response = locked(response)
    if section.consultation_id != response.consultation_id:
        raise NotFound(_("This consultation has no such section."))
    if response.section_id == section.pk:
        return response
    require_unsent(response)
    require_taken(response.consultation, now)
    if section.admission == Admission.BY_CODE and admission_digest and not response.admitted:
        admission.redeem(section=section, digest=admission_digest)
        response.admitted = True
    response.section = section
    response.save(update_fields=["section", "admitted"])
    return response


@transaction.atomic
def choose_language(*, response: Response, language: str) -> Response:
    """Read the rest of the questionnaire in another language. One that is not offered gives the office's own."""
    response = locked(response)
    require_unsent(response)
    response.language = language if language in response.consultation.languages else ""
    response.save(update_fields=["language"])
    return response


def require_unsent(response: Response) -> None:
    if response.sent_at:
        raise AlreadySent(
            _("You have already sent this response. Its receipt is %(receipt)s.") % {"receipt": response.receipt}
        )


@transaction.atomic
def save_answer(
    *,
    response: Response,
    question: Question,
    text: str = "",
    choices: Sequence[str] = (),
    grid: Mapping[str, str] | None = None,
    signs: Sequence[str] = (),
    now: datetime,
) -> Answer | None:
    """Keep one answer, in place of the one given before, if any. An empty answer takes the earlier one away.

    The same answer again changes nothing, even after the response was sent or the consultation has closed.

    Args:
        signs: marks of `marks.MARKS` that the form showed.

    Raises:
        NotOpen: the consultation is not open now.
        AlreadySent: the response was sent, with another answer here.
        NotFound: the question is not asked in this consultation.
        TooLong, NotAnOption, NotADate, NotAPostcode: as `checking.check_answer`.
    """
    response = locked(response)
    if question.consultation_id != response.consultation_id:
        raise NotFound(_("This consultation does not ask that question."))
    given = check_answer(question, text=text, choices=choices, grid=grid)
    before = response.answers.filter(question=question).first()
    if before and (before.text, before.choices, before.grid) == (given.text, given.choices, given.grid):
        return before
    require_unsent(response)
    require_taken(response.consultation, now)
    if signs:
        _mark(response, *signs)
    return _keep(response, question, given, now)


@transaction.atomic
def save_row(*, response: Response, question: Question, row: str, column: str, now: datetime) -> Answer | None:
    """Keep one row of a grid; the others stay as they are. An empty column takes the row away."""
    before = locked(response).answers.filter(question=question).first()
    rows = {**(before.grid if before else {}), row: column}
    return save_answer(response=response, question=question, grid=rows, now=now)


def _keep(response: Response, question: Question, given: Given, now: datetime) -> Answer | None:
    if given.is_empty:
        response.answers.filter(question=question).delete()
        return None
    answer, _new = Answer.objects.update_or_create(
        response=response,
        question=question,
        defaults={"text": given.text, "choices": given.choices, "grid": given.grid, "saved_at": now},
    )
    return answer


def _mark(response: Response, *signs: str) -> None:
    response.marks = marks.added(response.marks, *signs)
    response.save(update_fields=["marks"])


@transaction.atomic
def answer_equality(*, response: Response, question: str, choice: str, now: datetime) -> None:
    """Keep what a respondent says of themselves, apart from their answers. An empty choice takes it away.

    Raises:
        NotOpen, AlreadySent: as for an answer.
        NotOffered: the wording has no such question or answer.
    """
    response = locked(response)
    require_unsent(response)
    require_taken(response.consultation, now)
    response.equality_link = equality.keep_equality_answer(
        link=response.equality_link, consultation=response.consultation.code, question=question, choice=choice
    )
    response.save(update_fields=["equality_link"])


@transaction.atomic
def note_form(*, response: Response, now: datetime) -> None:
    """A form of a section that leaves no trace came in: those drawn before it are not answered any more."""
    Response.objects.filter(pk=response.pk).update(last_form_at=now)


def send_response(*, response: Response, signs: Sequence[str] = (), now: datetime) -> Response:
    """Send a response: from now on it has a number and a receipt, and is never edited. Sending it twice sends it once.

    What stands in a free-text answer is kept word for word, and beside it without the direct identifiers that a machine
    finds. Answers to questions that are not asked (of this section, after these answers) are taken away: they were not
    shown on review. A postcode whose area is known is not kept, only the area.

    Raises:
        NotOpen: the consultation is not open now.
        NothingToSend: no question was answered.
        AnswersMissing: no section was chosen, or a question that must be answered was not.
        CodeUsed: the section is answered by a single-use code, and none was used.
    """
    prepared = _prepared(response)  # what takes long is done before anything is locked
    with transaction.atomic():
        return _send(response, prepared, signs, now)


def _prepared(response: Response) -> dict[int, Answer]:
    answers = list(response.answers.select_related("question"))
    _prepare(answers)
    return {answer.pk: answer for answer in answers}


def _prepare(answers: Sequence[Answer]) -> None:
    """Fill in what is derived from each answer. Nothing is saved."""
    arriving.prepare_answers(answers)
    for answer in answers:
        if answer.question.kind == QuestionKind.POSTCODE and answer.text:
            area = places.area_of_postcode(answer.text, level_of(answer.question))
            answer.redacted, answer.redaction_method, answer.language = "", "", ""
            answer.text, answer.choices = ("", [area]) if area else (answer.text, [])


def level_of(question: Question) -> Literal["district", "ward"]:
    """Which kind of area a question is about: districts unless wards are asked for."""
    return "ward" if question.area_level == "ward" else "district"


KEPT_ON_SENDING = [*arriving.FIELDS, "text", "choices"]


def _send(response: Response, prepared: Mapping[int, Answer], signs: Sequence[str], now: datetime) -> Response:
    consultation = Consultation.objects.select_for_update().get(pk=response.consultation_id)
    response = locked(response)
    if response.sent_at:
        return response
    late = require_taken(consultation, now)
    answers = [_as_prepared(answer, prepared.get(answer.pk)) for answer in _answers_to_send(consultation, response)]
    if marks.is_fast(response.started_at, now, len(answers)):
        signs = [*signs, marks.FAST]
    response.marks = marks.added(response.marks, *signs)
    response.number = next_number(consultation)
    response.receipt = new_receipt()
    response.sent_at, response.late = now, late
    response.area_code = _area(answers)
    response.return_code_digest = None
    _settle_equality(response, now)
    response.save()
    Answer.objects.bulk_update(answers, KEPT_ON_SENDING)
    detail = {"answers": len(answers)} | ({"late": True} if late else {})
    note("response sent", response.reference, by="respondent", at=now, detail=detail)
    for answer in answers:
        answer.response = response  # with its number
    arriving.raise_alarms(answers, now)
    return response


def _as_prepared(answer: Answer, before: Answer | None) -> Answer:
    """The answer with what was derived from it; derived anew when it was changed in another tab meanwhile."""
    if before is None or before.saved_at != answer.saved_at:
        _prepare([answer])
        return answer
    for name in KEPT_ON_SENDING:
        setattr(answer, name, getattr(before, name))
    return answer


def _area(answers: Sequence[Answer]) -> str:
    """Where somebody lives or works, as far as they said: from a list before from a postcode."""
    for kind in (QuestionKind.AREA, QuestionKind.POSTCODE):
        for answer in answers:
            if answer.question.kind == kind and answer.choices:
                return str(answer.choices[0])
    return ""


def _settle_equality(response: Response, now: datetime) -> None:
    """What a person said of themselves counts from now on; where they took everything back, nothing is left."""
    link = response.equality_link
    if link is None:
        return
    if not equality.receive_record(link=link, on=now.astimezone(queries.zone()).date()):
        equality.drop_records(links=[link])
        response.equality_link = None


def _answers_to_send(consultation: Consultation, response: Response) -> list[Answer]:
    """The answers to what is asked, when nothing is missing; others are deleted."""
    section = response.section
    if section is None:
        raise AnswersMissing(
            _("You have not said who you are answering as."), remedy=_("Choose a section, then send again.")
        )
    if section.admission == Admission.BY_CODE and not response.admitted:
        raise admission.CodeUsed(_("“%(section)s” is answered with a code.") % {"section": section.title})
    given = list(response.answers.select_related("question", "response__consultation"))
    asked = branching.asked(consultation.questions.all(), section.pk, branching.given_choices(given))
    codes = {question.code for question in asked}
    response.answers.exclude(question__in=asked).delete()
    answers = [answer for answer in given if answer.question.code in codes]
    require_answers(asked, answers)
    return answers


def require_answers(asked: Sequence[Question], answers: Sequence[Answer]) -> None:
    """Raises AnswersMissing or NothingToSend: these answers to what is asked cannot be sent yet."""
    wordings = {question.code: question.wording for question in asked}
    required = [question.code for question in asked if question.required]
    whole = [answer.question.code for answer in answers if _is_whole(answer)]
    if missing := rules.unanswered(required, whole):
        raise AnswersMissing(
            _("These questions must be answered: %(questions)s")
            % {"questions": "; ".join(wordings[code] for code in missing)},
            remedy=_("Answer them, then send your response."),
        )
    if not answers:
        raise NothingToSend(_("You have not answered any question yet."))


def _is_whole(answer: Answer) -> bool:
    """A grid that must be answered must be answered in every row."""
    return not answer.question.rows or len(answer.grid) == len(answer.question.rows)


def next_number(consultation: Consultation) -> int:
    """The next number in a consultation whose row the caller has locked."""
    return (consultation.responses.aggregate(last=Max("number"))["last"] or 0) + 1


def new_receipt() -> str:
    """A receipt that nobody was given before."""
    while True:
        receipt = rules.receipt_of(secrets.randbelow(rules.RECEIPTS))
        if not Response.objects.filter(receipt=receipt).exists():
            return receipt
