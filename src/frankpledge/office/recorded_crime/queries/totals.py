"""Answering `query crimes`: how many, by month, type or area, by place or by recording force."""

from __future__ import annotations

from frankpledge.office.errors import BadInput
from frankpledge.office.places import queries as places
from frankpledge.office.recorded_crime import rules
from frankpledge.office.sources import store as stores
from frankpledge.office.sources.store import Store

from . import totals_counts, totals_street
from .answer import GROUPINGS, Line, Totals

__all__ = ["Line", "Totals", "totals"]


class NoSuchMonth(BadInput):
    """A month is not written YYYY-MM, or the range runs backwards."""


def totals(
    *,
    area: str | None = None,
    recorded_by: str | None = None,
    by: str = "month",
    from_month: str | None = None,
    to_month: str | None = None,
    source: str = "street",
    store: Store | None = None,
) -> Totals:
    """Crimes and anti-social behaviour incidents, each apart, of an area or of a recording force.

    Args:
        area: code of a force area, district, ward or LSOA of today: rows that lie there, whoever recorded them.
        recorded_by: name or code of a force: rows that it recorded, wherever they lie. One of the two is needed.
        by: "month", "type" or "area".
        store: another store, to count street files from its typed rows; by default they are counted from the cube.
        source: "street" (street files) or "counts" (counts by place; areas only). Never both in one answer.
    Raises:
        NoSuchMonth, UnknownForce, UnknownArea, AreaOfThePast: something asked for is not known.
        NothingHeld: no release holds anything of what is asked.
    """
    if (area is None) == (recorded_by is None):
        raise ValueError("ask for an area or for a recording force, one of the two")
    if by not in GROUPINGS:
        raise ValueError(f"by is one of {', '.join(GROUPINGS)}")
    _check_months(from_month, to_month)
    if source == "counts":
        if area is None:
            raise BadInput("Counts by place do not say which force recorded them.", remedy="Ask by area.")
        return totals_counts.by_place(places.place(area), by, from_month, to_month, store or stores.home())
    if area is not None:
        return totals_street.by_place(places.place(area), by, from_month, to_month, store)
    return totals_street.recorded(str(recorded_by), by, from_month, to_month, store)


def _check_months(first: str | None, last: str | None) -> None:
    for month in (first, last):
        if month and not rules.is_month(month):
            raise NoSuchMonth(f"{month} is not a month.", remedy="Write a month as 2024-01.")
    if first and last and first > last:
        raise NoSuchMonth(f"{first} is after {last}.", remedy="Put the earlier month first.")
