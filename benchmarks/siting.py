"""Where should sites go: the answer at once, its bound, the exact solver, beside spopt with PuLP, in the same run.

Usage: python benchmarks/siting.py [--rounds N] [--seconds S] [--demand FILE --sites FILE --radius R --new P]
           [--peer PYTHON] [--json]

1. 30,000 places and 2,000 sites (simulated, seeded; two radii): greedy alone, greedy with swaps and bound ("at once"),
   then HiGHS with that start for S seconds. Goals: at once within 1 s and 2 % of the bound or of the best known; never
   worse than greedy.
2. 2,000 places and 300 sites, where the peer comes to an end: spopt builds the model through PuLP, CBC solves it,
   in --peer's interpreter on the same places. Ratios of processor time, build and solve together and build alone.
   Goal: building at least 50 times faster.
3. How greedy grows with the number of pairs of a site and a place that it covers: the exponent b in "time = a x pairs
   to the power b". Goal: at most 1.1.

With --demand (.csv: x, y, weight) and --sites (.csv: x, y) the first part takes these places instead.
Compiling is done before any clock starts. Rounds of ours and of the peer alternate; figures are medians.
"""

from __future__ import annotations

import argparse
import csv
import json
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np

SEED = 1
SIDE = 40.0
LARGE = ((30_000, 2_000, 120, 0.8), (30_000, 2_000, 120, 1.5))
SMALL = (2_000, 300, 30, 2.0)
GROWTH = (3_750, 7_500, 15_000, 30_000, 60_000)
PEER_LIMIT = 180


