"""An analyst's office with a folder of its own, and small files to send."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from frankpledge.office.extracts import use_cases
from frankpledge.office.extracts.models import Extract
from frankpledge.office.people.duties import Operator

NOW = datetime(2025, 6, 2, 9, 0, tzinfo=UTC)
HEADINGS = "Ref,Victim name,Date from,Time from,Date to,Time to,Easting,Northing,HO code,Crime type"
COLUMNS = {
    "start": "Date from",
    "start_time": "Time from",
    "end": "Date to",
    "end_time": "Time to",
    "easting": "Easting",
    "northing": "Northing",
    "offence_code": "HO code",
    "local_type": "Crime type",
}


@pytest.fixture(autouse=True)
def home(tmp_path: Path, settings) -> Path:
    settings.FRANKPLEDGE_HOME = tmp_path / "home"
    settings.FRANKPLEDGE_HOME.mkdir()
    return settings.FRANKPLEDGE_HOME


@pytest.fixture
def operator() -> Operator:
    return Operator()


def row(number: int = 1, **changes: str) -> str:
    facts = {
        "day": "05/01/2024", "time": "22:00", "to_day": "06/01/2024", "to_time": "07:30", "x": "475000", "y": "260000",
        "code": "28E", "kind": "",
    }  # fmt: skip
    facts |= changes
    return ",".join([str(number), "Somebody", *(facts[name] for name in facts)])


@pytest.fixture
def sent(operator) -> Callable[..., Extract]:
    """Sends a file of these rows."""

    def send(*rows: str, name: str = "force.csv", headings: str = HEADINGS, content: bytes | None = None) -> Extract:
        content = ("\n".join([headings, *rows]) + "\n").encode() if content is None else content
        return use_cases.send(
            file_name=name, chunks=[content], purpose="Near repeats of burglary", keep_until=date(2026, 6, 1),
            by=operator, now=NOW,
        )  # fmt: skip

    return send


@pytest.fixture
def taken(sent, operator, django_capture_on_commit_callbacks) -> Callable[..., Extract]:
    """Sends a file, names its columns and takes it in."""

    def take(*rows: str, types: dict[str, str] | None = None, columns: dict[str, str] | None = None, **more) -> Extract:
        extract = sent(*rows, **more)
        settings = {"columns": columns or COLUMNS, "dates": "day first", "types": types or {}}
        mapping = use_cases.save_mapping(name="Crime system", settings=settings, by=operator, now=NOW)
        use_cases.choose_mapping(extract=extract, mapping=mapping, by=operator, now=NOW)
        with django_capture_on_commit_callbacks(execute=True):
            use_cases.take_in(extract=extract, by=operator, now=NOW)
        extract.refresh_from_db()
        return extract

    return take
