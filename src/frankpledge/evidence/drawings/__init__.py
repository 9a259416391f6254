"""Drawings of counts as static SVG: stacked bars for scales, and responses by day.

Like the control charts: `role="img"` with title and description, presentation attributes only, two sizes for a style
sheet to choose from (`fp-chart--wide`, `fp-chart--narrow`), and nothing that colour alone says.
"""

from .days import Days, days_svg
from .stacked import Bar, Part, Stack, stacked_svg

__all__ = ["Bar", "Days", "Part", "Stack", "days_svg", "stacked_svg"]
