"""Counts for a comparison: every area, every month of it, with the releases that they were counted from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from frankpledge.office.errors import Refused
from frankpledge.office.places import queries as places
from frankpledge.office.problem_solving import rules
from frankpledge.office.problem_solving.models import EvaluationDesign, SiteRole
from frankpledge.office.recorded_crime.queries import monthly_of_areas
from frankpledge.office.sources.models import Release

Rows = dict[str, list[int | None]]


@dataclass(frozen=True)
class Counted:
    """Figures by area, for all months of a comparison; `by_type` the same for each crime type, where it is asked.

    missing: month → why some area has no figure in it. candidates: counts before, of the areas that could have been
    chosen.
    """

    months: list[str]
    areas: Rows
    by_type: dict[str, Rows] = field(default_factory=dict)
    missing: dict[str, str] = field(default_factory=dict)
    releases: list[str] = field(default_factory=list)
    candidates: dict[str, int] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        return {
            "months": self.months,
            "areas": self.areas,
            "by_type": self.by_type,
            "missing": self.missing,
            "candidates": self.candidates,
        }


def comparison_of(design: EvaluationDesign) -> rules.Comparison:
    """A design as the rules read it."""
    areas: dict[str, list[str]] = {str(role): [] for role in SiteRole.values}
    for site in design.sites.all():
        areas[site.role].append(site.area_code)
    return rules.Comparison(
        method=design.method,
        areas=areas,
        before=(design.before_from, design.before_to),
        after=(design.after_from, design.after_to),
        crime_types=tuple(design.crime_types),
        options=design.options,
    )


def count(
    comparison: rules.Comparison, source: str, *, among: Iterable[Release] | None = None, until: str = ""
) -> Counted:
    """Count what a comparison compares.

    Args:
        among: count from these releases, current or not, as an assessment did that is computed again.
        until: last month to count, before anything was done (to see what could be found).
    Raises:
        MixedCount, UnknownType, UnknownArea, AreaOfThePast.
    """
    codes = [code for part in comparison.areas.values() for code in part]
    months = rules.months_of(comparison)
    months = [month for month in months if not until or month <= until]
    given = None if among is None else list(among)
    asked = _Asked(source, months, given)
    areas = asked.rows(codes, comparison.crime_types)
    by_type = {name: asked.rows(codes, [name]) for name in comparison.crime_types if comparison.method == "harm"}
    candidates = _candidates(comparison, asked)
    return Counted(months, areas, by_type, asked.missing, sorted(asked.releases), candidates)


class _Asked:
    """Asks for counts, and gathers where they came from and what is missing."""

    def __init__(self, source: str, months: list[str], among: list[Release] | None) -> None:
        self.source, self.months, self.among = source, months, among
        self.missing: dict[str, str] = {}
        self.releases: set[str] = set()

    def rows(self, codes: Sequence[str], crime_types: Sequence[str], *, months: Sequence[str] = ()) -> Rows:
        span = list(months) or self.months
        if not codes or not span:
            return {}
        found = monthly_of_areas(
            self.source, codes, crime_types=list(crime_types) or None, from_month=span[0], to_month=span[-1],
            among=self.among,
        )  # fmt: skip
        for figures in found.values():
            for figure in figures:
                self.releases.update(release.reference for release in figure.releases)
                if figure.count is None:
                    self.missing.setdefault(figure.month, figure.reason)
        return {code: [figure.count for figure in figures] for code, figures in found.items()}


def _candidates(comparison: rules.Comparison, asked: _Asked) -> dict[str, int]:
    """Counts before, of every small area that could have been chosen; none when they are not known.

    Only for small areas chosen among small areas: how far a high count falls back by itself depends on the others.
    """
    wider = str(comparison.options.get("candidates", ""))
    if not wider or any(places.place(code).kind != "lsoa21" for code in comparison.areas["treated"]):
        return {}
    before = rules.months_between(*comparison.before)
    rows = asked.rows(list(places.lsoas_of(wider)), comparison.crime_types, months=before)
    return {code: sum(row) for code, row in rows.items() if all(n is not None for n in row)}  # type: ignore[arg-type]


def small_areas(code: str) -> list[str]:
    """The small areas that make up an area: itself, when it is one."""
    place = places.place(code)
    return [code] if place.kind == "lsoa21" else list(places.lsoas_of(code))


def area_names(codes: Iterable[str]) -> dict[str, str]:
    """What areas are called; a code that is not known any more is its own name."""
    named = {}
    for code in codes:
        try:
            named[code] = places.place(code).name
        except Refused:
            named[code] = code
    return named
