"""How the crimes that are held are carried to the areas of each version: what went in, what came out, what is named."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _

from frankpledge.office.places import versions
from frankpledge.office.recorded_crime import cube
from frankpledge.office.recorded_crime.rules import months_between
from frankpledge.office.sources.duck import shared
from frankpledge.office.ui.tables import Column, Table
from frankpledge.office.ui.words import count, percent

from . import street

LEVELS_SHOWN = (
    "lsoa21", "lsoa11", "ward24", "ward17", "district24", "district20", "district16", "csp24", "force24", "fire24",
)  # fmt: skip
LARGEST_SHOWN = 25
MOST_MONTHS, USUAL_MONTHS = 36, 12


@dataclass(frozen=True)
class Published:
    """Crimes of a period by the small area that stands in the files, and those without one."""

    counts: dict[str, int]
    without: int

    @property
    def total(self) -> int:
        return sum(self.counts.values()) + self.without


@dataclass(frozen=True)
class BoundariesPage:
    """The sums of a period, level by level, and what could not be carried."""

    months: list[str]
    first: str
    last: str
    level: str
    level_words: str
    levels: list[tuple[str, str]]
    sentence: str
    sums: Table
    named: Table
    more: int
    left: tuple[versions.NotCarried, ...] = ()


@dataclass(frozen=True)
class Reached:
    """How many of the crimes of a period belong to exactly one area of a level, and those that do not."""

    level: str
    carried: int
    not_carried: list[versions.NotCarried]

    @property
    def left_out(self) -> int:
        return sum(one.count for one in self.not_carried)


def published(first: str, last: str) -> Published:
    """Crimes (never incidents) of the current street files from one month to another, by code as published.

    Read from the cube, which keeps the codes of the files beside those of today.

    Raises:
        CubeNotReady: the cube must be made first.
    """
    return _published(tuple(str(path) for path in cube.files().cells), first, last)


def _published(files: tuple[str, ...], first: str, last: str) -> Published:
    if not files:
        return Published({}, 0)
    with shared() as connection:
        rows: list[Any] = connection.execute(
            """SELECT lsoa_code, sum(n)::BIGINT FROM read_parquet(?)
               WHERE NOT is_asb AND month BETWEEN ? AND ? GROUP BY 1""",
            [list(files), first, last],
        ).fetchall()
    return Published({code: n for code, n in rows if code}, sum(n for code, n in rows if not code))


@lru_cache(maxsize=8)
def _reached(files: tuple[str, ...], first: str, last: str) -> tuple[int, int, dict[str, Reached]]:
    """All crimes, those without a small area, and what reaches each level. Files of the cube never change: kept."""
    found = _published(files, first, last)
    every = {level: versions.carry(found.counts, versions.PUBLISHED, level) for level in LEVELS_SHOWN}
    return found.total, found.without, {
        level: Reached(level, one.carried, one.not_carried) for level, one in every.items()
    }  # fmt: skip


def months_held() -> list[str]:
    """Every month of which a current street file is held."""
    spans = {(file.release.first_month, file.release.last_month) for file in street.rows_of(None, None).files}
    return sorted({month for first, last in spans for month in months_between(first, last)})


def boundaries_page(first: str, last: str, level: str) -> BoundariesPage:
    """How the crimes of a period (at most 36 months; by default the newest twelve) reach the areas of each level."""
    months = months_held()
    last = last if last in months else (months[-1] if months else "")
    before = [month for month in months if month <= last][-MOST_MONTHS:]
    first = first if first in before else (before[-USUAL_MONTHS:] or [""])[0]
    level = level if level in LEVELS_SHOWN else "lsoa21"
    files = tuple(str(path) for path in cube.files().cells) if last else ()
    total, without, carried = _reached(files, first, last)
    chosen = carried[level]
    left = sorted(chosen.not_carried, key=lambda one: (-one.count, one.code))
    return BoundariesPage(
        months=months,
        first=first,
        last=last,
        level=level,
        level_words=str(versions.LEVELS[level]),
        levels=[(each, str(versions.LEVELS[each])) for each in LEVELS_SHOWN],
        sentence=_sentence(total, without, chosen),
        sums=_sums(without, carried),
        named=_named(left[:LARGEST_SHOWN]),
        more=max(0, len(left) - LARGEST_SHOWN),
        left=tuple(left),
    )


def _sentence(total: int, without: int, chosen: Reached) -> str:
    if not total:
        return ""
    return _(
        "Of %(total)s crimes, %(carried)s (%(share)s) belong to exactly one of the %(level)s; %(left)s have a small "
        "area that lies in several or in none, and %(without)s have no small area. None is counted twice, and "
        "none is lost."
    ) % {
        "total": count(total), "carried": count(chosen.carried), "share": percent(chosen.carried / total),
        "level": versions.LEVELS[chosen.level], "left": count(chosen.left_out), "without": count(without),
    }  # fmt: skip


def _sums(without: int, carried: dict[str, Reached]) -> Table:
    columns = [
        Column(_("Areas")), Column(_("In one area"), number=True), Column(_("In several"), number=True),
        Column(_("In none that is known"), number=True), Column(_("Without small area"), number=True),
        Column(_("All crimes in the files"), number=True),
    ]  # fmt: skip
    rows = []
    for level, one in carried.items():
        several = sum(left.count for left in one.not_carried if left.between)
        rows.append(
            [str(versions.LEVELS[level]), one.carried, several, one.left_out - several, without,
             one.carried + one.left_out + without]
        )  # fmt: skip
    return Table(_("From small areas as published to the areas of each kind"), columns, rows)


def _named(left: list[versions.NotCarried]) -> Table:
    columns = [Column(_("Small area")), Column(_("Crimes"), number=True), Column(_("Where it lies"))]
    rows = [[one.code, one.count, one.reason] for one in left]
    return Table(_("What is not carried, by small area"), columns, rows)
