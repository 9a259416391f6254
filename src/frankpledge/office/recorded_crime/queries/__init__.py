"""Counting crimes and anti-social behaviour incidents from the releases that are current."""

from .many import monthly_of_areas
from .monthly import SOURCES, MonthCount, monthly_counts
from .totals import Line, Totals, totals

__all__ = ["SOURCES", "Line", "MonthCount", "Totals", "monthly_counts", "monthly_of_areas", "totals"]
