"""The two plain ways that every forecast is held against: the same month last year, and a straight line (drift).

Intervals as Hyndman and Athanasopoulos (Forecasting: Principles and Practice, 3rd ed., 5.5) give them, from the
series' own errors one step (a month; a year) ahead, cut off at nought.
"""

from __future__ import annotations

import numpy as np

from frankpledge.evidence.forecast.counts import LEVEL, YEAR, Floats, Forecast, MonthlyCounts, require_horizon


def same_month_last_year(given: MonthlyCounts, horizon: int, level: float = LEVEL) -> Forecast:
    """Each month as it was a year before; where that is missing, as two years before, else the mean."""
    past = given.counts
    last = np.full((len(past), YEAR), np.nan)
    for back in range(given.months - 1, -1, -1):
        place = (back - given.months) % YEAR
        last[:, place] = np.where(np.isnan(last[:, place]), past[:, back], last[:, place])
    last = np.where(np.isnan(last), np.nanmean(past, axis=1, keepdims=True), last)
    ahead = np.arange(require_horizon(horizon))
    point = last[:, ahead % YEAR]
    errors = past[:, YEAR:] - past[:, :-YEAR] if given.months > YEAR else np.diff(past, axis=1)
    reach = _spread(errors)[:, None] * np.sqrt(ahead // YEAR + 1)
    return _around(point, reach, level, "same month last year")


def drift(given: MonthlyCounts, horizon: int, level: float = LEVEL) -> Forecast:
    """A straight line from the first month through the last one, continued; never below nought."""
    past, steps = given.counts, np.arange(given.months)
    seen = np.isfinite(past)
    first, last = seen.argmax(axis=1), given.months - 1 - seen[:, ::-1].argmax(axis=1)
    rows = np.arange(len(past))
    span = np.maximum(last - first, 1)
    slope = (past[rows, last] - past[rows, first]) / span
    ahead = np.arange(1, require_horizon(horizon) + 1)
    distance = ahead[None, :] + (steps[-1] - last)[:, None]
    point = np.maximum(past[rows, last][:, None] + slope[:, None] * distance, 0.0)
    reach = _spread(np.diff(past, axis=1) - slope[:, None])[:, None] * np.sqrt(
        distance * (1 + distance / span[:, None])
    )
    return _around(point, reach, level, "drift")


def _spread(errors: Floats) -> Floats:
    known = np.isfinite(errors)
    squares = np.where(known, np.nan_to_num(errors) ** 2, 0.0).sum(axis=1)
    spread: Floats = np.sqrt(squares / np.maximum(known.sum(axis=1), 1))
    return spread


def _around(point: Floats, reach: Floats, level: float, method: str) -> Forecast:
    from scipy.special import ndtri

    z = float(ndtri(0.5 + level / 2))
    lower, upper = np.maximum(point - z * reach, 0.0), point + z * reach
    return Forecast(point, point, lower, upper, level, method)
