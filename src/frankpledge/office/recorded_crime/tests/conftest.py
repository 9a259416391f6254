"""Offices that import data, and small files to break."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from frankpledge.office.people.duties import Operator

NOW = datetime(2025, 6, 2, 9, 0, tzinfo=UTC)
HEADER = (
    "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,"
    "Crime type,Last outcome category,Context"
)
ROW = (
    "{crime_id},{month},{force},{force},{lon},{lat},On or near Mill Road,{lsoa},Somewhere 001A,{kind},"
    "Under investigation,"
)
# An LSOA that did not change between 2011 and 2021, in today's West Northamptonshire.
LSOA = "E01027020"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, settings) -> Path:
    """Every test has a data folder of its own."""
    folder = tmp_path / "home"
    folder.mkdir()
    settings.FRANKPLEDGE_HOME = folder
    return folder


@pytest.fixture
def operator() -> Operator:
    return Operator()


def street_row(**changes: str) -> str:
    facts = {
        "crime_id": "a" * 64,
        "month": "2024-01",
        "force": "Northamptonshire Police",
        "lon": "-0.89",
        "lat": "52.24",
        "lsoa": LSOA,
        "kind": "Burglary",
    }
    return ROW.format(**{**facts, **changes})


@pytest.fixture
def street_file(tmp_path: Path) -> Callable[..., Path]:
    """Writes a street file of these rows and returns where it lies."""

    def write(*rows: str, name: str = "2024-01-somewhere-street.csv", header: str = HEADER, end: str = "\n") -> Path:
        path = tmp_path / name
        path.write_bytes((end.join([header, *rows]) + end).encode())
        return path

    return write