def town(places: int, sites: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Places with skewed counts on a square of 40 by 40 km, and sites at some of them."""
    chance = np.random.default_rng(SEED)
    demand = chance.random((places, 2)) * SIDE
    candidates = demand[chance.choice(places, sites, replace=False)]
    return demand, chance.poisson(np.exp(chance.standard_normal(places) * 1.2)).astype(float), candidates


def timed(act: Any) -> tuple[Any, float, float]:
    begun, cpu = time.perf_counter(), time.process_time()
    answer = act()
    return answer, time.perf_counter() - begun, time.process_time() - cpu


# --- ours --------------------------------------------------------------------------------------------------------


def at_once(places: tuple[np.ndarray, ...], new: int, radius: float, seconds: float = 0.0) -> tuple[Any, float, float]:
    from frankpledge.evidence.siting import choose_sites

    return timed(lambda: choose_sites(*places, radius=radius, new=new, seconds=seconds))


def greedy_alone(places: tuple[np.ndarray, ...], new: int, radius: float) -> tuple[Any, float, float]:
    from frankpledge.evidence.siting import cover_of, kernels

    def act() -> float:
        cover = cover_of(*places, radius=radius)
        return float(kernels.greedy(cover.start, cover.groups, cover.weights, new)[1].sum())

    return timed(act)


def growth(rounds: int) -> tuple[float, int]:
    """The exponent of greedy (cover lists made before) in the number of pairs, and the pairs of the largest."""
    from frankpledge.evidence.siting import cover_of, kernels

    pairs, seconds = [], []
    for places in GROWTH:
        cover = cover_of(*town(places, places // 15), radius=1.5)
        runs = []
        for _ in range(max(5, rounds)):
            runs.append(timed(lambda c=cover, n=places // 250: kernels.greedy(c.start, c.groups, c.weights, n))[2])
        pairs.append(cover.links)
        seconds.append(max(statistics.median(runs), 1e-6))
    return float(np.polyfit(np.log(pairs), np.log(seconds), 1)[0]), pairs[-1]


# --- the peer ----------------------------------------------------------------------------------------------------


def peers() -> dict[str, float]:
    """spopt's model of the same question, built and solved; processor time of its solver's process included."""
    import resource
    import warnings

    warnings.filterwarnings("ignore")
    import pulp
    from scipy.spatial.distance import cdist
    from spopt.locate import MCLP

    places, sites, new, radius = SMALL
    demand, weight, candidates = town(places, sites)

    def cpu() -> float:
        used = (resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN))
        return sum(each.ru_utime + each.ru_stime for each in used)

    begun, wall = cpu(), time.perf_counter()
    model = MCLP.from_cost_matrix(cdist(demand, candidates), weight, radius, p_facilities=new)
    built = cpu()
    model = model.solve(pulp.PULP_CBC_CMD(msg=0, threads=2))
    return {
        "build": built - begun, "cpu": cpu() - begun, "wall": time.perf_counter() - wall,
        "value": float(pulp.value(model.problem.objective)),
    }  # fmt: skip


def in_another_python(python: str, solver: str) -> dict[str, float] | None:
    command = [python, __file__, "--as-peer", solver]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=PEER_LIMIT)
    except subprocess.TimeoutExpired:
        return None
    if done.returncode:
        print(f"The peer with {solver} could not be measured: {done.stderr[-400:]}", file=sys.stderr)
        return None
    answer: dict[str, float] = json.loads(done.stdout.strip().splitlines()[-1])
    return answer


# --- the report --------------------------------------------------------------------------------------------------


def large(result: Any, given: argparse.Namespace) -> None:
    cases = LARGE
    if given.demand:
        cases = ((0, 0, given.new, given.radius),)
    for places, sites, new, radius in cases:
        town_ = _from_files(given) if given.demand else town(places, sites)
        alone = [greedy_alone(town_, new, radius) for _ in range(given.rounds)]
        once = [at_once(town_, new, radius) for _ in range(given.rounds)]
        exact, wall, cpu = at_once(town_, new, radius, given.seconds)
        choice = once[0][0]
        best = max(exact.value, choice.value)
        if choice.value < choice.greedy or exact.value < choice.value:
            sys.exit("An answer is worse than the one before it: this must never be.")
        name = f"{len(town_[0])} x {len(town_[2])}, {new} sites, reach {radius}"
        result.add(**{
            f"{name}: pairs": float(choice.links),
            f"{name}: greedy, covered": choice.greedy,
            f"{name}: greedy, cpu s": statistics.median(run[2] for run in alone),
            f"{name}: greedy and swaps, covered": choice.swapped,
            f"{name}: at once, covered": choice.value,
            f"{name}: at once, bound": choice.bound,
            f"{name}: at once, wall s (goal 1)": statistics.median(run[1] for run in once),
            f"{name}: at once, cpu s": statistics.median(run[2] for run in once),
            f"{name}: at once, % below bound (goal 2)": 100 * choice.gap,
            f"{name}: at once, % below best known": 100 * (1 - choice.value / best),
            f"{name}: HiGHS, covered": exact.value,
            f"{name}: HiGHS, bound": exact.bound,
            f"{name}: HiGHS, % below bound": 100 * exact.gap,
            f"{name}: HiGHS, wall s": wall,
            f"{name}: HiGHS, cpu s": cpu,
        })  # fmt: skip
        result.notes.append(
            f"{name}: covered by greedy {choice.greedy:,.0f}, with swaps {choice.swapped:,.0f}, at once "
            f"{choice.value:,.0f} of at most {choice.bound:,.0f}; HiGHS with that start, {given.seconds:g} s allowed: "
            f"{exact.value:,.0f} of at most {exact.bound:,.0f} ({exact.solver})."
        )


def _from_files(given: argparse.Namespace) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    def rows(path: Path) -> list[dict[str, str]]:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file))

    demand, sites = rows(given.demand), rows(given.sites)
    at = np.array([[float(row["x"]), float(row["y"])] for row in demand])
    there = np.array([[float(row["x"]), float(row["y"])] for row in sites])
    return at, np.array([float(row["weight"]) for row in demand]), there


def beside(result: Any, given: argparse.Namespace) -> None:
    places, sites, new, radius = SMALL
    town_ = town(places, sites)
    mine: list[tuple[Any, float, float]] = []
    build: list[float] = []
    theirs: dict[str, list[dict[str, float]]] = {"cbc": []}
    for _ in range(given.rounds):
        mine.append(at_once(town_, new, radius, 10.0))
        build.append(_build(town_, radius, new))
        for solver in theirs:
            if given.peer and (one := in_another_python(given.peer, solver)):
                theirs[solver].append(one)
    name = f"{places} x {sites}, {new} sites, reach {radius}"
    whole = statistics.median(run[2] for run in mine)
    result.add(**{
        f"{name}: ours, covered (proved best: {mine[0][0].proved})": mine[0][0].value,
        f"{name}: ours, cpu s, all": whole,
        f"{name}: ours, cpu s, model for HiGHS": statistics.median(build),
    })  # fmt: skip
    for solver, runs in theirs.items():
        if runs:
            cpu, built = (statistics.median(run[part] for run in runs) for part in ("cpu", "build"))
            result.add(**{
                f"{name}: spopt with {solver}, covered": runs[0]["value"],
                f"{name}: spopt with {solver}, cpu s, all": cpu,
                f"{name}: spopt with {solver}, cpu s, build": built,
                f"{name}: times faster than spopt with {solver}, all": cpu / whole,
                f"{name}: times faster to build (goal 50), {solver}": built / statistics.median(build),
            })  # fmt: skip
    if not any(theirs.values()):
        result.notes.append("No peer was measured: see the usage above.")


def _build(town_: tuple[np.ndarray, ...], radius: float, new: int) -> float:
    """Cover lists and the solver's model of the whole question, nothing fixed beforehand."""
    from frankpledge.evidence.siting import cover_of, exact

    def act() -> None:
        cover = cover_of(*town_, radius=radius)
        nothing = np.zeros(cover.n_sites, dtype=bool)
        exact._model(cover, new, (nothing, nothing))

    return timed(act)[2]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=20.0)
    parser.add_argument("--demand", type=Path)
    parser.add_argument("--sites", type=Path)
    parser.add_argument("--radius", type=float, default=1.0)
    parser.add_argument("--new", type=int, default=20)
    usual = Path(__file__).parent / ".venv" / "bin" / "python"
    parser.add_argument("--peer", metavar="PYTHON", default=str(usual) if usual.exists() else None)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--as-peer", metavar="SOLVER", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.as_peer:
        print(json.dumps(peers()))
        return 0
    if bool(given.demand) != bool(given.sites):
        sys.exit("--demand and --sites belong together: give both, or neither.")

    from measuring import Result

    at_once(town(300, 30), 5, 3.0, 2.0)  # compiles
    result = Result(f"Siting, median of {given.rounds} rounds")
    large(result, given)
    beside(result, given)
    exponent, pairs = growth(given.rounds)
    result.add(**{f"exponent of greedy in pairs, up to {pairs} (goal 1.1)": exponent})
    result.show(as_json=given.json)
    return 0


if __name__ == "__main__":
    sys.exit(main())
