"""How long surfaces take: kernel density of a million points, ours beside KDEpy's FFTKDE, in one run.

Usage: python benchmarks/surfaces.py [--data FILE] [--points N] [--bandwidth-m M] [--cells N] [--rounds N]
           [--peer PYTHON] [--json]

Without --data: clustered points on 20 x 20 km, from a fixed seed. With --data (.csv or .csv.gz with easting and
northing, or a street file): its points. Gaussian kernel of 300 m on 256 x 256 cells for both. Ours is compared with the
exact sum over all points at some of its cells; so is the peer's surface, at the points of its own grid.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import numpy as np
from beside import arguments, exponent, in_peer, medians, points_of, timed
from measuring import Result

SEED = 20250612
SIDE = 20_000.0
GOAL = 10.0
LOOKED_AT = 60
SIZES = (100_000, 300_000, 1_000_000, 3_000_000)

PEER = """
import json, sys, time, warnings
warnings.filterwarnings("ignore")
import numpy as np
from KDEpy import FFTKDE
points, width, cells = np.load(sys.argv[1]), float(sys.argv[2]), int(sys.argv[3])
FFTKDE(kernel="gaussian", bw=width).fit(points[:1000]).evaluate((cells, cells))
wall, cpu = time.perf_counter(), time.process_time()
grid, density = FFTKDE(kernel="gaussian", bw=width).fit(points).evaluate((cells, cells))
spent = {"wall": time.perf_counter() - wall, "cpu": time.process_time() - cpu}
np.savez(sys.argv[4], grid=grid, density=density)
print(json.dumps(spent))
"""


def made(points: int) -> np.ndarray:
    chance = np.random.default_rng(SEED)
    middles = chance.uniform(0, SIDE, (200, 2))
    spread = middles[chance.integers(0, 200, points)] + chance.normal(0, 400, (points, 2))
    return np.clip(spread, 1, SIDE - 1)


def ours(points: np.ndarray, width: float, cells: int):  # type: ignore[no-untyped-def]
    from frankpledge.evidence.space import bounds_of, kernel_surface

    x, y = points[:, 0].copy(), points[:, 1].copy()
    bounds = bounds_of(x, y, 1.0)
    cell = max(bounds[2] - bounds[0], bounds[3] - bounds[1]) / cells
    return timed(lambda: kernel_surface(x, y, bounds, cell_m=cell, bandwidth_m=width))


def exact(points: np.ndarray, x: float, y: float, width: float) -> float:
    """Events for each square kilometre, summed over all points."""
    square = ((points - (x, y)) ** 2).sum(axis=1) / width**2
    return float(np.exp(-square / 2).sum() / (2 * np.pi * width**2) * 1e6)


def our_error(points: np.ndarray, surface, width: float) -> float:  # type: ignore[no-untyped-def]
    chance, peak = np.random.default_rng(1), float(surface.density.max())
    apart = []
    for _ in range(LOOKED_AT):
        row, column = (int(chance.integers(0, size)) for size in surface.density.shape)
        x = surface.bounds[0] + (column + 0.5) * surface.cell_m
        y = surface.bounds[1] + (row + 0.5) * surface.cell_m
        apart.append(abs(surface.density[row, column] - exact(points, x, y, width)) / peak)
    return max(apart)


def peers_error(points: np.ndarray, answer, width: float) -> float:  # type: ignore[no-untyped-def]
    density = answer["density"] * len(points) * 1e6
    picks = np.random.default_rng(1).choice(density.size, LOOKED_AT, replace=False)
    apart = [abs(density[at] - exact(points, *answer["grid"][at], width)) for at in picks]
    return max(apart) / float(density.max())


def main() -> int:
    parser = arguments(__doc__)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--points", type=int, default=1_000_000)
    parser.add_argument("--bandwidth-m", type=float, default=300.0)
    parser.add_argument("--cells", type=int, default=256)
    given = parser.parse_args()
    points = np.column_stack(points_of(given.data)[:2]) if given.data else made(given.points)
    width = given.bandwidth_m
    result = Result(f"Kernel surface of {len(points):,} points, {width:g} m, median of {given.rounds} rounds")
    ours(points[:1000], width, given.cells)
    mine, theirs = [], []
    with tempfile.TemporaryDirectory() as folder:
        np.save(f"{folder}/points.npy", points)
        for _ in range(given.rounds):
            surface, wall, cpu = ours(points, width, given.cells)
            mine.append({"wall": wall, "cpu": cpu})
            if given.peer:
                files = (f"{folder}/points.npy", str(width), str(given.cells), f"{folder}/peer.npz")
                theirs.append(in_peer(given.peer, PEER, *files))
        figures = medians(mine)
        result.add(ours_cpu_s=figures["cpu"], ours_wall_s=figures["wall"])
        result.add(ours_largest_error_of_peak=our_error(points, surface, width), goal_error_of_peak=0.005)
        if theirs:
            peer = medians(theirs)
            result.add(peer_cpu_s=peer["cpu"], peer_wall_s=peer["wall"], ratio=peer["cpu"] / figures["cpu"], goal=GOAL)
            result.add(peer_largest_error_of_peak=peers_error(points, np.load(f"{folder}/peer.npz"), width))
        else:
            result.notes.append("No peer was measured: see the usage above.")
    times = [min(ours(made(size), width, given.cells)[2] for _ in range(3)) for size in SIZES]
    result.add(growth_exponent_100k_to_3m=exponent(SIZES, times))
    result.notes.append("Ratios are of processor time.")
    result.show(as_json=given.json)
    return 0


if __name__ == "__main__":
    sys.exit(main())
