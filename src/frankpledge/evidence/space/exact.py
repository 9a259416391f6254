"""The exact distribution of "the sum of k others drawn without replacement", for counts.

If the figures of a map were dealt out again at random, the k neighbours of an area would hold k of the other n - 1
figures, every choice as likely. How many choices give the sum s is the coefficient of t^k x^s in the product, over the
distinct values v with multiplicity m, of sum_j C(m, j) t^j x^(jv): a table of k by s. The area's own figure has to be
left out, so each distinct own value needs a product of its own. All of them are made by halving: the table on the way
to an own value holds the factors of the other half, so each factor is multiplied in about log2(D) times, not D times.

Everything is added and nothing subtracted, so that even the smallest probability keeps its figures. Factors are scaled
by (K / n)^j, which cancels, so that nothing overflows.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from .checks import Floats, Integers

MOST_WORK = 2.0e10
"""Multiplications beyond which an exact answer is not tried: about ten seconds."""
MOST_TABLE = 40_000_000
MOST_VALUES = 4096
"""Distinct figures beyond which the work is bounded roughly instead of added up node by node."""
MOST_NEIGHBOURS = 500


@njit(cache=True)  # type: ignore[untyped-decorator, unused-ignore]
def multiply_in(table, reach, value, times, scale):  # type: ignore[no-untyped-def]
    """Multiply the table by sum_j C(times, j) scale^j t^j x^(j value), in place; `reach` is each row's highest sum."""
    most = table.shape[0] - 1
    for k in range(most, 0, -1):
        factor = 1.0
        furthest = reach[k]
        for j in range(1, min(k, times) + 1):
            factor *= (times - j + 1) / j * scale
            upto = reach[k - j]
            if upto < 0:
                continue
            shift = j * value
            source, target = table[k - j], table[k]
            for s in range(upto + 1):
                target[s + shift] += factor * source[s]
            furthest = max(furthest, upto + shift)
        reach[k] = furthest


@njit(cache=True)  # type: ignore[untyped-decorator, unused-ignore]
def look_up(table, reach, cells, sums, k_of, high, low):  # type: ignore[no-untyped-def]
    """For each of `cells`: the share of its row of the table at or above, and at or below, its own sum."""
    rows, width = table.shape
    above = np.zeros((rows, width + 1))
    below = np.zeros((rows, width + 1))
    ready = np.zeros(rows, np.bool_)
    for at in range(cells.size):
        cell = cells[at]
        k, s = k_of[cell], sums[cell]
        if k == 0 or reach[k] < 0:
            high[cell], low[cell] = np.nan, np.nan
            continue
        if not ready[k]:
            ready[k] = True
            for r in range(reach[k], -1, -1):
                above[k, r] = above[k, r + 1] + table[k, r]
            total = 0.0
            for r in range(reach[k] + 1):
                total += table[k, r]
                below[k, r] = total
        top = reach[k]
        # Each tail is divided by the whole as that tail added it up, so that a whole tail is 1 and not nearly 1.
        high[cell] = above[k, s] / above[k, 0] if s <= top else 0.0
        low[cell] = below[k, min(s, top)] / below[k, top]


@njit(cache=True)  # type: ignore[untyped-decorator, unused-ignore]
def tails_leaving_out_own(values, times, groups, order, sums, k_of, needs, width, scale):  # type: ignore[no-untyped-def]
    """Tails for every cell: `order[groups[d]:groups[d + 1]]` are the cells whose own value is `values[d]`.

    `needs[l, v]` is the largest k that any cell below node v of level l asks for: no longer rows are made there.
    """
    high, low = np.empty(sums.size), np.empty(sums.size)
    distinct, levels = values.size, needs.shape[0] - 1
    most = needs[0, 0] + 1
    tables = np.zeros((levels + 2, most, width))
    reach = np.full((levels + 2, most), -1)
    tables[0, 0, 0] = 1.0
    reach[0, 0] = 0
    for d in range(distinct):
        level = 1
        if d:
            changed = d ^ (d - 1)
            level = levels
            while (changed >> 1) > 0:
                changed >>= 1
                level -= 1
        for at in range(max(level, 1), levels + 1):
            node = d >> (levels - at)
            rows = needs[at, node] + 1
            if rows == 1:
                continue
            tables[at, :rows] = tables[at - 1, :rows]
            reach[at, :rows] = reach[at - 1, :rows]
            other = node ^ 1
            for f in range(other << (levels - at), min((other + 1) << (levels - at), distinct)):
                multiply_in(tables[at, :rows], reach[at, :rows], values[f], times[f], scale)
        rows, last = needs[levels, d] + 1, levels + 1
        if groups[d] == groups[d + 1]:
            continue
        tables[last, :rows] = tables[levels, :rows]
        reach[last, :rows] = reach[levels, :rows]
        multiply_in(tables[last, :rows], reach[last, :rows], values[d], times[d] - 1, scale)
        cells = order[groups[d] : groups[d + 1]]
        look_up(tables[last, :rows], reach[last, :rows], cells, sums, k_of, high, low)
    return high, low


@njit(cache=True)  # type: ignore[untyped-decorator, unused-ignore]
def tails_of_all(values, times, sums, k_of, rows, width, scale):  # type: ignore[no-untyped-def]
    """Tails for every cell where its own value is dealt out with the others."""
    high, low = np.empty(sums.size), np.empty(sums.size)
    table, reach = np.zeros((rows, width)), np.full(rows, -1)
    table[0, 0], reach[0] = 1.0, 0
    for d in range(values.size):
        multiply_in(table, reach, values[d], times[d], scale)
    look_up(table, reach, np.arange(sums.size), sums, k_of, high, low)
    return high, low


