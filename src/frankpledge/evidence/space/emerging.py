"""Hotspots over time: which are new, which come and go, which have been there all along, which are gone.

Source: the categories of Esri's Emerging Hot Spot Analysis (as its documentation defines them), on Gi* of each period
and Mann and Kendall's test of each place's scores.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from frankpledge.evidence.errors import NotComputable, require_choice

from .checks import Flags, Floats, Numbers, require_level
from .fdr import CORRECTIONS, Correction, adjusted
from .getis_ord import WAYS, LocalG, Ways, judged
from .neighbours import Neighbours
from .trend import mann_kendall

EMERGING_METHOD = "emerging-hotspots/1"
FEWEST_PERIODS = 10
MOST_OF_TIME = 0.9

KINDS = {
    "new": "{} in the last period only",
    "consecutive": "{} in an unbroken run up to the last period, and not before",
    "intensifying": "{} in at least nine periods of ten, and becoming more so",
    "persistent": "{} in at least nine periods of ten, without a trend",
    "diminishing": "{} in at least nine periods of ten, and becoming less so",
    "sporadic": "{} in the last period and now and then before",
    "oscillating": "{} in the last period, and the opposite in an earlier one",
    "historical": "{} in at least nine periods of ten, and not in the last",
}
CATEGORIES: dict[str, str] = {
    "none": "no pattern",
    **{f"{kind} hotspot": words.format("a hotspot") for kind, words in KINDS.items()},
    **{f"{kind} cold spot": words.format("a cold spot") for kind, words in KINDS.items()},
    "not computable": "could not be judged",
}
"""Every category with its meaning in plain words."""


@dataclass(frozen=True, slots=True)
class Emerging:
    """What became of each place.

    Args:
        category: one of `CATEGORIES` for each place.
        z, hot, cold: Gi* of each period and place, shape (periods, places); NaN in periods that could not be judged.
        trend_z, trend_p: Mann and Kendall's test of the scores of each place.
        periods_left_out: positions of periods in which all figures were alike or missing.
    """

    category: list[str]
    z: Floats
    hot: Flags
    cold: Flags
    trend_z: Floats
    trend_p: Floats
    periods_left_out: list[int]
    compare: str
    lag: int
    level: float
    correction: Correction
    p_method: str
    method: str = EMERGING_METHOD

    def table(self) -> dict[str, int]:
        """How many places are in each category that occurs, in the order of `CATEGORIES`."""
        return {name: n for name in CATEGORIES if (n := self.category.count(name))}

    @property
    def sentence(self) -> str:
        spots = {name: n for name, n in self.table().items() if name.endswith("hotspot")}
        total = sum(spots.values())
        if not total:
            return f"No evidence of a hotspot pattern in any of {len(self.category):,} places."
        parts = ", ".join(f"{n:,} {name.removesuffix(' hotspot')}" for name, n in spots.items())
        verb = "shows" if total == 1 else "show"
        return f"{total:,} of {len(self.category):,} places {verb} a hotspot pattern: {parts}."


def emerging_hotspots(
    counts: Numbers,
    neighbours: Neighbours,
    *,
    lag: int = 0,
    compare: Literal["each_period", "all_periods"] = "each_period",
    p: Ways = "auto",
    level: float = 0.05,
    correction: Correction = "bh",
) -> Emerging:
    """Gi* of every place in every period, and what its history amounts to.

    Args:
        counts: shape (periods, places), oldest first. A period with a missing figure is left out, and named.
        lag: how many periods before are part of a place's neighbourhood. Trends are always judged with none: with
            shared periods neighbouring scores would resemble each other by themselves.
        compare: "each_period" asks where crime gathers within each period, so that a busy summer makes no hotspot;
            "all_periods" compares with the whole stretch of time.
        p, level, correction: as for `local_g`; the correction is made in each period, or over all of them.
    Raises:
        NotComputable: fewer than 10 periods that can be judged, or the last one cannot.
        ImpossibleCount: a level that does not lie between 0 and 1. UnknownChoice: an option that does not exist.
    """
    require_choice("compare", compare, ("each_period", "all_periods"))
    require_choice("p", p, WAYS)
    require_choice("correction", correction, CORRECTIONS)
    require_level(level)
    x = _checked(counts, neighbours, lag)
    left_out = [t for t in range(len(x)) if not np.isfinite(x[t]).all() or x[t].min() == x[t].max()]
    kept = [t for t in range(len(x)) if t not in left_out]
    if len(kept) < FEWEST_PERIODS:
        raise NotComputable(f"{len(kept)} periods can be judged; at least {FEWEST_PERIODS} are needed for a history.")
    if kept[-1] != len(x) - 1:
        raise NotComputable("The last period cannot be judged: its figures are missing, or all alike.")
    whole = x[kept]
    plain = _scores(whole, neighbours, 0, compare, p, level, correction)
    scored = _scores(whole, neighbours, lag, compare, p, level, correction) if lag else plain
    trend = mann_kendall(np.nan_to_num(plain.z))
    category = _categories(scored, trend.z, trend.p, level, correction)
    z = np.full(x.shape, np.nan)
    hot, cold = np.zeros(x.shape, bool), np.zeros(x.shape, bool)
    z[kept], hot[kept], cold[kept] = scored.z, scored.hot, scored.cold
    return Emerging(
        category, z, hot, cold, trend.z, trend.p, left_out, compare, lag, level, correction, scored.p_method
    )  # fmt: skip


def _checked(counts: Numbers, neighbours: Neighbours, lag: int) -> Floats:
    x = np.asarray(counts, dtype=np.float64)
    if x.ndim != 2 or x.shape[1] != neighbours.n:
        raise NotComputable(f"figures of shape {x.shape}; needed are periods × {neighbours.n} places")
    if not 0 <= lag < FEWEST_PERIODS:
        raise NotComputable(f"a neighbourhood of {lag} periods before; it can have 0 to {FEWEST_PERIODS - 1}")
    return x


@dataclass(frozen=True, slots=True)
class _Scores:
    z: Floats
    hot: Flags
    cold: Flags
    p_method: str


def _scores(
    x: Floats, neighbours: Neighbours, lag: int, compare: str, p: Ways, level: float, correction: Correction
) -> _Scores:
    around = np.array([neighbours.lag_sum(row) for row in x])
    k = neighbours.count_of

    def one(pool: Floats, periods: range) -> LocalG:
        own, sums, many = [], [], []
        for t in periods:
            before = range(max(0, t - lag), t)
            own.append(x[t])
            sums.append(around[t] + sum((around[b] + x[b] for b in before), np.zeros(len(k))))
            many.append(k + len(before) * (k + 1))
        return judged(
            pool, np.concatenate(own), np.concatenate(sums), np.concatenate(many),
            star=True, p=p, null="conditional", level=level, correction=correction,
        )  # fmt: skip

    if compare == "all_periods":
        found = [one(x.ravel(), range(len(x)))]
    else:
        found = [one(x[max(0, t - lag) : t + 1].ravel(), range(t, t + 1)) for t in range(len(x))]
    methods = {each.p_method for each in found}
    return _Scores(
        np.concatenate([each.z for each in found]).reshape(x.shape),
        np.concatenate([each.hot for each in found]).reshape(x.shape),
        np.concatenate([each.cold for each in found]).reshape(x.shape),
        methods.pop() if len(methods) == 1 else "exact or analytic",
    )


def _categories(scores: _Scores, trend_z: Floats, trend_p: Floats, level: float, correction: Correction) -> list[str]:
    found: npt.NDArray[np.object_] = np.full(scores.z.shape[1], "none", dtype=object)
    for name, spot, opposite, sign in (
        ("hotspot", scores.hot, scores.cold, 1),
        ("cold spot", scores.cold, scores.hot, -1),
    ):
        most = spot.mean(axis=0) >= MOST_OF_TIME
        # Only places that are hot most of the time are asked for a trend, so only those tests are corrected for.
        q = adjusted(np.where(most, trend_p, np.nan), correction)
        rising = (q <= level) & (trend_z * sign > 0)
        falling = (q <= level) & (trend_z * sign < 0)
        last, times = spot[-1], spot.sum(axis=0)
        run = np.argmin(np.vstack([spot[::-1], np.zeros(spot.shape[1], bool)]), axis=0)
        rules = {
            "historical": most & ~last,
            "intensifying": most & last & rising,
            "diminishing": most & last & falling,
            "persistent": most & last,
            "oscillating": last & opposite.any(axis=0),
            "new": last & (times == 1),
            "consecutive": last & (run == times),
            "sporadic": last,
        }
        for kind, holds in rules.items():
            found[holds & (found == "none")] = f"{kind} {name}"
    found[np.isnan(scores.z).all(axis=0)] = "not computable"
    return [str(each) for each in found]
