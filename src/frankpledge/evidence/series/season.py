"""The time of year: is it in a monthly series, and can it be taken out?

It can be taken out when there are at least 36 months; with fewer, compare with the same month a year before.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from frankpledge.evidence.errors import LengthsDiffer, PeriodsOutOfOrder, TooFewPoints
from frankpledge.evidence.series.periods import check_periods, parse_period
from frankpledge.evidence.series.xmr import Floats, as_series

SEASON_METHOD = "season/1"
MIN_MONTHS = 36
"""Three full years: the least from which a month's own habit can be told from chance."""
CHARTED_MONTHS = 24
"""Where the series is long enough, factors come from the months before the last 24."""
LARGEST_P = 0.05
SMALLEST_FACTOR = 0.05
HARMONIC_PAIRS = 2
MEAN_MONTH_DAYS = 365.25 / 12

Values = Sequence[float | None]


@dataclass(frozen=True, slots=True)
class MonthFactors:
    """What each calendar month is of an average month: `factors[0]` is January's; their mean is 1."""

    factors: tuple[float, ...]
    months: int
    first: str
    last: str
    method: str = SEASON_METHOD


@dataclass(frozen=True, slots=True)
class SeasonNotRemovable:
    """A plain answer, not an error: why the time of year cannot be taken out of this series yet."""

    reason: str
    months: int
    needed: int = MIN_MONTHS
    method: str = SEASON_METHOD


@dataclass(frozen=True, slots=True)
class SeasonTest:
    """F-test of yearly harmonics beside a straight line. A small `p_value` says that there is a season."""

    statistic: float
    p_value: float
    months: int
    method: str = SEASON_METHOD

    @property
    def found(self) -> bool:
        """True when chance alone would rarely give so regular a year."""
        return self.p_value < LARGEST_P


def month_factors(periods: Sequence[str], values: Values) -> MonthFactors | SeasonNotRemovable:
    """Month-of-year factors of a baseline, to be used on the months that follow it.

    Args:
        periods: consecutive months, such as 2021-04, shape (n,).
        values: shape (n,), not negative; None or NaN where missing.

    Returns:
        For each calendar month the median over the years of value ÷ centred 12-month mean, normalised to
        mean 1; or `SeasonNotRemovable` with fewer than 36 observed months, a calendar month without any
        complete year around it, or numbers too small for ratios.

    Raises:
        PeriodsOutOfOrder: the periods are not consecutive months. LengthsDiffer.
    """
    series, calendar = _months(periods, values)
    seen = int(np.isfinite(series).sum())
    if seen < MIN_MONTHS:
        return SeasonNotRemovable(f"needs {MIN_MONTHS} months, has {seen}", seen)
    ratios = _ratios(series)
    by_month = [ratios[(calendar == m) & np.isfinite(ratios)] for m in range(12)]
    if min(each.size for each in by_month) == 0:
        return SeasonNotRemovable("a calendar month has no complete year around it", seen)
    raw = np.array([np.median(each) for each in by_month])
    if raw.mean() <= 0 or (raw / raw.mean()).min() < SMALLEST_FACTOR:
        return SeasonNotRemovable("the numbers are too small for month-by-month ratios", seen)
    return MonthFactors(tuple(float(f) for f in raw / raw.mean()), seen, periods[0], periods[-1])


def season_test(periods: Sequence[str], values: Values) -> SeasonTest:
    """Is there a yearly pattern beyond chance? Two harmonic pairs are tested beside a straight line.

    Raises:
        TooFewPoints: fewer than 36 observed months. PeriodsOutOfOrder, LengthsDiffer.
    """
    series, calendar = _months(periods, values)
    kept = np.isfinite(series)
    seen = int(kept.sum())
    if seen < MIN_MONTHS:
        raise TooFewPoints(f"got {seen} months; a test for season needs {MIN_MONTHS}")
    line = np.column_stack([np.ones(series.size), np.linspace(-1, 1, series.size)])[kept]
    full = np.column_stack([line, _harmonics(calendar[kept])])
    rest, rest_full = _residual_sum(line, series[kept]), _residual_sum(full, series[kept])
    added, spare = full.shape[1] - line.shape[1], seen - full.shape[1]
    if rest <= 1e-18 * max(float(np.square(series[kept]).sum()), 1e-300):
        return SeasonTest(0.0, 1.0, seen)  # a straight line explains all: nothing is left for a season
    statistic = ((rest - rest_full) / added) / max(rest_full / spare, 1e-300)
    return SeasonTest(float(statistic), _f_tail(added, spare, float(statistic)), seen)


def without_season(periods: Sequence[str], values: Values, factors: MonthFactors) -> tuple[float | None, ...]:
    """Each value ÷ the factor of its calendar month; missing stays missing."""
    series, calendar = _months(periods, values)
    adjusted = series / np.asarray(factors.factors)[calendar]
    return tuple(None if np.isnan(v) else float(v) for v in adjusted)


def baseline_length(months: int) -> int:
    """How many of the first months factors are taken from: all but the last 24, yet never fewer than 36."""
    return min(months, max(MIN_MONTHS, months - CHARTED_MONTHS))


def per_average_month(periods: Sequence[str], counts: Values) -> tuple[float | None, ...]:
    """Counts as if every month had 30.4 days: February no longer looks quiet.

    Worth doing from about 500 a month, where month length alone would widen the limits.
    """
    _months(periods, counts)
    return tuple(
        None if count is None or np.isnan(count) else float(count) * MEAN_MONTH_DAYS / _days(period)
        for period, count in zip(periods, counts, strict=True)
    )


def _months(periods: Sequence[str], values: Values) -> tuple[Floats, np.ndarray[tuple[int], np.dtype[np.int64]]]:
    if len(periods) != len(values):
        raise LengthsDiffer(f"{len(periods)} periods but {len(values)} values")
    if check_periods(periods) != "month":
        raise PeriodsOutOfOrder(f"a season needs months such as 2024-01; got {periods[0] if periods else 'none'!r}")
    parsed = [p for p in map(parse_period, periods) if p is not None]
    return as_series(values), np.array([p.ordinal % 12 for p in parsed], dtype=np.int64)


def _ratios(series: Floats) -> Floats:
    """Value ÷ centred 12-month mean (half weight at both ends); NaN where the year is incomplete."""
    weights = np.array([0.5, *[1.0] * 11, 0.5]) / 12
    ratios = np.full(series.size, np.nan)
    if series.size >= weights.size:
        centred = np.convolve(series, weights, mode="valid")
        inner = series[6 : series.size - 6]
        ratios[6 : series.size - 6] = np.divide(
            inner, centred, out=np.full(inner.size, np.nan), where=np.isfinite(centred) & (centred > 0)
        )
    return ratios


def _harmonics(calendar: np.ndarray[tuple[int], np.dtype[np.int64]]) -> Floats:
    angles = 2 * np.pi * calendar / 12
    waves = [wave(pair * angles) for pair in range(1, HARMONIC_PAIRS + 1) for wave in (np.sin, np.cos)]
    return np.column_stack(waves).astype(np.float64)


def _residual_sum(design: Floats, values: Floats) -> float:
    coefficients, *_ = np.linalg.lstsq(design, values, rcond=None)
    return float(np.square(values - design @ coefficients).sum())


def _f_tail(above: int, below: int, statistic: float) -> float:
    from scipy.special import fdtrc

    return float(fdtrc(above, below, statistic))


def _days(period: str) -> int:
    year, month = period.split("-")
    return monthrange(int(year), int(month))[1]
