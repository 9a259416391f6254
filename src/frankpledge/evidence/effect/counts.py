"""Two counts: did the number of events change by more than chance moves it?

Sources: K. Krishnamoorthy and J. Thomson, "A more powerful test for comparing two Poisson means", *Journal of
Statistical Planning and Inference* 119 (2004), the E-test; A. P. Wheeler, "Tables and graphs for monitoring temporal
crime trends", *International Journal of Police Science & Management* 18 (2016), 2(√after − √before); J. I. Naus,
"Approximations for distributions of scan statistics", *JASA* 77 (1982).
"""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite, sqrt
from typing import Literal

import numpy as np

from frankpledge.evidence.effect.model import (
    LEVEL,
    Effect,
    Floats,
    not_computable,
    require_above_zero,
    require_whole,
    tail,
    two_sided,
)
from frankpledge.evidence.errors import ImpossibleCount, require_choice
from frankpledge.evidence.rates import rate_ratio

COUNTS_METHOD = "two-counts/1"
NOTHING = "nothing was counted in either period"
TINY = 1e-12
"""Chance beyond either end of the counts that the E-test sums over."""
TIE = 1e-9
"""Two statistics that differ by less than this share are equal: rounding in a computer breaks no tie."""

MOST_EVENTS = 1e9
"""Expected events beyond which nothing is summed: it would fill the memory, and two such counts differ in any case."""

Alternative = Literal["two-sided", "less", "greater"]
Terms = Literal["all", "ptools"]


@dataclass(frozen=True, slots=True)
class RootTest:
    """2(√after − √before), Wheeler's measure; and the same divided by √2, for two counts that both play by chance.

    Attributes:
        z: takes the count before as the true expectation. Beyond ±3 is out of the ordinary by its author's rule.
        z_two: allows for chance in both counts; p: two-sided, of `z_two`.
    """

    z: float
    z_two: float
    p: float
    method: str = COUNTS_METHOD


@dataclass(frozen=True, slots=True)
class TwoCounts:
    """Two counts compared.

    Attributes:
        effect: change in events, over the time of the later count; its interval holds every change that the E-test
            would not refuse, so that it agrees with `p`.
        ratio: later rate ÷ earlier rate.
        p: of the E-test.
    """

    effect: Effect
    ratio: Effect
    p: float
    root: RootTest | None
    before: int
    after: int
    exposure_before: float
    exposure_after: float
    cautions: tuple[str, ...] = ()
    method: str = COUNTS_METHOD


def two_counts(
    *, before: int, after: int, exposure_before: float = 1.0, exposure_after: float = 1.0, level: float = LEVEL
) -> TwoCounts:
    """Has the rate changed between two periods, or does it differ between two places?

    Args:
        before, after: whole numbers of events. exposure_before, exposure_after: months, residents, or whatever the
            counts must be divided by.

    Raises:
        EvidenceError: a count is not whole or is negative; an exposure is not above zero.
    """
    x0, x1 = require_whole("before", before), require_whole("after", after)
    n0 = require_above_zero("exposure_before", exposure_before)
    n1 = require_above_zero("exposure_after", exposure_after)
    tail(level)
    root = root_test(x0, x1) if n0 == n1 else None
    if x0 + x1 == 0:
        none = not_computable(NOTHING, COUNTS_METHOD, level=level)
        ratio = not_computable(NOTHING, COUNTS_METHOD, "ratio", level)
        return TwoCounts(none, ratio, 1.0, root, x0, x1, n0, n1)
    p = e_test(x1, x0, n1, n0)
    lower, upper = _difference_interval(x1, x0, n1, n0, level)
    if p <= 1 - level:
        # The test is discontinuous at no difference at all; the interval must not contradict it by a hair.
        lower, upper = (max(lower, 0.0), upper) if x1 / n1 > x0 / n0 else (lower, min(upper, 0.0))
    effect = Effect((x1 / n1 - x0 / n0) * n1, lower * n1, upper * n1, "difference", level, p, None, COUNTS_METHOD)
    return TwoCounts(effect, _ratio(x1, n1, x0, n0, level, p), p, root, x0, x1, n0, n1)


