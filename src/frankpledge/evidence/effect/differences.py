"""Difference-in-differences: did treated areas change otherwise than areas that were left alone?

With one starting date the regression with a term for every area and every period gives exactly the difference between
the mean change of treated and of other areas, so that is what is computed, area by area (M. Bertrand, E. Duflo and
S. Mullainathan, *Quarterly Journal of Economics* 119, 2004). Areas are the clusters: the standard error is Welch's,
which is the bias-reduced cluster-robust one here (R. M. Bell and D. F. McCaffrey, *Survey Methodology* 28, 2002). The
wild cluster bootstrap is restricted, after A. C. Cameron, J. B. Gelbach and D. L. Miller, *Review of Economics and
Statistics* 90 (2008). Ratios are those of a Poisson regression with a term for every area (J. Hausman, B. Hall and
Z. Griliches, *Econometrica* 52, 1984), whose likelihood given each area's total is binomial.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import exp, log, sqrt
from typing import Literal

import numpy as np

from frankpledge.evidence.effect.model import (
    LEVEL,
    Effect,
    Flags,
    Floats,
    as_table,
    not_computable,
    student_quantile,
    student_two_sided,
    tail,
)
from frankpledge.evidence.effect.wild import DRAWS, SEED, Wild, wild_bootstrap
from frankpledge.evidence.errors import ImpossibleCount, LengthsDiffer, UnknownPeriod, require_choice

DID_METHOD = "difference-in-differences/1"
FEW_TREATED = 4
Differences = Literal["difference", "ratio"]


@dataclass(frozen=True, slots=True)
class DifferenceInDifferences:
    """How much more (or less) the treated areas changed than the others.

    Attributes:
        effect: events an area and period on the "difference" scale, or a ratio of rates.
        bootstrap: of the same by the wild cluster bootstrap; None on the ratio scale, or with one treated area.
        before_trend: difference of the two groups' trends before the start, in events a period; its interval should
            hold 0, else they did not move alike even before. None with fewer than three periods before.
        treated_change, control_change: mean change of each group (a ratio on the ratio scale).
        unit_changes: change of each area, in the order given (a ratio on the ratio scale).
        rank_p: with one treated area, the share of areas whose change is as far from the others' as its own.
        periods_before, periods_after: those in which every area has a figure.
    """

    effect: Effect
    bootstrap: Wild | None
    before_trend: Effect | None
    treated_change: float | None
    control_change: float | None
    unit_changes: tuple[float, ...]
    rank_p: float | None
    treated_units: int
    control_units: int
    periods_before: int
    periods_after: int
    cautions: tuple[str, ...] = ()
    method: str = DID_METHOD


def did(
    *,
    counts: Sequence[Sequence[float | None]],
    treated: Sequence[bool],
    start: int,
    exposure: Sequence[Sequence[float | None]] | None = None,
    scale: Differences = "difference",
    bootstrap: bool = True,
    draws: int = DRAWS,
    seed: int = SEED,
    level: float = LEVEL,
) -> DifferenceInDifferences:
    """Change of the treated areas less change of the others, areas being what varies by chance.

    Args:
        counts: one row for each area, one column for each period; None where missing. A period counts only where
            every area has a figure.
        treated: for each area. start: index of the first period with the intervention.
        exposure: of the same shape; counts are divided by it (ratio scale: it is an offset).

    Raises:
        EvidenceError: shapes that differ, a negative count, an exposure not above zero, a start outside the periods,
            or no treated (or no other) area.
    """
    table, flags = as_table("counts", counts), np.array([bool(each) for each in treated])
    base = np.ones_like(table) if exposure is None else as_table("exposure", exposure)
    _check(table, base, flags, start)
    require_choice("scale", scale, ("difference", "ratio"))
    tail(level)
    whole = np.isfinite(table).all(axis=0) & np.isfinite(base).all(axis=0)
    after = whole & (np.arange(table.shape[1]) >= start)
    before = whole & ~after
    left_out = int((~whole).sum())
    if not before.any() or not after.any():
        reason = "there is no period before, or none after, in which every area has a figure"
        return _nothing(reason, scale, level, flags, int(before.sum()), int(after.sum()))
    if scale == "difference":
        found = _by_difference(table / base, flags, before, after, level, bootstrap, draws, seed)
    else:
        found = _by_ratio(table, base, flags, before, after, level)
    trend = _trend_before(table / base, flags, before, level)
    return _with_cautions(found, trend, left_out)


def _check(table: Floats, base: Floats, flags: Flags, start: int) -> None:
    if base.shape != table.shape:
        raise LengthsDiffer(f"counts have the shape {table.shape} and exposures {base.shape}")
    if flags.size != table.shape[0]:
        raise LengthsDiffer(f"{table.shape[0]} areas and {flags.size} marks of which are treated")
    if (base == 0).any():
        raise ImpossibleCount("exposure must be above zero, or None where it is missing")
    if not 0 < start < table.shape[1]:
        raise UnknownPeriod(f"start is {start}; it must be an index from 1 to {table.shape[1] - 1}")
    if flags.all() or not flags.any():
        raise ImpossibleCount("at least one treated area and one other area are needed")


def _by_difference(
    rates: Floats, flags: Flags, before: Flags, after: Flags, level: float, bootstrap: bool, draws: int, seed: int
) -> DifferenceInDifferences:
    changes: Floats = rates[:, after].mean(axis=1) - rates[:, before].mean(axis=1)
    one, other = changes[flags], changes[~flags]
    value = float(one.mean() - other.mean())
    effect = _welch(one, other, level)
    wild = None
    if bootstrap and effect.computable:
        wild = wild_bootstrap(changes, flags, level, draws, seed)
    return DifferenceInDifferences(
        effect=effect if effect.computable else _value_only(effect, value),
        bootstrap=wild,
        before_trend=None,
        treated_change=float(one.mean()),
        control_change=float(other.mean()),
        unit_changes=tuple(float(each) for each in changes),
        rank_p=_rank_p(changes, flags),
        treated_units=one.size,
        control_units=other.size,
        periods_before=int(before.sum()),
        periods_after=int(after.sum()),
    )


def _value_only(effect: Effect, value: float) -> Effect:
    return Effect(value, None, None, effect.scale, effect.level, None, None, DID_METHOD, effect.reason)


def _welch(one: Floats, other: Floats, level: float) -> Effect:
    if min(one.size, other.size) < 2:
        which = "treated" if one.size < 2 else "comparison"
        reason = f"there is only one {which} area, so how much areas differ by chance cannot be told"
        return not_computable(reason, DID_METHOD, level=level)
    parts = float(one.var(ddof=1)) / one.size, float(other.var(ddof=1)) / other.size
    return _with_t(float(one.mean() - other.mean()), parts, (one.size, other.size), level)


def _with_t(value: float, parts: tuple[float, float], sizes: tuple[int, int], level: float) -> Effect:
    variance = sum(parts)
    if variance <= 1e-24 * max(1.0, value * value):
        return not_computable("the areas of each group changed by exactly the same, so chance cannot be told",
                              DID_METHOD, level=level)  # fmt: skip
    freedom = variance**2 / sum(part**2 / (size - 1) for part, size in zip(parts, sizes, strict=True))
    error = sqrt(variance)
    reach = student_quantile(1 - tail(level), freedom) * error
    p = student_two_sided(value / error, freedom)
    return Effect(value, value - reach, value + reach, "difference", level, p, error, DID_METHOD)


def _rank_p(changes: Floats, flags: Flags) -> float | None:
    """With one treated area: the share of areas whose change is as far from the others' middle as its own."""
    if flags.sum() != 1 or changes.size < 3:
        return None
    distance = np.array([abs(each - np.delete(changes, i).mean()) for i, each in enumerate(changes)])
    own = float(distance[flags][0])
    return float((distance >= own * (1 - 1e-12)).mean())


