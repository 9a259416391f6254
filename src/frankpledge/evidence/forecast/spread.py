"""From a mean and a variance of a count to its median and an interval: negative binomial, Poisson at the least."""

from __future__ import annotations

import numpy as np

from frankpledge.evidence.forecast.counts import Floats

MANY = 20_000
"""From so many values on, the compiled loop is worth loading."""


def quantiles(mean: Floats, variance: Floats, shares: tuple[float, ...]) -> tuple[Floats, ...]:
    """The smallest whole numbers that a count stays at or below with the chances `shares`.

    Args:
        mean: shape s, 0 or more. variance: shape s; where it is not above the mean, the count is taken as Poisson.
        shares: between 0 and 1, rising.

    Returns:
        One array of shape s for each share.
    """
    mean, variance = (np.ascontiguousarray(each, dtype=float) for each in np.broadcast_arrays(mean, variance))
    if mean.size < MANY:
        return tuple(_by_roots(mean, variance, share) for share in shares)
    from frankpledge.evidence.forecast.kernels import count_quantiles

    flat, wide = mean.ravel(), variance.ravel()
    found = np.empty((flat.size, len(shares)))
    count_quantiles(flat, wide, np.array(shares), found)
    rest = found[:, 0] < 0
    for place, share in enumerate(shares):
        found[rest, place] = _by_roots(flat[rest], wide[rest], share)
    return tuple(found[:, place].reshape(mean.shape) for place in range(len(shares)))


def _by_roots(mean: Floats, variance: Floats, share: float) -> Floats:
    from scipy.special import nbdtrik, pdtrik

    over = variance > mean * (1 + 1e-9)
    gap = np.where(over, variance - mean, 1.0)
    size = np.where(over, np.clip(mean**2 / gap, 1e-12, 1e12), 1.0)
    chance = np.where(over, mean / np.where(over, variance, 1.0), 0.5)
    with np.errstate(invalid="ignore"):  # below the chance of nought there is no root: the quantile is 0
        wide = nbdtrik(share, size, np.clip(chance, 1e-300, 1.0))
        narrow = pdtrik(share, np.maximum(mean, 1e-12))
    found = np.where(over, wide, narrow)
    answer: Floats = np.ceil(np.maximum(np.nan_to_num(found, nan=0.0), 0.0) - 1e-9) + 0.0  # no "minus nought"
    return np.where(mean > 0, answer, 0.0)
