"""What those who code answers work with: suggestions, accepted themes, and words to be cleared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from frankpledge.office.consultation.models import Answer, Coding, Consultation, Question, Theme, ThemeState
from frankpledge.office.errors import NotFound
from frankpledge.office.people import queries as people
from frankpledge.office.ui.paging import PageOf, page_of

from .apart import apart_answers, said_by
from .base import consultation, question
from .themes import (
    NOW_HELD,
    ThemeFacts,
    answered_counts,
    answers_of_theme,
    facts_of,
    free_text_questions,
    members_of_group,
    roots,
    sent_answers,
    theme,
)

EXAMPLES = 3


@dataclass(frozen=True)
class Example:
    """An answer that shows what a theme holds."""

    words: str
    href: str


@dataclass(frozen=True)
class DeskTheme:
    """A theme on the desk."""

    theme: Theme
    facts: ThemeFacts
    examples: Sequence[Example]
    merged_into: Theme | None
    href: str


@dataclass(frozen=True)
class Desk:
    """All themes of one question, by what was decided of them."""

    consultation: Consultation
    question: Question
    questions: Sequence[Question]
    answered: int
    in_no_theme: int
    suggested: Sequence[DeskTheme]
    accepted: Sequence[DeskTheme]
    merged: Sequence[DeskTheme]
    dropped: Sequence[DeskTheme]
    base: str


def desk(code: str, question_code: str) -> Desk:
    """The themes of a free-text question (the first one, if none is named). Raises NotFound."""
    found = consultation(code)
    asked = free_question(found, question_code)
    whole = list(Theme.objects.filter(question=asked).select_related("merged_into"))
    facts = facts_of(Theme.objects.filter(question=asked))
    examples = _examples(whole)
    held = Coding.objects.filter(
        NOW_HELD, theme__state__in=[ThemeState.ACCEPTED, ThemeState.SUGGESTED, ThemeState.MERGED]
    )
    base = f"/staff/consultations/{code}/"
    themes = [_desk_theme(one, facts[one.pk], examples.get(one.pk, []), base) for one in whole]
    by_dropping_person = set(
        Coding.objects.filter(NOW_HELD, theme__question=asked, theme__state=ThemeState.DROPPED).values_list(
            "theme_id", flat=True
        )
    )

    def those(state: ThemeState) -> list[DeskTheme]:
        return sorted(
            (one for one in themes if one.theme.state == state), key=lambda one: (-one.facts.answers, one.theme.name)
        )

    return Desk(
        consultation=found,
        question=asked,
        questions=free_text_questions(found),
        answered=answered_counts([asked.pk]).get(asked.pk, 0),
        in_no_theme=sent_answers().filter(question=asked).exclude(pk__in=held.values("answer_id")).count(),
        suggested=those(ThemeState.SUGGESTED),
        accepted=those(ThemeState.ACCEPTED),
        merged=those(ThemeState.MERGED),
        # A suggestion that a newer one replaced holds no answers any more: only what a person put aside is shown.
        dropped=[one for one in those(ThemeState.DROPPED) if one.theme.pk in by_dropping_person],
        base=base,
    )


def free_question(found: Consultation, code: str) -> Question:
    """The question named, or the first that is answered in words. Raises NotFound."""
    free = free_text_questions(found)
    if code:
        return question(found, code)
    if not free:
        raise NotFound(_("This consultation has no question that is answered in words."))
    return free[0]


def _desk_theme(one: Theme, facts: ThemeFacts, examples: Sequence[Example], base: str) -> DeskTheme:
    return DeskTheme(one, facts, examples, one.merged_into, f"{base}theme/{one.code}/")


def _examples(whole: Sequence[Theme]) -> dict[int, list[Example]]:
    """A few answers of each theme, from the most typical to the edge, in one query."""
    rows = (
        Coding.objects.filter(NOW_HELD, exemplar=True, theme_id__in=[one.pk for one in whole])
        .exclude(answer_id__in=apart_answers())
        .select_related("answer__response__consultation", "answer__question")
        .order_by("theme_id", "-confidence", "id")
    )
    found: dict[int, list[Example]] = {}
    for coding in rows:
        answer = coding.answer
        found.setdefault(coding.theme_id, []).append(
            Example(answer.translation or answer.redacted, f"/{answer.reference}/")
        )
    return {key: _spread(examples) for key, examples in found.items()}


def _spread(examples: list[Example]) -> list[Example]:
    """The first, the last and what lies between at equal steps: the nearest alone would all say the same."""
    if len(examples) <= EXAMPLES:
        return examples
    return [examples[round(at * (len(examples) - 1) / (EXAMPLES - 1))] for at in range(EXAMPLES)]


@dataclass(frozen=True)
class DeskAnswer:
    """An answer on a theme's desk."""

    answer: Answer
    words: str
    href: str
    section: str
    by_hand: bool
    confidence: float | None
    exemplar: bool
    cleared: str
    words_href: str


