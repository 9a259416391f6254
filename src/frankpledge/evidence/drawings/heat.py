"""Tables drawn as shaded cells: hours by days of the week, bands of distance by bands of time.

Each cell holds its number where there is room, so the shading is never the only sign; cells to be looked at have a
thick frame. The narrow drawing stands on its side: many columns become many rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import isfinite, isnan

from frankpledge.evidence.errors import ImpossibleCount, LengthsDiffer
from frankpledge.evidence.series.drawing import INK, PAPER, QUIET, tag, text, width_of

from .frame import STYLES, Size, Style, hatching, whole
from .stacked import DARK, SHADES

HEAT_DRAWING = "heat-table/1"
ROOMY = 34.0
LOWEST_ROW = 24.0
CLASSES = 5

Values = Sequence[Sequence[float | None]]


@dataclass(frozen=True, slots=True)
class Heat:
    """What is drawn.

    Args:
        rows, columns: labels. values: a number for each cell, None (or NaN) where there is none: hatched.
        title, description: for people who cannot see it. ident: unique on the page.
        words: what is written in each cell; by default the value, rounded. frames: cells with a thick frame.
        base: the value that is shown as lightest; 0 for counts, 1 for ratios. top: the darkest, by default the largest.
        row_words, column_words: what rows and columns are ("Distance", "Hour starting").
        turn_when_narrow: whether the narrow drawing exchanges rows and columns.
    """

    rows: Sequence[str]
    columns: Sequence[str]
    values: Values
    title: str
    description: str
    ident: str = "heat"
    words: Sequence[Sequence[str]] | None = None
    frames: Sequence[Sequence[bool]] = field(default_factory=tuple)
    base: float = 0.0
    top: float | None = None
    row_words: str = ""
    column_words: str = ""
    turn_when_narrow: bool = True

    def turned(self) -> Heat:
        """Rows and columns exchanged."""

        def flipped(table: Sequence[Sequence[object]]) -> list[list[object]]:
            return [list(each) for each in zip(*table, strict=True)]

        return Heat(
            self.columns, self.rows, flipped(self.values), self.title, self.description, self.ident,  # type: ignore[arg-type]
            flipped(self.words) if self.words else None,  # type: ignore[arg-type]
            flipped(self.frames) if self.frames else (),  # type: ignore[arg-type]
            self.base, self.top, self.column_words, self.row_words,
        )  # fmt: skip


def heat_svg(heat: Heat) -> str:
    """The wide and the narrow drawing, one after the other.

    Raises:
        LengthsDiffer: values, words or frames do not fit the labels.
        ImpossibleCount: no row or no column, or an infinite value.
    """
    _check(heat)
    narrow = heat.turned() if heat.turn_when_narrow and len(heat.columns) > len(heat.rows) else heat
    return _drawn(heat, "wide") + _drawn(narrow, "narrow")


def _check(heat: Heat) -> None:
    if not heat.rows or not heat.columns:
        raise ImpossibleCount("a table needs at least one row and one column")
    for name, table in (("values", heat.values), ("words", heat.words), ("frames", heat.frames)):
        fits = not table or (len(table) == len(heat.rows) and all(len(row) == len(heat.columns) for row in table))
        if not fits or (name == "values" and not table):
            raise LengthsDiffer(f"{name} do not fit {len(heat.rows)} rows and {len(heat.columns)} columns")
    if any(not isfinite(value) for row in heat.values for value in row if value is not None and not isnan(value)):
        raise ImpossibleCount("a value is infinite: leave it out, or give None")


def shade_of(heat: Heat, value: float | None) -> str | None:
    """The colour of a value, in equal steps from the base to the top; paper at or below the base, None for no value."""
    if value is None or isnan(value):
        return None
    if heat.top is not None:
        top = heat.top
    else:
        top = max((v for row in heat.values for v in row if v is not None and not isnan(v)), default=heat.base)
    if value <= heat.base or top <= heat.base:
        return PAPER
    step = min(CLASSES, int((value - heat.base) / (top - heat.base) * CLASSES) + 1)
    return SHADES[step - 1]


@dataclass(frozen=True, slots=True)
class _Frame:
    style: Style
    left: float
    top: float
    wide: float
    high: float


def _drawn(heat: Heat, size: Size) -> str:
    style = STYLES[size]
    labels = [*heat.rows, *([heat.row_words] if heat.row_words else [])]
    left = min(max(width_of(label, style.small) for label in labels) + 8, style.width * 0.4)
    wide = (style.width - left - 2) / len(heat.columns)
    top = style.small + 10 + (style.small + 6 if heat.column_words else 0)
    frame = _Frame(style, left, top, wide, max(LOWEST_ROW, min(ROOMY, wide)))
    height = top + len(heat.rows) * frame.high + 6
    patterns = tag("defs", hatching(f"{heat.ident}-{size}-none", PAPER, QUIET, angle=-45))
    body = patterns + _headings(heat, frame) + _cells(heat, frame, size) + _frames(heat, frame)
    return whole(body, title=heat.title, description=heat.description, ident=heat.ident, size=size, height=height)


def _headings(heat: Heat, frame: _Frame) -> str:
    small = frame.style.small
    drawn = text(heat.column_words, frame.left, small, size=small, fill=QUIET) if heat.column_words else ""
    if heat.row_words:
        drawn += text(heat.row_words, 0, frame.top - 6, size=small, fill=QUIET)
    # Where labels would touch, every second or third is written.
    widest = max(width_of(label, small) for label in heat.columns)
    every = next(n for n in (1, 2, 3, 4, 6, 12, 1000) if n * frame.wide >= widest + 4 or n == 1000)
    for at, label in enumerate(heat.columns):
        if at % every == 0:
            x = frame.left + (at + 0.5) * frame.wide
            drawn += text(label, x, frame.top - 6, size=small, text_anchor="middle")
    for at, label in enumerate(heat.rows):
        y = frame.top + (at + 0.5) * frame.high + small / 3
        drawn += text(label, frame.left - 6, y, size=small, text_anchor="end")
    return drawn


def _cells(heat: Heat, frame: _Frame, size: Size) -> str:
    drawn = ""
    for r, row in enumerate(heat.values):
        for c, value in enumerate(row):
            colour = shade_of(heat, value)
            x, y = frame.left + c * frame.wide, frame.top + r * frame.high
            fill = colour or f"url(#{heat.ident}-{size}-none)"
            drawn += tag(
                "rect", x=x, y=y, width=frame.wide, height=frame.high, fill=fill, stroke=QUIET, stroke_width=0.5
            )
            words = heat.words[r][c] if heat.words else _rounded(value)
            if colour and words and width_of(words, frame.style.small) * 0.95 <= frame.wide:
                ink = PAPER if colour in DARK else "#16202c"
                drawn += text(
                    words, x + frame.wide / 2, y + frame.high / 2 + frame.style.small / 3, size=frame.style.small,
                    fill=ink, text_anchor="middle",
                )  # fmt: skip
    return drawn


def _frames(heat: Heat, frame: _Frame) -> str:
    """Thick frames come last, so that no neighbour is drawn over them."""
    drawn = ""
    for r, row in enumerate(heat.frames):
        for c, marked in enumerate(row):
            if marked:
                drawn += tag(
                    "rect", x=frame.left + c * frame.wide + 1, y=frame.top + r * frame.high + 1, width=frame.wide - 2,
                    height=frame.high - 2, fill="none", stroke=INK, stroke_width=2.5,
                )  # fmt: skip
    return drawn


def _rounded(value: float | None) -> str:
    if value is None or isnan(value):
        return ""
    return f"{value:.0f}" if value >= 10 or value == 0 else f"{value:.1f}".removesuffix(".0")
