"""Two periods of many areas: exact chances, corrected for many areas, and nothing said where nobody can know."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from frankpledge.evidence.comparison import compare_areas
from frankpledge.evidence.errors import ImpossibleCount, LengthsDiffer

counts = st.lists(st.tuples(st.integers(0, 300), st.integers(0, 300)), min_size=1, max_size=30)


def compared(pairs, first=1.0, second=1.0):
    before, after = [b for b, _a in pairs], [a for _b, a in pairs]
    return compare_areas(before, after, [first] * len(pairs), [second] * len(pairs))


@pytest.mark.parametrize(("before", "after", "first", "second"), [(20, 35, 1, 1), (40, 20, 12, 6), (3, 17, 2, 5)])
def test_the_chance_is_that_of_the_binomial_test_with_twice_the_smaller_tail(before, after, first, second):
    [change] = compared([(before, after)], first, second)
    tails = [
        stats.binomtest(after, before + after, second / (first + second), alternative=side).pvalue
        for side in ("less", "greater")
    ]
    assert change.p == pytest.approx(min(1.0, 2 * min(tails)), rel=1e-12)


@given(counts)
def test_corrected_chances_are_those_of_benjamini_and_hochberg(pairs):
    changes = [change for change in compared(pairs) if change.p is not None]
    if changes:
        expected = stats.false_discovery_control([change.p for change in changes])
        assert [change.q for change in changes] == pytest.approx(expected)


@given(counts)
def test_exchanging_the_periods_turns_every_verdict_round_and_keeps_its_chance(pairs):
    turned = {"higher": "lower", "lower": "higher"}
    there, back = compared(pairs), compared([(after, before) for before, after in pairs])
    assert [turned.get(one.verdict, one.verdict) for one in there] == [one.verdict for one in back]
    assert [one.p for one in there] == pytest.approx([one.p for one in back])


def test_many_areas_without_change_are_not_called_changed_one_by_one():
    """Alone, 36 against 20 would be beyond chance; among a hundred areas that stayed it is not."""
    alone = compared([(20, 38)])
    among = compared([(20, 38), *[(30, 30)] * 99])
    assert alone[0].verdict == "higher"
    assert among[0].verdict == "no_evidence_of_change"


def test_few_crimes_and_missing_figures_are_never_called_a_change():
    few, missing, none_before, nothing = compare_areas(
        [1, None, 0, 0], [8, 50, 40, 0], [1.0, 1.0, 1.0, 1.0], [1.0, 1.0, 1.0, 1.0]
    )
    assert few.verdict == "too_few"
    assert few.p is None
    assert few.ratio == 8
    assert missing.verdict == "not_known"
    assert missing.ratio is None
    assert none_before.verdict == "higher"
    assert none_before.ratio is None
    assert nothing.verdict == "too_few"


def test_the_same_rate_in_a_shorter_period_is_no_change():
    [change] = compared([(120, 60)], first=12, second=6)
    assert (change.ratio, change.verdict) == (1.0, "no_evidence_of_change")


def test_what_cannot_be_compared_is_refused():
    with pytest.raises(LengthsDiffer, match="got 2, 1, 1 and 1 areas"):
        compare_areas([1, 2], [1], [1.0], [1.0])
    with pytest.raises(ImpossibleCount, match="whole numbers"):
        compare_areas([-1], [20], [1.0], [1.0])
    with pytest.raises(ImpossibleCount, match="exposure above zero"):
        compare_areas([10], [20], [0.0], [1.0])
