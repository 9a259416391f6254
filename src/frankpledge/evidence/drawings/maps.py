"""Maps of areas as static SVG: a fill for each class, a sign beside the colour, and a title on every area.

Presentation attributes only. What colour says, a number or a hatching says too, so that the map can be read in black
and white. The same figures belong in a table beside it: `role="img"` hides the single areas from a screen reader.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape

from frankpledge.evidence.errors import ImpossibleCount, UnknownChoice
from frankpledge.evidence.series.drawing import INK, tag, text, width_of, wrapped

MAP_DRAWING = "map/1"
WIDTH, TALLEST, MARGIN = 760.0, 900.0, 6.0
LABEL_SIZE, LEGEND_SIZE = 15.0, 16.0
ONE_HUE = ("#e3efe9", "#b3d3c5", "#7db39d", "#3f8a70", "#1c5b4a")
PARCHMENT, EDGE = "#f6f3ec", "#5a6470"
HIGHER, LOWER, NEITHER = "#d9822b", "#1d5ea8", "#e4e1da"
PATTERNS = ("", "up", "down", "dots", "cross")

Point = tuple[float, float]
Ring = Sequence[Sequence[float]]


@dataclass(frozen=True, slots=True)
class MapClass:
    """One entry of the legend.

    Args:
        key: what areas name it by. words: what the legend says.
        fill: colour of the ground. pattern: "", "up", "down", "dots" or "cross", drawn over it.
        sign: one or two characters, drawn in areas that are large enough; says what the colour says.
    """

    key: str
    words: str
    fill: str
    pattern: str = ""
    sign: str = ""


@dataclass(frozen=True, slots=True)
class MapArea:
    """One area: its rings in longitude and latitude (holes too), its class, and the words of its title."""

    code: str
    name: str
    rings: Sequence[Ring]
    key: str
    words: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class AreaMap:
    """What is drawn. Classes stand in the legend in this order; `ident` keeps the ids of several maps apart.

    `window` is west, south, east, north of the part that is drawn, enlarged; by default the whole. `light` draws all
    areas of a class as one shape, in whole units: a third of the size, for maps that stand beside other things.
    `source` stands below the legend of a file that is taken away.
    """

    areas: Sequence[MapArea]
    classes: Sequence[MapClass]
    title: str
    description: str
    ident: str = "map"
    outlines: Sequence[Sequence[Ring]] = field(default_factory=tuple)
    window: tuple[float, float, float, float] | None = None
    light: bool = False
    source: str = ""

    def seen(self) -> list[MapArea]:
        """The areas that reach into the window."""
        if self.window is None:
            return list(self.areas)
        west, south, east, north = self.window
        return [
            area
            for area in self.areas
            if any(west <= p[0] <= east and south <= p[1] <= north for ring in area.rings for p in ring)
        ]

    def counts(self) -> dict[str, int]:
        """How many areas each class holds."""
        held = Counter(area.key for area in self.areas)
        return {one.key: held.get(one.key, 0) for one in self.classes}


@dataclass(frozen=True, slots=True)
class _Frame:
    west: float
    north: float
    across: float
    down: float
    width: float
    height: float

    def place(self, point: Sequence[float]) -> Point:
        return MARGIN + (point[0] - self.west) * self.across, MARGIN + (self.north - point[1]) * self.down


def sequential_classes(words: Sequence[str]) -> list[MapClass]:
    """One hue from light to dark, a class for each of `words` (1 to 5), numbered from 1."""
    if not 1 <= len(words) <= len(ONE_HUE):
        raise ImpossibleCount(f"a map has 1 to {len(ONE_HUE)} classes; got {len(words)}")
    spread = [round(at * (len(ONE_HUE) - 1) / max(1, len(words) - 1)) for at in range(len(words))]
    return [
        MapClass(str(at), said, ONE_HUE[shade], sign=str(at + 1))
        for at, (said, shade) in enumerate(zip(words, spread, strict=True))
    ]


def area_map_svg(drawn: AreaMap, *, legend: bool = False) -> str:
    """The map, north up; with `legend=True` the legend stands below it (for a file that is taken away).

    Raises:
        ImpossibleCount: there is no area to draw.
        UnknownChoice: an area names a class that is not in the legend, or a pattern does not exist.
    """
    _require_drawable(drawn)
    frame = _frame(drawn)
    shapes = _classes(drawn, frame) if drawn.light else "".join(_area(area, frame, drawn) for area in drawn.seen())
    body = (
        _patterns(drawn)
        + tag("g", shapes, stroke=EDGE, stroke_width=0.6, stroke_linejoin="round")
        + _outlines(drawn, frame)
        + _signs(drawn, frame)
    )
    below, height = _legend(drawn, frame.width, frame.height) if legend else ("", frame.height)
    name, about = f"{drawn.ident}-title", f"{drawn.ident}-desc"
    head = tag("title", _safe(drawn.title), id=name) + tag("desc", _safe(drawn.description), id=about)
    return tag(
        "svg",
        head + body + below,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {frame.width:.5g} {height:.5g}",
        width="100%",
        role="img",
        aria_labelledby=f"{name} {about}",
        class_="fp-map__drawing",
        font_family="inherit" if not legend else "Atkinson Hyperlegible Next, arial, sans-serif",
    )


def swatch_svg(one: MapClass, ident: str) -> str:
    """The legend's small square of one class, to stand in a list beside its words."""
    pattern = _pattern(one, ident) if one.pattern else ""
    square = tag("rect", x=0.5, y=0.5, width=33.0, height=19.0, fill=one.fill, stroke=EDGE)
    over = tag("rect", x=0.5, y=0.5, width=33.0, height=19.0, fill=f"url(#{ident})") if one.pattern else ""
    sign = text(one.sign, 17, 15, size=14, text_anchor="middle", fill=_on(one.fill)) if one.sign else ""
    body = (tag("defs", pattern) if pattern else "") + square + over + sign
    return tag("svg", body, viewBox="0 0 34 20", width=34, height=20, class_="fp-swatch", aria_hidden="true",
               focusable="false")  # fmt: skip


