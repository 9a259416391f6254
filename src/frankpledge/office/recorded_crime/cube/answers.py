"""Asking the cube: a series, a map, or a table of it. Dense: every area and month of the question has an answer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock
from typing import TYPE_CHECKING, Any

from frankpledge.office.errors import BadInput
from frankpledge.office.places import queries as places
from frankpledge.office.places.models import AreaKind
from frankpledge.office.recorded_crime import rules
from frankpledge.office.recorded_crime.queries import held

from . import areas, shelf
from .areas import LEVELS as LEVELS
from .keeping import current
from .shelf import Manifest
from .supplied import SUPPLIED, Supply, by_force, supply_of

if TYPE_CHECKING:
    import pyarrow as pa
    from duckdb import DuckDBPyConnection


@dataclass(frozen=True)
class CubeMonth:
    """A month's figure; None where nobody supplied it, and why."""

    month: str
    n: int | None
    status: str = "final"
    reason: str = ""


_making = Lock()


@lru_cache(maxsize=1)
def _engine() -> DuckDBPyConnection:
    """One DuckDB for the process; a question takes a cursor of its own."""
    import duckdb

    engine = duckdb.connect(":memory:", config={"memory_limit": "512MB", "threads": 2})
    engine.execute("SET parquet_metadata_cache = true")  # a file of the cube never changes
    return engine


def _ask(sql: str, values: Sequence[Any]) -> DuckDBPyConnection:
    with _making:
        engine = _engine()
    return engine.cursor().execute(sql, list(values))


def series(
    *,
    area_code: str | None = None,
    reported_by: str | None = None,
    crime_types: Sequence[str] | None = None,
    first: str | None = None,
    last: str | None = None,
) -> list[CubeMonth]:
    """One figure for each month: of an area (whoever recorded it), or of what a force recorded (wherever it lies).

    Args:
        area_code: a force area, district, ward or small area of today.
        reported_by: a force, by name or code.
        crime_types: those to count; None counts all crimes, without anti-social behaviour incidents.
        first, last: "YYYY-MM"; by default as far as the cube reaches.
    Raises:
        BadInput: not exactly one of area_code and reported_by is given.
        MixedCount: crimes and incidents are asked for in one figure.
        UnknownArea, UnknownForce, UnknownType: a name or code is not known.
    """
    if (area_code is None) == (reported_by is None):
        raise BadInput("Give an area or a recording force, and not both.", remedy="Leave one of them out.")
    now = current()
    if reported_by is not None:
        every = supply_of(now)
        names = {who for who in every if who.casefold() == reported_by.casefold()}
        names = names or held_names(reported_by, every)
        where, there = (
            f"reported_by IN {held.listed(names)}",
            _first_of([every[who] for who in sorted(names & set(every))]),
        )
        counts = _by_month(now, now.places, where, crime_types, first, last)
    else:
        place = places.place(area_code or "")
        column = held.PLACE_COLUMNS[place.kind]
        where = f"{column} = {held.quoted(place.code)} AND force24 = {held.quoted(place.force_code)}"
        small = place.kind in (AreaKind.WARD, AreaKind.LSOA)
        counts = _by_month(now, "" if small else now.places, where, crime_types, first, last)
        there = by_force(now).get(place.force_code, {})
    return [_month(month, counts, there.get(month)) for month in _months(now, first, last)]


def held_names(force: str, every: dict[str, Any]) -> set[str]:
    """How the files write a force."""
    from .supplied import force_code

    code = places.resolve_force(force).code
    return {who for who in every if force_code(who) == code}


def _first_of(found: list[dict[str, Supply]]) -> dict[str, Supply]:
    every: dict[str, Supply] = {}
    for by_month in found:
        every |= {m: s for m, s in by_month.items() if m not in every or every[m].status != SUPPLIED}
    return every


def _month(month: str, counts: dict[str, int], there: Supply | None) -> CubeMonth:
    if there is None or there.status != SUPPLIED:
        return CubeMonth(month, None, "missing", there.reason if there else areas.nobody())
    return CubeMonth(month, counts.get(month, 0))


def _months(now: Manifest, first: str | None, last: str | None) -> list[str]:
    if not now.months and not (first and last):
        return []
    return rules.months_between(first or now.months[0], last or now.months[-1])


