"""Funnel: the limits that FunnelPlotR prints, areas that stand out, and limits that allow for what all areas show."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import chi2

from frankpledge.evidence.effect import funnel, funnel_limits
from frankpledge.evidence.errors import ImpossibleCount, LengthsDiffer, NotFinite, TooFewPoints

pytestmark = pytest.mark.pure


@pytest.mark.parametrize(
    ("level", "lower", "upper"),
    [
        (0.95, (0.5596924, 0.6108260, 0.6746958), (1.649348, 1.544419, 1.427562)),
        (0.998, (0.3862650, 0.4479107, 0.5289724), (2.082907, 1.902094, 1.702771)),
    ],
)
def test_the_printed_limits_come_out(level, lower, upper):
    low, high = funnel_limits([15, 20, 30], level=level)
    assert low == pytest.approx(lower, rel=1e-6)
    assert high == pytest.approx(upper, rel=1e-6)


@given(st.floats(0.5, 5000))
def test_the_limits_are_those_of_the_chi_square_formula(expected):
    low, high = funnel_limits(expected)
    assert low[0] == pytest.approx(chi2.ppf(0.025, 2 * expected) / (2 * expected), rel=1e-8)
    assert high[0] == pytest.approx(chi2.ppf(0.975, 2 * expected + 2) / (2 * expected), rel=1e-8)


def areas(seed, spread=0.0, count=200):
    rng = np.random.default_rng(seed)
    expected = rng.uniform(10, 300, count)
    true = np.exp(rng.normal(-(spread**2) / 2, spread, count))
    return rng.poisson(expected * true).tolist(), expected.tolist(), [f"area {i}" for i in range(count)]


def test_areas_that_differ_by_chance_alone_lie_inside():
    found = funnel(*areas(1), level=0.95, overdispersed=False)
    assert np.mean([point.place == "within" for point in found.points]) >= 0.93
    assert found.dispersion < 1.3


def test_an_area_that_stands_out_is_named():
    observed, expected, labels = areas(2)
    observed[7] = int(3 * expected[7])
    found = funnel(observed, expected, labels)
    assert [point.label for point in found.points if point.place == "above"] == ["area 7"]


def test_differences_that_all_areas_show_widen_the_limits():
    plain = funnel(*areas(3, spread=0.4), overdispersed=False)
    wide = funnel(*areas(3, spread=0.4))
    assert wide.adjusted
    assert wide.between > 0
    assert sum(p.place != "within" for p in wide.points) < sum(p.place != "within" for p in plain.points) / 5
    # Winsorising leaves out what the farthest tenth adds, so the true 0.04 is understated, as its author accepts.
    assert 0.02 < wide.between < 0.04


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (([1, 2], [1, 2], ["a", "b"]), TooFewPoints),
        (([1] * 5, [1] * 4, ["a"] * 5), LengthsDiffer),
        (([1] * 5, [0] * 5, ["a"] * 5), ImpossibleCount),
        (([1, 1, 1, 1, None], [1] * 5, ["a"] * 5), NotFinite),
    ],
)
def test_what_is_no_set_of_areas_is_refused(arguments, error):
    with pytest.raises(error):
        funnel(*arguments)
    with pytest.raises(ImpossibleCount):
        funnel_limits([1, 2], target=0)
