"""Taking a force's file in: what stays, what is turned away, and that nobody looks without a trace."""

from __future__ import annotations

import csv
import stat
from datetime import date, datetime

import pyarrow.parquet as pq
import pytest

from frankpledge.office.errors import NotAllowed
from frankpledge.office.extracts import queries, store, use_cases
from frankpledge.office.extracts.models import Extract, ExtractState
from frankpledge.office.extracts.reading import Reject
from frankpledge.office.people.models import Person
from frankpledge.office.record.models import AuditEntry
from frankpledge.office.record.queries import chain_faults

from .conftest import NOW, row

pytestmark = pytest.mark.django_db


def test_a_file_is_taken_in_with_its_days_hours_places_and_types(taken):
    extract = taken(row(1), row(2, code="45", day="10/02/2024", time="09:15", to_day="", to_time=""))
    assert (extract.state, extract.rows_read, extract.rows_taken, extract.rows_rejected) == (ExtractState.HELD, 2, 2, 0)
    assert (extract.first_day, extract.last_day) == (date(2024, 1, 5), date(2024, 2, 10))
    assert extract.facts["by_type"] == {"Burglary": 1, "Vehicle crime": 1}
    first, second = queries.points(extract).to_pylist()
    assert first == {
        "easting": 475000.0, "northing": 260000.0, "start": datetime(2024, 1, 5, 22), "end": datetime(2024, 1, 6, 7, 30),
        "timed": True, "crime_type": "Burglary",
    }  # fmt: skip
    assert second["start"] == second["end"] == datetime(2024, 2, 10, 9, 15)
