"""The four rules that tell a special point from ordinary variation.

Every rule works along the last axis, so that a chart and a simulation of thousands of charts share it.
A result is +1 where the point is special on the high side, -1 on the low side, 0 where the rule is silent.
NaN is a missing period: it satisfies nothing, so it breaks every run and every window that it falls into.

Source: NHSRplotthedots, `ptd_calculate_point_type`.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import NDArray

from frankpledge.evidence.series.xmr import NEAR_SCALE, XMR_SCALE, Floats

Rule = Literal["outside_limits", "trend", "two_of_three", "shift"]
RULES: tuple[Rule, ...] = ("outside_limits", "trend", "two_of_three", "shift")
"""In order of priority: the first that holds gives the point its direction."""
RUN_LENGTH = 7

Marks = NDArray[np.int8]
Bools = NDArray[np.bool_]

TOLERANCE = 1e-10
"""Differences below this share of the largest value are rounding, not data."""


def all_rules(values: Floats, centre: Floats, mean_range: Floats) -> dict[Rule, Marks]:
    """Marks of each rule for `values` (..., n), given centre and mean moving range (...,)."""
    off, reach, slack = _deviations(values, centre, mean_range)
    return {
        "outside_limits": _signed(off > reach + slack, off < -reach - slack),
        "trend": trend(values, slack),
        "two_of_three": _two_of_three(off, reach, slack),
        "shift": _shift(off, slack),
    }


def combined(marks: dict[Rule, Marks]) -> Marks:
    """Direction of each point by the first rule, in order of priority, that marks it."""
    result = np.zeros_like(next(iter(marks.values())))
    for rule in reversed(RULES):
        result = np.where(marks[rule] != 0, marks[rule], result)
    return result


def trend(values: Floats, slack: Floats | float = 0.0) -> Marks:
    """Seven points each strictly above (or each strictly below) the one before: all seven are marked.

    A turning point that ends one trend and begins another takes the direction of the later one.
    """
    steps = np.diff(values, axis=-1)
    rising = _in_a_run(steps > slack, RUN_LENGTH - 1, reach=RUN_LENGTH)
    falling = _in_a_run(steps < -np.asarray(slack), RUN_LENGTH - 1, reach=RUN_LENGTH)
    marks = _signed(rising, falling)
    both = rising & falling
    if both.any():
        onward = np.concatenate([np.sign(steps), np.zeros_like(values[..., :1])], axis=-1)
        marks = np.where(both, onward, marks).astype(np.int8)
    return marks


def shift_ends(sides: NDArray[np.int_]) -> Marks:
    """+1/-1 at each point that completes seven in a row on one side; for analysts and tests."""
    return _signed(_run_ends(sides > 0, RUN_LENGTH), _run_ends(sides < 0, RUN_LENGTH))


def trend_ends(values: Floats) -> Marks:
    """+1/-1 at each point that completes six rises or six falls in a row."""
    steps = np.diff(values, axis=-1)
    ends = np.zeros(values.shape, dtype=np.int8)
    ends[..., 1:] = _signed(_run_ends(steps > 0, RUN_LENGTH - 1), _run_ends(steps < 0, RUN_LENGTH - 1))
    return ends


def _deviations(values: Floats, centre: Floats, mean_range: Floats) -> tuple[Floats, Floats, Floats]:
    off = values - np.asarray(centre)[..., None]
    reach = XMR_SCALE * np.asarray(mean_range)[..., None]
    largest = np.where(np.isfinite(values), np.abs(values), 0.0).max(axis=-1, initial=0.0)
    return off, reach, TOLERANCE * largest[..., None]


def _two_of_three(off: Floats, reach: Floats, slack: Floats) -> Marks:
    near = reach * (NEAR_SCALE / XMR_SCALE)
    inside = np.abs(off) <= reach + slack
    close = inside & (np.abs(off) > near + slack)
    marked = []
    for side in (off > slack, off < -slack):
        found = _windows(side, 3) & _at_least_two(close & side)
        marked.append(close & side & _spread(found, 3, off.shape[-1]))
    return _signed(marked[0], marked[1])


def _shift(off: Floats, slack: Floats) -> Marks:
    return _signed(
        _in_a_run(off > slack, RUN_LENGTH, reach=RUN_LENGTH),
        _in_a_run(off < -slack, RUN_LENGTH, reach=RUN_LENGTH),
    )


def _signed(high: Bools, low: Bools) -> Marks:
    return high.astype(np.int8) - low.astype(np.int8)


def _in_a_run(holds: Bools, length: int, reach: int) -> Bools:
    """True at every one of the `reach` points that belong to `length` consecutive trues."""
    points = holds.shape[-1] + reach - length
    return _spread(_windows(holds, length), reach, points)


def _windows(holds: Bools, length: int) -> Bools:
    """True at each start of `length` consecutive trues; the last axis shrinks by length - 1."""
    count = max(holds.shape[-1] - length + 1, 0)
    found = np.ones((*holds.shape[:-1], count), dtype=bool)
    for offset in range(length):
        found &= holds[..., offset : offset + count]
    return found


def _at_least_two(close: Bools) -> Bools:
    count = max(close.shape[-1] - 2, 0)
    total = sum(close[..., offset : offset + count].astype(np.int8) for offset in range(3))
    return np.asarray(total) >= 2


def _spread(starts: Bools, reach: int, points: int) -> Bools:
    """True at each of the `reach` points that follow a start, the start included."""
    marked = np.zeros((*starts.shape[:-1], points), dtype=bool)
    for offset in range(reach if starts.shape[-1] else 0):
        marked[..., offset : offset + starts.shape[-1]] |= starts
    return marked


def _run_ends(holds: Bools, length: int) -> Bools:
    ends = np.zeros(holds.shape, dtype=bool)
    found = _windows(holds, length)
    if found.shape[-1]:
        ends[..., length - 1 :] = found
    return ends
