"""Areas have versions: small areas of 2011 and 2021, wards of 2017 and 2024, districts of each year from 2016 to 2024,
community safety partnerships, police force areas and fire authorities of 2024.

Counts are carried from one version to another by the published lookups, and none is ever multiplied or guessed at: a
count goes to an area only if all of it must lie there. What may lie in several areas is not divided; it is named, so
that what went in is always what came out plus what is named.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from frankpledge.office.errors import BadInput

from . import queries

YEARS = range(2016, 2025)
DISTRICTS = tuple(f"district{year % 100}" for year in YEARS)
LEVELS = {
    "lsoa11": gettext_lazy("small areas (LSOA) of 2011"),
    "lsoa21": gettext_lazy("small areas (LSOA) of 2021"),
    "ward17": gettext_lazy("wards of 2017"),
    "ward24": gettext_lazy("wards of 2024"),
    **{f"district{year % 100}": gettext_lazy("districts of %s") % year for year in YEARS},
    "csp24": gettext_lazy("community safety partnerships of 2024"),
    "force24": gettext_lazy("police force areas"),
    "fire24": gettext_lazy("fire and rescue authorities of 2024"),
}
PUBLISHED = "lsoa"
"""Small areas as files hold them: whichever of the two versions a code belongs to."""

Lookup = Mapping[str, frozenset[str]]


class UnknownLevel(BadInput):
    """There are no areas of this kind and year here."""


@dataclass(frozen=True, slots=True)
class NotCarried:
    """A count that may lie in several areas, or in none that is known: named, never divided."""

    code: str
    count: int
    between: tuple[str, ...]

    @property
    def reason(self) -> str:
        if not self.between:
            return _("%(code)s is in no area of this kind") % {"code": self.code}
        return _("%(code)s lies in %(areas)s") % {"code": self.code, "areas": _(" and ").join(self.between)}


@dataclass(frozen=True)
class Carried:
    """Counts by the areas of another version, and what could not be carried."""

    level: str
    counts: dict[str, int]
    not_carried: list[NotCarried]

    @property
    def carried(self) -> int:
        return sum(self.counts.values())

    @property
    def left_out(self) -> int:
        return sum(one.count for one in self.not_carried)

    @property
    def total(self) -> int:
        """Always what went in."""
        return self.carried + self.left_out


def carry(counts: Mapping[str, int], from_level: str, to_level: str) -> Carried:
    """Counts by area of one version as counts by area of another.

    Args:
        counts: code → count, a whole number. Codes that are not of `from_level` are not carried, and named.
        from_level: one of `LEVELS`, or "lsoa" for small areas as published (2011 or 2021, by their code).

    Raises:
        UnknownLevel: a level is not one of `LEVELS`.
    """
    lookup = lookup_between(from_level, to_level)
    sums: dict[str, int] = {}
    left: list[NotCarried] = []
    for code, count in counts.items():
        targets = lookup.get(code, frozenset())
        if len(targets) == 1:
            (target,) = targets
            sums[target] = sums.get(target, 0) + count
        else:
            left.append(NotCarried(code, count, tuple(sorted(targets))))
    return Carried(to_level, sums, left)


@cache
def lookup_between(from_level: str, to_level: str) -> Lookup:
    """Code → every area of the other version in which part of it lies. One: all of it lies there.

    Raises:
        UnknownLevel: a level is not one of `LEVELS` (`from_level` may be "lsoa").
    """
    for level in {from_level, to_level} - {PUBLISHED}:
        if level not in LEVELS:
            raise UnknownLevel(
                _("There are no areas “%(level)s” here.") % {"level": level},
                remedy=_("Levels are: %(levels)s.") % {"levels": ", ".join(LEVELS)},
            )
    if from_level == PUBLISHED:
        return _published(to_level)
    if from_level == to_level:
        return {code: _alone(code) for code in _codes(from_level)}
    return _route(from_level, to_level)


def _published(level: str) -> Lookup:
    """Small areas of both versions. Most are the same in both; only those that changed go the long way."""
    if level in ("lsoa21", "ward24", "district24", "csp24", "force24", "fire24"):
        today = lookup_between("lsoa21", level)
        gone = {code: targets for code, targets in _direct("lsoa11", "lsoa21").items() if code not in today}
        return {**_through(gone, today), **today}
    before = lookup_between("lsoa11", level)
    sources = lookup_between("lsoa21", "lsoa11")
    arisen = {code: of for code, of in sources.items() if code not in before or len(of) > 1 or code not in of}
    return {**before, **_through(arisen, before)}


def codes_of(level: str) -> frozenset[str]:
    """Every code of a level. Raises UnknownLevel."""
    if level not in LEVELS:
        lookup_between(level, level)
    return _codes(level)


@cache
def _codes(level: str) -> frozenset[str]:
    if level in ("lsoa11", "lsoa21"):
        return frozenset(_where("lsoa", "in_2011" if level == "lsoa11" else "in_2021", "code")[0])
    if level.startswith("district"):
        return frozenset(_column("district_years", level))
    return frozenset(target for targets in _direct(*_HOME[level]).values() for target in targets)


_HOME = {
    "ward17": ("lsoa11", "ward17"), "ward24": ("lsoa21", "ward24"), "csp24": ("lsoa21", "csp24"),
    "force24": ("district24", "force24"), "fire24": ("district24", "fire24"),
}  # fmt: skip


@cache
def _rows(table: str) -> list[dict[str, Any]]:
    """A small table, row by row; of a large one its columns are asked for, which is many times quicker."""
    rows: list[dict[str, Any]] = queries._table(table).to_pylist()
    return rows


@cache
def _column(table: str, name: str) -> list[Any]:
    values: list[Any] = queries._table(table)[name].to_pylist()
    return values


def _where(table: str, flag: str, *names: str) -> list[list[Any]]:
    """Columns of the rows in which a flag is set."""
    data = queries._table(table)
    data = data.filter(data[flag])
    return [data[name].to_pylist() for name in names]


@cache
def _alone(code: str) -> frozenset[str]:
    """The one set of only this area: tens of thousands of places share it."""
    return frozenset([code])


def _pairs(firsts: Iterable[str | None], seconds: Iterable[str | None]) -> Lookup:
    found: dict[str, frozenset[str]] = {}
    for first, second in zip(firsts, seconds, strict=True):
        if first and second:
            found[first] = _alone(second) if first not in found else found[first] | {second}
    return found


@cache
def _direct(first: str, second: str) -> Lookup:
    """The published lookups, each as it stands."""
    if (first, second) == ("lsoa11", "lsoa21"):
        same = {code: _alone(code) for code in _codes("lsoa11") & _codes("lsoa21")}
        changed = _pairs(_column("lsoa_changes", "lsoa11_code"), _column("lsoa_changes", "lsoa21_code"))
        return same | dict(changed)
    if first == "lsoa21" and second in ("ward24", "district24"):
        return _pairs(*_where("lsoa", "in_2021", "code", second))
    if first in ("lsoa11", "lsoa21"):
        known = _pairs(_column("lsoa_versions", "code"), _column("lsoa_versions", second))
        return {code: targets for code, targets in known.items() if code in _codes(first)}
    if first == "district16":
        return _pairs(_column("district_years", "district16"), _column("district_years", second))
    if first == "district24":
        return _pairs(_column("districts", "code"), _column("districts", second))
    raise KeyError((first, second))


def _through(*lookups: Lookup) -> Lookup:
    """One lookup after the other: every area that may be reached."""
    whole = lookups[0]
    for further in lookups[1:]:
        ends = {middles: _reached(middles, further) for middles in set(whole.values())}
        whole = {code: ends[middles] for code, middles in whole.items()}
    return whole


def _reached(middles: frozenset[str], further: Lookup) -> frozenset[str]:
    if len(middles) == 1:
        (middle,) = middles
        return further.get(middle, frozenset())
    return frozenset().union(*(further.get(middle, frozenset()) for middle in middles))


def _back(lookup: Lookup) -> Lookup:
    """The same pairs, read from the other side."""
    found: dict[str, list[str]] = {}
    for code, targets in lookup.items():
        for target in targets:
            found.setdefault(target, []).append(code)
    return {code: _alone(sources[0]) if len(sources) == 1 else frozenset(sources) for code, sources in found.items()}


def _route(first: str, last: str) -> Lookup:
    """By which published lookups one gets from one level to another: districts by their own table, never by places."""
    if first == "lsoa11":
        return _from_lsoa11(last)
    if first == "lsoa21":
        return _from_lsoa21(last)
    if last in ("lsoa11", "lsoa21"):
        return _back(lookup_between(last, first))
    if first in DISTRICTS:
        return _from_district(first, last)
    if first == "force24" or (last == "csp24" and first == "fire24"):
        return _back(lookup_between(last, first))
    if last in DISTRICTS[:-1] or last == "ward17":
        return _through(_back(lookup_between("lsoa11", first)), lookup_between("lsoa11", last))
    return _through(_back(lookup_between("lsoa21", first)), lookup_between("lsoa21", last))


def _from_lsoa11(last: str) -> Lookup:
    if last in ("lsoa21", "ward17", "district16"):
        return _direct("lsoa11", last)
    if last in DISTRICTS[:-1]:
        return _through(_direct("lsoa11", "district16"), _direct("district16", last))
    return _through(_direct("lsoa11", "lsoa21"), lookup_between("lsoa21", last))


def _from_lsoa21(last: str) -> Lookup:
    if last in ("ward24", "district24", "csp24"):
        return _direct("lsoa21", last)
    if last in ("force24", "fire24"):
        return _through(_direct("lsoa21", "district24"), _direct("district24", last))
    if last == "lsoa11":
        return _back(_direct("lsoa11", "lsoa21"))
    return _through(lookup_between("lsoa21", "lsoa11"), lookup_between("lsoa11", last))


def _from_district(first: str, last: str) -> Lookup:
    by_2016 = _back(_direct("district16", first)) if first != "district16" else lookup_between(first, first)
    if last == "district16":
        return by_2016
    if last in DISTRICTS:
        return _through(by_2016, _direct("district16", last))
    if last in ("force24", "fire24"):
        return _through(lookup_between(first, "district24"), _direct("district24", last))
    if last == "csp24":
        return _back(_partnership_districts(first))
    small = "lsoa11" if last == "ward17" or first != "district24" else "lsoa21"
    return _through(_back(lookup_between(small, first)), lookup_between(small, last))


def _partnership_districts(district: str) -> Lookup:
    """Partnership → districts, by the small areas of 2021 that lie in one of each."""
    places, partnerships = lookup_between("lsoa21", district), _direct("lsoa21", "csp24")
    sure = [code for code, targets in places.items() if len(targets) == 1 and code in partnerships]
    return _pairs((next(iter(partnerships[code])) for code in sure), (next(iter(places[code])) for code in sure))


def level_of(code: str) -> str | None:
    """The newest level that knows a code; None when none does."""
    order = ("lsoa21", "lsoa11", "ward24", "ward17", *reversed(DISTRICTS), "csp24", "force24", "fire24")
    return next((level for level in order if code in _codes(level)), None)


def name_of(code: str, level: str) -> str:
    """What an area of any version is called; its code where no table here names it."""
    named: dict[str, Callable[[], dict[str, str]]] = {
        "csp24": lambda: {row["code"]: row["name"] for row in _rows("partnerships")},
        "fire24": lambda: {row["fire24"]: row["fire24_name"] for row in _rows("districts") if row["fire24"]},
    }
    if level in named:
        return named[level]().get(code, code)
    if level in DISTRICTS:
        return next((row["old_name"] for row in _rows("district_history") if row["old_code"] == code), code)
    return queries._national_name(code)
