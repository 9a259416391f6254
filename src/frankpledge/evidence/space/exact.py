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
def tails_leaving_out_own(values, times, groups, order, sums, k_of, rows, width, scale):  # type: ignore[no-untyped-def]
    """Tails for every cell: `order[groups[d]:groups[d + 1]]` are the cells whose own value is `values[d]`."""
    high, low = np.empty(sums.size), np.empty(sums.size)
    distinct = values.size
    levels = 0
    while (1 << levels) < distinct:
        levels += 1
    tables = np.zeros((levels + 2, rows, width))
    reach = np.full((levels + 2, rows), -1)
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
            tables[at] = tables[at - 1]
            reach[at] = reach[at - 1]
            other = (d >> (levels - at)) ^ 1
            for f in range(other << (levels - at), min((other + 1) << (levels - at), distinct)):
                multiply_in(tables[at], reach[at], values[f], times[f], scale)
        if groups[d] == groups[d + 1]:
            continue
        last = levels + 1
        tables[last] = tables[levels]
        reach[last] = reach[levels]
        multiply_in(tables[last], reach[last], values[d], times[d] - 1, scale)
        look_up(tables[last], reach[last], order[groups[d] : groups[d + 1]], sums, k_of, high, low)
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
        self.shifted = shifted

    @property
    def width(self) -> int:
        """One more than the largest sum of `most` figures, in steps above the lowest."""
        left, total = self.most, 0
        for value, times in zip(self.values[::-1], self.times[::-1], strict=True):
            taken = min(left, int(times))
            total, left = total + taken * int(value), left - taken
            if not left:
                break
        return total + 1

    @property
    def work(self) -> float:
        """Multiplications that an exact answer takes, at most."""
        levels = max(1, int(np.ceil(np.log2(max(2, self.values.size)))))
        most = np.minimum(self.times, self.most)
        steps = float((most * self.most - most * (most - 1) / 2).sum())
        return (levels + 1) * steps * self.width / 2

    @property
    def too_large(self) -> str:
        """Why an exact answer is not tried, in words; empty where it is."""
        tables = (int(np.ceil(np.log2(max(2, self.values.size)))) + 2) * (self.most + 1) * self.width
        if self.most > MOST_NEIGHBOURS:
            return f"an area has {self.most} neighbours; exact values are computed up to {MOST_NEIGHBOURS}"
        if self.work > MOST_WORK or tables > MOST_TABLE:
            return (
                f"{self.values.size} different figures and sums up to {self.width:,} would take {self.work:.1e} "
                f"multiplications; exact values are computed up to {MOST_WORK:.0e}"
            )
        return ""

    def _asked(self, sums: Integers, k_of: Integers) -> Integers:
        asked: Integers = (sums - k_of * self.lowest) // self.step
        return asked

    def leaving_out_own(self, sums: Integers, k_of: Integers, own: Integers | None = None) -> tuple[Floats, Floats]:
        """P(sum of k others >= and <= the sum seen) for each cell, its own figure staying where it is.

        Args:
            sums, k_of: sum over the neighbours, and how many there are; shape (cells,). NaN comes back where k is 0.
            own: each cell's own figure, one of those on the map; by default the cells are the map.
        """
        shifted = self.shifted if own is None else own - self.lowest
        steps = shifted // self.step
        widest = int(self.values[-1])
        if widest < 16 * self.size + 1024:
            where = np.zeros(widest + 1, np.int64)
            where[self.values] = np.arange(self.values.size)
            at = where[steps]
        else:
            at = np.searchsorted(self.values, steps)
        groups = np.concatenate([[0], np.cumsum(np.bincount(at, minlength=self.values.size))])
        # Radix sort, which takes 16 bits at most, keeps this linear.
        order = np.argsort(at.astype(np.uint16) if self.values.size < 65_536 else at, kind="stable")
        found: tuple[Floats, Floats] = tails_leaving_out_own(
            self.values, self.times, groups, order, self._asked(sums, k_of), k_of,
            self.most + 1, self.width, self.most / self.size,
        )  # fmt: skip
        return found

    def of_all(self, sums: Integers, k_of: Integers) -> tuple[Floats, Floats]:
        """The same where each cell's own figure is dealt out too: `sums` and `k_of` hold it, `most` allows for it."""
        found: tuple[Floats, Floats] = tails_of_all(
            self.values, self.times, self._asked(sums, k_of), k_of, self.most + 1, self.width, self.most / self.size
        )
        return found
