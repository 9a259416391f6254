"""Monthly counts of many areas, for maps and for whoever analyses them. A month that nobody supplied is None."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from django.utils.translation import gettext as _

from frankpledge.office.places import lookups
from frankpledge.office.places import queries as places
from frankpledge.office.places.profiles import residents_of_wards
from frankpledge.office.recorded_crime import rules as crime_rules
from frankpledge.office.recorded_crime.queries import by_place, held
from frankpledge.office.sources import store as stores
from frankpledge.office.sources.models import Release
from frankpledge.office.sources.store import Store

from . import counted, outlines, street
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


def _counted(
    level: str, within: str, codes: list[str], crime_types: Sequence[str] | None, months: Sequence[str], store: Store
) -> AreaMonths:
    every = held.count_releases()
    releases = _of_level(every, level, within)
    if not releases or not codes or not months:
        return AreaMonths(tuple(codes), tuple(months), tuple((None,) * len(months) for _code in codes))
    asked = _Asked(level, tuple(codes), held.rows_files(releases, store), held.type_condition(crime_types))
    supplied = _supplied(asked, within, releases)
    reasons = {month: _("no file holds this month") for month in months if month not in supplied}
    doubted = _doubted(asked, within, tuple(sorted(supplied)), every, store)
    reasons |= {month: reason for month, reason in doubted.get("", {}).items() if month in months}
    sums = asked.sums(tuple(months))
    counts = tuple(
        tuple(
            None if month in reasons or month in doubted.get(code, {}) else n
            for month, n in zip(months, row, strict=True)
        )
        for code, row in zip(codes, sums.wanted, strict=True)
    )
    used = sorted(releases[age].reference for age in sums.used)
    return AreaMonths(tuple(codes), tuple(months), counts, reasons, tuple(used))


@dataclass(frozen=True)
class _Asked:
    """What is counted, whatever the months."""

    level: str
    codes: tuple[str, ...]
    files: tuple[held.RowsFile, ...]
    condition: str

    def sums(self, months: tuple[str, ...]) -> counted.Sums:
        wards = self.level == "ward24"
        return counted.sums(self.files, wards=wards, codes=self.codes, condition=self.condition, months=months)


def _supplied(asked: _Asked, within: str, releases: list[Release]) -> set[str]:
    """The months of which any file holds a row: of the force, or of all forces on a map of them."""
    if asked.level == NATIONAL:
        return {month for release in releases for month in release.facts["months"]}
    months = by_place.months_supplied(asked.files, places.place(within).force_code)
    return {month for of_file in months for month in of_file}


def _doubted(
    asked: _Asked, within: str, supplied: tuple[str, ...], every: list[Release], store: Store
) -> dict[str, dict[str, str]]:
    """Months that are not believed and why, by area; under "" those of the whole force, and so of its parts."""
    if asked.level == NATIONAL:
        people = residents(NATIONAL, asked.codes)
        doubts: dict[str, list[crime_rules.Suspicion]] = {}
        for code, row in zip(asked.codes, asked.sums(supplied).every, strict=True):
            if found := {month: n for month, n in zip(supplied, row, strict=True) if n is not None}:
                doubts[code] = crime_rules.suspect_months(found, people[code])
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