def _ratio(x1: int, n1: float, x0: int, n0: float, level: float, p: float) -> Effect:
    if x0 == 0:
        return not_computable("nothing was counted before: no ratio can be formed", COUNTS_METHOD, "ratio", level)
    found = rate_ratio(x1, n1, x0, n0, level)
    return Effect(found.value, found.lower, found.upper, "ratio", level, p, None, COUNTS_METHOD)


def root_test(before: float, after: float) -> RootTest:
    """Wheeler's √-test of two counts of equally long periods: from 25 to 36 gives 2.0.

    Raises:
        EvidenceError: a count is not whole or is negative.
    """
    z = 2 * (sqrt(require_whole("after", after)) - sqrt(require_whole("before", before)))
    return RootTest(z, z / sqrt(2), two_sided(z / sqrt(2)))


def e_test(
    first: int,
    second: int,
    exposure_first: float = 1.0,
    exposure_second: float = 1.0,
    difference: float = 0.0,
    alternative: Alternative = "two-sided",
) -> float:
    """p of the hypothesis that the first rate exceeds the second by `difference` (E-test).

    The statistic is (x₁/n₁ − x₂/n₂ − d) ÷ √(x₁/n₁² + x₂/n₂²). Its distribution is that of two Poisson counts whose
    means are estimated under the hypothesis. Every pair of counts is summed over (a threshold for each, so the work
    grows with the root of the counts), and ties are kept as ties.

    Returns:
        Chance of a statistic at least as far away; 1.0 where nothing was counted.

    Raises:
        EvidenceError: a count is not whole or is negative, an exposure is not above zero, or the alternative is not
            "two-sided", "less" or "greater".
    """
    x1, x2 = require_whole("first", first), require_whole("second", second)
    n1, n2 = (
        require_above_zero("exposure_first", exposure_first),
        require_above_zero("exposure_second", exposure_second),
    )
    require_choice("alternative", alternative, ("two-sided", "less", "greater"))
    if x1 + x2 == 0:
        return 1.0
    if difference < 0:
        turned: dict[Alternative, Alternative] = {"two-sided": "two-sided", "less": "greater", "greater": "less"}
        return e_test(x2, x1, n2, n1, -difference, turned[alternative])
    if not isfinite(difference):
        raise ImpossibleCount(f"a difference of rates is a finite number; got {difference:g}")
    second_rate = max(0.0, (x1 + x2) / (n1 + n2) - difference * n1 / (n1 + n2))
    statistic = (x1 / n1 - x2 / n2 - difference) / sqrt(x1 / n1**2 + x2 / n2**2)
    means = (n1 * (second_rate + difference), n2 * second_rate)
    if max(means) > MOST_EVENTS:
        raise ImpossibleCount(f"up to {max(means):.3g} events would be expected; at most {MOST_EVENTS:.0e} are summed")
    return _chance(statistic, means, (n1, n2), difference, alternative)


def _chance(
    statistic: float, means: tuple[float, float], sizes: tuple[float, float], d: float, alternative: Alternative
) -> float:
    """Chance of a statistic as far as this one, in the tails that the alternative names."""
    one, other = (means[0], sizes[0]), (means[1], sizes[1])
    if alternative == "two-sided":
        far = abs(statistic)
        return 1.0 if far < TIE else min(1.0, _beyond(far, one, other, d) + _beyond(far, other, one, -d))
    if alternative == "less":
        statistic, one, other, d = -statistic, other, one, -d
    if statistic > 0:
        return min(1.0, _beyond(statistic, one, other, d))
    return max(0.0, 1 - _beyond(-statistic, other, one, -d, strictly=True))


def _beyond(t: float, one: tuple[float, float], other: tuple[float, float], d: float, strictly: bool = False) -> float:
    """Chance that the first of two Poisson counts leads the second by a statistic of `t` (0 or more), or by more.

    For each first count k the statistic falls as the second count grows, so all second counts up to a threshold
    belong to the tail: the smaller root y of (k/n₁ − d − y)² = t²(k/n₁² + y/n₂), where k/n₁ − d is not negative.
    """
    from scipy.special import pdtr

    (mean, n1), (mean2, n2) = one, other
    counts, weights = _likely(mean)
    lead, own = counts / n1 - d, counts / n1**2
    half = lead + t * t / (2 * n2)
    inside = np.maximum(half**2 - lead**2 + t * t * own, 0.0)
    last = (half - np.sqrt(inside)) * n2
    room = TIE * (1 + np.abs(last))
    last = np.ceil(last - room) - 1 if strictly else np.floor(last + room)
    tail_of = (lead >= 0) & (last >= 0)
    if d == 0 and counts[0] == 0:
        tail_of[0] = False  # nothing counted in either: 0/0, which is no difference
    return float((weights * np.where(tail_of, pdtr(np.maximum(last, 0.0), mean2), 0.0)).sum())


