"""Interrupted series: the published example to its printed digits, gaps, symmetries, and what cannot be told."""

import csv

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from frankpledge.evidence.effect import its
from frankpledge.evidence.effect.loglinear import fit
from frankpledge.evidence.errors import ImpossibleCount, LengthsDiffer, NotFinite, UnknownChoice, UnknownPeriod

pytestmark = pytest.mark.pure


@pytest.fixture(scope="module")
def sicily(shared):
    """Heart attacks in Sicily before and after the smoking ban (Lopez Bernal and others, 2017)."""
    with (shared / "data" / "oracles" / "sicily.csv").open() as file:
        rows = list(csv.DictReader(file))
    start = next(i for i, row in enumerate(rows) if row["smokban"] == "1")
    return {
        "counts": [int(row["aces"]) for row in rows],
        "exposure": [float(row["stdpop"]) for row in rows],
        "start": start,
    }


def printed(found, name="step"):
    term = next(term for term in found.coefficients if term.name == name)
    return (
        round(term.value, 6),
        round(term.standard_error, 6),
        *(round(each, 3) for each in (term.ratio, term.lower, term.upper)),
    )


def test_the_poisson_model_of_the_tutorial_comes_out_as_printed(sicily):
    found = its(**sicily, harmonics=0, errors="poisson")
    assert (sicily["start"], len(sicily["counts"])) == (36, 59)
    assert printed(found) == (-0.111628, 0.017225, 0.894, 0.865, 0.925)


def test_the_quasi_poisson_model_widens_the_interval_by_the_dispersion(sicily):
    found = its(**sicily, harmonics=0)
    assert printed(found) == (-0.111628, 0.032496, 0.894, 0.839, 0.953)
    assert round(found.dispersion, 3) == 3.559


def test_the_season_changes_the_answer_as_printed(sicily):
    found = its(**sicily, harmonics=2)
    assert printed(found) == (-0.122087, 0.027031, 0.885, 0.839, 0.933)
    assert printed(found, "trend")[2:] == (1.005, 1.004, 1.007)
    assert round(found.dispersion, 3) == 2.262
    assert found.effect.direction == "fall"


def test_newey_west_errors_equal_those_of_another_program(sicily):
    # statsmodels 0.15, GLM Poisson, cov_type "HAC", three lags, with its small-sample correction.
    found = its(**sicily, harmonics=2, errors="newey_west")
    assert found.lags == 3
    assert found.coefficients[1].standard_error == pytest.approx(0.0231869271306433, rel=1e-10)


def test_a_naive_comparison_would_have_had_the_sign_wrong(sicily):
    counts, start = sicily["counts"], sicily["start"]
    before, after = np.mean(counts[:start]), np.mean(counts[start:])
    assert (round(before, 1), round(after, 1)) == (810.9, 857.5)
    assert after > before
    assert its(**sicily, harmonics=2).avoided.direction == "fall"


def test_what_was_avoided_adds_up_over_the_months_after(sicily):
    found = its(**sicily, harmonics=2)
    gap = sum(c - e for c, e in zip(found.counts[36:], found.counterfactual[36:], strict=True))
    assert found.avoided.value == pytest.approx(gap, rel=1e-9)
    assert found.avoided.lower < found.avoided.value < found.avoided.upper


def test_a_missing_month_is_left_out_and_not_taken_as_zero(sicily):
    counts = list(sicily["counts"])
    counts[5] = None
    found = its(**{**sicily, "counts": counts}, errors="newey_west")
    whole = its(**sicily, errors="newey_west")
    assert found.counterfactual[5] is None
    assert "1 period has no figure" in found.cautions[-1]
    assert found.effect.value == pytest.approx(whole.effect.value, abs=0.03)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(5, 60), min_size=30, max_size=48), st.floats(0.5, 40), st.integers(9, 20))
def test_the_unit_of_exposure_changes_nothing(counts, unit, start):
    plain = its(counts=counts, start=start, harmonics=0)
    scaled = its(counts=counts, start=start, harmonics=0, exposure=[unit] * len(counts))
    if plain.effect.computable:
        assert scaled.effect.value == pytest.approx(plain.effect.value, rel=1e-7)
        assert scaled.effect.upper == pytest.approx(plain.effect.upper, rel=1e-7)


def test_a_step_that_was_put_in_is_found_again():
    rng = np.random.default_rng(3)
    time = np.arange(72)
    mean = 90 * np.exp(0.004 * time + 0.15 * np.sin(2 * np.pi * time / 12)) * np.where(time >= 48, 0.75, 1.0)
    held = [its(counts=rng.poisson(mean).tolist(), start=48).effect for _ in range(200)]
    assert np.mean([each.lower <= 0.75 <= each.upper for each in held]) == pytest.approx(0.95, abs=0.05)
    assert np.mean([each.value for each in held]) == pytest.approx(0.75, abs=0.01)