def _require_drawable(drawn: AreaMap) -> None:
    if not any(area.rings for area in drawn.areas):
        raise ImpossibleCount("a map needs at least one area with an outline")
    known = {one.key for one in drawn.classes}
    for area in drawn.areas:
        if area.key not in known:
            raise UnknownChoice(f"area {area.code} is in class {area.key!r}; the legend has {', '.join(sorted(known))}")
    for one in drawn.classes:
        if one.pattern not in PATTERNS:
            raise UnknownChoice(f"pattern is {one.pattern!r}; it must be one of {', '.join(PATTERNS[1:])} or empty")


def _frame(drawn: AreaMap) -> _Frame:
    west, south, east, north = drawn.window or extent_of(drawn.areas)
    squeeze = math.cos(math.radians((south + north) / 2))
    wide, tall = max((east - west) * squeeze, 1e-9), max(north - south, 1e-9)
    scale = min((WIDTH - 2 * MARGIN) / wide, (TALLEST - 2 * MARGIN) / tall)
    return _Frame(west, north, squeeze * scale, scale, math.ceil(wide * scale + 2 * MARGIN),
                  math.ceil(tall * scale + 2 * MARGIN))  # fmt: skip


def extent_of(areas: Sequence[MapArea]) -> tuple[float, float, float, float]:
    """West, south, east and north of these areas."""
    points = [point for area in areas for ring in area.rings for point in ring]
    west, east = min(p[0] for p in points), max(p[0] for p in points)
    south, north = min(p[1] for p in points), max(p[1] for p in points)
    return west, south, east, north


def _area(area: MapArea, frame: _Frame, drawn: AreaMap) -> str:
    one = next(found for found in drawn.classes if found.key == area.key)
    d = _path(area.rings, frame)
    words = tag("title", _safe(f"{area.name}: {area.words}" if area.words else area.name))
    fill = one.fill if not one.pattern else f"url(#{drawn.ident}-{_slug(one.key)})"
    # The ground lies under the pattern within the pattern itself: one path an area.
    shape = tag("path", words, d=d, fill=fill, fill_rule="evenodd", class_="fp-map__area")
    return tag("a", shape, href=area.href) if area.href else shape


def _classes(drawn: AreaMap, frame: _Frame) -> str:
    """All areas of a class as one shape, named after the class."""
    shapes, counts = "", drawn.counts()
    for one in drawn.classes:
        rings = [ring for area in drawn.seen() if area.key == one.key for ring in area.rings]
        fill = one.fill if not one.pattern else f"url(#{drawn.ident}-{_slug(one.key)})"
        words = tag("title", _safe(f"{one.words}: {counts[one.key]:,}"))
        if d := _path(rings, frame, 1):
            shapes += tag("path", words, d=d, fill=fill, fill_rule="evenodd", class_="fp-map__area")
    return shapes


def _path(rings: Iterable[Ring], frame: _Frame, parts_of: int = 10) -> str:
    """Each ring as small steps from its first point, in tenths of a unit or whole ones: half as long as coordinates."""
    parts: list[str] = []
    for ring in rings:
        placed = [frame.place(point) for point in ring]
        at = [round(placed[0][0] * parts_of), round(placed[0][1] * parts_of)]
        steps = [f"M{at[0] / parts_of:g} {at[1] / parts_of:g}l"]
        moves = []
        for x, y in placed[1:]:
            dx, dy = round(x * parts_of) - at[0], round(y * parts_of) - at[1]
            if dx or dy:
                moves.append(f"{dx / parts_of:g} {dy / parts_of:g}")
                at = [at[0] + dx, at[1] + dy]
        if moves:
            parts.append(steps[0] + " ".join(moves) + "z")
    return "".join(parts)


def _outlines(drawn: AreaMap, frame: _Frame) -> str:
    """Thicker lines around the areas above, so that one finds one's way."""
    return "".join(
        tag("path", d=_path(rings, frame), fill="none", stroke=INK, stroke_width=1.6, stroke_linejoin="round",
            class_="fp-map__outline")
        for rings in drawn.outlines
    )  # fmt: skip