@dataclass(frozen=True)
class ThemeDesk:
    """One theme, its answers, and the themes that it could be merged with."""

    consultation: Consultation
    theme: Theme
    facts: ThemeFacts
    made_by: str
    accepted_by: str
    absorbed: Sequence[Theme]
    merged_into: Theme | None
    others: Sequence[Theme]
    page: PageOf[Answer]
    answers: Sequence[DeskAnswer]
    base: str
    href: str

    @property
    def in_use(self) -> bool:
        return in_use(self.theme)


def theme_desk(code: str, theme_code: str, number: str | None) -> ThemeDesk:
    """A theme with one page of its answers, examples first. Raises NotFound."""
    found = theme(code, theme_code)
    whole = {one.pk: one for one in Theme.objects.filter(question_id=found.question_id)}
    facts = facts_of(Theme.objects.filter(question_id=found.question_id))[found.pk]
    by_root = roots(whole.values())
    page = page_of(_examples_first(found), number)
    base = f"/staff/consultations/{code}/"
    names = people.names_of([found.made_by, f"person/{found.accepted_by_id}" if found.accepted_by_id else ""])
    others = [one for one in whole.values() if in_use(one) and one.pk != found.pk]
    return ThemeDesk(
        consultation=found.question.consultation,
        theme=found,
        facts=facts,
        made_by=facts.method or names.get(found.made_by, found.made_by),
        accepted_by=names.get(f"person/{found.accepted_by_id}", "") if found.accepted_by_id else "",
        absorbed=[whole[key] for key, root in by_root.items() if root == found.pk and key != found.pk],
        merged_into=whole.get(found.merged_into_id or 0),
        others=sorted(others, key=lambda one: one.name),
        page=page,
        answers=_desk_answers(found, page.items),
        base=base,
        href=f"{base}theme/{found.code}/",
    )


def _examples_first(found: Theme) -> Any:
    from django.db.models import Exists, OuterRef

    held = Coding.objects.filter(NOW_HELD, theme_id__in=members_of_group(found), answer=OuterRef("pk"))
    answers = answers_of_theme(found).annotate(is_example=Exists(held.filter(exemplar=True)))
    return answers.order_by("-is_example", "response__number")


def _desk_answers(found: Theme, answers: Sequence[Answer]) -> list[DeskAnswer]:
    held = Coding.objects.filter(
        NOW_HELD, theme_id__in=members_of_group(found), answer_id__in=[one.pk for one in answers]
    )
    by_answer = {coding.answer_id: coding for coding in held.order_by("exemplar", "id")}
    return [_desk_answer(one, by_answer[one.pk]) for one in answers]


def _desk_answer(one: Answer, coding: Coding) -> DeskAnswer:
    approval = getattr(one, "approval", None)
    href = f"/{one.reference}/"
    return DeskAnswer(
        answer=one,
        words=said_by(one),
        href=href,
        section=one.response.section.title if one.response.section else "",
        by_hand=not coding.coder.startswith("machine:"),
        confidence=coding.confidence,
        exemplar=coding.exemplar,
        cleared=approval.text if approval and approval.withdrawn_at is None else "",
        words_href=f"{href}words/",
    )


def answers_by_key(found: Theme, keys: Sequence[int]) -> list[Answer]:
    """Those of these answers that belong to the theme now."""
    return list(answers_of_theme(found).filter(pk__in=keys))


# ---- to take away


def export_rows(found: Consultation) -> tuple[list[str], list[list[Any]]]:
    """Every answer that was sent, without identifiers, one row for each theme it belongs to; and the columns."""
    columns = [
        "response",
        "section",
        "channel",
        "sent",
        "question",
        "answer",
        "chosen",
        "theme",
        "theme state",
        "coded by",
        "how sure",
    ]
    whole = list(Theme.objects.filter(question__consultation=found))
    by_key, by_root = {one.pk: one for one in whole}, roots(whole)
    codings: dict[int, list[Coding]] = {}
    for coding in Coding.objects.filter(NOW_HELD, theme_id__in=list(by_key)).order_by("id"):
        codings.setdefault(coding.answer_id, []).append(coding)
    answers = (
        Answer.objects.filter(question__consultation=found, response__sent_at__isnull=False)
        .select_related("response__section", "question", "disclosure")
        .order_by("response__number", "question__order")
    )
    rows = []
    for answer in answers.iterator(chunk_size=2000):
        base = _export_answer(answer)
        coded = {by_key[by_root[coding.theme_id]]: coding for coding in codings.get(answer.pk, [])}
        told = [
            [root.code, root.state, coding.coder, coding.confidence] for root, coding in coded.items() if in_use(root)
        ]
        rows += [[*base, *one] for one in told or [["", "", "", None]]]
    return columns, rows


def in_use(of: Theme) -> bool:
    return of.state in (ThemeState.SUGGESTED, ThemeState.ACCEPTED)


def _export_answer(answer: Answer) -> list[Any]:
    response = answer.response
    return [
        response.number,
        response.section.code if response.section else "",
        response.channel,
        response.sent_at,
        answer.question.code,
        said_by(answer),
        ";".join(answer.choices),
    ]
