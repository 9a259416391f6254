"""What the public's pages show of consultations and of one's own response."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from frankpledge.office.consultation import rules
from frankpledge.office.consultation.models import Answer, Consultation, Question, QuestionKind, Response, Section
from frankpledge.office.errors import NotFound

from .base import question, state_of, state_words, zone


@dataclass(frozen=True)
class Standing:
    """A consultation, and where it stands now."""

    consultation: Consultation
    state: str
    words: str
    href: str
    results_href: str

    @property
    def is_open(self) -> bool:
        return self.state == rules.State.OPEN.value

    @property
    def is_closed(self) -> bool:
        return self.state == rules.State.CLOSED.value


def standing(consultation: Consultation, now: datetime, in_zone: Any = None) -> Standing:
    state = state_of(consultation, now, in_zone)
    href = f"/{consultation.reference}/"
    return Standing(consultation, state.value, state_words(consultation, state), href, f"{href}results/")


@dataclass(frozen=True)
class ConsultationsPage:
    """All published consultations, by where they stand: what is open comes first."""

    open: Sequence[Standing]
    upcoming: Sequence[Standing]
    closed: Sequence[Standing]


def consultations_page(now: datetime) -> ConsultationsPage:
    """Open ones by closing day, upcoming ones by opening day, closed ones newest first."""
    in_zone = zone()
    all_of_them = [
        standing(found, now, in_zone)
        for found in Consultation.objects.exclude(published_at=None).order_by("-closes_on")
    ]

    def those(state: rules.State) -> list[Standing]:
        return [one for one in all_of_them if one.state == state.value]

    return ConsultationsPage(
        open=those(rules.State.OPEN)[::-1],
        upcoming=sorted(those(rules.State.UPCOMING), key=lambda one: one.consultation.opens_on),
        closed=those(rules.State.CLOSED),
    )


def open_consultations(now: datetime) -> list[Standing]:
    """What can be answered now, the one that closes first coming first."""
    return list(consultations_page(now).open)


@dataclass(frozen=True)
class AskedOf:
    """A section, and how many questions it is asked."""

    section: Section
    questions: int


@dataclass(frozen=True)
class AboutPage:
    """A consultation's own page."""

    standing: Standing
    consultation: Consultation
    sections: Sequence[AskedOf]
    least: int
    most: int
    own: Response | None
    answered: int
    continue_href: str
    receipt_href: str

    @property
    def in_progress(self) -> bool:
        return self.own is not None and self.own.sent_at is None


def about_page(found: Consultation, key: uuid.UUID | None, now: datetime) -> AboutPage:
    """What it is about, until when it is open, and the response that this browser has begun."""
    questions = list(found.questions.all())
    asked = [AskedOf(section, len(rules.asked_in(questions, section.pk))) for section in found.sections.all()]
    own = own_response(found, key)
    given = list(own.answers.values_list("question__code", flat=True)) if own else []
    counts = [one.questions for one in asked] or [0]
    return AboutPage(
        standing=standing(found, now),
        consultation=found,
        sections=asked,
        least=min(counts),
        most=max(counts),
        own=own,
        answered=len(given),
        continue_href=where_left_off(found, own, given) if own else "",
        receipt_href=f"/{found.reference}/receipt/",
    )


def own_response(consultation: Consultation, key: uuid.UUID | None) -> Response | None:
    """The response of this key in this consultation, if one was begun."""
    if key is None:
        return None
    return Response.objects.select_related("section").filter(consultation=consultation, key=key).first()


def where_left_off(consultation: Consultation, own: Response, given: Sequence[str]) -> str:
    """The address of the first question that has no answer yet; of the review when all have one."""
    href = f"/{consultation.reference}/"
    if own.section_id is None:
        return f"{href}section/"
    asked = rules.asked_in(consultation.questions.all(), own.section_id)
    for one in asked:
        if one.code not in given:
            return f"{href}q/{one.code}/"
    return f"{href}check/"


