"""What people said, as the public may see it: accepted themes with counts, and approved words only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Count
from django.utils.translation import gettext as _

from frankpledge.office.consultation import rules, small_counts
from frankpledge.office.consultation.models import (
    Consultation,
    Question,
    QuestionKind,
    Response,
    Section,
    Theme,
    ThemeState,
)
from frankpledge.office.errors import NotFound

from .base import public_consultation, state_of
from .closed import ClosedResult, closed_results
from .public import Standing, standing
from .themes import (
    Answered,
    ThemeFacts,
    answer_counts,
    answered_by_section,
    approved_by_theme,
    counts_by_section,
    facts_from,
    free_text_questions,
    roots,
    theme,
)


@dataclass(frozen=True)
class Bar:
    """A count as a bar: `width` in per cent of the longest."""

    text: str
    href: str
    count: int
    share: float | None
    width: float


def bars(lines: Sequence[tuple[str, str, int]], of: int) -> list[Bar]:
    """Bars for (text, address, count), as long as their counts against the largest.

    Shares are of `of`, unless that is too few for one.
    """
    longest = max((count for _text, _href, count in lines), default=0) or 1
    return [
        Bar(text, href, count, rules.share(count, of), round(100 * count / longest, 1)) for text, href, count in lines
    ]


@dataclass(frozen=True)
class QuestionResult:
    """What came of one question: themes of what was written as `bars`, or a `closed` question's counts."""

    question: Question
    answered: int
    bars: Sequence[Bar]
    in_no_theme: int
    section: Section | None
    closed: ClosedResult | None = None
    too_few: bool = False
    """Asked of one section, and answered by so few that any count could point at somebody: none is shown."""

    @property
    def is_free_text(self) -> bool:
        return self.question.kind == QuestionKind.FREE_TEXT


@dataclass(frozen=True)
class SectionCount:
    """How many answered as what; None where the count is too small to show."""

    title: str
    count: int | None


@dataclass(frozen=True)
class ResultsPage:
    """What people said in one consultation."""

    standing: Standing
    consultation: Consultation
    responses: int
    sections: Sequence[SectionCount]
    results: Sequence[QuestionResult]

    @property
    def hides_counts(self) -> bool:
        return any(one.count is None for one in self.sections)

    @property
    def has_closed(self) -> bool:
        return any(one.closed is not None for one in self.results)


def results_page(code: str, now: datetime) -> ResultsPage:
    """Everything that the public may know of the answers. Raises NotFound."""
    found = public_consultation(code, counted=True)
    by_section: dict[int, int] = {one.pk: one.sent for one in found.sections.all()}  # type: ignore[attr-defined]
    themes = list(Theme.objects.filter(question__consultation=found))
    by_root = _published(themes)
    counts = answer_counts(by_root)
    answered = answered_by_section([one.pk for one in free_text_questions(found)], by_root)
    choices = {one.question.pk: one for one in closed_results(found)}
    sections = _section_counts(found, by_section)
    hidden = {section.pk for section, shown in zip(found.sections.all(), sections, strict=True) if shown.count is None}
    results = [
        _free_result(found, one, [theme for theme in themes if theme.question_id == one.pk], counts, answered)
        if one.kind == QuestionKind.FREE_TEXT
        else QuestionResult(one, choices[one.pk].answered, [], 0, one.section, choices[one.pk])
        for one in found.questions.all()
    ]
    return ResultsPage(
        standing=standing(found, now),
        consultation=found,
        responses=sum(by_section.values()),
        sections=sections,
        results=[replace(one, too_few=_gives_away(one, hidden)) for one in results],
    )


def _gives_away(result: QuestionResult, hidden_sections: set[int]) -> bool:
    """Whether its counts would tell how few of a section there are, or what so few said."""
    if result.section is None:
        return False
    return result.section.pk in hidden_sections or 0 < result.answered < small_counts.SMALLEST_SHOWN


def _published(themes: Sequence[Theme]) -> dict[int, int]:
    """Accepted themes and all that were merged into them, each with the one that stands for it."""
    accepted = {one.pk for one in themes if one.state == ThemeState.ACCEPTED}
    return {key: root for key, root in roots(themes).items() if root in accepted}


def _section_counts(consultation: Consultation, by_section: dict[int, int]) -> list[SectionCount]:
    sections = list(consultation.sections.all())
    counts = small_counts.shown([[by_section.get(section.pk, 0) for section in sections]]) if sections else [[]]
    return [SectionCount(section.title, count) for section, count in zip(sections, counts[0], strict=True)]


