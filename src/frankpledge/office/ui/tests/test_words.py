"""Dates, numbers and addresses as readers see them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frankpledge.office.ui import words


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (date(2021, 9, 9), "9 September 2021"),
        ("2021-09-09", "9 September 2021"),
        ("2025-04", "April 2025"),
        (datetime(2025, 6, 30, 23, 30, tzinfo=UTC), "1 July 2025"),
        (None, ""),
        ("2024/25", "2024/25"),
        ("2021-02-31", "2021-02-31"),
    ],
)
def test_a_date_is_written_in_words_and_in_local_time(value, shown):
    assert words.date_words(value) == shown


def test_a_range_says_to():
    assert words.range_words(("2023-04", "2025-03")) == "April 2023 to March 2025"
    assert words.range_words(SimpleNamespace(start=date(2025, 1, 1), end=date(2025, 1, 31))) == (
        "1 January 2025 to 31 January 2025"
    )


def test_a_range_with_one_end_or_one_day_names_it_once():
    assert words.range_words(("2023-04", "2023-04")) == "April 2023"
    assert words.range_words(("2023-04", None)) == "April 2023"


@pytest.mark.parametrize(
    ("value", "shown"),
    [(6705, "6,705"), (0, "0"), (-1234, "−1,234"), (1234.5, "1,234.5"), (None, "–"), ("", "–"), ("about 3", "about 3")],
)
def test_a_number_has_commas_and_a_missing_one_is_never_zero(value, shown):
    assert words.count(value) == shown


@given(st.integers(-(10**12), 10**12))
def test_a_number_loses_nothing_by_its_commas(number):
    assert int(words.count(number).replace(",", "").replace("−", "-")) == number


def test_shares_are_whole_percentages_unless_decimals_matter():
    assert words.percent(0.4349) == "43%"
    assert words.percent(0.4349, 1) == "43.5%"
    assert words.percent(None) == "–"


def test_a_permanent_reference_is_its_own_address():
    assert words.page_url("measure/burglary") == "/measure/burglary/"
    assert words.page_url("challenge/panel/2021-09-09/18/3") == "/challenge/panel/2021-09-09/18/3/"


def test_a_reference_cannot_lead_to_another_site():
    assert words.page_url("//elsewhere.example/x") == "/elsewhere.example/x/"


def test_file_sizes_are_short():
    assert [words.file_size(n) for n in (820, 1499, 14_210, 2_140_000)] == ["820 bytes", "1 kB", "14 kB", "2.1 MB"]


def test_turning_a_page_keeps_the_filters():
    assert words.with_query("/actions/?area=a+b&page=2", page=3) == "/actions/?area=a+b&page=3"
    assert words.with_query("/actions/?area=&page=2", page=None) == "/actions/?area="