def _signs(drawn: AreaMap, frame: _Frame) -> str:
    """The sign of its class in every area that has room for it."""
    by_key: Mapping[str, MapClass] = {one.key: one for one in drawn.classes}
    signs = ""
    for area in drawn.seen():
        one = by_key[area.key]
        if one.sign and (spot := _room(area, frame)):
            signs += text(one.sign, spot[0], spot[1] + LABEL_SIZE / 3, size=LABEL_SIZE, text_anchor="middle",
                          fill=_on(one.fill), class_="fp-map__sign")  # fmt: skip
    return tag("g", signs, aria_hidden="true", font_weight="700") if signs else ""


def _room(area: MapArea, frame: _Frame) -> Point | None:
    """The middle of the largest ring where a sign fits and lies inside; else nothing."""
    rings = [[frame.place(point) for point in ring] for ring in area.rings]
    ring = max(rings, key=lambda one: abs(_size(one)), default=[])
    size = _size(ring) if ring else 0.0
    if abs(size) < 2.2 * LABEL_SIZE**2:
        return None
    x, y = _middle(ring, size)
    return (x, y) if _inside(ring, x, y) else None


def _size(ring: Sequence[Point]) -> float:
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, [*ring[1:], *ring[:1]], strict=True)) / 2


def _middle(ring: Sequence[Point], size: float) -> Point:
    x = y = 0.0
    for a, b in zip(ring, [*ring[1:], *ring[:1]], strict=True):
        cross = a[0] * b[1] - b[0] * a[1]
        x, y = x + (a[0] + b[0]) * cross, y + (a[1] + b[1]) * cross
    return x / (6 * size), y / (6 * size)


def _inside(ring: Sequence[Point], x: float, y: float) -> bool:
    inside = False
    for a, b in zip(ring, [*ring[1:], *ring[:1]], strict=True):
        if (a[1] > y) != (b[1] > y) and x < (b[0] - a[0]) * (y - a[1]) / (b[1] - a[1]) + a[0]:
            inside = not inside
    return inside


def _patterns(drawn: AreaMap) -> str:
    made = "".join(_pattern(one, f"{drawn.ident}-{_slug(one.key)}") for one in drawn.classes if one.pattern)
    return tag("defs", made) if made else ""


def _pattern(one: MapClass, ident: str) -> str:
    """The ground of a class with its hatching over it."""
    gap = 7.0
    ground = tag("rect", width=gap, height=gap, fill=one.fill)
    ink = _on(one.fill)
    line = tag("line", x1=0, y1=0, x2=0, y2=gap, stroke=ink, stroke_width=1.6)
    over = {
        "up": line,
        "down": line,
        "cross": line + tag("line", x1=0, y1=0, x2=gap, y2=0, stroke=ink, stroke_width=1.0),
        "dots": tag("circle", cx=gap / 2, cy=gap / 2, r=1.4, fill=ink),
    }[one.pattern]
    turn = {"up": 45, "down": -45, "cross": 45, "dots": 0}[one.pattern]
    return tag("pattern", ground + over, id=ident, width=gap, height=gap, patternUnits="userSpaceOnUse",
               patternTransform=f"rotate({turn})")  # fmt: skip


def _legend(drawn: AreaMap, width: float, top: float) -> tuple[str, float]:
    """Title above, then a square and words for each class, with the number of areas."""
    counts, y, body, room = drawn.counts(), top + 6.0, "", width - 2 * MARGIN
    for line in wrapped(drawn.title, (LEGEND_SIZE + 2) * 1.1, room):
        y += 24
        body += text(line, MARGIN, y, size=LEGEND_SIZE + 2, font_weight="700")
    for one in drawn.classes:
        y += 28
        fill = one.fill if not one.pattern else f"url(#{drawn.ident}-{_slug(one.key)})"
        body += tag("rect", x=MARGIN, y=y - 15, width=34.0, height=20.0, fill=fill, stroke=EDGE)
        if one.sign:
            body += text(one.sign, MARGIN + 17, y, size=14, text_anchor="middle", fill=_on(one.fill))
        body += text(f"{one.words} ({counts[one.key]})", MARGIN + 44, y, size=LEGEND_SIZE)
    for line in wrapped(drawn.source, LEGEND_SIZE - 3, room):
        y += 24
        body += text(line, MARGIN, y, size=LEGEND_SIZE - 3)
    return body, y + 16


def longest_words(drawn: AreaMap) -> float:
    """How wide the longest line of the legend is, for whoever lays it out."""
    return max((width_of(one.words, LEGEND_SIZE) for one in drawn.classes), default=0.0)


def _on(colour: str) -> str:
    """Black or white, whichever is read better on a colour."""
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (red, green, blue)]
    bright = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return "#16202c" if bright > 0.25 else "#ffffff"


def _slug(key: str) -> str:
    return "".join(sign if sign.isalnum() else "-" for sign in key)


def _safe(words: str) -> str:
    return escape(words, quote=False)
