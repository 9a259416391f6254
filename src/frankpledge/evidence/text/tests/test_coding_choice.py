"""What a person reads next, and when the machine may code by itself."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from frankpledge.evidence.text.coding_choice import (
    LEAST_CHECKED,
    exact_interval,
    next_to_code,
    quality_on_random_half,
    threshold_at,
    uncertainty,
)

pytestmark = pytest.mark.pure

CHANCES = np.array([[0.99, 0.01], [0.5, 0.1], [0.9, 0.2], [0.02, 0.01]])


def test_every_second_answer_is_the_least_certain_and_every_other_one_is_drawn():
    assert next_to_code(CHANCES, {0, 1, 2, 3}, turn=0) == (1, "uncertain")
    assert next_to_code(CHANCES, {0, 2, 3}, turn=2) == (2, "uncertain")
    assert next_to_code(CHANCES, {0, 1, 2, 3}, turn=1)[1] == "random"


def test_the_random_half_is_drawn_evenly_whatever_the_model_thinks():
    drawn = [next_to_code(CHANCES, [0, 1, 2, 3], turn=2 * at + 1, seed=5)[0] for at in range(800)]
    assert stats.chisquare(np.bincount(drawn, minlength=4)).pvalue > 0.001


def test_the_same_turn_and_seed_draw_the_same_answer_and_another_seed_others():
    def drawn(seed):
        return [next_to_code(CHANCES, [0, 1, 2, 3], turn=turn, seed=seed)[0] for turn in range(1, 60, 2)]

    assert drawn(1) == drawn(1) != drawn(2)


def test_when_all_are_read_there_is_nothing_next():
    with pytest.raises(ValueError, match="every answer has been read"):
        next_to_code(CHANCES, [], turn=0)


def test_without_codes_nothing_is_uncertain():
    assert uncertainty(np.zeros((3, 0))).tolist() == [0, 0, 0]


@pytest.mark.parametrize(("right", "of"), [(0, 10), (10, 10), (7, 10), (81, 263), (1, 1)])
def test_the_exact_interval_is_scipys_clopper_pearson(right, of):
    expected = stats.binomtest(right, of).proportion_ci(0.95, method="exact")
    assert exact_interval(right, of) == pytest.approx((expected.low, expected.high), abs=1e-9)


def test_the_exact_interval_of_the_textbook():
    """Newcombe, Statistics in Medicine 17 (1998), table I: 81 of 263 gives 0.2527 to 0.3676."""
    assert exact_interval(81, 263) == pytest.approx((0.2527, 0.3676), abs=5e-5)


@pytest.mark.parametrize(("right", "of"), [(1, 0), (-1, 5), (6, 5)])
def test_a_share_that_cannot_be_is_refused(right, of):
    with pytest.raises(ValueError, match="a share needs"):
        exact_interval(right, of)


def test_the_threshold_is_where_the_random_half_shows_the_precision():
    confidence = np.linspace(0.999, 0.001, 400)
    right = confidence > 0.5
    found = threshold_at(confidence, right, 0.8)
    assert found is not None
    assert found.low >= 0.8
    assert found.checked == (confidence >= found.confidence).sum()
    assert found.precision == pytest.approx(right[confidence >= found.confidence].mean())
    assert found.covered == found.checked / 400
    assert threshold_at(confidence, right, 0.999) is None


def test_a_few_lucky_answers_switch_nothing_on():
    few = LEAST_CHECKED - 1
    assert threshold_at([0.9] * few, [True] * few, 0.5) is None
    assert threshold_at([], [], 0.5) is None


def test_equal_confidences_are_never_parted():
    found = threshold_at([0.9] * 100, [True] * 96 + [False] * 4, 0.85)
    assert found is not None
    assert found.checked == 100


def test_a_model_that_falls_short_is_let_through_in_few_draws_only():
    """True precision 0.78 at every confidence, 0.80 asked for: trying ten thresholds must not find luck."""
    chance = np.random.default_rng(9)
    let_through = sum(threshold_at(chance.random(300), chance.random(300) < 0.78, 0.80) is not None for _ in range(500))
    assert let_through / 500 < 0.08


@settings(max_examples=80, deadline=None)
@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), max_size=120), st.floats(0.05, 0.95))
def test_order_does_not_matter_and_the_promise_holds(pairs, precision):
    found = threshold_at([one for one, _ in pairs], [right for _, right in pairs], precision)
    turned = threshold_at([one for one, _ in pairs][::-1], [right for _, right in pairs][::-1], precision)
    assert found == turned
    if found:
        above = [right for one, right in pairs if one >= found.confidence]
        assert len(above) == found.checked >= LEAST_CHECKED
        assert precision <= found.low <= found.precision <= found.high


@pytest.mark.parametrize("precision", [0, 1, -0.1, 1.5])
def test_a_precision_that_cannot_be_asked_for_is_refused(precision):
    with pytest.raises(ValueError, match="precision"):
        threshold_at([0.5], [True], precision)


def test_judgements_without_confidence_are_refused():
    with pytest.raises(ValueError, match="got 1 and 2"):
        threshold_at([0.5], [True, False], 0.8)


def test_quality_counts_what_was_suggested_and_what_was_given():
    found = quality_on_random_half([{"a"}, {"a", "b"}, set()], [{"a"}, {"b", "c"}, set()])
    assert found is not None
    assert found.f1 == pytest.approx((1 + 0.5 + 1) / 3)
    assert (found.precision, found.recall, found.answers) == (pytest.approx(2 / 3), pytest.approx(2 / 3), 3)
    assert found.low <= found.f1 <= found.high


def test_quality_of_nothing_is_none_and_of_unequal_lists_refused():
    assert quality_on_random_half([], []) is None
    empty = quality_on_random_half([set()], [set()])
    assert empty is not None
    assert (empty.precision, empty.recall) == (None, None)
    with pytest.raises(ValueError, match="got 1 and 0"):
        quality_on_random_half([{"a"}], [])
