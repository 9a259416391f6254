"""The Knox test: do crimes that are close in place come close in time more often than chance?

All pairs of events are counted by band of distance and band of time. What chance would give is found by dealing the
dates out anew among the places: that keeps where crime happens and when it happens, and breaks only the tie between.

Sources: Knox, Applied Statistics 13 (1964); Besag and Diggle, Applied Statistics 26 (1977) for the Monte Carlo p-value;
Johnson and others, J. Quantitative Criminology 23 (2007) for near repeats.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from frankpledge.evidence.errors import ImpossibleCount, LengthsDiffer, NotComputable, require_choice

from .bands import Bands, Closed, bands
from .checks import Floats, Integers, Numbers, in_metres, per_cent, points
from .fdr import adjusted
from .moments import MINUTES, Precision, Unit, moments, spans, whole
from .moments import MonthPrecision as MonthPrecision

KNOX_METHOD = "knox/1"
MOST_PAIRS = 60_000_000
EXACT_SHORT = float(2**24)
Metric = Literal["euclidean", "manhattan"]
Indexes = npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Knox:
    """The table of pairs; every table has shape (bands of distance, bands of time).

    Args:
        observed: pairs seen. expected: mean over the deals. ratio: observed ÷ expected; NaN where nothing is expected.
        low, high: between which 95 of 100 deals lie.
        p: (1 + deals with at least as many) ÷ (1 + deals): for more pairs than chance gives. q: p corrected for the
            number of bands (Benjamini and Hochberg).
        notes: what a reader must know beside the table.
    """

    observed: Integers
    expected: Floats
    ratio: Floats
    low: Floats
    high: Floats
    p: Floats
    q: Floats
    space_labels: tuple[str, ...]
    time_labels: tuple[str, ...]
    events: int
    pairs: int
    permutations: int
    seed: int
    metric: str
    notes: tuple[str, ...]
    method: str = KNOX_METHOD

    @property
    def sentence(self) -> str:
        """The nearest and soonest band that stands out; or that none does."""
        found = np.argwhere(self.q <= 0.05)
        if not found.size:
            return (
                f"No evidence of near repeats among {self.events:,} events: pairs close in both place and time are not "
                "clearly more than chance gives."
            )
        s, t = (int(each) for each in found[0])
        times = f"{self.ratio[s, t]:.2g} times as many" if np.isfinite(self.ratio[s, t]) else "more"
        return (
            f"At a distance of {self.space_labels[s]} and {self.time_labels[t]} apart there are {times} pairs of "
            f"events as chance gives: {self.observed[s, t]:,} seen, {self.expected[s, t]:,.1f} expected "
            f"({self.low[s, t]:,.0f} to {self.high[s, t]:,.0f} in 95 of 100 deals), p = {self.p[s, t]:.3g}."
        )


def knox(
    easting: Numbers,
    northing: Numbers,
    times: Any,
    *,
    space_m: Sequence[float] = (0, 100, 200, 400),
    time: Sequence[float] = (0, 7, 14, 28),
    unit: Unit = "day",
    closed: Closed = "right",
    same_place: bool = False,
    metric: Metric = "euclidean",
    permutations: int = 999,
    seed: int = 1,
    strata: Sequence[object] | npt.NDArray[Any] | None = None,
    until: Any = None,
    precision: Precision | None = None,
) -> Knox:
    """Pairs of events by distance and time, beside what chance would give.

    Args:
        easting, northing: metres, shape (n,). times: dates, local date-times, or numbers of `unit`.
        space_m, time: edges of the bands, rising from 0 or more; the last may be infinite. closed: which end of a band
            belongs to it. same_place: give distance 0 a band of its own.
        permutations, seed: how many deals, and where their generator starts: the same seed gives the same table.
        strata: a name for each event (its year, its district); dates are dealt out within each only. Use it where the
            places of crime moved during the time, which the plain test takes for near repeats.
        until: ends of from-to spans that begin at `times`, NaT where there is none; the middle of each is used, and
            long spans are told.
        precision: "day" compares calendar days (as set, where `unit` is the day), "minute" the time between; "month" is
            refused, as are dates that are months in disguise.
    Raises:
        MonthPrecision: the dates say only the month.
        NotComputable: fewer than 3 events, all at one time, or more than 60 million close pairs.
        ImpossibleCount, LengthsDiffer, NotFinite, UnknownChoice: as they say.
    """
    require_choice("metric", metric, ("euclidean", "manhattan"))
    e, n = points(easting, northing)
    in_metres(e, n)
    middle, lengths = (moments(times, unit, precision), None) if until is None else spans(times, until, unit, precision)
    when = whole(middle, times, unit, precision)
    space = bands(space_m, "m", closed, same_place, "space_m")
    spell = bands(time, f"{unit}s", closed, name="time")
    _check(e, when, space, permutations)
    first, second, starts = _close(np.column_stack([e, n]), space, metric)
    moved, limits = _whole(when, spell, unit)
    rest = (starts, space, spell, moved, limits)
    observed = _complete(_near(moved, limits, first, second, starts), *rest)
    simulated = _complete(_deals(moved, limits, first, second, starts, strata, permutations, seed), *rest)
    expected = simulated.mean(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.where(expected > 0, observed / expected, np.nan)
    p = (1 + (simulated >= observed).sum(axis=0)) / (1 + permutations)
    low, high = np.quantile(simulated, [0.025, 0.975], axis=0)
    return Knox(
        observed, expected, ratio, low, high, p, adjusted(p), space.labels, spell.labels, e.size,
        e.size * (e.size - 1) // 2, permutations, seed, metric, _notes(e, n, when, lengths, spell, strata is not None),
    )  # fmt: skip


def _check(e: Floats, when: Floats, space: Bands, permutations: int) -> None:
    if e.size != when.size:
        raise LengthsDiffer(f"{e.size} places and {when.size} times")
    if e.size < 3:
        raise NotComputable(f"There are {e.size} events; at least 3 are needed to deal dates out anew.")
    if when.min() == when.max():
        raise NotComputable(f"All {e.size:,} events have the same time: dealing it out anew changes nothing.")
    if space.last_is_open and space.floor >= 0:
        raise ImpossibleCount("an endless band of distance needs bands that start at 0")
    if not 19 <= permutations <= 1_000_000:
        raise ImpossibleCount(f"permutations are 19 to 1,000,000; got {permutations}")


def _close(xy: Floats, space: Bands, metric: Metric) -> tuple[Indexes, Indexes, Integers]:
    """Pairs in the bands that end, sorted by band and then by first event, and where each band starts."""
    from scipy.spatial import cKDTree

    p = 2.0 if metric == "euclidean" else 1.0
    ending = space.limits[np.isfinite(space.limits)]
    if not ending.size:
        empty = np.zeros(0, np.int32)
        return empty, empty, np.zeros(1, np.int64)
    reach = float(ending[-1]) * (1 + 1e-12)
    tree = cKDTree(xy)
    likely = (int(tree.count_neighbors(tree, reach, p=p)) - len(xy)) // 2
    if likely > MOST_PAIRS:
        raise NotComputable(
            f"{likely:,} pairs lie within {ending[-1]:g} m; at most {MOST_PAIRS:,} are compared: take less."
        )
    pairs = tree.query_pairs(reach, p=p, output_type="ndarray")
    apart = np.abs(xy[pairs[:, 0]] - xy[pairs[:, 1]])
    distance = apart.sum(axis=1) if metric == "manhattan" else np.sqrt((apart**2).sum(axis=1))
    band = space.of(distance)
    kept = (band >= 0) & (band < ending.size)
    pairs, band = pairs[kept], band[kept]
    order = np.lexsort((pairs[:, 1], pairs[:, 0], band))
    starts = np.concatenate([[0], np.cumsum(np.bincount(band, minlength=ending.size))])
    return pairs[order, 0].astype(np.int32), pairs[order, 1].astype(np.int32), starts


def _segments(n: int, strata: Any) -> tuple[Integers, Integers]:
    """Events in the order of their strata, and where each stratum starts."""
    if strata is None:
        return np.arange(n), np.array([0, n])
    _, names = np.unique(np.asarray(strata), return_inverse=True)
    if names.size != n:
        raise LengthsDiffer(f"{names.size} strata for {n} events")
    return np.argsort(names, kind="stable"), np.concatenate([[0], np.cumsum(np.bincount(names))])


def _whole(when: Floats, spell: Bands, unit: Unit) -> tuple[Floats, Floats]:
    """Times from the first on and the limits of the bands, in whole units, minutes or seconds where they fit."""
    moved = when - when.min()
    for factor in (1.0, MINUTES[unit], 60 * MINUTES[unit]):
        scaled = np.round(moved * factor)
        if np.abs(scaled - moved * factor).max() < 1e-3 and (factor > 1 or bool((scaled == moved).all())):
            return scaled, spell.whole_limits(factor)
    ending = spell.limits[np.isfinite(spell.limits)]
    return moved, ending if spell.floor < 0 else np.concatenate([[spell.floor], ending])


def _near(when: Floats, limits: Floats, first: Indexes, second: Indexes, starts: Integers) -> Integers:
    """Pairs up to each limit of time, in each band of distance that ends, as they are."""
    apart = np.abs(when[first] - when[second])
    parts = [apart[a:b] for a, b in pairwise(starts)]
    upto = [[int((part <= limit).sum()) for limit in limits] for part in parts]
    return np.array(upto, np.int64).reshape(starts.size - 1, limits.size)


def _deals(
    when: Floats, limits: Floats, first: Indexes, second: Indexes, starts: Integers,
    strata: Any, permutations: int, seed: int,
) -> Integers:  # fmt: skip
    """The same for each deal. Whole numbers below 2^24 are as exact in short floats, and half the memory to read."""
    from .interaction_kernels import simulate

    order, segments = _segments(when.size, strata)
    short = bool((when == np.floor(when)).all()) and float(when.max()) < EXACT_SHORT
    kind = np.float32 if short else np.float64
    asked = np.minimum(limits, EXACT_SHORT).astype(kind) if short else limits
    found: Integers = simulate(when.astype(kind), order, segments, first, second, starts, asked, permutations, seed)
    return found


def _complete(near: Integers, starts: Integers, space: Bands, spell: Bands, when: Floats, limits: Floats) -> Integers:
    """From "up to each limit" to bands, those without an end included; `near` has shape (…, bands, limits).

    Dealing dates out anew leaves the times between all pairs together as they are, so an endless band of distance is
    what the others leave over of them.
    """
    if spell.last_is_open:
        pairs = np.broadcast_to(np.diff(starts)[:, None], (*near.shape[:-1], 1))
        near, limits = np.concatenate([near, pairs], axis=-1), np.append(limits, np.inf)
    if space.last_is_open:
        total = np.array([_pairs_within(when, limit) for limit in limits], np.int64)
        near = np.concatenate([near, (total - near.sum(axis=-2))[..., None, :]], axis=-2)
    return np.diff(near, axis=-1) if spell.floor >= 0 else np.diff(near, axis=-1, prepend=0)


def _pairs_within(when: Floats, limit: float) -> int:
    """How many of all pairs are at most `limit` apart in time."""
    ordered = np.sort(when)
    return int((np.searchsorted(ordered, ordered + limit, side="right") - np.arange(1, when.size + 1)).sum())


def _notes(
    e: Floats, n: Floats, when: Floats, lengths: Floats | None, spell: Bands, within_strata: bool
) -> tuple[str, ...]:
    found = []
    places = np.unique(np.column_stack([e, n]), axis=0).shape[0]
    if places < 0.8 * e.size:
        found.append(
            f"{e.size:,} events lie on {places:,} different points: if positions were moved to shared points, pairs at "
            "no distance are made by that, and say nothing."
        )
    if lengths is not None:
        long = float((lengths > spell.limits[0]).mean())
        if long:
            found.append(
                f"{per_cent(long)} of the events have a from-to span longer than the first band of time: their middle "
                "is used, and they may belong to another band."
            )
    if not within_strata:
        found.append(
            "If the places of crime moved during the time (a season, an estate that was built), the plain test shows "
            "that as near repeats: compare with dates dealt out within each year or district."
        )
    return tuple(found)
