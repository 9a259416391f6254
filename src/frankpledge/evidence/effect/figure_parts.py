"""Pieces of the drawings of evaluations: the plot with its axes, bands, dates and key."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from frankpledge.evidence.drawings.frame import STYLES, Size, Style
from frankpledge.evidence.series.drawing import (
    COLOURS,
    INK,
    QUIET,
    RULE,
    hollow_tick,
    line,
    path,
    tag,
    text,
    ticks,
    width_of,
)
from frankpledge.evidence.series.periods import MONTH_NAMES, parse_period
from frankpledge.evidence.series.words import number, own_decimals

OBSERVED, EXPECTED, BAND = "#16202c", "#1d5ea8", "#c9dcf1"
HEIGHTS: dict[Size, float] = {"wide": 270.0, "narrow": 220.0}
TOP = 24.0


@dataclass(frozen=True, slots=True)
class Plot:
    """Where the plot lies, and how positions and values become places."""

    style: Style
    size: Size
    left: float
    right: float
    top: float
    bottom: float
    scale: Sequence[float]
    count: int

    def x(self, index: float) -> float:
        """Middle of a period."""
        return self.left + (index + 0.5) * (self.right - self.left) / max(self.count, 1)

    def y(self, value: float) -> float:
        """Height of a value, kept within the plot."""
        low, high = self.scale[0], self.scale[-1]
        share = (value - low) / (high - low)
        return self.bottom - min(max(share, 0.0), 1.0) * (self.bottom - self.top)

    def place(self, index: float, value: float) -> tuple[float, float]:
        """Both."""
        return self.x(index), self.y(value)

    def places(self, values: Sequence[float | None]) -> list[tuple[float, float] | None]:
        """Of a whole series, None where a period is missing."""
        return [None if value is None else self.place(i, value) for i, value in enumerate(values)]


def plot_of(size: Size, count: int, values: Sequence[float | None]) -> Plot:
    """A plot from zero to the highest of `values`."""
    style = STYLES[size]
    seen = [value for value in values if value is not None]
    low, high = min(0.0, *seen), max(0.0, *seen)
    scale = ticks(low, high if high > low else low + 1.0)
    widest = max(width_of(number(tick, own_decimals(tick)), style.small) for tick in scale)
    return Plot(style, size, widest + 12, style.width - 20, TOP, TOP + HEIGHTS[size], scale, count)


def axes(plot: Plot) -> str:
    """Grid, figures of the upright axis, and the line at zero."""
    drawn = ""
    for tick in plot.scale:
        y = plot.y(tick)
        drawn += line(plot.left, y, plot.right, y, stroke=RULE, stroke_width=1)
        words = number(tick, own_decimals(tick))
        drawn += text(words, plot.left - 7, y + 4.5, size=plot.style.small, text_anchor="end")
    base = plot.y(0.0)
    return drawn + line(plot.left, base, plot.right, base, stroke=INK, stroke_width=1.2)


def dated(plot: Plot, labels: Sequence[str]) -> str:
    """The last period and others at a round distance before it."""
    fit = 9 if plot.size == "wide" else 4
    step = next((s for s in (1, 2, 3, 4, 6, 12, 24, 36, 60) if -(-len(labels) // s) <= fit), -(-len(labels) // 4))
    drawn, year = "", ""
    for index in range((len(labels) - 1) % step, len(labels), step):
        upper, lower = _words_of(labels[index])
        x = plot.x(index)
        drawn += line(x, plot.bottom, x, plot.bottom + 5, stroke=INK, stroke_width=1.2)
        drawn += text(upper, x, plot.bottom + 8 + plot.style.small, size=plot.style.small, text_anchor="middle")
        if lower and lower != year:
            y = plot.bottom + 10 + 2 * plot.style.small
            drawn += text(lower, x, y, size=plot.style.small, text_anchor="middle")
        year = lower
    return drawn


def _words_of(label: str) -> tuple[str, str]:
    period = parse_period(label)
    if period and period.frequency == "month":
        return MONTH_NAMES[period.ordinal % 12][:3], str(period.ordinal // 12)
    if period and period.frequency == "quarter":
        return f"Q{period.ordinal % 4 + 1}", str(period.ordinal // 4)
    return label[:10], ""


def band(plot: Plot, lower: Sequence[float | None], upper: Sequence[float | None], start: int) -> str:
    """Between two series, from `start` on; a missing period parts it."""
    runs: list[list[int]] = [[]]
    for index in range(start, len(lower)):
        if lower[index] is None or upper[index] is None:
            runs.append([])
        else:
            runs[-1].append(index)
    drawn = ""
    for run in runs:
        if run:
            edge = [plot.place(i, upper[i] or 0.0) for i in run]
            edge += [plot.place(i, lower[i] or 0.0) for i in reversed(run)]
            corners = "L".join(f"{x:.1f} {y:.1f}" for x, y in edge)
            drawn += tag("path", d=f"M{corners}Z", fill=BAND, stroke="none")
    return drawn


def marks(plot: Plot, values: Sequence[float | None]) -> str:
    """A point for each figure, an empty upright tick for each that is missing."""
    step = (plot.right - plot.left) / max(plot.count, 1)
    return "".join(
        hollow_tick(plot.x(i), plot.bottom, min(6.0, 0.7 * step))
        if value is None
        else tag("circle", cx=plot.x(i), cy=plot.y(value), r=2.6, fill=OBSERVED)
        for i, value in enumerate(values)
    )


def upright(plot: Plot, at: float, words: str) -> str:
    """A dotted line with words above it, on the side where they fit."""
    x = plot.x(at)
    inside = x + 6 + width_of(words, plot.style.small) < plot.right
    drawn = line(x, plot.top - 14, x, plot.bottom, stroke=INK, stroke_dasharray="2 3")
    anchor = "start" if inside else "end"
    return drawn + text(words, x + (6 if inside else -6), plot.top - 8, size=plot.style.small, text_anchor=anchor)


def note(plot: Plot, label: str, x: float, y: float, outside: bool) -> str:
    """One area of a funnel: a dot, or a named diamond where it lies outside the limits."""
    if not outside:
        return tag("circle", cx=x, cy=y, r=3.0, fill=QUIET)
    corners = f"M{x:.1f} {y - 7:.1f}L{x + 6:.1f} {y:.1f}L{x:.1f} {y + 7:.1f}L{x - 6:.1f} {y:.1f}Z"
    left = x + 10 + width_of(label, plot.style.small) > plot.right
    words = text(label, x + (-10 if left else 10), y + 4, size=plot.style.small, text_anchor="end" if left else "start")
    return tag("path", d=corners, fill=COLOURS["concern"]) + words


def key(plot: Plot, entries: Sequence[tuple[str, str, str]]) -> tuple[str, float]:
    """What each line means, in rows that fit the width, and where the drawing ends."""
    x, y, drawn = 0.0, plot.bottom + 2 * plot.style.small + 24, ""
    for shape, colour, words in entries:
        wide = 34 + width_of(words, plot.style.small) * 0.92 + 16
        if x and x + wide > plot.style.width:
            x, y = 0.0, y + plot.style.small + 9
        drawn += _sign(shape, colour, x, y) + text(words, x + 34, y + 4.5, size=plot.style.small)
        x += wide
    return drawn, y + plot.style.small + 2


def _sign(shape: str, colour: str, x: float, y: float) -> str:
    if shape == "band":
        return tag("rect", x=x, y=y - 7, width=26.0, height=14.0, fill=colour)
    if shape == "dot":
        return tag("circle", cx=x + 13, cy=y, r=3.0, fill=colour)
    if shape == "diamond":
        middle = x + 13
        corners = (
            f"M{middle:.1f} {y - 7:.1f}L{middle + 6:.1f} {y:.1f}L{middle:.1f} {y + 7:.1f}L{middle - 6:.1f} {y:.1f}Z"
        )
        return tag("path", d=corners, fill=COLOURS["concern"])
    dash = "6 4" if shape == "dash" else None
    drawn = path([(x, y), (x + 26, y)], stroke=colour, stroke_width=2, stroke_dasharray=dash)
    return drawn + (tag("circle", cx=x + 13, cy=y, r=2.6, fill=colour) if shape == "line" else "")
