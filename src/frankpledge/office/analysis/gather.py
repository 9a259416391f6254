"""The figures that a method needs, read once and frozen: counts by area, series of months, single crimes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from frankpledge.office.errors import BadInput
from frankpledge.office.extracts import queries as extracts
from frankpledge.office.maps import figures, outlines
from frankpledge.office.maps.rules import NATIONAL, Period
from frankpledge.office.places import queries as places
from frankpledge.office.places.models import AreaKind

from .methods import METHODS

if TYPE_CHECKING:
    import pyarrow as pa

NEIGHBOURS_WITHIN_M = 150.0
Choices = Mapping[str, Any]


@dataclass(frozen=True)
class Gathered:
    """Figures as plain data, the releases that they come from, and the extract (number and checksum of its rows)."""

    given: dict[str, Any]
    releases: list[str]
    extracts: list[dict[str, Any]]


class NoSuchMonths(BadInput):
    """Months are asked for that no file holds."""


def gather(method: str, choices: Choices, points: pa.Table | None = None) -> Gathered:
    """What a method computes from. `points`: for methods on extracts, the rows that the caller was allowed to read."""
    needs = METHODS[method].needs
    if needs == "points":
        if points is None:
            raise ValueError("points of an extract come through the use case that notes the look")
        return _points(choices, points)
    return {"areas": _areas, "series": _series, "groups": _groups}[needs](choices)


def _kinds(choices: Choices) -> list[str] | None:
    return [choices["type"]] if choices.get("type") else None


def _months(choices: Choices, first: str = "from", last: str = "to") -> list[str]:
    return list(Period(choices[first], choices[last]).months)


def _areas(choices: Choices) -> Gathered:
    months = _months(choices)
    earlier = _months(choices, "from2", "to2") if choices.get("from2") else []
    level, within = choices["level"], choices["within"]
    every = figures.area_months(choices["source"], level, within, _kinds(choices), sorted({*months, *earlier}))
    _require_something(every.counts)
    found = every.part(months)
    named = dict(outlines.members(level, within))
    people = figures.residents(level, found.codes)
    given: dict[str, Any] = {
        "codes": list(found.codes),
        "names": [named[code] for code in found.codes],
        "months": months,
        "counts": [list(row) for row in found.counts],
        "residents": [people[code] for code in found.codes],
        "pairs": neighbours(level, within),
    }
    if earlier:
        given |= {"earlier_months": earlier, "earlier": [list(row) for row in every.part(earlier).counts]}
    return Gathered(given, list(every.releases), [])


def _require_something(counts: Sequence[Sequence[int | None]]) -> None:
    if all(n is None for row in counts for n in row):
        raise NoSuchMonths(
            _("No file holds these months for these areas."), remedy=_("Choose other months, areas or figures.")
        )


def neighbours(level: str, within: str) -> list[list[int]]:
    """Pairs of positions of areas that touch, in the order of their codes. Areas without an outline have none."""
    shapes = outlines.drawn(level, within)
    return [list(pair) for pair in _touching(level, within, outlines.version(shapes))]


@lru_cache(maxsize=8)
def _touching(level: str, within: str, _version: str) -> tuple[tuple[int, int], ...]:
    import numpy as np
    import shapely

    from frankpledge.evidence.space import to_grid

    def metres(points: Any) -> Any:
        return np.column_stack(to_grid(points[:, 0], points[:, 1]))

    there = [(at, shape.geometry) for at, shape in enumerate(outlines.drawn(level, within)) if shape.geometry]
    polygons = shapely.make_valid(
        shapely.transform([shapely.geometry.shape(geometry) for _at, geometry in there], metres)
    )
    first, second = shapely.STRtree(polygons).query(polygons, predicate="dwithin", distance=NEIGHBOURS_WITHIN_M)
    return tuple(
        (there[a][0], there[b][0]) for a, b in sorted(zip(first.tolist(), second.tolist(), strict=True)) if a < b
    )


def _one_area(choices: Choices, code: str, months: Sequence[str]) -> tuple[list[int | None], list[str]]:
    """The months of one area, of whatever level."""
    place = places.place(code)
    within = place.force_code if place.kind != AreaKind.DISTRICT else place.code
    level = NATIONAL if place.kind == AreaKind.FORCE else place.kind
    found = figures.area_months(choices["source"], level, within, _kinds(choices), list(months))
    row = found.counts[found.codes.index(code)]
    _require_something([row])
    return list(row), list(found.releases)


def _series(choices: Choices) -> Gathered:
    code, months = choices["area"], _months(choices)
    earlier = _months(choices, "from2", "to2") if choices.get("from2") else []
    counts, releases = _one_area(choices, code, sorted({*months, *earlier}))
    by_month = dict(zip(sorted({*months, *earlier}), counts, strict=True))
    given: dict[str, Any] = {
        "area": code, "name": places.area_name(code), "months": months, "counts": [by_month[month] for month in months],
    }  # fmt: skip
    if earlier:
        given |= {"after": given["counts"], "before": [by_month[month] for month in earlier], "earlier_months": earlier}
    return Gathered(given, releases, [])


def _groups(choices: Choices) -> Gathered:
    """Treated, comparison and displacement areas: each group's months summed, before and after."""
    after, before = _months(choices), _months(choices, "from2", "to2")
    months = sorted({*after, *before})
    groups: dict[str, Any] = {}
    releases: set[str] = set()
    for name in ("treated", "control", "displacement", "displacement_control"):
        rows = []
        for code in choices.get(name, []):
            counts, used = _one_area(choices, code, months)
            rows.append(dict(zip(months, counts, strict=True)))
            releases |= set(used)
        groups[name] = [_summed(rows, before), _summed(rows, after)] if rows else None
    name = ", ".join(places.area_name(code) for code in choices["treated"][:3])
    given = {"name": name, "groups": groups, "before_months": before, "after_months": after}
    return Gathered(given, sorted(releases), [])


def _summed(rows: list[dict[str, int | None]], months: Sequence[str]) -> list[int | None]:
    """Month by month over the areas of a group; a month that one of them lacks is missing."""
    sums: list[int | None] = []
    for month in months:
        values = [row[month] for row in rows]
        sums.append(None if None in values else sum(value for value in values if value is not None))
    return sums


def points_asked(choices: Choices) -> dict[str, Any]:
    """The arguments with which an extract is read."""
    number = choices["extract"]
    return {
        "extract": int(number) if str(number).isdigit() else number,
        "crime_types": [choices["type"]] if choices.get("type") else None,
        "start": date.fromisoformat(choices["start_day"]) if choices.get("start_day") else None,
        "end": date.fromisoformat(choices["end_day"]) if choices.get("end_day") else None,
    }


def _points(choices: Choices, table: pa.Table) -> Gathered:
    def moments(name: str) -> list[str | None]:
        return [value.isoformat() if value is not None else None for value in table[name].to_pylist()]

    given = {
        "easting": table["easting"].to_pylist(),
        "northing": table["northing"].to_pylist(),
        "start": moments("start"),
        "end": moments("end"),
        "timed": table["timed"].to_pylist(),
    }
    used = [
        {"number": one.pk, "rows_sha256": one.rows_sha256, "file": one.file_name}
        for one in extracts.held_for(points_asked(choices)["extract"])
    ]
    return Gathered(given, [], used)


def outlines_of(choices: Choices) -> list[outlines.Place]:
    """The shapes of an analysis of areas, to draw it."""
    return outlines.drawn(choices["level"], choices["within"])
