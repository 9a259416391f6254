"""Rates and proportions against printed figures, scipy's own answers, and what cannot be."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from frankpledge.evidence.errors import ImpossibleCount
from frankpledge.evidence.rates import poisson_interval, rate, rate_ratio, wilson


@pytest.mark.parametrize(
    ("count", "lower", "upper"),
    [(0, 0.0, 3.689), (1, 0.0253, 5.572), (5, 1.6235, 11.668), (10, 4.795, 18.390), (100, 81.364, 121.627)],
)
def test_exact_poisson_intervals_match_the_printed_table(count, lower, upper):
    # Ulm (1990), table of exact limits; 0 -> 3.689 is the rule of three made exact.
    assert poisson_interval(count) == pytest.approx((lower, upper), abs=1e-3)


@given(st.integers(1, 5000))
def test_the_interval_is_that_of_the_chi_square_formula(count):
    expected = stats.chi2.ppf(0.025, 2 * count) / 2, stats.chi2.ppf(0.975, 2 * count + 2) / 2
    assert poisson_interval(count) == pytest.approx(expected, rel=1e-9)


def test_the_interval_covers_the_truth_at_least_as_often_as_it_promises():
    counts = np.random.default_rng(1).poisson(7.3, 4000)
    held = [lo <= 7.3 <= hi for lo, hi in map(poisson_interval, map(int, counts))]
    assert np.mean(held) >= 0.95


def test_a_rate_carries_the_interval_of_its_count():
    found = rate(142, 750_000)
    lower, upper = poisson_interval(142)
    assert found.value == pytest.approx(0.18933, abs=1e-5)
    assert (found.lower, found.upper) == pytest.approx((lower / 750, upper / 750))


@pytest.mark.parametrize(
    ("successes", "cases", "lower", "upper"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_intervals_match_newcombes_table(successes, cases, lower, upper):
    # Newcombe, Statistics in Medicine 17 (1998), table I, method 3.
    found = wilson(successes, cases)
    assert (round(found.lower, 4), round(found.upper, 4)) == (lower, upper)


def test_a_survey_with_a_design_effect_is_worth_fewer_answers():
    plain, clustered, half = wilson(100, 400), wilson(100, 400, design_effect=2), wilson(50, 200)
    assert clustered.upper - clustered.lower > plain.upper - plain.lower
    assert (clustered.lower, clustered.upper) == pytest.approx((half.lower, half.upper))


@given(st.integers(0, 200), st.integers(1, 200))
def test_wilson_turned_round_is_the_interval_of_the_failures(successes, cases):
    successes = min(successes, cases)
    one, other = wilson(successes, cases), wilson(cases - successes, cases)
    assert (one.lower, one.upper) == pytest.approx((1 - other.upper, 1 - other.lower), abs=1e-12)


def test_a_ratio_of_two_rates_uses_the_logarithm_when_counts_allow():
    found = rate_ratio(50, 1000, 80, 1000)
    reach = 1.959964 * np.sqrt(1 / 50 + 1 / 80)
    assert (found.lower, found.upper) == pytest.approx((0.625 * np.exp(-reach), 0.625 * np.exp(reach)), rel=1e-6)


def test_a_ratio_of_small_counts_is_exact():
    found = rate_ratio(3, 1000, 8, 1000)
    share = stats.binomtest(3, 11).proportion_ci(method="exact")
    assert (found.lower, found.upper) == pytest.approx((share.low / (1 - share.low), share.high / (1 - share.high)))


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: poisson_interval(-1), "whole number"),
        (lambda: poisson_interval(1.5), "whole number"),
        (lambda: poisson_interval(5, level=95), "between 0 and 1"),
        (lambda: rate(5, 0), "above zero"),
        (lambda: wilson(5, 4), "5 of 4"),
        (lambda: wilson(0, 0), "0 of 0"),
        (lambda: rate_ratio(5, 100, 0, 100), "above zero"),
    ],
)
def test_what_cannot_be_is_refused(call, words):
    with pytest.raises(ImpossibleCount, match=words):
        call()
