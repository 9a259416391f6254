"""What change would have been noticed, and how many signals chance alone would give.

A chart that shows nothing is only worth as much as what it could have shown. Both questions are answered by
simulating the very rules of `rules`, on counts drawn from the series' own baseline.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from math import log10
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from frankpledge.evidence.errors import ImpossibleCount, TooFewPoints, require_choice
from frankpledge.evidence.series.chart import ControlChart
from frankpledge.evidence.series.model import Detectable
from frankpledge.evidence.series.rules import all_rules, combined
from frankpledge.evidence.series.xmr import (
    MIN_POINTS,
    Floats,
    as_series,
    centre_and_range,
    limits_across_gaps,
)

DETECTABLE_METHOD = "detectable-change/1"
SEED = 20261122
RUNS = 4000
"""Standard error of a simulated chance of 0.8: 0.6 percentage points."""
OVERDISPERSED = 1.2
"""From this dispersion on, counts are drawn from a negative binomial instead of a Poisson distribution."""
NORMAL_D2 = 1.128
"""Mean moving range of two normal values ÷ their standard deviation."""

Process = Literal["poisson", "negative_binomial", "binomial", "normal"]
Side = Literal["down", "up"]
Direction = Literal["down", "up", "both"]

_DOWN_STEPS = tuple(s / 100 for s in range(1, 96))
_UP_STEPS = tuple(s / 100 for s in (*range(1, 100), *range(100, 401, 5)))
_SIGMA_STEPS = tuple(s / 20 for s in range(5, 121))


@dataclass(frozen=True, slots=True)
class Baseline:
    """The process that simulated periods are drawn from; hashable, so that answers can be kept.

    `level` is the mean count (Poisson, negative binomial), the proportion 0..1 (binomial), or 0 (normal,
    which is simulated in units of its own standard deviation). `size` is the negative binomial's size or the
    binomial's number of cases.
    """

    process: Process
    level: float
    size: float
    points: int
    screening: bool


@dataclass(frozen=True, slots=True)
class Question:
    """How soon, how surely, and by how many simulated runs from which seed."""

    within: int = 12
    probability: float = 0.8
    runs: int = RUNS
    seed: int = SEED


@dataclass(frozen=True, slots=True)
class FalseSignals:
    """What a set of charts would show if nothing at all had changed.

    `expected` is the mean number of charts whose latest point is marked by chance; `at_least_one` the
    chance that any is. Charts are taken as independent.
    """

    charts: int
    expected: float
    at_least_one: float
    method: str = DETECTABLE_METHOD


def dispersion(counts: ArrayLike) -> float:
    """Pearson's χ² ÷ degrees of freedom around the mean: about 1 for Poisson counts.

    Raises:
        TooFewPoints: fewer than 2 values. ImpossibleCount: a negative value.
    """
    seen = _observed(counts)
    mean = seen.mean()
    if mean == 0:
        return 1.0
    return float(((seen - mean) ** 2).sum() / mean / (seen.size - 1))


def detectable_change(
    counts: ArrayLike,
    *,
    direction: Direction = "down",
    within: int = 12,
    probability: float = 0.8,
    screening: bool = True,
    runs: int = RUNS,
    seed: int = SEED,
) -> Detectable:
    """Smallest lasting step in a count that the rules would signal within `within` periods.

    Limits are fixed on as many periods as there are observed counts; then the mean steps, and a point marked
    on that side in the next `within` periods counts as noticed.

    Args:
        counts: the baseline, shape (n,), whole things per period; NaN for missing periods.
        direction: "both" gives the step that would be noticed whichever way it went.
        probability: how surely it must be noticed.

    Raises:
        TooFewPoints: fewer than 13 observed counts: limits would be trial limits.
        ImpossibleCount: a negative count.

    Source: simulation; Poisson, or negative binomial with the baseline's dispersion when that is over 1.2.
    """
    seen = _observed(counts)
    _require_points(seen.size)
    mean, phi = float(seen.mean()), dispersion(seen)
    overdispersed = phi > OVERDISPERSED and mean > 0
    baseline = Baseline(
        process="negative_binomial" if overdispersed else "poisson",
        level=_rounded(mean),
        size=_rounded(mean / (round(phi, 1) - 1)) if overdispersed else 0.0,
        points=seen.size,
        screening=screening,
    )
    return _answer(baseline, mean, phi, direction, Question(within, probability, runs, seed))


def detectable_change_in_percent(
    percents: ArrayLike,
    cases: ArrayLike,
    *,
    direction: Direction = "up",
    within: int = 12,
    probability: float = 0.8,
    screening: bool = True,
    runs: int = RUNS,
    seed: int = SEED,
) -> Detectable:
    """As `detectable_change`, for a percentage (0 to 100) of a number of cases in each period.

    Where the percentages vary more than chance allows (dispersion over 1.2), the series' own moving ranges
    are used instead of the binomial distribution.
    """
    values, base = as_series(percents), as_series(cases)
    kept = np.isfinite(values) & np.isfinite(base) & (base > 0)
    _require_points(int(kept.sum()))
    share, size = values[kept] / 100, base[kept]
    level = float((share * size).sum() / size.sum())
    if not 0 <= level <= 1:
        raise ImpossibleCount(f"percentages must lie between 0 and 100; their mean is {100 * level:g}")
    spread = level * (1 - level)
    phi = float(((share - level) ** 2 * size / spread).sum() / (kept.sum() - 1)) if spread else 1.0
    question = Question(within, probability, runs, seed)
    if phi > OVERDISPERSED or not spread:
        return _normal_answer(values, 100 * level, phi, direction, screening, question)
    baseline = Baseline("binomial", round(level, 3), float(round(float(np.median(size)))), int(kept.sum()), screening)
    return _answer(baseline, 100 * level, phi, direction, question)


def detectable_change_in_level(
    values: ArrayLike,
    *,
    direction: Direction = "down",
    within: int = 12,
    probability: float = 0.8,
    screening: bool = True,
    runs: int = RUNS,
    seed: int = SEED,
) -> Detectable:
    """As `detectable_change`, for any other number: the play of chance is taken from its moving ranges."""
    series = as_series(values)
    seen = series[np.isfinite(series)]
    _require_points(seen.size)
    question = Question(within, probability, runs, seed)
    return _normal_answer(series, float(seen.mean()), 1.0, direction, screening, question)


def chance_of_signal(
    mean: float,
    step: float,
    *,
    side: Direction = "down",
    baseline_points: int = 24,
    within: int = 12,
    dispersion: float = 1.0,
    screening: bool = True,
    runs: int = 20_000,
    seed: int = SEED,
) -> float:
    """Chance that a Poisson (or overdispersed) count is signalled after its mean steps by the share `step`.

    `step` is positive for a rise, negative for a fall and 0 for no change at all; `side` says which signals
    count ("both": any). Limits are fixed on the `baseline_points` before.
    """
    overdispersed = dispersion > OVERDISPERSED
    size = mean / (dispersion - 1) if overdispersed else 0.0
    process: Process = "negative_binomial" if overdispersed else "poisson"
    baseline = Baseline(process, mean, size, baseline_points, screening)
    return _chance(baseline, step, side, Question(within, runs=runs, seed=seed))


def expected_false_signals(charts: Iterable[ControlChart], *, runs: int = 8000, seed: int = SEED) -> FalseSignals:
    """How many latest points of these charts chance alone would mark, for the front page of a report.

    Whole, non-negative values are simulated as Poisson counts with the chart's own mean, other values as
    normal ones; each with the chart's own number of points and the way its limits were set.
    """
    chances = [_chart_chance(chart, runs, seed) for chart in charts]
    none = float(np.prod([1 - c for c in chances])) if chances else 1.0
    return FalseSignals(charts=len(chances), expected=float(sum(chances)), at_least_one=1 - none)


def _chart_chance(chart: ControlChart, runs: int, seed: int) -> float:
    phase = chart.phases[-1]
    if phase.limits is None or chart.points[-1].value is None:
        return 0.0
    counts = all(v is None or (v >= 0 and float(v).is_integer()) for v in chart.values)
    level = _rounded(phase.limits.centre, 1) if counts else 0.0
    return last_point_false_alarm(level, phase.observed, phase.baseline_points, chart.screening, runs, seed)


@lru_cache(maxsize=512)
def last_point_false_alarm(
    mean: float,
    points: int,
    baseline_points: int,
    screening: bool = True,
    runs: int = 20_000,
    seed: int = SEED,
) -> float:
    """Chance that the last of `points` unchanged values is marked; `mean` 0 stands for a normal process."""
    rng = np.random.default_rng(seed)
    shape = (runs, max(points, 2))
    values = rng.poisson(mean, shape).astype(np.float64) if mean > 0 else rng.standard_normal(shape)
    centre, mean_range, _ = centre_and_range(values[:, : max(baseline_points, 2)], screening)
    # Only the last seven points can take part in a rule that marks the last one.
    return float((combined(all_rules(values[:, -7:], centre, mean_range))[:, -1] != 0).mean())


def _answer(baseline: Baseline, shown_mean: float, phi: float, direction: Direction, question: Question) -> Detectable:
    share, chance = _smallest(baseline, direction, question)
    return Detectable(
        share=share,
        amount=None if share is None else share * shown_mean,
        direction=direction,
        probability=chance,
        false_alarm=_chance(baseline, 0.0, direction, question),
        within=question.within,
        baseline_mean=shown_mean,
        baseline_points=baseline.points,
        dispersion=phi,
        process=baseline.process,
        method=DETECTABLE_METHOD,
    )


def _normal_answer(
    series: Floats, mean: float, phi: float, direction: Direction, screening: bool, question: Question
) -> Detectable:
    """The search is made in standard deviations, then brought back to the unit of the series."""
    spread = limits_across_gaps(series, screening).mean_moving_range / NORMAL_D2
    baseline = Baseline("normal", 0.0, 0.0, int(np.isfinite(series).sum()), screening)
    found = _answer(baseline, 1.0, phi, direction, question)
    amount = None if found.share is None else found.share * spread
    share = amount / mean if amount is not None and mean > 0 else None
    return replace(found, share=share, amount=amount, baseline_mean=mean)


def _smallest(baseline: Baseline, direction: Direction, question: Question) -> tuple[float | None, float]:
    require_choice("direction", direction, ("down", "up", "both"))
    sides: tuple[Side, ...] = ("down", "up") if direction == "both" else (direction,)
    found = [_search(baseline, side, question) for side in sides]
    if any(step is None for step, _ in found):
        return None, min(chance for _, chance in found)
    return max((step, chance) for step, chance in found if step is not None)


@lru_cache(maxsize=4096)
def _search(baseline: Baseline, side: Side, question: Question) -> tuple[float | None, float]:
    """Bisection over steps that grow; the chance of a signal grows with them."""
    steps = _steps(baseline, side)
    sign = -1 if side == "down" else 1
    low, high = 0, len(steps) - 1
    chance = _chance(baseline, sign * steps[high], side, question)
    if chance < question.probability:
        return None, chance
    while low < high:
        middle = (low + high) // 2
        enough = _chance(baseline, sign * steps[middle], side, question) >= question.probability
        low, high = (low, middle) if enough else (middle + 1, high)
    return steps[high], _chance(baseline, sign * steps[high], side, question)


def _steps(baseline: Baseline, side: Side) -> tuple[float, ...]:
    if baseline.process == "normal":
        return _SIGMA_STEPS
    if side == "down":
        return _DOWN_STEPS
    if baseline.process == "binomial":
        room = (1 - baseline.level) / baseline.level
        return tuple(s for s in _UP_STEPS if s <= room) or (room,)
    return _UP_STEPS


@lru_cache(maxsize=8192)
def _chance(baseline: Baseline, step: float, side: Direction, question: Question) -> float:
    runs, within = question.runs, question.within
    rng = np.random.default_rng([question.seed, round(1000 * abs(step))])
    before = _draw(rng, baseline, 0.0, (runs, baseline.points))
    after = _draw(rng, baseline, step, (runs, within))
    centre, mean_range, _ = centre_and_range(before, baseline.screening)
    # The last points of the baseline can begin a run that the new ones complete; earlier ones cannot.
    judged = np.concatenate([before[:, -6:], after], axis=1)
    marks = combined(all_rules(judged, centre, mean_range))[:, -within:]
    wanted = {"down": marks < 0, "up": marks > 0, "both": marks != 0}[side]
    return float(wanted.any(axis=1).mean())


def _draw(rng: np.random.Generator, baseline: Baseline, step: float, shape: tuple[int, int]) -> Floats:
    level = baseline.level * (1 + step)
    drawn: NDArray[np.int64] | Floats
    if baseline.process == "poisson":
        drawn = rng.poisson(level, shape)
    elif baseline.process == "negative_binomial":
        drawn = rng.negative_binomial(baseline.size, baseline.size / (baseline.size + level), shape)
    elif baseline.process == "binomial":
        drawn = rng.binomial(int(baseline.size), min(level, 1.0), shape) / baseline.size
    else:
        drawn = rng.standard_normal(shape) + step
    return drawn.astype(np.float64)


def _observed(counts: ArrayLike) -> Floats:
    series = as_series(counts)
    seen = series[np.isfinite(series)]
    if seen.size < 2:
        raise TooFewPoints(f"got {seen.size} count(s); at least 2 are needed")
    if (seen < 0).any():
        raise ImpossibleCount(f"a count is negative: {seen.min():g}")
    return seen


def _require_points(points: int) -> None:
    if points < MIN_POINTS:
        raise TooFewPoints(f"got {points} point(s); a detectable change needs {MIN_POINTS} or more")


def _rounded(value: float, digits: int = 2) -> float:
    """To `digits` significant figures (2: within 5 % … 0.5 %), so that like series share one simulation."""
    if value <= 0:
        return 0.0
    return float(round(value, digits - 1 - int(np.floor(log10(value)))))