def _by_ratio(
    table: Floats, base: Floats, flags: Flags, before: Flags, after: Flags, level: float
) -> DifferenceInDifferences:
    late, early = table[:, after].sum(axis=1), table[:, before].sum(axis=1)
    size = base[:, after].sum(axis=1) / base[:, before].sum(axis=1)
    groups = [_group_ratio(late[own], early[own], size[own]) for own in (flags, ~flags)]
    effect, changes = _ratio_effect(groups, (int(flags.sum()), int((~flags).sum())), level)
    with np.errstate(divide="ignore", invalid="ignore"):
        units = late / early / size
    return DifferenceInDifferences(
        effect=effect,
        bootstrap=None,
        before_trend=None,
        treated_change=changes[0],
        control_change=changes[1],
        unit_changes=tuple(float(each) for each in units),
        rank_p=None,
        treated_units=int(flags.sum()),
        control_units=int((~flags).sum()),
        periods_before=int(before.sum()),
        periods_after=int(after.sum()),
    )


def _group_ratio(late: Floats, early: Floats, size: Floats) -> tuple[float, float | None] | None:
    """Log ratio of rates of one group, and its cluster-robust variance (None with one area)."""
    if late.sum() == 0 or early.sum() == 0:
        return None
    total, value = late + early, log(late.sum() / early.sum() / float(size.mean()))
    for _ in range(100):
        share = size * exp(value) / (1 + size * exp(value))
        score, information = float((late - total * share).sum()), float((total * share * (1 - share)).sum())
        value += score / information
        if abs(score / information) < 1e-13:
            break
    share = size * exp(value) / (1 + size * exp(value))
    information = float((total * share * (1 - share)).sum())
    if late.size < 2:
        return value, None
    between = float(((late - total * share) ** 2).sum()) * late.size / (late.size - 1)
    return value, between / information**2


