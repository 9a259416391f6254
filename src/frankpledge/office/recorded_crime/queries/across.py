"""Crimes of one area, month by month, across the change of small areas: figures, ranges with their reason, breaks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _

from frankpledge.office.errors import Refused
from frankpledge.office.places import rebasing, versions
from frankpledge.office.recorded_crime import cube
from frankpledge.office.recorded_crime.cube.keeping import current
from frankpledge.office.recorded_crime.cube.supplied import by_force
from frankpledge.office.recorded_crime.rules import months_between
from frankpledge.office.sources.duck import shared
from frankpledge.office.ui.tables import Column, Table
from frankpledge.office.ui.words import count, date_words, range_words

from . import held
from .boundaries import LEVELS_SHOWN, months_held

A_YEAR = 12


@dataclass(frozen=True)
class AcrossPage:
    """One area's series, or why there is none."""

    area: str
    level: str
    levels: list[tuple[str, str]]
    name: str
    problem: str
    breaks: list[str]
    months: Table | None
    rate: str


def across_page(area: str, level: str) -> AcrossPage:
    """The series of an area of any version. An unknown code, or one of another version, is named as such."""
    level = level if level in LEVELS_SHOWN else "lsoa21"
    levels = [(each, str(versions.LEVELS[each])) for each in LEVELS_SHOWN]
    area = area.strip().upper()
    if not area:
        return AcrossPage("", level, levels, "", "", [], None, "")
    try:
        told = rebasing.rebased(_by_month(area, level), area, level)
    except Refused as refused:
        return AcrossPage(area, level, levels, "", f"{refused.message} {refused.remedy}".strip(), [], None, "")
    breaks = [f"{date_words(one.month)}: {one.note}" for one in told.breaks]
    return AcrossPage(
        area, level, levels, versions.name_of(area, level), "", breaks, _table(told), _rate(told) if told.months else ""
    )


def _by_month(area: str, level: str) -> dict[str, dict[str, int] | None]:
    """Month → crimes by small area as published; None for a month that the area's force did not supply."""
    rebasing.require_of(area, level)
    there = months_held()
    months = months_between(there[0], there[-1]) if there else []
    given = by_force(current()) if there else {}
    forces = versions.lookup_between(level, "force24").get(area, frozenset())
    found: dict[str, dict[str, int] | None] = {
        month: {} if all(_supplied(given, force, month) for force in forces) else None for month in months
    }
    for month, code, n in _cells(_codes(area, level)) if months else []:
        if (counts := found.get(month)) is not None:
            counts[code] = int(n)
    return found


@lru_cache(maxsize=64)
def _codes(area: str, level: str) -> tuple[str, ...]:
    """Small areas as published of which any part lies in an area."""
    lookup = versions.lookup_between(versions.PUBLISHED, level)
    return tuple(code for code, targets in lookup.items() if area in targets)


def _supplied(given: dict[str, Any], force: str, month: str) -> bool:
    there = given.get(force, {}).get(month)
    return there is not None and there.status == "supplied"


def _cells(codes: Sequence[str]) -> list[Any]:
    """Cells lie by force area: only those of the areas that these codes lie in are read."""
    forces = versions.lookup_between(versions.PUBLISHED, "force24")
    inside = {force for code in codes for force in forces.get(code, ())}
    with shared() as connection:
        return connection.execute(
            f"""SELECT month, lsoa_code, sum(n)::BIGINT FROM read_parquet(?)
               WHERE force24 IN {held.listed(inside)} AND NOT is_asb AND lsoa_code IN {held.listed(codes)}
               GROUP BY 1, 2""",  # noqa: S608
            [[str(path) for path in cube.files().cells]],
        ).fetchall()


def _table(told: rebasing.Rebased) -> Table:
    """A row for each month; months in a row that nobody supplied share one."""
    columns = [Column(_("Month")), Column(_("Crimes"), number=True), Column(_("What is to be known"))]
    rows: list[list[Any]] = []
    for missing, run in groupby(told.months, key=lambda one: one.at_least is None):
        months = list(run)
        if missing:
            span = str(range_words((months[0].month, months[-1].month)))
            rows.append([span, None, months[0].reason])
        else:
            rows += [[date_words(one.month), one.count, _remark(one)] for one in months]
    return Table(_("Crimes, month by month"), columns, rows)


def _remark(one: rebasing.RebasedMonth) -> str:
    if one.at_least is None or one.count is not None:
        return one.reason
    return _("Between %(least)s and %(most)s: %(reason)s") % {
        "least": count(one.at_least), "most": count(one.at_most), "reason": one.reason,
    }  # fmt: skip


def _rate(told: rebasing.Rebased) -> str:
    """The rate of the newest twelve months, if all of them have a figure and the residents are known."""
    newest = told.months[-A_YEAR:]
    figures = [one.count for one in newest if one.count is not None]
    if len(figures) < A_YEAR:
        return _("No rate: not all of the newest twelve months have a figure.")
    try:
        year = int(newest[A_YEAR // 2].month[:4])
        made = rebasing.rate_per_1000(sum(figures), area=told.area, level=told.level, year=year)
    except Refused as refused:
        return _("No rate: %(why)s") % {"why": refused.message}
    return _("%(rate)s crimes in twelve months (95%% interval %(low)s to %(high)s) %(note)s.") % {
        "rate": f"{made.per_1000.value:,.1f}", "low": f"{made.per_1000.lower:,.1f}",
        "high": f"{made.per_1000.upper:,.1f}", "note": made.note,
    }  # fmt: skip
