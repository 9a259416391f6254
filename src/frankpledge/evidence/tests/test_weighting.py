"""Raking: published and closed-form tables, what stays true for any data, and when it is refused."""

from __future__ import annotations

from math import sqrt

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from frankpledge.evidence.errors import ImpossibleCount, NotOneDimensional
from frankpledge.evidence.weighting import NotWeighted, design_effect, fit_table, rake, weighted_shares

# ---- oracle


def test_the_published_table_of_four_by_four_is_fitted_as_published():
    # Encyclopaedia example of iterative proportional fitting: rows, then columns, three times; two decimals given.
    seed = [[40, 30, 20, 10], [35, 50, 100, 75], [30, 80, 70, 120], [20, 30, 40, 50]]
    published = [
        [64.61, 46.28, 35.42, 3.83],
        [49.95, 68.15, 156.49, 25.37],
        [56.70, 144.40, 145.06, 53.76],
        [28.74, 41.18, 63.03, 17.03],
    ]
    fitted = fit_table(seed, [150, 300, 400, 150], [200, 300, 400, 100], rounds=3)
    assert fitted == pytest.approx(np.array(published), abs=0.0051)


def test_a_two_by_two_table_agrees_with_the_closed_form():
    # Fitting keeps the odds ratio; with the margins it gives the cell as the root of a quadratic (Plackett 1965).
    seed = np.array([[7.0, 9.0], [12.0, 7.0]])
    row, column, total = 5.0, 10.0, 20.0
    odds = seed[0, 0] * seed[1, 1] / (seed[0, 1] * seed[1, 0])
    linear = total + (odds - 1) * (row + column)
    cell = (linear - sqrt(linear**2 - 4 * odds * (odds - 1) * row * column)) / (2 * (odds - 1))
    fitted = fit_table(seed, [row, total - row], [column, total - column])
    assert fitted[0, 0] == pytest.approx(cell, abs=1e-6)


def test_one_margin_alone_is_post_stratification():
    # 60 and 40 where residents are half and half: weights 5/6 and 5/4.
    found = rake([[0] * 60 + [1] * 40], [[0.5, 0.5]])
    assert found.weights[0] == pytest.approx(5 / 6)
    assert found.weights[-1] == pytest.approx(5 / 4)
    assert found.design_effect == pytest.approx((60 * (5 / 6) ** 2 + 40 * (5 / 4) ** 2) / 100)
    assert found.effective == pytest.approx(100 / found.design_effect)


def test_kishs_design_effect_of_two_kinds_of_weight():
    # Half with weight 1, half with weight 3: CV = 1/2, so 1.25.
    assert design_effect([1, 3] * 10) == pytest.approx(1.25)
    assert design_effect([2.0] * 7) == pytest.approx(1)


def test_weighted_shares_are_means_by_weight():
    shares = weighted_shares([1, 3], [[True, False], [False, True]])
    assert shares == pytest.approx([0.25, 0.75])


# ---- property

people = st.lists(st.tuples(st.integers(0, 2), st.integers(0, 1)), min_size=40, max_size=200)
parts = st.lists(st.floats(0.1, 1), min_size=3, max_size=3)


def margins_of(everybody):
    first, second = (np.array(side) for side in zip(*everybody, strict=True))
    # Somebody of every pair, so that a joint table with these margins exists.
    extra = np.array([(a, b) for a in range(3) for b in range(2)])
    return [np.concatenate([first, extra[:, 0]]), np.concatenate([second, extra[:, 1]])]


@settings(deadline=None, max_examples=60)
@given(people, parts, st.floats(0.2, 0.8))
def test_every_margin_is_met_and_the_mean_weight_is_one(everybody, given_shares, half):
    margins = margins_of(everybody)
    targets = [np.array(given_shares) / sum(given_shares), np.array([half, 1 - half])]
    found = rake(margins, targets, fewest=1, largest_effect=1e9, trim=None)
    assert found.converged
    assert found.weights.mean() == pytest.approx(1)
    for group, target in zip(margins, targets, strict=True):
        shares = np.bincount(group, weights=found.weights) / found.weights.sum()
        assert shares == pytest.approx(target, abs=1e-5)


