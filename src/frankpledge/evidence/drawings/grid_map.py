"""Maps of many equal cells as static SVG: hotspot grids and density surfaces, north up, with a scale in kilometres.

A title on each of ten thousand cells would help nobody: the cells of a class are one shape with one title, and the
figures belong in the table beside. Colour is never alone: hot and cold have their own hatchings.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from frankpledge.evidence.errors import ImpossibleCount, LengthsDiffer, UnknownChoice
from frankpledge.evidence.series.drawing import INK, line, tag, text

from .maps import EDGE, HIGHER, LOWER, NEITHER, PARCHMENT, MapClass, sequential_classes
from .maps import _pattern as map_pattern

if TYPE_CHECKING:
    from frankpledge.evidence.space.emerging import Emerging
    from frankpledge.evidence.space.getis_ord import LocalG
    from frankpledge.evidence.space.grid import Grid
    from frankpledge.evidence.space.surface import Surface

GRID_MAP_DRAWING = "grid-map/1"
WIDTH, TALLEST, MARGIN, BELOW = 760.0, 900.0, 6.0, 34.0

Points = npt.NDArray[np.float64]

HOT = MapClass("hot", "Hotspot", HIGHER, "up")
COLD = MapClass("cold", "Cold spot", LOWER, "down")
QUIET_CELL = MapClass("none", "Neither", NEITHER)
UNKNOWN_CELL = MapClass("not computable", "Could not be judged", PARCHMENT, "dots")


@dataclass(frozen=True, slots=True)
class GridMap:
    """What is drawn.

    Args:
        corners: outline of each cell in metres, shape (cells, corners, 2), as `Grid.corners()` gives them.
        keys: the class of each cell; cells of the class "" are not drawn.
        classes: in the order of the legend. outlines: rings in metres, drawn over the cells.
        title, description: for people who cannot see it. ident: unique on the page.
    """

    corners: Points
    keys: Sequence[str]
    classes: Sequence[MapClass]
    title: str
    description: str
    ident: str = "grid"
    outlines: Sequence[Points] = field(default_factory=tuple)

    def counts(self) -> dict[str, int]:
        """How many cells each class of the legend holds."""
        keys = list(self.keys)
        return {one.key: keys.count(one.key) for one in self.classes}


def hotspot_map(grid: Grid, found: LocalG, *, title: str, ident: str = "hotspots", **more: Sequence[Points]) -> GridMap:
    """Hot and cold cells of a grid; `more` is `outlines`."""
    keys = np.full(grid.cells, "none", dtype="U16")
    keys[found.hot], keys[found.cold], keys[found.not_computable] = "hot", "cold", "not computable"
    classes = [HOT, COLD, QUIET_CELL, *([UNKNOWN_CELL] if found.not_computable.any() else [])]
    return GridMap(grid.corners(), keys.tolist(), classes, title, found.sentence, ident, **more)


def emerging_map(
    grid: Grid, found: Emerging, *, title: str, ident: str = "emerging", **more: Sequence[Points]
) -> GridMap:
    """Cells by what became of them; colder than the rest is drawn as one class, to keep the legend readable."""
    groups = {
        "new": MapClass("new", "New: in the last period only, or in a run up to it", "#f2b06b", "dots"),
        "steady": MapClass("steady", "There most of the time", HIGHER, "up"),
        "growing": MapClass("growing", "There most of the time, and more so", "#8a3c00", "cross"),
        "passing": MapClass("passing", "In the last period, on and off before", "#f6d9bb", ""),
        "gone": MapClass("gone", "There most of the time, gone in the last", "#d9c9b8", "down"),
        "cold": MapClass("cold", "Cold spot of some kind", LOWER, "down"),
        "none": QUIET_CELL,
        "not computable": UNKNOWN_CELL,
    }
    names = {
        "new hotspot": "new", "consecutive hotspot": "new", "persistent hotspot": "steady",
        "diminishing hotspot": "steady", "intensifying hotspot": "growing", "sporadic hotspot": "passing",
        "oscillating hotspot": "passing", "historical hotspot": "gone",
    }  # fmt: skip
    keys = [names.get(each, "cold" if each.endswith("cold spot") else each) for each in found.category]
    classes = [one for key, one in groups.items() if key in keys]
    return GridMap(grid.corners(), keys, classes, title, found.sentence, ident, **more)


def surface_map(
    surface: Surface, *, title: str, ident: str = "surface", classes: int = 5, **more: Sequence[Points]
) -> GridMap:
    """Classes of a density surface in equal steps, the lowest twentieth of the first step left white."""
    level = surface.classes(classes)
    top = float(np.nanmax(surface.density))
    words = [f"{top * at / classes:,.0f} to {top * (at + 1) / classes:,.0f} for each km²" for at in range(classes)]
    west, south, cell = surface.bounds[0], surface.bounds[1], surface.cell_m
    rows, columns = np.nonzero(level > 0)
    steps = np.array([(0, 0), (1, 0), (1, 1), (0, 1)])
    corners = np.array([west, south]) + (np.column_stack([columns, rows])[:, None, :] + steps) * cell
    keys = [str(each - 1) for each in level[rows, columns]]
    return GridMap(corners, keys, sequential_classes(words), title, surface.sentence, ident, **more)


def grid_map_svg(drawn: GridMap, *, legend: bool = False) -> str:
    """The map, north up; with `legend=True` the legend stands below it (for a file that is taken away).

    Raises:
        ImpossibleCount: there is no cell to draw. LengthsDiffer: not one class for each cell.
        UnknownChoice: a cell names a class that is not in the legend.
    """
    _require_drawable(drawn)
    frame = _Frame.around(drawn)
    keys = np.asarray(drawn.keys)
    body = "".join(_class(one, drawn.corners[keys == one.key], frame, drawn.ident) for one in drawn.classes)
    patterns = "".join(map_pattern(one, _ident(drawn, one)) for one in drawn.classes if one.pattern)
    body = (tag("defs", patterns) if patterns else "") + body + _outlines(drawn, frame) + _scale(frame)
    below, height = _legend(drawn, frame) if legend else ("", frame.height)
    name, about = f"{drawn.ident}-title", f"{drawn.ident}-desc"
    head = tag("title", escape(drawn.title, quote=False), id=name)
    head += tag("desc", escape(drawn.description, quote=False), id=about)
    return tag(
        "svg", head + body + below, xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {frame.width:.5g} {height:.5g}", width="100%", role="img", aria_labelledby=f"{name} {about}",
        class_="fp-map__drawing",
        font_family="inherit" if not legend else "Atkinson Hyperlegible Next, arial, sans-serif",
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Frame:
    west: float
    north: float
    scale: float
    width: float
    height: float

    @classmethod
    def around(cls, drawn: GridMap) -> _Frame:
        every = [drawn.corners.reshape(-1, 2), *(np.asarray(ring, dtype=np.float64) for ring in drawn.outlines)]
        west, south = np.min([ring.min(axis=0) for ring in every], axis=0)
        east, north = np.max([ring.max(axis=0) for ring in every], axis=0)
        scale = min((WIDTH - 2 * MARGIN) / max(east - west, 1.0), (TALLEST - 2 * MARGIN) / max(north - south, 1.0))
        wide, high = (east - west) * scale + 2 * MARGIN, (north - south) * scale + 2 * MARGIN + BELOW
        return cls(float(west), float(north), float(scale), float(np.ceil(wide)), float(np.ceil(high)))

    def places(self, points: Points) -> npt.NDArray[np.int64]:
        """Tenths of a unit of the drawing."""
        x = MARGIN + (points[..., 0] - self.west) * self.scale
        y = MARGIN + (self.north - points[..., 1]) * self.scale
        return np.rint(np.stack([x, y], axis=-1) * 10).astype(np.int64)


def _require_drawable(drawn: GridMap) -> None:
    if drawn.corners.ndim != 3 or not len(drawn.corners):
        raise ImpossibleCount("a map needs at least one cell")
    if len(drawn.keys) != len(drawn.corners):
        raise LengthsDiffer(f"{len(drawn.keys)} classes for {len(drawn.corners)} cells")
    unknown = {key for key in drawn.keys if key} - {one.key for one in drawn.classes}
    if unknown:
        raise UnknownChoice(f"no class of the legend is called {', '.join(sorted(unknown))}")


def _class(one: MapClass, corners: Points, frame: _Frame, ident: str) -> str:
    """All cells of a class as one shape."""
    if not len(corners):
        return ""
    placed = frame.places(corners)
    d = _squares(placed) if placed.shape[1] == 4 else "".join(_cell(cell) for cell in placed)
    words = tag("title", escape(f"{one.words}: {len(corners):,}", quote=False))
    fill = f"url(#{ident}-{_slug(one.key)})" if one.pattern else one.fill
    return tag("path", words, d=d, fill=fill, class_="fp-map__area")


def _squares(placed: npt.NDArray[np.int64]) -> str:
    """Squares that lie side by side as one strip each: a tenth of the size."""
    left, right = placed[..., 0].min(axis=1), placed[..., 0].max(axis=1)
    top, bottom = placed[..., 1].min(axis=1), placed[..., 1].max(axis=1)
    order = np.lexsort((left, top))
    strips: list[list[int]] = []
    for at in order:
        here = [int(left[at]), int(top[at]), int(right[at]), int(bottom[at])]
        if strips and strips[-1][1] == here[1] and strips[-1][2] == here[0]:
            strips[-1][2] = here[2]
        else:
            strips.append(here)
    return "".join(f"M{x / 10:g} {y / 10:g}H{e / 10:g}V{s / 10:g}H{x / 10:g}z" for x, y, e, s in strips)


def _cell(cell: npt.NDArray[np.int64]) -> str:
    steps = " ".join(f"{(b[0] - a[0]) / 10:g} {(b[1] - a[1]) / 10:g}" for a, b in pairwise(cell))
    return f"M{cell[0][0] / 10:g} {cell[0][1] / 10:g}l{steps}z"


def _outlines(drawn: GridMap, frame: _Frame) -> str:
    d = "".join(_cell(frame.places(np.asarray(ring, dtype=np.float64))) for ring in drawn.outlines)
    if not d:
        return ""
    return tag(
        "path", d=d, fill="none", stroke=INK, stroke_width=1.4, stroke_linejoin="round", class_="fp-map__outline"
    )


def _scale(frame: _Frame) -> str:
    """A bar of a round length, at most a third of the width."""
    most = (frame.width - 2 * MARGIN) / 3 / frame.scale
    length = max(step * 10**power for power in range(7) for step in (1, 2, 5) if step * 10**power <= max(most, 1))
    y, end = frame.height - 12, MARGIN + length * frame.scale
    words = f"{length / 1000:g} km" if length >= 1000 else f"{length:g} m"
    bar = line(MARGIN, y, end, y, stroke=INK, stroke_width=2)
    bar += line(MARGIN, y - 5, MARGIN, y + 5, stroke=INK) + line(end, y - 5, end, y + 5, stroke=INK)
    return tag("g", bar + text(words, end + 8, y + 5, size=14.0), class_="fp-map__scale")


def _legend(drawn: GridMap, frame: _Frame) -> tuple[str, float]:
    counts, y = drawn.counts(), frame.height + 26
    body = text(drawn.title, MARGIN, y, size=18, font_weight="700")
    for one in drawn.classes:
        y += 28
        fill = f"url(#{_ident(drawn, one)})" if one.pattern else one.fill
        body += tag("rect", x=MARGIN, y=y - 15, width=34.0, height=20.0, fill=fill, stroke=EDGE)
        body += text(f"{one.words} ({counts[one.key]:,})", MARGIN + 44, y, size=16)
    return body, y + 16


def _ident(drawn: GridMap, one: MapClass) -> str:
    return f"{drawn.ident}-{_slug(one.key)}"


def _slug(key: str) -> str:
    return "".join(sign if sign.isalnum() else "-" for sign in key)
