"""Compiled loops of the Knox test: dates dealt out anew, sixteen deals side by side.

A pair of events looks up two rows of sixteen dates each, one cache line, so that a processor compares eight or sixteen
deals at once. Each deal has a generator of its own, started from the seed and the deal's number: the answer does not
depend on how many are computed together.
"""

from __future__ import annotations

import numpy as np
from numba import njit

GOLDEN = np.uint64(0x9E3779B97F4A7C15)
MIX_1 = np.uint64(0xBF58476D1CE4E5B9)
MIX_2 = np.uint64(0x94D049BB133111EB)


@njit(cache=True)  # type: ignore[untyped-decorator, unused-ignore]
def mixed(state):  # type: ignore[no-untyped-def]
    """SplitMix64's output for a state (Steele, Lea and Flood 2014)."""
    z = (state ^ (state >> np.uint64(30))) * MIX_1
    z = (z ^ (z >> np.uint64(27))) * MIX_2
    return z ^ (z >> np.uint64(31))


@njit(cache=True)  # type: ignore[untyped-decorator, unused-ignore]
def deal(times, order, segments, seed, number, dealt, lane):  # type: ignore[no-untyped-def]
    """Put `times` in a new order within each segment of `order`, into column `lane` of `dealt` (Fisher and Yates)."""
    state = mixed(np.uint64(seed) + GOLDEN * np.uint64(2 * number + 1))
    held = times[order]
    for segment in range(segments.size - 1):
        first, size = segments[segment], segments[segment + 1] - segments[segment]
        for last in range(size - 1, 0, -1):
            state += GOLDEN
            other = np.int64(((mixed(state) >> np.uint64(32)) * np.uint64(last + 1)) >> np.uint64(32))
            held[first + last], held[first + other] = held[first + other], held[first + last]
    for at in range(order.size):
        dealt[order[at], lane] = held[at]


@njit(cache=True)  # type: ignore[untyped-decorator, unused-ignore]
def close_pairs(dealt, first, second, limit, counts):  # type: ignore[no-untyped-def]
    """How many pairs are at most `limit` apart in time, in each of sixteen deals; adds to `counts`, shape (16,)."""
    one, none = np.float32(1), np.float32(0)
    for at in range(first.size):
        i, j = first[at], second[at]
        for lane in range(16):
            counts[lane] += one if abs(dealt[i, lane] - dealt[j, lane]) <= limit else none


@njit(cache=True)  # type: ignore[untyped-decorator, unused-ignore]
def simulate(times, order, segments, first, second, bands, limits, deals, seed):  # type: ignore[no-untyped-def]
    """Pairs at most `limits[b]` apart in time, in each band of distance and each deal: (deals, bands, limits).

    Pairs are sorted by band of distance: those of band s are `bands[s]:bands[s + 1]`.
    """
    found = np.zeros((deals, bands.size - 1, limits.size), np.int64)
    dealt = np.zeros((times.size, 16), times.dtype)
    counts = np.zeros(16, np.float32)
    most = 1 << 22  # what a short float counts exactly is four times as many
    for start in range(0, deals, 16):
        for lane in range(16):
            deal(times, order, segments, seed, start + lane, dealt, lane)
        for s in range(bands.size - 1):
            for part in range(bands[s], bands[s + 1], most):
                end = min(part + most, bands[s + 1])
                for b in range(limits.size):
                    counts[:] = 0
                    close_pairs(dealt, first[part:end], second[part:end], limits[b], counts)
                    for lane in range(min(16, deals - start)):
                        found[start + lane, s, b] += np.int64(counts[lane])
    return found
