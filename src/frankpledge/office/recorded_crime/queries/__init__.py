"""Counting crimes and anti-social behaviour incidents from the releases that are current."""

from .monthly import SOURCES, MonthCount, monthly_counts
from .totals import Line, Totals, totals

__all__ = ["SOURCES", "Line", "MonthCount", "Totals", "monthly_counts", "totals"]