def _segments(now: Manifest, first: str | None, last: str | None) -> list[str]:
    """The files of cells that hold a month of the range."""
    return [
        str(shelf.folder() / segment.cells)
        for segment in now.segments
        if any((first or "") <= month <= (last or "9999") for _who, month, *_rest in segment.held)
    ]


def _source(now: Manifest, table: str, first: str | None, last: str | None) -> list[str]:
    if table:
        return [str(shelf.folder() / table)] if now.segments else []
    return _segments(now, first, last)


def _by_month(
    now: Manifest, table: str, where: str, crime_types: Sequence[str] | None, first: str | None, last: str | None
) -> dict[str, int]:
    rules.counted(crime_types)
    condition = held.type_condition(crime_types)
    paths = _source(now, table, first, last)
    if not paths:
        return {}
    sql = f"SELECT month, sum(n)::BIGINT FROM read_parquet(?) WHERE {where} AND {condition} GROUP BY month"  # noqa: S608
    return dict(_ask(sql, [paths]).fetchall())


def counts(
    now: Manifest, column: str, values: Iterable[str], crime_types: Sequence[str] | None, *, force: str = ""
) -> dict[tuple[str, str], int]:
    """(value, month) → how many, of the cells that are there: not dense, for who knows which months were supplied.

    Args:
        column: what is counted by: "reported_by" or the code of an area ("force24", "district24", "ward24",
            "lsoa21_code"). values: those that are wanted. force: the force area in which all of them lie.
    """
    small = column in (held.PLACE_COLUMNS[AreaKind.WARD], held.PLACE_COLUMNS[AreaKind.LSOA])
    paths = _source(now, "" if small else now.places, None, None)
    condition = held.type_condition(crime_types)
    if not paths:
        return {}
    inside = f" AND force24 = {held.quoted(force)}" if force else ""
    sql = (
        f"SELECT {column}, month, sum(n)::BIGINT FROM read_parquet(?) "  # noqa: S608
        f"WHERE {column} IN {held.listed(values)}{inside} AND {condition} GROUP BY ALL"
    )
    return {(value, month): n for value, month, n in _ask(sql, [paths]).fetchall()}


def cells_within(now: Manifest, force: str) -> str:
    """SQL of all cells: down to small areas within a force area, by district elsewhere (or everywhere, without one).

    Columns: month, reported_by, crime_type, is_asb, placed, force24, district24, ward24, lsoa21_code, lsoa_code, n.
    """
    kept, lacking = (
        "month, reported_by, crime_type, is_asb, placed, force24, district24",
        "ward24, lsoa21_code, lsoa_code",
    )
    nulls = ", ".join(f"NULL::VARCHAR AS {name}" for name in lacking.split(", "))
    places = held.quoted(str(shelf.folder() / now.places))
    if not force:
        return f"SELECT {kept}, {nulls}, n FROM read_parquet({places})"  # noqa: S608
    cells, home = ", ".join(map(held.quoted, _segments(now, None, None))), held.quoted(force)
    return (
        f"SELECT {kept}, {lacking}, n FROM read_parquet([{cells}]) WHERE force24 = {home} UNION ALL "  # noqa: S608
        f"SELECT {kept}, {nulls}, n FROM read_parquet({places}) WHERE force24 IS DISTINCT FROM {home}"
    )


def by_area(
    level: str,
    *,
    within: str | None = None,
    crime_types: Sequence[str] | None = None,
    first: str | None = None,
    last: str | None = None,
) -> dict[str, dict[str, int | None]]:
    """Every area of a level → every month → how many, by place. None: the area's own force did not supply the month.

    Args:
        level: one of `LEVELS`.
        within: a force area, district or ward that the areas lie in; None means all of England and Wales.
    Raises:
        BadInput: there is no such level.
        MixedCount, UnknownArea, UnknownType: as in `series`.
    """
    now = current()
    asked = areas.of(level, within)
    months = _months(now, first, last)
    counts = {(code, month): n for code, month, n in _grouped(now, asked, crime_types, first, last, by_type=False)}
    there = by_force(now)
    given = {force: {m for m, each in of.items() if each.status == SUPPLIED} for force, of in there.items()}
    found: dict[str, dict[str, int | None]] = {}
    for code, forces in asked.forces.items():
        supplied = set.intersection(*(given.get(force, set()) for force in forces)) if forces else set()
        found[code] = {month: counts.get((code, month), 0) if month in supplied else None for month in months}
    return found


