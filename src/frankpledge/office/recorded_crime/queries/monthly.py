"""One figure for each month, from the releases that hold it. A month that nobody supplied is missing, never zero."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from django.utils.translation import gettext as _

from frankpledge.office.places import queries as places
from frankpledge.office.places.queries import Place
from frankpledge.office.recorded_crime import rules
from frankpledge.office.sources import store as stores
from frankpledge.office.sources.duck import shared
from frankpledge.office.sources.models import Release
from frankpledge.office.sources.store import Store

from . import by_place, held
from .figures import MonthCount, doubted

SOURCES = ("crime_counts", "street_place", "street_recorded")


def monthly_counts(
    source: str,
    *,
    area_code: str | None = None,
    force: str | None = None,
    crime_types: Sequence[str] | None = None,
    from_month: str | None = None,
    to_month: str | None = None,
    store: Store | None = None,
    among: Iterable[Release] | None = None,
) -> list[MonthCount]:
    """Figures for every month of a range, gaps included, in order.

    Street files and counts by place are never added or mixed: a series comes from one of them.

    Args:
        source: "crime_counts" (counted by place), "street_place" (street rows that lie in the area), or
            "street_recorded" (street rows that the force recorded, wherever they lie).
        area_code: a force area, district, ward or LSOA of today; for "street_recorded" its force is meant.
        force: a recording force by name or code, for "street_recorded".
        crime_types: those to count; None counts all crimes, without anti-social behaviour incidents.
        from_month, to_month: "YYYY-MM"; by default as far as the releases reach.
        store: another store to read the typed rows from (to count again from freshly rebuilt files).
        among: count from these releases, current or not, instead of from all current ones.
    Raises:
        MixedCount: crimes and incidents are asked for in one figure.
        UnknownType, UnknownForce, UnknownArea, AreaOfThePast: a name or code is not known.
    """
    rules.counted(crime_types)
    if source not in SOURCES:
        raise ValueError(f"no such source: {source!r}; there are {', '.join(SOURCES)}")
    kept = store or stores.home()
    if source == "crime_counts":
        found = by_place.counts(places.place(_needed(area_code)), crime_types, kept, among)
    elif source == "street_place":
        found = _street_by_place(places.place(_needed(area_code)), crime_types, kept, among)
    else:
        found = _street_recorded(force or places.place(_needed(area_code)).force_code, crime_types, kept, among)
    return _every_month(found, from_month, to_month)


def _needed(area_code: str | None) -> str:
    if not area_code:
        raise ValueError("an area code is needed")
    return area_code


def _every_month(found: Mapping[str, MonthCount], first: str | None, last: str | None) -> list[MonthCount]:
    if not found and not (first and last):
        return []
    months = rules.months_between(first or min(found), last or max(found))
    return [found.get(month) or MonthCount(month, None, "missing", _("no data for this month")) for month in months]


def _street_recorded(
    force: str, crime_types: Sequence[str] | None, store: Store, among: Iterable[Release] | None
) -> dict[str, MonthCount]:
    releases = held.street_releases(among)
    names = held.names_in_files(force, releases)
    where = f"reported_by IN {held.listed(names)}"
    return _street(releases, names, where, crime_types, store, everybody=False)


def _street_by_place(
    place: Place, crime_types: Sequence[str] | None, store: Store, among: Iterable[Release] | None
) -> dict[str, MonthCount]:
    """Rows that lie in the area, whoever recorded them; for months in which the area's own force is there."""
    releases = held.street_releases(among)
    names = held.names_in_files(place.force_code, releases)
    where = f"{held.PLACE_COLUMNS[place.kind]} = {held.quoted(place.code)}"
    beside = [
        r for r in releases if place.force_code in r.facts.get("by_force_area", {}) or held.recorders([r]) & names
    ]
    return _street(beside, names, where, crime_types, store, everybody=True)


def _street(
    releases: list[Release],
    names: set[str],
    where: str,
    crime_types: Sequence[str] | None,
    store: Store,
    *,
    everybody: bool,
) -> dict[str, MonthCount]:
    by_month: dict[str, list[Release]] = {}
    rows_by_month: dict[str, int] = {}
    for release in releases:
        for force, month, rows, _asb in held.held_by(release):
            if everybody or force in names:
                by_month.setdefault(month, []).append(release)
            if force in names:
                rows_by_month[month] = rows_by_month.get(month, 0) + rows
    used = [r for r in releases if any(month in rows_by_month for _force, month, *_ in held.held_by(r))]
    counts = _street_counts(used, where, crime_types, store)
    found = {
        month: MonthCount(month, counts.get(month, 0), "final", releases=tuple(dict.fromkeys(by_month[month])))
        for month in rows_by_month
    }
    return doubted(found, rules.cut_off_months(rows_by_month))


def _street_counts(
    releases: list[Release], where: str, crime_types: Sequence[str] | None, store: Store
) -> dict[str, int]:
    condition = held.type_condition(crime_types)
    if not releases:
        return {}
    with shared() as connection:
        rows = connection.execute(
            f"SELECT month, count(*) FROM read_parquet(?) WHERE {where} AND {condition} GROUP BY month",  # noqa: S608
            [held.paths(releases, store)],
        ).fetchall()
    return dict(rows)
