"""Forecasts of monthly counts, with intervals, judged by what they would have said before.

    from frankpledge.evidence.forecast import judged_forecast, monthly_counts

    given = monthly_counts(table, "2023-05", groups=crime_types, areas=small_areas)
    answer = judged_forecast(given, horizon=12)
    answer.reason, answer.forecast.mean, answer.forecast.lower, answer.forecast.upper

How many events there will be, never who, and never at which address.
"""

from __future__ import annotations

from frankpledge.evidence.forecast.counts import FORECAST_METHOD, Forecast, MonthlyCounts, monthly_counts
from frankpledge.evidence.forecast.glm import GLM_METHOD, PoissonFits, fit_poisson
from frankpledge.evidence.forecast.judged import METHODS, Judged, judged_forecast, rolling_origin
from frankpledge.evidence.forecast.naive import drift, same_month_last_year
from frankpledge.evidence.forecast.pooling import Settings, pooled
from frankpledge.evidence.forecast.scores import SCORES_METHOD, Score, score

__all__ = [
    "FORECAST_METHOD",
    "GLM_METHOD",
    "METHODS",
    "SCORES_METHOD",
    "Forecast",
    "Judged",
    "MonthlyCounts",
    "PoissonFits",
    "Score",
    "Settings",
    "drift",
    "fit_poisson",
    "judged_forecast",
    "monthly_counts",
    "pooled",
    "rolling_origin",
    "same_month_last_year",
    "score",
]
