"""What every judgement of an intervention has in common: an estimate, its interval, or the reason for none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from frankpledge.evidence.errors import ImpossibleCount, NotFinite, NotOneDimensional

LEVEL = 0.95
Scale = Literal["difference", "ratio"]
Direction = Literal["fall", "rise", "none", "not_computable"]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Pair = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Effect:
    """One estimate of what an intervention did, between the bounds of its interval; or why there is none.

    Attributes:
        value, lower, upper: on `scale`; None where it could not be computed. An interval may be open (infinite).
        scale: "difference" (no change is 0) or "ratio" (no change is 1).
        p: two-sided, of no change; None where the method gives none.
        reason: in words, why `value` or the interval is missing; empty otherwise.
    """

    value: float | None
    lower: float | None
    upper: float | None
    scale: Scale = "difference"
    level: float = LEVEL
    p: float | None = None
    standard_error: float | None = None
    method: str = ""
    reason: str = ""

    @property
    def no_change(self) -> float:
        """The value that means "nothing happened"."""
        return 0.0 if self.scale == "difference" else 1.0

    @property
    def computable(self) -> bool:
        """Whether there is an estimate with an interval."""
        return self.value is not None and self.lower is not None and self.upper is not None

    @property
    def clear(self) -> bool:
        """The interval lies wholly on one side of no change."""
        return self.direction in ("fall", "rise")

    @property
    def direction(self) -> Direction:
        """Which way, if the interval leaves no doubt about it."""
        if self.value is None or self.lower is None or self.upper is None:
            return "not_computable"
        if self.upper < self.no_change:
            return "fall"
        return "rise" if self.lower > self.no_change else "none"


def not_computable(reason: str, method: str, scale: Scale = "difference", level: float = LEVEL) -> Effect:
    """An effect without a value, and why."""
    return Effect(None, None, None, scale, level, None, None, method, reason)


def normal_effect(value: float, standard_error: float, level: float, method: str) -> Effect:
    """A difference with the normal interval of its standard error, which must be above zero."""
    reach = normal_quantile(1 - tail(level)) * standard_error
    p = two_sided(value / standard_error)
    return Effect(value, value - reach, value + reach, "difference", level, p, standard_error, method)


def two_sided(z: float) -> float:
    """Chance of a normal deviate at least this far from zero."""
    from scipy.special import ndtr

    return float(2 * ndtr(-abs(z)))


def normal_quantile(share: float) -> float:
    """The value below which `share` of a standard normal distribution lies."""
    from scipy.special import ndtri

    return float(ndtri(share))


def student_quantile(share: float, freedom: float) -> float:
    """The value below which `share` of Student's t distribution with `freedom` degrees lies."""
    from scipy.special import stdtrit

    return float(stdtrit(freedom, share))


def student_two_sided(t: float, freedom: float) -> float:
    """Chance of a t deviate at least this far from zero."""
    from scipy.special import stdtr

    return float(2 * stdtr(freedom, -abs(t)))


def tail(level: float) -> float:
    """The share beyond one end of an interval.

    Raises:
        ImpossibleCount: the level is not between 0 and 1.
    """
    if not 0 < level < 1:
        raise ImpossibleCount(f"a confidence level lies between 0 and 1; got {level:g}")
    return (1 - level) / 2


def require_count(name: str, value: float) -> float:
    """A number of events, which may be an average and so not whole.

    Raises:
        NotFinite: not a finite number. ImpossibleCount: below zero.
    """
    if isinstance(value, bool) or not isinstance(value, (int, float, np.integer, np.floating)):
        raise NotFinite(f"{name} must be a number; got {value!r}")
    if not isfinite(value):
        raise NotFinite(f"{name} must be a finite number; got {value!r}")
    if value < 0:
        raise ImpossibleCount(f"{name} cannot be below zero; got {value:g}")
    return float(value)


def require_whole(name: str, value: float) -> int:
    """A count of events.

    Raises:
        NotFinite, ImpossibleCount: not a whole number of 0 or more.
    """
    found = require_count(name, value)
    if not found.is_integer():
        raise ImpossibleCount(f"{name} must be a whole number of events; got {value:g}")
    return int(found)


def require_above_zero(name: str, value: float) -> float:
    """A weight, an exposure, an expected number.

    Raises:
        NotFinite: not a finite number. ImpossibleCount: zero or below.
    """
    found = require_count(name, value)
    if found == 0:
        raise ImpossibleCount(f"{name} must be above zero; got {value:g}")
    return found


def require_pair(name: str, values: Sequence[float]) -> Pair:
    """A count before and a count after.

    Raises:
        NotOneDimensional: not two values; and as `require_count`.
    """
    try:
        found = list(values)
    except TypeError:
        raise NotOneDimensional(f"{name} must be two counts, before and after; got {values!r}") from None
    if len(found) != 2:
        raise NotOneDimensional(f"{name} must be two counts, before and after; got {len(found)} values")
    return require_count(f"{name} before", found[0]), require_count(f"{name} after", found[1])


def as_counts(name: str, values: Sequence[float | None] | ArrayLike) -> Floats:
    """One series of counts, NaN where a period is missing (None).

    Raises:
        NotOneDimensional: not one series. NotFinite: an infinite value. ImpossibleCount: below zero.
    """
    series = numbers(name, values)
    if series.ndim != 1:
        raise NotOneDimensional(f"{name} must be one series; got {series.ndim} dimensions, shape {series.shape}")
    return _checked(name, series)


def as_table(name: str, values: Sequence[Sequence[float | None]] | ArrayLike) -> Floats:
    """Several series of one length, one a row, NaN where a period is missing.

    Raises:
        NotOneDimensional: rows of different lengths, or not a table. As `as_counts` otherwise.
    """
    table = numbers(name, values)
    if table.ndim != 2 or 0 in table.shape:
        raise NotOneDimensional(f"{name} must be a table, one row for each series; got shape {table.shape}")
    return _checked(name, table)


def numbers(name: str, values: object) -> Floats:
    """As an array of floats, None becoming NaN.

    Raises:
        NotOneDimensional: rows of different lengths. NotFinite: something that is no number.
    """
    try:
        return np.array(values, dtype=np.float64)
    except TypeError:
        raise NotFinite(f"{name} must hold numbers, or None for a missing period") from None
    except ValueError as error:
        kind = NotOneDimensional if "inhomogeneous" in str(error) else NotFinite
        raise kind(f"{name} must hold numbers, in rows of one length; {error}") from None


def _checked(name: str, values: Floats) -> Floats:
    if np.isinf(values).any():
        raise NotFinite(f"{name} holds an infinite value")
    if (values < 0).any():
        raise ImpossibleCount(f"{name} holds a value below zero: {float(np.nanmin(values)):g}")
    return values


def known(values: Floats) -> tuple[float | None, ...]:
    """Back to plain numbers, None for what is missing."""
    return tuple(None if not isfinite(value) else float(value) for value in values)
