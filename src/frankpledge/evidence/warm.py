"""Compile every loop of the library once, so that no analysis waits for it: `python -m frankpledge.evidence.warm`.

Loops are compiled at their first use, for the types of numbers that they are given, and kept on disk: beside the code,
or where that cannot be written in the user's cache folder (`NUMBA_CACHE_DIR` names another). Each step below puts a
small made-up example through the functions that everybody uses, so the types are theirs; what is on disk is only read.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator, Mapping
from typing import Any

Tell = Callable[[int, int, str], None]


def _points() -> Any:
    """Forty made-up crimes: places in metres and times to the minute."""
    import numpy as np

    at = np.arange(40)
    times = np.datetime64("2024-01-01T00:00:00") + (at * at * 37 % 90 * 1440 + at * 61).astype("timedelta64[m]")
    return 475_000.0 + at * 97 % 400, 260_000.0 + at * 53 % 400, times


def _hours() -> None:
    from .space import aoristic_week

    aoristic_week(_points()[2])


def _near_repeats() -> None:
    import numpy as np

    from .space import knox

    easting, northing, times = _points()
    knox(easting, northing, times.astype("datetime64[D]"), permutations=19)
    # Times that are no whole seconds are dealt out in long numbers.
    knox(easting, northing, np.arange(40) * np.pi, permutations=19)


def _surfaces() -> None:
    from .space import bounds_of, kernel_surface

    easting, northing, _times = _points()
    kernel_surface(easting, northing, bounds_of(easting, northing, 300), cell_m=100, bandwidth_m=300)


def _hotspots() -> None:
    import numpy as np

    from .space import emerging_hotspots, local_g, square_grid

    grid = square_grid((0, 0, 600, 600), 100)
    neighbours = grid.neighbours()
    counts = np.arange(grid.cells) * 7 % 11
    for null in ("conditional", "total"):
        local_g(counts, neighbours, p="exact", null=null)  # type: ignore[arg-type]
    emerging_hotspots(np.outer(np.arange(12) % 5 + 1, counts), neighbours)


def _sites() -> None:
    import numpy as np

    from .siting import choose_sites

    at = np.arange(60)
    places = np.column_stack([at * 37 % 101, at * 53 % 97]).astype(float)
    choose_sites(places, (at * 13 % 17).astype(float), places[::3], radius=12.0, new=4)


def _forecasts() -> None:
    import numpy as np

    from .forecast.glm import fit_poisson
    from .forecast.spread import MANY, quantiles

    fit_poisson(np.arange(36.0).reshape(3, 12) % 5, np.column_stack([np.ones(12), np.arange(12.0)]))
    quantiles(np.full(MANY, 3.0), np.full(MANY, 4.0), (0.1, 0.9))


STEPS: Mapping[str, Callable[[], None]] = {
    "hours of the week": _hours,
    "near repeats": _near_repeats,
    "surfaces": _surfaces,
    "hotspots": _hotspots,
    "sites": _sites,
    "forecasts": _forecasts,
}


def warm(tell: Tell = lambda _done, _of, _what: None) -> int:
    """Take every step; returns how many loops had to be compiled: 0 where all were on disk.

    Args:
        tell: called before each step with the number done, the number of all, and what comes.
    """
    for at, (what, step) in enumerate(STEPS.items()):
        tell(at, len(STEPS), what)
        step()
    return sum(sum(each.stats.cache_misses.values()) for each in _loops())


def _loops() -> Iterator[Any]:
    """Every compiled loop of the modules of this package that are loaded."""
    from numba.core.registry import CPUDispatcher

    for name, module in list(sys.modules.items()):
        if name.startswith("frankpledge.evidence."):  # not taken from __name__, which may be "__main__"
            for each in vars(module).values():
                if isinstance(each, CPUDispatcher) and each.py_func.__module__ == name:
                    yield each


def main() -> int:
    """Exit code 0: everything is compiled; 1: there is nowhere to keep it. On a terminal the steps show on one line."""
    live, began = sys.stderr.isatty(), time.perf_counter()

    def tell(done: int, of: int, what: str) -> None:
        if live:
            sys.stderr.write(f"\r\033[KCompiling {done + 1} of {of}: {what}")
            sys.stderr.flush()

    try:
        compiled = warm(tell)
    except RuntimeError as error:  # numba found no folder that it can write to
        sys.stderr.write(f"{error}. Name a folder that can be written: NUMBA_CACHE_DIR=/some/folder\n")
        return 1
    if live:
        sys.stderr.write("\r\033[K")
    took = f"{time.perf_counter() - began:.1f} s"
    sys.stdout.write(f"Compiled {compiled} loops in {took}.\n" if compiled else f"All loops are compiled ({took}).\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
