"""The monthly series of many areas at once: the same figures as `monthly_counts` gives for each, in one pass."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from frankpledge.office.places import queries as places
from frankpledge.office.places.queries import Place
from frankpledge.office.recorded_crime import rules
from frankpledge.office.sources import store as stores
from frankpledge.office.sources.duck import shared
from frankpledge.office.sources.models import Release
from frankpledge.office.sources.store import Store

from . import by_place, held, street
from .figures import MonthCount, doubted
from .monthly import every_month, monthly_counts

Series = dict[str, dict[str, MonthCount]]
"""By area code, then by month."""

_SMALL = """
    WITH newest AS (SELECT area_code, month, min(age) AS age FROM spoken GROUP BY ALL)
    SELECT area_code, month, age, coalesce(sum(count) FILTER ({condition}), 0)
    FROM newest LEFT JOIN arrived USING (area_code, month, age) GROUP BY ALL
"""


def monthly_of_areas(
    source: str,
    area_codes: Sequence[str],
    *,
    crime_types: Sequence[str] | None,
    from_month: str,
    to_month: str,
    store: Store | None = None,
    among: Iterable[Release] | None = None,
) -> dict[str, list[MonthCount]]:
    """For each area every month of a range, gaps included, in order.

    Args: as `monthly_counts`; the areas may be of different levels.
    Raises:
        MixedCount, UnknownType, UnknownArea, AreaOfThePast: as `monthly_counts`.
    """
    rules.counted(crime_types)
    given = None if among is None else list(among)
    wanted = list(dict.fromkeys(area_codes))
    places_of = {code: places.place(code) for code in wanted}
    if source == "street_place":
        found = street.by_place(list(places_of.values()), crime_types, street.rows_of(store, given))
        return {code: every_month(found[place.code], from_month, to_month) for code, place in places_of.items()}
    small = [place for place in places_of.values() if place.kind == by_place.SMALL and source == "crime_counts"]
    found = _small_areas(small, crime_types, store or stores.home(), given)
    asked = {place.code for place in small}
    return {
        code: every_month(found.get(place.code, {}), from_month, to_month)
        if place.code in asked
        else monthly_counts(
            source, area_code=place.code, crime_types=crime_types, from_month=from_month, to_month=to_month,
            store=store, among=given,
        )
        for code, place in places_of.items()
    }  # fmt: skip


def _small_areas(
    areas: Sequence[Place], crime_types: Sequence[str] | None, store: Store, among: list[Release] | None
) -> Series:
    """Small areas from the releases by place that hold them, one pass for each force."""
    found: Series = {}
    every = held.count_releases(among)
    for force in sorted({place.force_code for place in areas}):
        members = [place for place in areas if place.force_code == force]
        releases = [
            release
            for release in every
            if release.facts["level"] == by_place.SMALL and force in release.facts["forces"]
        ]
        if releases:
            found |= _of_force(force, [place.code for place in members], releases, crime_types, store)
            _believe(found, members, every, store)
    return found


def _of_force(
    force: str, members: list[str], releases: list[Release], crime_types: Sequence[str] | None, store: Store
) -> Series:
    files = held.rows_files(releases, store)
    with shared() as connection:
        by_place.take(connection, files, members, by_place.months_supplied(files, force))
        rows = connection.execute(_SMALL.format(condition=held.type_condition(crime_types))).fetchall()
    found: Series = {}
    for code, month, age, count in rows:
        found.setdefault(code, {})[month] = MonthCount(month, int(count), "final", releases=(releases[age],))
    return found


def _believe(found: Series, areas: list[Place], every: list[Release], store: Store) -> None:
    """Data are supplied, or not, by whole forces: what is not believed of the force is not believed of its areas."""
    doubts = by_place.doubts(areas[0], by_place.Found({}, {}), every, store)
    for place in areas:
        if place.code in found:
            found[place.code] = doubted(found[place.code], doubts)