def _free_result(
    consultation: Consultation,
    question: Question,
    themes: Sequence[Theme],
    counts: dict[int, int],
    answered: dict[tuple[int, int], Answered],
) -> QuestionResult:
    own = [one for one in themes if one.state == ThemeState.ACCEPTED]
    own.sort(key=lambda one: (-counts.get(one.pk, 0), one.name))
    lines = [(one.name, f"/theme/{consultation.code}/{one.code}/", counts.get(one.pk, 0)) for one in own]
    here = [held for (question_id, _section), held in answered.items() if question_id == question.pk]
    people = sum(held.all for held in here)
    rest = sum(held.in_no_theme for held in here)
    return QuestionResult(question, people, bars(lines, people), rest, question.section)


@dataclass(frozen=True)
class ThemePage:
    """A theme, as the public may see it."""

    facts: ThemeFacts
    consultation: Consultation
    sections: Sequence[SectionCount]
    words: Sequence[str]
    absorbed: Sequence[str]
    results_href: str
    staff_href: str
    still_open: bool
    moved_to: str = ""
    too_few: bool = False
    """Its question was asked of one section and answered by so few that a count could point at somebody."""

    @property
    def hides_counts(self) -> bool:
        return any(one.count is None for one in self.sections)


def theme_page(consultation_code: str, code: str, now: datetime) -> ThemePage:
    """An accepted theme. For a merged one, only where it went (`moved_to`).

    Raises:
        NotFound: there is none, or it is not accepted (any more): nobody has said yet that it is what people meant.
    """
    found = theme(consultation_code, code)
    consultation, question = found.question.consultation, found.question
    whole = {one.pk: one for one in Theme.objects.filter(question=question)}
    root = whole[roots(whole.values())[found.pk]]
    if root.state != ThemeState.ACCEPTED or consultation.published_at is None:
        raise NotFound(
            _("The theme “%(name)s” is not published.") % {"name": found.name if found.accepted_at else code},
            remedy=_("It may be worked on again. The consultation’s results show the themes that are published."),
        )
    root.question = question
    by_root = _published(list(whole.values()))
    counts, answered = counts_by_section(by_root), answered_by_section([question.pk], by_root)
    facts = facts_from(root, sum(counts.get(root.pk, {}).values()), sum(held.all for held in answered.values()))
    return ThemePage(
        facts=facts,
        consultation=consultation,
        sections=_counts_of_theme(question, root, counts, {key[1]: held for key, held in answered.items()}),
        words=approved_by_theme(by_root).get(root.pk, []),
        absorbed=[whole[key].name for key, above in by_root.items() if above == root.pk and key != root.pk],
        results_href=f"/{consultation.reference}/results/",
        staff_href=f"/staff/consultations/{consultation.code}/responses/?theme={root.code}",
        still_open=state_of(consultation, now) is rules.State.OPEN,
        moved_to=facts.href if root.pk != found.pk else "",
        too_few=_too_few_to_count(question, answered),
    )


def _too_few_to_count(question: Question, answered: dict[tuple[int, int], Answered]) -> bool:
    """The same rule as on the page of results: the two must not tell different things."""
    people = sum(held.all for held in answered.values())
    return question.section_id is not None and (
        0 < people < small_counts.SMALLEST_SHOWN or question.section_id in _hidden_sections(question.consultation)
    )


def _hidden_sections(consultation: Consultation) -> set[int]:
    """Sections whose number of responses is not shown."""
    responses = Response.objects.filter(consultation=consultation, sent_at__isnull=False)
    by_section = {row["section_id"]: row["n"] for row in responses.values("section_id").annotate(n=Count("id"))}
    sections = list(consultation.sections.all())
    shown = _section_counts(consultation, by_section)
    return {section.pk for section, one in zip(sections, shown, strict=True) if one.count is None}


def _counts_of_theme(
    question: Question, root: Theme, counts: dict[int, dict[int, int]], answered: dict[int, Answered]
) -> list[SectionCount]:
    """This theme's counts by section, hidden as far as any published count would give a small one away.

    The counts of all accepted themes are looked at together, with a line for answers in none of them: a reader could
    subtract one page from another.
    """
    asked = [one for one in question.consultation.sections.all() if question.section_id in (None, one.pk)]
    if len(asked) < 2:
        return []
    keys = sorted(counts.keys() | {root.pk})
    table = [[counts.get(key, {}).get(section.pk, 0) for section in asked] for key in keys]
    table.append([answered[section.pk].in_no_theme if section.pk in answered else 0 for section in asked])
    shown = small_counts.shown(table)[keys.index(root.pk)]
    return [SectionCount(section.title, count) for section, count in zip(asked, shown, strict=True)]
