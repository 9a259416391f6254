"""One respondent's way through a questionnaire: what they are asked, in which order, and what they have said so far.

A step is a piece of an address: "section", "code", "age", "q/<question>", "q/<question>/<row>", "equality",
"equality/<question>", "check".
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from django.utils.translation import gettext as _

from frankpledge.office.consultation import branching, rules
from frankpledge.office.consultation.models import Answer, Consultation, Question, QuestionKind, Response, Section
from frankpledge.office.consultation.texts import Texts, texts_in
from frankpledge.office.equality import queries as equality
from frankpledge.office.equality import wordings
from frankpledge.office.equality.wordings import EqualityQuestion
from frankpledge.office.errors import NotFound
from frankpledge.office.places import queries as places
from frankpledge.office.ui.words import date_words

from .base import question, state_of, takes_late, zone


@dataclass(frozen=True)
class Journey:
    """Everything that the pages of one respondent show, read at once."""

    consultation: Consultation
    own: Response | None
    section: Section | None
    texts: Texts
    answers: Mapping[str, Answer]
    said: Mapping[str, str]
    is_open: bool
    is_late: bool
    state: rules.State
    sections: Sequence[Section] = field(default_factory=list)

    @cached_property
    def in_section(self) -> list[Question]:
        """All questions of the section: their places are their numbers, on the web as on paper."""
        return branching.most_asked(self.consultation.questions.all(), self.section.pk if self.section else None)

    @cached_property
    def asked(self) -> list[Question]:
        given = branching.given_choices(self.answers.values())
        return branching.asked(self.in_section, self.section.pk if self.section else None, given)

    @cached_property
    def equality_asked(self) -> list[EqualityQuestion]:
        return wordings.latest().asked(self.said) if self.consultation.asks_equality else []

    @cached_property
    def steps(self) -> list[str]:
        """Where one goes, page by page, from the first question to the review."""
        last = ["equality", *(f"equality/{one.code}" for one in self.equality_asked)] if self.equality_asked else []
        return [*(f"q/{one.code}" for one in self.asked), *last, "check"]

    def after(self, step: str) -> str:
        """The step after this one; of a row of a grid, the next row."""
        if row := self._row_beside(step, 1):
            return row
        return self._beside(_without_row(step), 1)

    def before(self, step: str) -> str:
        """The step before this one; empty before the first, which is the consultation's own page."""
        if row := self._row_beside(step, -1):
            return row
        if step == "check":
            return "equality" if self.equality_asked else self.steps[-2] if len(self.steps) > 1 else self._first
        return self._beside(_without_row(step), -1)

    def _beside(self, step: str, by: int) -> str:
        if step not in self.steps:
            return self._nearest(step, by)
        at = self.steps.index(step) + by
        return self._first if at < 0 else self.steps[min(at, len(self.steps) - 1)]

    def _nearest(self, step: str, by: int) -> str:
        """Beside a question that is asked no more: the next one that is, or the one before."""
        order = [f"q/{one.code}" for one in self.in_section]
        if step not in order:
            return self.where_left_off
        beyond = order[order.index(step) :] if by > 0 else order[: order.index(step)][::-1]
        near = next((one for one in beyond if one in self.steps), None)
        return near or (self._after_questions if by > 0 else self._first)

    @property
    def _after_questions(self) -> str:
        return next(step for step in self.steps if not step.startswith("q/"))

    @property
    def _first(self) -> str:
        return "section" if len(self.sections) > 1 else ""

    def _row_beside(self, step: str, by: int) -> str:
        parts = step.split("/")
        if len(parts) < 3 or parts[0] != "q":
            return ""
        rows = [code for code, _words in self.question(parts[1]).rows]
        at = rows.index(parts[2]) + by if parts[2] in rows else -1
        return f"q/{parts[1]}/{rows[at]}" if 0 <= at < len(rows) else ""

    @property
    def where_left_off(self) -> str:
        """The first question that has no answer yet; the review when all have one."""
        if self.section is None:
            return "section"
        unanswered = (f"q/{one.code}" for one in self.asked if one.code not in self.answers)
        return next(unanswered, self._after_questions if not self.said else "check")

    def question(self, code: str) -> Question:
        """A question of the consultation. Raises NotFound."""
        return question(self.consultation, code)

    def number(self, question: Question) -> int:
        """Its number; that of another section's question when the section was changed meanwhile."""
        asked = self.in_section
        if question not in asked:
            asked = branching.most_asked(self.consultation.questions.all(), question.section_id)
        return asked.index(question) + 1

    def progress(self, question: Question) -> str:
        of = max(len(self.in_section), self.number(question))
        return _("Question %(number)s of %(of)s") % {"number": self.number(question), "of": of}

    def equality_progress(self, asked: EqualityQuestion) -> str:
        everything = wordings.latest().questions
        at = [one.code for one in everything].index(asked.code) + 1
        return _("About you: question %(number)s of %(of)s") % {"number": at, "of": len(everything)}

    def wording(self, question: Question) -> str:
        return self.texts.wording(question, self.section)

    def equality_question(self, code: str) -> EqualityQuestion:
        """Raises NotFound: it is not asked."""
        found = next((one for one in self.equality_asked if one.code == code), None)
        if found is None:
            raise NotFound(_("There is no such question."))
        return found

    @property
    def given(self) -> list[GivenAnswer]:
        """Every question asked, with what was answered, in words."""
        return [self._given(one) for one in self.asked]

    def _given(self, one: Question) -> GivenAnswer:
        answer = self.answers.get(one.code)
        return GivenAnswer(
            question=one,
            wording=self.wording(one),
            step=f"q/{one.code}",
            text=_text_words(one, answer) if answer else "",
            chosen=chosen_words(one, answer.choices, self.texts) if answer else [],
            rows=_row_words(one, answer, self.texts) if answer else [],
            partly=bool(answer and one.rows and len(answer.grid) < len(one.rows)),
        )

    @property
    def answered(self) -> int:
        return sum(one.code in self.answers for one in self.asked)


