"""Degrees to British National Grid metres and back; and the middle of an outline."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any


@cache
def _transformer(*, to_grid: bool) -> Any:
    from pyproj import Transformer

    pair = ("EPSG:4326", "EPSG:27700") if to_grid else ("EPSG:27700", "EPSG:4326")
    return Transformer.from_crs(*pair, always_xy=True)


def from_degrees(longitude: float, latitude: float) -> tuple[float, float]:
    """Easting and northing in metres; infinite where the grid does not reach."""
    east, north = _transformer(to_grid=True).transform(longitude, latitude)
    return float(east), float(north)


def to_degrees(places: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Longitude and latitude (WGS84) of places on the grid, to six decimals (about 10 cm)."""
    if not places:
        return []
    x, y = _transformer(to_grid=False).transform([p[0] for p in places], [p[1] for p in places])
    return [(round(float(a), 6), round(float(b), 6)) for a, b in zip(x, y, strict=True)]


def middle_of(geometry: dict[str, Any]) -> tuple[int, int]:
    """A place within an outline (GeoJSON, WGS84), in whole metres of the grid: its middle, where that is inside."""
    from shapely.geometry import shape

    outline = shape(geometry)
    middle = outline.centroid
    if not outline.is_valid or not outline.contains(middle):
        middle = outline.representative_point() if outline.is_valid else outline.buffer(0).representative_point()
    east, north = from_degrees(middle.x, middle.y)
    return round(east), round(north)


def to_grid(points: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Easting and northing of many points in longitude and latitude."""
    if not points:
        return []
    x, y = _transformer(to_grid=True).transform([p[0] for p in points], [p[1] for p in points])
    return [(float(a), float(b)) for a, b in zip(x, y, strict=True)]
