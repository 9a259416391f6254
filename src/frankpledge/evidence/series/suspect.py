"""Periods in which an area's total is too low to be true: figures were not supplied, crime did not vanish."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite, sqrt
from statistics import median
from typing import Literal

from frankpledge.evidence.errors import ImpossibleCount
from frankpledge.evidence.series.periods import Translate, same

SUSPECT_METHOD = "suspect-periods/1"
SHARE_OF_MEDIAN = 0.5
SMALLEST_RATE = 1.5
"""Recorded crimes and incidents of all kinds a month for every 1,000 people; force areas lie between about 4 and 14."""
SURPRISE = 4.0
"""A total must also lie this many Poisson standard deviations below the median: small areas halve by chance."""

Rule = Literal["below_half_of_median", "below_smallest_rate"]

MESSAGES: dict[Rule, str] = {
    "below_half_of_median": "the total of {total} is less than half of what is usual here ({usual}), so figures"
    " were probably not supplied in full",
    "below_smallest_rate": "the total of {total} for {people} people is too low to be true, so figures were"
    " probably not supplied",
}


@dataclass(frozen=True, slots=True)
class Suspect:
    """One period, its total, the rule that it breaks and the reason in words."""

    period: str
    total: float
    rule: Rule
    reason: str
    method: str = SUSPECT_METHOD


def suspect_periods(
    totals: Mapping[str, float | None], population: float | None = None, *, _: Translate = same
) -> tuple[Suspect, ...]:
    """Periods whose area total of *all* crime types is implausibly low, in the order given.

    Args:
        totals: period -> monthly total of all types in one area; None where it is known to be missing.
        population: residents, for the rule on rates; without it only the area's own median is used.
        _: translates a message template.

    Returns:
        A period is suspect when its total is below 1.5 for every 1,000 residents, or below half the median of
        the area's own periods and at least 4 √median below it. A level that stays low is not found
        by the second rule: that is a break, to be dated and explained by a person.

    Raises:
        ImpossibleCount: a total is negative, or the population is not above zero.
    """
    seen = {p: float(t) for p, t in totals.items() if t is not None and isfinite(t)}
    if any(t < 0 for t in seen.values()):
        raise ImpossibleCount(f"a total is negative: {min(seen.values()):g}")
    if population is not None and population <= 0:
        raise ImpossibleCount(f"a population must be above zero; got {population:g}")
    usual = median(seen.values()) if seen else 0.0
    found = ((p, t, _broken_rule(t, usual, population)) for p, t in seen.items())
    return tuple(
        Suspect(p, t, rule, _reason(rule, t, usual, population, _)) for p, t, rule in found if rule is not None
    )


def _broken_rule(total: float, usual: float, population: float | None) -> Rule | None:
    if population is not None and total * 1000 < SMALLEST_RATE * population:
        return "below_smallest_rate"
    if total < SHARE_OF_MEDIAN * usual and usual - total > SURPRISE * sqrt(usual):
        return "below_half_of_median"
    return None


def _reason(rule: Rule, total: float, usual: float, population: float | None, _: Translate) -> str:
    people = f"{population or 0:,.0f}"
    return _(MESSAGES[rule]).format(total=f"{total:,.0f}", usual=f"{usual:,.0f}", people=people)
