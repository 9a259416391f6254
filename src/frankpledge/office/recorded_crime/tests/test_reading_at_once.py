"""A file read in one pass gives what the judge gives line by line, or goes to the judge."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from frankpledge.office.recorded_crime.importers import street, street_1
from frankpledge.office.recorded_crime.store import reading, typed
from frankpledge.office.sources import lines

from .conftest import HEADER, street_row

pytestmark = pytest.mark.pure

NOW = datetime(2025, 6, 2, tzinfo=UTC)
SAME_FACTS = (
    "crimes", "asb", "held", "placed", "by_force_area", "by_type", "rows_without_id", "repeated_ids",
    "rows_with_codes_of_2011_only",
)  # fmt: skip
REAL = (
    "northamptonshire/2018-10-northamptonshire-street.csv.gz",
    "northamptonshire/2024-03-northamptonshire-street.csv.gz",
    "cambridgeshire/2024-01-cambridgeshire-street.csv.gz",
    "city-of-london/2020-01-city-of-london-street.csv.gz",
    "quirks/2018-10-btp-street.csv.gz",
    "quirks/2018-10-northern-ireland-street.csv.gz",
)


def at_once(data: bytes, *, compiled: bool = False) -> typed.Arrived | None:
    header = data.split(b"\n")[0].decode().strip().removeprefix("\ufeff").split(",")
    return reading.arrived(data, lines.positions(header, street.NEEDED), len(header), NOW, compiled=compiled)


@pytest.mark.parametrize("name", REAL)
def test_a_published_file_gives_the_same_rows_and_counts_at_once_as_line_by_line(shared, tmp_path, name):
    data = gzip.decompress((shared / "data/police/street" / name).read_bytes())
    raw = tmp_path / "raw"
    raw.write_bytes(data)
    places = lines.positions(lines.header_of(raw), street.NEEDED)
    judged, rejects = street._judged(raw, places, len(lines.header_of(raw)), "raw", NOW)
    slow = typed.typed(judged)
    assert not rejects
    for compiled in (False, True):
        fast = at_once(data, compiled=compiled)
        if fast is not None:  # one of the files has a quotation mark inside a field: it is for the judge
            assert typed.typed(fast).facts == slow.facts
    before = street_1.read_street_1(raw, tmp_path / "rows", "raw", NOW)
    assert {name: slow.facts[name] for name in SAME_FACTS} == {name: before.facts[name] for name in SAME_FACTS}


def test_what_is_written_reads_back_as_the_same_rows(shared, tmp_path):
    data = gzip.decompress((shared / "data/police/street" / REAL[0]).read_bytes())
    rows = typed.typed(at_once(data))
    typed.write(rows, tmp_path / "rows.parquet")
    assert typed.digest(typed.read_back(tmp_path / "rows.parquet")) == rows.facts["rows_digest"]


@pytest.mark.parametrize(
    "change",
    [
        {"month": " 2024-01"}, {"month": "2024-13"}, {"month": "2025-07"}, {"month": ""}, {"kind": ""}, {"force": ""},
        {"lon": ""}, {"lat": "nan"}, {"lon": "152"}, {"lon": "1,5"}, {"lsoa": '"E01'}, {"lsoa": 'E"01"'},
        {"lsoa": "E01\x00"}, {"lsoa": "E01\r"}, {"force": "Kent Police "}, {"lon": "0x1"}, {"lsoa": '"E01\nE02"'},
    ],
)  # fmt: skip
def test_whatever_is_unusual_goes_to_the_judge(change):
    data = "\n".join([HEADER, street_row(), street_row(**change), ""]).encode()
    assert at_once(data) is None
    assert at_once(data, compiled=True) is None


def test_names_with_commas_in_quotation_marks_are_no_reason_to_read_slowly():
    row = street_row().replace("Somewhere 001A", '"Bournemouth, Christchurch and Poole 001A"')
    found = at_once("\n".join([HEADER, row, street_row(), ""]).encode())
    assert found is not None
    assert len(found.lon) == 2


FIELD = st.one_of(
    st.sampled_from(["", "a", '"a"', '"a,b"', '"', '""', '"a""b"', 'a"b', '"a" ', "a b", "\r", '"a\nb"', "é"]),
    st.text(alphabet='ab",', max_size=4),
)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(FIELD, FIELD), min_size=1, max_size=4))
def test_what_is_plain_for_the_one_pass_is_cut_into_the_same_fields_by_the_judge(rows):
    import csv

    text = "\n".join(",".join(row) for row in rows)
    data = text.encode()
    if not reading.plain(data):
        return
    by_lines = [next(csv.reader([line.rstrip("\r")]), []) for line in text.split("\n")]
    whole = list(csv.reader(text.splitlines(keepends=True)))
    assert [row for row in by_lines if row] == [row for row in whole if row]
    for line in text.split("\n"):
        fields = next(csv.reader([line.rstrip("\r")]), [])
        assert '"' not in "".join(fields)


def test_two_columns_that_look_alike_when_packed_stay_apart():
    from frankpledge.office.recorded_crime.store.coded import packed, recoded

    one, other = recoded(["a", "b"], _codes(0, 1, 0, 1, 2)), recoded(["x", "y"], _codes(1, 0, 1, 2, 0))
    keys = packed([one, other])
    assert keys[0] == keys[2]
    assert len(set(keys.tolist())) == 4


def _codes(*numbers: int):
    import numpy as np

    return np.array(numbers, np.int32)


def test_a_file_without_the_last_line_end_and_one_with_windows_ends_hold_the_same_rows(tmp_path: Path):
    plain = "\n".join([HEADER, street_row(), street_row(month="2024-02")]).encode()
    windows = ("\r\n".join([HEADER, street_row(), street_row(month="2024-02")]) + "\r\n").encode()
    one, other = at_once(plain), at_once(windows)
    assert one is not None
    assert other is not None
    assert typed.typed(one).facts == typed.typed(other).facts
