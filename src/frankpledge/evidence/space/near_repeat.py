"""Which events follow an earlier one nearby, and how long the chains are. A count of what happened, not a test.

Whether chains are more than chance is what `knox` answers.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from frankpledge.evidence.errors import ImpossibleCount, LengthsDiffer, NotComputable

from .checks import Flags, Integers, Numbers, in_metres, per_cent, points
from .moments import Precision, Unit, moments, spans, whole

NEAR_REPEATS_METHOD = "near-repeats/1"
MOST_PAIRS = 60_000_000


@dataclass(frozen=True, slots=True)
class NearRepeats:
    """Chains of events, each within `within_m` and `within` of another.

    Args:
        repeat: whether an event follows an earlier one (or another of the same moment that comes before it in the
            list), shape (n,). chain: number of each event's chain, -1 for an event by itself.
        sizes: {events in a chain: chains of that size}, events by themselves as chains of 1.
    """

    repeat: Flags
    chain: Integers
    sizes: dict[int, int]
    within_m: float
    within: float
    unit: str
    method: str = NEAR_REPEATS_METHOD

    @property
    def share(self) -> float:
        """Repeats as a share of all events."""
        return float(self.repeat.mean())

    @property
    def sentence(self) -> str:
        repeats, events = int(self.repeat.sum()), self.repeat.size
        chains = sum(many for size, many in self.sizes.items() if size > 1)
        return (
            f"{repeats:,} of {events:,} events ({per_cent(self.share)}) came within {self.within_m:g} m and "
            f"{self.within:g} {self.unit}s of an earlier one, in {chains:,} chains; the longest has "
            f"{max(self.sizes):,}. By itself this does not show that one led to another."
        )


def near_repeats(
    easting: Numbers,
    northing: Numbers,
    times: Any,
    *,
    within_m: float,
    within: float,
    unit: Unit = "day",
    until: Any = None,
    precision: Precision | None = None,
) -> NearRepeats:
    """Events at most `within_m` metres and `within` units of time after another.

    Args:
        times, until, precision: as for `knox`.
    Raises:
        MonthPrecision: the dates say only the month.
        NotComputable: no events, or more than 60 million pairs within the distance.
        ImpossibleCount, LengthsDiffer, NotFinite: as they say.
    """
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components
    from scipy.spatial import cKDTree

    e, n = points(easting, northing)
    in_metres(e, n)
    middle = moments(times, unit, precision) if until is None else spans(times, until, unit, precision)[0]
    when = whole(middle, times, unit, precision)
    if e.size != when.size:
        raise LengthsDiffer(f"{e.size} places and {when.size} times")
    if not e.size:
        raise NotComputable("There are no events.")
    if not (within_m >= 0 and within >= 0 and np.isfinite([within_m, within]).all()):
        raise ImpossibleCount(f"distance and time are 0 or more; got {within_m:g} m and {within:g} {unit}s")
    tree, reach = cKDTree(np.column_stack([e, n])), within_m * (1 + 1e-12)
    close_by = (int(tree.count_neighbors(tree, reach)) - e.size) // 2
    if close_by > MOST_PAIRS:
        raise NotComputable(
            f"{close_by:,} pairs of events lie within {within_m:g} m; at most {MOST_PAIRS:,} are looked at. "
            "Take a shorter distance."
        )
    pairs = tree.query_pairs(reach, output_type="ndarray")
    close = np.abs(when[pairs[:, 0]] - when[pairs[:, 1]]) <= within + 1e-9
    first, second = pairs[close, 0], pairs[close, 1]
    repeat = np.zeros(e.size, bool)
    later = when[second] >= when[first]  # pairs name the smaller position first
    repeat[np.where(later, second, first)] = True
    _, label = connected_components(coo_array((np.ones(first.size), (first, second)), shape=(e.size, e.size)), False)
    each = np.bincount(label)
    many = np.bincount(each)
    alone = each[label] == 1
    return NearRepeats(
        repeat, np.where(alone, -1, label).astype(np.int64), {int(k): int(many[k]) for k in np.flatnonzero(many) if k},
        float(within_m), float(within), unit,
    )  # fmt: skip
