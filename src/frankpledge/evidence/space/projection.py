"""Longitude and latitude to and from metres of the British National Grid."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np

from frankpledge.evidence.errors import LengthsDiffer, NotFinite

from .checks import Floats, Numbers, one_dimensional

PROJECTION_METHOD = "british-national-grid/1"
WEST, EAST, SOUTH, NORTH = -9.5, 2.5, 49.5, 61.5
"""Degrees within which the grid is defined and fit to use."""
WIDEST, TALLEST = 700_000.0, 1_300_000.0


def to_grid(longitude: Numbers, latitude: Numbers) -> tuple[Floats, Floats]:
    """Eastings and northings (EPSG:27700) of WGS 84 positions.

    Args:
        longitude, latitude: degrees, shape (n,).
    Returns:
        Easting and northing in metres, shape (n,) each. Without the Ordnance Survey's table of shifts they are good to
        about five metres, which is less than the published positions of crimes are moved.
    Raises:
        LengthsDiffer: not as many of the one as of the other.
        NotFinite: a value is missing, or lies outside Britain; swapped columns are named as such.

    Source: EPSG:27700, by the seven-parameter transformation EPSG:1314 that PROJ holds.
    """
    lon, lat = _pair("longitude", longitude, "latitude", latitude)
    _within("longitude", lon, WEST, EAST, lat)
    _within("latitude", lat, SOUTH, NORTH, lon)
    e, n = _transformer(True).transform(lon, lat)
    return np.asarray(e, dtype=np.float64), np.asarray(n, dtype=np.float64)


def to_longitude_latitude(easting: Numbers, northing: Numbers) -> tuple[Floats, Floats]:
    """WGS 84 degrees of positions on the British National Grid; see `to_grid` for how exact they are.

    Raises:
        LengthsDiffer: not as many of the one as of the other.
        NotFinite: a value is missing or lies outside the grid (0 to 700,000 m east, 0 to 1,300,000 m north).
    """
    e, n = _pair("easting", easting, "northing", northing)
    _within("easting", e, 0, WIDEST, n)
    _within("northing", n, 0, TALLEST, e)
    lon, lat = _transformer(False).transform(e, n)
    return np.asarray(lon, dtype=np.float64), np.asarray(lat, dtype=np.float64)


def _pair(first: str, one: Numbers, second: str, other: Numbers) -> tuple[Floats, Floats]:
    a, b = one_dimensional(first, one), one_dimensional(second, other)
    if a.size != b.size:
        raise LengthsDiffer(f"{a.size} values of {first} and {b.size} of {second}")
    return a, b


def _within(name: str, values: Floats, low: float, high: float, other: Floats) -> None:
    outside = np.flatnonzero(~((values >= low) & (values <= high)))
    if not outside.size:
        return
    at = outside[0]
    message = f"{name}: {outside.size} of {values.size} lie outside {low:g} to {high:g}; the first is {values[at]:g}"
    swapped = int(np.count_nonzero((other[outside] >= low) & (other[outside] <= high)))
    if swapped == outside.size and name in {"longitude", "latitude"} and np.isfinite(values[at]):
        message += ". The two columns look swapped"
    raise NotFinite(message)


@lru_cache(maxsize=2)
def _transformer(forth: bool) -> Any:
    from pyproj import Transformer

    ends = ("EPSG:4326", "EPSG:27700") if forth else ("EPSG:27700", "EPSG:4326")
    return Transformer.from_crs(*ends, always_xy=True)
