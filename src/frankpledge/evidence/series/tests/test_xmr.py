"""Limits: the package's printed figures, what stays true of any series, and what is refused.

Oracles: NHSRplotthedots (R, MIT), vignette "deviations" and its test snapshots; NIST/SEMATECH e-Handbook 6.3.2.2.
"""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from frankpledge.evidence.errors import HoldsGaps, NotFinite, NotOneDimensional, TooFewPoints
from frankpledge.evidence.series.chart import control_chart
from frankpledge.evidence.series.xmr import NEAR_SCALE, xmr_limits

SPIKE = [1, 2, 1, 2, 10, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1]
R_NORMAL = [
    -0.56047564655221,
    -0.23017748948328,
    1.55870831414912,
    0.070508391424576,
    0.129287735160946,
    1.71506498688328,
    0.460916205989202,
    -1.26506123460653,
    -0.686852851893526,
    -0.445661970099958,
    1.22408179743946,
    0.359813827057364,
    0.400771450594052,
    0.11068271594512,
    -0.555841134754075,
    1.78691313680308,
    0.497850478229239,
    -1.96661715662964,
    0.701355901563686,
    -0.472791407727934,
]
R_NORMAL_WITH_TEN = [10.0 if i == 14 else v for i, v in enumerate(R_NORMAL)]

whole_series = st.lists(st.integers(0, 10_000), min_size=2, max_size=60)


@pytest.mark.parametrize(
    ("values", "screening", "centre", "lower", "upper"),
    [
        (SPIKE, True, 1.944444, -0.715556, 4.604444),
        (SPIKE, False, 1.944444, -3.062614, 6.951503),
        (R_NORMAL, True, 0.141624, -3.011380, 3.294627),
        (R_NORMAL_WITH_TEN, True, 0.669416, -2.383666, 3.722497),
        (R_NORMAL_WITH_TEN, False, 0.669416, -4.596625, 5.935457),
    ],
)
def test_limits_match_the_nhs_package_to_every_printed_digit(values, screening, centre, lower, upper):
    limits = xmr_limits(values, screening=screening)
    assert (round(limits.centre, 6), round(limits.lower, 6), round(limits.upper, 6)) == (centre, lower, upper)


def test_limits_match_the_published_flowrate_example():
    # The handbook divides by 1.128 where the NHS rules multiply by 2.66: the third decimal differs.
    flowrate = [49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1]
    limits = xmr_limits(flowrate)
    assert (limits.centre, limits.lower, limits.upper) == pytest.approx((50.81, 45.8159, 55.8041), abs=2e-3)


def test_two_opposite_spikes_are_ordinary_because_they_lie_on_opposite_sides():
    chart = control_chart([1, -1] * 7 + [5.5, -5.5])
    assert [p.type for p in chart.points[-2:]] == ["common_cause", "common_cause"]


def test_screening_says_how_many_moving_ranges_it_left_out():
    assert xmr_limits(SPIKE, screening=True).screened == 2
    assert xmr_limits(SPIKE, screening=False).screened == 0


def test_near_limits_lie_two_thirds_of_the_way_out():
    limits = xmr_limits(R_NORMAL)
    reach = NEAR_SCALE * limits.mean_moving_range
    assert limits.near_upper == pytest.approx(limits.centre + reach)
    assert (limits.near_upper - limits.centre) / (limits.upper - limits.centre) == pytest.approx(2 / 3)


def test_a_series_that_never_moves_keeps_its_zero_width_limits():
    limits = xmr_limits([0.1] * 20)
    assert (limits.lower, limits.upper, limits.screened) == (pytest.approx(0.1), pytest.approx(0.1), 0)


@given(whole_series, st.integers(-10_000, 10_000))
def test_moving_a_series_moves_its_limits_and_nothing_else(values, by):
    before, after = xmr_limits(values), xmr_limits([v + by for v in values])
    assert after.centre - before.centre == pytest.approx(by, abs=1e-6)
    assert after.upper - before.upper == pytest.approx(by, abs=1e-6)
    assert after.mean_moving_range == pytest.approx(before.mean_moving_range, abs=1e-9)


@given(whole_series, st.sampled_from([0.5, 2.0, 8.0, 1024.0]))
def test_another_unit_scales_the_limits(values, factor):
    before, after = xmr_limits(values), xmr_limits([v * factor for v in values])
    assert after.upper == pytest.approx(before.upper * factor, rel=1e-9, abs=1e-9)
    assert after.lower == pytest.approx(before.lower * factor, rel=1e-9, abs=1e-9)


@given(whole_series)
def test_limits_stand_in_order_around_the_mean(values):
    limits = xmr_limits(values)
    assert limits.lower <= limits.near_lower <= limits.centre <= limits.near_upper <= limits.upper
    assert limits.centre == pytest.approx(np.mean(values))


@given(whole_series)
def test_screening_never_widens_the_limits(values):
    assert xmr_limits(values, True).mean_moving_range <= xmr_limits(values, False).mean_moving_range + 1e-12


@pytest.mark.parametrize(
    ("values", "error", "words"),
    [
        ([], TooFewPoints, "0 point"),
        ([5], TooFewPoints, "1 point"),
        ([1, None, 2], HoldsGaps, "missing"),
        ([1, float("nan"), 2], HoldsGaps, "missing"),
        ([1, float("inf"), 2], NotFinite, "infinite"),
        ([[1, 2], [3, 4]], NotOneDimensional, "2 dimensions"),
        (["a", "b"], NotOneDimensional, "sequence of numbers"),
    ],
)
def test_what_cannot_have_limits_is_refused_by_name(values, error, words):
    with pytest.raises(error, match=words):
        xmr_limits(values)
