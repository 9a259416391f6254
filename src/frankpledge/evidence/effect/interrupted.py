"""Interrupted time series: did a series of counts break at a date, allowing for its trend and the time of year?

Sources: J. Lopez Bernal, S. Cummins and A. Gasparrini, "Interrupted time series regression for the evaluation of
public health interventions: a tutorial", *International Journal of Epidemiology* 46 (2017); quasi-Poisson regression
after McCullagh and Nelder; Newey-West errors with ⌊4(n/100)^(2/9)⌋ lags.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import floor, pi, sqrt
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from frankpledge.evidence.effect.loglinear import Errors, Fit, Positions, fit
from frankpledge.evidence.effect.model import (
    LEVEL,
    Effect,
    Floats,
    as_counts,
    known,
    normal_quantile,
    not_computable,
    student_quantile,
    student_two_sided,
    tail,
    two_sided,
)
from frankpledge.evidence.errors import ImpossibleCount, LengthsDiffer, UnknownPeriod, require_choice

ITS_METHOD = "interrupted-series/1"
FEWEST_BEFORE, FEWEST_AFTER = 8, 3
FEW_FREEDOM = 30
"""Below this many degrees of freedom "auto" takes Student's t instead of the normal distribution."""

MANY_PERIODS = 150
"""Below so many periods Newey-West errors are told to be too small: measured by drawing, see the method's page."""

SMALLEST_ERROR, LARGEST_ERROR = 1e-9, 20.0
"""Of the step, on the logarithm: outside this range the figures tell nothing."""
NO_ERROR = "the counts follow the model exactly, so these errors cannot tell chance: use quasi"
TOO_UNEVEN = "the figures are too few or too uneven for this model: try it without trend, season or slope"
Interval = Literal["auto", "normal", "t"]


@dataclass(frozen=True, slots=True)
class Coefficient:
    """One term of the model: on the logarithm, and as a ratio of rates with its interval."""

    name: str
    value: float
    standard_error: float
    ratio: float
    lower: float
    upper: float
    p: float


@dataclass(frozen=True, slots=True)
class Interrupted:
    """What the model makes of the series.

    Attributes:
        effect: ratio of the rate just after the start to what the series before led to expect.
        avoided: counted − expected over all periods after the start (below zero: fewer than expected).
        fitted, counterfactual: expected count of each period, with and without the intervention; the bounds hold
            the counterfactual with the confidence of `effect.level`. None where a period is missing.
        dispersion: Pearson's; 1 is pure chance. Below 1 it is taken as 1 for the interval.
        autocorrelation: of neighbouring residuals.
        cautions: what the reader must know, in words.
    """

    effect: Effect
    avoided: Effect
    coefficients: tuple[Coefficient, ...]
    counts: tuple[float | None, ...]
    start: int
    fitted: tuple[float | None, ...]
    counterfactual: tuple[float | None, ...]
    counterfactual_lower: tuple[float | None, ...]
    counterfactual_upper: tuple[float | None, ...]
    dispersion: float | None = None
    autocorrelation: float | None = None
    freedom: int = 0
    errors: Errors = "quasi"
    lags: int = 0
    cautions: tuple[str, ...] = ()
    method: str = ITS_METHOD


@dataclass(frozen=True, slots=True)
class _Question:
    counts: Floats
    exposure: Floats
    start: int
    per_year: int
    harmonics: int
    trend: bool
    slope: bool
    errors: Errors
    lags: int
    level: float
    interval: Interval

    @property
    def seen(self) -> Positions:
        """Positions of the periods that can be used."""
        found: Positions = np.flatnonzero(np.isfinite(self.counts) & np.isfinite(self.exposure)).astype(np.int64)
        return found


def its(
    *,
    counts: Sequence[float | None],
    start: int,
    exposure: Sequence[float | None] | None = None,
    periods_per_year: int = 12,
    harmonics: int = 1,
    trend: bool = True,
    slope: bool = False,
    errors: Errors = "quasi",
    lags: int | None = None,
    level: float = LEVEL,
    interval: Interval = "auto",
) -> Interrupted:
    """Fit log E(count) = log exposure + level + trend + season + step (+ change of trend) at `start`.

    Args:
        counts: one for each period in time order, None where missing: it is left out, never taken as zero.
        start: index of the first period with the intervention.
        exposure: residents, days, vehicles; 1 when None.
        harmonics: pairs of sine and cosine for the time of year, 0 to 3.
        slope: lets the trend change at the start too; the effect is then the step at the start itself.
        errors: "quasi" (the dispersion widens the interval), "poisson" (it does not: for comparison only), or
            "newey_west" (neighbouring periods may be alike).
        lags: for Newey-West; ⌊4(n/100)^(2/9)⌋ when None.
        interval: "normal", "t", or "auto": t below 30 degrees of freedom.

    Raises:
        EvidenceError: a negative or infinite count, an exposure not above zero, lengths that differ, a start that is
            not inside the series, or an unknown option.
    """
    question = _asked(counts, start, exposure, periods_per_year, harmonics, trend, slope, errors, lags, level, interval)
    reason = _why_not(question)
    if reason:
        return _nothing(question, reason)
    seen = question.seen
    design, names = _design(question, with_step=True)
    found = fit(question.counts[seen], design[seen], question.exposure[seen], errors, question.lags, seen)
    if found is None:
        return _nothing(question, "the model has no single answer for these figures: try it without season or slope")
    error = float(np.sqrt(max(0.0, found.covariance[1, 1])))
    if not SMALLEST_ERROR < error < LARGEST_ERROR:
        return _nothing(question, NO_ERROR if error <= SMALLEST_ERROR else TOO_UNEVEN)
    return _result(question, found, design, names)