def left_over(
    level: str,
    *,
    within: str | None = None,
    crime_types: Sequence[str] | None = None,
    first: str | None = None,
    last: str | None = None,
) -> dict[str, int]:
    """Month → how many lie in `within` and in no area of the level: a small area of 2011 was split across its edge.

    Added to the sums of `by_area` they make what lies in `within`. Without `within`: rows without any place too.
    """
    now = current()
    asked = areas.of(level, within)
    rows = _grouped(now, asked, crime_types, first, last, by_type=False)
    found: dict[str, int] = {}
    for code, month, n in rows:
        if code not in asked.forces:
            found[month] = found.get(month, 0) + n
    return found


def totals(
    level: str,
    *,
    within: str | None = None,
    crime_types: Sequence[str] | None = None,
    first: str | None = None,
    last: str | None = None,
) -> dict[str, int | None]:
    """Every area of a level → how many in all the months together; None where a month of them was not supplied."""
    now = current()
    asked = areas.of(level, within)
    months = _months(now, first, last)
    counts = dict(_grouped(now, asked, crime_types, first, last, by_type=False, by_month=False))
    there = by_force(now)
    whole = {force for force, of in there.items() if all(_given(there, force, month) for month in months)}
    return {
        code: counts.get(code, 0) if forces and whole.issuperset(forces) else None
        for code, forces in asked.forces.items()
    }


def frame(
    level: str,
    *,
    within: str | None = None,
    crime_types: Sequence[str] | None = None,
    first: str | None = None,
    last: str | None = None,
    by_type: bool = False,
) -> pa.Table:
    """The same as `by_area` as an Arrow table: area_code, month, [crime_type,] n, sorted; n is null without supply."""
    import pyarrow as pa

    now = current()
    asked = areas.of(level, within)
    months = _months(now, first, last)
    counts = {tuple(key): n for *key, n in _grouped(now, asked, crime_types, first, last, by_type=by_type)}
    kinds = [(name,) for name in areas.types_of(crime_types)] if by_type else [()]
    there = by_force(now)
    rows: list[tuple[Any, ...]] = []
    for code, forces in sorted(asked.forces.items()):
        for month in months:
            supplied = bool(forces) and all(_given(there, force, month) for force in forces)
            rows += [(code, month, *kind, counts.get((code, month, *kind), 0) if supplied else None) for kind in kinds]
    names = ["area_code", "month", *(["crime_type"] if by_type else []), "n"]
    columns = list(zip(*rows, strict=True)) or [()] * len(names)
    types = [pa.string()] * (len(names) - 1) + [pa.int64()]
    return pa.table({name: pa.array(list(c), kind) for name, c, kind in zip(names, columns, types, strict=True)})


def _given(there: dict[str, dict[str, Supply]], force: str, month: str) -> bool:
    each = there.get(force, {}).get(month)
    return each is not None and each.status == SUPPLIED


def _grouped(
    now: Manifest,
    asked: areas.Asked,
    crime_types: Sequence[str] | None,
    first: str | None,
    last: str | None,
    *,
    by_type: bool,
    by_month: bool = True,
) -> list[tuple[Any, ...]]:
    """(area, [month,] [type,] n) of the cells that are there, not dense."""
    rules.counted(crime_types)
    condition = held.type_condition(crime_types)
    paths = _source(now, now.places if asked.from_places else "", first, last)
    if not paths:
        return []
    kind = ("month, " if by_month else "") + ("crime_type, " if by_type else "")
    joined = f"LEFT JOIN read_parquet(?) l ON l.code = {asked.on}" if asked.lookup else ""
    values: list[Any] = [paths, *([asked.lookup] if asked.lookup else []), first or "", last or "9999"]
    sql = f"""
        SELECT {asked.column} AS area_code, {kind}sum(n)::BIGINT FROM read_parquet(?) c {joined}
        WHERE month BETWEEN ? AND ? AND {condition} AND {asked.where} GROUP BY ALL
    """  # noqa: S608
    return _ask(sql, values).fetchall()
