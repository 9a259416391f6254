"""Small counts are hidden, and cannot be worked out from what is shown."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from frankpledge.office.consultation.small_counts import SMALLEST_SHOWN, shown

tables = st.integers(2, 5).flatmap(
    lambda width: st.lists(st.lists(st.integers(0, 40), min_size=width, max_size=width), min_size=2, max_size=6)
)


def test_a_small_count_takes_the_next_smallest_with_it():
    assert shown([[30, 3, 12], [20, 10, 8]]) == [[30, None, None], [20, None, None]]


def test_two_ones_that_could_be_worked_out_from_the_total_take_a_third_with_them():
    row = shown([[1, 1, 40]])[0]
    assert row == [None, None, None]


def test_a_table_without_small_counts_is_shown_whole():
    assert shown([[0, 5, 9], [7, 0, 12]]) == [[0, 5, 9], [7, 0, 12]]


def test_an_empty_table_stays_empty():
    assert shown([]) == []


def lines(table):
    return [*table, *zip(*table, strict=True)]


@given(tables)
def test_no_count_of_one_to_four_is_ever_shown(table):
    assert all(count is None or count == 0 or count >= SMALLEST_SHOWN for row in shown(table) for count in row)


@given(tables)
def test_no_hidden_count_is_alone_in_its_row_or_column(table):
    for line in lines(shown(table)):
        assert sum(count is None for count in line) != 1


@given(tables)
def test_hidden_counts_of_a_line_add_up_to_five_or_the_whole_line_is_hidden(table):
    for before, after in zip(lines(table), lines(shown(table)), strict=True):
        hidden = [count for count, seen in zip(before, after, strict=True) if seen is None]
        assert not hidden or sum(hidden) >= SMALLEST_SHOWN or len(hidden) == len(before)


@given(tables)
def test_what_is_shown_is_true(table):
    for before, after in zip(table, shown(table), strict=True):
        assert all(seen in (None, count) for count, seen in zip(before, after, strict=True))
