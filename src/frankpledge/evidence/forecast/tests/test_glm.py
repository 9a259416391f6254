"""Poisson regressions in bulk: the likelihood equations hold, published numbers come out, the impossible is refused."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from frankpledge.evidence.errors import ImpossibleCount, LengthsDiffer, NotFinite, TooFewPoints
from frankpledge.evidence.forecast import fit_poisson

pytestmark = pytest.mark.pure


def seasonal(months):
    turn = np.arange(months) * 2 * np.pi / 12
    step = (np.arange(months) >= months * 2 // 3).astype(float)
    return np.column_stack([np.ones(months), np.arange(months), np.sin(turn), np.cos(turn), step])


def test_the_dobson_randomised_trial_comes_out_as_printed_in_rs_help():
    """R, help(glm): Dobson (1990), page 93; outcome and treatment of nine cells."""
    counts = [18, 17, 15, 20, 10, 20, 25, 13, 12]
    outcome, treatment = np.tile([0, 1, 2], 3), np.repeat([0, 1, 2], 3)
    columns = [np.ones(9), outcome == 1, outcome == 2, treatment == 1, treatment == 2]
    fit = fit_poisson([counts], np.column_stack(columns).astype(float))
    assert fit.coefficients[0] == pytest.approx([3.044522, -0.4542553, -0.2929871, 0, 0], abs=1e-6)
    assert fit.errors[0] == pytest.approx([0.1708987, 0.2021708, 0.1927423, 0.2, 0.2], abs=5e-5)
    assert fit.deviance[0] == pytest.approx(5.129141, abs=1e-6)
    assert fit.dispersion[0] * 4 == pytest.approx(5.1732, abs=1e-3)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.floats(0.2, 200), st.integers(12, 60))
def test_at_the_estimate_fitted_and_counted_agree_in_every_column_of_the_design(seed, mean, months):
    chance = np.random.default_rng(seed)
    design = seasonal(months)
    counts = chance.poisson(mean * np.exp(chance.normal(0, 0.3, (6, 1))), (6, months))
    offset = chance.normal(0, 0.2, months)
    fit = fit_poisson(counts, design, offset)
    for series in np.flatnonzero(fit.settled):
        mu = np.exp(offset + design @ fit.coefficients[series])
        left = design.T @ (counts[series] - mu)
        assert np.abs(left).max() <= 1e-6 * max(counts[series].sum(), 1) * months


def test_a_series_does_not_know_its_neighbours_nor_its_place():
    counts = np.random.default_rng(3).poisson(4, (40, 36))
    together, order = fit_poisson(counts, seasonal(36)), np.random.default_rng(4).permutation(40)
    assert (fit_poisson(counts[order], seasonal(36)).coefficients == together.coefficients[order]).all()
    alone = fit_poisson(counts[:1], seasonal(36))
    assert (alone.coefficients[0] == together.coefficients[0]).all()


def test_units_of_the_design_and_a_constant_in_the_offset_only_move_the_numbers_they_must():
    counts, design = np.random.default_rng(5).poisson(20, (5, 36)), seasonal(36)
    plain = fit_poisson(counts, design)
    stretched = fit_poisson(counts, design * [1, 1e6, 1, 1, 1e-3])
    assert stretched.coefficients * [1, 1e6, 1, 1, 1e-3] == pytest.approx(plain.coefficients, rel=1e-8, abs=1e-10)
    shifted = fit_poisson(counts, design, np.full(36, 2.0))
    assert shifted.coefficients + np.array([2, 0, 0, 0, 0]) == pytest.approx(plain.coefficients, rel=1e-8, abs=1e-9)


def test_noughts_only_and_noughts_that_fill_a_level_have_no_estimate():
    months = 36
    silent = np.zeros(months)
    ended = np.r_[np.full(24, 7.0), np.zeros(12)]
    fit = fit_poisson([silent, ended, np.full(months, 3.0)], seasonal(months))
    assert fit.settled.tolist() == [False, False, True]
    assert np.isnan(fit.coefficients[:2]).all()
    assert fit.coefficients[2] == pytest.approx([np.log(3), 0, 0, 0, 0], abs=1e-9)


@pytest.mark.parametrize(
    ("counts", "design", "offset", "error"),
    [
        ([[1, 2, -1]], np.ones((3, 1)), None, ImpossibleCount),
        ([[1, 2, np.nan]], np.ones((3, 1)), None, NotFinite),
        ([[1, 2, 3]], np.ones((4, 1)), None, LengthsDiffer),
        ([[1, 2, 3]], np.ones((3, 2)), None, TooFewPoints),
        ([[1, 2, 3]], np.ones((3, 1)), [0, 0], LengthsDiffer),
        ([[1, 2, 3]], np.ones((3, 1)), [0, np.inf, 0], NotFinite),
    ],
)
def test_what_cannot_be_fitted_is_refused(counts, design, offset, error):
    with pytest.raises(error):
        fit_poisson(counts, design, offset)
