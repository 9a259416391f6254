"""When a group can be compared with residents, and when it is missing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frankpledge.office.coverage import rules

pytestmark = pytest.mark.pure


def test_the_published_example_is_found_missing():
    """Cambridgeshire 2021: 6 of 813 were aged 18 to 24, who are about 9 % of adults."""
    found = rules.compared(6, 813, 0.09, 0.5)
    assert found.missing
    assert found.ratio == pytest.approx(6 / 813 / 0.09)
    assert rules.times_fewer(found.ratio) == 12


def test_a_group_with_its_share_is_not_missing():
    assert not rules.compared(90, 1000, 0.09, 0.5).missing
    assert rules.compared(90, 1000, 0.09, 0.5).ratio == pytest.approx(1)


@pytest.mark.parametrize(
    ("count", "answered", "share"),
    [(0, 49, 0.5), (0, 100, 0.04), (0, 0, 0.5), (0, None, 0.5), (0, 100, None)],
)
def test_where_too_few_said_or_the_group_is_too_small_nothing_is_called_missing(count, answered, share):
    assert not rules.compared(count, answered, share, 0.5).missing


def test_a_hidden_count_is_called_missing_only_if_what_is_shown_proves_it():
    assert rules.compared(None, 800, 0.09, 0.5, at_most=9).missing
    assert not rules.compared(None, 800, 0.09, 0.5, at_most=40).missing
    # Half of a share of 8 people is 4: to say "missing" would say "1 to 3".
    assert not rules.compared(None, 100, 0.08, 0.5, at_most=3).missing


@given(st.integers(0, 500), st.integers(50, 5000), st.floats(0.01, 1), st.floats(0.1, 0.9), st.floats(0.01, 0.1))
def test_a_higher_line_never_finds_fewer_missing(count, answered, share, line, more):
    count = min(count, answered)
    if rules.compared(count, answered, share, line).missing:
        assert rules.compared(count, answered, share, line + more).missing


@given(st.lists(st.one_of(st.none(), st.integers(0, 50)), min_size=1, max_size=8), st.integers(0, 40))
def test_no_hidden_count_can_be_more_than_what_is_left(counts, hidden_sum):
    n = counts.count(None)
    total = sum(c or 0 for c in counts) + max(hidden_sum, n)
    most = rules.most_possible(total, counts)
    assert (most is None) == (n == 0)
    if most is not None:
        assert 1 <= most <= total


@pytest.mark.parametrize(
    ("code", "ages"),
    [("18-24", (18, 24)), ("under-16", (0, 15)), ("85-and-over", (85, None)), ("prefer-not", None), ("24-18", None)],
)
def test_ages_are_read_from_the_code_of_a_band(code, ages):
    assert rules.ages_of(code) == ages


def test_times_fewer_begins_at_twice():
    assert rules.times_fewer(0.5) == 2
    assert rules.times_fewer(0.8) is None
    assert rules.times_fewer(0) is None
