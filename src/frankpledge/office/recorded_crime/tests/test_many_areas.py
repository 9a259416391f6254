"""The series of many areas at once are those of each alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from frankpledge.office.recorded_crime import importers
from frankpledge.office.recorded_crime.queries import monthly_counts, monthly_of_areas
from frankpledge.office.recorded_crime.rules import MixedCount

from .conftest import NOW

pytestmark = pytest.mark.django_db

# Small areas of both districts, a ward, and a whole district.
AREAS = ["E01026949", "E01027020", "E01027060", "E01033000", "E05013254", "E06000062"]
RANGE = {"from_month": "2023-03", "to_month": "2024-06"}


@pytest.fixture
def counts(shared: Path, operator) -> None:
    police = shared / "data/police"
    importers.import_crime_counts(
        [police / "lsoa-month/northamptonshire-2023-05_2025-04.csv.gz", police / "pfa-month"], by=operator, now=NOW
    )


def test_many_areas_give_the_figures_of_each(counts):
    for types in (["Burglary"], None, ["Anti-social behaviour"]):
        together = monthly_of_areas("crime_counts", AREAS, crime_types=types, **RANGE)
        for code in AREAS:
            assert together[code] == monthly_counts("crime_counts", area_code=code, crime_types=types, **RANGE)
        assert together[AREAS[0]][0].count is None, "March 2023 is in no file"
        assert any(figure.count for figure in together[AREAS[0]])


def test_many_areas_give_the_figures_of_each_from_street_files(shared, operator):
    street = shared / "data/police/street/northamptonshire/2024-01-northamptonshire-street.csv.gz"
    importers.import_crimes([street], by=operator, now=NOW)
    together = monthly_of_areas("street_place", AREAS, crime_types=["Burglary"], **RANGE)
    for code in AREAS:
        assert together[code] == monthly_counts("street_place", area_code=code, crime_types=["Burglary"], **RANGE)


def test_many_areas_never_mix_crimes_and_incidents():
    with pytest.raises(MixedCount):
        monthly_of_areas("crime_counts", AREAS, crime_types=["Burglary", "Anti-social behaviour"], **RANGE)
