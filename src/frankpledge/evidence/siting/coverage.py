"""How much of each kind of place is covered, town and country apart, and what is left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from frankpledge.evidence.errors import ImpossibleCount, LengthsDiffer
from frankpledge.evidence.siting import checks
from frankpledge.evidence.siting.cover import covered_by


@dataclass(frozen=True, slots=True)
class ClassCoverage:
    """What is covered of one class of places, such as rural ones. `share` is None where the class holds no weight."""

    name: str
    places: int
    weight: float
    covered: float

    @property
    def share(self) -> float | None:
        return self.covered / self.weight if self.weight > 0 else None


def coverage_by_class(
    demand: ArrayLike, weight: ArrayLike, classes: Sequence[str], sites: ArrayLike, *, radius: float
) -> list[ClassCoverage]:
    """Covered weight by class of place, classes in the order of their first appearance.

    Args:
        classes: shape (n,), a word for each place: "rural", "urban", "" where it is not known.

    Raises:
        LengthsDiffer: not one class for each place; others as `choose_sites`.
    """
    here = checks.places(demand, "demand")
    heavy = checks.weights(weight, len(here))
    if len(classes) != len(here):
        raise LengthsDiffer(f"{len(classes)} classes for {len(here)} places; each place needs one")
    covered = covered_by(here, sites, radius=radius)
    words = np.array(list(classes), dtype=object)
    rows = []
    for name in dict.fromkeys(classes):
        mine = words == name
        found = float(heavy[mine & covered].sum())
        rows.append(ClassCoverage(name, int(mine.sum()), float(heavy[mine].sum()), found))
    return rows


@dataclass(frozen=True, slots=True)
class Left:
    """A place that no site covers: its number, its weight, and how far the nearest site is (None: there is none)."""

    place: int
    weight: float
    nearest: float | None


def left_uncovered(
    demand: ArrayLike, weight: ArrayLike, sites: ArrayLike, *, radius: float, most: int = 20
) -> list[Left]:
    """The heaviest places that are left uncovered; of equal weight the farther from any site first, then by number.

    Raises:
        ImpossibleCount: `most` is below 0; others as `choose_sites`.
    """
    if most < 0:
        raise ImpossibleCount(f"{most} places are asked for; it needs to be 0 or more")
    here, there = checks.places(demand, "demand"), checks.places(sites, "sites")
    heavy = checks.weights(weight, len(here))
    left = np.flatnonzero(~covered_by(here, there, radius=radius) & (heavy > 0))
    away = np.full(len(here), np.inf)
    if len(there):
        from scipy.spatial import cKDTree

        away[left] = cKDTree(there).query(here[left])[0]
    order = left[np.lexsort((left, -away[left], -heavy[left]))][:most]
    return [Left(int(n), float(heavy[n]), float(away[n]) if np.isfinite(away[n]) else None) for n in order]
