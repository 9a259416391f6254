"""Synthetic control: what a weighted mixture of untreated areas suggests would have happened.

Sources: A. Abadie, A. Diamond and J. Hainmueller, *JASA* 105 (2010), with all periods before the start as predictors;
the shifted form (`intercept`) of B. Ferman and C. Pinto, *Quantitative Economics* 12 (2021). The weights are the point
of a convex hull that lies nearest: found exactly as a non-negative least-squares problem, without penalty or step size.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, sqrt

import numpy as np

from frankpledge.evidence.effect.model import (
    LEVEL,
    Effect,
    Flags,
    Floats,
    as_counts,
    as_table,
    known,
    not_computable,
    tail,
)
from frankpledge.evidence.errors import EvidenceError, LengthsDiffer, UnknownPeriod

SYNTHETIC_METHOD = "synthetic-control/1"
FEWEST_BEFORE, FEWEST_DONORS = 6, 2
POOR_FIT = 0.2
"""A root mean square error before the start of more than this share of the treated area's mean is called poor."""


@dataclass(frozen=True, slots=True)
class Placebo:
    """A donor treated as if it had had the intervention: mean gap after, fit before, and their ratio."""

    name: str
    gap: float
    rmspe_before: float
    ratio: float


@dataclass(frozen=True, slots=True)
class Synthetic:
    """The treated area beside its synthetic control.

    Attributes:
        effect: mean gap a period after the start (counted − synthetic). p and interval come from the placebo test:
            each donor in turn is treated as the area, and its mean gap is divided by its error before the start.
        total: sum of the gaps after the start. weights: share of each donor that has any.
        rmspe_before: root mean square gap before; rmspe_ratio: after ÷ before; ratio_rank: its place among all areas,
            1 the largest.
    """

    effect: Effect
    total: float | None
    weights: tuple[tuple[str, float], ...]
    treated: tuple[float | None, ...]
    counterfactual: tuple[float | None, ...]
    gaps: tuple[float | None, ...]
    start: int
    rmspe_before: float | None = None
    rmspe_ratio: float | None = None
    ratio_rank: int | None = None
    placebos: tuple[Placebo, ...] = ()
    cautions: tuple[str, ...] = ()
    method: str = SYNTHETIC_METHOD


def synthetic(
    *,
    treated: Sequence[float | None],
    donors: Sequence[Sequence[float | None]],
    start: int,
    names: Sequence[str] | None = None,
    intercept: bool = False,
    level: float = LEVEL,
) -> Synthetic:
    """Weight the donors so that their mixture follows the treated area before the start, then compare after it.

    Args:
        treated: rates or counts, one a period, None where missing. donors: the same of each untreated area, in rows.
        start: index of the first period with the intervention. names: of the donors.
        intercept: lets the mixture be shifted by a constant, for an area that lies above or below all others.

    Raises:
        EvidenceError: lengths that differ, negative values, a start outside the periods, names that repeat.
    """
    own, others = as_counts("treated", treated), as_table("donors", donors)
    labels = [f"donor {i + 1}" for i in range(others.shape[0])] if names is None else [str(name) for name in names]
    _check(own, others, start, labels)
    tail(level)
    whole = np.isfinite(own) & np.isfinite(others).all(axis=0)
    before, after = whole & (np.arange(own.size) < start), whole & (np.arange(own.size) >= start)
    reason = _why_not(others, before, after)
    if reason:
        gaps = (None,) * own.size
        return Synthetic(
            not_computable(reason, SYNTHETIC_METHOD, level=level), None, (), known(own), gaps, gaps, start
        )  # fmt: skip
    weights, shift = _mixture(own[before], others[:, before], intercept)
    synthetic_own = weights @ others + shift
    placebos = _placebos(others, labels, before, after, intercept)
    return _result(own, synthetic_own, weights, labels, placebos, before, after, start, level, int((~whole).sum()))


def _check(own: Floats, others: Floats, start: int, labels: Sequence[str]) -> None:
    if others.shape[1] != own.size:
        raise LengthsDiffer(f"the treated area has {own.size} periods and the donors {others.shape[1]}")
    if len(labels) != others.shape[0]:
        raise LengthsDiffer(f"{others.shape[0]} donors and {len(labels)} names")
    if len(set(labels)) != len(labels):
        raise EvidenceError("two donors have the same name")
    if not 0 < start < own.size:
        raise UnknownPeriod(f"start is {start}; it must be an index from 1 to {own.size - 1}")


def _why_not(others: Floats, before: Flags, after: Flags) -> str:
    if before.sum() < FEWEST_BEFORE or not after.any():
        return (
            f"there are {int(before.sum())} periods before and {int(after.sum())} after the start in which every area"
            f" has a figure; at least {FEWEST_BEFORE} and 1 are needed"
        )
    if others.shape[0] < FEWEST_DONORS:
        return f"there are {others.shape[0]} untreated areas; at least {FEWEST_DONORS} are needed"
    return ""


