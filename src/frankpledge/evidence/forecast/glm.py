"""One Poisson regression for each of thousands of short series, all with the same design, in one compiled pass.

Iteratively reweighted least squares (McCullagh and Nelder 1989, chapter 2.5): the maximum likelihood that statsmodels'
`GLM(..., family=Poisson())` finds, to 1e-8, without building a model object per series.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from frankpledge.evidence.errors import ImpossibleCount, LengthsDiffer, NotFinite, TooFewPoints

GLM_METHOD = "forecast-glm/1"
ROUNDS = 50
TOLERANCE = 1e-9
"""Relative change of the deviance at which a series has settled; the step after it is exact to about its square."""

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class PoissonFits:
    """coefficients, errors: shape (series, terms), on the log scale; NaN where not computable.

    errors are standard errors of the model (dispersion 1); multiply by √dispersion for quasi-Poisson. deviance and
    dispersion (Pearson's χ² ÷ degrees of freedom): shape (series,). settled: whether the series has an estimate; a
    series of noughts has none (its rate is 0), nor has one whose noughts fill a level of the design.
    """

    coefficients: Floats
    errors: Floats
    deviance: Floats
    dispersion: Floats
    rounds: npt.NDArray[np.int64]
    settled: npt.NDArray[np.bool_]
    method: str = GLM_METHOD


def fit_poisson(counts: npt.ArrayLike, design: npt.ArrayLike, offset: npt.ArrayLike | None = None) -> PoissonFits:
    """log(mean of series i at t) = offset[t] + design[t] · coefficients[i], by maximum likelihood.

    Args:
        counts: shape (series, times), whole or not, 0 or more, no gaps.
        design: shape (times, terms), of full rank; include the column of ones yourself.
        offset: shape (times,) or (series, times), such as the logarithm of a population. None is 0.

    Raises:
        LengthsDiffer: shapes do not fit. NotFinite: a value is missing or infinite. ImpossibleCount: a negative count.
        TooFewPoints: fewer times than terms, or columns of the design that follow from one another.
    """
    y, x = np.ascontiguousarray(counts, dtype=np.float64), np.ascontiguousarray(design, dtype=np.float64)
    _check(y, x)
    shift = np.zeros((1, y.shape[1])) if offset is None else np.atleast_2d(np.asarray(offset, dtype=np.float64))
    if shift.shape not in ((1, y.shape[1]), y.shape):
        raise LengthsDiffer(f"the offset has shape {shift.shape}; needed is ({y.shape[1]},) or {y.shape}")
    if not np.isfinite(shift).all():
        raise NotFinite("the offset holds values that are missing or infinite")
    from frankpledge.evidence.forecast.kernels import poisson_series

    # Columns of one size keep the equations well conditioned; coefficients are scaled back at the end.
    scale = np.maximum(np.abs(x).max(axis=0), 1e-300)
    found = poisson_series(y, np.ascontiguousarray(x / scale), np.ascontiguousarray(shift), ROUNDS, TOLERANCE)
    coefficients, errors, deviance, dispersion, rounds, settled = found
    return PoissonFits(coefficients / scale, errors / scale, deviance, dispersion, rounds, settled)


def _check(y: npt.NDArray[Any], x: npt.NDArray[Any]) -> None:
    if y.ndim != 2 or x.ndim != 2 or y.shape[1] != x.shape[0]:
        raise LengthsDiffer(f"counts have shape {y.shape} and the design {x.shape}; needed is (n, t) and (t, p)")
    if not (np.isfinite(y).all() and np.isfinite(x).all()):
        raise NotFinite("counts and design must hold no missing and no infinite value")
    if y.size and y.min() < 0:
        raise ImpossibleCount(f"a count is negative: {y.min():g}")
    if x.shape[0] < x.shape[1] or np.linalg.matrix_rank(x) < x.shape[1]:
        raise TooFewPoints(f"{x.shape[0]} times cannot tell {x.shape[1]} terms apart: columns follow from one another")
