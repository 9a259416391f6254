"""Outlines to draw: those that the office brought in itself, else those that ship with the product."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from frankpledge.office.people.queries import looked_up
from frankpledge.office.places import lookups
from frankpledge.office.places import queries as places
from frankpledge.office.places.models import Area, AreaKind
from frankpledge.office.places.rules import rings

from .rules import NATIONAL

Geometry = dict[str, Any]
Ring = list[list[float]]


@dataclass(frozen=True)
class Place:
    """An area with its name; `geometry` is GeoJSON in longitude and latitude, or None where nobody has an outline."""

    code: str
    name: str
    geometry: Geometry | None

    @property
    def rings(self) -> list[Ring]:
        return list(rings(self.geometry)) if self.geometry else []


def members(level: str, within: str) -> list[tuple[str, str]]:
    """Codes and names of the areas of a level that lie in a force area or district, by code."""
    if level == NATIONAL:
        return sorted((force.code, force.area_name) for force in places.force_areas())
    if level == AreaKind.DISTRICT:
        inside = places.districts_of(within) if _is_force(within) else [places.districts()[within]]
        return sorted((one.code, one.name) for one in inside)
    return _small(level, within)


@cache
def _small(level: str, within: str) -> list[tuple[str, str]]:
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    districts = {one.code for one in places.districts_of(within)} if _is_force(within) else {within}
    if level == AreaKind.WARD:
        rows = pq.read_table(lookups.path("wards")).to_pylist()
        return sorted((row["code"], row["name"]) for row in rows if row["district24"] in districts)
    table = pq.read_table(lookups.path("lsoa"), columns=["code", "name", "in_2021", "district24"])
    table = table.filter(pc.and_(table["in_2021"], pc.is_in(table["district24"], value_set=_array(districts))))
    return sorted((row["code"], row["name"] or row["code"]) for row in table.to_pylist())


@cache
def elsewhere(within: str) -> tuple[tuple[str, str, str], ...]:
    """Small areas that bear the name of a district here and lie, by the official lookup, in a district elsewhere.

    Each with its code, its name and the district that it is counted in.
    """
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    known = places.districts()
    here = places.districts_of(within) if _is_force(within) else [known[within]]
    codes, names = {one.code for one in here}, {one.name for one in here}
    table = pq.read_table(lookups.path("lsoa"), columns=["code", "name", "in_2021", "district24"])
    named = pc.replace_substring_regex(table["name"], r" [0-9]{3}[A-Z]+$", "")
    table = table.filter(pc.and_(table["in_2021"], pc.is_in(named, value_set=_array(names))))
    return tuple(
        (row["code"], row["name"], known[row["district24"]].name)
        for row in table.to_pylist()
        if row["district24"] not in codes and row["district24"] in known
    )


def _array(values: set[str]) -> Any:
    import pyarrow as pa

    return pa.array(sorted(values), pa.string())


def _is_force(code: str) -> bool:
    return any(force.code == code for force in places.force_areas())


def drawn(level: str, within: str) -> list[Place]:
    """Every area of a level within a force area or district, with its outline where there is one. One query."""
    wanted = members(level, within)
    own = _own(level, [code for code, _name in wanted])
    shipped = _shipped()
    return [
        Place(code, own[code][0] if code in own else name, (own[code][1] if code in own else None) or shipped.get(code))
        for code, name in wanted
    ]


def none_of_its_own(level: str) -> None:
    """It was seen that the office brought in no area of this level: nobody asks again for this page."""
    looked_up(f"own areas {level}", list)


def _own(level: str, codes: Sequence[str]) -> dict[str, tuple[str, Geometry | None]]:
    """What the office calls its areas, and the outlines that it brought in."""
    wanted = set(codes)
    rows = looked_up(
        f"own areas {level}", lambda: list(Area.objects.filter(kind=level).values_list("code", "name", "boundary"))
    )
    return {code: (name, boundary) for code, name, boundary in rows if code in wanted}


@cache
def _shipped() -> dict[str, Geometry]:
    import pyarrow.parquet as pq

    rows = pq.read_table(lookups.path("boundaries"), columns=["code", "geometry"]).to_pylist()
    return {row["code"]: json.loads(row["geometry"]) for row in rows}


def around(within: str) -> list[list[Ring]]:
    """The outlines of the districts of a force area, to find one's way on a map of smaller areas."""
    if not _is_force(within):
        return []
    return [place.rings for place in drawn(AreaKind.DISTRICT, within) if place.geometry]


def version(shapes: Sequence[Place]) -> str:
    """Short checksum of outlines: it changes when one of them does, and stands in the addresses of tiles."""
    digest = hashlib.sha256()
    for shape in shapes:
        digest.update(f"{shape.code}|{shape.name}|".encode())
        digest.update(json.dumps(shape.geometry, separators=(",", ":")).encode())
    return digest.hexdigest()[:12]


def levels_with_outlines(within: str) -> list[str]:
    """Levels of which at least one area can be drawn."""
    return [level for level in ("lsoa21", "ward24", "ltla24", "pfa24") if any(_outlined(level, within))]


def _outlined(level: str, within: str) -> Iterator[bool]:
    shipped = _shipped()
    wanted = members(level, within)
    yield any(code in shipped for code, _name in wanted)
    yield Area.objects.filter(kind=level, code__in=[code for code, _n in wanted]).exclude(boundary=None).exists()
