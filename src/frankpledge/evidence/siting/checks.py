"""What the functions of siting take, looked at once: places, weights, radius, and what they refuse."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from frankpledge.evidence.errors import EvidenceError, ImpossibleCount, LengthsDiffer, NotComputable, NotFinite

Floats = NDArray[np.float64]
Places = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]


HEAVIEST = 1e100
"""Sums of weights beyond this may be more than a computer holds."""


class NotPlaces(EvidenceError):
    """Places are pairs of numbers in one plane, such as eastings and northings in metres."""


class NothingToCover(NotComputable):
    """No weight lies anywhere, so no choice of sites covers more than another: not computable."""


class ImpossibleRadius(EvidenceError):
    """A radius is a number above zero, in the unit of the places."""


class TooFewSites(EvidenceError):
    """More new sites are asked for than there are sites to choose from."""


def places(given: ArrayLike, name: str) -> Places:
    """Places as an array of shape (n, 2); an empty list is no place at all.

    Raises:
        NotPlaces: another shape. NotFinite: a coordinate is missing or infinite.
    """
    found = np.asarray(given, dtype=np.float64)
    if found.size == 0:
        return np.empty((0, 2))
    if found.ndim != 2 or found.shape[1] != 2:
        raise NotPlaces(f"{name} has the shape {found.shape}; it needs one row a place and two columns")
    if not np.isfinite(found).all():
        raise NotFinite(f"{name}: row {int(np.flatnonzero(~np.isfinite(found).all(axis=1))[0])} has no finite place")
    return np.ascontiguousarray(found)


def weights(given: ArrayLike, n: int) -> Floats:
    """The weight of each place, 0 or more.

    Raises:
        LengthsDiffer, NotFinite, ImpossibleCount: not one for each, not a number, below zero or above 1e100.
        NothingToCover: all are zero, or there is no place.
    """
    found = np.asarray(given, dtype=np.float64)
    if found.shape != (n,):
        raise LengthsDiffer(f"{found.size} weights for {n} places; each place needs one")
    if not np.isfinite(found).all():
        raise NotFinite(f"weight {int(np.flatnonzero(~np.isfinite(found))[0])} is not a finite number")
    if (found < 0).any():
        raise ImpossibleCount(f"weight {int(np.flatnonzero(found < 0)[0])} is {found.min():g}; weights are 0 or more")
    if found.max(initial=0.0) > HEAVIEST:
        raise ImpossibleCount(f"the largest weight is {found.max():.3g}; take a larger unit: at most {HEAVIEST:.0e}")
    if not found.any():
        raise NothingToCover("no place has a weight above 0, so nothing can be covered")
    return found


def radius(given: float) -> float:
    """Raises ImpossibleRadius."""
    if not np.isfinite(given) or given <= 0:
        raise ImpossibleRadius(f"the radius is {given!r}; it needs to be above 0, in the unit of the places")
    return float(given)


def how_many(given: int, sites: int) -> int:
    """Raises ImpossibleCount, TooFewSites."""
    if given != int(given) or given < 0:
        raise ImpossibleCount(f"{given!r} new sites; it needs to be a whole number, 0 or more")
    if given > sites:
        raise TooFewSites(f"{given} new sites are asked for, and there are {sites} to choose from")
    return int(given)
