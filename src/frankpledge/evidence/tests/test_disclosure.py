"""Small counts stay hidden, also from somebody who subtracts."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from frankpledge.evidence.disclosure import possible_range, suppress_counts, suppress_parts, suppress_table
from frankpledge.evidence.errors import ImpossibleCount, NotOneDimensional

small_tables = st.integers(1, 4).flatmap(
    lambda width: st.lists(st.lists(st.integers(0, 14), min_size=width, max_size=width), min_size=1, max_size=4)
)


def entries(table):
    """All published entries in one list, and the sums that hold between them, for an attacker."""
    height, width = len(table.cells), len(table.cells[0])
    shown = [v for row in table.cells for v in row] + [*table.row_totals, *table.column_totals, table.grand_total]
    row0, column0 = height * width, height * width + height
    lines = [[*((r * width + c, 1) for c in range(width)), (row0 + r, -1)] for r in range(height)]
    lines += [[*((r * width + c, 1) for r in range(height)), (column0 + c, -1)] for c in range(width)]
    lines += [[*((row0 + r, 1) for r in range(height)), (column0 + width, -1)]]
    return shown, lines


def test_a_small_count_takes_a_rectangle_with_it():
    found = suppress_table([[10, 3, 20], [40, 5, 6], [30, 40, 50]])
    assert found.cells == ((None, None, 20), (None, None, 6), (30, 40, 50))
    assert (found.row_totals, found.column_totals, found.grand_total) == ((33, 51, 120), (80, 48, 76), 204)
    assert (found.primary, found.secondary) == (1, 3)


def test_without_published_totals_only_the_small_count_is_hidden():
    found = suppress_table([[10, 3], [4, 5]], row_totals=False, column_totals=False)
    assert found.cells == ((10, None), (None, 5))
    assert (found.row_totals, found.column_totals, found.grand_total) == ((), (), None)


def test_in_a_list_with_its_total_a_second_count_is_hidden():
    assert suppress_counts([3, 10, 20]) == (None, None, 20)
    assert suppress_counts([3, 10, 20], total=False) == (None, 10, 20)
    assert suppress_counts([]) == ()


def test_true_zeros_stay_shown():
    assert suppress_counts([0, 3, 0, 12, 40]) == (0, None, 0, None, 40)


def test_two_small_counts_that_their_total_would_betray_take_a_third():
    # 1 and 1 hidden under a total of 2 would be no secret, so the total is small and hidden too.
    found = suppress_table([[1, 1, 0], [20, 30, 40]])
    assert found.row_totals[0] is None


def test_a_table_without_small_counts_is_published_whole():
    found = suppress_table([[10, 20], [0, 40]])
    assert (found.cells, found.primary, found.secondary) == (((10, 20), (0, 40)), 0, 0)


def test_a_lone_small_count_is_hidden_with_all_its_totals():
    found = suppress_table([[3]])
    assert (found.cells, found.row_totals, found.grand_total, found.grand_total_hidden) == (
        ((None,),),
        (None,),
        None,
        True,
    )


@settings(max_examples=60, deadline=None)
@given(small_tables)
def test_subtraction_never_narrows_a_hidden_small_count_to_fewer_than_five_values(counts):
    found = suppress_table(counts)
    shown, lines = entries(found)
    cells = [v for row in counts for v in row]
    for which, count in enumerate(cells):
        if 0 < count < 5:
            assert shown[which] is None
            low, high = possible_range(shown, lines, which)
            assert low <= count <= high
            everything_hidden = all(v is None or v == 0 for v in shown)
            assert high - low + 1 >= 5 or everything_hidden


@settings(max_examples=25, deadline=None)
@given(st.lists(st.lists(st.integers(0, 7), min_size=2, max_size=2), min_size=2, max_size=2))
def test_brute_force_over_every_possible_table_finds_no_hidden_small_count(counts):
    found = suppress_table(counts)
    hidden = [(r, c) for r, c in product(range(2), range(2)) if found.cells[r][c] is None]
    fits = []
    for guess in product(range(1, 16), repeat=len(hidden)):
        table = np.array([[v or 0 for v in row] for row in found.cells])
        for (r, c), value in zip(hidden, guess, strict=True):
            table[r, c] = value
        sums = [*table.sum(axis=1), *table.sum(axis=0), table.sum()]
        told = [*found.row_totals, *found.column_totals, found.grand_total]
        if all(t is None or t == s for t, s in zip(told, sums, strict=True)):
            fits.append(guess)
    for place, (r, c) in enumerate(hidden):
        if counts[r][c] < 5:
            assert len({guess[place] for guess in fits}) >= 5


@given(small_tables)
@settings(max_examples=40, deadline=None)
def test_what_is_shown_is_true_and_every_small_count_is_hidden(counts):
    found = suppress_table(counts)
    table = np.array(counts)
    for told, true in [
        *((t, v) for row, own in zip(found.cells, counts, strict=True) for t, v in zip(row, own, strict=True)),
        *zip(found.row_totals, table.sum(axis=1), strict=True),
        *zip(found.column_totals, table.sum(axis=0), strict=True),
    ]:
        assert told is None or (told == true and not 0 < true < 5)


def test_another_threshold_can_be_set():
    assert suppress_counts([8, 30, 40], smallest_shown=10) == (None, None, 40)


@pytest.mark.parametrize(
    ("counts", "options", "error"),
    [
        ([[1, -1]], {}, ImpossibleCount),
        ([[1.5]], {}, ImpossibleCount),
        ([1, 2], {}, NotOneDimensional),
        ([[5]], {"smallest_shown": 1}, ImpossibleCount),
    ],
)
def test_what_is_no_table_of_counts_is_refused(counts, options, error):
    with pytest.raises(error):
        suppress_table(counts, **options)


def test_the_sum_of_a_part_gives_no_hidden_count_away():
    # Of 100, 6 prefer not to say: with 94 shown as "said their age", the 3 could be worked out. So it is hidden too.
    found = suppress_parts([3, 40, 51], [6])
    assert found.inside[0] is None
    assert found.subtotal is None or found.outside == (6,)
    assert sum(count is None for count in (*found.inside, *found.outside, found.subtotal)) >= 2


@given(st.lists(st.integers(0, 14), min_size=1, max_size=5), st.lists(st.integers(0, 14), min_size=1, max_size=3))
@settings(deadline=None)
def test_no_subtraction_narrows_a_small_count_of_a_list_in_two_parts(inside, outside):
    found = suppress_parts(inside, outside)
    shown = [*found.inside, *found.outside, found.subtotal]
    total = sum(inside) + sum(outside)
    if all(count is None for count in shown):
        return
    known = [*shown, total]
    n, last = len(inside), len(inside) + len(outside)
    lines = [[*((i, 1) for i in range(n)), (last, -1)]]
    lines.append([(last, 1), *((i, 1) for i in range(n, last)), (last + 1, -1)])
    true = [*inside, *outside, sum(inside)]
    for at, (value, seen) in enumerate(zip(true, shown, strict=True)):
        assert seen is None or seen == value
        if 0 < value < 5:
            assert seen is None
            low, high = possible_range(known, lines, at)
            assert high - low + 1 >= 5


def test_few_who_gave_no_answer_say_nothing_of_anybody_and_hide_nothing():
    found = suppress_parts([40, 60], [4], harmless=[0])
    assert (found.inside, found.outside, found.subtotal) == ((40, 60), (4,), 100)
    beside_a_small_group = suppress_parts([3, 40, 60], [4], harmless=[0])
    assert beside_a_small_group.inside[0] is None
    assert None in (*beside_a_small_group.inside[1:], beside_a_small_group.subtotal)


def test_a_row_that_is_no_group_of_people_hides_nothing_by_itself():
    table = [[60, 20], [30, 40], [4, 2]]
    assert suppress_table(table, harmless_rows=[2]).cells == ((60, 20), (30, 40), (4, 2))
    small_group = suppress_table([[60, 3], [30, 40], [4, 2]], harmless_rows=[2])
    assert small_group.cells[0][1] is None
    assert sum(cells[1] is None for cells in small_group.cells) + (small_group.column_totals[1] is None) >= 2
