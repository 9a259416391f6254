"""Regression to the mean: what a place chosen for being high does by itself, and when the reader is warned."""

import numpy as np
import pytest

from frankpledge.evidence.effect import expected_regression, regression_warning
from frankpledge.evidence.errors import ImpossibleCount, NotFinite

pytestmark = pytest.mark.pure


def test_places_chosen_for_being_high_fall_by_as_much_as_is_foretold():
    rng = np.random.default_rng(6)
    rates = rng.gamma(5, 4, 3000)
    first, second = rng.poisson(rates), rng.poisson(rates)
    for at in np.argsort(first)[-200:][::40]:
        assert expected_regression(int(first[at]), first.tolist()).fall > 0
    top = np.argsort(first)[-200:]
    foretold = [expected_regression(int(first[at]), first.tolist()) for at in top]
    assert np.mean([each.expected for each in foretold]) == pytest.approx(second[top].mean(), rel=0.03)
    inside = np.mean([each.lower <= n <= each.upper for each, n in zip(foretold, second[top], strict=True)])
    assert inside >= 0.93


def test_places_that_differ_by_chance_alone_all_return_to_the_mean():
    counts = [9, 10, 11, 10, 9, 11, 10, 10, 12]
    found = expected_regression(12, counts)
    assert found.weight == 0
    assert found.expected == pytest.approx(found.mean)


def test_places_that_differ_greatly_hardly_return():
    found = expected_regression(900, [5, 50, 400, 900, 20, 100])
    assert found.weight > 0.99
    assert found.share < 0.01


def test_a_longer_time_after_is_allowed_for():
    counts = [12, 9, 20, 40, 15, 11]
    year, two = (expected_regression(40, counts, months_after=months) for months in (12, 24))
    assert two.expected == pytest.approx(2 * year.expected)
    assert two.fall == year.fall


def test_hauer_s_weight_is_one_less_mean_over_variance():
    counts = [0, 1, 2, 3, 4, 10]
    found = expected_regression(10, counts)
    weight = 1 - np.mean(counts) / np.var(counts, ddof=1)
    assert found.expected == pytest.approx(np.mean(counts) + weight * (10 - np.mean(counts)))


def test_too_few_places_and_empty_places_foretell_nothing():
    assert expected_regression(9, [9, 3, 2]) is None
    assert expected_regression(0, [0] * 9).upper == 0


@pytest.mark.parametrize(
    ("level", "chosen", "warned"),
    [(2, True, True), (1, True, True), (2, False, False), (3, True, False), (5, True, False)],
)
def test_the_warning_is_given_where_the_design_does_not_allow_for_it(level, chosen, warned):
    assert bool(regression_warning(level, chosen)) == warned


@pytest.mark.parametrize(
    ("after", "words"), [(30, "no sign that anything worked"), (5, "fewer than that"), (90, "more than")]
)
def test_the_warning_weighs_what_was_counted_afterwards(after, words):
    found = expected_regression(40, [12, 9, 20, 40, 15, 11, 18, 7, 22])
    text = regression_warning(2, True, found, after)
    assert words in text
    assert "about 36" in text


@pytest.mark.parametrize(
    ("call", "error"),
    [
        (lambda: expected_regression(-1, [1] * 9), ImpossibleCount),
        (lambda: expected_regression(1, [1] * 9, months_after=0), ImpossibleCount),
        (lambda: regression_warning(7, True), ImpossibleCount),
        (lambda: regression_warning(2, True, after=-1), NotFinite),
    ],
)
def test_what_has_no_sense_is_refused(call, error):
    with pytest.raises(error):
        call()
