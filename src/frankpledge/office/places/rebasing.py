"""A series counted on changing areas, told for one area of one version; and rates from the residents of that version.

Where a month's count cannot be told for certain, because a small area of the time lies in two, it is no figure but a
range with its reason, and the month from which the areas changed is a stated break.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from django.utils.translation import gettext as _

from frankpledge.evidence.rates import Estimate, rate
from frankpledge.office.errors import BadInput

from . import queries, versions
from .queries import Residents

FURTHEST_YEARS = 5
"""Residents of more than so many years before or after are of another time: no rate is made of them."""


class VersionsDiffer(BadInput):
    """A count and a population are of different areas: a rate of them would mean nothing."""


class NoResidents(BadInput):
    """Nobody counted the residents of this area, in this version and near this year."""


@dataclass(frozen=True, slots=True)
class RebasedMonth:
    """One month of a series for one area: a count; or none, with what it is at least and at most, and why."""

    month: str
    count: int | None
    at_least: int | None
    at_most: int | None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Break:
    """From this month on the figures are counted on other areas than before."""

    month: str
    note: str


@dataclass(frozen=True)
class Rebased:
    """A series for one area of one version."""

    area: str
    level: str
    months: list[RebasedMonth]
    breaks: list[Break]


def rebased(by_month: Mapping[str, Mapping[str, int] | None], area: str, level: str) -> Rebased:
    """Counts by small area, as files of different years hold them, as one series for an area.

    Args:
        by_month: month → count by small area (2011 or 2021 codes, as published); None for a month that nobody supplied.
        area: a code of `level`.

    Raises:
        UnknownLevel: see `versions`. VersionsDiffer: the area is none of that level.
    """
    require_of(area, level)
    lookup = versions.lookup_between(versions.PUBLISHED, level)
    months, breaks = [], list[Break]()
    before = ""
    for month in sorted(by_month):
        counts = by_month[month]
        months.append(_month(month, counts, area, lookup))
        version = _version(counts or {}, lookup, area)
        if version and before and version != before:
            breaks.append(Break(month, _note(version, area, level)))
        before = version or before
    return Rebased(area, level, months, breaks)


def _month(month: str, counts: Mapping[str, int] | None, area: str, lookup: versions.Lookup) -> RebasedMonth:
    if counts is None:
        return RebasedMonth(month, None, None, None, _("not supplied"))
    certain, possible, codes = 0, 0, []
    for code, count in counts.items():
        targets = lookup.get(code, frozenset())
        if area not in targets:
            continue
        if len(targets) == 1:
            certain += count
        elif count:
            possible += count
            codes.append(code)
    if not possible:
        return RebasedMonth(month, certain, certain, certain)
    reason = _("%(n)s were counted in %(codes)s, of which only a part lies here") % {
        "n": f"{possible:,}", "codes": ", ".join(sorted(codes)),
    }  # fmt: skip
    return RebasedMonth(month, None, certain, certain + possible, reason)


def _version(counts: Mapping[str, int], lookup: versions.Lookup, area: str) -> str:
    """Which small areas a month was counted on, as far as this area can tell: only areas that changed can."""
    before, today = versions.codes_of("lsoa11"), versions.codes_of("lsoa21")
    here = [code for code in counts if (code in before) != (code in today) and area in lookup.get(code, frozenset())]
    old = sum(code in before for code in here)
    new = len(here) - old
    return "" if old == new else "lsoa11" if old > new else "lsoa21"


def _note(version: str, area: str, level: str) -> str:
    return _("From here on counted on %(areas)s: %(n)s of those in %(name)s changed.") % {
        "areas": versions.LEVELS[version], "n": len(changed_in(area, level)), "name": versions.name_of(area, level),
    }  # fmt: skip


@cache
def changed_in(area: str, level: str) -> tuple[str, ...]:
    """Small areas of 2011 that lie (in part) in an area and are not areas of 2021."""
    lookup = versions.lookup_between("lsoa11", level)
    today = versions.codes_of("lsoa21")
    return tuple(sorted(code for code, targets in lookup.items() if area in targets and code not in today))


def require_of(area: str, level: str) -> None:
    """Raises VersionsDiffer unless the code is one of this level, and UnknownLevel."""
    if area in versions.codes_of(level):
        return
    other = versions.level_of(area)
    raise VersionsDiffer(
        _("%(code)s is none of the %(level)s%(other)s.")
        % {
            "code": area,
            "level": versions.LEVELS[level],
            "other": _(": it is one of the %(level)s") % {"level": versions.LEVELS[other]} if other else "",
        },
        remedy=_("Use counts and residents of the same areas."),
    )


def residents_of(area: str, level: str, year: int) -> Residents:
    """Residents of an area of a version, of the year nearest to one: as published, or a sum over small areas.

    A sum is made only when every small area of 2021 lies wholly in this one or wholly outside.

    Raises:
        VersionsDiffer: the area is none of this level. NoResidents: nobody counted them, or not within five years.
    """
    require_of(area, level)
    known = [*queries.populations(area)] if level not in versions.DISTRICTS[:-1] else []
    summed = _summed(area, level)
    if summed:
        known.append(summed)
    near = [figure for figure in known if abs(figure.year - year) <= FURTHEST_YEARS]
    if not near:
        raise NoResidents(
            _("The residents of %(name)s (%(level)s) are not known for a year near %(year)s.")
            % {"name": versions.name_of(area, level), "level": versions.LEVELS[level], "year": year},
            remedy=_("Import figures for this area and year, or count by areas of 2021."),
        )
    return min(near, key=lambda figure: (abs(figure.year - year), -figure.year))


def _summed(area: str, level: str) -> Residents | None:
    """The census residents of the small areas of 2021 that make up an area; None where one lies in it only in part."""
    parts = versions.lookup_between("lsoa21", level)
    inside = [code for code, targets in parts.items() if area in targets]
    if not inside or any(len(parts[code]) > 1 for code in inside):
        return None
    figures = [_census().get(code) for code in inside]
    if None in figures:
        return None
    year, source = next(iter(_census_year()))
    return Residents(area, year, sum(figure for figure in figures if figure is not None), source)


@cache
def _census() -> dict[str, int]:
    small = versions.codes_of("lsoa21")
    (year, source), *_others = _census_year()
    return {code: n for code, n, *when in _populations() if code in small and when == [year, source]}


def _populations() -> Iterable[tuple[str, int, int, str]]:
    """Code, residents, year and source of every figure that ships with the product."""
    return zip(*(versions._column("population", name) for name in ("code", "residents", "year", "source")), strict=True)


@cache
def _census_year() -> tuple[tuple[int, str], ...]:
    """The year and source that know all small areas of 2021."""
    small = versions.codes_of("lsoa21")
    found: dict[tuple[int, str], int] = {}
    for code, _residents, year, source in _populations():
        if code in small:
            key = (year, source)
            found[key] = found.get(key, 0) + 1
    return tuple(key for key, n in sorted(found.items(), reverse=True) if n == len(small))


@dataclass(frozen=True)
class Rate:
    """A rate with its interval, and the residents it was made of."""

    per_1000: Estimate
    residents: Residents
    note: str


def rate_per_1000(count: int, *, area: str, level: str, year: int, residents: Residents | None = None) -> Rate:
    """Count ÷ residents × 1,000, with the exact interval, from the residents of the same area, version and time.

    Args:
        year: of the crimes (the middle of a longer period).
        residents: to use these instead of those known here; they must be of the same area.

    Raises:
        VersionsDiffer: the area is none of this level, or the residents are of another area.
        NoResidents: not known within five years, or nobody lives there.
    """
    require_of(area, level)
    figure = residents or residents_of(area, level, year)
    if figure.code != area:
        raise VersionsDiffer(
            _("The count is of %(area)s, and the residents are those of %(other)s.")
            % {"area": area, "other": figure.code},
            remedy=_("Use counts and residents of the same areas."),
        )
    if abs(figure.year - year) > FURTHEST_YEARS or figure.residents <= 0:
        raise NoResidents(
            _("%(n)s residents of %(then)s say nothing of crimes of %(year)s.")
            % {"n": f"{figure.residents:,}", "then": figure.year, "year": year},
            remedy=_("Import figures for this area and year."),
        )
    note = _("per 1,000 of the %(n)s residents of %(year)s (%(source)s)") % {
        "n": f"{figure.residents:,}", "year": figure.year, "source": figure.source,
    }  # fmt: skip
    return Rate(rate(count, figure.residents), figure, note)
