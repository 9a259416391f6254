"""Getis and Ord's local G: where are high figures surrounded by high ones, or low by low?

Sources: Getis and Ord, Geographical Analysis 24 (1992); Ord and Getis, Geographical Analysis 27 (1995) for z. The exact
p-values are those of the conditional permutation that other programs sample (Anselin 1995), counted whole.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from frankpledge.evidence.errors import NotComputable, require_choice

from .checks import Flags, Floats, Integers, Numbers, map_values, require_level, whole_counts
from .fdr import CORRECTIONS, Correction, adjusted, in_words
from .neighbours import Neighbours

if TYPE_CHECKING:
    from .exact import Draws

LOCAL_G_METHOD = "local-g/2"
STEPS = (2000, 1000, 500, 200, 100)
"""Figures that are no counts are rounded to so many steps between the lowest and the highest: as many as are quick."""
MOST_ROUNDED_WORK = 5.0e9
"""Multiplications up to which deals of rounded figures are counted: about two seconds."""
Ways = Literal["auto", "exact", "analytic"]
WAYS = ("auto", "exact", "analytic")
Null = Literal["conditional", "total"]


@dataclass(frozen=True, slots=True)
class LocalG:
    """One figure for each area, shape (n,); NaN where an area could not be judged.

    Args:
        z: standard score of the sum around the area (with `star`, its own figure included).
        p, p_high, p_low: chance of a sum as far out (twice the smaller of the two), as high, as low.
        q: p after correction for the number of areas.
        p_method: "exact" (all deals counted), "rounded" (all deals of the figures rounded to whole steps counted) or
            "analytic" (normal approximation).
        hot, cold: q at most `level`, and high or low.
    """

    z: Floats
    p: Floats
    p_high: Floats
    p_low: Floats
    q: Floats
    hot: Flags
    cold: Flags
    p_method: str
    star: bool
    null: str
    level: float
    correction: Correction
    method: str = LOCAL_G_METHOD

    @property
    def not_computable(self) -> Flags:
        """Areas that could not be judged: without neighbours, or where nothing could vary."""
        return np.isnan(self.p)

    @property
    def sentence(self) -> str:
        hot, cold, unknown = int(self.hot.sum()), int(self.cold.sum()), int(self.not_computable.sum())
        judged = self.p.size - unknown
        if not hot + cold:
            found = f"No evidence that any of the {judged:,} areas is a hotspot or a cold spot"
        else:
            found = (
                f"{hot:,} of {judged:,} areas {'is a hotspot' if hot == 1 else 'are hotspots'} and {cold:,} "
                f"{'is a cold spot' if cold == 1 else 'are cold spots'}, {in_words(self.correction, self.level)}"
            )
        return found + (f"; {unknown:,} could not be judged." if unknown else ".")


def local_g(
    values: Numbers,
    neighbours: Neighbours,
    *,
    star: bool = True,
    p: Ways = "auto",
    null: Null = "conditional",
    level: float = 0.05,
    correction: Correction = "bh",
) -> LocalG:
    """Gi* (`star`) or Gi of each area, with every area's neighbours counting alike.

    Args:
        values: one figure for each area, shape (n,): counts for exact p-values, or rates.
        star: whether an area's own figure is part of its sum.
        p: "exact" counts all deals of the figures over the map, for whole numbers; "analytic" trusts the normal
            approximation of z; "auto" is exact where it can be, and else counts all deals of figures rounded to up to
            2,000 steps. Rates of rare events are far from normal: one event is then a hotspot by that approximation.
        null: what the exact p-value deals out again. "conditional": all figures but the area's own (the usual one; then
            Gi and Gi* have the same p). "total": all figures, as z of Gi* supposes (needs `star`).
        level: share of false alarms among the areas named (or of false alarms in each area with correction "none").
    Raises:
        NotComputable: empty, missing or constant values; "exact" for figures that are not counts, or too many.
        ImpossibleCount: a level that does not lie between 0 and 1.
        LengthsDiffer: not one value for each area.
        UnknownChoice: an option that does not exist.
    """
    require_choice("p", p, WAYS)
    require_choice("null", null, ("conditional", "total"))
    require_choice("correction", correction, CORRECTIONS)
    if null == "total" and not star:
        raise NotComputable("The total null deals out each area's own figure, which Gi leaves out: take star=True.")
    require_level(level)
    x = map_values(values, neighbours.n)
    return judged(
        x, x, neighbours.lag_sum(x), neighbours.count_of,
        star=star, p=p, null=null, level=level, correction=correction, around=neighbours,
    )  # fmt: skip


def judged(
    pool: Floats,
    own: Floats,
    sums: Floats,
    k: Integers,
    *,
    star: bool,
    p: Ways,
    null: Null,
    level: float,
    correction: Correction,
    around: Neighbours | None = None,
) -> LocalG:
    """The statistic from sums that are known already; input is not checked.

    Args:
        pool: all figures among which each area's neighbours are drawn, its own included.
        own, sums, k: each area's figure, the sum over its neighbours, and their number, shape (n,).
        around: the neighbours, where `pool` and `own` are one map: only then can figures be rounded to steps.
    """
    z = _z_star(pool, sums + own, k + 1) if star else z_of_others(pool, own, sums, k)
    z[k == 0] = np.nan
    high, low, how = _tails(z, pool, own, sums, k, p, null, around)
    high[np.isnan(z)] = low[np.isnan(z)] = np.nan
    both = np.minimum(1.0, 2 * np.minimum(high, low))
    q = adjusted(both, correction)
    found = q <= level
    return LocalG(
        z, both, high, low, q, found & (high < low), found & (low < high), how, star, null, level, correction
    )  # fmt: skip


def _z_star(x: Floats, sums: Floats, k: Integers) -> Floats:
    """(sum - k mean) / (s sqrt(k (n - k) / (n - 1))), with mean and s of all figures."""
    n = x.size
    mean, spread = x.mean(), x.std()
    with np.errstate(divide="ignore", invalid="ignore"):
        z: Floats = (sums - k * mean) / (spread * np.sqrt(k * (n - k) / (n - 1)))
    z[k >= n] = np.nan
    return z


def z_of_others(x: Floats, own: Floats, sums: Floats, k: Integers) -> Floats:
    """The same, with mean and s of the others: each area's own figure is left out."""
    n = x.size - 1
    apart = own - x.mean()
    mean = x.mean() - apart / n
    # The variance of the others from deviations and not from squares: exact to the last figures for large counts.
    variance = (((x - x.mean()) ** 2).sum() - apart**2) / n - (apart / n) ** 2
    variance[variance <= 1e-14 * x.var()] = np.nan
    with np.errstate(divide="ignore", invalid="ignore"):
        z: Floats = (sums - k * mean) / np.sqrt(variance * k * (n - k) / (n - 1))
    z[k >= n] = np.nan
    return z


