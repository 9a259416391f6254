"""How much an answer rests on what was assumed: other radii, and fewer or more sites."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from frankpledge.evidence.errors import EvidenceError
from frankpledge.evidence.siting import checks
from frankpledge.evidence.siting.choose import KICKS, best_of, choose_sites
from frankpledge.evidence.siting.cover import cover_of, covered_by


class NoChoice(EvidenceError):
    """Nothing was given to vary."""


@dataclass(frozen=True, slots=True)
class AtRadius:
    """One radius: what the same sites would cover, what the best sites for this radius would, and how many agree.

    `same_value` is of existing and given sites; `best_value` and `bound` of existing and the best found anew;
    `in_common` counts sites that are in both choices; `lost` is the share of `best_value` that the given choice misses.
    """

    radius: float
    same_value: float
    best_value: float
    bound: float
    in_common: int

    @property
    def lost(self) -> float:
        return max(0.0, 1 - self.same_value / self.best_value) if self.best_value > 0 else 0.0


def by_radius(
    demand: ArrayLike,
    weight: ArrayLike,
    candidates: ArrayLike,
    chosen: ArrayLike,
    radii: Sequence[float],
    *,
    existing: ArrayLike = (),
    kicks: int = KICKS,
) -> list[AtRadius]:
    """What the chosen candidates (numbers, as `Choice.sites`) are worth if a site reaches less or more far.

    Raises:
        NoChoice: no radius is given; others as `choose_sites`.
    """
    if not len(radii):
        raise NoChoice("no radius was given; one or more are needed")
    numbers = np.asarray(chosen, dtype=np.int64).reshape(-1)
    there, stands = checks.places(candidates, "candidates"), checks.places(existing, "existing")
    heavy = checks.weights(weight, len(checks.places(demand, "demand")))
    all_sites = np.vstack([stands, there[numbers]])
    rows = []
    for radius in radii:
        best = choose_sites(demand, weight, there, radius=radius, new=len(numbers), existing=stands, kicks=kicks)
        same = float(heavy[covered_by(demand, all_sites, radius=radius)].sum())
        common = len(set(best.sites.tolist()) & set(numbers.tolist()))
        rows.append(AtRadius(float(radius), same, max(best.value, same), max(best.bound, same), common))
    return rows


@dataclass(frozen=True, slots=True)
class Step:
    """So many new sites: the value of the best choice found (existing sites included), and its bound."""

    new: int
    value: float
    bound: float


def by_number(
    demand: ArrayLike,
    weight: ArrayLike,
    candidates: ArrayLike,
    numbers: Sequence[int],
    *,
    radius: float,
    existing: ArrayLike = (),
    kicks: int = 0,
) -> list[Step]:
    """How the covered weight grows with the number of new sites: where does one more add next to nothing?

    Raises:
        NoChoice: no number is given; others as `choose_sites`.
    """
    if not len(numbers):
        raise NoChoice("no number of sites was given; one or more are needed")
    here = checks.places(demand, "demand")
    heavy = checks.weights(weight, len(here))
    before = float(heavy[covered_by(here, existing, radius=radius)].sum())
    cover = cover_of(here, heavy, candidates, radius=radius, existing=existing)
    steps, most = [], 0.0
    for new in numbers:
        new = checks.how_many(new, cover.n_sites)
        if new == 0:
            steps.append(Step(0, before, before))
            continue
        found = best_of(cover, new, kicks=kicks)
        most = max(most, found.value) if list(numbers) == sorted(numbers) else found.value
        steps.append(Step(new, before + most, before + max(most, found.bound)))
    return steps
