"""Choosing sites: greedy and swaps at once, then the solver with that start, and always the value with its bound.

Maximal covering location (R. Church and C. ReVelle 1974). Greedy reaches at least 63 % of the best that is possible
(Nemhauser, Wolsey and Fisher 1978), in practice far more; swaps by fast interchange (R. Whitaker 1983); the bound by
prices (Lagrange; Held and Karp 1971), and by HiGHS (Huangfu and Hall 2018) when seconds are given for it.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from frankpledge.evidence.siting import SITING_METHOD, checks
from frankpledge.evidence.siting.checks import Flags, Floats, Ints
from frankpledge.evidence.siting.cover import Cover, cover_of, covered_by

KICKS = 100
ROUNDS = 250
SEED = 1
LIGHTEST = 1e-3
"""If no group of places weighs more than this, all are weighed in a smaller unit."""
Solver = Literal["not asked", "not needed", "proved best", "time ran out"]


@dataclass(frozen=True, slots=True)
class Choice:
    """Sites that were chosen, what they cover, and what no choice could exceed.

    All weights are in the unit of the demand's weights.

    Attributes:
        sites: numbers of the chosen candidates, each next the one that adds most to those before. Fewer than asked
            for when no further site adds anything.
        gains: what each adds, in that order.
        total: the whole demand. reachable: what existing sites and all candidates together cover.
        before: what the existing sites cover. value: what existing and chosen sites cover together.
        bound: no choice of so many of these candidates can cover more.
        greedy, swapped: the value after greedy alone, and after swaps. value is never less than either.
        covered: shape (n,), which places the existing and chosen sites cover.
        proved: value and bound meet, so that no choice is better.
        solver: whether HiGHS was asked, and how it ended.
        groups, links: the size of the problem after places that the same sites cover were made one.
    """

    sites: Ints
    gains: Floats
    total: float
    reachable: float
    before: float
    value: float
    bound: float
    greedy: float
    swapped: float
    covered: Flags
    proved: bool
    solver: Solver
    groups: int
    links: int
    method: str = SITING_METHOD

    @property
    def share(self) -> float:
        """Covered share of the whole demand, 0 to 1."""
        return self.value / self.total

    @property
    def gap(self) -> float:
        """How far the value may at most lie below the best possible, as a share of the bound: 0 when proved."""
        return 0.0 if self.bound <= 0 else max(0.0, (self.bound - self.value) / self.bound)


def choose_sites(
    demand: ArrayLike,
    weight: ArrayLike,
    candidates: ArrayLike,
    *,
    radius: float,
    new: int,
    existing: ArrayLike = (),
    seconds: float = 0.0,
    kicks: int = KICKS,
) -> Choice:
    """The `new` candidates that, beside the existing sites, cover the most weight.

    Args:
        demand: shape (n, 2), places in one plane (eastings and northings in metres, not degrees).
        weight: shape (n,), 0 or more: what lies at each place. Whole numbers make the bound whole, too.
        candidates: shape (m, 2), where something could stand. existing: shape (k, 2), what stands and stays.
        radius: a site covers what lies at most this far away as the crow flies, in the unit of the places.
        seconds: how long HiGHS may look for better, and for a lower bound; 0 does not ask it. What is found without
            it is the same on every machine; with it, the value can only be higher and the bound only lower.
        kicks: how often the choice is upset and mended again.

    Raises:
        NothingToCover: all weights are zero. NotPlaces, ImpossibleRadius, TooFewSites, LengthsDiffer, NotFinite,
        ImpossibleCount: what was given cannot be.
    """
    here, there = checks.places(demand, "demand"), checks.places(candidates, "candidates")
    heavy = checks.weights(weight, len(here))
    new = checks.how_many(new, len(there))
    stands = covered_by(here, existing, radius=radius)
    cover = cover_of(here, heavy, there, radius=radius, existing=existing)
    found = best_of(cover, new, seconds=seconds, kicks=kicks)
    before, total = float(heavy[stands].sum()), float(heavy.sum())
    sites, gains = in_order(cover, found.sites)
    covered = stands | np.isin(cover.group_of, _groups_of(cover, sites))
    value = float(heavy[covered].sum())
    bound = max(value, before + found.bound)
    return Choice(
        sites=sites, gains=gains, total=total, reachable=before + float(cover.weights.sum()), before=before,
        value=value, bound=bound, greedy=before + found.greedy, swapped=before + found.swapped, covered=covered,
        proved=found.proved, solver=found.solver, groups=cover.weights.size, links=cover.links,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Found:
    """A choice over cover lists: `value`, `bound` and the steps on the way, all beside what existing sites cover."""

    sites: Ints
    value: float
    bound: float
    greedy: float
    swapped: float
    proved: bool
    solver: Solver


def best_of(cover: Cover, new: int, *, seconds: float = 0.0, kicks: int = KICKS, rounds: int = ROUNDS) -> Found:
    """The best choice that is found over cover lists, and its bound. See `choose_sites`."""
    heaviest = float(cover.weights.max(initial=0.0))
    if not 0 < heaviest < LIGHTEST:
        return _best_of(cover, new, seconds, kicks, rounds)
    # Solvers take a millionth for nothing. A power of two moves weights out of there, and changes none of their digits.
    scale = 2.0 ** -np.floor(np.log2(heaviest))
    found = _best_of(replace(cover, weights=cover.weights * scale), new, seconds, kicks, rounds)
    return replace(
        found, value=float(found.value / scale), bound=float(found.bound / scale),
        greedy=float(found.greedy / scale), swapped=float(found.swapped / scale),
    )  # fmt: skip


def _best_of(cover: Cover, new: int, seconds: float, kicks: int, rounds: int) -> Found:
    from frankpledge.evidence.siting import kernels

    lists = (cover.start, cover.groups, cover.back, cover.sites, cover.weights)
    first, gains = kernels.greedy(cover.start, cover.groups, cover.weights, new)
    greedy = float(gains.sum())
    reachable = float(cover.weights.sum())
    if first.size < new or greedy >= reachable * (1 - 1e-12):  # everything that can be covered is
        return Found(first, reachable, reachable, greedy, greedy, True, "not asked" if not seconds else "not needed")
    chosen, value, swapped = kernels.search(*lists, first, kicks, SEED)
    bound, earned = kernels.price_bound(*lists, new, value, rounds)
    bound = min(_whole(bound, cover), reachable)
    proved, solver = _meet(value, bound), "not asked"
    if seconds and not proved:
        from frankpledge.evidence.siting.exact import solved

        until = time.monotonic() + seconds
        chosen, value = _upset_longer(cover, chosen, value, bound, seconds / 4)
        chosen, value, bound, solver = solved(cover, new, chosen, value, bound, earned, until - time.monotonic())
        bound = _whole(bound, cover)
        proved = solver == "proved best" or _meet(value, bound)
    elif seconds:
        solver = "not needed"
    return Found(chosen, value, max(value, bound), greedy, swapped, proved, solver)  # type: ignore[arg-type]


def _upset_longer(cover: Cover, chosen: Ints, value: float, bound: float, seconds: float) -> tuple[Ints, float]:
    """Upset and mend the choice for so long, each time by other numbers: where sites overlap much this helps most."""
    from frankpledge.evidence.siting import kernels

    until, seed = time.monotonic() + seconds, SEED
    while time.monotonic() < until and not _meet(value, bound):
        seed += 1
        better, worth, _swapped = kernels.search(
            cover.start, cover.groups, cover.back, cover.sites, cover.weights, chosen, KICKS, seed
        )
        if worth > value:
            chosen, value = better, float(worth)
    return chosen, value


def _whole(bound: float, cover: Cover) -> float:
    """Where every weight is a whole number, so is every value, and a bound can be rounded down."""
    whole = bool((cover.weights == np.round(cover.weights)).all())
    return float(np.floor(bound * (1 + 1e-12) + 1e-6)) if whole else bound


def _meet(value: float, bound: float) -> bool:
    return bound - value <= 1e-9 * abs(bound)


def in_order(cover: Cover, sites: Ints) -> tuple[Ints, Floats]:
    """Chosen sites so that each next one adds most to those before it (equals by number), and what each adds."""
    left, covered = sorted(int(site) for site in sites), np.zeros(cover.weights.size, dtype=bool)
    order, gains = [], []
    while left:
        adds = [float(cover.weights[_fresh(cover, site, covered)].sum()) for site in left]
        best = int(np.argmax(adds))
        gains.append(adds[best])
        covered[_fresh(cover, left[best], covered)] = True
        order.append(left.pop(best))
    return np.array(order, dtype=np.int64), np.array(gains, dtype=np.float64)


def _fresh(cover: Cover, site: int, covered: Flags) -> Ints:
    mine = cover.groups[cover.start[site] : cover.start[site + 1]]
    fresh: Ints = mine[~covered[mine]]
    return fresh


def _groups_of(cover: Cover, sites: Ints) -> Ints:
    parts = [cover.groups[cover.start[site] : cover.start[site + 1]] for site in sites]
    return np.unique(np.concatenate(parts)) if parts else np.empty(0, np.int64)
