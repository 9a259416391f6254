"""Street files counted by place, from the cube of recorded crime."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from django.utils.translation import gettext as _

from frankpledge.office.places import queries as places
from frankpledge.office.recorded_crime import cube
from frankpledge.office.recorded_crime.queries import street as street_rows

from .months import AreaMonths
from .rules import NATIONAL

CUBE_LEVELS = {"lsoa21": "lsoa21", "ward24": "ward24", "ltla24": "district24", "pfa24": "force24"}


def months_held(area: str) -> list[str]:
    """The months that the force of this area supplied, in order."""
    files = street_rows.rows_of(None, None).files
    return sorted({month for file in files for who, month, *_rest in file.held if _force_of(who) == area})


@cache
def _force_of(name: str) -> str:
    """The area of a force as its files write it; empty for one without an area."""
    try:
        return places.resolve_force(name).code
    except places.UnknownForce:
        return ""


def area_months(
    level: str, within: str, codes: Sequence[str], crime_types: Sequence[str] | None, months: Sequence[str]
) -> AreaMonths:
    """The counts of these areas; None where the area's own force did not supply the month."""
    first, last = min(months), max(months)
    inside = None if level == NATIONAL else within
    found = cube.by_area(CUBE_LEVELS[level], within=inside, crime_types=crime_types, first=first, last=last)
    counts = tuple(tuple(found.get(code, {}).get(month) for month in months) for code in codes)
    force = "" if level == NATIONAL else places.place(within).force_code
    return AreaMonths(tuple(codes), tuple(months), counts, _reasons(force, months), tuple(_releases(force, months)))


def _reasons(force: str, months: Sequence[str]) -> dict[str, str]:
    """Why months have no figure, for areas of one force; a map of all forces says it area by area."""
    if not force:
        return {}
    there = [by_month for name, by_month in cube.supply(min(months), max(months)).items() if _force_of(name) == force]
    found: dict[str, str] = {}
    for month in months:
        said = [by_month[month] for by_month in there if month in by_month]
        if not any(one.status == "supplied" for one in said):
            found[month] = said[0].reason if said else _("no file holds this month")
    return found


def _releases(force: str, months: Sequence[str]) -> list[str]:
    """The files that the figures come from: for areas of one force, those of that force."""
    first, last = min(months), max(months)
    return [
        file.release.reference
        for file in street_rows.rows_of(None, None).files
        if any(first <= month <= last and (not force or _force_of(who) == force) for who, month, *_rest in file.held)
    ]
