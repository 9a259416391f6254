"""A small outline map as SVG paths: for showing where an area lies, never for deciding what lies in it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from . import rules

WIDTH, MARGIN = 480.0, 4.0


@dataclass(frozen=True)
class Shape:
    """One area to draw: `marked` shapes stand out by a fill, and their name is in the map's description."""

    name: str
    geometry: dict[str, Any]
    href: str = ""
    marked: bool = False


@dataclass(frozen=True)
class Path:
    name: str
    d: str
    href: str
    marked: bool


@dataclass(frozen=True)
class OutlineMap:
    """Paths in a box of `width` by `height`, in drawing order."""

    width: int
    height: int
    paths: tuple[Path, ...]


def outline_map(shapes: Sequence[Shape]) -> OutlineMap | None:
    """Draw shapes side by side, north up, distances true at the middle latitude. None when there is nothing to draw."""
    if not shapes:
        return None
    points = [point for shape in shapes for ring in rules.rings(shape.geometry) for point in ring]
    west, east = min(p[0] for p in points), max(p[0] for p in points)
    south, north = min(p[1] for p in points), max(p[1] for p in points)
    squeeze = math.cos(math.radians((south + north) / 2))
    scale = (WIDTH - 2 * MARGIN) / max((east - west) * squeeze, (north - south) / 1.5, 1e-9)

    def place(point: Sequence[float]) -> tuple[float, float]:
        return MARGIN + (point[0] - west) * squeeze * scale, MARGIN + (north - point[1]) * scale

    drawn = tuple(
        Path(shape.name, _path(rules.rings(shape.geometry), place), shape.href, shape.marked) for shape in shapes
    )
    width = (east - west) * squeeze * scale + 2 * MARGIN
    return OutlineMap(math.ceil(width), math.ceil((north - south) * scale + 2 * MARGIN), drawn)


def _path(rings: Iterable[Sequence[Sequence[float]]], place: Any) -> str:
    parts = []
    for ring in rings:
        points = [place(point) for point in ring]
        parts.append("M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points) + "Z")
    return "".join(parts)