def test_a_trend_is_not_taken_for_a_step():
    counts = [round(200 * 0.985**t) for t in range(48)]
    assert its(counts=counts, start=24, harmonics=0).effect.direction == "none"
    assert its(counts=counts, start=24, harmonics=0, trend=False).effect.direction == "fall"


def test_a_change_of_slope_can_be_asked_for():
    found = its(counts=[50 + t for t in range(24)] + [74 - t for t in range(24)], start=24, harmonics=0, slope=True)
    slope = next(term for term in found.coefficients if term.name == "slope")
    assert slope.upper < 1


def test_few_periods_use_student_s_t():
    counts = [40, 44, 38, 41, 47, 39, 42, 45, 36, 30, 33, 31, 29]
    auto, normal = its(counts=counts, start=8, harmonics=0), its(counts=counts, start=8, harmonics=0, interval="normal")
    assert auto.effect.upper - auto.effect.lower > normal.effect.upper - normal.effect.lower


def test_counts_that_hardly_vary_give_no_narrower_interval_than_chance_would():
    counts = [100] * 24 + [101] * 12
    quasi, plain = its(counts=counts, start=24, interval="normal"), its(counts=counts, start=24, errors="poisson")
    assert quasi.dispersion < 0.01
    assert quasi.effect.upper == pytest.approx(plain.effect.upper)


@pytest.mark.parametrize(
    ("counts", "start", "words"),
    [
        ([5] * 7 + [4] * 8, 7, "at least 8 and 3"),
        ([5] * 20 + [0] * 8, 20, "nothing was counted after"),
        ([0] * 20 + [5] * 8, 20, "nothing was counted before"),
        ([5] * 20 + [None] * 8, 20, "0 after"),
    ],
)
def test_what_cannot_be_told_says_why_and_is_never_significant(counts, start, words):
    found = its(counts=counts, start=start, harmonics=0)
    assert words in found.effect.reason
    assert not found.effect.clear
    assert found.avoided.value is None


def test_a_season_needs_a_year_before():
    assert "season needs" in its(counts=[9] * 40, start=10).effect.reason


def test_neighbours_that_are_alike_are_told_of():
    rng = np.random.default_rng(1)
    drift = np.cumsum(rng.normal(0, 0.15, 60))
    found = its(counts=rng.poisson(80 * np.exp(drift - drift.mean())).tolist(), start=40)
    assert any("alike" in caution for caution in found.cautions)


def test_short_series_are_told_that_newey_west_errors_are_too_small_for_them(sicily):
    """Drawn without any change, 11 to 22 in 100 series of 18 to 72 months were called one by them."""
    found = its(**sicily, harmonics=2, errors="newey_west")
    assert any("too small for so short a series" in caution for caution in found.cautions)
    assert any("smaller than the plain" in caution for caution in found.cautions)
    assert not any("Newey-West" in caution for caution in its(**sicily, harmonics=2).cautions)
    chance = np.random.default_rng(1)
    long = its(counts=chance.poisson(40, 180).tolist(), start=100, errors="newey_west")
    assert not any("short a series" in caution for caution in long.cautions)


@pytest.mark.parametrize(
    ("arguments", "error", "words"),
    [
        ({"counts": [1] * 20, "start": 10.5}, UnknownPeriod, "10.5"),
        ({"counts": [1, -1] * 10, "start": 10}, ImpossibleCount, "below zero"),
        ({"counts": [1, float("inf")] * 10, "start": 10}, NotFinite, "infinite"),
        ({"counts": ["a"] * 20, "start": 10}, NotFinite, "numbers"),
        ({"counts": [1] * 20, "start": 0}, UnknownPeriod, "1 to 19"),
        ({"counts": [1] * 20, "start": 20}, UnknownPeriod, "1 to 19"),
        ({"counts": [1] * 20, "start": 10, "exposure": [1] * 19}, LengthsDiffer, "20 counts"),
        ({"counts": [1] * 20, "start": 10, "exposure": [0] * 20}, ImpossibleCount, "above zero"),
        ({"counts": [1] * 20, "start": 10, "errors": "robust"}, UnknownChoice, "newey_west"),
        ({"counts": [1] * 20, "start": 10, "harmonics": 7}, ImpossibleCount, "0 to 3"),
        ({"counts": [1] * 20, "start": 10, "lags": 99}, ImpossibleCount, "lags"),
    ],
)
def test_what_is_no_series_is_refused_in_words(arguments, error, words):
    with pytest.raises(error, match=words):
        its(**arguments)


def test_columns_that_say_the_same_have_no_single_answer():
    design = np.column_stack([np.ones(9), np.ones(9)])
    assert fit(np.arange(1.0, 10.0), design, np.ones(9)) is None
