"""From a mean and a variance of a count to its median and an interval: negative binomial, Poisson at the least."""

from __future__ import annotations

import numpy as np

from frankpledge.evidence.forecast.counts import Floats


def quantile(mean: Floats, variance: Floats, share: float) -> Floats:
    """The smallest whole number that a count with this mean and variance stays at or below with chance `share`.

    Args:
        mean: shape s, 0 or more. variance: shape s; where it is not above the mean, the count is taken as Poisson.
        share: between 0 and 1.
    """
    from scipy.special import nbdtrik, pdtrik

    mean, variance = np.broadcast_arrays(mean, variance)
    over = variance > mean * (1 + 1e-9)
    gap = np.where(over, variance - mean, 1.0)
    size = np.where(over, np.minimum(mean**2 / gap, 1e12), 1.0)
    chance = np.where(over, mean / np.where(over, variance, 1.0), 0.5)
    with np.errstate(invalid="ignore"):  # below the chance of nought there is no root: the quantile is 0
        wide = nbdtrik(share, size, chance)
        narrow = pdtrik(share, np.maximum(mean, 1e-12))
    found = np.where(over, wide, narrow)
    answer: Floats = np.ceil(np.maximum(np.nan_to_num(found, nan=0.0), 0.0) - 1e-9)
    return np.where(mean > 0, answer, 0.0)