def simplex_weights(target: Floats, donors: Floats) -> Floats:
    """Shares w (none below 0, sum 1) for which Σ wⱼ donorⱼ lies nearest to the target, exactly.

    The nearest point of a convex hull to the origin is the direction of the answer u to: least ‖A u‖² + (Σu − 1)²
    with u ≥ 0, where A holds donor − target; for u = s·w that is ‖A w‖²/(1 + ‖A w‖²) at its best s.

    Args:
        target: t values. donors: one row each, t columns.
    """
    from scipy.optimize import nnls

    apart = (donors - target).T
    scale = float(np.sqrt((apart**2).mean())) or 1.0
    system = np.vstack([apart / (scale * sqrt(apart.shape[0])), np.ones(apart.shape[1])])
    aim = np.zeros(system.shape[0])
    aim[-1] = 1.0
    found: Floats = nnls(system, aim, maxiter=50 * system.shape[1])[0]
    shares: Floats = found / found.sum()
    return shares


def _mixture(own: Floats, others: Floats, intercept: bool) -> tuple[Floats, float]:
    if not intercept:
        return simplex_weights(own, others), 0.0
    weights = simplex_weights(own - own.mean(), others - others.mean(axis=1, keepdims=True))
    return weights, float(own.mean() - weights @ others.mean(axis=1))


def _placebos(others: Floats, labels: Sequence[str], before: Flags, after: Flags, intercept: bool) -> list[Placebo]:
    """Each donor against the mixture of the others; the treated area is never among them."""
    if others.shape[0] < 3:
        return []
    found: list[Placebo] = []
    for index, name in enumerate(labels):
        rest = np.delete(others, index, axis=0)
        weights, shift = _mixture(others[index, before], rest[:, before], intercept)
        gaps = others[index] - (weights @ rest + shift)
        error = _root_mean_square(gaps[before])
        after_error = _root_mean_square(gaps[after])
        found.append(Placebo(name, float(gaps[after].mean()), error, after_error / error if error > 0 else np.inf))
    return found


def _root_mean_square(values: Floats) -> float:
    return float(np.sqrt((values**2).mean()))


def _result(
    own: Floats,
    expected: Floats,
    weights: Floats,
    labels: Sequence[str],
    placebos: list[Placebo],
    before: Flags,
    after: Flags,
    start: int,
    level: float,
    left_out: int,
) -> Synthetic:
    gaps = own - expected
    error, mean = _root_mean_square(gaps[before]), float(gaps[after].mean())
    effect = _by_placebo(mean, error, placebos, level)
    ratio = _root_mean_square(gaps[after]) / error if error > 0 else None
    kept = sorted(((labels[i], float(w)) for i, w in enumerate(weights) if w > 1e-9), key=lambda each: -each[1])
    return Synthetic(
        effect=effect,
        total=float(gaps[after].sum()),
        weights=tuple(kept),
        treated=known(own),
        counterfactual=known(np.where(before | after, expected, np.nan)),
        gaps=known(np.where(before | after, gaps, np.nan)),
        start=start,
        rmspe_before=error,
        rmspe_ratio=ratio,
        ratio_rank=None if ratio is None else 1 + sum(placebo.ratio > ratio for placebo in placebos),
        placebos=tuple(placebos),
        cautions=_cautions(own[before], error, weights.size, int(before.sum()), left_out),
    )


def _by_placebo(mean: float, error: float, placebos: list[Placebo], level: float) -> Effect:
    """p: share of areas whose standardised gap is as large; interval: the gaps that this test would not refuse."""
    usable = [abs(each.gap) / each.rmspe_before for each in placebos if each.rmspe_before > 0]
    if error <= 0 or len(usable) < len(placebos) or not placebos:
        reason = (
            "there are too few untreated areas for a placebo test" if not placebos
            else "an area is followed without any error before the start, so gaps cannot be put on one scale"
        )  # fmt: skip
        return Effect(mean, None, None, "difference", level, None, None, SYNTHETIC_METHOD, reason)
    own = abs(mean) / error
    p = (1 + sum(each >= own * (1 - 1e-12) for each in usable)) / (len(usable) + 1)
    needed = ceil(1 / (1 - level) - 1e-9) - 1
    if len(usable) < needed:
        reason = f"an interval of {100 * level:g}% needs {needed} untreated areas or more; there are {len(usable)}"
        return Effect(mean, None, None, "difference", level, p, None, SYNTHETIC_METHOD, reason)
    place = ceil(level * (len(usable) + 1) - 1e-9) - 1
    reach = sorted(usable)[min(place, len(usable) - 1)] * error
    return Effect(mean, mean - reach, mean + reach, "difference", level, p, None, SYNTHETIC_METHOD)


def _cautions(own: Floats, error: float, donors: int, periods: int, left_out: int) -> tuple[str, ...]:
    said: list[str] = []
    if left_out:
        said.append(f"{left_out} period{'s' if left_out > 1 else ''} where an area has no figure took no part.")
    if own.mean() > 0 and error > POOR_FIT * float(own.mean()):
        said.append("The mixture does not follow the treated area well even before the start.")
    if donors > periods:
        said.append("There are more untreated areas than periods before, so the fit before looks better than it is.")
    return tuple(said)
