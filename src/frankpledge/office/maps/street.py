"""Street files counted by place, from the cube of recorded crime."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from frankpledge.office.places import queries as places
from frankpledge.office.recorded_crime import cube
from frankpledge.office.sources.datasets import STREET_CRIME
from frankpledge.office.sources.models import Release, ReleaseStatus

from .months import AreaMonths
from .rules import NATIONAL

CUBE_LEVELS = {"lsoa21": "lsoa21", "ward24": "ward24", "ltla24": "district24", "pfa24": "force24"}


def months_held(area: str) -> list[str]:
    """The months that the force of this area supplied, in order."""
    rows = _current().values_list("covers", "first_month").distinct()
    return sorted({month for covers, month in rows if _force_of(covers.rpartition("/")[0]) == area})


@cache
def _force_of(name: str) -> str:
    """The area of a force as its files write it; empty for one without an area."""
    try:
        return places.resolve_force(name).code
    except places.UnknownForce:
        return ""


def _current() -> QuerySet[Release]:
    return Release.objects.filter(dataset__code=STREET_CRIME, status=ReleaseStatus.CURRENT)


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
    rows = _current().filter(first_month__gte=min(months), first_month__lte=max(months))
    return [
        f"release/{STREET_CRIME}-{sha[:12]}"
        for sha, covers in rows.values_list("sha256", "covers")
        if not force or _force_of(covers.rpartition("/")[0]) == force
    ]
