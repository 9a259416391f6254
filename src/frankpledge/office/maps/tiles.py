"""Vector tiles of outlines, made here from our own outlines: nothing is fetched from another server.

All tiles of one level lie in one PMTiles file, named by the checksum of the outlines, under `maps/` of the data folder.
Until the background worker has written it, a tile is made when it is asked for, by the same function.
"""

from __future__ import annotations

import gzip
import math
import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from frankpledge.office.errors import NotFound

from . import outlines
from .rules import LEVELS

ZOOMS = {"lsoa21": (6, 11), "ward24": (6, 11), "ltla24": (5, 10), "pfa24": (4, 9)}
EXTENT, BUFFER = 4096, 64
LAYER = "areas"


class NoSuchTile(NotFound):
    """No such level, or outlines of another version."""


@dataclass(frozen=True)
class Shapes:
    """Outlines in the unit square of the web's map projection, and what finds those that a tile touches."""

    codes: tuple[str, ...]
    names: tuple[str, ...]
    shapes: Any
    tree: Any


def folder() -> Path:
    return Path(settings.FRANKPLEDGE_HOME) / "maps"


def path_of(level: str, version: str) -> Path:
    return folder() / f"{level}-{version}.pmtiles"


def tile(level: str, within: str, version: str, z: int, x: int, y: int) -> bytes:
    """One tile, not compressed; nothing where no area lies.

    Raises:
        NoSuchTile: the level does not exist, the zoom is outside its range, or the outlines are others by now.
    """
    if level not in LEVELS or not ZOOMS[level][0] <= z <= ZOOMS[level][1]:
        raise NoSuchTile(_("There is no such tile."))
    if not version.isalnum():
        raise NoSuchTile(_("There is no such tile."))
    path = path_of(level, version)
    if path.is_file():
        return _read(path, z, x, y)
    places = outlines.drawn(level, within)
    if outlines.version(places) != version:
        raise NoSuchTile(_("These outlines have changed."), remedy=_("Open the page of the map again."))
    return encoded(_shapes(level, within, version), z, x, y)


def _read(path: Path, z: int, x: int, y: int) -> bytes:
    from pmtiles.reader import MmapSource, Reader

    with path.open("rb") as file:
        found = Reader(MmapSource(file)).get(z, x, y)
    return gzip.decompress(found) if found else b""


def build(level: str, within: str) -> Path | None:
    """Write the file of a level, unless it is there already. None when nothing has an outline."""
    places = outlines.drawn(level, within)
    if not any(place.geometry for place in places):
        return None
    version = outlines.version(places)
    path = path_of(level, version)
    if not path.is_file():
        shapes = _shapes(level, within, version)
        _write(path, shapes, *ZOOMS[level])
        for old in folder().glob(f"{level}-*.pmtiles"):
            if old != path:
                old.unlink(missing_ok=True)
    return path


def _write(path: Path, shapes: Shapes, least: int, most: int) -> None:
    """Beside its place, on disk, then renamed: a half-written file is never read."""
    from pmtiles.tile import Compression, TileType, zxy_to_tileid
    from pmtiles.writer import Writer

    path.parent.mkdir(parents=True, exist_ok=True)
    handle, beside = tempfile.mkstemp(prefix=".tiles-", dir=path.parent)
    with os.fdopen(handle, "wb") as file:
        writer = Writer(file)
        places = sorted((zxy_to_tileid(z, x, y), z, x, y) for z, x, y in _touched(shapes, least, most))
        for key, z, x, y in places:
            if data := encoded(shapes, z, x, y):
                writer.write_tile(key, gzip.compress(data, mtime=0))
        west, south, east, north = bounds(shapes)
        header = {
            "tile_type": TileType.MVT, "tile_compression": Compression.GZIP,
            "min_lon_e7": int(west * 1e7), "min_lat_e7": int(south * 1e7),
            "max_lon_e7": int(east * 1e7), "max_lat_e7": int(north * 1e7),
            "center_zoom": least, "center_lon_e7": int((west + east) / 2 * 1e7),
            "center_lat_e7": int((south + north) / 2 * 1e7),
        }  # fmt: skip
        fields = {"code": "String", "name": "String"}
        writer.finalize(header, {"name": LAYER, "vector_layers": [{"id": LAYER, "fields": fields}]})
        file.flush()
        os.fsync(file.fileno())
    os.replace(beside, path)


def _touched(shapes: Shapes, least: int, most: int) -> Iterator[tuple[int, int, int]]:
    west, north, east, south = _unit_bounds(shapes)
    for z in range(least, most + 1):
        count = 2**z
        for x in range(int(west * count), int(east * count) + 1):
            for y in range(int(north * count), int(south * count) + 1):
                yield z, x, y


def _unit_bounds(shapes: Shapes) -> tuple[float, float, float, float]:
    import shapely

    west, north, east, south = shapely.total_bounds(shapes.shapes)
    return float(west), float(north), float(east), float(south)


def bounds(shapes: Shapes) -> tuple[float, float, float, float]:
    """West, south, east, north in degrees."""
    west, north, east, south = _unit_bounds(shapes)
    return west * 360 - 180, _latitude(south), east * 360 - 180, _latitude(north)


def _latitude(y: float) -> float:
    return math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * y))))


@lru_cache(maxsize=8)
def _shapes(level: str, within: str, version: str) -> Shapes:
    """`version` keeps shapes of changed outlines apart."""
    import shapely

    places = [place for place in outlines.drawn(level, within) if place.geometry]
    made = shapely.transform([shapely.geometry.shape(place.geometry) for place in places], _to_unit)
    valid = shapely.make_valid(made)
    return Shapes(
        tuple(place.code for place in places), tuple(place.name for place in places), valid, shapely.STRtree(valid)
    )


def _to_unit(points: Any) -> Any:
    import numpy as np

    x = points[:, 0] / 360 + 0.5
    sine = np.sin(np.radians(points[:, 1]))
    y = 0.5 - np.log((1 + sine) / (1 - sine)) / (4 * np.pi)
    return np.column_stack([x, y])


def encoded(shapes: Shapes, z: int, x: int, y: int) -> bytes:
    """The areas that touch a tile, cut to it with a margin, as a vector tile."""
    import mapbox_vector_tile
    import shapely

    size = 1 / 2**z
    margin = size * BUFFER / EXTENT
    west, north = x * size, y * size
    box = (west - margin, north - margin, west + size + margin, north + size + margin)
    features = []
    for at in sorted(shapes.tree.query(shapely.box(*box), predicate="intersects").tolist()):
        cut = shapely.clip_by_rect(shapely.simplify(shapes.shapes[at], size / EXTENT / 2), *box)
        cut = _polygons(shapely.transform(cut, lambda points: ((points - (west, north)) / size * EXTENT).round()))
        if not cut.is_empty:
            facts = {"code": shapes.codes[at], "name": shapes.names[at]}
            features.append({"geometry": cut.wkb, "properties": facts, "id": at + 1})
    if not features:
        return b""
    # Rows of tiles run south, and so do the units within a tile.
    made: bytes = mapbox_vector_tile.encode(
        {"name": LAYER, "features": features}, default_options={"extents": EXTENT, "y_coord_down": True}
    )
    return made


def _polygons(shape: Any) -> Any:
    """What remains of an area when lines and points that cutting leaves are dropped."""
    import shapely

    if shape.geom_type in ("Polygon", "MultiPolygon"):
        return shape
    parts = [part for part in getattr(shape, "geoms", ()) if part.geom_type == "Polygon"]
    return shapely.MultiPolygon(parts)
