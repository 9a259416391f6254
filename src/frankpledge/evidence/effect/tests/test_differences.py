"""Difference-in-differences: equal to the regression with a term for each area and period; honest with few areas."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from frankpledge.evidence.effect import did
from frankpledge.evidence.effect.loglinear import fit
from frankpledge.evidence.effect.wild import _Draws, _weights
from frankpledge.evidence.errors import ImpossibleCount, LengthsDiffer, NotOneDimensional, UnknownChoice, UnknownPeriod

pytestmark = pytest.mark.pure


def panel(seed, treated=6, others=12, periods=30, start=18, effect=0.75):
    rng = np.random.default_rng(seed)
    mean = rng.uniform(8, 60, treated + others)[:, None] * np.exp(0.1 * np.sin(np.arange(periods)))
    flags = np.arange(treated + others) < treated
    mean[flags, start:] *= effect
    return {"counts": rng.poisson(mean).tolist(), "treated": flags.tolist(), "start": start}


def both_ways(given_panel):
    """Design with a term for every area and every period, the treated × after column first."""
    counts, flags = np.array(given_panel["counts"], dtype=float), np.array(given_panel["treated"])
    areas, periods = counts.shape
    after = np.arange(periods) >= given_panel["start"]
    columns = [(flags[:, None] & after).astype(float).ravel()]
    columns += [np.repeat(np.eye(areas)[i], periods) for i in range(areas)]
    columns += [np.tile(np.eye(periods)[t], areas) for t in range(1, periods)]
    return counts, np.column_stack(columns)


def test_the_difference_is_that_of_the_regression_with_a_term_for_every_area_and_period():
    given_panel = panel(1)
    counts, design = both_ways(given_panel)
    slope = np.linalg.lstsq(design, counts.ravel(), rcond=None)[0][0]
    assert did(**given_panel, bootstrap=False).effect.value == pytest.approx(slope, rel=1e-9)


def test_the_ratio_is_that_of_the_poisson_regression_with_a_term_for_every_area_and_period():
    given_panel = panel(2)
    counts, design = both_ways(given_panel)
    expected = fit(counts.ravel(), design, np.ones(counts.size), "poisson")
    found = did(**given_panel, scale="ratio")
    assert found.effect.value == pytest.approx(np.exp(expected.coefficients[0]), rel=1e-8)
    assert found.effect.value == pytest.approx(found.treated_change / found.control_change)


def test_the_error_is_the_bias_reduced_cluster_robust_one():
    given_panel = panel(3)
    found = did(**given_panel, bootstrap=False)
    changes, flags = np.array(found.unit_changes), np.array(given_panel["treated"])
    design = np.column_stack([np.ones(flags.size), flags])
    bread = np.linalg.inv(design.T @ design)
    residuals = changes - design @ (bread @ design.T @ changes)
    leverage = np.einsum("ij,jk,ik->i", design, bread, design)
    meat = (design * (residuals**2 / (1 - leverage))[:, None]).T @ design
    assert found.effect.standard_error == pytest.approx(np.sqrt((bread @ meat @ bread)[1, 1]), rel=1e-10)


def test_unequal_exposures_enter_the_ratio_as_an_offset():
    given_panel = panel(4)
    size = np.random.default_rng(0).uniform(0.5, 3, (18, 30))
    counts = np.array(given_panel["counts"], dtype=float)
    # Within an area exposure is summed over the time before and the time after, as the counts are.
    late = np.arange(30) >= 18
    size[:, late] = size[:, late].mean(axis=1, keepdims=True)
    size[:, ~late] = size[:, ~late].mean(axis=1, keepdims=True)
    pooled = np.column_stack([counts[:, ~late].sum(axis=1), counts[:, late].sum(axis=1)])
    base = np.column_stack([size[:, ~late].sum(axis=1), size[:, late].sum(axis=1)])
    flags = np.array(given_panel["treated"])
    columns = [(flags[:, None] & np.array([False, True])).astype(float).ravel(), np.tile([0.0, 1.0], 18)]
    columns += [np.repeat(np.eye(18)[i], 2) for i in range(18)]
    expected = fit(pooled.ravel(), np.column_stack(columns), base.ravel(), "poisson")
    found = did(**given_panel, exposure=size.tolist(), scale="ratio")
    assert found.effect.value == pytest.approx(np.exp(expected.coefficients[0]), rel=1e-8)


@pytest.mark.parametrize("scale", ["difference", "ratio"])
def test_an_effect_that_was_put_in_is_inside_the_interval_about_19_times_in_20(scale):
    held, truth = [], 0.75 if scale == "ratio" else None
    for seed in range(150):
        given_panel = panel(seed, effect=0.75 if truth else 1.0)
        found = did(**given_panel, scale=scale, bootstrap=False).effect
        held.append(found.lower <= (truth or 0.0) <= found.upper)
    assert np.mean(held) == pytest.approx(0.95, abs=0.05)


def test_the_bootstrap_agrees_with_a_plain_loop():
    given_panel = panel(6, treated=3, others=5)
    found = did(**given_panel, draws=999, seed=8)
    changes, flags = np.array(found.unit_changes), np.array(given_panel["treated"])
    residuals = changes - changes.mean()
    more = 0
    own = abs(found.effect.value) / found.effect.standard_error
    for weights in _weights(8, 999, 8):
        drawn = changes.mean() + weights * residuals
        one, other = drawn[flags], drawn[~flags]
        error = np.sqrt(one.var(ddof=1) / 3 + other.var(ddof=1) / 5)
        more += abs(one.mean() - other.mean()) / error >= own * (1 - 1e-9)
    assert found.bootstrap.p == pytest.approx((1 + more) / 1000)


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10_000), st.floats(-30, 30))
def test_the_statistic_of_a_moved_hypothesis_is_that_of_moved_changes(seed, tau):
    rng = np.random.default_rng(seed)
    changes, flags = rng.normal(0, 5, 11), np.arange(11) < 4
    direct = _Draws(changes - tau * flags, flags, 99, 1).statistics(0.0)
    assert _Draws(changes, flags, 99, 1).statistics(tau) == pytest.approx(direct, rel=1e-6, abs=1e-9)


def test_the_bootstrap_s_interval_is_where_its_p_falls_to_the_level():
    found = did(**panel(7))
    wild = found.bootstrap
    assert wild.lower < found.effect.value < wild.upper
    assert (wild.p <= 0.05) == (not wild.lower <= 0 <= wild.upper)


def test_areas_that_did_not_move_alike_before_are_told_of():
    given_panel = panel(8)
    counts = np.array(given_panel["counts"], dtype=float)
    counts[:6] += 3 * np.arange(30)
    found = did(**{**given_panel, "counts": counts.tolist()}, bootstrap=False)
    assert found.before_trend.direction == "rise"
    assert any("alike before" in caution for caution in found.cautions)


def test_one_treated_area_gives_a_figure_without_an_interval_and_a_rank():
    found = did(**panel(9, treated=1, others=19))
    assert found.effect.value is not None
    assert not found.effect.computable
    assert not found.effect.clear
    assert "only one treated" in found.effect.reason
    assert found.rank_p * 20 == pytest.approx(round(found.rank_p * 20))
    assert "only one treated" in did(**panel(9, treated=1, others=19), scale="ratio").effect.reason


def test_areas_that_all_changed_by_the_same_give_no_interval():
    counts = [[5] * 10 + [7] * 10] * 3 + [[5] * 10 + [9] * 10] * 3
    found = did(counts=counts, treated=[True] * 3 + [False] * 3, start=10)
    assert "exactly the same" in found.effect.reason
    assert found.bootstrap is None


def test_a_period_without_a_figure_for_one_area_counts_for_none():
    given_panel = panel(10)
    counts = [list(row) for row in given_panel["counts"]]
    counts[2][4] = None
    found = did(**{**given_panel, "counts": counts}, bootstrap=False)
    assert (found.periods_before, found.periods_after) == (17, 12)
    assert "1 period where" in found.cautions[0]
    gone = [[None, *row[1:]] for row in counts]
    assert did(counts=[row[:2] for row in gone], treated=given_panel["treated"], start=1).effect.value is None


def test_nothing_counted_in_a_group_forms_no_ratio():
    counts = [[0] * 10 + [4] * 10] * 2 + [[3] * 20] * 2
    found = did(counts=counts, treated=[True, True, False, False], start=10, scale="ratio")
    assert "no ratio" in found.effect.reason


@pytest.mark.parametrize(
    ("arguments", "error", "words"),
    [
        ({"counts": [[1, 2], [1]], "treated": [True, False], "start": 1}, NotOneDimensional, "one length"),
        ({"counts": [[1, 2], [1, -1]], "treated": [True, False], "start": 1}, ImpossibleCount, "below zero"),
        ({"counts": [[1, 2], [1, 1]], "treated": [True, True], "start": 1}, ImpossibleCount, "one other area"),
        ({"counts": [[1, 2], [1, 1]], "treated": [True], "start": 1}, LengthsDiffer, "2 areas"),
        ({"counts": [[1, 2], [1, 1]], "treated": [True, False], "start": 2}, UnknownPeriod, "1 to 1"),
        ({"counts": [[1, 2], [1, 1]], "treated": [True, False], "start": 1, "scale": "odds"}, UnknownChoice, "ratio"),
        (
            {"counts": [[1, 2], [1, 1]], "treated": [True, False], "start": 1, "exposure": [[1, 1]]},
            LengthsDiffer,
            "shape",
        ),
        (
            {"counts": [[1, 2], [1, 1]], "treated": [True, False], "start": 1, "exposure": [[1, 0], [1, 1]]},
            ImpossibleCount,
            "above zero",
        ),
    ],
)
def test_what_is_no_panel_is_refused_in_words(arguments, error, words):
    with pytest.raises(error, match=words):
        did(**arguments)


def test_too_few_draws_are_refused():
    with pytest.raises(ImpossibleCount, match="99 draws"):
        did(**panel(1), draws=10)
