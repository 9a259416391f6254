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
    None: no file speaks for this area and month.
    """

    wanted: tuple[tuple[int | None, ...], ...]
    every: tuple[tuple[int | None, ...], ...]
    used: tuple[int, ...]


# A file speaks for the areas that it holds, in the months of which their force has any row in it (data are supplied,
# or not, by whole forces): an area without a row had nothing then. Of two files that speak, the newer one (lower age)
# counts.
_SUMS = """
    WITH held AS ({held}),
         given AS (SELECT DISTINCT age, force24, month FROM ({given}) WHERE force24 IN (SELECT force24 FROM held)),
         newest AS (SELECT area_code, month, min(age) AS age FROM held JOIN given USING (age, force24) GROUP BY ALL),
         arrived AS ({arrived})
    SELECT {shown} AS area, month, age, coalesce(sum(count) FILTER ({condition}), 0)::BIGINT,
           coalesce(sum(count), 0)::BIGINT
    FROM newest LEFT JOIN arrived USING (area_code, month, age) {lookup} GROUP BY ALL
"""


@lru_cache(maxsize=64)
def sums(
    files: tuple[RowsFile, ...], *, wards: bool, codes: tuple[str, ...], condition: str, months: tuple[str, ...]
) -> Sums:
    """Sums of areas in some months.

    Args:
        files: newest first. wards: sum small areas to wards. condition: SQL of the types that are wanted.
    """
    asked, inside = f"month BETWEEN {held.quoted(min(months))} AND {held.quoted(max(months))}", _inside(wards, codes)
    sql = _SUMS.format(
        held=f"SELECT DISTINCT age, area_code, force24 FROM ({_arrived(files, 'area_code, force24', inside)})",  # noqa: S608
        given=_arrived(files, "force24, month", asked),
        arrived=_arrived(files, "area_code, month, crime_type, is_asb, count", f"{asked} AND {inside}"),
        shown="ward24" if wards else "area_code",
        condition=condition,
        lookup=_lookup(wards),
    )
    return _dense(_columns(sql), codes, months)


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
