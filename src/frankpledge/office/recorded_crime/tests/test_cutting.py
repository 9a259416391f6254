"""The compiled pass gives what the general reader gives, or gives the file up."""

from __future__ import annotations

import gzip
import sys
from datetime import UTC, datetime

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from frankpledge.office.recorded_crime import store
from frankpledge.office.recorded_crime.importers.street_rows import NEEDED
from frankpledge.office.recorded_crime.store import reading
from frankpledge.office.recorded_crime.store.columns import Columns
from frankpledge.office.sources import lines

from .conftest import HEADER, street_row

pytestmark = pytest.mark.pure

CUTTING = "frankpledge.office.recorded_crime.store.cutting"
NOW = datetime(2025, 6, 2, tzinfo=UTC)
TITLES = HEADER.split(",")
REST = street_row().split(",", 1)[1]
PLACES = lines.positions(TITLES, NEEDED)


def compiled(data: bytes) -> Columns | None:
    return reading._cut(data, PLACES, len(TITLES)) if reading.plain(data) else None


def general(data: bytes) -> Columns | None:
    return reading._read(data, PLACES, len(TITLES))


def same(one: Columns, other: Columns) -> bool:
    return (
        {title: (each.words, each.codes.tolist()) for title, each in one.words.items()}
        == {title: (each.words, each.codes.tolist()) for title, each in other.words.items()}
        and all(np.array_equal(one.degrees[title], other.degrees[title], equal_nan=True) for title in reading.DEGREES)
        and (one.without_id, one.repeated_ids) == (other.without_id, other.repeated_ids)
    )


def file_of(*rows: str, ends: str = "\n", last: bool = True) -> bytes:
    return (ends.join([HEADER, *rows]) + (ends if last else "")).encode()


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
@pytest.mark.parametrize("last", [True, False])
def test_rows_are_cut_whatever_ends_them(ends, last):
    data = file_of(street_row(), street_row(kind="Burglary", lon="-1.5", lat="52"), street_row(), ends=ends, last=last)
    found, expected = compiled(data), general(data)
    if not reading.plain(data):
        assert found is None
        return
    assert found is not None
    assert expected is not None
    assert same(found, expected)


@pytest.mark.parametrize(
    "name",
    [
        "northamptonshire/2024-03-northamptonshire-street.csv.gz",
        "cambridgeshire/2024-01-cambridgeshire-street.csv.gz",
        "quirks/2018-10-btp-street.csv.gz", "quirks/2018-10-northern-ireland-street.csv.gz",
    ],
)  # fmt: skip
def test_a_published_file_is_cut_as_it_is_read(shared, name):
    data = gzip.decompress((shared / "data/police/street" / name).read_bytes())
    found, expected = compiled(data), general(data)
    assert found is not None
    assert expected is not None
    assert same(found, expected)


def test_a_word_with_a_comma_in_quotation_marks_is_not_taken_for_two_fields_without_them():
    quoted = street_row(kind='"a,b"')
    data = file_of(quoted, quoted, quoted)
    found = compiled(data)
    assert found is not None
    assert found.words["Crime type"].words == ["a,b"]
    assert compiled(file_of(quoted, street_row(kind="a,b"))) is None  # a field too many


def test_rows_too_short_too_long_or_too_many_are_given_up():
    assert compiled(file_of(street_row() + ",")) is None
    assert compiled(file_of(street_row().rsplit(",", 1)[0])) is None
    assert compiled(file_of(street_row(), "")) is None
    assert compiled(file_of(*["," * (len(TITLES) - 1)] * 500)) is None  # shorter than any row that means something
    assert compiled(HEADER.encode()) is None
    assert compiled(b"") is None


@pytest.mark.parametrize(
    "word", ["1e1", "+1.5", "1.", ".5", "-", "1,5", " 1.5", "1.5 ", "nan", "0x1", "1.2.3", "1-2", "--1"]
)
def test_what_is_no_plain_decimal_number_is_left_to_the_general_reader(word):
    assert compiled(file_of(street_row(lon=word))) is None


@given(st.decimals(-180, 180, places=None, allow_nan=False).map(lambda number: f"{number:f}"))
def test_every_decimal_number_is_read_to_the_nearest_float(word):
    found = compiled(file_of(street_row(lon=word, lat="52.5")))
    if found is not None:
        assert found.degrees["Longitude"][0] == float(word)
    else:
        assert sum(sign.isdigit() for sign in word) > 15


def test_many_different_words_keep_their_rows_apart():
    rng = np.random.default_rng(7)
    codes = [f"E01{number:06d}" for number in rng.integers(0, 30_000, 20_000)]
    data = file_of(*(street_row(lsoa=code) for code in codes))
    found = compiled(data)
    assert found is not None
    column = found.words["LSOA code"]
    assert [column.words[number] for number in column.codes] == codes


def test_ids_are_counted_by_what_they_are():
    ids = ["a" * 64, "b" * 64, "a" * 64, "", "", "a" * 64]
    found = compiled(file_of(*(f"{one},{REST}" for one in ids)))
    assert found is not None
    assert (found.without_id, found.repeated_ids) == (2, 2)
    assert compiled(file_of(f"abc,{REST}")) is None


@pytest.mark.parametrize("fault", [ImportError, RuntimeError])
def test_where_the_compiler_is_not_there_or_cannot_keep_its_work_the_general_reader_reads(monkeypatch, fault):
    """A library that does not fit, or no folder in which compiled code can be kept: an import goes on all the same."""

    class Missing:
        def find_spec(self, name: str, *_rest: object) -> None:
            if name == CUTTING:
                raise fault("no compiler")

    monkeypatch.delitem(sys.modules, CUTTING, raising=False)
    monkeypatch.delattr(store, "cutting", raising=False)
    monkeypatch.setattr(sys, "meta_path", [Missing(), *sys.meta_path])
    data = file_of(street_row(), street_row())
    assert compiled(data) is None
    found = reading.arrived(data, PLACES, len(TITLES), NOW, compiled=True)
    assert found is not None
    assert len(found.lon) == 2


FIELD = st.one_of(
    st.sampled_from(
        ["", "a", '"a"', '"a,b"', '""', '"', "Burglary", "E01027020", "-1.5", "52", "é", "x" * 8, "x" * 17]
    ),
    st.text(alphabet='ab",\r\n1.-', max_size=9),
)


@settings(max_examples=400, deadline=None)
@given(
    st.lists(st.lists(FIELD, min_size=len(TITLES) - 1, max_size=len(TITLES) + 1), min_size=1, max_size=5),
    st.sampled_from(["\n", "\r\n"]),
    st.booleans(),
)
def test_whatever_is_cut_is_what_the_general_reader_reads(rows, ends, last):
    data = file_of(*(",".join(row) for row in rows), ends=ends, last=last)
    found = compiled(data)
    if found is not None:
        expected = general(data)
        assert expected is not None
        assert same(found, expected)


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 2_000), st.integers(0, 255), st.integers(1, 30))
def test_a_file_with_a_changed_byte_or_a_cut_end_is_read_alike_or_given_up(place, byte, rows):
    good = file_of(*(street_row(lsoa=f"E0102{number:04d}", lon=f"-0.{number}5") for number in range(rows)))
    damaged = bytearray(good)
    damaged[place % len(good)] = byte
    for data in (bytes(damaged), good[: place % len(good)]):
        found = compiled(data) if data[: len(HEADER)] == HEADER.encode() else None
        if found is not None:
            expected = general(data)
            assert expected is not None
            assert same(found, expected)
