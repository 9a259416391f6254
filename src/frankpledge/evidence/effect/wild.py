"""The restricted wild cluster bootstrap for the difference of two groups of areas, all draws at once.

Source: A. C. Cameron, J. B. Gelbach and D. L. Miller, *Review of Economics and Statistics* 90 (2008); M. D. Webb's six
weights for fewer than twelve areas (*Canadian Journal of Economics* 56, 2023).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from frankpledge.evidence.effect.model import Flags, Floats
from frankpledge.evidence.errors import ImpossibleCount

DRAWS, SEED = 9_999, 20261122
FEW_AREAS = 12
TIE = 1e-9


@dataclass(frozen=True, slots=True)
class Wild:
    """p of no effect, and all effects that the bootstrap does not refuse; None where that end is open."""

    p: float
    lower: float | None
    upper: float | None
    draws: int
    seed: int


class _Draws:
    """What each draw makes of the sums that the statistic needs, for every hypothesis τ at once.

    Under the hypothesis the residuals are (change − mean) − τ(treated − mean treated): linear in τ, so that sums of
    weighted residuals are linear and sums of their squares quadratic in it.
    """

    def __init__(self, changes: Floats, flags: Flags, draws: int, seed: int) -> None:
        weights = _weights(changes.size, draws, seed)
        constant, moved = changes - changes.mean(), -(flags - flags.mean())
        self.sizes = (int(flags.sum()), int((~flags).sum()))
        self.first = [(weights[:, g] @ constant[g], weights[:, g] @ moved[g]) for g in (flags, ~flags)]
        square = weights**2
        self.second = [
            (square[:, g] @ constant[g] ** 2, square[:, g] @ (constant[g] * moved[g]), square[:, g] @ moved[g] ** 2)
            for g in (flags, ~flags)
        ]

    def statistics(self, tau: float) -> Floats:
        """|difference| ÷ Welch's standard error of each draw, where `tau` is true."""
        means, variance = [], np.zeros_like(self.first[0][0])
        for size, (c, m), (cc, cm, mm) in zip(self.sizes, self.first, self.second, strict=True):
            mean = (c + tau * m) / size
            squares = cc + 2 * tau * cm + tau * tau * mm
            variance = variance + np.maximum(squares - size * mean**2, 0.0) / (size - 1) / size
            means.append(mean)
        with np.errstate(divide="ignore", invalid="ignore"):
            found: Floats = np.abs(means[0] - means[1]) / np.sqrt(variance)
        return np.where(np.isnan(found), 0.0, found)


def _weights(areas: int, draws: int, seed: int) -> Floats:
    rng = np.random.default_rng(seed)
    if areas < FEW_AREAS:
        six = np.sqrt(np.array([0.5, 1.0, 1.5]))
        return rng.choice(np.concatenate([-six, six]), (draws, areas))
    return rng.choice(np.array([-1.0, 1.0]), (draws, areas))


def wild_bootstrap(changes: Floats, flags: Flags, level: float, draws: int = DRAWS, seed: int = SEED) -> Wild:
    """p and interval of the difference between treated and other areas' mean changes.

    Args:
        changes: one for each area. flags: which are treated; two or more of either kind.

    Raises:
        ImpossibleCount: fewer than 99 draws.
    """
    if draws < 99:
        raise ImpossibleCount(f"a bootstrap needs 99 draws or more; got {draws}")
    drawn = _Draws(changes, flags, draws, seed)
    one, other = changes[flags], changes[~flags]
    seen = float(one.mean() - other.mean())
    error = float(np.sqrt(one.var(ddof=1) / one.size + other.var(ddof=1) / other.size))

    def p(tau: float) -> float:
        own = abs(seen - tau) / error
        return float((1 + (drawn.statistics(tau) >= own * (1 - TIE)).sum()) / (draws + 1))

    ends = [_end(p, seen, side * error, 1 - level) for side in (-1, 1)]
    return Wild(p(0.0), ends[0], ends[1], draws, seed)


def _end(p: Callable[[float], float], seen: float, step: float, alpha: float) -> float | None:
    """Where p falls to `alpha`, going from what was seen in steps that double; None where it never does."""
    near, far = 0.0, step
    for _ in range(12):
        if p(seen + far) <= alpha:
            break
        near, far = far, 2 * far
    else:
        return None
    for _ in range(30):
        middle = (near + far) / 2
        near, far = (near, middle) if p(seen + middle) <= alpha else (middle, far)
    return seen + far
