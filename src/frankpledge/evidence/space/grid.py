"""Grids of squares and of hexagons over a stretch of the British National Grid.

Cells are numbered from the south-west corner, row by row; with an outline (`within`) only those cells are numbered
whose centres lie inside. Neighbours are worked out from row and column, never by comparing shapes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from frankpledge.evidence.errors import ImpossibleCount, LengthsDiffer, NotComputable

from .checks import Bounds, Flags, Floats, Integers, Numbers, finite, one_dimensional, points
from .neighbours import Neighbours

GRID_METHOD = "grid/1"
MOST_CELLS = 20_000_000

Kind = Literal["square", "hexagon"]
Rings = Sequence[npt.NDArray[np.float64]]
SIDE = 1 / np.sqrt(3)
"""Side of a hexagon whose width across flats is 1; also its distance from centre to corner."""


@dataclass(frozen=True, slots=True)
class Grid:
    """Equal cells. `size_m` is the side of a square, or the distance between centres of neighbouring hexagons.

    Args:
        rows, columns: of the raster under the grid; odd rows of hexagons are half a cell further east.
        numbers: the number of the cell at each place of the raster, -1 where there is none; shape (rows x columns,).
    """

    kind: Kind
    size_m: float
    bounds: Bounds
    rows: int
    columns: int
    numbers: Integers
    method: str = GRID_METHOD

    @property
    def cells(self) -> int:
        return int(self.numbers.max(initial=-1)) + 1

    @property
    def area_m2(self) -> float:
        """Of one cell."""
        return self.size_m**2 * (1.0 if self.kind == "square" else np.sqrt(3) / 2)

    @property
    def _row_height(self) -> float:
        return self.size_m * (1.0 if self.kind == "square" else np.sqrt(3) / 2)

    def centres(self) -> Floats:
        """Easting and northing of the middle of each cell, shape (cells, 2), by number."""
        rows, columns = np.divmod(np.flatnonzero(self.numbers >= 0), self.columns)
        return self._centres(rows, columns)

    def _centres(self, rows: Integers, columns: Integers) -> Floats:
        shift = 0.5 * (rows % 2) if self.kind == "hexagon" else 0.0
        first = 0.5 if self.kind == "square" else SIDE / (np.sqrt(3) / 2)
        return np.column_stack(
            [
                self.bounds[0] + (columns + 0.5 + shift) * self.size_m,
                self.bounds[1] + (rows + first) * self._row_height,
            ]
        )

    def corners(self) -> Floats:
        """Outline of each cell without the closing point, anticlockwise: shape (cells, 4 or 6, 2)."""
        if self.kind == "square":
            steps = np.array([(-0.5, -0.5), (0.5, -0.5), (0.5, 0.5), (-0.5, 0.5)])
        else:
            turns = np.radians(np.arange(6) * 60 - 90)
            steps = SIDE * np.column_stack([np.cos(turns), np.sin(turns)])
        return self.centres()[:, None, :] + steps[None] * self.size_m

    def cell_of(self, easting: Numbers, northing: Numbers) -> Integers:
        """The number of the cell of each point, -1 for one outside. A point on a line belongs north or east.

        Raises:
            LengthsDiffer, NotFinite: the coordinates do not pair, or a value is missing.
        """
        e, n = points(easting, northing)
        rows, columns = self._square_at(e, n) if self.kind == "square" else self._hexagon_at(e, n)
        inside = (rows >= 0) & (rows < self.rows) & (columns >= 0) & (columns < self.columns)
        found = np.full(e.size, -1, np.int64)
        found[inside] = self.numbers[rows[inside] * self.columns + columns[inside]]
        return found

    def _square_at(self, e: Floats, n: Floats) -> tuple[Integers, Integers]:
        rows = np.floor((n - self.bounds[1]) / self.size_m).astype(np.int64)
        return rows, np.floor((e - self.bounds[0]) / self.size_m).astype(np.int64)

    def _hexagon_at(self, e: Floats, n: Floats) -> tuple[Integers, Integers]:
        """The nearest centre, which for hexagons is the hexagon: of the two rows around, the nearer centre of each."""
        low = np.floor((n - self.bounds[1]) / self._row_height - SIDE / (np.sqrt(3) / 2)).astype(np.int64)
        best_rows, best_columns = low, low
        nearest = np.full(e.size, np.inf)
        for rows in (low, low + 1):
            columns = np.floor((e - self.bounds[0]) / self.size_m - 0.5 * (rows % 2)).astype(np.int64)
            centres = self._centres(rows, columns)
            away = (centres[:, 0] - e) ** 2 + (centres[:, 1] - n) ** 2
            nearer = away <= nearest
            best_rows, best_columns = np.where(nearer, rows, best_rows), np.where(nearer, columns, best_columns)
            nearest = np.where(nearer, away, nearest)
        return best_rows, best_columns

    def counts(self, easting: Numbers, northing: Numbers, weights: Numbers | None = None) -> Floats | Integers:
        """How many points lie in each cell, shape (cells,); sums of `weights` where they are given.

        Points outside the grid are not counted: compare the sum with the number of points.

        Raises:
            LengthsDiffer, NotFinite: coordinates or weights do not pair, or a value is missing.
        """
        at = self.cell_of(easting, northing)
        inside = at >= 0
        if weights is None:
            return np.bincount(at[inside], minlength=self.cells).astype(np.int64)
        each = one_dimensional("weights", weights)
        if each.size != at.size:
            raise LengthsDiffer(f"{each.size} weights for {at.size} points")
        finite("weights", each)
        return np.bincount(at[inside], weights=each[inside], minlength=self.cells)

    def neighbours(self, diagonal: bool = True) -> Neighbours:
        """Cells that share a side, and with `diagonal` (squares only) those that share a corner."""
        from .kernels import offset_neighbours

        even, odd = _steps(self.kind, diagonal)
        return Neighbours(*offset_neighbours(self.rows, self.columns, self.numbers, even, odd))


def square_grid(bounds: Bounds, size_m: float, within: Rings | None = None) -> Grid:
    """Squares of `size_m` metres, their lines at whole multiples of the size, so that maps of two days share cells.

    Args:
        bounds: (lowest easting, lowest northing, highest easting, highest northing), covered whole.
        within: rings of an area, shape (k, 2) each; holes are rings inside rings. Only cells with their centre inside
            are kept.
    Raises:
        ImpossibleCount: the size is not above zero, or the bounds are turned round.
        NotComputable: more than 20 million cells, or none inside the area.
    """
    west, south, east, north = _checked(bounds, size_m)
    left, bottom = np.floor(west / size_m) * size_m, np.floor(south / size_m) * size_m
    columns = max(1, int(np.ceil((east - left) / size_m)))
    rows = max(1, int(np.ceil((north - bottom) / size_m)))
    corner = (left, bottom, left + columns * size_m, bottom + rows * size_m)
    return _cut("square", size_m, corner, rows, columns, within)


def hexagon_grid(bounds: Bounds, size_m: float, within: Rings | None = None) -> Grid:
    """Hexagons with a corner to the north, their centres `size_m` metres apart; see `square_grid`."""
    west, south, east, north = _checked(bounds, size_m)
    height, side = size_m * np.sqrt(3) / 2, size_m * SIDE
    # A cell's width to spare in the west and one row in the south, so that the bounds are covered in every row.
    left, bottom = np.floor(west / size_m - 1) * size_m, np.floor(south / height - 1) * height
    columns = int(np.ceil((east - left) / size_m)) + 1
    rows = int(np.ceil((north - bottom) / height)) + 1
    corner = (left, bottom, left + (columns + 0.5) * size_m, bottom + (rows - 1) * height + 2 * side)
    return _cut("hexagon", size_m, corner, rows, columns, within)


def bounds_of(easting: Numbers, northing: Numbers, margin_m: float = 0.0) -> Bounds:
    """The smallest upright rectangle around all points, widened by `margin_m` on each side.

    Raises:
        NotComputable: there are no points.
    """
    e, n = points(easting, northing)
    if not e.size:
        raise NotComputable("There are no points to put a frame around.")
    return (
        float(e.min()) - margin_m,
        float(n.min()) - margin_m,
        float(e.max()) + margin_m,
        float(n.max()) + margin_m,
    )


def inside(rings: Rings, easting: Numbers, northing: Numbers) -> Flags:
    """Which points lie inside the rings, by the even-odd rule: a ring within a ring is a hole."""
    e, n = points(easting, northing)
    found = np.zeros(e.size, bool)
    for ring in rings:
        corners = np.asarray(ring, dtype=np.float64)
        for (x1, y1), (x2, y2) in zip(corners, np.roll(corners, -1, axis=0), strict=True):
            if y1 == y2:
                continue
            crossing = (y1 > n) != (y2 > n)
            found[crossing] ^= e[crossing] < x1 + (n[crossing] - y1) * (x2 - x1) / (y2 - y1)
    return found


def _checked(bounds: Bounds, size_m: float) -> Bounds:
    if not (np.isfinite(size_m) and size_m > 0):
        raise ImpossibleCount(f"a cell's size lies above 0 m; got {size_m!r}")
    west, south, east, north = (float(each) for each in bounds)
    if not (np.isfinite([west, south, east, north]).all() and west <= east and south <= north):
        raise ImpossibleCount(f"bounds run west, south, east, north; got {bounds!r}")
    cells = ((east - west) / size_m + 2) * ((north - south) / size_m + 2)
    if cells > MOST_CELLS:
        raise NotComputable(f"Cells of {size_m:g} m would be {cells:,.0f}; at most {MOST_CELLS:,} are made.")
    return west, south, east, north


def _cut(kind: Kind, size_m: float, bounds: Bounds, rows: int, columns: int, within: Rings | None) -> Grid:
    numbers = np.arange(rows * columns, dtype=np.int64)
    whole = Grid(kind, float(size_m), tuple(float(b) for b in bounds), rows, columns, numbers)  # type: ignore[arg-type]
    if within is None:
        return whole
    centres = whole.centres()
    kept = inside(within, centres[:, 0], centres[:, 1])
    if not kept.any():
        raise NotComputable(f"No cell of {size_m:g} m has its centre inside the area: take smaller cells.")
    numbered = np.where(kept, np.cumsum(kept) - 1, -1).astype(np.int64)
    return Grid(kind, whole.size_m, whole.bounds, rows, columns, numbered)


def _steps(kind: Kind, diagonal: bool) -> tuple[Integers, Integers]:
    if kind == "square":
        around = [(r, c) for r in (-1, 0, 1) for c in (-1, 0, 1) if (r, c) != (0, 0)]
        steps = np.array([(r, c) for r, c in around if diagonal or r == 0 or c == 0], np.int64)
        return steps, steps
    even = np.array([(-1, -1), (-1, 0), (0, -1), (0, 1), (1, -1), (1, 0)], np.int64)
    odd = np.array([(-1, 0), (-1, 1), (0, -1), (0, 1), (1, 0), (1, 1)], np.int64)
    return even, odd
