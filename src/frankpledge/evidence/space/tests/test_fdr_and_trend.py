"""Many tests at once, and series that drift."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from frankpledge.evidence.errors import HoldsGaps, ImpossibleCount, TooFewPoints, UnknownChoice
from frankpledge.evidence.space import adjusted, mann_kendall

pytestmark = pytest.mark.pure
close = pytest.approx
chances = st.lists(st.floats(0, 1), min_size=1, max_size=40)

# Benjamini and Hochberg (1995), section 3.1: fifteen tests of a trial of heart attacks; four are discoveries at 5 %.
THEIRS = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528,
          0.7590, 1.0]  # fmt: skip


def test_four_of_the_fifteen_are_discoveries_as_in_the_paper():
    assert (adjusted(THEIRS) <= 0.05).tolist() == [True] * 4 + [False] * 11
    assert adjusted(THEIRS)[3] == close(0.0095 * 15 / 4)


def test_the_cautious_correction_divides_by_the_harmonic_sum():
    harmonic = sum(1 / k for k in range(1, 16))
    assert adjusted(THEIRS, "by") == close(np.minimum(1, adjusted(THEIRS) * harmonic))


@given(chances)
def test_correcting_keeps_the_order_and_never_makes_a_chance_smaller(p):
    q = adjusted(p)
    assert (q >= np.array(p)).all()
    assert (np.diff(q[np.argsort(p, kind="stable")]) >= 0).all()
    assert (q <= 1).all()


@given(chances, st.randoms())
def test_the_order_of_the_tests_does_not_matter(p, chance):
    order = list(range(len(p)))
    chance.shuffle(order)
    assert adjusted(np.array(p)[order]) == close(adjusted(p)[order])


def test_a_test_that_was_not_made_stays_unknown_and_is_not_counted():
    q = adjusted([0.01, np.nan, 0.02])
    assert q[[0, 2]] == close([0.02, 0.02])
    assert np.isnan(q[1])
    assert np.isnan(adjusted([np.nan])).all()


def test_impossible_chances_and_corrections_are_named():
    with pytest.raises(ImpossibleCount, match="between 0 and 1"):
        adjusted([0.5, 1.2])
    with pytest.raises(UnknownChoice, match="bh, by, none"):
        adjusted([0.5], "bonferroni")


@pytest.mark.parametrize(
    ("n", "s", "one_sided"),
    [(4, 4, 0.167), (4, 6, 0.042), (5, 8, 0.042), (8, 16, 0.031), (10, 19, 0.054), (10, 23, 0.023), (10, 27, 0.0083)],
)
def test_chances_of_short_series_are_those_of_the_table(n, s, one_sided):
    """Gilbert, Statistical Methods for Environmental Pollution Monitoring (1987), table A18, to its printed digits."""
    wanted = next(x for x in _orders(n) if _s(x) == s)
    assert mann_kendall(wanted).p[0] / 2 == close(one_sided, abs=6e-4)


def _orders(n):
    """Some orders of 1 to n, with every possible S among them."""
    order = list(range(n))
    yield order
    for last in range(n - 1, 0, -1):
        for at in range(last):
            order[at], order[at + 1] = order[at + 1], order[at]
            yield order


def _s(x):
    return int(sum(np.sign(x[b] - x[a]) for a in range(len(x)) for b in range(a + 1, len(x))))


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(-5, 5), min_size=4, max_size=30))
def test_a_series_run_backwards_drifts_the_other_way(x):
    forward, back = mann_kendall(x), mann_kendall(x[::-1])
    assert forward.s[0] == -back.s[0]
    assert forward.p[0] == close(back.p[0])
    assert forward.s[0] == _s(x)


def test_many_series_side_by_side_are_judged_as_each_alone():
    x = np.random.default_rng(3).poisson(4, (24, 50))
    together = mann_kendall(x)
    assert [mann_kendall(column).p[0] for column in x.T] == close(together.p)


def test_a_constant_series_has_no_trend():
    found = mann_kendall([2.0] * 12)
    assert (found.s[0], found.z[0], found.p[0]) == (0, 0, 1)


def test_gaps_and_short_series_are_refused():
    with pytest.raises(HoldsGaps):
        mann_kendall([1, 2, np.nan, 4])
    with pytest.raises(TooFewPoints, match="3 periods"):
        mann_kendall([1, 2, 3])
