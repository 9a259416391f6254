"""Mann and Kendall's test: does a series drift upwards or downwards, whatever its shape?

Sources: Mann, Econometrica 13 (1945); Kendall, Rank Correlation Methods, 4th ed. (1975), with his correction for ties;
without ties and up to 60 points the chances are counted exactly.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numba import njit

from frankpledge.evidence.errors import HoldsGaps, TooFewPoints

from .checks import Floats, Integers, Numbers

MANN_KENDALL_METHOD = "mann-kendall/1"
FEWEST = 4
MOST_EXACT = 60


@dataclass(frozen=True, slots=True)
class Trend:
    """For each series.

    Args:
        s: rising pairs less falling pairs. tau: the same as a share of all pairs, -1 to 1.
        z: s ∓ 1 over its standard deviation; 0 for a constant series. p: two-sided.
    """

    s: Integers
    tau: Floats
    z: Floats
    p: Floats
    method: str = MANN_KENDALL_METHOD


def mann_kendall(values: Numbers) -> Trend:
    """The test for one series, shape (periods,), or for many side by side, shape (periods, series).

    Returns:
        Figures of shape (series,); for one series of shape (1,).
    Raises:
        TooFewPoints: fewer than 4 periods.
        HoldsGaps: a value is missing: leave the period out first.
    """
    x = np.asarray(values, dtype=np.float64)
    x = x.reshape(x.shape[0], -1) if x.ndim else x.reshape(1, 1)
    if x.shape[0] < FEWEST:
        raise TooFewPoints(f"got {x.shape[0]} periods; a trend needs at least {FEWEST}")
    if not np.isfinite(x).all():
        raise HoldsGaps("a series holds missing values: leave those periods out first")
    from scipy.special import ndtr

    n = x.shape[0]
    s, variance, tied = _counts(np.ascontiguousarray(x.T))
    with np.errstate(divide="ignore", invalid="ignore"):
        z = np.where(variance > 0, (s - np.sign(s)) / np.sqrt(variance), 0.0)
    p = np.minimum(1.0, 2 * ndtr(-np.abs(z)))
    if n <= MOST_EXACT:
        p = np.where(tied, p, _exact_p(n)[np.abs(s)])
    return Trend(s, s / (n * (n - 1) / 2), z, p)


@njit(cache=True)  # type: ignore[untyped-decorator, unused-ignore]
def _counts(series):  # type: ignore[no-untyped-def]
    """S, its variance with Kendall's correction for ties, and whether there are ties; one row for each series."""
    m, n = series.shape
    s, variance, tied = np.zeros(m, np.int64), np.zeros(m), np.zeros(m, np.bool_)
    for row in range(m):
        x = series[row]
        total = 0
        for a in range(n):
            for b in range(a + 1, n):
                if x[b] > x[a]:
                    total += 1
                elif x[b] < x[a]:
                    total -= 1
        ordered = np.sort(x)
        spread = n * (n - 1) * (2 * n + 5)
        run = 1
        for a in range(1, n + 1):
            if a < n and ordered[a] == ordered[a - 1]:
                run += 1
            else:
                if run > 1:
                    tied[row] = True
                    spread -= run * (run - 1) * (2 * run + 5)
                run = 1
        s[row], variance[row] = total, spread / 18
    return s, variance, tied


@lru_cache(maxsize=64)
def _exact_p(n: int) -> Floats:
    """P(|S| >= s) for s = 0 … n(n-1)/2 where all orders are as likely: counts of inversions by Mahonian numbers."""
    chances = np.ones(1)
    for length in range(2, n + 1):
        chances = np.convolve(chances, np.full(length, 1 / length))
    most = n * (n - 1) // 2
    above = np.concatenate([np.cumsum(chances[::-1])[::-1], [0.0]])  # P(inversions >= i)
    s = np.arange(most + 1)
    found: Floats = np.minimum(1.0, 2 * above[(most + s + 1) // 2])
    return found