def _ratio_effect(
    groups: Sequence[tuple[float, float | None] | None], sizes: tuple[int, int], level: float
) -> tuple[Effect, tuple[float | None, float | None]]:
    one, other = groups
    if one is None or other is None:
        reason = "nothing was counted before, or nothing after, in one of the groups: no ratio can be formed"
        return not_computable(reason, DID_METHOD, "ratio", level), (None, None)
    changes = (exp(one[0]), exp(other[0]))
    value = exp(one[0] - other[0])
    if one[1] is None or other[1] is None:
        which = "treated" if one[1] is None else "comparison"
        reason = f"there is only one {which} area, so how much areas differ by chance cannot be told"
        return Effect(value, None, None, "ratio", level, None, None, DID_METHOD, reason), changes
    found = _with_t(one[0] - other[0], (one[1], other[1]), sizes, level)
    if found.lower is None or found.upper is None:
        return Effect(value, None, None, "ratio", level, None, None, DID_METHOD, found.reason), changes
    return Effect(
        value, exp(found.lower), exp(found.upper), "ratio", level, found.p, found.standard_error, DID_METHOD
    ), changes  # fmt: skip


def _trend_before(rates: Floats, flags: Flags, before: Flags, level: float) -> Effect | None:
    if before.sum() < 3:
        return None
    time = np.flatnonzero(before).astype(np.float64)
    time -= time.mean()
    slopes: Floats = rates[:, before] @ time / float((time**2).sum())
    return _welch(slopes[flags], slopes[~flags], level)


def _with_cautions(found: DifferenceInDifferences, trend: Effect | None, left_out: int) -> DifferenceInDifferences:
    said: list[str] = []
    if left_out:
        said.append(f"{left_out} period{'s' if left_out > 1 else ''} where an area has no figure took no part.")
    if trend is not None and trend.clear:
        said.append("The two groups did not move alike before the start, so the comparison may mislead.")
    if found.effect.computable and min(found.treated_units, found.control_units) < FEW_TREATED:
        said.append("One of the groups has fewer than four areas, so the interval is rough.")
    return replace(found, before_trend=trend, cautions=tuple(said))


def _nothing(
    reason: str, scale: Differences, level: float, flags: Flags, before: int, after: int
) -> DifferenceInDifferences:
    return DifferenceInDifferences(
        effect=not_computable(reason, DID_METHOD, scale, level),
        bootstrap=None,
        before_trend=None,
        treated_change=None,
        control_change=None,
        unit_changes=(),
        rank_p=None,
        treated_units=int(flags.sum()),
        control_units=int((~flags).sum()),
        periods_before=before,
        periods_after=after,
    )
