"""Bringing in areas, outlines and populations: those that ship with the product, and an office's own files."""

from .areas import import_areas
from .population import import_population
from .postcodes import import_postcodes
from .reference import load_reference

__all__ = ["import_areas", "import_population", "import_postcodes", "load_reference"]
