"""The same question to an exact solver: HiGHS, with the best choice found so far as its start, and a time limit."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from frankpledge.evidence.siting.checks import Flags, Floats, Ints
from frankpledge.evidence.siting.cover import Cover


def solved(
    cover: Cover, new: int, chosen: Ints, value: float, bound: float, earned: Floats, seconds: float
) -> tuple[Ints, float, float, str]:
    """A choice at least as good as `chosen`, a bound at most `bound`, and how the solver ended.

    Maximise Σ w y, with y_g ≤ Σ x of the sites that cover g, Σ x ≤ new, x binary, y between 0 and 1. Sites that the
    prices rule out, or make certain, are fixed first: with any other choice the bound would fall below `value`.
    """
    fixed = _fixed(earned, new, bound, value)
    solver = _model(cover, new, fixed)
    _start(solver, cover, chosen)
    solver.setOptionValue("time_limit", max(0.0, float(seconds)))
    solver.run()
    ended = solver.modelStatusToString(solver.getModelStatus())
    better, worth = _read(solver, cover, new)
    if worth > value:
        chosen, value = better, worth
    if ended == "Optimal":
        return chosen, value, value, "proved best"
    upper = solver.getInfo().mip_dual_bound
    if np.isfinite(upper):
        bound = max(value, min(bound, float(upper)))
    return chosen, value, bound, "time ran out"


def _fixed(earned: Floats, new: int, bound: float, value: float) -> tuple[Flags, Flags]:
    """Sites that are certainly out, and certainly in, of any choice better than `value` (reduced-cost fixing).

    `bound` belongs to prices under which each site earned `earned`: bringing in a site from outside the best `new`
    lowers it by the difference to the least of them, taking one out by the difference to the next outside.
    """
    ranked = np.sort(earned)[::-1]
    room = bound - value
    least_in = ranked[new - 1]
    next_out = ranked[new] if new < ranked.size else -np.inf
    slack = 1e-6 * max(1.0, abs(bound)) + 1.0
    out = (earned < least_in) & (least_in - earned > room + slack)
    sure = (earned > next_out) & (earned - next_out > room + slack)
    return out, sure


def _model(cover: Cover, new: int, fixed: tuple[Flags, Flags]) -> Any:
    import highspy

    m, n = cover.n_sites, cover.weights.size
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = m + n, n + 1
    lp.sense_ = highspy.ObjSense.kMaximize
    lp.col_cost_ = np.concatenate([np.zeros(m), cover.weights])
    lp.col_lower_ = np.concatenate([fixed[1].astype(float), np.zeros(n)])
    lp.col_upper_ = np.concatenate([1.0 - fixed[0].astype(float), np.ones(n)])
    lp.row_lower_ = np.concatenate([np.zeros(n), [-highspy.kHighsInf]])
    lp.row_upper_ = np.concatenate([np.full(n, highspy.kHighsInf), [float(new)]])
    lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    lp.a_matrix_.start_, lp.a_matrix_.index_, lp.a_matrix_.value_ = _columns(cover)
    lp.integrality_ = [highspy.HighsVarType.kInteger] * m + [highspy.HighsVarType.kContinuous] * n
    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("mip_rel_gap", 0.0)
    solver.setOptionValue("mip_abs_gap", 0.5 if _all_whole(cover.weights) else 1e-6)
    solver.passModel(lp)
    return solver


def _columns(cover: Cover) -> tuple[NDArray[np.int32], NDArray[np.int32], Floats]:
    """The matrix by columns: a site stands in the rows of its groups and in the last; a group in its own."""
    m, n = cover.n_sites, cover.weights.size
    sizes = np.diff(cover.start) + 1
    start = np.concatenate([[0], np.cumsum(sizes), sizes.sum() + np.arange(1, n + 1)]).astype(np.int32)
    index = np.empty(cover.links + m + n, dtype=np.int32)
    last = start[1 : m + 1] - 1
    index[last] = n
    inner = np.ones(cover.links + m, dtype=bool)
    inner[last] = False
    index[: cover.links + m][inner] = cover.groups
    index[cover.links + m :] = np.arange(n)
    values = np.concatenate([np.ones(cover.links + m), np.full(n, -1.0)])
    return start, index, values


def _all_whole(weights: Floats) -> bool:
    return bool((weights == np.round(weights)).all())


def _start(solver: Any, cover: Cover, chosen: Ints) -> None:
    import highspy

    begin = highspy.HighsSolution()
    inside = np.zeros(cover.n_sites)
    inside[chosen] = 1.0
    covered = _covered(cover, chosen).astype(float)
    begin.col_value = np.concatenate([inside, covered]).tolist()
    solver.setSolution(begin)


def _covered(cover: Cover, chosen: Ints) -> Flags:
    covered = np.zeros(cover.weights.size, dtype=bool)
    for site in chosen:
        covered[cover.groups[cover.start[site] : cover.start[site + 1]]] = True
    return covered


def _read(solver: Any, cover: Cover, new: int) -> tuple[Ints, float]:
    """The solver's sites, and what they cover by our own count: its own figure is never taken on trust."""
    values = np.array(solver.getSolution().col_value[: cover.n_sites])
    if values.size < cover.n_sites:
        return np.empty(0, np.int64), -1.0
    sites = np.flatnonzero(values > 0.5)
    if sites.size > new:
        return np.empty(0, np.int64), -1.0
    return sites.astype(np.int64), float(cover.weights[_covered(cover, sites)].sum())
