"""What came of questions with options: counts, and drawings of scales and grids.

Unweighted, and without intervals: everybody could answer, nobody was drawn.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from frankpledge.evidence.disclosure import suppress_counts
from frankpledge.office.consultation import closed, rules
from frankpledge.office.consultation.models import Answer, Consultation, Question, QuestionKind
from frankpledge.office.errors import Refused
from frankpledge.office.places import queries as places
from frankpledge.office.ui.words import count as count_words
from frankpledge.office.ui.words import percent

if TYPE_CHECKING:
    from frankpledge.evidence.drawings import Bar

DRAWN = (QuestionKind.SCALE, QuestionKind.GRID)
CLOSED = (*DRAWN, QuestionKind.ONE_CHOICE, QuestionKind.SEVERAL)
"""Kinds that can be divided by group: their options are few and the office's own."""


@dataclass(frozen=True)
class Given:
    """One sent answer to a closed question: the response, the codes chosen, a grid's column by row."""

    response: int
    choices: Sequence[str]
    grid: Mapping[str, str]
    text: str = ""


@dataclass(frozen=True)
class Line:
    """One option: how many chose it, the share of those who answered (None where they are few), a bar's width."""

    code: str
    words: str
    count: int | None
    share: float | None
    width: float = 0.0
    href: str = ""

    @property
    def text(self) -> str:
        return self.words


@dataclass(frozen=True)
class Row:
    """One statement of a grid (or the whole of a scale): counts by point, from against to for."""

    code: str
    words: str
    answered: int
    lines: Sequence[Line]


@dataclass(frozen=True)
class ClosedResult:
    """What came of one closed question. `rows` are for scales and grids, drawn in `svg`; `lines` for all others."""

    question: Question
    kind: str
    answered: int
    lines: Sequence[Line] = field(default_factory=tuple)
    rows: Sequence[Row] = field(default_factory=tuple)
    points: Sequence[str] = field(default_factory=tuple)
    svg: str = ""
    sentence: str = ""
    around_middle: bool = False
    hidden_areas: int = 0

    @property
    def hides(self) -> bool:
        every = [*self.lines, *(line for row in self.rows for line in row.lines)]
        return self.hidden_areas > 0 or any(line.count is None for line in every)


def answers_given(consultation: Consultation, questions: Iterable[Question]) -> dict[int, list[Given]]:
    """Sent answers by question. One query."""
    wanted = [one.pk for one in questions]
    rows = Answer.objects.filter(question_id__in=wanted, response__sent_at__isnull=False).order_by("pk")
    found: dict[int, list[Given]] = {key: [] for key in wanted}
    for question, response, choices, grid, text in rows.values_list(
        "question_id", "response_id", "choices", "grid", "text"
    ):
        if choices or grid or text:
            found[question].append(Given(response, choices, grid, text))
    return found


def closed_questions(consultation: Consultation) -> list[Question]:
    """Questions that can be counted by option."""
    return [one for one in consultation.questions.all() if one.kind in CLOSED]


def closed_results(consultation: Consultation) -> list[ClosedResult]:
    """Every question that is not answered in words, in the order of the questionnaire. One query."""
    asked = [one for one in consultation.questions.all() if one.kind != QuestionKind.FREE_TEXT]
    given = answers_given(consultation, asked)
    return [result_of(one, given[one.pk]) for one in asked]


def result_of(question: Question, given: Sequence[Given]) -> ClosedResult:
    """Counts of one question from the answers to it."""
    if question.kind in DRAWN:
        return _drawn(question, given)
    if question.kind == QuestionKind.AREA:
        return _of_areas(question, given)
    if question.kind in (QuestionKind.DATE, QuestionKind.POSTCODE):
        return ClosedResult(question, question.kind, len(given))
    chosen = Counter(code for one in given for code in one.choices)
    counts = _safe(question, [chosen[code] for code, _words in question.options], len(given))
    lines = [(code, words, count) for (code, words), count in zip(question.options, counts, strict=True)]
    return ClosedResult(question, question.kind, len(given), lines=_with_bars(lines, len(given)))


def _safe(question: Question, counts: Sequence[int], answered: int) -> list[int | None]:
    """Counts as everybody may see them: a question of one section alone is a count by section, and hides small ones."""
    if question.section_id is None:
        return list(counts)
    if question.kind == QuestionKind.SEVERAL:
        # Each option is chosen or not: hidden where either is a few.
        return [suppress_counts([count, answered - count])[0] for count in counts]
    return list(suppress_counts(counts))


def _with_bars(lines: Sequence[tuple[str, str, int | None]], of: int) -> list[Line]:
    longest = max((count or 0 for _code, _words, count in lines), default=0) or 1
    return [
        Line(
            code,
            words,
            count,
            None if count is None else rules.share(count, of),
            round(100 * (count or 0) / longest, 1),
        )
        for code, words, count in lines
    ]


