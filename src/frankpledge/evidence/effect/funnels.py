"""Funnel: which of many areas differ from a target by more than chance allows?

Sources: D. J. Spiegelhalter, "Funnel plots for comparing institutional performance", *Statistics in Medicine* 24
(2005); exact limits by the χ² distribution, as the R package FunnelPlotR (MIT) draws them; overdispersion after
Spiegelhalter, *Quality and Safety in Health Care* 14 (2005), with winsorised z and DerSimonian and Laird's τ².
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from frankpledge.evidence.effect.model import Floats, as_counts, normal_quantile, require_above_zero, tail
from frankpledge.evidence.errors import ImpossibleCount, LengthsDiffer, NotFinite, TooFewPoints

FUNNEL_METHOD = "funnel/1"
WINSORISED = 0.1
FEWEST = 5


@dataclass(frozen=True, slots=True)
class FunnelPoint:
    """One area: observed ÷ expected, and where it lies: "within", "above" or "below" the outer limits."""

    label: str
    observed: float
    expected: float
    ratio: float
    lower: float
    upper: float
    place: str


@dataclass(frozen=True, slots=True)
class Funnel:
    """All areas against one target.

    Attributes:
        dispersion: φ, mean of winsorised z²; above 1 areas differ by more than chance.
        between: τ², variance between areas that chance does not explain, on the square-root scale; 0 when the plain
            limits are used. adjusted: whether the limits are widened by it.
    """

    points: tuple[FunnelPoint, ...]
    target: float
    level: float
    dispersion: float
    between: float
    adjusted: bool
    method: str = FUNNEL_METHOD


def funnel_limits(expected: ArrayLike, target: float = 1.0, level: float = 0.95) -> tuple[Floats, Floats]:
    """Between which observed ÷ expected lies with probability `level` if the true ratio is `target`.

    χ²(α/2; 2e)/2e and χ²(1 − α/2; 2e + 2)/2e, with e = target × expected, times the target.

    Raises:
        EvidenceError: an expected count or target not above zero.
    """
    from scipy.special import gammaincinv

    base = np.atleast_1d(np.asarray(expected, dtype=np.float64))
    if not np.isfinite(base).all() or (base <= 0).any():
        raise ImpossibleCount("expected counts must be above zero")
    end = tail(level)
    events = base * require_above_zero("target", target)
    return gammaincinv(events, end) / base, gammaincinv(events + 1, 1 - end) / base


def funnel(
    observed: Sequence[float],
    expected: Sequence[float],
    labels: Sequence[str],
    *,
    target: float = 1.0,
    level: float = 0.998,
    overdispersed: bool | None = None,
) -> Funnel:
    """Each area against limits that allow for its size, and for differences that all areas show.

    Args:
        observed, expected: events of each area, and those to be expected at the target's rate.
        overdispersed: widen the limits by the variance between areas; None does so when φ is above 1.

    Raises:
        EvidenceError: lengths that differ, a missing or negative count, an expected count not above zero, or
            fewer than five areas.
    """
    counts, base = as_counts("observed", observed), as_counts("expected", expected)
    if not counts.size == base.size == len(labels):
        raise LengthsDiffer(f"{counts.size} observed, {base.size} expected, {len(labels)} labels")
    if counts.size < FEWEST:
        raise TooFewPoints(f"a funnel needs {FEWEST} areas or more; got {counts.size}")
    if not np.isfinite(counts).all():
        raise NotFinite("an observed count is missing: leave that area out")
    lower, upper = funnel_limits(base, target, level)
    phi, tau = _between(counts, base * target)
    adjusted = tau > 0 and (phi > 1 if overdispersed is None else overdispersed)
    if adjusted:
        lower, upper = _widened(base * target, tau, target, level)
    points = tuple(
        FunnelPoint(str(label), float(o), float(e), float(o / e), float(low), float(high), _place(o / e, low, high))
        for label, o, e, low, high in zip(labels, counts, base, lower, upper, strict=True)
    )
    return Funnel(points, target, level, phi, tau if adjusted else 0.0, bool(adjusted))


def _place(ratio: float, low: float, high: float) -> str:
    return "below" if ratio < low else "above" if ratio > high else "within"


def _between(counts: Floats, expected: Floats) -> tuple[float, float]:
    """φ of winsorised z, and τ² of √(observed/expected), whose variance is 1/(4 expected)."""
    z = 2 * (np.sqrt(counts) - np.sqrt(expected))
    low, high = np.quantile(z, [WINSORISED, 1 - WINSORISED])
    phi = float((np.clip(z, low, high) ** 2).mean())
    weights = 4 * expected
    total = float(weights.sum())
    size = counts.size
    excess = size * phi - (size - 1)
    return phi, max(0.0, excess / (total - float((weights**2).sum()) / total))


def _widened(expected: Floats, tau: float, target: float, level: float) -> tuple[Floats, Floats]:
    reach = normal_quantile(1 - tail(level)) * np.sqrt(1 / (4 * expected) + tau)
    return target * np.maximum(0.0, 1 - reach) ** 2, target * (1 + reach) ** 2
