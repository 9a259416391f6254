"""Stacked bars: how the answers to a scale divide, one bar for each statement or group.

A scale that runs from one end to its opposite (disagree … agree) is drawn around a middle line, with half of an odd
middle point on either side, so that lengths on either side can be compared (Robbins and Heiberger 2011). Other scales,
and parts of a whole, run from 0 to 100 %.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from frankpledge.evidence.errors import ImpossibleCount
from frankpledge.evidence.series.drawing import INK, PAPER, QUIET, RULE, line, tag, text, width_of, wrapped

from .frame import STYLES, Size, Style, hatching, whole

STACKED_DRAWING = "stacked-bars/1"
BAR, AFTER, SWATCH = 28.0, 16.0, 14.0
FEWEST_FOR_SHARES = 50
"""Below this many answers a bar is labelled with counts: one person more would move a share by 2 per cent or more."""

# Against, from strong to weak; the middle; for, from weak to strong. Dark enough at the ends for white figures.
AGAINST = ("#a85200", "#e3a566", "#f2d6b8")
MIDDLE = "#d5d8dc"
FOR = ("#bcd4ee", "#6fa3da", "#1d5ea8")
SHADES = ("#e6f0ec", "#b9d5ca", "#7fb09d", "#4a8a74", "#1c5b4a", "#123c31")
DARK = {"#a85200", "#1d5ea8", "#1c5b4a", "#123c31", "#4a8a74"}
HIDDEN: Literal["hidden"] = "hidden"


@dataclass(frozen=True, slots=True)
class Part:
    """One answer that could be given, from one end of the scale to the other."""

    words: str


@dataclass(frozen=True, slots=True)
class Bar:
    """How many gave each answer; None where a count is hidden. `total` is who answered; None hides the whole bar.

    `note` stands after the label ("813 answered; 12 do not know").
    """

    label: str
    counts: Sequence[int | None]
    total: int | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Stack:
    """A whole drawing.

    Args:
        parts: in the order of the scale. With `diverging` the first half is drawn left of the middle line.
        title, description: for people who cannot see it. ident: unique on the page.
        hidden_words: what the hatched rest of a bar is called, where counts are hidden.
    """

    parts: Sequence[Part]
    bars: Sequence[Bar]
    title: str
    description: str
    ident: str
    diverging: bool = False
    hidden_words: str = "hidden: too few"
    no_bar_words: str = "some counts are hidden: no bar"


def stacked_svg(stack: Stack) -> str:
    """The wide and the narrow drawing, one after the other.

    Raises:
        ImpossibleCount: a bar's counts do not fit its parts or its total.
    """
    for bar in stack.bars:
        _check(bar, len(stack.parts))
    return _drawn(stack, "wide") + _drawn(stack, "narrow")


def _check(bar: Bar, parts: int) -> None:
    known = [count for count in bar.counts if count is not None]
    if len(bar.counts) != parts:
        raise ImpossibleCount(f"{len(bar.counts)} counts for {parts} answers: {bar.label}")
    if min(known, default=0) < 0 or (bar.total is not None and sum(known) > bar.total):
        raise ImpossibleCount(f"counts {list(bar.counts)} do not fit a total of {bar.total}: {bar.label}")


def colours_of(parts: int, diverging: bool) -> list[str]:
    """A colour for each part, light to dark; around the middle from one hue to the other."""
    if not diverging:
        if parts <= len(SHADES):
            picks = [round(at * (len(SHADES) - 1) / max(1, parts - 1)) for at in range(parts)]
        else:
            picks = [at % len(SHADES) for at in range(parts)]
        return [SHADES[pick] for pick in picks]
    side = parts // 2
    against = [AGAINST[round(at * 2 / max(1, side))] for at in range(side)]
    towards = [FOR[2 - round(at * 2 / max(1, side))] for at in range(side)][::-1]
    return [*against, *([MIDDLE] if parts % 2 else []), *towards]


@dataclass(frozen=True, slots=True)
class Piece:
    """One part of one bar: from and to as shares of the bar's total, left of the middle negative."""

    part: int | Literal["hidden"]
    start: float
    end: float
    count: int


def pieces_of(bar: Bar, diverging: bool) -> list[Piece]:
    """Where each part of a bar begins and ends; 1 is the whole of those who answered.

    Around a middle nothing is drawn where a count is hidden: nobody could say where the bar begins.
    """
    total = bar.total or 0
    if not total or (diverging and None in bar.counts):
        return []
    counts = [count or 0 for count in bar.counts]
    hidden = total - sum(counts) if any(count is None for count in bar.counts) else 0
    at = -_left(counts) / total if diverging else 0.0
    found: list[Piece] = []
    for part, count in enumerate(counts):
        if count:
            found.append(Piece(part, at, at + count / total, count))
        at += count / total
    if hidden:
        found.append(Piece(HIDDEN, at, at + hidden / total, hidden))
    return found


def _left(counts: Sequence[int]) -> float:
    side, odd = divmod(len(counts), 2)
    return sum(counts[:side]) + (counts[side] / 2 if odd else 0.0)


@dataclass(frozen=True, slots=True)
class _Plot:
    stack: Stack
    size: Size
    style: Style
    colours: Sequence[str]
    origin: float
    scale: float

    def x(self, share: float) -> float:
        return self.origin + share * self.scale

    def fill(self, part: int | str) -> str:
        """The half that is against, and what is hidden, are hatched: they read without colour."""
        if part == HIDDEN:
            return f"url(#{self.stack.ident}-{self.size}-hidden)"
        if self.stack.diverging and isinstance(part, int) and part < len(self.stack.parts) // 2:
            return f"url(#{self.stack.ident}-{self.size}-{part})"
        return self.colours[int(part)]