def _likely(mean: float) -> tuple[Floats, Floats]:
    """The counts that a Poisson process with this mean may give, and their chances."""
    from scipy.special import gammaln, xlogy

    reach = 8 * sqrt(mean) + 30
    counts = np.arange(max(0, int(mean - reach)), int(mean + reach) + 1, dtype=np.float64)
    chances: Floats = np.exp(xlogy(counts, mean) - mean - gammaln(counts + 1))
    return counts, chances


def _difference_interval(x1: int, x2: int, n1: float, n2: float, level: float) -> tuple[float, float]:
    """All differences of the two rates that the E-test does not refuse."""
    seen = x1 / n1 - x2 / n2
    alpha = 1 - level
    spread = sqrt(max(x1, 1) / n1**2 + max(x2, 1) / n2**2)

    def refused(d: float) -> bool:
        return e_test(x1, x2, n1, n2, d) <= alpha

    ends = []
    for side in (-1.0, 1.0):
        near, far = 0.0, spread
        while not refused(seen + side * far):
            near, far = far, far * 2
        for _ in range(40):
            middle = (near + far) / 2
            near, far = (near, middle) if refused(seen + side * middle) else (middle, far)
        ends.append(seen + side * far)
    return ends[0], ends[1]


def scan_test(windows: float, expected: float, count: int, terms: Terms = "all") -> float:
    """Chance that `count` events or more fall into some window, wherever it lies, in a time of `windows` windows.

    Six deaths within two weeks, at 0.6 in two weeks on average, somewhere in 208 times two weeks: 0.039.

    Args:
        windows: whole time ÷ length of the window, 2 or more. expected: mean events in one window, above zero.
        terms: "all" of Naus's sum; "ptools" leaves out the last, as that package does (.03902238 for .03902311 above).

    Raises:
        EvidenceError: fewer than 2 windows, a mean that is not above zero, a count below 2.
    """
    require_choice("terms", terms, ("all", "ptools"))
    psi, k = require_above_zero("expected", expected), require_whole("count", count)
    if k < 2 or not windows >= 2:
        raise ImpossibleCount(f"a cluster needs 2 events or more and 2 windows or more; got {count} and {windows:g}")
    two, three = _free_of_clusters(psi, k, terms)
    if two <= 0 or three <= 0:
        return 1.0
    return float(min(1.0, max(0.0, 1 - two * (three / two) ** (windows - 2))))


def _free_of_clusters(psi: float, k: int, terms: Terms) -> tuple[float, float]:
    """Naus's exact chances that a time of two, and of three, windows holds no cluster of k."""
    from scipy.stats import poisson

    values = np.arange(2 * k + 1)
    chance, below = poisson.pmf(values, psi), poisson.cdf(values, psi)

    def p(n: int) -> float:
        return float(chance[n]) if n >= 0 else 0.0

    def f(n: int) -> float:
        return float(below[n]) if n >= 0 else 0.0

    two = f(k - 1) ** 2 - (k - 1) * p(k) * p(k - 2) - (k - 1 - psi) * p(k) * f(k - 3)
    a1 = 2 * p(k) * f(k - 1) * ((k - 1) * f(k - 2) - psi * f(k - 3))
    a2 = 0.5 * p(k) ** 2 * ((k - 1) * (k - 2) * f(k - 3) - 2 * (k - 2) * psi * f(k - 4) + psi**2 * f(k - 5))
    a3 = sum(p(2 * k - r) * f(r - 1) ** 2 for r in range(1, k))
    last = k if terms == "all" else k - 1
    a4 = sum(p(2 * k - r) * p(r) * ((r - 1) * f(r - 2) - psi * f(r - 3)) for r in range(2, last))
    return two, f(k - 1) ** 3 - a1 + a2 + a3 - a4
