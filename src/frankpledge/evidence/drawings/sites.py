"""A map of places and sites, and the growth of coverage with the number of sites: for studies of siting.

Every sign has a shape of its own (existing sites are squares, chosen ones numbered diamonds, places left uncovered
open rings), so that nothing rests on colour. Presentation attributes only; figures belong in a table beside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape
from math import sqrt

from frankpledge.evidence.errors import ImpossibleCount
from frankpledge.evidence.series.drawing import (
    INK,
    PAPER,
    QUIET,
    RULE,
    Attribute,
    line,
    path,
    tag,
    text,
    ticks,
    width_of,
)

from .frame import STYLES, Size, Style, whole

SITES_DRAWING = "sites/1"
STANDING, CHOSEN, REACHED, LEFT = "#1d5ea8", "#a85200", "#1c5b4a", "#8a1f11"
TALLEST, LEAST_SPAN = 760.0, 1000.0
LARGEST, SMALLEST = 9.0, 1.6
"""Radii of the dots of the heaviest place and of the lightest."""

Place = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Mark:
    """A place or site: where (metres), what its title says, how much lies there, and whether a site covers it."""

    at: Place
    words: str
    weight: float = 0.0
    covered: bool = True
    label: str = ""


@dataclass(frozen=True, slots=True)
class SitesMap:
    """What is drawn. All places are easting and northing in metres.

    Args:
        outlines: closed lines to find one's way. places: demand. existing, chosen: sites.
        radius: how far a site reaches; a circle is drawn around each, and none where it is 0.
        words: the legend: "covered", "left", "existing", "chosen", "reach"; what has no words is left out.
    """

    places: Sequence[Mark]
    existing: Sequence[Mark]
    chosen: Sequence[Mark]
    radius: float
    title: str
    description: str
    words: dict[str, str]
    ident: str = "sites"
    outlines: Sequence[Sequence[Place]] = field(default_factory=tuple)


@dataclass(frozen=True, slots=True)
class _Frame:
    style: Style
    west: float
    north: float
    scale: float
    height: float

    def at(self, place: Place) -> Place:
        return 6 + (place[0] - self.west) * self.scale, 6 + (self.north - place[1]) * self.scale


def sites_map_svg(drawn: SitesMap) -> str:
    """The wide and the narrow map, one after the other, north up.

    Raises:
        ImpossibleCount: there is nothing to draw.
    """
    if not (drawn.places or drawn.existing or drawn.chosen):
        raise ImpossibleCount("a map of sites needs one place or site at least")
    return _map(drawn, "wide") + _map(drawn, "narrow")


def _frame(drawn: SitesMap, size: Size) -> _Frame:
    style = STYLES[size]
    points = [mark.at for mark in (*drawn.places, *drawn.existing, *drawn.chosen)]
    points += [point for ring in drawn.outlines for point in ring]
    west, across = _span([p[0] for p in points], drawn.radius)
    south, down = _span([p[1] for p in points], drawn.radius)
    scale = min((style.width - 12) / across, (TALLEST - 12) / down)
    west -= ((style.width - 12) / scale - across) / 2
    return _Frame(style, west, south + down, scale, down * scale + 12)


def _span(values: Sequence[float], radius: float) -> tuple[float, float]:
    """Where it begins and how long it is: at least what one site reaches, and a kilometre."""
    low, high = min(values), max(values)
    long = max(high - low, 2.2 * radius, LEAST_SPAN)
    return (low + high - long) / 2, long


def _map(drawn: SitesMap, size: Size) -> str:
    frame = _frame(drawn, size)
    most = max((mark.weight for mark in drawn.places), default=0.0)
    rings = "".join(_ring(ring, frame) for ring in drawn.outlines)
    sites = (*drawn.existing, *drawn.chosen)
    body = (
        tag("g", rings, fill="#f6f3ec", stroke=QUIET, stroke_width=0.8, stroke_linejoin="round")
        + "".join(_reach(mark, drawn.radius, frame) for mark in sites)
        + "".join(_dot(mark, most, frame) for mark in drawn.places if mark.weight > 0)
        + "".join(_square(mark, frame) for mark in drawn.existing)
        + "".join(_diamond(mark, frame) for mark in drawn.chosen)
        + _scale_bar(frame)
    )
    legend, height = _legend(drawn, frame)
    return whole(
        body + legend, title=drawn.title, description=drawn.description, ident=drawn.ident, size=size, height=height
    )


def _ring(ring: Sequence[Place], frame: _Frame) -> str:
    steps = "L".join("{:.1f} {:.1f}".format(*frame.at(point)) for point in ring)
    return tag("path", d=f"M{steps}Z") if steps else ""


def _titled(name: str, words: str, **attributes: str | float) -> str:
    return tag(name, tag("title", escape(words, quote=False)), **attributes)


def _reach(mark: Mark, radius: float, frame: _Frame) -> str:
    x, y = frame.at(mark.at)
    if radius <= 0:
        return ""
    return tag(
        "circle", cx=x, cy=y, r=radius * frame.scale, fill="none", stroke=QUIET, stroke_width=0.8,
        stroke_dasharray="3 3",
    )  # fmt: skip


def _dot(mark: Mark, most: float, frame: _Frame) -> str:
    x, y = frame.at(mark.at)
    r = max(SMALLEST, LARGEST * sqrt(mark.weight / most) * frame.style.width / 760)
    if mark.covered:
        return _titled("circle", mark.words, cx=x, cy=y, r=r, fill=REACHED, fill_opacity=0.55)
    return _titled("circle", mark.words, cx=x, cy=y, r=r, fill=PAPER, fill_opacity=0.6, stroke=LEFT, stroke_width=1.4)


def _square(mark: Mark, frame: _Frame) -> str:
    x, y = frame.at(mark.at)
    return _titled(
        "rect", mark.words, x=x - 4.5, y=y - 4.5, width=9.0, height=9.0, fill=STANDING, stroke=PAPER, stroke_width=1.0
    )  # fmt: skip


def _diamond(mark: Mark, frame: _Frame) -> str:
    x, y = frame.at(mark.at)
    d = f"M{x:.1f} {y - 7:.1f}L{x + 7:.1f} {y:.1f}L{x:.1f} {y + 7:.1f}L{x - 7:.1f} {y:.1f}Z"
    sign = _titled("path", mark.words, d=d, fill=CHOSEN, stroke=PAPER, stroke_width=1.0)
    if not mark.label:
        return sign
    halo: dict[str, Attribute] = {
        "stroke": PAPER, "stroke_width": 3.0, "paint_order": "stroke", "font_weight": "700"
    }  # fmt: skip
    return sign + text(mark.label, x + 8, y - 5, size=frame.style.small, **halo)


def _scale_bar(frame: _Frame) -> str:
    metres = next(
        m for m in (100_000, 50_000, 20_000, 10_000, 5_000, 2_000, 1_000, 500, 200, 100, 1) if m * frame.scale <= 140
    )
    x, y, long = 8.0, frame.height - 8, metres * frame.scale
    words = f"{metres // 1000} km" if metres >= 1000 else f"{metres} m"
    return line(x, y, x + long, y, stroke=INK, stroke_width=2.0) + text(words, x, y - 6, size=frame.style.small)


def _legend(drawn: SitesMap, frame: _Frame) -> tuple[str, float]:
    rows = [("existing", bool(drawn.existing)), ("chosen", bool(drawn.chosen)), ("covered", bool(drawn.places))]
    rows += [
        ("left", any(not mark.covered and mark.weight > 0 for mark in drawn.places)),
        ("reach", bool(drawn.existing or drawn.chosen)),
    ]
    y, body = frame.height + 18, ""
    for key, there in rows:
        if there and drawn.words.get(key):
            body += _key(key, y) + text(drawn.words[key], 26, y + 5, size=frame.style.small)
            y += frame.style.small + 10
    return body, y


def _key(key: str, y: float) -> str:
    if key == "existing":
        return tag("rect", x=6.5, y=y - 4.5, width=9.0, height=9.0, fill=STANDING)
    if key == "chosen":
        return tag("path", d=f"M11 {y - 7:.1f}L18 {y:.1f}L11 {y + 7:.1f}L4 {y:.1f}Z", fill=CHOSEN)
    if key == "covered":
        return tag("circle", cx=11, cy=y, r=5.0, fill=REACHED, fill_opacity=0.55)
    if key == "left":
        return tag("circle", cx=11, cy=y, r=5.0, fill=PAPER, stroke=LEFT, stroke_width=1.4)
    return tag("circle", cx=11, cy=y, r=7.0, fill="none", stroke=QUIET, stroke_width=0.8, stroke_dasharray="3 3")


@dataclass(frozen=True, slots=True)
class Growth:
    """How much is covered by so many new sites. `steps` are (sites, covered, bound), in order of sites.

    `total` is the whole demand; `asked` the number that was asked for. words: "covered", "bound", "axis", "asked".
    """

    steps: Sequence[tuple[int, float, float]]
    total: float
    asked: int
    title: str
    description: str
    words: dict[str, str]
    ident: str = "growth"


def growth_svg(drawn: Growth) -> str:
    """Covered share by number of new sites, with the bound above it: the wide and the narrow drawing.

    Raises:
        ImpossibleCount: fewer than two steps, or no demand.
    """
    if len(drawn.steps) < 2 or drawn.total <= 0:
        raise ImpossibleCount("growth is drawn of two steps or more, of a demand above 0")
    return _growth(drawn, "wide") + _growth(drawn, "narrow")


def _growth(drawn: Growth, size: Size) -> str:
    style = STYLES[size]
    left, right, top, bottom = width_of("100%", style.small, bold=True) + 14, style.width - 14, 16.0, 236.0
    last = max(step[0] for step in drawn.steps)

    def at(sites: float, worth: float) -> Place:
        return left + (right - left) * sites / last, bottom - (bottom - top) * min(1.0, worth / drawn.total)

    body = ""
    for share in (0, 25, 50, 75, 100):
        y = at(0, drawn.total * share / 100)[1]
        body += line(left, y, right, y, stroke=RULE) + text(
            f"{share}%", left - 6, y + 5, size=style.small, text_anchor="end"
        )
    for number in ticks(0, last, 8 if size == "wide" else 4):
        if number == int(number) and number <= last:
            x = at(number, 0)[0]
            body += text(f"{int(number)}", x, bottom + style.small + 6, size=style.small, text_anchor="middle")
    x = at(drawn.asked, 0)[0]
    body += line(x, top, x, bottom, stroke=QUIET, stroke_dasharray="2 4")
    bound = [at(sites, worth) for sites, _value, worth in drawn.steps]
    value = [at(sites, worth) for sites, worth, _bound in drawn.steps]
    body += path(bound, stroke=QUIET, stroke_width=1.6, stroke_dasharray="6 4")
    body += path(value, stroke=CHOSEN, stroke_width=2.4)
    body += "".join(
        _titled("circle", f"{n}: {v:,.0f} ({v / drawn.total:.0%})", cx=p[0], cy=p[1], r=3.4, fill=CHOSEN)
        for p, (n, v, _b) in zip(value, drawn.steps, strict=True)
    )
    y = bottom + 2 * style.small + 16
    body += text(drawn.words["axis"], left, y, size=style.small)
    for key, dash, colour in (("covered", None, CHOSEN), ("bound", "6 4", QUIET), ("asked", "2 4", QUIET)):
        y += style.small + 8
        body += line(4, y - 5, 30, y - 5, stroke=colour, stroke_width=2.0, stroke_dasharray=dash)
        body += text(drawn.words[key], 38, y, size=style.small)
    return whole(body, title=drawn.title, description=drawn.description, ident=drawn.ident, size=size, height=y + 8)
