"""Bands of distance and of time, always written as intervals: which end belongs to a band is said, never guessed.

Programs that label a band "1 to 200 m" leave open where 0.4 m and 200.3 m belong; the best known one counts [a - 1, b)
where its table says "a to b" (Steenbeek, NearRepeat, 2019).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import numpy as np

from frankpledge.evidence.errors import ImpossibleCount, require_choice

from .checks import Floats, Integers

Closed = Literal["left", "right"]


@dataclass(frozen=True, slots=True)
class Bands:
    """Intervals that follow each other.

    Args:
        limits: a value belongs to the first band whose limit it does not exceed, unless it is at or below `floor`.
        floor: values up to here belong to no band; -1 where the first band starts with 0.
        labels: each band in interval notation with its unit.
    """

    limits: Floats
    floor: float
    labels: tuple[str, ...]
    closed: Closed

    @property
    def last_is_open(self) -> bool:
        return bool(np.isinf(self.limits[-1]))

    def whole_limits(self, factor: float) -> Floats:
        """The finite limits, and the floor before them if there is one, for whole multiples of 1 ÷ `factor`.

        What is at most a limit among numbers is at most this among whole numbers, exactly.
        """
        ends = self.limits[np.isfinite(self.limits)]
        asked = (ends if self.floor < 0 else np.concatenate([[self.floor], ends])) * factor
        nearest = np.round(asked)
        close = np.abs(asked - nearest) < 1e-6
        # A limit of a band that is closed on the left lies just below a whole number, which is not part of it.
        below = nearest - (1 if self.closed == "left" else 0)
        return np.where(asked == 0, 0.0, np.where(close, below, np.floor(asked)))

    def of(self, values: Floats) -> Integers:
        """The band of each value, -1 for none."""
        found = np.searchsorted(self.limits, values, side="left")
        found[(values <= self.floor) | (found >= self.limits.size)] = -1
        return found


def bands(
    edges: Sequence[float], unit: str, closed: Closed = "right", same: bool = False, name: str = "edges"
) -> Bands:
    """Bands between edges that rise from 0 or more; the last edge may be infinite.

    Args:
        closed: "right" makes (0, 200], (200, 400]; "left" makes [0, 200), [200, 400). A first edge of 0 belongs to the
            first band either way.
        same: give the value 0 (the same place, the same moment) a band of its own.
    Raises:
        ImpossibleCount: fewer than two edges, or edges that do not rise from 0 or more.
        UnknownChoice: `closed` is neither end.
    """
    require_choice("closed", closed, ("left", "right"))
    ends = np.asarray(edges, dtype=np.float64)
    if ends.ndim != 1 or ends.size < 2 or np.isnan(ends).any() or ends[0] < 0 or (np.diff(ends) <= 0).any():
        raise ImpossibleCount(f"{name} must be two or more numbers that rise from 0 or more; got {list(edges)!r}")
    if same and ends[0] != 0:
        raise ImpossibleCount(f"{name} start at {ends[0]:g}: a band for 0 alone needs them to start at 0")
    if closed == "left":
        ends = np.where(np.isfinite(ends) & (ends > 0), np.nextafter(ends, -np.inf), ends)
    limits, floor = ends[1:], -1.0 if ends[0] == 0 else float(ends[0])
    pairs = enumerate(pairwise(edges))
    labels = [_label(low, high, closed, number == 0, same) for number, (low, high) in pairs]
    if same:
        limits, labels = np.concatenate([[0.0], limits]), ["0", *labels]
    return Bands(limits, floor, tuple(f"{label} {unit}".strip() for label in labels), closed)


def _label(low: float, high: float, closed: Closed, first: bool, same: bool) -> str:
    with_low = (closed == "left" and not (first and same)) or (first and low == 0 and not same)
    with_high = closed == "right" and np.isfinite(high)
    top = f"{high:g}" if np.isfinite(high) else "∞"
    return f"{'[' if with_low else '('}{low:g}, {top}{']' if with_high else ')'}"
