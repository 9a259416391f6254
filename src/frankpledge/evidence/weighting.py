"""Raking: weights with which those who answered look like residents in several ways at once. A check, never a result.

Iterative proportional fitting (Deming and Stephan 1940): each margin in turn is brought to its target by one factor a
group, until none moves any more. Weights are then trimmed. How much they cost is said by Kish's design effect, 1 + CV²
of the weights (Kish 1965), and by the number of people that an unweighted count of the same steadiness would need.

A consultation is no sample: raking cannot make it one. It answers one question only: would the figures look otherwise
had the groups that we know answered in proportion? People within a group may still differ from those who kept silent.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from frankpledge.evidence.errors import EvidenceError, ImpossibleCount, NotOneDimensional

RAKING_METHOD = "raking/1"
FEWEST_IN_A_GROUP = 30
"""A group with fewer people cannot speak for its share of residents."""
LARGEST_DESIGN_EFFECT = 3.0
HEAVIEST, LIGHTEST = 5.0, 0.2
"""Weights are trimmed to these, as multiples of the mean weight."""
TOLERANCE = 1e-9
MOST_ROUNDS = 1000

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]


class NotWeighted(EvidenceError):
    """These answers are not to be weighted; `reason` says why, as a code: "group", "effect", "rounds", "nobody"."""

    def __init__(self, message: str, reason: str, *, margin: int = -1, group: int = -1, value: float = 0.0) -> None:
        super().__init__(message)
        self.reason, self.margin, self.group, self.value = reason, margin, group, value


@dataclass(frozen=True, slots=True)
class Raked:
    """Weights with mean 1, and what they cost.

    `miss` is the largest difference, in any margin, between the weighted share and its target after trimming (0 to 1).
    `effective` is n ÷ design effect.
    """

    weights: Floats
    rounds: int
    converged: bool
    trimmed: int
    miss: float
    design_effect: float
    effective: float
    method: str = RAKING_METHOD


def rake(
    margins: Sequence[ArrayLike],
    targets: Sequence[ArrayLike],
    *,
    fewest: int = FEWEST_IN_A_GROUP,
    largest_effect: float = LARGEST_DESIGN_EFFECT,
    trim: tuple[float, float] | None = (LIGHTEST, HEAVIEST),
) -> Raked:
    """Weights for people whose groups are known, so that every margin comes to its target.

    Args:
        margins: for each characteristic the group of each person, shape (n,), whole numbers from 0.
        targets: for each characteristic the share of residents of each group, adding up to 1. Groups with a target of
            zero must hold nobody.
        fewest: a group with fewer people refuses the whole.
        trim: least and greatest weight as multiples of the mean; None leaves them alone.

    Raises:
        NotWeighted: a group has fewer than `fewest` people, the design effect is above `largest_effect`, the rounds
            did not come to rest, or there is nobody.
        ImpossibleCount: targets are negative or do not add up to 1; a group has no target.
        NotOneDimensional: margins are not lists of one length.
    """
    groups, shares = _checked(margins, targets)
    _require_enough(groups, shares, fewest)
    fitted, rounds, converged = _fitted(groups, shares)
    if not converged:
        raise NotWeighted(f"the weights did not come to rest in {rounds} rounds", "rounds", value=rounds)
    weights = fitted if trim is None else np.clip(fitted, *trim)
    trimmed = int((weights != fitted).sum())
    weights = weights / weights.mean()
    effect = design_effect(weights)
    if effect > largest_effect:
        raise NotWeighted(f"design effect {effect:.2f} is above {largest_effect:g}", "effect", value=effect)
    return Raked(
        weights, rounds, converged, trimmed, _miss(weights, groups, shares), effect, float(weights.size / effect)
    )


def design_effect(weights: ArrayLike) -> float:
    """Kish's 1 + CV²: n Σw² ÷ (Σw)². 1 when all weights are equal.

    Raises:
        ImpossibleCount: a weight is negative, or all are zero.
    """
    values = np.asarray(weights, dtype=np.float64)
    if values.size == 0 or (values < 0).any() or not values.sum() > 0:
        raise ImpossibleCount("weights are 0 or more, and not all are 0")
    return float(values.size * (values**2).sum() / values.sum() ** 2)


def weighted_shares(weights: ArrayLike, chosen: ArrayLike) -> Floats:
    """The weighted share of each answer: `chosen` has one row a person and one column an answer, true or false."""
    values, table = np.asarray(weights, dtype=np.float64), np.asarray(chosen, dtype=np.float64)
    shares: Floats = values @ table / values.sum()
    return shares


def fit_table(seed: ArrayLike, rows: ArrayLike, columns: ArrayLike, *, rounds: int = MOST_ROUNDS) -> Floats:
    """A table of two ways, fitted to row and column totals: the textbook's form of the same procedure.

    Rows first, then columns, `rounds` times or until nothing moves.

    Raises:
        ImpossibleCount: the totals do not agree, or something is negative.
    """
    table = np.array(seed, dtype=np.float64)
    row, column = np.asarray(rows, dtype=np.float64), np.asarray(columns, dtype=np.float64)
    if (table < 0).any() or (row < 0).any() or (column < 0).any() or not np.isclose(row.sum(), column.sum()):
        raise ImpossibleCount("entries are 0 or more, and rows and columns add up to the same total")
    for _round in range(rounds):
        before = table.copy()
        table *= _factor(row, table.sum(axis=1))[:, None]
        table *= _factor(column, table.sum(axis=0))[None, :]
        if np.abs(table - before).max(initial=0.0) <= TOLERANCE * max(row.sum(), 1.0):
            break
    return table


def _factor(target: Floats, now: Floats) -> Floats:
    """What brings each sum to its target; 1 where there is nothing to multiply."""
    factor: Floats = np.divide(target, now, out=np.ones_like(now), where=now > 0)
    return factor


def _checked(margins: Sequence[ArrayLike], targets: Sequence[ArrayLike]) -> tuple[list[Whole], list[Floats]]:
    groups = [np.asarray(margin, dtype=np.int64) for margin in margins]
    shares = [np.asarray(target, dtype=np.float64) for target in targets]
    if not groups or len(groups) != len(shares) or any(g.ndim != 1 or g.size != groups[0].size for g in groups):
        raise NotOneDimensional("each margin is a list with one group a person, and has its targets")
    if groups[0].size == 0:
        raise NotWeighted("nobody answered", "nobody")
    for group, share in zip(groups, shares, strict=True):
        if (share < 0).any() or not np.isclose(share.sum(), 1.0, atol=1e-6):
            raise ImpossibleCount(f"targets are shares that add up to 1; got {share.tolist()}")
        if group.min() < 0 or group.max() >= share.size or (share[group] == 0).any():
            raise ImpossibleCount("every group that somebody belongs to needs a target above 0")
    return groups, shares


def _require_enough(groups: Sequence[Whole], shares: Sequence[Floats], fewest: int) -> None:
    for at, (group, share) in enumerate(zip(groups, shares, strict=True)):
        people = np.bincount(group, minlength=share.size)
        for which in np.flatnonzero((people < fewest) & (share > 0)):
            raise NotWeighted(
                f"margin {at}, group {which}: {people[which]} people, at least {fewest} are needed",
                "group", margin=at, group=int(which), value=float(people[which]),
            )  # fmt: skip


def _fitted(groups: Sequence[Whole], shares: Sequence[Floats]) -> tuple[Floats, int, bool]:
    weights = np.ones(groups[0].size)
    size = float(weights.size)
    for number in range(1, MOST_ROUNDS + 1):
        before = weights.copy()
        for group, share in zip(groups, shares, strict=True):
            sums: Floats = np.bincount(group, weights=weights, minlength=share.size).astype(np.float64)
            weights = weights * _factor(share * size, sums)[group]
        if np.abs(weights - before).max() <= TOLERANCE and _miss(weights, groups, shares) <= 1e-6:
            return weights, number, True
    return weights, MOST_ROUNDS, False


def _miss(weights: Floats, groups: Sequence[Whole], shares: Sequence[Floats]) -> float:
    total = weights.sum()
    return max(
        float(np.abs(np.bincount(group, weights=weights, minlength=share.size) / total - share).max())
        for group, share in zip(groups, shares, strict=True)
    )