def _tails(
    z: Floats, pool: Floats, own: Floats, sums: Floats, k: Integers, p: Ways, null: Null, around: Neighbours | None
) -> tuple[Floats, Floats, str]:
    """P(as high), P(as low), and how they were found."""
    from scipy.special import ndtr

    from .exact import Draws

    if p == "analytic" or not k.any():
        return ndtr(-z), ndtr(z), "analytic"
    counts = whole_counts(pool)
    more = 1 if null == "total" else 0
    draws = Draws(counts, int(k.max()) + more) if counts is not None else None
    mine = own.astype(np.int64) if counts is not None else np.zeros(0, np.int64)
    reason = "the figures are not whole numbers from 0" if draws is None else draws.too_large(k, mine)
    if draws is not None and not reason:
        return *_counted(draws, sums.astype(np.int64), mine, k, more), "exact"
    if p == "exact":
        raise NotComputable(f"No exact p-values: {reason}.")
    steps = None if around is None else _in_steps(pool, k, more)
    if around is None or steps is None:
        return ndtr(-z), ndtr(z), "analytic"
    draws, mine = steps
    return *_counted(draws, around.lag_sum(mine).astype(np.int64), mine, k, more), "rounded"


def _counted(draws: Draws, others: Integers, mine: Integers, k: Integers, more: int) -> tuple[Floats, Floats]:
    return draws.of_all(others + mine, k + 1) if more else draws.leaving_out_own(others, k, mine)


def _in_steps(x: Floats, k: Integers, more: int) -> tuple[Draws, Integers] | None:
    """The map in whole steps from its lowest figure to its highest, as fine as can be counted quickly; else None.

    Rounding keeps the test exact: it is the test of another map, whose figures are dealt out as the first's would be.
    What is lost is a little of the difference between areas, never the promise of the level.
    """
    from .exact import Draws

    share = (x - x.min()) / (x.max() - x.min())
    for steps in STEPS:
        rounded = np.rint(share * steps).astype(np.int64)
        draws = Draws(rounded, int(k.max()) + more)
        if not draws.too_large(k, rounded, MOST_ROUNDED_WORK):
            return draws, rounded
    return None
