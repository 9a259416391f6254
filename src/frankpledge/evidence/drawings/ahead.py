"""A series and what may come: counted months as a line, months ahead as points within their intervals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from frankpledge.evidence.errors import LengthsDiffer, TooFewPoints
from frankpledge.evidence.series.drawing import QUIET, RULE, line, path, tag, text, ticks, width_of

from .frame import STYLES, Size, Style, whole

AHEAD_DRAWING = "ahead/1"
OAK, REACH = "#1c5b4a", "#b3d3c5"
HEIGHT, TOP = 260.0, 26.0


@dataclass(frozen=True, slots=True)
class Ahead:
    """What is drawn.

    Args:
        counted: one figure for each month that was counted, None where it is missing.
        labels: of all months, counted ones first, then those ahead.
        expected, lower, upper: of each month ahead.
        title, description: for people who cannot see it. ident: unique on the page.
        words: "counted" and "ahead", written at the two parts.
    """

    counted: Sequence[float | None]
    labels: Sequence[str]
    expected: Sequence[float]
    lower: Sequence[float]
    upper: Sequence[float]
    title: str
    description: str
    ident: str = "ahead"
    words: tuple[str, str] = ("counted", "may come")


@dataclass(frozen=True, slots=True)
class _Frame:
    style: Style
    left: float
    highest: float
    months: int

    def x(self, at: int) -> float:
        return self.left + (at + 0.5) * (self.style.width - 4 - self.left) / self.months

    def y(self, value: float) -> float:
        return TOP + HEIGHT - value / self.highest * HEIGHT


def ahead_svg(drawn: Ahead) -> str:
    """The wide and the narrow drawing, one after the other.

    Raises:
        LengthsDiffer: labels or bounds do not fit the figures. TooFewPoints: no month was counted.
    """
    ahead = len(drawn.expected)
    if not len(drawn.lower) == len(drawn.upper) == ahead or len(drawn.labels) != len(drawn.counted) + ahead:
        raise LengthsDiffer("a label for each month, and an expected figure with two bounds for each month ahead")
    if not any(value is not None for value in drawn.counted):
        raise TooFewPoints("no month was counted")
    return _sized(drawn, "wide") + _sized(drawn, "narrow")


def _sized(drawn: Ahead, size: Size) -> str:
    style = STYLES[size]
    known = [value for value in drawn.counted if value is not None]
    steps = ticks(0, max([*known, *drawn.upper, 1.0]), 5)
    left = max(width_of(f"{step:,.0f}", style.small) for step in steps) + 10
    frame = _Frame(style, left, steps[-1], len(drawn.labels))
    body = _axis(frame, steps) + _labels(drawn, frame) + _counted(drawn, frame) + _ahead(drawn, frame)
    height = TOP + HEIGHT + style.small + 14
    return whole(body, title=drawn.title, description=drawn.description, ident=drawn.ident, size=size, height=height)


def _axis(frame: _Frame, steps: Sequence[float]) -> str:
    body = ""
    for step in steps:
        y = frame.y(step)
        body += line(frame.left, y, frame.style.width - 4, y, stroke=RULE if step else QUIET)
        body += text(f"{step:,.0f}", frame.left - 6, y + 5, size=frame.style.small, text_anchor="end")
    return body


def _labels(drawn: Ahead, frame: _Frame) -> str:
    """As many months as fit; the first counted and the first one ahead always."""
    room = max(width_of(label, frame.style.small) for label in drawn.labels) + 12
    fit = max(1, int((frame.style.width - frame.left) / room))
    every = max(1, -(-len(drawn.labels) // fit))
    body = ""
    for at in range(0, len(drawn.labels), every):
        half = width_of(drawn.labels[at], frame.style.small) / 2
        x = min(max(frame.x(at), half), frame.style.width - half)
        body += text(drawn.labels[at], x, TOP + HEIGHT + frame.style.small + 6, size=frame.style.small,
                     text_anchor="middle")  # fmt: skip
    return body


def _counted(drawn: Ahead, frame: _Frame) -> str:
    points = [None if value is None else (frame.x(at), frame.y(value)) for at, value in enumerate(drawn.counted)]
    dots = "".join(tag("circle", cx=x, cy=y, r=2.6, fill=QUIET) for x, y in (point for point in points if point))
    first = next(at for at, value in enumerate(drawn.counted) if value is not None)
    return path(points, stroke=QUIET, stroke_width=1.6) + dots + text(drawn.words[0], frame.x(first), 14,
                                                                      size=frame.style.small)  # fmt: skip


def _ahead(drawn: Ahead, frame: _Frame) -> str:
    """An upright bar for the interval of each month, a diamond for what is expected."""
    start = len(drawn.counted)
    middle = (frame.x(start - 1) + frame.x(start)) / 2
    body = line(middle, TOP, middle, TOP + HEIGHT, stroke=QUIET, stroke_dasharray="2 4")
    wide = max(3.0, (frame.x(1) - frame.x(0)) * 0.5)
    for at, (value, low, high) in enumerate(zip(drawn.expected, drawn.lower, drawn.upper, strict=True), start=start):
        x, top = frame.x(at), frame.y(high)
        body += tag("rect", x=x - wide / 2, y=top, width=wide, height=max(1.0, frame.y(low) - top), fill=REACH,
                    stroke=OAK, stroke_width=0.8)  # fmt: skip
        y = frame.y(value)
        body += tag("path", d=f"M{x:.1f} {y - 5:.1f}l5 5l-5 5l-5 -5z", fill=OAK)
    return body + text(drawn.words[1], frame.style.width - 4, 14, size=frame.style.small, text_anchor="end")
