"""XmR limits: is this more than period-to-period noise?

The constants and the screening are those of the NHS "Making Data Count" rules as the R package
NHSRplotthedots applies them; the method is Wheeler's individuals and moving range chart.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from frankpledge.evidence.errors import HoldsGaps, NotFinite, NotOneDimensional, TooFewPoints

XMR_METHOD = "xmr/1"
XMR_SCALE = 2.66
"""3 / d2 for moving ranges of two points, rounded as the NHS rules round it."""
NEAR_SCALE = XMR_SCALE * 2 / 3
"""Where "close to a limit" begins: two thirds of the way from the centre."""
SCREENING_SCALE = 3.267
"""A moving range of this many mean moving ranges or more is left out, once (D4 for two points)."""
MIN_POINTS = 13
"""With fewer points than this, limits are only trial limits."""

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Limits:
    """Natural process limits of one phase, in the measure's own unit.

    `lower` may be negative where the measure cannot be: clip it where it is shown, not here.
    `screened` is the number of moving ranges that screening left out.
    """

    centre: float
    lower: float
    upper: float
    near_lower: float
    near_upper: float
    mean_moving_range: float
    screened: int


def xmr_limits(values: ArrayLike, screening: bool = True) -> Limits:
    """Natural process limits of one complete series.

    Args:
        values: shape (n,), n >= 2, in time order, equally spaced, in the measure's own unit
            (recorded offences a month, say). No gaps: `control_chart` is the function that knows them.
        screening: leave out moving ranges of 3.267 mean moving ranges or more, once, before the mean
            moving range is taken (on in the R package, off in the NHS spreadsheet).

    Raises:
        NotOneDimensional: `values` is not a plain sequence of numbers.
        HoldsGaps: a value is missing.
        NotFinite: a value is infinite.
        TooFewPoints: fewer than two values.

    Source: Wheeler, Understanding Variation, 2nd ed. (2000): centre ± 2.66 × mean moving range;
    screening after NHSRplotthedots, `ptd_spc_standard`.
    """
    series = as_series(values)
    if np.isnan(series).any():
        raise HoldsGaps("the series has a missing value; use control_chart, which handles gaps openly")
    return limits_across_gaps(series, screening)


def limits_across_gaps(series: Floats, screening: bool) -> Limits:
    """As `xmr_limits`, where NaN marks a missing period: no moving range is taken across a gap.

    Raises:
        TooFewPoints: no two neighbouring periods both have a value.
    """
    if np.isfinite(moving_ranges(series)).sum() < 1:
        seen = int(np.isfinite(series).sum())
        raise TooFewPoints(f"got {seen} point(s); limits need at least 2 in neighbouring periods")
    centre, mean_range, screened = centre_and_range(series, screening)
    return Limits(
        centre=float(centre),
        lower=float(centre - XMR_SCALE * mean_range),
        upper=float(centre + XMR_SCALE * mean_range),
        near_lower=float(centre - NEAR_SCALE * mean_range),
        near_upper=float(centre + NEAR_SCALE * mean_range),
        mean_moving_range=float(mean_range),
        screened=int(screened),
    )


def moving_ranges(values: Floats) -> Floats:
    """Absolute differences of neighbouring points along the last axis; NaN beside a gap."""
    ranges: Floats = np.abs(np.diff(values, axis=-1))
    return ranges


def centre_and_range(values: Floats, screening: bool) -> tuple[Floats, Floats, NDArray[np.int64]]:
    """Mean, mean moving range and number of screened ranges, of each series along the last axis.

    One implementation serves a single chart and 20,000 simulated ones.
    """
    ranges = moving_ranges(values)
    kept = np.isfinite(ranges)
    mean_range = _mean_where(ranges, kept)
    before = kept.sum(axis=-1)
    if screening:
        # A series that never moves has ranges and cut-off both zero: nothing to screen.
        outlying = (ranges >= SCREENING_SCALE * mean_range[..., None]) & (mean_range[..., None] > 0)
        kept = kept & ~outlying
        mean_range = _mean_where(ranges, kept)
    return _mean_where(values, np.isfinite(values)), mean_range, before - kept.sum(axis=-1)


def _mean_where(values: Floats, kept: NDArray[np.bool_]) -> Floats:
    totals = np.where(kept, values, 0.0).sum(axis=-1)
    counts = np.maximum(kept.sum(axis=-1), 1)
    mean: Floats = np.asarray(totals / counts)
    return mean


def as_series(values: ArrayLike | Sequence[float | None]) -> Floats:
    """One series of floats in which None and NaN both mean "missing"; never zero.

    Raises:
        NotOneDimensional, NotFinite.
    """
    try:
        series = np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError) as problem:
        raise NotOneDimensional(f"values must be one plain sequence of numbers: {problem}") from problem
    if series.ndim != 1:
        raise NotOneDimensional(f"values have {series.ndim} dimensions; one series was expected")
    if np.isinf(series).any():
        raise NotFinite("a value is infinite")
    return series
