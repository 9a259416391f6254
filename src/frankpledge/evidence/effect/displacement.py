"""Weighted displacement difference and quotient: treated area, comparison area, and where crime may have moved to.

Sources: A. P. Wheeler and J. H. Ratcliffe, "A simple weighted displacement difference test", *Crime Science* 7 (2018),
with the authors' later weights for time, area and harm; K. J. Bowers and S. D. Johnson, "Measuring the geographical
displacement and diffusion of benefit effects", *Journal of Quantitative Criminology* 19 (2003), for the quotient.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isfinite, sqrt
from typing import Any, Literal

from frankpledge.evidence.effect.model import (
    LEVEL,
    Effect,
    Floats,
    Pair,
    normal_effect,
    not_computable,
    require_above_zero,
    require_pair,
    tail,
)
from frankpledge.evidence.errors import EvidenceError, ImpossibleCount, LengthsDiffer

WDD_METHOD = "wdd/1"
NOTHING_COUNTED = "nothing was counted in any of the areas, before or after"
ONE_SIDED = "a displacement area and its own comparison area belong together: give both or neither"
SMALL = 5.0
"""Below this many in a cell the normal interval is rough, which a caution says."""

Reading = Literal["diffusion", "no_displacement", "partial_displacement", "displacement_exceeds", "not_to_be_read"]


@dataclass(frozen=True, slots=True)
class Wdd:
    """The weighted displacement difference: events gained or lost beyond what the comparison area shows.

    Attributes:
        effect: the total, local plus displaced; below zero is a fall. In events a unit of time weight and area.
        local: change in the treated area less change in the comparison area.
        displaced: the same of the displacement areas; None when there are none.
        z: total ÷ standard error; None when it could not be computed.
        cautions: what the reader must know, in words.
    """

    effect: Effect
    local: Effect
    displaced: Effect | None
    z: float | None
    treated: Pair
    control: Pair
    displacement: Pair | None
    displacement_control: Pair | None
    cautions: tuple[str, ...] = ()
    method: str = WDD_METHOD


def wdd(
    *,
    treated: Sequence[float],
    control: Sequence[float],
    displacement: Sequence[float] | None = None,
    displacement_control: Sequence[float] | None = None,
    time_weights: Sequence[float] = (1.0, 1.0),
    area_weights: Sequence[float] = (1.0, 1.0, 1.0, 1.0),
    level: float = LEVEL,
) -> Wdd:
    """(treated after − before) − (control after − before), plus the same for displacement areas.

    Each count is taken as Poisson, so the variance of the total is the sum of all counts, each divided by the square
    of its weights; the interval is normal.

    Args:
        treated, control, displacement, displacement_control: (before, after) counts.
        time_weights: lengths of the periods (before, after), when they differ: (2, 1) for two years against one.
        area_weights: sizes of the areas in the order control, treated, displacement control, displacement.
        level: of the interval.

    Raises:
        EvidenceError: a count is negative or no number, a weight is not above zero, or only one of the two
            displacement areas was given.
    """
    tail(level)
    if (displacement is None) != (displacement_control is None):
        raise LengthsDiffer(ONE_SIDED)
    times = _weights("time_weights", time_weights, 2)
    areas = _weights("area_weights", area_weights, 4)
    first, second = require_pair("treated", treated), require_pair("control", control)
    local, variance = _contrast(first, second, times, (areas[1], areas[0]))
    moved, moved_variance = 0.0, 0.0
    third = fourth = None
    if displacement is not None and displacement_control is not None:
        third = require_pair("displacement", displacement)
        fourth = require_pair("displacement_control", displacement_control)
        moved, moved_variance = _contrast(third, fourth, times, (areas[3], areas[2]))
    total = _effect(local + moved, variance + moved_variance, level)
    return Wdd(
        effect=total,
        local=_effect(local, variance, level),
        displaced=None if third is None else _effect(moved, moved_variance, level),
        z=None if total.value is None or not total.standard_error else total.value / total.standard_error,
        treated=first,
        control=second,
        displacement=third,
        displacement_control=fourth,
        cautions=_cautions([pair for pair in (first, second, third, fourth) if pair is not None]),
    )


def _contrast(one: Pair, other: Pair, times: Sequence[float], areas: Sequence[float]) -> tuple[float, float]:
    """Change of one area less change of the other, and its variance."""
    value = variance = 0.0
    for pair, area, sign in ((one, areas[0], 1.0), (other, areas[1], -1.0)):
        for count, time, side in zip(pair, times, (-1.0, 1.0), strict=True):
            value += sign * side * count / (time * area)
            variance += count / (time * area) ** 2
    return value, variance


def _effect(value: float, variance: float, level: float) -> Effect:
    if variance <= 0:
        return not_computable(NOTHING_COUNTED, WDD_METHOD, level=level)
    return normal_effect(value, sqrt(variance), level, WDD_METHOD)


def _weights(name: str, values: Sequence[float], wanted: int) -> list[float]:
    found = [require_above_zero(name, value) for value in values]
    if len(found) != wanted:
        raise LengthsDiffer(f"{name} needs {wanted} weights; got {len(found)}")
    return found


def _cautions(pairs: Sequence[Pair]) -> tuple[str, ...]:
    smallest = min(min(pair) for pair in pairs)
    if smallest < SMALL and max(max(pair) for pair in pairs) > 0:
        return (f"One of the counts is only {smallest:g}. With so few the interval is rough.",)
    return ()


@dataclass(frozen=True, slots=True)
class HarmWdd:
    """Weighted displacement differences of several kinds of crime, summed by how much harm each does.

    Attributes:
        effect: Σ weight × total; its variance is Σ weight² × variance.
        parts: label, weight and difference of each kind.
    """

    effect: Effect
    parts: tuple[tuple[str, float, Wdd], ...]
    z: float | None
    cautions: tuple[str, ...] = ()
    method: str = WDD_METHOD


def harm_wdd(*, rows: Sequence[Mapping[str, Any]], level: float = LEVEL) -> HarmWdd:
    """The weighted displacement difference in units of harm.

    Args:
        rows: one for each kind of crime: "label", "weight" (its harm, above zero), and the arguments of `wdd`
            ("treated", "control" and so on).

    Raises:
        EvidenceError: no rows, a weight that is not above zero, or what `wdd` refuses.
    """
    if not rows:
        raise EvidenceError("harm needs at least one kind of crime with its weight; got none")
    parts: list[tuple[str, float, Wdd]] = []
    value = variance = 0.0
    for row in rows:
        counts = {key: each for key, each in row.items() if key not in ("label", "weight", "level")}
        found = wdd(**counts, level=level)
        weight = require_above_zero(f"the weight of {row.get('label', '?')}", row.get("weight", 0))
        parts.append((str(row.get("label", "")), weight, found))
        value += weight * (found.effect.value or 0.0)
        variance += (weight * (found.effect.standard_error or 0.0)) ** 2
    effect = _effect(value, variance, level)
    z = None if effect.value is None or not effect.standard_error else effect.value / effect.standard_error
    few = tuple(f"{label}: {caution}" for label, _, found in parts for caution in found.cautions)
    return HarmWdd(effect, tuple(parts), z, few)


def harm_total(counts: Mapping[str, float], weights: Mapping[str, float], level: float = LEVEL) -> Effect:
    """All harm of one place and period, with the interval that comes from counting by chance.

    Raises:
        EvidenceError: a kind of crime without a weight; it is never taken as harmless.
    """
    missing = sorted(set(counts) - set(weights))
    if missing:
        raise EvidenceError(f"no weight for {', '.join(missing)}: a kind of crime is never taken as harmless")
    value = variance = 0.0
    for label, count in counts.items():
        pair = require_pair(label, (count, 0))
        weight = require_above_zero(f"the weight of {label}", weights[label])
        value, variance = value + weight * pair[0], variance + weight**2 * pair[0]
    if variance <= 0:
        return not_computable("nothing was counted", WDD_METHOD, level=level)
    found = normal_effect(value, sqrt(variance), level, WDD_METHOD)
    return Effect(found.value, max(0.0, found.lower or 0.0), found.upper, "difference", level, None,
                  found.standard_error, WDD_METHOD)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Wdq:
    """The weighted displacement quotient and the effects that go with it.

    Attributes:
        gross_effect: treated before − after. net_effect: treated ÷ control, before − after.
        success_measure: denominator of the quotient; below zero when the treated area did better than the control.
        quotient: None where it is undefined. total_net_effect: events prevented, displacement included.
        reading: what the quotient may be read as.
        lower, upper: its interval; None where it may not be read, or where that end is open, because the gain itself
            may be nothing.
    """

    gross_effect: float
    net_effect: float | None
    success_measure: float | None
    displacement_measure: float | None
    quotient: float | None
    total_net_effect: float | None
    reading: Reading
    lower: float | None = None
    upper: float | None = None
    level: float = LEVEL
    reason: str = ""
    method: str = WDD_METHOD


def wdq(
    *,
    treated: Sequence[float],
    displacement: Sequence[float],
    control: Sequence[float],
    level: float = LEVEL,
    draws: int = 10_000,
    seed: int = 20261122,
) -> Wdq:
    """Bowers and Johnson's quotient: how much of the gain moved next door (or spread there).

    Each argument is (before, after). The interval comes from drawing every count again from its Poisson distribution
    `draws` times; a draw in which the treated area did not do better counts beyond every figure, so that the interval
    opens at that end rather than pretends.

    Raises:
        EvidenceError: a count is negative or no number.
    """
    r, d = require_pair("treated", treated), require_pair("displacement", displacement)
    c = require_pair("control", control)
    gross = r[0] - r[1]
    if min(c) == 0:
        reason = "the comparison area has a count of zero, and the quotient divides by it"
        return Wdq(gross, None, None, None, None, None, "not_to_be_read", level=level, reason=reason)
    success = r[1] / c[1] - r[0] / c[0]
    moved = d[1] / c[1] - d[0] / c[0]
    total = (r[0] * c[1] / c[0] - r[1]) + (d[0] * c[1] / c[0] - d[1])
    if min(*r, *d) == 0 or success >= 0:
        reason = (
            "one of the counts is zero" if min(*r, *d) == 0
            else "the treated area did no better than the comparison area, so there is no gain that could have moved"
        )  # fmt: skip
        quotient = None if success == 0 else moved / success
        return Wdq(gross, -success, success, moved, quotient, total, "not_to_be_read", level=level, reason=reason)
    quotient = moved / success
    lower, upper = _quotient_interval(r, d, c, level, draws, seed)
    return Wdq(gross, -success, success, moved, quotient, total, _reading(quotient), lower, upper, level)


def _reading(quotient: float) -> Reading:
    if quotient > 0:
        return "diffusion"
    if quotient == 0:
        return "no_displacement"
    return "displacement_exceeds" if quotient < -1 else "partial_displacement"


def _quotient_interval(
    r: Pair, d: Pair, c: Pair, level: float, draws: int, seed: int
) -> tuple[float | None, float | None]:
    import numpy as np

    if draws < 100:
        raise ImpossibleCount(f"an interval by drawing again needs 100 draws or more; got {draws}")
    rng = np.random.default_rng(seed)
    drawn: Floats = rng.poisson([*r, *d, *c], (draws, 6)).astype(np.float64)
    possible = (drawn[:, 4] > 0) & (drawn[:, 5] > 0)
    rb, ra, db, da, cb, ca = drawn[possible].T
    success, moved = ra / ca - rb / cb, da / ca - db / cb
    with np.errstate(divide="ignore", invalid="ignore"):
        value = np.where(success < 0, moved / success, np.where(moved > 0, -np.inf, np.inf))
    value.sort()
    end = tail(level)
    low = value[int(end * (value.size - 1))]
    high = value[-1 - int(end * (value.size - 1))]
    return (float(low) if isfinite(low) else None, float(high) if isfinite(high) else None)
