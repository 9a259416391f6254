"""One figure for each month, from the releases that hold it. A month that nobody supplied is missing, never zero."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from django.utils.translation import gettext as _

from frankpledge.office.places import queries as places
from frankpledge.office.recorded_crime import rules
from frankpledge.office.sources import store as stores
from frankpledge.office.sources.models import Release
from frankpledge.office.sources.store import Store

from . import by_place, street
from .figures import MonthCount

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
            With neither, street rows are counted from the cube; with one of them, from the typed rows themselves.
    Raises:
        MixedCount: crimes and incidents are asked for in one figure.
        UnknownType, UnknownForce, UnknownArea, AreaOfThePast: a name or code is not known.
    """
    rules.counted(crime_types)
    if source not in SOURCES:
        raise ValueError(f"no such source: {source!r}; there are {', '.join(SOURCES)}")
    if source == "crime_counts":
        found = by_place.counts(places.place(_needed(area_code)), crime_types, store or stores.home(), among)
    elif source == "street_place":
        place = places.place(_needed(area_code))
        found = street.by_place([place], crime_types, street.rows_of(store, among))[place.code]
    else:
        recorder = force or places.place(_needed(area_code)).force_code
        found = street.recorded(recorder, crime_types, street.rows_of(store, among))
    return every_month(found, from_month, to_month)


def _needed(area_code: str | None) -> str:
    if not area_code:
        raise ValueError("an area code is needed")
    return area_code


def every_month(found: Mapping[str, MonthCount], first: str | None, last: str | None) -> list[MonthCount]:
    """The figures of a range, in order; a month without any is missing."""
    if not found and not (first and last):
        return []
    months = rules.months_between(first or min(found), last or max(found))
    return [found.get(month) or MonthCount(month, None, "missing", _("no data for this month")) for month in months]
