"""Before the start: how large must a fall be to be found?

Sources: for the weighted displacement difference, A. P. Wheeler and J. H. Ratcliffe (2018), whose standard error under
no change is √(2 × counts before); for the interrupted series, the information matrix of the same regression, with the
dispersion and the quantile that `its` will use; for two counts, the normal approximation of the square root. Powers are
approximations; the tests check them by drawing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import exp, log, pi, sqrt
from typing import Literal

import numpy as np

from frankpledge.evidence.effect.interrupted import FEW_FREEDOM, too_few
from frankpledge.evidence.effect.loglinear import fit
from frankpledge.evidence.effect.model import (
    LEVEL,
    Floats,
    as_counts,
    normal_quantile,
    require_above_zero,
    require_count,
    student_quantile,
    tail,
)
from frankpledge.evidence.errors import ImpossibleCount, LengthsDiffer

POWER_METHOD = "effect-power/2"
CURVE = tuple(round(0.05 * step, 2) for step in range(1, 20))
DETECTED = 0.8
_FINE = tuple(step / 200 for step in range(1, 200))
Sides = Literal[1, 2]


@dataclass(frozen=True, slots=True)
class Power:
    """What a comparison of this size could show.

    Attributes:
        expected: events after the start in the treated area, if nothing changes.
        standard_error: of the effect if nothing changes, in events after the start (for an interrupted series: on
            the logarithm).
        critical: smallest fall, in events, that could be shown at all; None where even none left would not do.
        detectable: smallest fall, in events, that is found with the wanted power; None likewise.
        curve: (share by which events fall, power) pairs.
        power, level, sides: what was asked.
    """

    expected: float
    standard_error: float | None
    critical: float | None
    detectable: float | None
    curve: tuple[tuple[float, float], ...]
    power: float = DETECTED
    level: float = LEVEL
    sides: Sides = 2
    kind: str = "wdd"
    reason: str = ""
    method: str = POWER_METHOD

    @property
    def critical_share(self) -> float | None:
        """The smallest fall that could be shown, as a share of what is expected."""
        return None if self.critical is None or not self.expected else self.critical / self.expected

    @property
    def detectable_share(self) -> float | None:
        """The smallest fall that would be found, as a share of what is expected."""
        return None if self.detectable is None or not self.expected else self.detectable / self.expected


def wdd_power(
    *,
    treated_before: float,
    control_before: float,
    displacement_before: float = 0.0,
    displacement_control_before: float = 0.0,
    time_weights: Sequence[float] = (1.0, 1.0),
    level: float = LEVEL,
    sides: Sides = 2,
    power: float = DETECTED,
) -> Power:
    """What a weighted displacement difference could show, from the counts before alone.

    With 50 offences in the treated and 50 in the comparison area, standard error 14.1: a fall of less than 23
    (one-sided, level 0.95) cannot be shown.

    Args:
        treated_before, control_before, …: counts (or averages) of the period before.
        time_weights: lengths of the periods before and after.

    Raises:
        EvidenceError: negative counts, weights not above zero, or a power, level or number of sides out of range.
    """
    z = _critical_z(level, sides, power)
    if len(time_weights) != 2:
        raise LengthsDiffer(f"time_weights needs 2 weights; got {len(time_weights)}")
    before, after = (require_above_zero("time_weights", weight) for weight in time_weights)
    ratio = after / before
    names = ("treated_before", "control_before", "displacement_before", "displacement_control_before")
    values = (treated_before, control_before, displacement_before, displacement_control_before)
    counts = [require_count(name, value) for name, value in zip(names, values, strict=True)]
    expected = counts[0] * ratio
    # In events after the start: the count before is scaled to the length of the time after.
    variance = sum(count * ratio**2 + count * ratio for count in counts)
    if expected == 0:
        return _nothing("nothing was counted in the treated area before", level, sides, power, "wdd")

    def chance(share: float) -> float:
        return _normal_chance(expected * share, sqrt(variance - expected * share), z, sides)

    error = sqrt(variance)
    return _answer(expected, error, _least(z * error, expected), chance, level, sides, power, "wdd")


def two_counts_power(
    *,
    before: float,
    exposure_before: float = 1.0,
    exposure_after: float = 1.0,
    level: float = LEVEL,
    sides: Sides = 2,
    power: float = DETECTED,
) -> Power:
    """What two counts alone could show (2(√rate − √rate) ÷ √(1/n + 1/n)).

    Raises:
        EvidenceError: as `wdd_power`.
    """
    z = _critical_z(level, sides, power)
    n0 = require_above_zero("exposure_before", exposure_before)
    n1 = require_above_zero("exposure_after", exposure_after)
    rate = require_count("before", before) / n0
    expected = rate * n1
    if expected == 0:
        return _nothing("nothing was counted before", level, sides, power, "two_counts")
    spread = sqrt(1 / n0 + 1 / n1)

    def chance(share: float) -> float:
        return _normal_chance(2 * (sqrt(rate) - sqrt(rate * (1 - share))), spread, z, sides)

    left = sqrt(rate) - z * spread / 2
    critical = expected - n1 * left**2 if left > 0 else None
    return _answer(expected, sqrt(rate * (1 / n0 + 1 / n1)) * n1, critical, chance, level, sides, power, "two_counts")


def its_power(
    *,
    mean: float,
    before: int,
    after: int,
    dispersion: float = 1.0,
    trend: bool = True,
    harmonics: int = 1,
    periods_per_year: int = 12,
    level: float = LEVEL,
    sides: Sides = 2,
    power: float = DETECTED,
) -> Power:
    """What an interrupted series could show: a step at the start, found by the regression of `its`.

    Args:
        mean: events a period if nothing changes. before, after: periods. dispersion: variance ÷ mean, 1 or more.

    Raises:
        EvidenceError: too few periods for the model, or as `wdd_power`.
    """
    z = _critical_z(level, sides, power)
    rate, spread = require_count("mean", mean), require_above_zero("dispersion", dispersion)
    expected = rate * after
    if before < 2 or after < 1:
        raise ImpossibleCount(f"a series needs 2 periods before and 1 after, or more; got {before} and {after}")
    if rate == 0:
        return _nothing("nothing is counted, so no fall could be found", level, sides, power, "its")
    reason = too_few(before, after, min(harmonics, (periods_per_year - 1) // 2), periods_per_year)
    if reason:
        return _nothing(reason, level, sides, power, "its")
    design = _its_design(before, after, trend, harmonics, periods_per_year)

    freedom = before + after - design.shape[1]
    if freedom < FEW_FREEDOM:
        z = student_quantile(1 - _tail_of(level, sides), freedom)
    doubt = _doubt(freedom, max(1.0, spread))

    def error(share: float) -> float:
        weights = np.where(np.arange(before + after) >= before, rate * (1 - share), rate)
        information: Floats = (design * weights[:, None]).T @ design
        return sqrt(max(1.0, spread) * float(np.linalg.inv(information)[1, 1]))

    def chance(share: float) -> float:
        # Over what the dispersion may come out as: where it comes out large, the same fall stands out less.
        fall, unsure = -log(1 - share), error(share)
        return float(np.mean([_normal_chance(fall, unsure, z * each, sides) for each in doubt]))

    unchanged = error(0.0)
    critical = expected * (1 - exp(-z * unchanged))
    return _answer(expected, unchanged, critical, chance, level, sides, power, "its")


def past_dispersion(
    counts: Sequence[float | None], *, trend: bool = True, harmonics: int = 1, periods_per_year: int = 12
) -> float | None:
    """How much more than chance a series varied about its trend and season: the `dispersion` for `its_power`.

    Pearson's χ² ÷ degrees of freedom of the regression of `its` on the periods before the start, and never below 1.

    Args:
        counts: a figure for each period before the start, in order; None where there is none.
    Returns:
        None where too few periods have figures for the model, or nothing is counted.
    """
    values = as_counts("counts", counts)
    known = np.flatnonzero(~np.isnan(values))
    if not values[known].sum():
        return None
    design = np.delete(_its_design(len(values), 0, trend, harmonics, periods_per_year), 1, axis=1)[known]
    found = fit(values[known], design, np.ones(len(known)))
    return None if found is None else max(1.0, found.dispersion)


def _its_design(before: int, after: int, trend: bool, harmonics: int, per_year: int) -> Floats:
    time = np.arange(before + after, dtype=np.float64)
    columns: list[Floats] = [np.ones_like(time), (time >= before).astype(np.float64)]
    if trend:
        columns.append(time - time.mean())
    for pair in range(1, min(harmonics, (per_year - 1) // 2) + 1):
        angle = 2 * pi * pair * time / per_year
        columns += [np.sin(angle), np.cos(angle)]
    return np.column_stack(columns)


def _doubt(freedom: int, spread: float) -> Floats:
    """Roots of what the dispersion may come out as, beside the true one; `its` takes none below pure chance."""
    from scipy.special import gammaincinv

    shares = (np.arange(40) + 0.5) / 40
    found: Floats = np.sqrt(np.maximum(1 / spread, gammaincinv(freedom / 2, shares) * 2 / freedom))
    return found


def _tail_of(level: float, sides: int) -> float:
    return tail(level) * (1 if sides == 2 else 2)


def _critical_z(level: float, sides: int, power: float) -> float:
    if sides not in (1, 2):
        raise ImpossibleCount(f"a test has 1 or 2 sides; got {sides!r}")
    if not 0 < power < 1:
        raise ImpossibleCount(f"power lies between 0 and 1; got {power!r}")
    return normal_quantile(1 - _tail_of(level, sides))


def _normal_chance(effect: float, error: float, z: float, sides: int) -> float:
    from scipy.special import ndtr

    if error <= 0:
        return 1.0
    found = float(ndtr(effect / error - z))
    return found + float(ndtr(-effect / error - z)) if sides == 2 else found


def _least(wanted: float, most: float) -> float | None:
    return wanted if wanted <= most else None


def _answer(
    expected: float,
    error: float,
    critical: float | None,
    chance: Callable[[float], float],
    level: float,
    sides: Sides,
    power: float,
    kind: str,
) -> Power:
    """The power curve, and the smallest fall on it that reaches the wanted power."""
    curve = tuple((share, chance(share)) for share in CURVE)
    # A regression finds nothing where almost nothing is left, so power need not grow to the very end.
    reached = next((share for share in _FINE if chance(share) >= power), None)
    if reached is None:
        return Power(expected, error, critical, None, curve, power, level, sides, kind)
    low, high = reached - _FINE[0], reached
    for _ in range(50):
        middle = (low + high) / 2
        low, high = (low, middle) if chance(middle) >= power else (middle, high)
    return Power(expected, error, critical, high * expected, curve, power, level, sides, kind)


def _nothing(reason: str, level: float, sides: Sides, power: float, kind: str) -> Power:
    return Power(0.0, None, None, None, (), power, level, sides, kind, reason)
