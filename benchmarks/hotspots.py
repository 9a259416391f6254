"""How long hotspots take: Gi* and local Moran with exact permutation chances, ours beside PySAL's esda, in one run.

Usage: python benchmarks/hotspots.py [--cells N | --data FILE --cell-m M] [--permutations N] [--rounds N]
           [--peer PYTHON] [--json]

Without --data: a square grid of over-dispersed counts from a fixed seed (316 x 316 cells), queen neighbours. With
--data (.csv or .csv.gz of points: easting and northing, or a street file): its points counted in squares of --cell-m.

The peer samples 999 permutations where ours counts all of them, so the answers are compared, too: z to the last
figures; our chances with a plain integer Monte Carlo of our own, cell by cell; and the peer's chances with ours, where
the peer compares rounded numbers and loses ties (see docs/methods/local-g.md). The peer's Python is benchmarks/.venv,
if it is there (requirements/benchmarks.lock); each round is a process of its own, warmed up on a small map first.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import numpy as np
from beside import arguments, exponent, in_peer, medians, points_of, timed
from measuring import Result

SEED = 20250612
GOAL = 500.0
SIZES = (10_000, 30_000, 100_000, 300_000)
LOOKED_AT, DRAWS = 60, 20_000

PEER = """
import json, sys, time, warnings
warnings.filterwarnings("ignore")
import numpy as np
from esda.getisord import G_Local
from esda.moran import Moran_Local
from libpysal.weights import lat2W
counts, rows, columns, permutations, out = np.load(sys.argv[1]), *(int(a) for a in sys.argv[2:5]), sys.argv[5]
def spent(work):
    wall, cpu = time.perf_counter(), time.process_time()
    answer = work()
    return answer, time.perf_counter() - wall, time.process_time() - cpu
small = lat2W(8, 8, rook=False)
np.random.seed(1)
y = np.random.poisson(3, 64).astype(float)
G_Local(y, small, transform="B", star=True, permutations=permutations, n_jobs=1, seed=1, keep_simulations=False)
Moran_Local(y, small, permutations=permutations, n_jobs=1, seed=1, keep_simulations=False)
w, weights_wall, weights_cpu = spent(lambda: lat2W(rows, columns, rook=False))
values = counts.astype(float)
plain, _, analytic_cpu = spent(lambda: G_Local(values, w, transform="B", star=True, permutations=0))
g, g_wall, g_cpu = spent(lambda: G_Local(values, w, transform="B", star=True, permutations=permutations, n_jobs=1,
    seed=2, keep_simulations=False))
m, m_wall, m_cpu = spent(lambda: Moran_Local(values, w, permutations=permutations, n_jobs=1, seed=2,
    keep_simulations=False))
np.savez(out, z=np.asarray(g.Zs), p=np.asarray(g.p_sim), i=np.asarray(m.Is))
print(json.dumps({"g_cpu": g_cpu, "g_wall": g_wall, "analytic_cpu": analytic_cpu, "m_cpu": m_cpu, "m_wall": m_wall,
    "weights_cpu": weights_cpu}))
