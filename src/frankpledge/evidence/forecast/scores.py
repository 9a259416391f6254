"""How good forecasts were: misses beside the series' own usual change, and whether intervals kept their promise.

Scaled errors: Hyndman and Koehler (2006); RMSSE as in the M5 competition (Makridakis and others 2022); interval score:
Winkler (1972), Gneiting and Raftery (2007).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from frankpledge.evidence.errors import LengthsDiffer
from frankpledge.evidence.forecast.counts import YEAR, Floats, Forecast

SCORES_METHOD = "forecast-scores/1"


@dataclass(frozen=True, slots=True)
class Score:
    """Of one method, over all series and months that could be judged.

    mase: mean absolute error of the median ÷ the mean absolute change from the same month a year before within the
    history; below 1 is better than that change. rmsse: the same with squares, the mean, and a root. mae, rmse:
    unscaled, in counts. coverage: share of months inside their interval. winkler: mean width of the interval, plus 2/α
    times how far a month lay outside; less is better. figures: months judged. unscaled: series left out of mase and
    rmsse, because nothing in their history ever changed.
    """

    method: str
    mase: float
    rmsse: float
    mae: float
    rmse: float
    coverage: float
    winkler: float
    level: float
    figures: int
    unscaled: int
    version: str = SCORES_METHOD


def score(forecast: Forecast, truth: npt.ArrayLike, history: npt.ArrayLike, keep: npt.ArrayLike | None = None) -> Score:
    """Hold a forecast against what came.

    Args:
        truth: shape (series, horizon), NaN where missing (not judged). history: shape (series, months), what the
            forecast was made from. keep: shape (series,), which series to judge; None is all.

    Raises:
        LengthsDiffer: shapes do not fit.
    """
    came, past = np.atleast_2d(np.asarray(truth, dtype=float)), np.atleast_2d(np.asarray(history, dtype=float))
    if came.shape != forecast.mean.shape or len(past) != len(came):
        raise LengthsDiffer(f"truth has shape {came.shape}, the forecast {forecast.mean.shape}, {len(past)} histories")
    chosen = np.ones(len(came), bool) if keep is None else np.asarray(keep, dtype=bool)
    return _scored(forecast, came, past, chosen)


def _scored(forecast: Forecast, came: Floats, past: Floats, chosen: npt.NDArray[np.bool_]) -> Score:
    judged = np.isfinite(came) & chosen[:, None]
    usual, usual_square = usual_change(past)
    scaled = judged & (usual > 0)[:, None]
    miss, gap = np.abs(came - forecast.median), came - forecast.mean
    outside = np.maximum(forecast.lower - came, 0) + np.maximum(came - forecast.upper, 0)
    width = forecast.upper - forecast.lower + 2 / (1 - forecast.level) * outside
    by, by_square = np.where(usual > 0, usual, 1.0)[:, None], np.where(usual > 0, usual_square, 1.0)[:, None]
    return Score(
        method=forecast.method,
        mase=_mean((miss / by)[scaled]),
        rmsse=_mean((gap**2 / by_square)[scaled]) ** 0.5,
        mae=_mean(miss[judged]),
        rmse=_mean(gap[judged] ** 2) ** 0.5,
        coverage=_mean((outside == 0)[judged]),
        winkler=_mean(width[judged]),
        level=forecast.level,
        figures=int(judged.sum()),
        unscaled=int((chosen & ~(usual > 0)).sum()),
    )


def usual_change(history: Floats) -> tuple[Floats, Floats]:
    """Mean absolute and mean squared change from the same month a year before, by series; with less than a year and
    a half of months from one month to the next. 0 where nothing changed or nothing can be compared."""
    lag = YEAR if history.shape[1] >= YEAR * 3 // 2 else 1
    change = np.abs(history[:, lag:] - history[:, :-lag])
    known = np.isfinite(change)
    number = np.maximum(known.sum(axis=1), 1)
    change = np.where(known, np.nan_to_num(change), 0.0)
    return change.sum(axis=1) / number, (change**2).sum(axis=1) / number


def _mean(values: npt.NDArray[np.float64] | npt.NDArray[np.bool_]) -> float:
    return float(values.mean()) if values.size else float("nan")