@settings(deadline=None, max_examples=60)
@given(people, parts, st.floats(0.2, 0.8), st.randoms(use_true_random=False))
def test_neither_the_order_of_people_nor_of_margins_matters(everybody, given_shares, half, random):
    margins = margins_of(everybody)
    targets = [np.array(given_shares) / sum(given_shares), np.array([half, 1 - half])]
    free = {"fewest": 1, "largest_effect": 1e9, "trim": None}
    plain = rake(margins, targets, **free).weights
    assert rake(margins[::-1], targets[::-1], **free).weights == pytest.approx(plain, abs=1e-4)
    order = list(range(len(plain)))
    random.shuffle(order)
    assert rake([each[order] for each in margins], targets, **free).weights == pytest.approx(plain[order], abs=1e-4)


@settings(deadline=None)
@given(st.lists(st.integers(30, 300), min_size=2, max_size=5))
def test_those_who_are_like_residents_already_keep_their_weights(counts):
    margin = np.repeat(np.arange(len(counts)), counts)
    found = rake([margin], [np.array(counts) / sum(counts)])
    assert found.weights == pytest.approx(np.ones(margin.size))
    assert found.design_effect == pytest.approx(1)


@settings(deadline=None)
@given(people, st.floats(0.01, 0.99))
def test_trimmed_weights_lie_within_their_bounds_up_to_the_mean(everybody, half):
    margins = margins_of(everybody)[1:]
    found = rake(margins, [np.array([half, 1 - half])], fewest=1, largest_effect=1e9)
    assert found.weights.max() / found.weights.min() <= 25.0001
    assert (found.trimmed > 0) == (found.miss > 1e-6) or found.trimmed == 0


@given(st.lists(st.floats(0.01, 100), min_size=1, max_size=50), st.floats(0.01, 100))
def test_the_design_effect_does_not_depend_on_the_unit_of_weights(weights, unit):
    assume(all(weight > 0 for weight in weights))
    assert design_effect(np.array(weights) * unit) == pytest.approx(design_effect(weights))
    assert design_effect(weights) >= 1 - 1e-9


# ---- refusal


def test_a_group_of_fewer_than_thirty_refuses_the_whole_and_is_named():
    with pytest.raises(NotWeighted) as refused:
        rake([[0] * 100 + [1] * 29], [[0.5, 0.5]])
    assert (refused.value.reason, refused.value.margin, refused.value.group, refused.value.value) == ("group", 0, 1, 29)


def test_a_design_effect_above_three_is_refused():
    with pytest.raises(NotWeighted) as refused:
        rake([[0] * 970 + [1] * 30], [[0.1, 0.9]], trim=None)
    assert refused.value.reason == "effect"
    assert refused.value.value > 3


def test_margins_that_no_table_can_have_do_not_come_to_rest():
    # Everybody of group 0 is also of group 0 of the other margin: the two cannot have different targets.
    both = [0] * 50 + [1] * 50
    with pytest.raises(NotWeighted) as refused:
        rake([both, both], [[0.5, 0.5], [0.9, 0.1]])
    assert refused.value.reason == "rounds"


def test_nobody_is_not_weighted():
    with pytest.raises(NotWeighted):
        rake([[]], [[1.0]])


@pytest.mark.parametrize("targets", [[0.5, 0.6], [-0.1, 1.1], [1.0, 0.0], [1.0]])
def test_targets_that_are_no_shares_are_refused(targets):
    with pytest.raises(ImpossibleCount):
        rake([[0] * 40 + [1] * 40], [targets])


def test_margins_of_different_lengths_are_refused():
    with pytest.raises(NotOneDimensional):
        rake([[0] * 40, [0] * 41], [[1.0], [1.0]])
    with pytest.raises(ImpossibleCount):
        design_effect([])
    with pytest.raises(ImpossibleCount):
        fit_table([[1, 1]], [3], [1, 1])
