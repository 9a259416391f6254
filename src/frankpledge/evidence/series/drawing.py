"""Small pieces of SVG: presentation attributes only, so that a strict content policy has nothing to refuse."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from math import floor, log10

INK = "currentColor"
PAPER = "#ffffff"
QUIET = "#5a6470"
RULE = "#d9d4c8"
COLOURS = {
    "improvement": "#1d5ea8",
    "concern": "#a85200",
    "neutral_high": "#6646a3",
    "neutral_low": "#6646a3",
    "common_cause": QUIET,
}
CHARACTER_WIDTH = 0.6
"""Mean width of a character as a share of the font size, on the generous side."""

Attribute = str | float | int | None


def tag(name: str, content: str = "", /, **attributes: Attribute) -> str:
    """One element. `class_` becomes class, underscores become hyphens, None is left out."""
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{_value(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    return f"<{name}{written}>{content}</{name}>" if content else f"<{name}{written}/>"


def _value(value: Attribute) -> str:
    if isinstance(value, float):
        return f"{value:.1f}".removesuffix(".0").replace("-0", "0") if abs(value) < 0.05 else f"{value:.5g}"
    return escape(str(value), quote=True)


def text(words: str, x: float, y: float, *, size: float, **attributes: Attribute) -> str:
    """A line of text in the colour of its surroundings."""
    options: dict[str, Attribute] = {"fill": INK, "font_size": size, "class_": "fp-chart__text", **attributes}
    return tag("text", escape(words, quote=False), x=float(x), y=float(y), **options)


def line(x1: float, y1: float, x2: float, y2: float, **attributes: Attribute) -> str:
    return tag("line", x1=float(x1), y1=float(y1), x2=float(x2), y2=float(y2), **attributes)


def path(points: Sequence[tuple[float, float] | None], **attributes: Attribute) -> str:
    """A line through the points, lifted from the paper at every None."""
    steps: list[str] = []
    drawing = False
    for point in points:
        if point is not None:
            steps.append(f"{'L' if drawing else 'M'}{point[0]:.1f} {point[1]:.1f}")
        drawing = point is not None
    return tag("path", d="".join(steps), fill="none", **attributes) if steps else ""


def mark(kind: str, x: float, y: float, scale: float = 1.0) -> str:
    """The sign of one point: its colour and its shape both say what it means."""
    options: dict[str, Attribute] = {
        "fill": COLOURS[kind],
        "class_": f"fp-chart__point fp-chart__point--{kind.replace('_', '-')}",
    }
    if kind == "common_cause":
        return tag("circle", cx=float(x), cy=float(y), r=2.6 * scale, **options)
    if kind == "improvement":
        return tag("circle", cx=float(x), cy=float(y), r=5.2 * scale, **options)
    up, side = 6.4 * scale, 6.0 * scale
    if kind == "concern":
        return tag("path", d=_closed([(x, y - up), (x + side, y + up * 0.7), (x - side, y + up * 0.7)]), **options)
    return tag("path", d=_closed([(x, y - up), (x + side, y), (x, y + up), (x - side, y)]), **options)


def hollow_tick(x: float, y: float, width: float = 6.0) -> str:
    """A missing period: an empty upright tick standing on the axis."""
    return tag(
        "rect",
        x=x - width / 2,
        y=y - 13,
        width=width,
        height=13.0,
        rx=width / 2,
        fill=PAPER,
        stroke=QUIET,
        stroke_width=1.2,
        class_="fp-chart__missing",
    )


def _closed(corners: Sequence[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in corners) + "Z"


def width_of(words: str, size: float, bold: bool = False) -> float:
    """About how wide `words` will be."""
    return len(words) * size * CHARACTER_WIDTH * (1.1 if bold else 1.0)


def wrapped(words: str, size: float, width: float) -> list[str]:
    """Lines that fit `width`; a word that is too long alone keeps its own line."""
    lines: list[str] = []
    for word in words.split():
        if lines and width_of(f"{lines[-1]} {word}", size) <= width:
            lines[-1] = f"{lines[-1]} {word}"
        else:
            lines.append(word)
    return lines


def ticks(low: float, high: float, wanted: int = 5) -> list[float]:
    """Round numbers from at or below `low` to at or above `high`."""
    spread = high - low or abs(high) or 1.0
    rough = spread / wanted
    power = 10.0 ** floor(log10(rough))
    step = next(power * m for m in (1, 2, 2.5, 5, 10) if power * m >= rough * (1 - 1e-9))
    first, last = floor(low / step + 1e-9), -floor(-high / step + 1e-9)
    return [n * step for n in range(first, last + 1)]


@dataclass(slots=True)
class Label:
    """Words that belong beside a height of the plot."""

    words: str
    y: float
    bold: bool = False
    name: str = ""


def spaced(labels: Sequence[Label], gap: float, top: float, bottom: float) -> list[Label]:
    """The same labels moved apart as little as needed, in the order of their heights."""
    placed = sorted((Label(each.words, each.y, each.bold, each.name) for each in labels), key=lambda each: each.y)
    groups: list[list[Label]] = []
    for label in placed:
        groups.append([label])
        while len(groups) > 1 and _start(groups[-1], gap, top, bottom) < (
            _start(groups[-2], gap, top, bottom) + gap * len(groups[-2])
        ):
            groups[-2:] = [groups[-2] + groups[-1]]
    for group in groups:
        start = _start(group, gap, top, bottom)
        for index, label in enumerate(group):
            label.y = start + index * gap
    return placed


def _start(group: Sequence[Label], gap: float, top: float, bottom: float) -> float:
    reach = gap * (len(group) - 1)
    middle = sum(each.y for each in group) / len(group)
    return min(max(middle - reach / 2, top), max(bottom - reach, top))