def _of_areas(question: Question, given: Sequence[Given]) -> ClosedResult:
    """Areas are places where people live: small counts are hidden. The largest first."""
    chosen = Counter(code for one in given for code in one.choices).most_common()
    shown = suppress_counts([count for _code, count in chosen])
    pairs = zip(chosen, shown, strict=True)
    lines = [(code, _area_words(code), count) for (code, _n), count in pairs if count is not None]
    hidden = shown.count(None)
    return ClosedResult(question, question.kind, len(given), lines=_with_bars(lines, len(given)), hidden_areas=hidden)


def _area_words(code: str) -> str:
    try:
        return places.place(code).name
    except Refused:
        return _("Elsewhere") if code == "elsewhere" else code


def rows_asked(question: Question) -> list[tuple[str, str]]:
    """The statements of a grid; a scale is one statement without words."""
    return [(code, words) for code, words in question.rows] if question.kind == QuestionKind.GRID else [("", "")]


def chosen_at(question: Question, row: str, one: Given) -> list[str]:
    """What one person chose: at one row of a grid, or at a whole question."""
    if question.kind == QuestionKind.GRID:
        return [one.grid[row]] if row in one.grid else []
    return list(one.choices)


def _drawn(question: Question, given: Sequence[Given]) -> ClosedResult:
    scale = closed.scale_of(question.options)
    every = [*scale.points, *scale.apart]
    rows = []
    for code, words in rows_asked(question):
        chosen = Counter(point for one in given for point in chosen_at(question, code, one))
        answered = sum(chosen.values())
        counts = _safe(question, [chosen[point] for point, _label in every], answered)
        triples = [(point, label, count) for (point, label), count in zip(every, counts, strict=True)]
        lines = _with_bars(triples, answered)
        rows.append(Row(code, words, answered, lines))
    return ClosedResult(
        question, question.kind, len(given), rows=rows, points=[label for _point, label in every],
        svg=_svg(question, scale, rows) if any(row.answered for row in rows) else "",
        sentence=_sentence(scale, rows), around_middle=scale.around_middle,
    )  # fmt: skip


def _svg(question: Question, scale: closed.Scale, rows: Sequence[Row]) -> str:
    bars = [(row.words, [line.count for line in row.lines], row.answered) for row in rows]
    return stacked(question, scale, bars, f"q-{question.code}")


def stacked(
    question: Question, scale: closed.Scale, bars: Sequence[tuple[str, Sequence[int | None], int | None]], ident: str
) -> str:
    """Bars of (label, counts of points and of what stands apart, all who answered) as a drawing.

    What stands apart from the scale ("don't know") is said beside the label and left out of the bar.
    """
    from frankpledge.evidence.drawings import Part, Stack, stacked_svg

    n = len(scale.points)
    return stacked_svg(
        Stack(
            parts=[Part(words) for _code, words in scale.points],
            bars=[_bar(label, counts, answered, n) for label, counts, answered in bars],
            title=question.wording,
            description=_described(scale, bars),
            ident=ident,
            diverging=scale.around_middle,
            hidden_words=_("hidden: too few"),
            no_bar_words=_("some counts are hidden: no bar is drawn"),
        )
    )


def _bar(label: str, counts: Sequence[int | None], answered: int | None, points: int) -> Bar:
    from frankpledge.evidence.drawings import Bar

    apart = counts[points:]
    in_bar = (
        None if answered is None or any(count is None for count in apart) else answered - sum(c or 0 for c in apart)
    )
    note = "" if answered is None else _("%(n)s answered") % {"n": count_words(answered)}
    if in_bar is not None and answered is not None and in_bar < answered:
        note = _("%(n)s answered, %(apart)s of them outside the scale") % {
            "n": count_words(answered), "apart": count_words(answered - in_bar),
        }  # fmt: skip
    return Bar(label, list(counts[:points]), in_bar, note)


def _described(scale: closed.Scale, bars: Sequence[tuple[str, Sequence[int | None], int | None]]) -> str:
    """The counts in words, for people who cannot see the drawing; the table beside it has them too."""
    said = []
    for label, counts, _answered in bars:
        pairs = zip([*scale.points, *scale.apart], counts, strict=True)
        each = ", ".join(f"{words} {_('hidden') if n is None else count_words(n)}" for (_code, words), n in pairs)
        said.append(f"{label}: {each}" if label else each)
    return "; ".join(said) + "."


def _sentence(scale: closed.Scale, rows: Sequence[Row]) -> str:
    """ "62% agree or strongly agree; 21% …" for a scale around its middle; for grids the drawing speaks."""
    if not scale.around_middle or len(rows) != 1:
        return ""
    if any(line.count is None for line in rows[0].lines):
        return ""
    counts = [line.count or 0 for line in rows[0].lines][: len(scale.points)]
    answered, side = rows[0].answered, len(scale.points) // 2
    if rules.share(1, answered) is None:
        return ""
    against, towards = sum(counts[:side]), sum(counts[-side:])
    labels = [words for _code, words in scale.points]
    return _("%(for)s chose %(for_words)s; %(against)s chose %(against_words)s.") % {
        "for": percent(towards / answered), "for_words": _or(labels[-side:]),
        "against": percent(against / answered), "against_words": _or(labels[:side]),
    }  # fmt: skip


def _or(labels: Sequence[str]) -> str:
    quoted = [f"“{label}”" for label in labels]
    return _(" or ").join(quoted)
