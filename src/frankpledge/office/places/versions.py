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
        return {**lookup_between("lsoa11", to_level), **lookup_between("lsoa21", to_level)}
    if from_level == to_level:
        return {code: frozenset([code]) for code in _codes(from_level)}
    return _route(from_level, to_level)


def codes_of(level: str) -> frozenset[str]:
    """Every code of a level. Raises UnknownLevel."""
    if level not in LEVELS:
        lookup_between(level, level)
    return _codes(level)


@cache
def _codes(level: str) -> frozenset[str]:
    if level in ("lsoa11", "lsoa21"):
        flag = "in_2011" if level == "lsoa11" else "in_2021"
        return frozenset(row["code"] for row in _rows("lsoa") if row[flag])
    if level.startswith("district"):
        return frozenset(row[level] for row in _rows("district_years"))
    return frozenset(target for targets in _direct(*_HOME[level]).values() for target in targets)


_HOME = {
    "ward17": ("lsoa11", "ward17"), "ward24": ("lsoa21", "ward24"), "csp24": ("lsoa21", "csp24"),
    "force24": ("district24", "force24"), "fire24": ("district24", "fire24"),
}  # fmt: skip


@cache
def _rows(table: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = queries._table(table).to_pylist()
    return rows


def _pairs(rows: Iterable[Mapping[str, Any]], first: str, second: str) -> Lookup:
    found: dict[str, set[str]] = {}
    for row in rows:
        if row[first] and row[second]:
            found.setdefault(row[first], set()).add(row[second])
    return {code: frozenset(targets) for code, targets in found.items()}


@cache
def _direct(first: str, second: str) -> Lookup:
    """The published lookups, each as it stands."""
    if (first, second) == ("lsoa11", "lsoa21"):
        same = {row["code"]: frozenset([row["code"]]) for row in _rows("lsoa") if row["in_2011"] and row["in_2021"]}
        return same | dict(_pairs(_rows("lsoa_changes"), "lsoa11_code", "lsoa21_code"))
    if first == "lsoa21" and second in ("ward24", "district24"):
        return _pairs([row for row in _rows("lsoa") if row["in_2021"]], "code", second)
    if first in ("lsoa11", "lsoa21"):
        return _pairs([row for row in _rows("lsoa_versions") if row["code"] in _codes(first)], "code", second)
    if first == "district16":
        return _pairs(_rows("district_years"), "district16", second)
    if first == "district24":
        return _pairs(_rows("districts"), "code", second)
    raise KeyError((first, second))


def _through(*lookups: Lookup) -> Lookup:
    """One lookup after the other: every area that may be reached."""
    whole = lookups[0]
    for further in lookups[1:]:
        whole = {
            code: frozenset(end for middle in middles for end in further.get(middle, frozenset()))
            for code, middles in whole.items()
        }
    return whole


def _back(lookup: Lookup) -> Lookup:
    """The same pairs, read from the other side."""
    found: dict[str, set[str]] = {}
    for code, targets in lookup.items():
        for target in targets:
            found.setdefault(target, set()).add(code)
    return {code: frozenset(targets) for code, targets in found.items()}


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
    return _through(_back(_direct("lsoa11", "lsoa21")), lookup_between("lsoa11", last))


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
    return _pairs(
        [
            {"csp": next(iter(partnerships[code])), "district": next(iter(targets))}
            for code, targets in places.items()
            if len(targets) == 1 and code in partnerships
        ],
        "csp",
        "district",
    )


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