def _asked(
    counts: Sequence[float | None],
    start: int,
    exposure: Sequence[float | None] | None,
    per_year: int,
    harmonics: int,
    trend: bool,
    slope: bool,
    errors: Errors,
    lags: int | None,
    level: float,
    interval: Interval,
) -> _Question:
    series = as_counts("counts", counts)
    base = np.ones_like(series) if exposure is None else as_counts("exposure", exposure)
    if base.shape != series.shape:
        raise LengthsDiffer(f"{series.size} counts and {base.size} exposures")
    if (base == 0).any():
        raise ImpossibleCount("exposure must be above zero in every period, or None where it is missing")
    if not 0 < start < series.size or start != int(start):
        raise UnknownPeriod(f"start is {start}; it must be an index from 1 to {series.size - 1}")
    if not 0 <= harmonics <= 3 or per_year < 1:
        raise ImpossibleCount(f"harmonics must be 0 to 3 and periods per year 1 or more; got {harmonics}, {per_year}")
    require_choice("errors", errors, ("quasi", "poisson", "newey_west"))
    require_choice("interval", interval, ("auto", "normal", "t"))
    tail(level)
    pairs = min(harmonics, (per_year - 1) // 2)
    used = int((np.isfinite(series) & np.isfinite(base)).sum())
    chosen = floor(4 * (max(used, 1) / 100) ** (2 / 9)) if lags is None else lags
    if chosen < 0 or chosen >= series.size:
        raise ImpossibleCount(f"lags must be 0 or more and fewer than the periods; got {chosen}")
    return _Question(series, base, int(start), per_year, pairs, trend, slope, errors, chosen, level, interval)


def _why_not(question: _Question) -> str:
    seen = question.seen
    before, after = seen[seen < question.start], seen[seen >= question.start]
    reason = too_few(before.size, after.size, question.harmonics, question.per_year)
    if reason:
        return reason
    for when, where in (("before", before), ("after", after)):
        if question.counts[where].sum() == 0:
            return f"nothing was counted {when} the start, so no ratio can be formed; compare the two counts instead"
    return ""


def too_few(before: int, after: int, harmonics: int, per_year: int) -> str:
    """Why so many periods are not enough for the model, in words; "" when they are."""
    if before < FEWEST_BEFORE or after < FEWEST_AFTER:
        return (
            f"there are {before} periods before and {after} after the start; at least {FEWEST_BEFORE} and"
            f" {FEWEST_AFTER} are needed"
        )
    if harmonics and before < per_year:
        return f"a season needs at least {per_year} periods before the start; there are {before}"
    return ""


def _design(question: _Question, with_step: bool) -> tuple[Floats, list[str]]:
    """All periods in rows, the terms of the model in columns."""
    time = np.arange(1, question.counts.size + 1, dtype=np.float64)
    after = (np.arange(question.counts.size) >= question.start).astype(np.float64) * with_step
    columns, names = [np.ones_like(time), after], ["level", "step"]
    if question.trend:
        columns.append(time)
        names.append("trend")
    if question.slope:
        columns.append(after * (time - question.start - 1))
        names.append("slope")
    for pair in range(1, question.harmonics + 1):
        angle = 2 * pi * pair * time / question.per_year
        columns += [np.sin(angle), np.cos(angle)]
        names += [f"sine {pair}", f"cosine {pair}"]
    return np.column_stack(columns), names


def _result(question: _Question, found: Fit, design: Floats, names: list[str]) -> Interrupted:
    reach = _reach(question, found)
    terms = tuple(_coefficient(name, i, found, reach, question) for i, name in enumerate(names))
    step = terms[1]
    effect = Effect(
        step.ratio, step.lower, step.upper, "ratio", question.level, step.p, step.standard_error, ITS_METHOD
    )  # fmt: skip
    without, _ = _design(question, with_step=False)
    spread = np.sqrt(np.einsum("ij,jk,ik->i", without, found.covariance, without))
    middle = without @ found.coefficients + np.log(question.exposure)
    gaps = np.where(np.isfinite(question.counts), 1.0, np.nan)
    autocorrelation = _autocorrelation(question, found)
    return Interrupted(
        effect=effect,
        avoided=_avoided(question, found, design, without, reach),
        coefficients=terms,
        counts=known(question.counts),
        start=question.start,
        fitted=known(np.exp(design @ found.coefficients) * question.exposure * gaps),
        counterfactual=known(_rates(middle) * gaps),
        counterfactual_lower=known(_rates(middle - reach * spread) * gaps),
        counterfactual_upper=known(_rates(middle + reach * spread) * gaps),
        dispersion=found.dispersion,
        autocorrelation=autocorrelation,
        freedom=found.freedom,
        errors=question.errors,
        lags=question.lags if question.errors == "newey_west" else 0,
        cautions=_cautions(question, found, autocorrelation),
    )


def _uses_t(question: _Question, found: Fit) -> bool:
    if question.interval == "auto":
        return found.freedom < FEW_FREEDOM and question.errors != "poisson"
    return question.interval == "t"


def _reach(question: _Question, found: Fit) -> float:
    share = 1 - tail(question.level)
    return student_quantile(share, found.freedom) if _uses_t(question, found) else normal_quantile(share)


def _coefficient(name: str, index: int, found: Fit, reach: float, question: _Question) -> Coefficient:
    value, error = float(found.coefficients[index]), sqrt(float(found.covariance[index, index]))
    z = value / error if error > 0 else 0.0
    p = student_two_sided(z, found.freedom) if _uses_t(question, found) else two_sided(z)
    ratio, lower, upper = (float(_rates(each)) for each in (value, value - reach * error, value + reach * error))
    return Coefficient(name, value, error, ratio, lower, upper, p)


def _rates(logarithms: ArrayLike) -> Floats:
    """Back from the logarithm; what no computer holds becomes the largest that one does."""
    found: Floats = np.exp(np.clip(logarithms, -700.0, 700.0))
    return found


def _avoided(question: _Question, found: Fit, design: Floats, without: Floats, reach: float) -> Effect:
    """Counted less expected after the start, with the interval of the delta method."""
    seen = question.seen
    after = seen[seen >= question.start]
    base = question.exposure[after]
    with_it = np.exp(design[after] @ found.coefficients) * base
    without_it = np.exp(without[after] @ found.coefficients) * base
    value = float((with_it - without_it).sum())
    gradient = with_it @ design[after] - without_it @ without[after]
    error = sqrt(max(0.0, float(gradient @ found.covariance @ gradient)))
    return Effect(
        value, value - reach * error, value + reach * error, "difference", question.level, None, error, ITS_METHOD
    )  # fmt: skip


def _autocorrelation(question: _Question, found: Fit) -> float | None:
    """Of Pearson residuals that stand next to each other in time."""
    seen = question.seen
    residuals = np.full(question.counts.size, np.nan)
    residuals[seen] = (question.counts[seen] - found.expected) / np.sqrt(found.expected)
    neighbours = residuals[1:] * residuals[:-1]
    both = np.isfinite(neighbours)
    total = float(np.nansum(residuals**2))
    return float(neighbours[both].sum() / total) if both.any() and total > 0 else None


def _cautions(question: _Question, found: Fit, autocorrelation: float | None) -> tuple[str, ...]:
    seen = question.seen
    before = int((seen < question.start).sum())
    said: list[str] = []
    if question.harmonics and before < 2 * question.per_year:
        said.append("There are fewer than two years before the start, so the time of year is not well known.")
    if not question.harmonics and question.per_year > 1:
        said.append("The time of year was not allowed for.")
    if autocorrelation is not None and question.errors != "newey_west" and autocorrelation > 2 / sqrt(seen.size):
        said.append("Neighbouring periods are alike, so the interval is too narrow. Use Newey-West errors.")
    if question.errors == "poisson" and found.dispersion > 1.2:
        said.append("The counts vary more than chance alone allows, so the interval is too narrow.")
    if question.errors == "newey_west":
        said += _newey_west_cautions(question, found)
    left_out = question.counts.size - seen.size
    if left_out:
        said.append(f"{left_out} period{'s have' if left_out > 1 else ' has'} no figure and took no part.")
    return tuple(said)


def _newey_west_cautions(question: _Question, found: Fit) -> list[str]:
    """What allowing for neighbours in time cannot do in a short series."""
    seen = question.seen
    said = []
    if seen.size < MANY_PERIODS:
        said.append(
            "Newey-West errors are too small for so short a series. Take a change that is only just clear as not shown."
        )
    design, _ = _design(question, with_step=True)
    quasi = fit(question.counts[seen], design[seen], question.exposure[seen], "quasi")
    if quasi is not None and quasi.covariance[1, 1] > found.covariance[1, 1]:
        said.append("Here they are smaller than the plain (quasi) ones, which is luck. Use the plain ones.")
    return said


def _nothing(question: _Question, reason: str) -> Interrupted:
    empty = (None,) * question.counts.size
    return Interrupted(
        effect=not_computable(reason, ITS_METHOD, "ratio", question.level),
        avoided=not_computable(reason, ITS_METHOD, "difference", question.level),
        coefficients=(),
        counts=known(question.counts),
        start=question.start,
        fitted=empty,
        counterfactual=empty,
        counterfactual_lower=empty,
        counterfactual_upper=empty,
        errors=question.errors,
    )
