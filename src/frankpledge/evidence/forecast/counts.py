"""What every forecast is given, and what it gives back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from frankpledge.evidence.errors import ImpossibleCount, LengthsDiffer, NotFinite, PeriodsOutOfOrder, TooFewPoints
from frankpledge.evidence.series.periods import parse_period

FORECAST_METHOD = "forecast/1"
YEAR = 12
MIN_MONTHS = 12
LEVEL = 0.95
LONGEST = 24
"""Months ahead at most: beyond two years the past two say little."""

Floats = npt.NDArray[np.float64]
Labels = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class MonthlyCounts:
    """Checked input.

    counts: shape (series, months), NaN where missing. calendar: shape (months,), 0 for January. groups: shape
    (series,), what may share a season (a crime type). areas: shape (series,), what may share a level (a small area);
    each series an area of its own when nothing was said.
    """

    counts: Floats
    calendar: Labels
    groups: Labels
    areas: Labels

    @property
    def months(self) -> int:
        return int(self.counts.shape[1])

    def until(self, months: int) -> MonthlyCounts:
        """The same as it stood after the first `months` months."""
        return MonthlyCounts(self.counts[:, :months], self.calendar[:months], self.groups, self.areas)


@dataclass(frozen=True, slots=True, eq=False)
class Forecast:
    """What may come, month by month; all of shape (series, horizon).

    mean: the average expected, best where large misses weigh more. median: as often too high as too low, always a
    whole number or nearly; best where every miss weighs alike. lower, upper: a month lies between them, both included,
    with about the chance `level`. method: which way of forecasting. settings: what it chose for itself, in words.
    """

    mean: Floats
    median: Floats
    lower: Floats
    upper: Floats
    level: float
    method: str
    version: str = FORECAST_METHOD
    settings: dict[str, str] = field(default_factory=dict)


def monthly_counts(
    counts: npt.ArrayLike,
    first_month: str,
    *,
    groups: Sequence[str] | None = None,
    areas: Sequence[str] | None = None,
) -> MonthlyCounts:
    """Check what came and put it into shape.

    Args:
        counts: shape (series, months) or (months,); whole numbers, 0 or more; NaN (or None) where missing. A month in
            which nothing happened is 0, and one that was not supplied is missing: they are not the same.
        first_month: such as 2023-05. groups, areas: one label for each series.

    Raises:
        TooFewPoints: fewer than 12 months, or a series without any. ImpossibleCount, NotFinite, LengthsDiffer,
        PeriodsOutOfOrder: the first month is not a month.
    """
    values = np.atleast_2d(np.array(counts, dtype=np.float64))
    period = parse_period(first_month)
    if period is None or period.frequency != "month":
        raise PeriodsOutOfOrder(f"the first month is {first_month!r}; needed is a month such as 2023-05")
    if values.ndim != 2 or values.shape[1] < MIN_MONTHS:
        raise TooFewPoints(f"got counts of shape {values.shape}; needed are {MIN_MONTHS} months or more, in columns")
    if np.isinf(values).any():
        raise NotFinite("a count is infinite")
    if values.size and (np.nanmin(values, initial=0) < 0 or (values != np.floor(values))[np.isfinite(values)].any()):
        raise ImpossibleCount("a count is negative or not whole")
    if (np.isfinite(values).sum(axis=1) == 0).any():
        raise TooFewPoints("a series has no month with a figure")
    calendar = (period.ordinal + np.arange(values.shape[1])) % YEAR
    return MonthlyCounts(values, calendar.astype(np.int64), _labels(groups, values), _labels(areas, values, own=True))


def _labels(names: Sequence[str] | None, values: Floats, *, own: bool = False) -> Labels:
    if names is None:
        return np.arange(len(values)) if own else np.zeros(len(values), dtype=np.int64)
    if len(names) != len(values):
        raise LengthsDiffer(f"{len(names)} labels came for {len(values)} series")
    return np.unique(np.asarray(names, dtype=str), return_inverse=True)[1].astype(np.int64)


def require_horizon(horizon: int) -> int:
    """Refuse months ahead that are not between 1 and 24."""
    if not 1 <= horizon <= LONGEST:
        raise TooFewPoints(f"months ahead must be 1 to {LONGEST}; got {horizon}")
    return horizon
