"""Regression to the mean: a place chosen for being high comes down by itself.

Sources: F. Galton, *Journal of the Anthropological Institute* 15 (1886); the empirical Bayes estimate of E. Hauer,
*Observational Before-After Studies in Road Safety* (1997), with gamma-distributed true rates, whose moments are those
of the counts of all places that could have been chosen.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from frankpledge.evidence.effect.model import (
    LEVEL,
    as_counts,
    require_above_zero,
    require_whole,
    tail,
)
from frankpledge.evidence.errors import ImpossibleCount, NotFinite
from frankpledge.evidence.series.periods import Translate, same
from frankpledge.evidence.series.words import number

REGRESSION_METHOD = "regression-to-the-mean/1"
FEWEST_PLACES = 5
LEVEL_THAT_ALLOWS = 3
"""From this Maryland level on, a comparable area shows the fall that comes by itself."""

MESSAGES: dict[str, str] = {
    "general": "The place was chosen because its count was high. High counts tend to come down by themselves, so part"
    " of any fall would have come anyway.",
    "estimate": "The place was chosen because its count was high. Out of {places} places, one with {chosen} can be"
    " expected to have about {expected} the next time, without anybody doing anything (usually {lower} to {upper}).",
    "inside": "The {after} counted afterwards lies within that, so it is no sign that anything worked.",
    "outside": "The {after} counted afterwards is fewer than that.",
    "above": "The {after} counted afterwards is more than that.",
    "advice": "Use a longer time before, or compare with places that were as high and had nothing done.",
}


@dataclass(frozen=True, slots=True)
class Regression:
    """What a place chosen for its count would show next time, by itself.

    Attributes:
        expected: mean of the next count. lower, upper: between which it lies with probability `level`.
        fall: chosen − expected, over equally long times. weight: how far the place's own count is to be believed
            (0: all places are alike; 1: places differ by much more than chance).
        mean: of all places.
    """

    chosen: int
    expected: float
    lower: int
    upper: int
    fall: float
    weight: float
    mean: float
    places: int
    level: float = LEVEL
    method: str = REGRESSION_METHOD

    @property
    def share(self) -> float:
        """The fall to be expected, as a share of the count by which the place was chosen."""
        return self.fall / self.chosen if self.chosen else 0.0


def expected_regression(
    chosen: int,
    others: Sequence[float | None],
    *,
    months_chosen: float = 12.0,
    months_after: float = 12.0,
    level: float = LEVEL,
) -> Regression | None:
    """What the chosen place's next count would be if nothing were done.

    True rates of places are taken as gamma-distributed; with mean m and variance v of the counts, the place's own
    count is believed with weight 1 − m/v (never below 0), and the rest is the mean. The range is that of the negative
    binomial distribution which follows.

    Args:
        chosen: count of the place in the time by which it was chosen.
        others: counts of all places that could have been chosen, in the same time, with or without the place itself.
        months_chosen, months_after: lengths of that time, and of the time that `expected` is for.

    Returns:
        None with fewer than five places: their spread cannot be told.

    Raises:
        EvidenceError: a count that is negative or not whole, times that are not above zero.
    """
    count, table = require_whole("chosen", chosen), as_counts("others", others)
    first = require_above_zero("months_chosen", months_chosen)
    scale = require_above_zero("months_after", months_after) / first
    places = table[np.isfinite(table)]
    if places.size < FEWEST_PLACES:
        return None
    if count not in places:
        places = np.append(places, float(count))
    mean, variance = float(places.mean()), float(places.var(ddof=1))
    weight = max(0.0, 1 - mean / variance) if variance > 0 else 0.0
    own = mean + weight * (count - mean)
    lower, upper = _range(own, weight, mean, scale, level)
    return Regression(count, own * scale, lower, upper, count - own, weight, mean, places.size, level)


def _range(own: float, weight: float, mean: float, scale: float, level: float) -> tuple[int, int]:
    """Of the next count: Poisson where places do not differ, else negative binomial."""
    from scipy.stats import nbinom, poisson

    end = tail(level)
    if own == 0:
        return 0, 0
    if weight == 0:
        return int(poisson.ppf(end, own * scale)), int(poisson.ppf(1 - end, own * scale))
    # Posterior of the rate: gamma with shape a + count and rate b + 1, where b = (1 − weight) / weight and a = b·mean.
    prior = (1 - weight) / weight
    shape = own * (prior + 1)
    share = (prior + 1) / (prior + 1 + scale)
    return int(nbinom.ppf(end, shape, share)), int(nbinom.ppf(1 - end, shape, share))


def regression_warning(
    level: int,
    chosen_for_high: bool,
    regression: Regression | None = None,
    after: int | None = None,
    translate: Translate = same,
) -> str:
    """The warning that belongs beside a result, or "" where it is not needed.

    It is needed where a place was chosen for a high count and the design (Maryland level) does not allow for that.

    Args:
        regression: of `expected_regression`, for the figures. after: what was counted in the time after.

    Raises:
        EvidenceError: a level outside 0 to 5, a count that is negative or not whole.
    """
    if level not in range(6):
        raise ImpossibleCount(f"a level lies between 0 and 5; got {level!r}")
    if after is not None and (after < 0 or int(after) != after):
        raise NotFinite(f"after must be a whole number of events; got {after!r}")
    if not chosen_for_high or level >= LEVEL_THAT_ALLOWS:
        return ""
    parts = [translate(MESSAGES["general"])]
    if regression is not None:
        parts = [_estimate(regression, translate)]
        if after is not None:
            key = "outside" if after < regression.lower else "above" if after > regression.upper else "inside"
            parts.append(translate(MESSAGES[key]).format(after=number(after, 0)))
    return " ".join([*parts, translate(MESSAGES["advice"])])


def _estimate(found: Regression, translate: Translate) -> str:
    return translate(MESSAGES["estimate"]).format(
        places=found.places,
        chosen=number(found.chosen, 0),
        expected=number(found.expected, 1 if found.expected < 10 else 0),
        lower=number(found.lower, 0),
        upper=number(found.upper, 0),
    )
