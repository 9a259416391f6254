"""Compiled loops of surfaces: points onto a raster, and smoothing along rows and columns."""

from __future__ import annotations

import numpy as np
from numba import njit


@njit(cache=True)  # type: ignore[untyped-decorator, unused-ignore]
def share_out(easting, northing, weights, west, south, per_metre, raster):  # type: ignore[no-untyped-def]
    """Share each point out among the four nearest cell centres, the nearer the more; the mean place stays the same.

    `raster` has one row and column more on each side than the frame. Without `weights` (an empty array) each counts 1.
    Returns how many points lay inside the frame, and how many had no place at all.
    """
    rows, columns = raster.shape[0] - 2, raster.shape[1] - 2
    counted, bad = 0, 0
    weighed = weights.size > 0
    for at in range(easting.size):
        x, y = (easting[at] - west) * per_metre, (northing[at] - south) * per_metre
        if 0 <= x < columns and 0 <= y < rows:
            column, row = int(x + 0.5), int(y + 0.5)
            right, up = x + 0.5 - column, y + 0.5 - row
            both, weight = right * up, 1.0
            if weighed:
                weight = weights[at]
            raster[row, column] += weight * (1 - right - up + both)
            raster[row, column + 1] += weight * (right - both)
            raster[row + 1, column] += weight * (up - both)
            raster[row + 1, column + 1] += weight * both
            counted += 1
        elif not (np.isfinite(x) and np.isfinite(y)):
            bad += 1
    return counted, bad


@njit(cache=True)  # type: ignore[untyped-decorator, unused-ignore]
def smooth(raster, bell):  # type: ignore[no-untyped-def]
    """`raster` convolved with the symmetric `bell` along columns, then along rows; nothing comes from outside."""
    rows, columns = raster.shape
    reach = bell.size // 2
    halfway = np.zeros((rows, columns))
    for row in range(rows):
        for step in range(max(-reach, -row), min(reach, rows - 1 - row) + 1):
            weight = bell[reach + step]
            source, target = raster[row + step], halfway[row]
            for column in range(columns):
                target[column] += weight * source[column]
    smoothed = np.zeros((rows, columns))
    for row in range(rows):
        source, target = halfway[row], smoothed[row]
        for step in range(-min(reach, columns - 1), min(reach, columns - 1) + 1):
            weight = bell[reach + step]
            first, last = max(0, -step), min(columns, columns - step)
            for column in range(first, last):
                target[column] += weight * source[column + step]
    return smoothed
