"""Monthly counts of many areas, for maps and for whoever analyses them. A month that nobody supplied is None."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache

from django.utils.translation import gettext as _

from frankpledge.office.places import lookups
from frankpledge.office.places import queries as places
from frankpledge.office.places.profiles import residents_of_wards
from frankpledge.office.recorded_crime import rules as crime_rules
from frankpledge.office.recorded_crime.queries import by_place, held
from frankpledge.office.sources import store as stores
from frankpledge.office.sources.duck import connect
from frankpledge.office.sources.models import Release
from frankpledge.office.sources.store import Store

from . import outlines, street
from .months import AreaMonths
from .rules import LEVELS, NATIONAL

CENSUS = 2021


def all_held(area: str) -> dict[tuple[str, str], list[str]]:
    """For each source and level of which something is held in a force area: the months, in order."""
    found: dict[tuple[str, str], list[str]] = {}
    every = held.count_releases()
    for level in LEVELS:
        if months := {month for one in _of_level(every, level, area) for month in one.facts["months"]}:
            found["counts", level] = sorted(months)
    months_of_street = street.months_held(area)
    return found | {("street", level): months_of_street for level in LEVELS if months_of_street}


def area_months(
    source: str,
    level: str,
    within: str,
    crime_types: Sequence[str] | None,
    months: Sequence[str],
    *,
    store: Store | None = None,
) -> AreaMonths:
    """Counts of every area of a level in a force area or district, month by month.

    Args:
        source: "counts" (counted by place as published) or "street" (street files, counted by place).
        crime_types: None for all crimes; incidents of anti-social behaviour are never added to crimes.

    Raises:
        MixedCount: crimes and incidents are asked for in one figure. UnknownType: a type does not exist.
    """
    crime_rules.counted(crime_types)
    codes = [code for code, _name in outlines.members(level, within)]
    if source == "street":
        return street.area_months(level, within, codes, crime_types, months)
    return _counted(level, within, codes, crime_types, months, store or stores.home())


def _base(level: str) -> str:
    """Wards are not published by the police: they are summed from small areas."""
    return "lsoa21" if level == "ward24" else level


def _of_level(every: Iterable[Release], level: str, within: str) -> list[Release]:
    """The releases that hold a level for a force area or district, newest first."""
    base = _base(level)
    force = "" if base == NATIONAL else places.place(within).force_code
    return [one for one in every if one.facts["level"] == base and (not force or force in one.facts["forces"])]


_NEWEST = """
    WITH newest AS (SELECT area_code, month, min(age) AS age FROM arrived GROUP BY ALL)
    SELECT {shown} AS area, month, list(DISTINCT age), coalesce(sum(count) FILTER ({condition}), 0), sum(count)
    FROM arrived JOIN newest USING (area_code, month, age) {lookup} GROUP BY ALL
"""


def _counted(
    level: str, within: str, codes: list[str], crime_types: Sequence[str] | None, months: Sequence[str], store: Store
) -> AreaMonths:
    every = held.count_releases()
    releases = _of_level(every, level, within)
    if not releases or not codes:
        return AreaMonths(tuple(codes), tuple(months), tuple((None,) * len(months) for _code in codes))
    known, rows = _rows(level, codes, releases, crime_types, store)
    found = {(area, month): int(wanted) for area, month, _ages, wanted, _all in rows}
    supplied = {month for release in releases for month in release.facts["months"]}
    reasons = {month: _("no file holds this month") for month in months if month not in supplied}
    doubted = _doubted(level, within, rows, every, store)
    reasons |= {month: reason for month, reason in doubted.get("", {}).items() if month in months}
    counts = tuple(
        tuple(
            None
            if code not in known or month in reasons or month in doubted.get(code, {})
            else found.get((code, month), 0)
            for month in months
        )
        for code in codes
    )
    used = {releases[age].reference for _area, month, ages, *_rest in rows if month in months for age in ages}
    return AreaMonths(tuple(codes), tuple(months), counts, reasons, tuple(sorted(used)))


def _rows(
    level: str, codes: list[str], releases: list[Release], crime_types: Sequence[str] | None, store: Store
) -> tuple[set[str], list[tuple[str, str, list[int], int, int]]]:
    """Which of the areas are in the files at all, and the rows by area and month."""
    ward = level == "ward24"
    files = " UNION ALL ".join(
        f"SELECT {age} AS age, * FROM read_parquet({held.quoted(path)})"  # noqa: S608
        for age, path in enumerate(held.paths(releases, store))
    )
    lsoa = held.quoted(str(lookups.path("lsoa")))
    inside = f"area_code IN (SELECT code FROM {lsoa} WHERE in_2021 AND ward24 IN {held.listed(codes)})"  # noqa: S608
    where = inside if ward else f"area_code IN {held.listed(codes)}"
    lookup = f"JOIN (SELECT code AS area_code, ward24 FROM {lsoa} WHERE in_2021) USING (area_code)" if ward else ""  # noqa: S608
    shown = "ward24" if ward else "area_code"
    with connect() as connection:
        connection.execute(f"CREATE TEMP TABLE arrived AS FROM ({files}) WHERE {where}")
        rows = connection.execute(
            _NEWEST.format(shown=shown, condition=held.type_condition(crime_types), lookup=lookup)
        ).fetchall()
    return {row[0] for row in rows}, rows


def _doubted(
    level: str, within: str, rows: Iterable[tuple[str, str, list[int], int, int]], every: list[Release], store: Store
) -> dict[str, dict[str, str]]:
    """Months that are not believed and why, by area; under "" those of the whole force, and so of its parts."""
    if level == NATIONAL:
        by_force: dict[str, dict[str, int]] = {}
        for area, month, _ages, _wanted, all_rows in rows:
            by_force.setdefault(area, {})[month] = int(all_rows)
        doubts = {
            code: crime_rules.suspect_months(found, residents(level, [code])[code]) for code, found in by_force.items()
        }
        return {code: {doubt.month: doubt.reason for doubt in some} for code, some in doubts.items()}
    force = places.place(places.place(within).force_code)
    whole = _of_level(every, NATIONAL, force.code)
    some = by_place.doubts(force, by_place.Found({}, {}), whole, store) if whole else []
    return {"": {doubt.month: doubt.reason for doubt in some}}


def residents(level: str, codes: Sequence[str]) -> dict[str, int | None]:
    """Usual residents (Census 2021) of areas; None where nobody counted them."""
    if level == "ward24":
        districts = tuple(sorted({places.place(code).district_code for code in codes}))
        counted: dict[str, int] = residents_of_wards(districts)
        return {code: counted.get(code) for code in codes}
    table = _census()
    return {code: table.get(code) for code in codes}


@cache
def _census() -> dict[str, int]:
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    table = pq.read_table(lookups.path("population"), columns=["code", "year", "residents"])
    table = table.filter(pc.equal(table["year"], CENSUS))
    return dict(zip(table["code"].to_pylist(), table["residents"].to_pylist(), strict=True))
