"""Which way of forecasting to use, decided by what each would have said from earlier points of the same data.

Rolling origin (Tashman 2000): stand at an earlier month, know only what came before it, forecast, compare; move on.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from frankpledge.evidence.errors import TooFewPoints
from frankpledge.evidence.forecast.counts import LEVEL, YEAR, Forecast, MonthlyCounts, require_horizon
from frankpledge.evidence.forecast.naive import drift, same_month_last_year
from frankpledge.evidence.forecast.pooling import pooled
from frankpledge.evidence.forecast.scores import Score, score

Method = Callable[[MonthlyCounts, int, float], Forecast]
METHODS: dict[str, Method] = {"pooled": pooled, "same month last year": same_month_last_year, "drift": drift}
PLAIN = ("same month last year", "drift")
FEWEST_MONTHS = YEAR + 3


@dataclass(frozen=True, slots=True, eq=False)
class Judged:
    """A forecast and why it was made so.

    forecast: by the chosen method. scores: of every method from the same earlier points, in the order of METHODS.
    origins: how many months were known at each of those points.
    """

    forecast: Forecast
    scores: tuple[Score, ...]
    origins: tuple[int, ...]

    @property
    def chosen(self) -> Score:
        return next(each for each in self.scores if each.method == self.forecast.method)

    @property
    def reason(self) -> str:
        """In one sentence, with the figures that decided."""
        others = [each for each in self.scores if each is not self.chosen]
        beside = " and ".join(f"{each.mae:.3g} by “{each.method}”" for each in others)
        return (
            f"“{self.chosen.method}” is used: from {len(self.origins)} earlier months it missed by "
            f"{self.chosen.mae:.3g} a month on average, against {beside}."
        )


def rolling_origin(
    given: MonthlyCounts,
    horizon: int,
    *,
    origins: Sequence[int] | None = None,
    methods: Sequence[str] = tuple(METHODS),
    level: float = LEVEL,
) -> tuple[tuple[Score, ...], tuple[int, ...]]:
    """Scores of the methods from earlier points, each forecast judged by what then came.

    Args:
        horizon: months ahead. origins: how many months are known at each point; None takes every point with a year
            before it and a month after it, at most twelve of them, the latest.

    Raises:
        TooFewPoints: fewer than 15 months, so that there are not three points to stand at.
    """
    require_horizon(horizon)
    if given.months < FEWEST_MONTHS:
        raise TooFewPoints(f"got {given.months} months; to judge a forecast by its past takes {FEWEST_MONTHS}")
    points = tuple(origins if origins is not None else range(max(YEAR, given.months - YEAR), given.months))
    # Where a series had no figure yet, or no figure came, nothing can be learnt.
    points = tuple(
        point
        for point in points
        if np.isfinite(given.counts[:, :point]).any(axis=1).all()
        and np.isfinite(given.counts[:, point : point + horizon]).any()
    )
    found: dict[str, list[tuple[Forecast, MonthlyCounts, int]]] = {name: [] for name in methods}
    for point in points:
        known = given.until(point)
        ahead = min(horizon, given.months - point)
        for name in methods:
            found[name].append((METHODS[name](known, ahead, level), known, point))
    return tuple(_together(given, cases, name) for name, cases in found.items()), points


def _together(given: MonthlyCounts, cases: list[tuple[Forecast, MonthlyCounts, int]], name: str) -> Score:
    """All forecasts of one method as if they were one, each beside the change usual in what it knew."""
    scores = [
        score(forecast, given.counts[:, point : point + forecast.mean.shape[1]], known.counts)
        for forecast, known, point in cases
    ]
    weights = np.array([each.figures for each in scores], dtype=float)

    def mean(values: list[float], *, root: bool = False) -> float:
        array = np.array(values) ** 2 if root else np.array(values)
        kept = np.isfinite(array) & (weights > 0)
        if not kept.any():
            return float("nan")
        together = float(np.average(array[kept], weights=weights[kept]))
        return together**0.5 if root else together

    return Score(
        method=name,
        mase=mean([each.mase for each in scores]),
        rmsse=mean([each.rmsse for each in scores], root=True),
        mae=mean([each.mae for each in scores]),
        rmse=mean([each.rmse for each in scores], root=True),
        coverage=mean([each.coverage for each in scores]),
        winkler=mean([each.winkler for each in scores]),
        level=scores[0].level if scores else LEVEL,
        figures=int(weights.sum()),
        unscaled=max((each.unscaled for each in scores), default=0),
    )


def judged_forecast(given: MonthlyCounts, horizon: int, level: float = LEVEL) -> Judged:
    """Forecast by the method that missed least (mean absolute error) from earlier points of the same data.

    Raises:
        TooFewPoints: fewer than 15 months, or no figure in any month that could be judged.
    """
    scores, points = rolling_origin(given, horizon, level=level)
    if not points:
        raise TooFewPoints("no earlier month has figures both before and after it: nothing can be judged")
    best = min(scores, key=lambda each: each.mae if np.isfinite(each.mae) else np.inf)
    return Judged(METHODS[best.method](given, horizon, level), scores, points)
