"""Sums by area and month from files of counts by place. Kept for each question under the files themselves.

Nothing else has a say in them, so they are as new as the files: a release that replaces another is another file.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from frankpledge.office.places import lookups
from frankpledge.office.recorded_crime.queries import held
from frankpledge.office.recorded_crime.queries.held import RowsFile
from frankpledge.office.sources.duck import shared


@dataclass(frozen=True)
class Sums:
    """Sums of areas (rows) by month (columns).

    wanted: those of the types asked for. every: crimes and incidents of all types. used: positions of the files used.
    None: no file has any row of this area and month.
    """

    wanted: tuple[tuple[int | None, ...], ...]
    every: tuple[tuple[int | None, ...], ...]
    used: tuple[int, ...]


# Of two files that hold an area's month the newer one (lower age) counts.
_NEWEST = """
    JOIN (SELECT area_code, month, min(age) AS age FROM arrived GROUP BY ALL) USING (area_code, month, age)
"""
_SUMS = """
    WITH arrived AS ({arrived})
    SELECT {shown} AS area, month, age, coalesce(sum(count) FILTER ({condition}), 0)::BIGINT, sum(count)::BIGINT
    FROM arrived {newest} {lookup} GROUP BY ALL
"""


@lru_cache(maxsize=64)
def sums(
    files: tuple[RowsFile, ...], *, wards: bool, codes: tuple[str, ...], condition: str, months: tuple[str, ...]
) -> Sums:
    """Sums of areas in some months.

    Args:
        files: newest first. wards: sum small areas to wards. condition: SQL of the types that are wanted.
    """
    asked = f"month BETWEEN {held.quoted(min(months))} AND {held.quoted(max(months))}"
    sql = _SUMS.format(
        arrived=_arrived(files, "area_code, month, crime_type, is_asb, count", f"{asked} AND {_inside(wards, codes)}"),
        shown="ward24" if wards else "area_code",
        condition=condition,
        newest=_NEWEST if len(files) > 1 else "",
        lookup=_lookup(wards),
    )
    return _dense(_columns(sql), codes, months)


@lru_cache(maxsize=64)
def known(files: tuple[RowsFile, ...], *, wards: bool, codes: tuple[str, ...]) -> frozenset[str]:
    """Which of the areas are in the files at all, in whatever month."""
    shown = "ward24" if wards else "area_code"
    arrived = _arrived(files, "area_code", _inside(wards, codes))
    (found, *_rest) = _columns(f"SELECT DISTINCT {shown} FROM ({arrived}) {_lookup(wards)}")  # noqa: S608
    return frozenset(found)


def _arrived(files: Sequence[RowsFile], columns: str, where: str) -> str:
    return " UNION ALL ".join(
        f"SELECT {age} AS age, {columns} FROM read_parquet({held.quoted(file.path)}) WHERE {where}"  # noqa: S608
        for age, file in enumerate(files)
    )


def _small() -> str:
    return f"SELECT code AS area_code, ward24 FROM read_parquet({held.quoted(str(lookups.path('lsoa')))}) WHERE in_2021"  # noqa: S608


def _inside(wards: bool, codes: Sequence[str]) -> str:
    if wards:
        return f"area_code IN (SELECT area_code FROM ({_small()}) WHERE ward24 IN {held.listed(codes)})"  # noqa: S608
    return f"area_code IN {held.listed(codes)}"


def _lookup(wards: bool) -> str:
    return f"JOIN ({_small()}) USING (area_code)" if wards else ""


def _columns(sql: str) -> list[list[Any]]:
    with shared() as connection:
        return [column.to_pylist() for column in connection.execute(sql).to_arrow_table().columns]


def _dense(columns: list[list[Any]], codes: tuple[str, ...], months: tuple[str, ...]) -> Sums:
    row = {code: at for at, code in enumerate(codes)}
    column = {month: at for at, month in enumerate(months)}
    wanted: list[list[int | None]] = [[None] * len(months) for _code in codes]
    every: list[list[int | None]] = [[None] * len(months) for _code in codes]
    used = set()
    for area, month, age, some, all_of_them in zip(*columns, strict=True):
        at = column.get(month)
        if at is not None:  # a ward has one line for each file that its small areas are taken from
            wanted[row[area]][at] = (wanted[row[area]][at] or 0) + some
            every[row[area]][at] = (every[row[area]][at] or 0) + all_of_them
            used.add(age)
    return Sums(tuple(map(tuple, wanted)), tuple(map(tuple, every)), tuple(sorted(used)))
