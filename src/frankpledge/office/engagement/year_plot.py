"""The year as a drawing: a bar for each time in which something could be answered, a dot for each event. Pure.

The list by month beside it says the same in words: the drawing carries nothing alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date as Date
from html import escape

INK, QUIET, RULE, BAR, EVENT, DECISION = "#1f2320", "#55594f", "#d9d4c7", "#1c5b4a", "#6646a3", "#8f2436"
ROW, TOP, BAR_HEIGHT = 40.0, 26.0, 12.0


@dataclass(frozen=True)
class Span:
    """A time in which a consultation can be answered; `decision` is the day on which something follows from it."""

    title: str
    first: Date
    last: Date
    decision: Date | None = None


@dataclass(frozen=True)
class Words:
    """The words of the drawing in the reader's language. `months` are twelve short names."""

    title: str
    description: str
    events: str
    months: Sequence[str]


def year_svg(year: int, spans: Sequence[Span], events: Sequence[tuple[Date, bool]], words: Words) -> str:
    """The wide and the narrow drawing of one year.

    Args:
        events: day and whether it was cancelled (drawn hollow).
    """
    return _drawn(year, spans, events, words, 720.0, "wide") + _drawn(year, spans, events, words, 340.0, "narrow")


def _drawn(
    year: int, spans: Sequence[Span], events: Sequence[tuple[Date, bool]], words: Words, width: float, size: str
) -> str:
    rows = len(spans) + bool(events)
    height = TOP + max(rows, 1) * ROW + 6
    ident = f"year-{year}-{size}"
    body = [_months(year, words, width, height, size)]
    for at, span in enumerate(spans):
        body.append(_span(year, span, width, TOP + at * ROW, size))
    if events:
        body.append(_events(year, events, words.events, width, TOP + len(spans) * ROW))
    return (
        f'<svg class="fp-chart fp-chart--{size}" viewBox="0 0 {width:g} {height:g}" width="{width:g}" '
        f'height="{height:g}" role="img" aria-labelledby="{ident}-title {ident}-about" focusable="false">'
        f'<title id="{ident}-title">{escape(words.title)}</title>'
        f'<desc id="{ident}-about">{escape(words.description)}</desc>{"".join(body)}</svg>'
    )


def _x(year: int, day: Date, width: float) -> float:
    """Where a day begins; days of other years lie at the edges."""
    first, after = Date(year, 1, 1), Date(year + 1, 1, 1)
    within = min(max((day - first).days, 0), (after - first).days)
    return 2 + (width - 4) * within / (after - first).days


def _text(x: float, y: float, said: str, fill: str = INK, size: int = 13, anchor: str = "start") -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" fill="{fill}" font-size="{size}" text-anchor="{anchor}">{escape(said)}</text>'
    )


def _months(year: int, words: Words, width: float, height: float, size: str) -> str:
    drawn = []
    for month in range(1, 13):
        x = _x(year, Date(year, month, 1), width)
        name = words.months[month - 1] if size == "wide" else words.months[month - 1][:1]
        drawn.append(f'<line x1="{x:.1f}" y1="18" x2="{x:.1f}" y2="{height - 4:.1f}" stroke="{RULE}"/>')
        drawn.append(_text(x + 3, 13, name, QUIET, 12))
    return "".join(drawn)


def _span(year: int, span: Span, width: float, top: float, size: str) -> str:
    start, end = _x(year, span.first, width), _x(year, span.last, width) + (width - 4) / 366
    wide = max(end - start, 3.0)
    most = int((width - start - 4) / 6.6)
    # A title that would run over the right edge is written towards the left.
    fits = len(span.title) <= most
    shown = span.title if len(span.title) <= width / 6.6 else span.title[: int(width / 6.6) - 1] + "…"
    label = _text(start if fits else width - 2, top + 14, shown, anchor="start" if fits else "end")
    bar = f'<rect x="{start:.1f}" y="{top + 19:.1f}" width="{wide:.1f}" height="{BAR_HEIGHT:g}" fill="{BAR}"/>'
    if span.decision is None or span.decision.year != year:
        return label + bar
    x, y = _x(year, span.decision, width), top + 19 + BAR_HEIGHT / 2
    diamond = f"M{x:.1f} {y - 8:.1f}L{x + 7:.1f} {y:.1f}L{x:.1f} {y + 8:.1f}L{x - 7:.1f} {y:.1f}Z"
    return label + bar + f'<path d="{diamond}" fill="{DECISION}" stroke="#fff"/>'


def _events(year: int, events: Sequence[tuple[Date, bool]], label: str, width: float, top: float) -> str:
    drawn = [_text(2, top + 14, label)]
    for day, cancelled in events:
        if day.year == year:
            fill = "#fff" if cancelled else EVENT
            x = min(max(_x(year, day, width), 6), width - 6)
            drawn.append(
                f'<circle cx="{x:.1f}" cy="{top + 26:.1f}" r="5" fill="{fill}" stroke="{EVENT}" stroke-width="1.5"/>'
            )
    return "".join(drawn)
