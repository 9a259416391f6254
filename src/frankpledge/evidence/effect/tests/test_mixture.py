"""Synthetic control: the weights are exactly the best ones, a true mixture is found, and placebos say how sure."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from frankpledge.evidence.effect import synthetic
from frankpledge.evidence.effect.mixture import simplex_weights
from frankpledge.evidence.errors import EvidenceError, LengthsDiffer, UnknownPeriod

pytestmark = pytest.mark.pure


def areas(seed, donors=24, periods=36, start=24, effect=0.7):
    rng = np.random.default_rng(seed)
    shape = np.exp(0.15 * np.sin(np.arange(periods) / 2))
    level = rng.uniform(20, 80, donors + 1)
    level[0] = level[1:].mean()
    mean = level[:, None] * shape
    mean[0, start:] *= effect
    drawn = rng.poisson(mean)
    return {"treated": drawn[0].tolist(), "donors": drawn[1:].tolist(), "start": start}


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000), st.integers(2, 30), st.integers(3, 40))
def test_no_small_shift_of_weight_would_fit_better(seed, donors, periods):
    """The conditions of Karush, Kuhn and Tucker: at the best point no donor in use is worse than one that is not."""
    rng = np.random.default_rng(seed)
    target, table = rng.normal(0, 10, periods), rng.normal(0, 10, (donors, periods))
    weights = simplex_weights(target, table)
    assert weights.min() >= 0
    assert weights.sum() == pytest.approx(1)
    slopes = table @ (weights @ table - target)
    used = weights > 1e-9
    assert np.ptp(slopes[used]) < 1e-6 * max(1, np.abs(slopes).max())
    assert slopes.min() > slopes[used].mean() - 1e-6 * max(1, np.abs(slopes).max())


def test_an_area_that_is_a_mixture_is_found_to_be_that_mixture():
    rng = np.random.default_rng(4)
    donors = rng.uniform(10, 50, (6, 30))
    shares = np.array([0.5, 0.3, 0.2, 0, 0, 0])
    found = synthetic(treated=(shares @ donors).tolist(), donors=donors.tolist(), start=20, names=list("abcdef"))
    assert dict(found.weights) == pytest.approx({"a": 0.5, "b": 0.3, "c": 0.2}, abs=1e-6)
    assert found.effect.value == pytest.approx(0, abs=1e-6)


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 1000), st.floats(0.1, 50))
def test_another_unit_of_counting_changes_nothing_but_the_unit(seed, unit):
    given_areas = areas(seed, donors=6)
    scaled = {
        "treated": [unit * each for each in given_areas["treated"]],
        "donors": [[unit * each for each in row] for row in given_areas["donors"]],
        "start": 24,
    }
    plain, other = synthetic(**given_areas), synthetic(**scaled)
    assert other.effect.value == pytest.approx(unit * plain.effect.value, rel=1e-6, abs=1e-6)
    assert other.effect.p == plain.effect.p


def test_the_order_of_the_donors_changes_nothing():
    given_areas = areas(3)
    turned = {**given_areas, "donors": given_areas["donors"][::-1]}
    one, other = synthetic(**given_areas).effect, synthetic(**turned).effect
    assert (one.value, one.lower, one.p) == pytest.approx((other.value, other.lower, other.p))


def test_an_effect_that_was_put_in_is_found_with_enough_donors():
    found = synthetic(**areas(5, effect=0.5))
    assert found.effect.direction == "fall"
    assert found.effect.p == pytest.approx(1 / 25)
    assert found.ratio_rank == 1
    assert found.total == pytest.approx(12 * found.effect.value)


def test_without_an_effect_the_placebo_test_keeps_its_promise():
    p = [synthetic(**areas(seed, effect=1.0, donors=19)).effect.p for seed in range(120)]
    assert np.mean(np.array(p) <= 0.1) == pytest.approx(0.1, abs=0.07)


def test_too_few_donors_give_a_figure_and_no_interval():
    found = synthetic(**areas(6, donors=8))
    assert found.effect.value is not None
    assert not found.effect.computable
    assert "needs 19 untreated areas" in found.effect.reason
    assert found.effect.p * 9 == pytest.approx(round(found.effect.p * 9))


def test_an_area_above_all_others_needs_the_shifted_mixture():
    given_areas = areas(7)
    high = {**given_areas, "treated": [each + 200 for each in given_areas["treated"]]}
    assert any("does not follow" in caution for caution in synthetic(**high).cautions)
    shifted = synthetic(**high, intercept=True)
    assert not shifted.cautions
    assert shifted.effect.value == pytest.approx(synthetic(**given_areas, intercept=True).effect.value, abs=1e-6)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"start": 3}, "3 periods before"),
        ({"donors": [[5.0] * 36]}, "1 untreated areas"),
        ({"treated": [None] * 36}, "0 periods before"),
    ],
)
def test_what_cannot_be_told_says_why(change, words):
    found = synthetic(**{**areas(8), **change})
    assert words in found.effect.reason
    assert found.effect.value is None


def test_constant_areas_are_not_significant():
    found = synthetic(treated=[5.0] * 20, donors=[[5.0] * 20] * 25, start=12)
    assert not found.effect.computable
    assert "without any error" in found.effect.reason


def test_months_without_figures_take_no_part():
    given_areas = areas(9)
    given_areas["donors"][3][10] = None
    found = synthetic(**given_areas)
    assert found.gaps[10] is None
    assert "1 period where" in found.cautions[0]


@pytest.mark.parametrize(
    ("change", "error", "words"),
    [
        ({"treated": [1.0] * 35}, LengthsDiffer, "35 periods"),
        ({"names": ["a"]}, LengthsDiffer, "24 donors"),
        ({"names": ["a"] * 24}, EvidenceError, "same name"),
        ({"start": 36}, UnknownPeriod, "1 to 35"),
    ],
)
def test_what_does_not_fit_together_is_refused_in_words(change, error, words):
    with pytest.raises(error, match=words):
        synthetic(**{**areas(1), **change})
