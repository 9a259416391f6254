"""Rates and proportions with the interval that belongs to them.

Sources: exact Poisson interval, Garwood (1936); Wilson (1927), as Newcombe (1998) recommends; ratio of rates by
the normal approximation on the logarithm, or exactly by conditioning on the sum (Clopper and Pearson 1934).
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, isfinite, log, sqrt

from frankpledge.evidence.errors import ImpossibleCount

RATES_METHOD = "rates/1"
LEVEL = 0.95
FEW = 10
"""Below this count in either place a ratio of rates is computed exactly."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A value between the bounds of its confidence interval, in the same unit."""

    value: float
    lower: float
    upper: float
    level: float = LEVEL
    method: str = RATES_METHOD


def poisson_interval(count: int, level: float = LEVEL) -> tuple[float, float]:
    """Exact interval for the mean behind one count.

    Returns:
        (lower, upper): χ²(α/2; 2x)/2 and χ²(1 − α/2; 2x + 2)/2; the lower bound of 0 is 0.

    Raises:
        ImpossibleCount: `count` is negative or not whole; `level` is not between 0 and 1.
    """
    from scipy.special import gammaincinv

    _require_count("count", count)
    tail = _tail(level)
    lower = float(gammaincinv(count, tail)) if count else 0.0
    return lower, float(gammaincinv(count + 1, 1 - tail))


def rate(count: int, population: float, per: float = 1000.0, level: float = LEVEL) -> Estimate:
    """Count ÷ population × `per`, with the exact Poisson interval of the count.

    Raises:
        ImpossibleCount: the count is not a count, or the population is not above zero.
    """
    if not (isfinite(population) and population > 0):
        raise ImpossibleCount(f"a rate needs a population above zero; got {population!r}")
    lower, upper = poisson_interval(count, level)
    scale = per / population
    return Estimate(count * scale, lower * scale, upper * scale, level)


def wilson(successes: float, cases: float, level: float = LEVEL, design_effect: float = 1.0) -> Estimate:
    """A proportion (0 to 1) with Wilson's interval.

    Args:
        successes, cases: counts, or weighted counts of a survey.
        design_effect: how much weighting and clustering widen the sampling variance; both counts are
            divided by it.

    Raises:
        ImpossibleCount: no cases, more successes than cases, or a design effect that is not above zero.
    """
    if not cases > 0 or not 0 <= successes <= cases or not design_effect > 0:
        raise ImpossibleCount(f"got {successes:g} of {cases:g} with design effect {design_effect:g}")
    share, size = successes / cases, cases / design_effect
    z = _normal_quantile(1 - _tail(level))
    middle = (share + z * z / (2 * size)) / (1 + z * z / size)
    reach = z * sqrt(share * (1 - share) / size + z * z / (4 * size * size)) / (1 + z * z / size)
    lower = 0.0 if successes == 0 else middle - reach
    upper = 1.0 if successes == cases else middle + reach
    return Estimate(share, max(0.0, lower), min(1.0, upper), level)


def rate_ratio(
    count: int, population: float, count_before: int, population_before: float, level: float = LEVEL
) -> Estimate:
    """How many times the earlier (or other) rate this one is: 1 lies inside when they may well be equal.

    Raises:
        ImpossibleCount: a count is not a count, a population is not above zero, or the other count is zero.
    """
    _require_count("count", count)
    _require_count("count_before", count_before)
    if not (population > 0 and population_before > 0 and count_before > 0):
        raise ImpossibleCount("a ratio needs two populations above zero and a count before above zero")
    scale = population_before / population
    value = count / count_before * scale
    if min(count, count_before) >= FEW:
        reach = _normal_quantile(1 - _tail(level)) * sqrt(1 / count + 1 / count_before)
        return Estimate(value, exp(log(value) - reach), exp(log(value) + reach), level)
    lower, upper = _exact_share(count, count + count_before, level)
    return Estimate(value, _odds(lower) * scale, _odds(upper) * scale, level)


def _exact_share(successes: int, cases: int, level: float) -> tuple[float, float]:
    from scipy.special import betaincinv

    tail = _tail(level)
    lower = float(betaincinv(successes, cases - successes + 1, tail)) if successes else 0.0
    upper = float(betaincinv(successes + 1, cases - successes, 1 - tail)) if successes < cases else 1.0
    return lower, upper


def _odds(share: float) -> float:
    return share / (1 - share) if share < 1 else float("inf")


def _normal_quantile(share: float) -> float:
    from scipy.special import ndtri

    return float(ndtri(share))


def _tail(level: float) -> float:
    if not 0 < level < 1:
        raise ImpossibleCount(f"a confidence level lies between 0 and 1; got {level:g}")
    return (1 - level) / 2


def _require_count(name: str, value: int) -> None:
    if value < 0 or int(value) != value:
        raise ImpossibleCount(f"{name} must be a whole number, 0 or more; got {value!r}")