@dataclass(frozen=True)
class QuestionPage:
    """One question, asked of one section."""

    consultation: Consultation
    question: Question
    number: int
    of: int
    own: Response | None
    text: str
    choices: Sequence[str]
    back_href: str
    next_href: str
    closed: bool

    @property
    def section_wanted(self) -> bool:
        """Whether the respondent has begun, but not said for whom they answer."""
        return self.own is not None and self.own.section_id is None

    @property
    def progress(self) -> str:
        return _("Question %(number)s of %(of)s") % {"number": self.number, "of": self.of}

    @property
    def is_free_text(self) -> bool:
        return self.question.kind == QuestionKind.FREE_TEXT

    @property
    def fingerprint(self) -> str:
        return rules.fingerprint(self.text, self.choices)


def question_page(found: Consultation, question_code: str, key: uuid.UUID | None, now: datetime) -> QuestionPage:
    """A question with the answer given so far. Raises NotFound: the consultation has no such question."""
    own = own_response(found, key)
    asked = rules.asked_in(found.questions.all(), own.section_id if own else None)
    at = next((place for place, one in enumerate(asked) if one.code == question_code), None)
    if at is None:
        asked, at = _asked_anyway(found, question_code)
    before = own.answers.filter(question=asked[at]).first() if own else None
    return QuestionPage(
        consultation=found,
        question=asked[at],
        number=at + 1,
        of=len(asked),
        own=own,
        text=before.text if before else "",
        choices=before.choices if before else [],
        back_href=_address(found, asked, at - 1),
        next_href=_address(found, asked, at + 1),
        closed=state_of(found, now) is not rules.State.OPEN,
    )


def _asked_anyway(consultation: Consultation, code: str) -> tuple[list[Question], int]:
    """A question of another section, so that a form that was open when the section was changed still has a page."""
    found = question(consultation, code)
    asked = rules.asked_in(consultation.questions.all(), found.section_id)
    return asked, asked.index(found)


def _address(consultation: Consultation, asked: Sequence[Question], at: int) -> str:
    href = f"/{consultation.reference}/"
    if at < 0:
        return f"{href}section/" if len(consultation.sections.all()) > 1 else href
    return f"{href}q/{asked[at].code}/" if at < len(asked) else f"{href}check/"


@dataclass(frozen=True)
class GivenAnswer:
    """A question, and what was answered, in words."""

    question: Question
    text: str
    chosen: Sequence[str]
    change_href: str

    @property
    def is_missing(self) -> bool:
        return not self.text and not self.chosen


@dataclass(frozen=True)
class ReviewPage:
    """All that somebody has answered, before and after sending it."""

    consultation: Consultation
    own: Response
    section: Section | None
    answers: Sequence[GivenAnswer]
    choose_section_href: str
    back_href: str
    closed: bool
    sections: int

    @property
    def must_be_answered(self) -> list[GivenAnswer]:
        return [given for given in self.answers if given.is_missing and given.question.required]

    @property
    def answered(self) -> int:
        return sum(not given.is_missing for given in self.answers)


def review_page(found: Consultation, key: uuid.UUID | None, now: datetime) -> ReviewPage:
    """The response of this browser, question by question. Raises NotFound: none was begun in it."""
    own = own_response(found, key)
    if own is None:
        raise NotFound(
            _("We cannot find a response that was begun in this browser."),
            remedy=_("Go to the consultation’s page and start there. Your browser must allow cookies for this site."),
        )
    asked = rules.asked_in(found.questions.all(), own.section_id)
    answers = {answer.question_id: answer for answer in own.answers.all()}
    href = f"/{found.reference}/"
    return ReviewPage(
        consultation=found,
        own=own,
        section=own.section,
        answers=[_given(one, answers.get(one.pk), href) for one in asked],
        choose_section_href=f"{href}section/?next=check",
        back_href=_address(found, asked, len(asked) - 1),
        closed=state_of(found, now) is not rules.State.OPEN,
        sections=len(found.sections.all()),
    )


def _given(question: Question, answer: Answer | None, href: str) -> GivenAnswer:
    return GivenAnswer(
        question=question,
        text=answer.text if answer else "",
        chosen=chosen_words(question, answer.choices) if answer else [],
        change_href=f"{href}q/{question.code}/?next=check",
    )


def chosen_words(question: Question, choices: Sequence[str]) -> list[str]:
    """The wordings of the codes chosen."""
    wordings = dict(question.options)
    return [wordings.get(code, code) for code in choices]
