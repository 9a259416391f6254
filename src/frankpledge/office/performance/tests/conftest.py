"""An office with counts of crime, measures and people, made by use cases only."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest

from frankpledge.office.people.duties import Operator
from frankpledge.office.people.models import Person
from frankpledge.office.people.testing import a_person, an_office
from frankpledge.office.plan import use_cases as plans
from frankpledge.office.plan.models import Measure
from frankpledge.office.recorded_crime.importers import import_crime_counts

NOW = datetime(2025, 6, 2, 9, 0, tzinfo=UTC)
LATER = datetime(2025, 7, 1, 9, 0, tzinfo=UTC)
COUNTY = "E23000022"
BY = Operator()
MONTHS = tuple(f"{2023 + (4 + n) // 12}-{(4 + n) % 12 + 1:02d}" for n in range(24))


@pytest.fixture(autouse=True)
def home(tmp_path: Path, settings) -> Path:
    """Every test has a data folder of its own."""
    folder = tmp_path / "home"
    folder.mkdir()
    settings.FRANKPLEDGE_HOME = folder
    return folder


@pytest.fixture
def office(db):
    return an_office(area_code=COUNTY, area_name="Marshland")


@pytest.fixture
def analyst(office) -> Person:
    return a_person("analyst")


Counts = Mapping[str, int]


@pytest.fixture
def counts(tmp_path: Path) -> Callable[..., Path]:
    """Writes and imports burglaries by month for the county, with enough other crime to be believed."""

    def write(burglaries: Counts, *, name: str = "counts.csv", now: datetime = NOW, other: int = 5000) -> Path:
        path = tmp_path / name
        lines = ["month,pfa24_code,pfa24_name,crime_type,count"]
        for month, number in burglaries.items():
            lines.append(f"{month},{COUNTY},Northamptonshire,Burglary,{number}")
            lines.append(f"{month},{COUNTY},Northamptonshire,Other crime,{other}")
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        summary = import_crime_counts([path], by=BY, now=now)
        assert not summary.refused, summary.refused
        return path

    return write


def ordinary(**changes: int) -> dict[str, int]:
    """24 ordinary months around 200 burglaries; `m2024_01=5` puts another number into January 2024."""
    numbers = {month: 200 + (17 * place) % 29 - 14 for place, month in enumerate(MONTHS)}
    return numbers | {key[1:].replace("_", "-"): value for key, value in changes.items()}


def define(code: str = "burglary", **more: object) -> Measure:
    given: dict[str, object] = {
        "title": "Burglary",
        "definition": "Burglaries recorded by the police, by where they happened.",
        "unit": "recorded burglaries",
        "source": "crime_counts",
        "crime_types": ["Burglary"],
        "area_code": COUNTY,
        "area_name": "Marshland",
        "good": "down",
        "good_because": "Fewer people are burgled.",
        "target_kind": "none",
        "target_reason": "A target would reward not recording.",
    }
    return plans.define_measure(code=code, by=BY, now=NOW, **(given | more))  # type: ignore[arg-type]


def typed(code: str = "officers", **more: object) -> Measure:
    given = {"title": "Police officers", "unit": "full-time equivalent officers", "source": "typed", "crime_types": []}
    return define(code, **({"frequency": "year", "good": "up"} | given | more))


@pytest.fixture
def figures_file(tmp_path: Path) -> Callable[..., Path]:
    """Writes a file of typed figures."""

    def write(*lines: str, name: str = "figures.csv") -> Path:
        path = tmp_path / name
        header = "measure,period,value,numerator,denominator,status,reason,source,note"
        path.write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")
        return path

    return write
