"""A smooth surface of density from points: how many for each square kilometre, here and around.

Each point is shared out among the four nearest centres of a fine raster, which is then smoothed; the bell along rows
and columns, one after the other. The width by which sharing out spreads a point (cell² / 6 on average) is taken off the
kernel's own: that keeps the surface within half a per cent of its peak of the exact sum over all points.

Sources: Silverman, Density Estimation (1986), 4.2 and 3.5; Diggle, Applied Statistics 34 (1985) for the edge.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from frankpledge.evidence.errors import ImpossibleCount, LengthsDiffer, NotComputable, NotFinite, require_choice

from .checks import Bounds, Floats, Numbers, in_metres, one_dimensional
from .grid import Rings, inside
from .surface_kernels import share_out, smooth

SURFACE_METHOD = "surface/1"
Kernel = Literal["gaussian", "quartic"]
KERNELS = ("gaussian", "quartic")
REACH = 4.5
"""Standard deviations after which the bell is cut off: 1 in 150,000 of its weight lies beyond."""
COARSEST = 2.0
"""A cell may not be wider than the bandwidth divided by this."""
MOST_CELLS = 25_000_000
SQUARE_KM = 1_000_000.0


@dataclass(frozen=True, slots=True)
class Surface:
    """Density on a raster.

    Args:
        density: events for each square kilometre, shape (rows, columns), the first row in the south; NaN outside the
            area, where one was given.
        events: how many points lie within the frame; left_out: how many do not.
    """

    density: Floats
    bounds: Bounds
    cell_m: float
    bandwidth_m: float
    kernel: Kernel
    events: int
    left_out: int
    edge_corrected: bool
    method: str = SURFACE_METHOD

    @property
    def total(self) -> float:
        """The sum over the surface: the number of events, less what the kernel spread beyond the frame."""
        return float(np.nansum(self.density) * self.cell_m**2 / SQUARE_KM)

    def classes(self, how_many: int = 5) -> npt.NDArray[np.int64]:
        """Class of each cell: 1 to `how_many` in equal steps of density up to the highest, 0 for none, -1 outside.

        Equal steps, because a surface with equal numbers of cells in each class shows peaks where there are none.
        """
        if how_many < 1:
            raise ImpossibleCount(f"a map has at least one class; got {how_many}")
        known = np.isfinite(self.density)
        top = float(np.nanmax(self.density)) if known.any() else 0.0
        if top <= 0:
            return np.where(known, 0, -1)
        steps = np.ceil(np.nan_to_num(self.density) / top * how_many * (1 - 1e-12)).astype(np.int64)
        low = np.nan_to_num(self.density) < top / (20 * how_many)
        return np.where(known, np.where(low, 0, np.maximum(steps, 1)), -1)

    @property
    def sentence(self) -> str:
        row, column = np.unravel_index(int(np.nanargmax(self.density)), self.density.shape)
        return (
            f"{self.events:,} events, smoothed over {self.bandwidth_m:g} m: at most {self.density[row, column]:,.1f} "
            f"for each square kilometre, around {self.bounds[0] + (column + 0.5) * self.cell_m:.0f} east, "
            f"{self.bounds[1] + (row + 0.5) * self.cell_m:.0f} north."
        )


def kernel_surface(
    easting: Numbers,
    northing: Numbers,
    bounds: Bounds,
    *,
    cell_m: float = 100.0,
    bandwidth_m: float = 300.0,
    kernel: Kernel = "gaussian",
    weights: Numbers | None = None,
    within: Rings | None = None,
    edge: bool = False,
) -> Surface:
    """The kernel density of points, in events for each square kilometre.

    Args:
        bounds: the frame; it is widened to whole cells in the north and east.
        bandwidth_m: standard deviation of the bell, or half-width of the quartic kernel. It decides the map far more
            than the kernel does: show it, and try a second one.
        weights: how much each point counts (harm, say), 0 or more.
        within: rings of an area; cells with their centre outside get NaN, and points outside are still counted.
        edge: divide by the share of the kernel that lies inside the frame (and area): without it a border looks safer
            than it is. With `within` points outside are then left out, for their crimes are not all known.
    Raises:
        NotComputable: no points within the frame, or too many cells.
        ImpossibleCount: cells wider than half the bandwidth, or a size, bandwidth or weight out of range.
        LengthsDiffer, NotFinite, UnknownChoice: as they say.
    """
    require_choice("kernel", kernel, KERNELS)
    rows, columns, frame = _raster(bounds, cell_m, bandwidth_m)
    e, n = one_dimensional("easting", easting), one_dimensional("northing", northing)
    each = None if weights is None else one_dimensional("weights", weights)
    if e.size != n.size or (each is not None and each.size != e.size):
        raise LengthsDiffer(f"{e.size} eastings, {n.size} northings, {'no' if each is None else each.size} weights")
    in_metres(e, n)
    if edge and within is not None:
        kept = inside(within, e, n)
        e, n, each = e[kept], n[kept], None if each is None else each[kept]
    raster, events = _binned(e, n, each, frame, cell_m, rows, columns)
    if not events:
        raise NotComputable(f"None of the {e.size:,} points lies within the frame: there is nothing to draw.")
    if not raster.any():
        raise NotComputable("Every point within the frame has a weight of 0: there is nothing to draw.")
    found = _smoothed(raster, kernel, bandwidth_m / cell_m)[1:-1, 1:-1].copy()
    area = _area(within, frame, cell_m, rows, columns)
    if edge:
        found /= np.maximum(_smoothed(area.astype(np.float64), kernel, bandwidth_m / cell_m), 1e-9)
    found *= SQUARE_KM / cell_m**2
    found[~area] = np.nan
    return Surface(found, frame, float(cell_m), float(bandwidth_m), kernel, events, e.size - events, edge)


def _raster(bounds: Bounds, cell_m: float, bandwidth_m: float) -> tuple[int, int, Bounds]:
    west, south, east, north = (float(each) for each in bounds)
    if not (np.isfinite([west, south, east, north]).all() and west < east and south < north):
        raise ImpossibleCount(f"bounds run west, south, east, north, one below the other; got {bounds!r}")
    if not 0 < cell_m <= bandwidth_m / COARSEST:
        raise ImpossibleCount(
            f"cells of {cell_m:g} m for a bandwidth of {bandwidth_m:g} m: cells are above 0 and at most half of it"
        )
    columns, rows = int(np.ceil((east - west) / cell_m)), int(np.ceil((north - south) / cell_m))
    if rows * columns > MOST_CELLS:
        raise NotComputable(f"{rows * columns:,} cells; at most {MOST_CELLS:,} are computed. Take larger cells.")
    return rows, columns, (west, south, west + columns * cell_m, south + rows * cell_m)


def _binned(
    e: Floats, n: Floats, weights: Floats | None, frame: Bounds, cell_m: float, rows: int, columns: int
) -> tuple[Floats, int]:
    raster = np.zeros((rows + 2, columns + 2))
    if weights is not None and weights.size and not (np.isfinite(weights).all() and weights.min() >= 0):
        raise ImpossibleCount("weights are finite and 0 or more")
    each = np.zeros(0) if weights is None else weights
    events, bad = share_out(e, n, each, frame[0], frame[1], 1 / cell_m, raster)
    if bad:
        raise NotFinite(f"{bad} of {e.size} points have a missing coordinate")
    return raster, int(events)


def _smoothed(raster: Floats, kernel: Kernel, bandwidth: float) -> Floats:
    if kernel == "gaussian":
        return smooth(raster, _bell(bandwidth))  # type: ignore[no-any-return]
    from scipy.signal import oaconvolve

    return np.maximum(oaconvolve(raster, _quartic(bandwidth), mode="same"), 0.0)  # type: ignore[no-any-return]


def _bell(bandwidth: float) -> Floats:
    """The bell at whole cells, narrower by what sharing out spreads; it sums to 1."""
    width = np.sqrt(bandwidth**2 - 1 / 6)
    steps = np.arange(-int(np.ceil(REACH * width)), int(np.ceil(REACH * width)) + 1)
    bell = np.exp(-0.5 * (steps / width) ** 2)
    return bell / bell.sum()  # type: ignore[no-any-return]


def _quartic(bandwidth: float) -> Floats:
    """3/π (1 - r²)² at whole cells, narrower by what sharing out spreads (its variance is h² / 8); it sums to 1."""
    width = np.sqrt(bandwidth**2 - 8 / 6)
    at = np.arange(-int(np.ceil(width)), int(np.ceil(width)) + 1)
    square = (at[:, None] ** 2 + at[None, :] ** 2) / width**2
    table = np.where(square < 1, (1 - square) ** 2, 0.0)
    return table / table.sum()  # type: ignore[no-any-return]


def _area(within: Rings | None, frame: Bounds, cell_m: float, rows: int, columns: int) -> npt.NDArray[np.bool_]:
    if within is None:
        return np.ones((rows, columns), bool)
    e = frame[0] + (np.arange(columns) + 0.5) * cell_m
    n = frame[1] + (np.arange(rows) + 0.5) * cell_m
    found = inside(within, np.tile(e, rows), np.repeat(n, columns)).reshape(rows, columns)
    if not found.any():
        raise NotComputable("No cell of the surface has its centre inside the area: take smaller cells.")
    return found
