"""Where crime gathers, and whether that is more than chance: grids, hotspots, near repeats, surfaces, hours.

Every length is in metres of the British National Grid (EPSG:27700), easting before northing. Whatever the data cannot
answer is refused as `frankpledge.evidence.errors.NotComputable`, whose message is the reason; a single cell that cannot
be judged has NaN for its figures and is never significant.

Names are loaded when they are used: importing this package compiles nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .accuracy import Accuracy as Accuracy
    from .accuracy import accuracy_curve as accuracy_curve
    from .accuracy import hotspot_accuracy as hotspot_accuracy
    from .aoristic import Week as Week
    from .aoristic import aoristic_week as aoristic_week
    from .emerging import CATEGORIES as CATEGORIES
    from .emerging import Emerging as Emerging
    from .emerging import emerging_hotspots as emerging_hotspots
    from .fdr import adjusted as adjusted
    from .getis_ord import LocalG as LocalG
    from .getis_ord import local_g as local_g
    from .grid import Grid as Grid
    from .grid import bounds_of as bounds_of
    from .grid import hexagon_grid as hexagon_grid
    from .grid import square_grid as square_grid
    from .interaction import Knox as Knox
    from .interaction import MonthPrecision as MonthPrecision
    from .interaction import knox as knox
    from .moran import LocalMoran as LocalMoran
    from .moran import local_moran as local_moran
    from .near_repeat import NearRepeats as NearRepeats
    from .near_repeat import near_repeats as near_repeats
    from .neighbours import Neighbours as Neighbours
    from .projection import to_grid as to_grid
    from .projection import to_longitude_latitude as to_longitude_latitude
    from .repeat_places import Concentration as Concentration
    from .repeat_places import concentration as concentration
    from .repeat_places import counts_by_place as counts_by_place
    from .service import ServiceGap as ServiceGap
    from .service import ServiceHours as ServiceHours
    from .service import service_gap as service_gap
    from .surface import Surface as Surface
    from .surface import kernel_surface as kernel_surface
    from .trend import Trend as Trend
    from .trend import mann_kendall as mann_kendall

_HOMES = {
    "Accuracy": "accuracy",
    "CATEGORIES": "emerging",
    "Concentration": "repeat_places",
    "Emerging": "emerging",
    "Grid": "grid",
    "Knox": "interaction",
    "LocalG": "getis_ord",
    "LocalMoran": "moran",
    "MonthPrecision": "interaction",
    "NearRepeats": "near_repeat",
    "Neighbours": "neighbours",
    "ServiceGap": "service",
    "ServiceHours": "service",
    "Surface": "surface",
    "Trend": "trend",
    "Week": "aoristic",
    "accuracy_curve": "accuracy",
    "adjusted": "fdr",
    "aoristic_week": "aoristic",
    "bounds_of": "grid",
    "concentration": "repeat_places",
    "counts_by_place": "repeat_places",
    "emerging_hotspots": "emerging",
    "hexagon_grid": "grid",
    "hotspot_accuracy": "accuracy",
    "kernel_surface": "surface",
    "knox": "interaction",
    "local_g": "getis_ord",
    "local_moran": "moran",
    "mann_kendall": "trend",
    "near_repeats": "near_repeat",
    "service_gap": "service",
    "square_grid": "grid",
    "to_grid": "projection",
    "to_longitude_latitude": "projection",
}

__all__ = sorted(_HOMES)


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOMES})
