"""Pure decisions about a questionnaire that is being made: what is missing, and on what a question may depend."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date as Date
from enum import Enum
from typing import Any

CHOSEN_AMONG_OPTIONS = frozenset({"one_choice", "several", "scale", "grid"})
CAN_BE_DEPENDED_ON = frozenset({"one_choice", "several", "scale"})
AREA_LEVELS = frozenset({"district", "ward"})
LONGEST_SCALE = 11


@dataclass(frozen=True)
class SectionFacts:
    """What publication depends on, of one section."""

    code: str
    title: str = "-"
    youngest: int | None = None
    guardian_until: int | None = None


@dataclass(frozen=True)
class QuestionFacts:
    """What publication depends on, of one question. `section_code` None: asked in every section."""

    code: str
    kind: str
    wording: str
    options: Sequence[Sequence[str]]
    section_code: str | None
    rows: Sequence[Sequence[str]] = ()
    shown_if: Mapping[str, Any] = field(default_factory=dict)
    wordings: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    area_level: str = ""


class Gap(Enum):
    """What is missing before a consultation can be published."""

    ABOUT = "about"
    DATES = "dates"
    DECISION_EARLY = "decided before it closes"
    NO_SECTION = "no section"
    NO_QUESTION = "no question"
    SECTION_UNASKED = "section without question"
    NO_TITLE = "section without title"
    GUARDIAN = "guardian's rule for nobody"
    NO_WORDING = "question without wording"
    FEW_OPTIONS = "too few options"
    SAME_OPTIONS = "two options alike"
    EMPTY_OPTION = "option without words"
    LONG_SCALE = "scale too long"
    NO_ROWS = "grid without rows"
    SAME_ROWS = "two rows alike"
    NO_AREA_LEVEL = "kind of area not said"
    BRANCH_UNKNOWN = "depends on a question that is not there"
    BRANCH_LATER = "depends on a later question"
    BRANCH_KIND = "depends on a question without options"
    BRANCH_OPTIONS = "depends on an answer that is not offered"
    BRANCH_SECTION = "depends on a question that others are asked"
    TEXTS_UNTRANSLATED = "texts not translated"


BRANCHES = (Gap.BRANCH_UNKNOWN, Gap.BRANCH_LATER, Gap.BRANCH_KIND, Gap.BRANCH_OPTIONS, Gap.BRANCH_SECTION)


@dataclass(frozen=True)
class Missing:
    """One gap, and the section, question or language it is in."""

    gap: Gap
    what: str = ""


def gaps_before_publication(
    *,
    about: str,
    opens_on: Date | None,
    closes_on: Date | None,
    sections: Sequence[SectionFacts],
    questions: Sequence[QuestionFacts],
    decision_on: Date | None = None,
    untranslated: Mapping[str, int] | None = None,
) -> list[Missing]:
    """Everything that is missing, in the order in which a person would put it right.

    Args:
        untranslated: how many texts are not translated, by the name of a language that is offered.
    """
    found = [] if about.strip() else [Missing(Gap.ABOUT)]
    found += _gaps_of_days(opens_on, closes_on, decision_on)
    found += _gaps_of_sections(sections)
    if not questions:
        return [*found, Missing(Gap.NO_QUESTION)]
    if not any(question.section_code is None for question in questions):
        asked = {question.section_code for question in questions}
        found += [Missing(Gap.SECTION_UNASKED, section.code) for section in sections if section.code not in asked]
    for at, question in enumerate(questions):
        found += _gaps_of_question(question)
        if gap := branch_fault(question.shown_if, question.section_code, questions[:at], questions[at:]):
            found.append(Missing(gap, question.code))
    return found + [Missing(Gap.TEXTS_UNTRANSLATED, name) for name, n in (untranslated or {}).items() if n]


def _gaps_of_days(opens_on: Date | None, closes_on: Date | None, decision_on: Date | None) -> list[Missing]:
    if opens_on is None or closes_on is None or closes_on < opens_on:
        return [Missing(Gap.DATES)]
    return [Missing(Gap.DECISION_EARLY)] if decision_on and decision_on <= closes_on else []


def _gaps_of_sections(sections: Sequence[SectionFacts]) -> list[Missing]:
    if not sections:
        return [Missing(Gap.NO_SECTION)]
    found = [Missing(Gap.NO_TITLE, section.code) for section in sections if not section.title.strip()]
    return found + [
        Missing(Gap.GUARDIAN, section.code)
        for section in sections
        if section.guardian_until is not None and section.guardian_until <= (section.youngest or 0)
    ]


def _gaps_of_question(question: QuestionFacts) -> list[Missing]:
    gaps = [] if question.wording.strip() else [Gap.NO_WORDING]
    if question.kind in CHOSEN_AMONG_OPTIONS:
        gaps += _gaps_of_options(question)
    if question.kind == "grid":
        rows = [row[0] for row in question.rows]
        gaps += [] if rows else [Gap.NO_ROWS]
        gaps += [Gap.SAME_ROWS] if len(set(rows)) < len(rows) else []
    if question.kind == "area" and question.area_level not in AREA_LEVELS:
        gaps.append(Gap.NO_AREA_LEVEL)
    return [Missing(gap, question.code) for gap in gaps]


def _gaps_of_options(question: QuestionFacts) -> list[Gap]:
    codes = [option[0] for option in question.options]
    gaps = [Gap.FEW_OPTIONS] if len(codes) < 2 else []
    gaps += [Gap.SAME_OPTIONS] if len(set(codes)) < len(codes) else []
    gaps += [] if all(words.strip() for _code, words in question.options) else [Gap.EMPTY_OPTION]
    gaps += [Gap.LONG_SCALE] if question.kind == "scale" and len(codes) > LONGEST_SCALE else []
    return gaps


def branch_fault(
    shown_if: Mapping[str, Any],
    section_code: str | None,
    earlier: Sequence[QuestionFacts],
    later: Sequence[QuestionFacts] = (),
) -> Gap | None:
    """Why a question cannot depend on this answer; None when it can, or when it depends on nothing.

    Everybody who is asked the question must have been asked the earlier one, or it could never be reached.
    """
    if not shown_if:
        return None
    code = shown_if.get("question", "")
    on = next((question for question in earlier if question.code == code), None)
    if on is None:
        return Gap.BRANCH_LATER if any(question.code == code for question in later) else Gap.BRANCH_UNKNOWN
    if on.kind not in CAN_BE_DEPENDED_ON:
        return Gap.BRANCH_KIND
    if on.section_code not in (None, section_code):
        return Gap.BRANCH_SECTION
    wanted: Collection[str] = shown_if.get("any_of", ())
    offered = {option[0] for option in on.options}
    return None if wanted and set(wanted) <= offered else Gap.BRANCH_OPTIONS


def can_depend_on(section_code: str | None, earlier: Sequence[QuestionFacts]) -> list[str]:
    """Codes of the earlier questions on whose answer a question of this section may depend."""
    return [
        question.code
        for question in earlier
        if question.kind in CAN_BE_DEPENDED_ON and question.section_code in (None, section_code)
    ]