"""


def made(cells: int) -> tuple[np.ndarray, int, int]:
    """Counts like those of crimes: most cells have few, some have many."""
    side = int(np.sqrt(cells))
    return np.random.default_rng(SEED).negative_binomial(0.8, 0.25, side * side), side, side


def counted(path: Path, cell_m: float) -> tuple[np.ndarray, int, int]:
    from frankpledge.evidence.space import bounds_of, square_grid

    x, y, _ = points_of(path)
    grid = square_grid(bounds_of(x, y), cell_m)
    return np.asarray(grid.counts(x, y)), grid.rows, grid.columns


def ours(counts: np.ndarray, rows: int, columns: int) -> tuple[object, object, dict[str, float]]:
    from frankpledge.evidence.space import local_g, local_moran, square_grid

    grid = square_grid((0, 0, columns * 100, rows * 100), 100)
    neighbours, _, weights_cpu = timed(grid.neighbours)
    found, g_wall, g_cpu = timed(lambda: local_g(counts, neighbours))
    _, _, analytic_cpu = timed(lambda: local_g(counts, neighbours, p="analytic"))
    moran, m_wall, m_cpu = timed(lambda: local_moran(counts, neighbours))
    if found.p_method != "exact":
        sys.exit(f"The chances are not exact but {found.p_method}: take smaller cells or fewer points.")
    return found, moran, {
        "g_cpu": g_cpu, "g_wall": g_wall, "analytic_cpu": analytic_cpu, "m_cpu": m_cpu, "m_wall": m_wall,
        "weights_cpu": weights_cpu,
    }  # fmt: skip


def against_chance(counts: np.ndarray, rows: int, columns: int) -> tuple[float, float]:
    """Largest difference between exact chances and drawn ones, in chances and in standard errors, over some cells."""
    from frankpledge.evidence.space import local_g, square_grid

    neighbours = square_grid((0, 0, columns * 100, rows * 100), 100).neighbours()
    found, chance = local_g(counts, neighbours), np.random.default_rng(SEED + 1)
    apart = []
    for cell in chance.choice(counts.size, LOOKED_AT, replace=False):
        around = neighbours.of(cell)
        drawn = chance.integers(0, counts.size - 1, (DRAWS, len(around)))
        clash = (np.diff(np.sort(drawn, axis=1), axis=1) == 0).any(axis=1)
        drawn = drawn[~clash] + (drawn[~clash] >= cell)
        p, seen = float(found.p_high[cell]), counts[around].sum()
        error = np.sqrt(max(p * (1 - p), 1e-9) / len(drawn))
        apart.append((abs(float((counts[drawn].sum(axis=1) >= seen).mean()) - p), error))
    return max(each for each, _ in apart), max(each / error for each, error in apart if error > 1e-4)


def main() -> int:
    parser = arguments(__doc__)
    parser.add_argument("--cells", type=int, default=100_000)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--cell-m", type=float, default=250.0)
    parser.add_argument("--permutations", type=int, default=999)
    given = parser.parse_args()
    counts, rows, columns = counted(given.data, given.cell_m) if given.data else made(given.cells)
    result = Result(
        f"Gi* and local Moran of {counts.size:,} cells, {len(np.unique(counts))} different counts, exact chances; "
        f"median of {given.rounds} rounds"
    )
    ours(*made(1000))
    mine, theirs = [], []
    with tempfile.TemporaryDirectory() as folder:
        np.save(f"{folder}/counts.npy", counts)
        for _ in range(given.rounds):
            found, moran, spent = ours(counts, rows, columns)
            mine.append(spent)
            if given.peer:
                theirs.append(
                    in_peer(given.peer, PEER, f"{folder}/counts.npy", str(rows), str(columns),
                            str(given.permutations), f"{folder}/peer.npz")
                )  # fmt: skip
        figures = medians(mine)
        result.add(
            ours_exact_gi_star_cpu_s=figures["g_cpu"], ours_exact_gi_star_wall_s=figures["g_wall"],
            ours_analytic_cpu_s=figures["analytic_cpu"], ours_exact_moran_cpu_s=figures["m_cpu"],
            ours_neighbours_cpu_s=figures["weights_cpu"],
        )  # fmt: skip
        if theirs:
            add_peer(result, figures, medians(theirs), found, moran, np.load(f"{folder}/peer.npz"))
        else:
            result.notes.append("No peer was measured: see the usage above.")
    difference, errors = against_chance(counts, rows, columns)
    result.add(largest_difference_from_drawn_chances=difference, the_same_in_standard_errors=errors)
    sizes = [made(size) for size in SIZES]
    times = [min(ours(*each)[2]["g_cpu"] for _ in range(3)) for each in sizes]
    result.add(growth_exponent_10k_to_300k=exponent([each[0].size for each in sizes], times))
    result.show(as_json=given.json)
    return 0


def add_peer(result: Result, mine: dict[str, float], theirs: dict[str, float], found, moran, answer) -> None:  # type: ignore[no-untyped-def]
    known = np.isfinite(answer["z"]) & np.isfinite(found.z)
    result.add(
        peer_gi_star_cpu_s=theirs["g_cpu"], peer_gi_star_wall_s=theirs["g_wall"],
        peer_analytic_cpu_s=theirs["analytic_cpu"], peer_moran_cpu_s=theirs["m_cpu"],
        peer_neighbours_cpu_s=theirs["weights_cpu"],
        ratio_gi_star=theirs["g_cpu"] / mine["g_cpu"], goal=GOAL,
        ratio_gi_star_neighbours_included=(theirs["g_cpu"] + theirs["weights_cpu"])
        / (mine["g_cpu"] + mine["weights_cpu"]),
        ratio_analytic=theirs["analytic_cpu"] / mine["analytic_cpu"], ratio_moran=theirs["m_cpu"] / mine["m_cpu"],
        largest_difference_of_z=float(np.abs(answer["z"] - found.z)[known].max()),
        largest_difference_of_moran=float(np.abs(answer["i"] - moran.i).max()),
    )  # fmt: skip
    # The peer folds its chance onto the smaller tail; so must ours be, to be laid beside it.
    folded = np.minimum(found.p_high, found.p_low)
    apart = np.abs(folded - answer["p"])
    result.add(
        peer_chances_more_than_0_05_away_share=float((apart > 0.05).mean()),
        peer_chances_largest_difference=float(np.nanmax(apart)),
    )
    result.notes.append(
        "Ratios are of processor time. Chances of the peer that lie far away are ties that it loses to rounding: it "
        "compares sums divided by a total with >=."
    )


if __name__ == "__main__":
    sys.exit(main())
