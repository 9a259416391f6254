"""A person answers: every answer is kept as it is given, and sent once.

A response is found by its key, which only the respondent's browser knows. No name, address or account is kept.
"""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from frankpledge.office.consultation import queries, rules
from frankpledge.office.consultation.models import Answer, Consultation, Question, QuestionKind, Response, Section
from frankpledge.office.errors import BadInput, NotFound, Refused
from frankpledge.office.record.use_cases import note

from . import arriving


class NotOpen(Refused):
    """A consultation is answered from the start of its first day to the end of its last, and at no other time."""

    status = 403


class AlreadySent(Refused):
    """A response that was sent is never edited."""

    remedy_by_default = gettext_lazy("What you sent is kept as it was. Nothing was changed.")


class TooLong(BadInput):
    """An answer is longer than a form may hold."""

    field = "answer"


class NotAnOption(BadInput):
    """The answer is not one of those offered."""

    field = "answer"


class NothingToSend(Refused):
    """A response holds at least one answer."""

    remedy_by_default = gettext_lazy("Answer at least one question, then send your response.")


class AnswersMissing(Refused):
    """Some questions must be answered before the response is sent."""


@transaction.atomic
def start_response(*, consultation: Consultation, key: uuid.UUID | None = None, now: datetime) -> Response:
    """The response with this key, begun now if there is none yet. The same key twice gives the same response.

    Raises:
        NotOpen: the consultation is not open now.
        NotFound: the key belongs to another consultation.
    """
    key = key or uuid.uuid4()
    if found := Response.objects.filter(key=key).first():
        if found.consultation_id != consultation.pk:
            raise NotFound(_("This response belongs to another consultation."))
        return found
    _require_open(consultation, now)
    only = _only_section(consultation)
    response, _new = Response.objects.get_or_create(
        key=key, defaults={"consultation": consultation, "started_at": now, "section": only}
    )
    return response


def _only_section(consultation: Consultation) -> Section | None:
    """Where there is one section, nobody need choose it."""
    sections = list(consultation.sections.all()[:2])
    return sections[0] if len(sections) == 1 else None


def _require_open(consultation: Consultation, now: datetime) -> None:
    state = queries.state_of(consultation, now)
    if state is rules.State.OPEN:
        return
    if state is rules.State.CLOSED:
        raise NotOpen(
            _("“%(title)s” %(closed)s.") % {"title": consultation.title, "closed": queries.closed_words(consultation)},
            remedy=_("Answers that were saved before then are kept. This one came too late and was not saved."),
        )
    raise NotOpen(_("“%(title)s” is not open yet.") % {"title": consultation.title})


def _locked(response: Response) -> Response:
    """The response, so that two forms of one person are taken one after the other."""
    return Response.objects.select_for_update().get(pk=response.pk)


@transaction.atomic
def choose_section(*, response: Response, section: Section, now: datetime) -> Response:
    """Say for which audience one answers.

    Raises:
        NotOpen: the consultation is not open now.
        AlreadySent: the response was sent, for another section.
        NotFound: the section belongs to another consultation.
    """
    response = _locked(response)
    if section.consultation_id != response.consultation_id:
        raise NotFound(_("This consultation has no such section."))
    if response.section_id == section.pk:
        return response
    _require_unsent(response)
    _require_open(response.consultation, now)
    response.section = section
    response.save(update_fields=["section"])
    return response


def _require_unsent(response: Response) -> None:
    if response.sent_at:
        raise AlreadySent(
            _("You have already sent this response. Its receipt is %(receipt)s.") % {"receipt": response.receipt}
        )


@transaction.atomic
def save_answer(
    *, response: Response, question: Question, text: str = "", choices: Sequence[str] = (), now: datetime
) -> Answer | None:
    """Keep one answer, in place of the one given before, if any. An empty answer takes the earlier one away.

    The same answer again changes nothing, even after the response was sent or the consultation has closed.

    Raises:
        NotOpen: the consultation is not open now.
        AlreadySent: the response was sent, with another answer here.
        TooLong: the text has more than `rules.MAX_CHARACTERS` characters.
        NotAnOption: a choice is not offered, or too many were chosen.
        NotFound: the question is not asked in this consultation.
    """
    response = _locked(response)
    text = rules.tidy_text(text) if question.kind == QuestionKind.FREE_TEXT else ""
    chosen = _in_order_offered(question, choices)
    before = response.answers.filter(question=question).first()
    if before and (before.text, before.choices) == (text, chosen):
        return before
    _require_unsent(response)
    _require_open(response.consultation, now)
    _check_answer(response, question, text, chosen)
    if not text and not chosen:
        response.answers.filter(question=question).delete()
        return None
    answer, _new = Answer.objects.update_or_create(
        response=response, question=question, defaults={"text": text, "choices": chosen, "saved_at": now}
    )
    return answer


