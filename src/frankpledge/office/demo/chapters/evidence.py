"""Real figures: the files come in as they were published, and the measures are observed from them."""

from __future__ import annotations

from frankpledge.office.demo.chapters.office import AREA
from frankpledge.office.demo.stage import DATA, Cast, at
from frankpledge.office.performance import use_cases as performance
from frankpledge.office.performance.importers import import_observations
from frankpledge.office.places import importers as places
from frankpledge.office.recorded_crime.importers import import_crime_counts, import_crimes


def bring_in(cast: Cast) -> None:
    """The areas of today, seven months of street files, two years of counts by place, and nine typed figures."""
    analyst, when = cast.analyst, at("2025-06-02")
    places.load_reference(area_code=AREA, by=analyst, now=when)
    import_crimes([DATA / "street"], by=analyst, now=when)
    import_crime_counts([DATA / "counts"], by=analyst, now=when)
    import_observations([DATA / "observations" / "workforce-and-collisions.csv"], by=analyst, now=when)


def observe(cast: Cast) -> None:
    performance.observe(by=cast.analyst, now=at("2025-06-02", 11))
