"""Two periods of many areas: where did the rate change by more than chance, and where can nobody say?

For each area the share of both periods' counts that fell in the second one is judged against the share expected from
the two exposures (person-months), exactly: given their sum, two Poisson counts are binomial (Przyborowski and
Wilenski 1940). The intervals are those of `rates.rate_ratio`. Because many areas are looked at together, the
p-values are corrected so that among the areas called changed at most 5 % are expected to be so by chance (Benjamini
and Hochberg 1995).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from frankpledge.evidence.errors import ImpossibleCount, LengthsDiffer
from frankpledge.evidence.rates import LEVEL, rate_ratio

COMPARISON_METHOD = "area-comparison/1"
FEW_TOGETHER = 10
"""Below this many in both periods together no area can be called changed: the exact test has next to no power."""

Verdict = Literal["higher", "lower", "no_evidence_of_change", "too_few", "not_known"]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class AreaChange:
    """What became of one area's rate: the later one ÷ the earlier one, with its interval.

    `ratio` is None where nothing was counted before, or a figure is not known. `q` is the corrected p-value.
    """

    ratio: float | None
    lower: float | None
    upper: float | None
    p: float | None
    q: float | None
    verdict: Verdict
    method: str = COMPARISON_METHOD


def compare_areas(
    before: Sequence[int | None],
    after: Sequence[int | None],
    exposure_before: ArrayLike,
    exposure_after: ArrayLike,
    level: float = LEVEL,
) -> list[AreaChange]:
    """Compare each area's later count with its earlier one.

    Args:
        before, after: counts of each area; None where nobody supplied the figure.
        exposure_before, exposure_after: what the counts are set against, e.g. residents × months; above zero where
            both counts are known.
        level: of the intervals; areas are called changed while at most 1 − level of them are false.

    Raises:
        LengthsDiffer: the four do not have one length.
        ImpossibleCount: a count is negative or not whole, or a known area has no exposure.
    """
    first, second = np.asarray(exposure_before, dtype=np.float64), np.asarray(exposure_after, dtype=np.float64)
    if not len(before) == len(after) == first.size == second.size:
        raise LengthsDiffer(f"got {len(before)}, {len(after)}, {first.size} and {second.size} areas")
    chances = [_chance(*facts) for facts in zip(before, after, first, second, strict=True)]
    corrected = _corrected(chances)
    return [
        _change(b, a, float(e), float(f), p, q, level)
        for b, a, e, f, p, q in zip(before, after, first, second, chances, corrected, strict=True)
    ]


def _chance(before: int | None, after: int | None, first: float, second: float) -> float | None:
    """The two-sided exact p-value (twice the smaller tail); None where there is nothing to judge."""
    from scipy.special import bdtr, bdtrc

    if before is None or after is None:
        return None
    if before < 0 or after < 0 or before != int(before) or after != int(after):
        raise ImpossibleCount(f"counts are whole numbers, 0 or more; got {before!r} and {after!r}")
    if not (first > 0 and second > 0 and np.isfinite(first + second)):
        raise ImpossibleCount(f"a rate needs an exposure above zero; got {first:g} and {second:g}")
    total = before + after
    if total < FEW_TOGETHER:
        return None
    share = second / (first + second)
    low = float(bdtr(after, total, share))
    high = 1.0 if after == 0 else float(bdtrc(after - 1, total, share))
    return min(1.0, 2 * min(low, high))


def _corrected(chances: Sequence[float | None]) -> list[float | None]:
    """Benjamini and Hochberg's correction over the areas that were judged."""
    known = [(p, at) for at, p in enumerate(chances) if p is not None]
    found: list[float | None] = [None] * len(chances)
    lowest = 1.0
    for rank, (p, at) in sorted(enumerate(sorted(known), start=1), reverse=True):
        lowest = min(lowest, p * len(known) / rank)
        found[at] = lowest
    return found


def _change(
    before: int | None, after: int | None, first: float, second: float, p: float | None, q: float | None, level: float
) -> AreaChange:
    if before is None or after is None:
        return AreaChange(None, None, None, None, None, "not_known")
    ratio = rate_ratio(after, second, before, first, level) if before else None
    value, lower, upper = (ratio.value, ratio.lower, ratio.upper) if ratio else (None, None, None)
    if p is None or q is None:
        return AreaChange(value, lower, upper, None, None, "too_few")
    more = after * first > before * second
    verdict: Verdict = "no_evidence_of_change" if q > 1 - level else "higher" if more else "lower"
    return AreaChange(value, lower, upper, p, q, verdict)