def _drawn(stack: Stack, size: Size) -> str:
    style = STYLES[size]
    every = [pieces_of(bar, stack.diverging) for bar in stack.bars]
    left = max((-piece.start for pieces in every for piece in pieces), default=0.0) if stack.diverging else 0.0
    right = max((piece.end for pieces in every for piece in pieces), default=1.0) if stack.diverging else 1.0
    scale = (style.width - 2) / max(left + right, 0.01)
    plot = _Plot(stack, size, style, colours_of(len(stack.parts), stack.diverging), 1 + max(left, 0.0) * scale, scale)
    hatched = not stack.diverging and any(None in bar.counts for bar in stack.bars)
    body, y = _key(plot, hatched)
    for bar, pieces in zip(stack.bars, every, strict=True):
        drawn, y = _one(plot, bar, pieces, y)
        body += drawn
    return whole(
        _patterns(plot) + body, title=stack.title, description=stack.description, ident=stack.ident, size=size, height=y
    )


def _patterns(plot: _Plot) -> str:
    start = f"{plot.stack.ident}-{plot.size}"
    found = [hatching(f"{start}-hidden", PAPER, QUIET, angle=-45)]
    if plot.stack.diverging:
        found += [
            hatching(f"{start}-{part}", plot.colours[part], PAPER if plot.colours[part] in DARK else "#a85200")
            for part in range(len(plot.stack.parts) // 2)
        ]
    return tag("defs", "".join(found))


def _key(plot: _Plot, with_hidden: bool) -> tuple[str, float]:
    """What each colour means, in rows as wide as the drawing."""
    entries: list[tuple[int | str, str]] = [(at, part.words) for at, part in enumerate(plot.stack.parts)]
    if with_hidden:
        entries.append((HIDDEN, plot.stack.hidden_words))
    x, y, drawn = 0.0, 4.0, ""
    for part, words in entries:
        wide = SWATCH + 6 + width_of(words, plot.style.small) * 0.92 + 12
        if x and x + wide > plot.style.width:
            x, y = 0.0, y + plot.style.small + 10
        drawn += tag(
            "rect", x=x + 0.5, y=y + 0.5, width=SWATCH, height=SWATCH, fill=plot.fill(part), stroke=INK,
            stroke_width=0.75,
        )  # fmt: skip
        drawn += text(words, x + SWATCH + 6, y + SWATCH - 2, size=plot.style.small)
        x += wide
    return drawn, y + SWATCH + 16


def _one(plot: _Plot, bar: Bar, pieces: Sequence[Piece], y: float) -> tuple[str, float]:
    """The label above its bar, and the bar with its figures."""
    drawn = ""
    label = f"{bar.label}{': ' if bar.label and bar.note else ''}{bar.note}"
    for words in wrapped(label, plot.style.font, plot.style.width - 4):
        drawn += text(words, 0, y + plot.style.font - 2, size=plot.style.font)
        y += plot.style.font + 4
    y += 4
    if bar.total is None or (plot.stack.diverging and None in bar.counts):
        drawn += text(plot.stack.no_bar_words, 4, y + BAR / 2 + 5, size=plot.style.small, fill=QUIET)
    elif not bar.total:
        drawn += line(plot.x(0), y, plot.x(0), y + BAR, stroke=RULE)
    for piece in pieces:
        drawn += _piece(plot, bar, piece, y)
    if pieces and plot.stack.diverging:
        # The middle, above and below each bar: a line through all of them would strike out labels and figures.
        drawn += line(plot.x(0), y - 6, plot.x(0), y - 1, stroke=INK, stroke_width=2)
        drawn += line(plot.x(0), y + BAR + 1, plot.x(0), y + BAR + 6, stroke=INK, stroke_width=2)
    return drawn, y + BAR + AFTER


def _piece(plot: _Plot, bar: Bar, piece: Piece, y: float) -> str:
    start, end = plot.x(piece.start), plot.x(piece.end)
    drawn = tag(
        "rect", x=start, y=y, width=max(end - start, 0.5), height=BAR, fill=plot.fill(piece.part), stroke=PAPER,
        stroke_width=1,
    )  # fmt: skip
    if piece.part == HIDDEN:
        return drawn + tag("rect", x=start, y=y, width=end - start, height=BAR, fill="none", stroke=QUIET)
    few = (bar.total or 0) < FEWEST_FOR_SHARES
    figure = str(piece.count) if few else f"{(piece.end - piece.start) * 100:.0f}%"
    wide = width_of(figure, plot.style.small, bold=True)
    if wide + 6 > end - start:
        return drawn
    colour = plot.colours[int(piece.part)]
    middle = (start + end) / 2
    hatched = plot.fill(piece.part).startswith("url")
    if hatched:
        drawn += tag("rect", x=middle - wide / 2 - 2, y=y + 5, width=wide + 4, height=BAR - 10, fill=colour, rx=2.0)
    ink = PAPER if colour in DARK else "#16202c"
    return drawn + text(
        figure, middle, y + BAR / 2 + plot.style.small / 3, size=plot.style.small, fill=ink, text_anchor="middle",
        font_weight="700",
    )  # fmt: skip
