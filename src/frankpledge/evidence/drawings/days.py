"""Responses by day: how many came in each day, and how many there were by then, one above the other.

Two plots with one axis of days, not one plot with two scales: a curve and bars on different scales invite comparisons
that mean nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from frankpledge.evidence.errors import ImpossibleCount
from frankpledge.evidence.series.drawing import INK, QUIET, RULE, line, path, tag, text, ticks, width_of

from .frame import STYLES, Size, Style, whole

DAYS_DRAWING = "days/1"
OAK, EVENT = "#1c5b4a", "#6646a3"
WHOLE_HEIGHT, DAY_HEIGHT, BETWEEN = 150.0, 90.0, 34.0


@dataclass(frozen=True, slots=True)
class Days:
    """What is drawn.

    Args:
        counts: responses by day; days without one may be missing.
        first, last: the axis, at least from the first to the last day with a response.
        events: (day, number in the list beside), in the order of days.
        marks: (day, words) drawn as dotted lines over both plots: opening and closing.
        short_dates: words of days for the axis; by default "1 May".
        words: "so_far" and "a_day", the labels of the two plots.
    """

    counts: Mapping[date, int]
    first: date
    last: date
    title: str
    description: str
    ident: str = "days"
    events: Sequence[tuple[date, str]] = field(default_factory=tuple)
    marks: Sequence[tuple[date, str]] = field(default_factory=tuple)
    short_dates: Mapping[date, str] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=lambda: {"so_far": "Responses so far", "a_day": "Each day"})

    @property
    def all_days(self) -> list[date]:
        return [self.first + timedelta(days=n) for n in range((self.last - self.first).days + 1)]


def so_far(days: Days) -> list[int]:
    """How many there were at the end of each day of the axis; those of before it are in the first."""
    total = sum(count for day, count in days.counts.items() if day < days.first)
    found = []
    for day in days.all_days:
        total += days.counts.get(day, 0)
        found.append(total)
    return found


def days_svg(days: Days) -> str:
    """The wide and the narrow drawing, one after the other.

    Raises:
        ImpossibleCount: a count is negative, or the last day lies before the first.
    """
    if days.last < days.first or any(count < 0 for count in days.counts.values()):
        raise ImpossibleCount("days run forward, and counts are 0 or more")
    return _drawn(days, "wide") + _drawn(days, "narrow")


@dataclass(frozen=True, slots=True)
class _Frame:
    style: Style
    left: float
    right: float
    days: Days

    @property
    def step(self) -> float:
        return (self.right - self.left) / len(self.days.all_days)

    def x(self, day: date) -> float:
        return self.left + ((day - self.days.first).days + 0.5) * self.step


def _drawn(days: Days, size: Size) -> str:
    style = STYLES[size]
    totals = so_far(days)
    left = max(width_of(f"{max(totals):,}", style.small), width_of("00", style.small)) + 10
    frame = _Frame(style, left, style.width - 4, days)
    top = style.small + 20
    middle = top + WHOLE_HEIGHT
    low = middle + BETWEEN + style.small + 6
    bottom = low + DAY_HEIGHT
    body = (
        _scale(frame, max(totals), top, middle, days.words["so_far"])
        + _marks(frame, top, middle, named=True)
        + _marks(frame, low, bottom)
        + _curve(frame, totals, top, middle)
        + _scale(frame, max(days.counts.values(), default=0), low, bottom, days.words["a_day"])
        + _bars(frame, low, bottom)
        + _dates(frame, bottom)
        + _events(frame, bottom + style.small + 10)
    )
    height = bottom + style.small + 10 + (28 if days.events else 6)
    return whole(body, title=days.title, description=days.description, ident=days.ident, size=size, height=height)


def _top_of(most: float) -> float:
    return ticks(0, max(most, 1), 4)[-1]


def _scale(frame: _Frame, most: int, top: float, bottom: float, words: str) -> str:
    drawn = text(words, 0, top - 14, size=frame.style.small, font_weight="700")
    highest = _top_of(most)
    for value in ticks(0, max(most, 1), 4):
        if value != int(value):
            continue
        y = bottom - value / highest * (bottom - top)
        drawn += line(frame.left, y, frame.right, y, stroke=RULE if value else QUIET)
        drawn += text(f"{value:,.0f}", frame.left - 6, y + 5, size=frame.style.small, text_anchor="end")
    return drawn


def _curve(frame: _Frame, totals: Sequence[int], top: float, bottom: float) -> str:
    highest = _top_of(max(totals))
    heights = [bottom - value / highest * (bottom - top) for value in totals]
    points: list[tuple[float, float] | None] = [
        (frame.x(day), y) for day, y in zip(frame.days.all_days, heights, strict=True)
    ]
    drawn = path(points, stroke=OAK, stroke_width=2.5)
    return drawn + tag("circle", cx=frame.x(frame.days.last), cy=heights[-1], r=4, fill=OAK)


def _bars(frame: _Frame, top: float, bottom: float) -> str:
    highest = _top_of(max(frame.days.counts.values(), default=0))
    wide = max(frame.step * 0.8, 1.0)
    drawn = ""
    for day in frame.days.all_days:
        if count := frame.days.counts.get(day, 0):
            tall = count / highest * (bottom - top)
            drawn += tag("rect", x=frame.x(day) - wide / 2, y=bottom - tall, width=wide, height=tall, fill=OAK)
    return drawn


def _marks(frame: _Frame, top: float, bottom: float, *, named: bool = False) -> str:
    drawn = ""
    for day, words in frame.days.marks:
        if frame.days.first <= day <= frame.days.last:
            x = frame.x(day)
            at_end = x > (frame.left + frame.right) / 2
            drawn += line(x, top, x, bottom, stroke=INK, stroke_dasharray="2 4")
            drawn += named * text(
                words, x + (-5 if at_end else 5), top + frame.style.small + 2, size=frame.style.small,
                text_anchor="end" if at_end else None,
            )  # fmt: skip
    return drawn


def _dates(frame: _Frame, bottom: float) -> str:
    """As many days as fit, the first among them."""
    days = frame.days.all_days
    fit = max(2, int((frame.right - frame.left) / (width_of("00 Mmm", frame.style.small) + 14)))
    every = max(1, -(-len(days) // fit))
    drawn = ""
    for day in days[::every]:
        words = frame.days.short_dates.get(day) or f"{day.day} {day:%b}"
        half = width_of(words, frame.style.small) / 2
        x = min(max(frame.x(day), frame.left + half - 4), frame.right - half)
        drawn += line(frame.x(day), bottom, frame.x(day), bottom + 4, stroke=QUIET)
        drawn += text(words, x, bottom + frame.style.small + 5, size=frame.style.small, text_anchor="middle")
    return drawn


def _events(frame: _Frame, top: float) -> str:
    """A triangle for each event, with its number in the list; numbers that would overlap are left to the list."""
    drawn, last = "", -100.0
    for day, number in frame.days.events:
        x = frame.x(min(max(day, frame.days.first), frame.days.last))
        corners = f"M{x:.1f} {top:.1f}L{x + 6:.1f} {top + 10:.1f}L{x - 6:.1f} {top + 10:.1f}Z"
        drawn += tag("path", d=corners, fill=EVENT)
        if x - last > width_of(number, frame.style.small) + 4:
            drawn += text(number, x, top + 10 + frame.style.small, size=frame.style.small, text_anchor="middle")
            last = x
    return drawn
