"""Control charts: limits, special points, phases and assurance of one series."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike

from frankpledge.evidence.errors import (
    BreakWithoutCause,
    LengthsDiffer,
    TooFewPoints,
    UnknownPeriod,
    require_choice,
)
from frankpledge.evidence.series.periods import Frequency, check_periods
from frankpledge.evidence.series.rules import RULES, Marks, Rule, all_rules, combined
from frankpledge.evidence.series.xmr import (
    MIN_POINTS,
    XMR_METHOD,
    Floats,
    Limits,
    as_series,
    limits_across_gaps,
)

Good = Literal["up", "down", "none"]
PointType = Literal["improvement", "concern", "neutral_high", "neutral_low", "common_cause", "missing"]
Assurance = Literal["pass", "fail", "hit_and_miss", "none"]
BreakKind = Literal["process", "recording"]


@dataclass(frozen=True, slots=True)
class Break:
    """A dated, known cause from which limits are computed anew.

    `period` is the first period *after* the cause. `kind` is "process" (the service changed) or
    "recording" (the way of counting changed, so that figures before and after cannot be compared).
    """

    period: str
    cause: str
    kind: BreakKind = "process"


@dataclass(frozen=True, slots=True)
class Point:
    """One period of a chart. `direction` is +1 high, -1 low, 0 ordinary or missing."""

    period: str
    value: float | None
    type: PointType
    rules: tuple[Rule, ...]
    direction: int
    phase: int


@dataclass(frozen=True, slots=True)
class Phase:
    """Periods start..stop-1, judged by one set of limits.

    `limits` is None when the phase has no two neighbouring values. `trial` says that the limits rest on
    fewer than 13 points.
    """

    start: int
    stop: int
    limits: Limits | None
    observed: int
    baseline_points: int
    trial: bool
    cause: str
    kind: BreakKind | None


@dataclass(frozen=True, slots=True)
class ControlChart:
    """Everything a page, a drawing or a stored result needs to know about one chart.

    `variation` is the type of the last period ("missing" if it has no value); `assurance` compares the
    target with the limits of the last phase.
    """

    points: tuple[Point, ...]
    phases: tuple[Phase, ...]
    frequency: Frequency
    good: Good
    target: float | None
    screening: bool
    variation: PointType
    assurance: Assurance
    trial: bool
    method: str = XMR_METHOD

    @property
    def limits(self) -> Limits | None:
        """Limits of the last phase: those the next point will be judged by."""
        return self.phases[-1].limits

    @property
    def last_observed(self) -> Point | None:
        """The latest point that has a value."""
        return next((p for p in reversed(self.points) if p.value is not None), None)

    @property
    def special(self) -> tuple[Point, ...]:
        """The points that at least one rule marks."""
        return tuple(p for p in self.points if p.rules)

    @property
    def periods(self) -> tuple[str, ...]:
        return tuple(p.period for p in self.points)

    @property
    def values(self) -> tuple[float | None, ...]:
        return tuple(p.value for p in self.points)

    def as_dict(self) -> dict[str, Any]:
        """Plain dictionaries and lists, ready for JSON."""
        return asdict(self)


def control_chart(
    values: ArrayLike | Sequence[float | None],
    *,
    periods: Sequence[str] | None = None,
    good: Good = "none",
    target: float | None = None,
    screening: bool = True,
    breaks: Sequence[Break] = (),
    fix_after_n_points: int | None = None,
) -> ControlChart:
    """Judge every point of a series by the NHS "Making Data Count" rules.

    Args:
        values: shape (n,), in time order; None or NaN for a missing period. A gap is never filled: no
            moving range is taken across it, and it breaks runs, trends and two-of-three windows.
        periods: a label for each value; "1", "2", … when left out.
        good: the direction that is better, or "none" when neither is.
        target: the level to be met, in the measure's unit; ignored when `good` is "none".
        screening: see `xmr_limits`.
        breaks: known causes at which a new phase begins; each phase has its own limits and runs.
        fix_after_n_points: limits of each phase from its first n observed points (the baseline) only.

    Raises:
        TooFewPoints: no two neighbouring values anywhere, or n < 2.
        LengthsDiffer, PeriodsOutOfOrder, UnknownPeriod, BreakWithoutCause, UnknownChoice, NotFinite.

    Source: NHSRplotthedots (constants, rules, their order, assurance); gaps are our own addition.
    """
    series = as_series(values)
    labels = [str(i + 1) for i in range(series.size)] if periods is None else [str(p) for p in periods]
    frequency = _checked(series, labels, good, fix_after_n_points)
    phases = _phases(series, labels, breaks, screening, fix_after_n_points)
    if all(phase.limits is None for phase in phases):
        seen = int(np.isfinite(series).sum())
        raise TooFewPoints(f"got {seen} value(s); a chart needs at least 2 in neighbouring periods")
    points = _points(series, labels, phases, good)
    return ControlChart(
        points=points,
        phases=phases,
        frequency=frequency,
        good=good,
        target=None if target is None else float(target),
        screening=screening,
        variation=points[-1].type,
        assurance=assurance_of(phases[-1].limits, target, good),
        trial=phases[-1].trial,
    )


def assurance_of(limits: Limits | None, target: float | None, good: Good) -> Assurance:
    """Will the target be met? "pass" or "fail" when it lies beyond a limit, else "hit_and_miss".

    Source: NHSRplotthedots, `ptd_calculate_assurance_type`.
    """
    if limits is None or target is None or good == "none":
        return "none"
    if limits.lower <= target <= limits.upper:
        return "hit_and_miss"
    return "fail" if (target > limits.upper) == (good == "up") else "pass"


def _checked(series: Floats, labels: list[str], good: Good, fix_after: int | None) -> Frequency:
    require_choice("good", good, ("up", "down", "none"))
    if len(labels) != series.size:
        raise LengthsDiffer(f"{len(labels)} periods but {series.size} values")
    if fix_after is not None and fix_after < 2:
        raise TooFewPoints(f"limits cannot be fixed on {fix_after} point(s); give at least 2")
    return check_periods(labels)


def _phases(
    series: Floats, labels: list[str], breaks: Sequence[Break], screening: bool, fix_after: int | None
) -> tuple[Phase, ...]:
    found: dict[int, Break] = {}
    for each in breaks:
        if each.period not in labels:
            raise UnknownPeriod(f"a break is dated {each.period!r}, which is not a period of this series")
        if not each.cause.strip():
            raise BreakWithoutCause(f"the break at {each.period!r} has no cause; limits are never re-based without one")
        require_choice("kind of break", each.kind, ("process", "recording"))
        found[labels.index(each.period)] = each
    starts = sorted({0, *found})
    stops = [*starts[1:], series.size]
    return tuple(
        _phase(series, start, stop, found.get(start), screening, fix_after)
        for start, stop in zip(starts, stops, strict=True)
    )


def _phase(series: Floats, start: int, stop: int, cause: Break | None, screening: bool, fix_after: int | None) -> Phase:
    part = series[start:stop]
    baseline = _baseline(part, fix_after)
    try:
        limits = limits_across_gaps(baseline, screening)
    except TooFewPoints:
        limits = None
    used = int(np.isfinite(baseline).sum())
    return Phase(
        start=start,
        stop=stop,
        limits=limits,
        observed=int(np.isfinite(part).sum()),
        baseline_points=used,
        trial=used < MIN_POINTS,
        cause=cause.cause if cause else "",
        kind=cause.kind if cause else None,
    )


def _baseline(part: Floats, fix_after: int | None) -> Floats:
    seen = np.flatnonzero(np.isfinite(part))
    if fix_after is None or seen.size <= fix_after:
        return part
    return part[: seen[fix_after - 1] + 1]


def _points(series: Floats, labels: list[str], phases: tuple[Phase, ...], good: Good) -> tuple[Point, ...]:
    points: list[Point] = []
    for number, phase in enumerate(phases):
        part = series[phase.start : phase.stop]
        marks = _marks(part, phase.limits)
        direction = combined(marks)
        for i, value in enumerate(part):
            missing = bool(np.isnan(value))
            points.append(
                Point(
                    period=labels[phase.start + i],
                    value=None if missing else float(value),
                    type="missing" if missing else type_of(int(direction[i]), good),
                    rules=tuple(rule for rule in RULES if marks[rule][i]),
                    direction=int(direction[i]),
                    phase=number,
                )
            )
    return tuple(points)


def _marks(part: Floats, limits: Limits | None) -> dict[Rule, Marks]:
    if limits is None:
        return {rule: np.zeros(part.size, dtype=np.int8) for rule in RULES}
    return all_rules(part, np.asarray(limits.centre), np.asarray(limits.mean_moving_range))


def type_of(direction: int, good: Good) -> PointType:
    """What a special point on the high (+1) or low (-1) side means where `good` is better."""
    if direction == 0:
        return "common_cause"
    if good == "none":
        return "neutral_high" if direction > 0 else "neutral_low"
    return "improvement" if (direction > 0) == (good == "up") else "concern"
