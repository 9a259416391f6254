"""Counts by place: from the level of the area itself, or summed from the areas that make it up, never both."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from frankpledge.office.places import queries as places
from frankpledge.office.places.queries import Place
from frankpledge.office.recorded_crime import rules
from frankpledge.office.sources.duck import shared
from frankpledge.office.sources.models import Release
from frankpledge.office.sources.store import Store

from . import held
from .figures import MonthCount, doubted

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

LEVELS = ("pfa24", "ltla24", "lsoa21")
SMALL = "lsoa21"
LEVEL_NAMES = {
    "pfa24": gettext_lazy("force areas"),
    "ltla24": gettext_lazy("districts"),
    "lsoa21": gettext_lazy("small areas"),
}

MonthRow = tuple[str, tuple[int, ...], int, int, int]
"""Month, positions of the files used, areas there, all rows, rows of the types asked for."""

# Of two releases that speak for an area's month the newer one (lower age) counts. Small areas go by whole files.
_MONTHS = """
    WITH newest AS (SELECT {key}, min(age) AS age FROM spoken GROUP BY ALL)
    SELECT month, list(DISTINCT age), count(DISTINCT area_code), coalesce(sum(count), 0),
           coalesce(sum(count) FILTER ({condition}), 0)
    FROM newest LEFT JOIN arrived USING ({key}, age) GROUP BY month
"""


@dataclass(frozen=True)
class Found:
    """Figures by month, and all rows (crimes and incidents) of the months that are complete."""

    figures: dict[str, MonthCount]
    rows_by_month: dict[str, int]


def counts(
    place: Place, crime_types: Sequence[str] | None, store: Store, among: Iterable[Release] | None
) -> dict[str, MonthCount]:
    """The figures of an area, by month. The first level that any release holds for it is used throughout."""
    releases = held.count_releases(among)
    for level in LEVELS[LEVELS.index(place.kind) :] if place.kind in LEVELS else (SMALL,):
        found = _at_level(place, level, releases, crime_types, store)
        if found.figures:
            return doubted(found.figures, doubts(place, found, releases, store))
    return {}


def _members(place: Place, level: str) -> list[str]:
    if place.kind == level:
        return [place.code]
    if level == "ltla24":
        return [district.code for district in places.districts_of(place.code)]
    return list(places.lsoas_of(place.code))


def _at_level(place: Place, level: str, every: list[Release], crime_types: Sequence[str] | None, store: Store) -> Found:
    condition = held.type_condition(crime_types)
    releases = [r for r in every if r.facts["level"] == level and place.force_code in r.facts["forces"]]
    if not releases:
        return Found({}, {})
    members, files = _members(place, level), held.rows_files(releases, store)
    key = "month" if level == SMALL else "month, area_code"
    known, rows = _counted(files, key, tuple(members), months_supplied(files, place.force_code), condition)
    return _figures(rows, dict(known), releases, level, len(members))


@lru_cache(maxsize=512)
def months_supplied(files: tuple[held.RowsFile, ...], force: str) -> tuple[tuple[str, ...], ...]:
    """For each file the months in which any area of a force has a row: data are supplied, or not, by whole forces."""
    every = " UNION ALL ".join(
        f"SELECT {age} AS age, month FROM read_parquet({held.quoted(file.path)}) WHERE force24 = {held.quoted(force)}"  # noqa: S608
        for age, file in enumerate(files)
    )
    with shared() as connection:
        found = dict(connection.execute(f"SELECT age, list(DISTINCT month) FROM ({every}) GROUP BY age").fetchall())  # noqa: S608
    return tuple(tuple(sorted(found.get(age, ()))) for age in range(len(files)))


def take(
    connection: DuckDBPyConnection, files: Sequence[held.RowsFile], members: Iterable[str],
    supplied: Sequence[Sequence[str]],
) -> None:  # fmt: skip
    """Put the rows of areas into the table `arrived`, and into `spoken` every area and month that a file speaks for.

    A file speaks for the areas that it holds, in the months that their force supplied: without a row, nothing
    happened there, and an older file must not speak for it.
    """
    rows = " UNION ALL ".join(
        f"SELECT {age} AS age, area_code, month, crime_type, is_asb, count FROM read_parquet({held.quoted(file.path)})"  # noqa: S608
        for age, file in enumerate(files)
    )
    connection.execute(f"CREATE TEMP TABLE arrived AS FROM ({rows}) WHERE area_code IN {held.listed(members)}")
    pairs = [f"({age}, {held.quoted(month)})" for age, months in enumerate(supplied) for month in months]
    connection.execute(
        "CREATE TEMP TABLE spoken AS SELECT age, area_code, month FROM (SELECT DISTINCT age, area_code FROM arrived) "  # noqa: S608
        f"JOIN (VALUES {', '.join(pairs) or '(NULL::INTEGER, NULL::VARCHAR)'}) AS given(age, month) USING (age)"
    )


@lru_cache(maxsize=512)
def _counted(
    files: tuple[held.RowsFile, ...],
    key: str,
    members: tuple[str, ...],
    supplied: tuple[tuple[str, ...], ...],
    condition: str,
) -> tuple[tuple[tuple[int, int], ...], tuple[MonthRow, ...]]:
    """How many of the areas each file holds, and the months: nothing but these files has a say in it."""
    with shared() as connection:
        take(connection, files, members, supplied)
        known = connection.execute("SELECT age, count(DISTINCT area_code) FROM arrived GROUP BY age").fetchall()
        rows = connection.execute(_MONTHS.format(key=key, condition=condition)).fetchall()
    return tuple(known), tuple((month, tuple(ages), *counts) for month, ages, *counts in rows)


def _figures(
    rows: Iterable[MonthRow],
    known: dict[int, int],
    releases: list[Release],
    level: str,
    needed: int,
) -> Found:
    """A month has a figure when a file speaks for every member; of small areas it must be one and the same file."""
    found = Found({}, {})
    for month, ages, areas, total, wanted in rows:
        there = max(known[age] for age in ages) if level == SMALL else areas
        used = tuple(releases[age] for age in sorted(ages))
        if there < needed:
            reason = _("only %(there)s of %(needed)s %(kind)s are in the files") % {
                "there": f"{there:,}",
                "needed": f"{needed:,}",
                "kind": LEVEL_NAMES[level],
            }
            found.figures[month] = MonthCount(month, None, "missing", reason, used)
        else:
            found.figures[month] = MonthCount(month, int(wanted), "final", releases=used)
            found.rows_by_month[month] = int(total)
    return found


def doubts(place: Place, found: Found, releases: list[Release], store: Store) -> list[rules.Suspicion]:
    """Data are supplied, or not, by whole forces: so the force's months are judged, where they are known."""
    if place.kind == "pfa24":
        judged, code = found, place.code
    else:
        force = places.place(place.force_code)
        judged, code = _at_level(force, "pfa24", releases, None, store), force.code
        if not judged.figures and place.kind == "ltla24":
            judged, code = found, place.code
    residents = places.population(code)
    return rules.suspect_months(judged.rows_by_month, residents.residents if residents else None)
