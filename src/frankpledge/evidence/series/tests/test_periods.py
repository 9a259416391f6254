"""Periods: read as people write them, never skipped in silence, written out in words."""

import pytest

from frankpledge.evidence.errors import LengthsDiffer, PeriodsOutOfOrder
from frankpledge.evidence.series.periods import (
    check_periods,
    fill_gaps,
    frequency_of,
    in_words,
    parse_period,
    stretches,
    year_before,
)


@pytest.mark.parametrize(
    ("label", "words", "earlier"),
    [
        ("2026-10", "October 2026", "2025-10"),
        ("2024-Q1", "January to March 2024", "2023-Q1"),
        ("2024", "2024", "2023"),
        ("2023/24", "2023 to 2024", "2022/23"),
        ("1999/00", "1999 to 2000", "1998/99"),
    ],
)
def test_a_period_has_words_and_a_year_before(label, words, earlier):
    assert in_words(label) == words
    assert year_before(label) == earlier
    assert parse_period(label).label() == label


@pytest.mark.parametrize("label", ["2024-13", "2023/25", "week 3", "2024-1", "Q1 2024", ""])
def test_what_is_no_known_period_stays_a_label(label):
    assert parse_period(label) is None
    assert in_words(label) == label
    assert year_before(label) is None


def test_a_month_left_out_is_put_back_as_missing():
    periods, values = fill_gaps(["2024-03", "2023-12", "2024-01"], [3.0, 1.0, 2.0])
    assert periods == ("2023-12", "2024-01", "2024-02", "2024-03")
    assert values == (1.0, 2.0, None, 3.0)


def test_labels_of_another_kind_are_kept_as_they_came():
    assert fill_gaps(["week 9", "week 12"], [1.0, 2.0]) == (("week 9", "week 12"), (1.0, 2.0))
    assert check_periods(["week 9", "week 12"]) == "other"


def test_neighbouring_months_stand_together():
    assert stretches(["2023-05", "2023-12", "2024-01", "2024-02"]) == [
        ["2023-05"],
        ["2023-12", "2024-01", "2024-02"],
    ]


def test_month_names_can_be_translated():
    assert in_words("2026-10", {"October": "Hydref"}.get) == "Hydref 2026"


def test_contradictions_are_refused():
    with pytest.raises(PeriodsOutOfOrder, match="mix"):
        frequency_of(["2024", "2024-01"])
    with pytest.raises(PeriodsOutOfOrder, match="more than once"):
        fill_gaps(["2024-01", "2024-01"], [1.0, 2.0])
    with pytest.raises(LengthsDiffer, match="2 periods but 1 values"):
        fill_gaps(["2024-01", "2024-02"], [1.0])
