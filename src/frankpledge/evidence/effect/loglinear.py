"""A log-linear regression of counts by iteratively reweighted least squares, with three kinds of standard error.

Sources: P. McCullagh and J. A. Nelder, *Generalized Linear Models*, 2nd edition (1989), chapters 2 and 9 for
quasi-likelihood; W. K. Newey and K. D. West, *Econometrica* 55 (1987), for errors that neighbours in time share.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from frankpledge.evidence.effect.model import Floats

Positions = NDArray[np.int64]
Errors = Literal["quasi", "poisson", "newey_west"]
TOLERANCE = 1e-12
STEPS = 100


@dataclass(frozen=True, slots=True)
class Fit:
    """Coefficients on the logarithm, their covariance, and what the model expects in each row.

    `dispersion` is Pearson's χ² ÷ degrees of freedom, as it came out.
    """

    coefficients: Floats
    covariance: Floats
    expected: Floats
    dispersion: float
    freedom: int


def fit(
    counts: Floats,
    design: Floats,
    exposure: Floats,
    errors: Errors = "quasi",
    lags: int = 0,
    times: Positions | None = None,
) -> Fit | None:
    """log E(count) = log exposure + design · coefficients; None where no unique finite answer exists.

    Args:
        counts, exposure: of n rows, without gaps. design: n × k. times: whole positions of the rows in time, for
            Newey-West errors over gaps; 0…n − 1 when None.
    """
    if np.linalg.matrix_rank(design) < design.shape[1] or len(counts) <= design.shape[1]:
        return None
    found = _solve(counts, design, np.log(exposure))
    if found is None:
        return None
    beta, expected = found
    freedom = len(counts) - design.shape[1]
    dispersion = float((((counts - expected) ** 2) / expected).sum() / freedom)
    bread = np.linalg.inv((design * expected[:, None]).T @ design)
    if errors == "newey_west":
        where = np.arange(len(counts), dtype=np.int64) if times is None else times
        covariance = bread @ _shared(counts - expected, design, where, lags) @ bread * len(counts) / freedom
    else:
        # Counts that happen to vary less than chance allows are no reason for a narrower interval.
        covariance = bread * (max(1.0, dispersion) if errors == "quasi" else 1.0)
    return Fit(beta, covariance, expected, dispersion, freedom)


def _solve(counts: Floats, design: Floats, offset: Floats) -> tuple[Floats, Floats] | None:
    expected: Floats = counts + 0.5 * max(1e-3, float(counts.mean()))
    linear: Floats = np.log(expected)
    previous = np.inf
    beta: Floats = np.zeros(design.shape[1])
    for _ in range(STEPS):
        working = linear - offset + (counts - expected) / expected
        root: Floats = np.sqrt(expected)
        beta = np.asarray(np.linalg.lstsq(design * root[:, None], working * root, rcond=None)[0], dtype=np.float64)
        linear = design @ beta + offset
        if not np.isfinite(linear).all() or linear.max() > 50 or linear.min() < -50:
            return None
        expected = np.exp(linear)
        deviance = _deviance(counts, expected)
        if abs(deviance - previous) <= TOLERANCE * (abs(deviance) + 0.1):
            return beta, expected
        previous = deviance
    return None


def _deviance(counts: Floats, expected: Floats) -> float:
    with np.errstate(divide="ignore", invalid="ignore"):
        part = np.where(counts > 0, counts * np.log(counts / expected), 0.0)
    return float(2 * (part - counts + expected).sum())


def _shared(residuals: Floats, design: Floats, times: Positions, lags: int) -> Floats:
    """Covariance of the score where neighbours in time are alike; a missing period adds nothing."""
    score = np.zeros((int(times[-1] - times[0]) + 1, design.shape[1]))
    score[times - times[0]] = residuals[:, None] * design
    total: Floats = score.T @ score
    for lag in range(1, lags + 1):
        cross = score[lag:].T @ score[:-lag]
        total = total + (1 - lag / (lags + 1)) * (cross + cross.T)
    return total
