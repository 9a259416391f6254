"""The cube: how many rows for each area, type and month, counted once from the current releases, dense when asked.

It holds nothing of its own: every file of it can be thrown away and made again (`rebuild`), and `check` says whether it
equals the releases. A month that nobody supplied has no figure, and the reason; a supplied month without rows is zero.
"""

from .answers import LEVELS, CubeMonth, by_area, cells_within, counts, frame, left_over, series, totals
from .checking import check, check_all
from .keeping import rebuild, refresh, write_ahead
from .shelf import Files, files
from .supplied import Supply, supply

__all__ = [
    "LEVELS",
    "CubeMonth",
    "Files",
    "Supply",
    "by_area",
    "cells_within",
    "check",
    "check_all",
    "counts",
    "files",
    "frame",
    "left_over",
    "rebuild",
    "refresh",
    "series",
    "supply",
    "totals",
    "write_ahead",
]
