"""What every spatial statistic asks of its input, and how it says no."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from frankpledge.evidence.errors import (
    ImpossibleCount,
    LengthsDiffer,
    NotComputable,
    NotFinite,
    NotOneDimensional,
)

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
Numbers = npt.ArrayLike
Bounds = tuple[float, float, float, float]
"""South-west and north-east corner: (lowest easting, lowest northing, highest easting, highest northing)."""
LARGEST = 1e120
"""Squares of figures beyond this, and of differences below its inverse, no computer holds."""


def one_dimensional(name: str, values: Numbers) -> Floats:
    """`values` as floats.

    Raises:
        NotOneDimensional: it has more than one dimension, or none.
    """
    found = np.asarray(values, dtype=np.float64)
    if found.ndim != 1:
        raise NotOneDimensional(f"{name} must have one dimension; it has shape {found.shape}")
    return found


def finite(name: str, values: Floats) -> None:
    """Refuse NaN and infinities, saying how many there are and where the first is."""
    # One pass and no array beside: a sum is finite only where all values are (and not absurdly large).
    if np.isfinite(values.sum()):
        return
    bad = np.flatnonzero(~np.isfinite(values))
    if bad.size:
        raise NotFinite(f"{name}: {bad.size} of {values.size} values are missing or not finite, first at {bad[0]}")


def points(easting: Numbers, northing: Numbers) -> tuple[Floats, Floats]:
    """Both coordinates of each event, as many as the other, all finite.

    Raises:
        LengthsDiffer, NotFinite, NotOneDimensional: as they say.
    """
    e, n = one_dimensional("easting", easting), one_dimensional("northing", northing)
    if e.size != n.size:
        raise LengthsDiffer(f"{e.size} eastings and {n.size} northings")
    finite("easting", e)
    finite("northing", n)
    return e, n


def in_metres(easting: Floats, northing: Floats) -> None:
    """Refuse degrees where metres are needed: 200 "m" would reach round the world, and nothing would look wrong.

    Raises:
        ImpossibleCount: all positions are longitudes and latitudes of Britain, in either order.
    """
    for first, second in ((easting, northing), (northing, easting)):
        # The first position nearly always settles it, and then a million are not looked at.
        if all(_in_degrees(first[some], second[some]) for some in (slice(1), slice(None))):
            raise ImpossibleCount(
                f"the positions look like degrees (the first is {easting[0]:g}, {northing[0]:g}); needed are metres of"
                " the British National Grid: frankpledge.evidence.space.to_grid makes them"
            )


def _in_degrees(longitude: Floats, latitude: Floats) -> bool:
    if not longitude.size:
        return False
    across, up = longitude.max() <= 2.5 and longitude.min() >= -9.5, latitude.max() <= 61.5 and latitude.min() >= 49.5
    return bool(across and up)


def map_values(values: Numbers, cells: int, least: int = 3) -> Floats:
    """The values of a map, one for each cell, fit to be compared with each other.

    Raises:
        LengthsDiffer: not one for each of `cells`.
        NotComputable: empty, too few cells, missing values, all values alike, or values beyond what can be squared.
    """
    found = one_dimensional("values", values)
    if found.size != cells:
        raise LengthsDiffer(f"{found.size} values for {cells} cells")
    if found.size < least:
        raise NotComputable(f"There are {found.size} areas; at least {least} are needed to compare one with the rest.")
    gaps = int(np.count_nonzero(~np.isfinite(found))) if not np.isfinite(found.sum()) else 0
    if gaps:
        raise NotComputable(
            f"{gaps} of {found.size} areas have no figure. A missing figure is not zero: leave these areas out first."
        )
    if found.min() == found.max():
        raise NotComputable(
            f"All {found.size} areas have the same figure ({found[0]:g}): no area can stand out from the rest."
        )
    if np.abs(found).max() > LARGEST or found.max() - found.min() < 1 / LARGEST:
        raise NotComputable(
            f"The figures run from {found.min():g} to {found.max():g}, beyond what can be computed with: take another"
            " unit."
        )
    return found


def require_level(level: float) -> None:
    """Refuse a share of false alarms that is none: 5 where 0.05 was meant would call every area a hotspot.

    Raises:
        ImpossibleCount: it does not lie between 0 and 1.
    """
    if not 0 < level < 1:
        raise ImpossibleCount(f"a level is a share between 0 and 1, such as 0.05; got {level!r}")


def whole_counts(values: Floats) -> Integers | None:
    """The same as whole numbers, or None where they are not counts."""
    if values.size and (values.min() < 0 or values.max() > 2**53):
        return None
    found = values.astype(np.int64)
    return found if bool((found == values).all()) else None


def share(part: float, whole: float) -> float:
    return part / whole if whole else float("nan")


def listed(words: Sequence[str]) -> str:
    """'a', 'a and b', 'a, b and c'."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"


def per_cent(part: float) -> str:
    """A share as people say it: two figures, never more precise than that."""
    hundredths = part * 100
    if 0 < hundredths < 1:
        return f"{hundredths:.1f}%" if hundredths >= 0.1 else "under 0.1%"
    return f"{hundredths:.0f}%"
