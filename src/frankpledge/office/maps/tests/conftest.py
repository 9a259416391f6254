"""An office with two years of invented counts by small area, so that every map has something to say."""

from __future__ import annotations

import csv
from datetime import UTC, datetime
from pathlib import Path

import pytest

from frankpledge.office.maps import outlines
from frankpledge.office.people.duties import Operator
from frankpledge.office.people.testing import an_office
from frankpledge.office.places import importers as places
from frankpledge.office.recorded_crime.importers import import_crime_counts

NOW = datetime(2025, 6, 2, 9, 0, tzinfo=UTC)
FORCE = "E23000022"
MONTHS = [f"{year}-{month:02d}" for year in (2023, 2024) for month in range(1, 4)]


@pytest.fixture
def operator() -> Operator:
    return Operator()


@pytest.fixture
def home(tmp_path: Path, settings) -> Path:
    folder = tmp_path / "home"
    folder.mkdir()
    settings.FRANKPLEDGE_HOME = folder
    return folder


@pytest.fixture
def office(db, home, operator):
    office = an_office(area_code=FORCE, area_name="Marshland")
    places.load_reference(area_code=FORCE, by=operator, now=NOW)
    return office


def counts_file(path: Path) -> Path:
    """By area: burglaries four a month, twenty a month from 2024 in the first area, none at all in the last one."""
    codes = [code for code, _name in outlines.members("lsoa21", FORCE)]
    with path.open("w", newline="", encoding="utf-8") as file:
        out = csv.writer(file)
        out.writerow(["month", "lsoa21_code", "crime_type", "count"])
        for at, code in enumerate(codes):
            for month in MONTHS:
                burglaries = 20 if at == 0 and month >= "2024-01" else 0 if at == len(codes) - 1 else 4
                if burglaries:
                    out.writerow([month, code, "Burglary", burglaries])
                out.writerow([month, code, "Anti-social behaviour", 2])
    return path


@pytest.fixture
def held(office, tmp_path, operator) -> list[str]:
    """The codes of the small areas, in the order of the file."""
    summary = import_crime_counts([counts_file(tmp_path / "small-areas.csv")], by=operator, now=NOW)
    assert summary.rejected == 0
    return [code for code, _name in outlines.members("lsoa21", FORCE)]
