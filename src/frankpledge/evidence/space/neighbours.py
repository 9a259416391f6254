"""Which areas lie next to which, as two plain arrays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from frankpledge.evidence.errors import ImpossibleCount, LengthsDiffer, UnknownChoice

from .checks import Floats, Integers, Numbers, in_metres, points

Others = npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The neighbours of each of n areas, without the area itself; each counts once (binary weights).

    Args:
        starts: shape (n + 1,); those of area i are `others[starts[i]:starts[i + 1]]`.
        others: positions of areas, 0 to n - 1.
    """

    starts: Integers
    others: Others

    @property
    def n(self) -> int:
        return self.starts.size - 1

    @property
    def count_of(self) -> Integers:
        """How many neighbours each area has, shape (n,)."""
        return np.diff(self.starts)

    @property
    def pairs(self) -> int:
        """Ordered pairs: a and b next to each other are two."""
        return self.others.size

    def lag_sum(self, values: Numbers) -> Floats:
        """The sum over the neighbours of each area, shape (n,).

        Raises:
            LengthsDiffer: not one value for each area.
        """
        found = np.asarray(values, dtype=np.float64)
        if found.shape != (self.n,):
            raise LengthsDiffer(f"values of shape {found.shape} for {self.n} areas")
        from .kernels import lag_sums

        summed: Floats = lag_sums(found, self.starts, self.others)
        return summed

    def of(self, area: int) -> list[int]:
        return [int(each) for each in self.others[self.starts[area] : self.starts[area + 1]]]

    @classmethod
    def from_pairs(cls, n: int, first: npt.ArrayLike, second: npt.ArrayLike) -> Neighbours:
        """From pairs of positions, in either order and any number of times; both ways are made of each.

        Raises:
            LengthsDiffer: not as many of the first as of the second.
            ImpossibleCount: a position is not one of 0 to n - 1, or an area is said to be next to itself.
        """
        a, b = np.asarray(first, dtype=np.int64).ravel(), np.asarray(second, dtype=np.int64).ravel()
        if a.size != b.size:
            raise LengthsDiffer(f"{a.size} first and {b.size} second members of pairs")
        if a.size and (min(a.min(), b.min()) < 0 or max(a.max(), b.max()) >= n):
            raise ImpossibleCount(f"pairs name positions outside 0 to {n - 1}")
        if (a == b).any():
            raise ImpossibleCount(f"area {int(a[a == b][0])} is said to be its own neighbour")
        keys = np.unique(np.concatenate([a * n + b, b * n + a])) if a.size else np.zeros(0, np.int64)
        starts = np.zeros(n + 1, np.int64)
        np.cumsum(np.bincount(keys // n, minlength=n) if keys.size else np.zeros(n, np.int64), out=starts[1:])
        return cls(starts, (keys % n if keys.size else keys).astype(np.int32))

    @classmethod
    def within_distance(cls, easting: Numbers, northing: Numbers, metres: float) -> Neighbours:
        """Places at most `metres` apart.

        Raises:
            ImpossibleCount: the distance is not above zero.
        """
        from scipy.spatial import cKDTree

        e, n = points(easting, northing)
        in_metres(e, n)
        if not metres > 0:
            raise ImpossibleCount(f"a distance lies above 0 m; got {metres:g}")
        found: Any = cKDTree(np.column_stack([e, n])).query_pairs(metres, output_type="ndarray")
        return cls.from_pairs(e.size, found[:, 0], found[:, 1])

    @classmethod
    def nearest(cls, easting: Numbers, northing: Numbers, k: int) -> Neighbours:
        """The k nearest of each place. Not symmetric: a lonely place has neighbours that do not have it.

        Raises:
            ImpossibleCount: k is not at least 1 and less than the number of places.
        """
        from scipy.spatial import cKDTree

        e, n = points(easting, northing)
        if not 1 <= k < e.size:
            raise ImpossibleCount(f"k = {k} nearest of {e.size} places: it must be 1 to {e.size - 1}")
        places = np.column_stack([e, n])
        found: Integers = np.asarray(cKDTree(places).query(places, k=k + 1)[1])
        # A place is not always its own nearest where others share its point, so it is taken out by name.
        own = found == np.arange(e.size)[:, None]
        own[~own.any(axis=1), -1] = True
        return cls(np.arange(e.size + 1, dtype=np.int64) * k, found[~own].astype(np.int32))

    @classmethod
    def touching(cls, shapes: Sequence[Any], snap_m: float = 1.0) -> Neighbours:
        """Areas whose outlines come within `snap_m` metres of each other: generalised outlines seldom meet exactly.

        Args:
            shapes: polygons of shapely, or sequences of rings (arrays of shape (k, 2), the first the outer one).

        Raises:
            ImpossibleCount: the distance is negative.
        """
        import shapely

        if not snap_m >= 0:
            raise ImpossibleCount(f"a distance is 0 m or more; got {snap_m:g}")
        polygons = np.array([_polygon(shape) for shape in shapes], dtype=object)
        found: Any = shapely.STRtree(polygons).query(polygons, predicate="dwithin", distance=snap_m)
        first, second = found
        apart = first < second
        return cls.from_pairs(len(polygons), first[apart], second[apart])


def _polygon(shape: Any) -> Any:
    import shapely

    if isinstance(shape, shapely.Geometry):
        return shape
    rings = [np.asarray(ring, dtype=np.float64) for ring in shape]
    if not rings or rings[0].ndim != 2 or rings[0].shape[1] != 2:
        raise UnknownChoice("an area is a polygon of shapely, or a sequence of rings of shape (k, 2)")
    return shapely.Polygon(rings[0], rings[1:])