@dataclass(frozen=True)
class GivenAnswer:
    """A question, and what was answered, in words."""

    question: Question
    wording: str
    step: str
    text: str
    chosen: Sequence[str]
    rows: Sequence[tuple[str, str]]
    partly: bool

    @property
    def is_missing(self) -> bool:
        return not self.text and not self.chosen and not self.rows


def _without_row(step: str) -> str:
    return "/".join(step.split("/")[:2]) if step.startswith("q/") else step


def _text_words(question: Question, answer: Answer) -> str:
    return date_words(answer.text) if question.kind == QuestionKind.DATE else answer.text


def _row_words(question: Question, answer: Answer, texts: Texts) -> list[tuple[str, str]]:
    columns = dict(texts.options(question))
    return [(words, columns.get(answer.grid[code], "")) for code, words in texts.rows(question) if code in answer.grid]


def chosen_words(question: Question, choices: Sequence[str], texts: Texts | None = None) -> list[str]:
    """The wordings of the codes chosen; of areas, their names."""
    if question.kind in (QuestionKind.AREA, QuestionKind.POSTCODE):
        return [places.area_name(code) for code in choices]
    wordings_ = dict(texts.options(question) if texts else question.options)
    return [wordings_.get(code, code) for code in choices]


def own_response(consultation: Consultation, key: uuid.UUID | None) -> Response | None:
    """The response of this key in this consultation, if one was begun."""
    if key is None:
        return None
    found = Response.objects.select_related("section").filter(consultation=consultation, key=key).first()
    if found:
        found.consultation = consultation
    return found


def journey(
    found: Consultation, key: uuid.UUID | None, now: datetime, *, section_code: str = "", language: str = ""
) -> Journey:
    """How far the respondent of this key has come. What they chose before their first answer is given by the caller."""
    own = own_response(found, key)
    sections = list(found.sections.all())
    chosen = next((one for one in sections if one.code == section_code), None)
    only = sections[0] if len(sections) == 1 else None
    questions = {one.pk: one for one in found.questions.all()}
    answers = {}
    for answer in own.answers.all() if own else []:
        answer.question = questions[answer.question_id]
        answers[answer.question.code] = answer
    in_zone = zone()
    state = state_of(found, now, in_zone)
    late = takes_late(found, now, in_zone)
    return Journey(
        consultation=found,
        own=own,
        section=(own.section if own else None) or chosen or only,
        texts=texts_in(found, own.language if own else language),
        answers=answers,
        said=equality.record_answers(own.equality_link) if own and found.asks_equality else {},
        is_open=state is rules.State.OPEN or late,
        is_late=late,
        state=state,
        sections=sections,
    )