def _in_order_offered(question: Question, choices: Sequence[str]) -> list[str]:
    """The codes chosen, in the order of the options; codes that are not offered last, to be refused."""
    offered = [code for code, _wording in question.options]
    known = [code for code in offered if code in choices]
    return known + sorted(set(choices) - set(offered)) if question.kind != QuestionKind.FREE_TEXT else []


def _check_answer(response: Response, question: Question, text: str, chosen: list[str]) -> None:
    if question.consultation_id != response.consultation_id:
        raise NotFound(_("This consultation does not ask that question."))
    if len(text) > rules.MAX_CHARACTERS:
        raise TooLong(_too_long_words(len(text)))
    offered = {code for code, _wording in question.options}
    if set(chosen) - offered or (question.kind == QuestionKind.ONE_CHOICE and len(chosen) > 1):
        raise NotAnOption(_("Choose from the answers offered."))


def _too_long_words(length: int) -> str:
    over = length - rules.MAX_CHARACTERS
    return ngettext(
        "Your answer is %(over)s character too long. It can have up to %(most)s characters.",
        "Your answer is %(over)s characters too long. It can have up to %(most)s characters.",
        over,
    ) % {"over": f"{over:,}", "most": f"{rules.MAX_CHARACTERS:,}"}


@transaction.atomic
def send_response(*, response: Response, now: datetime) -> Response:
    """Send a response: from now on it has a number and a receipt, and is never edited. Sending it twice sends it once.

    What stands in a free-text answer is kept word for word, and beside it without the direct identifiers that a machine
    finds. Answers to questions that this section is not asked are taken away: they were not shown on review.

    Raises:
        NotOpen: the consultation is not open now.
        NothingToSend: no question was answered.
        AnswersMissing: no section was chosen, or a question that must be answered was not.
    """
    consultation = Consultation.objects.select_for_update().get(pk=response.consultation_id)
    response = _locked(response)
    if response.sent_at:
        return response
    _require_open(consultation, now)
    answers = _answers_to_send(consultation, response)
    response.number = next_number(consultation)
    response.receipt = new_receipt()
    response.sent_at = now
    response.save(update_fields=["number", "receipt", "sent_at"])
    arriving.prepare_answers(answers)
    Answer.objects.bulk_update(answers, arriving.FIELDS)
    note("response sent", response.reference, by="respondent", at=now, detail={"answers": len(answers)})
    return response


def _answers_to_send(consultation: Consultation, response: Response) -> list[Answer]:
    """The answers of the section's questions, when nothing is missing; others are deleted."""
    if response.section_id is None:
        raise AnswersMissing(
            _("You have not said who you are answering as."), remedy=_("Choose a section, then send again.")
        )
    asked = rules.asked_in(consultation.questions.all(), response.section_id)
    response.answers.exclude(question__in=asked).delete()
    answers = list(response.answers.select_related("question"))
    wordings = {question.code: question.wording for question in asked}
    required = [question.code for question in asked if question.required]
    if missing := rules.unanswered(required, [answer.question.code for answer in answers]):
        raise AnswersMissing(
            _("These questions must be answered: %(questions)s")
            % {"questions": "; ".join(wordings[code] for code in missing)},
            remedy=_("Answer them, then send your response."),
        )
    if not answers:
        raise NothingToSend(_("You have not answered any question yet."))
    return answers


def next_number(consultation: Consultation) -> int:
    """The next number in a consultation whose row the caller has locked."""
    return (consultation.responses.aggregate(last=Max("number"))["last"] or 0) + 1


def new_receipt() -> str:
    """A receipt that nobody was given before."""
    while True:
        receipt = rules.receipt_of(secrets.randbelow(rules.RECEIPTS))
        if not Response.objects.filter(receipt=receipt).exists():
            return receipt
