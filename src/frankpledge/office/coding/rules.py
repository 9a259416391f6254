"""Pure decisions of this room: how a sample is drawn, and how likely something is in words."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence


def stratified_sample(strata: Mapping[str, Sequence[int]], size: int, seed: int) -> dict[str, list[int]]:
    """Draw so many at random from each stratum as its share of all asks for, and keep the whole at `size`.

    Shares are rounded by largest remainder (ties by name), and every stratum that has any gives at least one as long as
    there are at least so many to be drawn as strata. The same strata, size and seed give the same sample.

    Args:
        strata: numbers by stratum; the same number in one stratum only.
        size: how many in all; all of them if there are not so many.
    """
    counts = {name: len(numbers) for name, numbers in strata.items() if numbers}
    total = sum(counts.values())
    size = min(size, total)
    if not size:
        return {}
    exact = {name: size * count / total for name, count in counts.items()}
    taken = {name: int(share) for name, share in exact.items()}
    if size >= len(counts):
        taken = {name: max(1, count) for name, count in taken.items()}
    order = sorted(counts, key=lambda name: (-(exact[name] - int(exact[name])), name))
    while sum(taken.values()) < size:
        grow = next(name for name in [*order, *sorted(counts)] if taken[name] < counts[name])
        taken[grow] += 1
        order = [name for name in order if name != grow] or sorted(counts)
    while sum(taken.values()) > size:
        shrink = max(taken, key=lambda name: (taken[name] - exact[name], name))
        taken[shrink] -= 1
    return {name: drawn(strata[name], taken[name], f"{seed} {name}") for name in sorted(taken) if taken[name]}


def drawn(numbers: Sequence[int], count: int, seed: str) -> list[int]:
    """So many of these numbers, in an order that only chance and the seed decide."""
    return sorted(numbers, key=lambda number: hashlib.sha256(f"{seed} {number}".encode()).digest())[:count]


LIKELY = ((0.85, "very likely"), (0.6, "likely"), (0.35, "perhaps"), (0.15, "unlikely"))


def likelihood(probability: float) -> str:
    """A word for how likely a suggestion is: very likely (from 0.85), likely (0.6), perhaps (0.35), unlikely (0.15),
    very unlikely."""
    return next((word for least, word in LIKELY if probability >= least), "very unlikely")
