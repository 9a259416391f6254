"""Drawings of counts as static SVG: stacked bars for scales, responses by day, maps, shaded tables.

Like the control charts: `role="img"` with title and description, presentation attributes only, two sizes for a style
sheet to choose from (`fp-chart--wide`, `fp-chart--narrow`), and nothing that colour alone says.
"""

from .classes import Classes, value_classes
from .days import Days, days_svg
from .grid_map import GridMap, emerging_map, grid_map_svg, hotspot_map, surface_map
from .heat import Heat, heat_svg
from .maps import AreaMap, MapArea, MapClass, area_map_svg, sequential_classes
from .stacked import Bar, Part, Stack, stacked_svg

__all__ = [
    "AreaMap",
    "Bar",
    "Classes",
    "Days",
    "GridMap",
    "Heat",
    "MapArea",
    "MapClass",
    "Part",
    "Stack",
    "area_map_svg",
    "days_svg",
    "emerging_map",
    "grid_map_svg",
    "heat_svg",
    "hotspot_map",
    "sequential_classes",
    "stacked_svg",
    "surface_map",
    "value_classes",
]