class Draws:
    """All ways to draw k figures from those of a map.

    Args:
        counts: whole numbers from 0, one for each cell.
        most: the largest k that will be asked.
    """

    def __init__(self, counts: Integers, most: int) -> None:
        lowest = int(counts.min())
        shifted = counts - lowest
        spread = int(shifted.max())
        if spread <= 4 * counts.size + 1024:
            tally = np.bincount(shifted)
            values = np.flatnonzero(tally)
            times = tally[values]
        else:
            values, times = np.unique(shifted, return_counts=True)
        # Figures that are all multiples of one number (harm weights, say) need a table that much narrower.
        self.step = max(int(np.gcd.reduce(values)), 1)
        self.lowest, self.most, self.size = lowest, most, counts.size
        self.values, self.times = values // self.step, times.astype(np.int64)

    @property
    def top_sums(self) -> Integers:
        """The largest sum of 0, 1, … `most` figures, in steps above the lowest."""
        values, times = self.values[::-1][: self.most], np.minimum(self.times[::-1][: self.most], self.most)
        highest = np.repeat(values, times)[: self.most]
        found = np.zeros(self.most + 1, np.int64)
        np.cumsum(highest, out=found[1 : highest.size + 1])
        found[highest.size + 1 :] = found[highest.size]
        return found

    @property
    def width(self) -> int:
        """One more than the largest sum of `most` figures."""
        return int(self.top_sums[-1]) + 1

    def work(self, needs: Integers) -> float:
        """About how many multiplications an exact answer takes; `needs` as `_needs` gives them."""
        top, levels = self.top_sums, needs.shape[0] - 1
        total = 0.0
        for at in range(1, levels + 1):
            for node in range(1 << at):
                k = int(needs[at, node])
                first = (node ^ 1) << (levels - at)
                most = np.minimum(self.times[first : first + (1 << (levels - at))], k)
                total += float((most * k - most * (most - 1) / 2).sum()) * float(top[k]) / 2
        return total

    def too_large(self, k_of: Integers, own: Integers, most_work: float = MOST_WORK) -> str:
        """Why an exact answer is not tried, in words; empty where it is."""
        if self.most > MOST_NEIGHBOURS:
            return f"an area has {self.most} neighbours; exact values are computed up to {MOST_NEIGHBOURS}"
        levels = max(1, int(np.ceil(np.log2(max(2, self.values.size)))))
        at_most = (levels + 1) * float(np.minimum(self.times, self.most).sum()) * self.most * self.width / 2
        work = at_most
        if at_most > most_work and self.values.size <= MOST_VALUES:
            work = self.work(self._needs(*self._sorted(own), k_of))
        if work > most_work or (levels + 2) * (self.most + 1) * self.width > MOST_TABLE:
            return (
                f"{self.values.size} different figures and sums up to {self.width:,} would take {work:.1e} "
                f"multiplications; exact values are computed up to {most_work:.0e}"
            )
        return ""

    def _asked(self, sums: Integers, k_of: Integers) -> Integers:
        asked: Integers = (sums - k_of * self.lowest) // self.step
        return asked

    def _sorted(self, own: Integers) -> tuple[Integers, Integers]:
        """Cells in the order of their own value, and where each value's cells start."""
        steps = (own - self.lowest) // self.step
        widest = int(self.values[-1])
        if widest < 16 * self.size + 1024:
            where = np.zeros(widest + 1, np.int64)
            where[self.values] = np.arange(self.values.size)
            at = where[steps]
        else:
            at = np.searchsorted(self.values, steps)
        groups = np.concatenate([[0], np.cumsum(np.bincount(at, minlength=self.values.size))])
        # Radix sort, which takes 16 bits at most, keeps this linear.
        return np.argsort(at.astype(np.uint16) if self.values.size < 65_536 else at, kind="stable"), groups

    def _needs(self, order: Integers, groups: Integers, k_of: Integers) -> Integers:
        """The largest k asked for below each node of each level of the halving, shape (levels + 1, nodes)."""
        levels = max(1, int(np.ceil(np.log2(max(2, self.values.size)))))
        needs = np.zeros((levels + 1, 1 << levels), np.int64)
        held = np.flatnonzero(groups[1:] > groups[:-1])
        needs[levels, held] = np.maximum.reduceat(k_of[order], groups[held])
        for level in range(levels - 1, -1, -1):
            below = needs[level + 1, : 2 << level]
            needs[level, : 1 << level] = np.maximum(below[::2], below[1::2])
        return needs

    def leaving_out_own(self, sums: Integers, k_of: Integers, own: Integers) -> tuple[Floats, Floats]:
        """P(sum of k others >= and <= the sum seen) for each cell, its own figure staying where it is.

        Args:
            sums, k_of: sum over the neighbours, and how many there are; shape (cells,). NaN comes back where k is 0.
            own: each cell's own figure, one of those on the map.
        """
        order, groups = self._sorted(own)
        found: tuple[Floats, Floats] = tails_leaving_out_own(
            self.values, self.times, groups, order, self._asked(sums, k_of), k_of,
            self._needs(order, groups, k_of), self.width, self.most / self.size,
        )  # fmt: skip
        return found

    def of_all(self, sums: Integers, k_of: Integers) -> tuple[Floats, Floats]:
        """The same where each cell's own figure is dealt out too: `sums` and `k_of` hold it, `most` allows for it."""
        found: tuple[Floats, Floats] = tails_of_all(
            self.values, self.times, self._asked(sums, k_of), k_of, self.most + 1, self.width, self.most / self.size
        )
        return found
