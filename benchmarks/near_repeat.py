"""How long near repeats take: the Knox test, ours beside PySAL's pointpats, in one run.

Usage: python benchmarks/near_repeat.py [--data FILE] [--events N] [--large N] [--permutations N] [--rounds N]
           [--peer PYTHON] [--json]

Without --data: clustered events on 20 x 20 km and 365 days, from a fixed seed. With --data (.csv or .csv.gz with
easting, northing and date): its events. Close means 200 m and 14 days. The peer deals 99 times and is compared for each
deal, because it needs seconds where ours needs milliseconds; the number of close pairs must be the same. Ours also for
--large events (50,000; 0 leaves it out), and how its time grows. Each round of the peer is a process of its own.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import numpy as np
from beside import arguments, exponent, in_peer, medians, points_of, timed
from measuring import Result

SEED = 20250612
METRES, DAYS, SIDE = 200.0, 14, 20_000.0
GOAL, GOAL_LARGE_S = 150.0, 5.0
PEER_DEALS = 99
SIZES = (3_000, 10_000, 30_000, 50_000)

PEER = """
import json, sys, time, warnings
warnings.filterwarnings("ignore")
import numpy as np
from pointpats.spacetime import Knox
given = np.load(sys.argv[1])
space, times = given["space"], given["times"]
metres, days, deals = float(sys.argv[2]), float(sys.argv[3]), int(sys.argv[4])
Knox(space[:50], times[:50], metres, days, permutations=9)
wall, cpu = time.perf_counter(), time.process_time()
found = Knox(space, times, metres, days, permutations=deals)
print(json.dumps({"wall": time.perf_counter() - wall, "cpu": time.process_time() - cpu,
    "pairs": float(found.statistic_), "p": float(found.p_sim)}))
"""


def made(events: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Half of the events around one place for each hundred, half anywhere; days without any tie to places."""
    chance = np.random.default_rng(SEED + events)
    middles = chance.uniform(0, SIDE, (max(1, events // 100), 2))
    gathered = middles[chance.integers(0, len(middles), events // 2)] + chance.normal(0, 150, (events // 2, 2))
    space = np.concatenate([gathered, chance.uniform(0, SIDE, (events - events // 2, 2))])
    return space[:, 0].copy(), space[:, 1].copy(), chance.integers(0, 365, events).astype(float)


def read(path: Path) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    x, y, dates = points_of(path)
    if not dates:
        sys.exit(f"{path} has no column date")
    days = np.array(dates, "datetime64[D]")
    return x, y, (days - days.min()).astype(float)


def ours(x: np.ndarray, y: np.ndarray, days: np.ndarray, deals: int) -> dict[str, float]:
    from frankpledge.evidence.space import knox

    found, wall, cpu = timed(
        lambda: knox(x, y, days, space_m=(0, METRES), time=(0, DAYS), permutations=deals)
    )  # fmt: skip
    return {"wall": wall, "cpu": cpu, "pairs": float(found.observed[0, 0]), "p": float(found.p[0, 0])}


def main() -> int:
    parser = arguments(__doc__)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--events", type=int, default=3_000)
    parser.add_argument("--large", type=int, default=50_000)
    parser.add_argument("--permutations", type=int, default=999)
    given = parser.parse_args()
    x, y, days = read(given.data) if given.data else made(given.events)
    result = Result(
        f"Knox test of {x.size:,} events, {METRES:g} m and {DAYS} days, {given.permutations} deals; "
        f"median of {given.rounds} rounds"
    )
    ours(*made(200), 19)
    mine, theirs = [], []
    with tempfile.TemporaryDirectory() as folder:
        np.savez(f"{folder}/events.npz", space=np.column_stack([x, y]), times=days[:, None])
        for _ in range(given.rounds):
            mine.append(ours(x, y, days, given.permutations))
            if given.peer:
                near = (f"{folder}/events.npz", str(METRES), str(DAYS), str(PEER_DEALS))
                theirs.append(in_peer(given.peer, PEER, *near))
    figures = medians(mine)
    result.add(
        ours_cpu_s=figures["cpu"], ours_wall_s=figures["wall"],
        ours_ms_a_deal=1000 * figures["cpu"] / given.permutations, ours_close_pairs=figures["pairs"],
        ours_pairs_close_in_place=_pairs((x, y, days)),
        ours_p=figures["p"],
    )  # fmt: skip
    if theirs:
        peer = medians(theirs)
        each, ratio = peer["cpu"] / PEER_DEALS, peer["cpu"] / PEER_DEALS * given.permutations / figures["cpu"]
        result.add(
            peer_ms_a_deal=1000 * each, peer_close_pairs=peer["pairs"], peer_p=peer["p"], ratio_for_each_deal=ratio,
            goal=GOAL,
        )  # fmt: skip
    else:
        result.notes.append("No peer was measured: see the usage above.")
    if given.large:
        add_large(result, given.large, given.permutations, given.rounds)
    result.notes.append("Ratios are of processor time; ours counts finding the close pairs, too.")
    result.show(as_json=given.json)
    return 0


def add_large(result: Result, events: int, deals: int, rounds: int) -> None:
    large = medians([ours(*made(events), deals) for _ in range(rounds)])
    result.add(large_events=events, large_wall_s=large["wall"], large_cpu_s=large["cpu"], goal_large_s=GOAL_LARGE_S)
    sizes = [size for size in SIZES if size <= max(events, SIZES[1])]
    times = [min(ours(*made(size), deals)["cpu"] for _ in range(2)) for size in sizes]
    pairs = [_pairs(made(size)) for size in sizes]
    result.add(growth_exponent_in_events=exponent(sizes, times), growth_exponent_in_pairs=exponent(pairs, times))


def _pairs(events: tuple[np.ndarray, np.ndarray, np.ndarray]) -> int:
    """How many pairs are close in place."""
    from scipy.spatial import cKDTree

    tree = cKDTree(np.column_stack(events[:2]))
    return (int(tree.count_neighbors(tree, METRES)) - events[0].size) // 2


if __name__ == "__main__":
    sys.exit(main())
