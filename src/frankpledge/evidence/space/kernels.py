"""Compiled loops over cells and their neighbours. Each is called by a plain function that has checked its input."""

from __future__ import annotations

import numpy as np
from numba import njit


@njit(cache=True)  # type: ignore[untyped-decorator, unused-ignore]
def lag_sums(values, starts, others):  # type: ignore[no-untyped-def]
    """Sum of `values` over the neighbours of each area, in the type of `values`."""
    n = starts.size - 1
    summed = np.zeros(n, values.dtype)
    for i in range(n):
        total = summed[i]
        for at in range(starts[i], starts[i + 1]):
            total += values[others[at]]
        summed[i] = total
    return summed


@njit(cache=True)  # type: ignore[untyped-decorator, unused-ignore]
def offset_neighbours(rows, columns, numbers, even, odd):  # type: ignore[no-untyped-def]
    """Neighbours on a raster by steps (row, column); `even` and `odd` are the steps of even and odd rows.

    `numbers` holds the cell's number at each place of the raster, -1 where there is none.
    """
    n = 0
    for at in range(numbers.size):
        if numbers[at] >= 0:
            n += 1
    starts = np.zeros(n + 1, np.int64)
    others = np.empty(n * even.shape[0], np.int32)
    filled = 0
    for row in range(rows):
        steps = even if row % 2 == 0 else odd
        for column in range(columns):
            here = numbers[row * columns + column]
            if here < 0:
                continue
            for s in range(steps.shape[0]):
                r, c = row + steps[s, 0], column + steps[s, 1]
                if 0 <= r < rows and 0 <= c < columns and numbers[r * columns + c] >= 0:
                    others[filled] = numbers[r * columns + c]
                    filled += 1
            starts[here + 1] = filled
    return starts, others[:filled].copy()
