"""Which site covers which place: cover lists, and places that no choice of sites can tell apart made one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from frankpledge.evidence.siting import checks
from frankpledge.evidence.siting.checks import Flags, Floats, Ints, Places

EDGE = 1 + 1e-9
"""The search tree is asked for a little more, and the edge is then decided by one formula: distance ≤ radius."""


@dataclass(frozen=True, slots=True)
class Cover:
    """What each site covers, both ways round, in compressed rows.

    A *group* is all demand that exactly the same sites cover. Site `s` covers the groups
    `groups[start[s]:start[s + 1]]`; group `g` is covered by the sites `sites[back[g]:back[g + 1]]`.

    Attributes:
        weights: shape (groups,), the summed weight of each.
        group_of: shape (n,), the group of each place; -1 where no site reaches it, or where it counts already.
    """

    weights: Floats
    start: Ints
    groups: Ints
    back: Ints
    sites: Ints
    group_of: Ints

    @property
    def n_sites(self) -> int:
        return self.start.size - 1

    @property
    def links(self) -> int:
        """How many pairs of a site and a group it covers."""
        return self.groups.size


def cover_of(
    demand: ArrayLike, weight: ArrayLike, candidates: ArrayLike, *, radius: float, existing: ArrayLike = ()
) -> Cover:
    """Cover lists of the sites to choose from, over the demand that the existing sites leave.

    Args:
        demand: shape (n, 2), places in one plane, in metres say. weight: shape (n,), 0 or more.
        candidates: shape (m, 2). existing: shape (k, 2), sites that stand already.
        radius: a site covers what lies at most this far away, as the crow flies; in the unit of the places.

    Raises: see `checks`.
    """
    here, sites = checks.places(demand, "demand"), checks.places(candidates, "candidates")
    heavy = checks.weights(weight, len(here))
    wanted = (heavy > 0) & ~covered_by(here, existing, radius=radius)
    at = np.flatnonzero(wanted)
    rows, columns = _pairs(here[at], sites, checks.radius(radius))
    return _grouped(at, rows, columns, heavy, len(sites))


def covered_by(demand: ArrayLike, sites: ArrayLike, *, radius: float) -> Flags:
    """Which places lie within `radius` of any of the sites: shape (n,)."""
    here, there = checks.places(demand, "demand"), checks.places(sites, "sites")
    reach = checks.radius(radius)
    covered = np.zeros(len(here), dtype=bool)
    if len(there) and len(here):
        from scipy.spatial import cKDTree

        nearest: Any = cKDTree(there).query(here, distance_upper_bound=reach * EDGE)
        near, which = nearest
        found = np.flatnonzero(np.isfinite(near))
        covered[found] = _distance(here[found], there[which[found]]) <= reach
    return covered


def _distance(one: Places, other: Places) -> Floats:
    away: Floats = np.hypot(one[:, 0] - other[:, 0], one[:, 1] - other[:, 1])
    return away


def _pairs(here: Places, sites: Places, reach: float) -> tuple[Ints, Ints]:
    """Pairs (place, site) within reach, by place and then by site."""
    if not len(here) or not len(sites):
        return np.empty(0, np.int64), np.empty(0, np.int64)
    from scipy.spatial import cKDTree

    found: Any = cKDTree(here).sparse_distance_matrix(cKDTree(sites), reach * EDGE, output_type="ndarray")
    rows, columns = found["i"].astype(np.int64), found["j"].astype(np.int64)
    inside = _distance(here[rows], sites[columns]) <= reach
    key = np.sort(rows[inside] * len(sites) + columns[inside])
    return key // len(sites), key % len(sites)


def _grouped(at: Ints, rows: Ints, columns: Ints, heavy: Floats, n_sites: int) -> Cover:
    """Places with equal lists become one group; lists are told apart by two sums of random numbers, then compared."""
    lengths = np.bincount(rows, minlength=at.size)
    back = np.concatenate([[0], np.cumsum(lengths)])
    group, first = _equal_lists(back, columns, lengths, n_sites)
    reached = lengths > 0
    group_of = np.full(heavy.size, -1, dtype=np.int64)
    group_of[at[reached]] = group[reached]
    summed = np.bincount(group[reached], weights=heavy[at[reached]], minlength=first.size)
    new_back = np.concatenate([[0], np.cumsum(lengths[first])])
    member = np.repeat(np.arange(first.size), lengths[first])
    sites = columns[np.arange(new_back[-1]) - np.repeat(new_back[:-1] - back[first], lengths[first])]
    order = np.argsort(sites, kind="stable")
    start = np.concatenate([[0], np.cumsum(np.bincount(sites, minlength=n_sites))])
    return Cover(summed.astype(np.float64), start, member[order], new_back, sites, group_of)


def _equal_lists(back: Ints, columns: Ints, lengths: Ints, n_sites: int) -> tuple[Ints, Ints]:
    """The group of each row (-1 for empty ones) and the first row of each group, numbered by that first row."""
    marks = np.random.default_rng(20_210_909).integers(1, 2**63 - 1, size=(n_sites + 1, 2), dtype=np.int64)
    sums = np.zeros((lengths.size, 2), dtype=np.int64)
    full = np.flatnonzero(lengths)
    if not full.size:
        return np.full(lengths.size, -1, dtype=np.int64), np.empty(0, np.int64)
    for k in (0, 1):
        sums[full, k] = np.add.reduceat(marks[columns, k], back[:-1][full])
    order = full[np.lexsort((full, sums[full, 1], sums[full, 0], lengths[full]))]
    same = (sums[order[1:]] == sums[order[:-1]]).all(axis=1) & (lengths[order[1:]] == lengths[order[:-1]])
    same[same] = _really_equal(order[1:][same], order[:-1][same], back, columns, lengths)
    number = np.concatenate([[0], np.cumsum(~same)])
    first = np.full(number[-1] + 1, lengths.size, dtype=np.int64)
    np.minimum.at(first, number, order)
    place = np.argsort(np.argsort(first))
    group = np.full(lengths.size, -1, dtype=np.int64)
    group[order] = place[number]
    return group, np.sort(first)


def _really_equal(one: Ints, other: Ints, back: Ints, columns: Ints, lengths: Ints) -> Flags:
    """Whether rows that look alike are alike, column by column: nothing rests on chance."""
    if not one.size:
        return np.empty(0, dtype=bool)
    size = lengths[one]
    step = np.arange(size.sum()) - np.repeat(np.cumsum(size) - size, size)
    alike = columns[np.repeat(back[one], size) + step] == columns[np.repeat(back[other], size) + step]
    return np.logical_and.reduceat(alike, np.cumsum(size) - size)
