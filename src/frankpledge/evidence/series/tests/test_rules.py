"""The four rules, by the unit tests of NHSRplotthedots (test-ptd_calculate_point_type.R) and our own gaps."""

import numpy as np
import pytest

from frankpledge.evidence.series.chart import control_chart
from frankpledge.evidence.series.rules import all_rules, combined, shift_ends, trend, trend_ends

NAN = float("nan")


@pytest.mark.parametrize(
    ("sides", "ends"),
    [
        ([], []),
        ([1] * 6, [0] * 6),
        ([1] * 6 + [-1], [0] * 7),
        ([1] * 8 + [-1], [0, 0, 0, 0, 0, 0, 1, 1, 0]),
        ([-1] * 8 + [1], [0, 0, 0, 0, 0, 0, -1, -1, 0]),
        ([-1] + [1] * 8 + [-1], [0, 0, 0, 0, 0, 0, 0, 1, 1, 0]),
        ([1] * 6 + [0] + [1] * 6, [0] * 13),
    ],
)
def test_a_shift_ends_at_each_seventh_point_on_one_side(sides, ends):
    assert list(shift_ends(np.array(sides, dtype=int))) == ends


@pytest.mark.parametrize(
    ("values", "ends"),
    [
        ([1, 2, 3, 4, 5, 6], [0] * 6),
        ([1, 2, 3, 3, 4, 5, 6], [0] * 7),
        ([1, 2, 3, 4, 5, 6, 7], [0, 0, 0, 0, 0, 0, 1]),
        ([2, 1, 2, 3, 4, 5, 6, 7, 3], [0, 0, 0, 0, 0, 0, 0, 1, 0]),
        ([7, 6, 5, 4, 3, 2, 1], [0, 0, 0, 0, 0, 0, -1]),
        ([2, 7, 6, 5, 4, 3, 2, 1, 3], [0, 0, 0, 0, 0, 0, 0, -1, 0]),
    ],
)
def test_a_trend_ends_at_its_seventh_point(values, ends):
    assert list(trend_ends(np.array(values, dtype=float))) == ends


def test_all_seven_points_of_a_trend_are_marked():
    assert list(trend(np.array([2.0, 1, 2, 3, 4, 5, 6, 7, 3]))) == [0, 1, 1, 1, 1, 1, 1, 1, 0]
    assert list(trend(np.arange(7.0, 0, -1))) == [-1] * 7


def test_a_turning_point_belongs_to_the_later_trend():
    up_and_down = np.array([1.0, 2, 3, 4, 5, 6, 7, 6, 5, 4, 3, 2, 1])
    assert list(trend(up_and_down)) == [1] * 6 + [-1] * 7


def test_the_end_of_a_trend_keeps_its_direction_when_another_begins_one_point_later():
    # The R package looks at the next step only, and would call the top of this rise a fall.
    values = np.array([1.0, 2, 3, 4, 5, 6, 7, 3, 4, 5, 6, 7, 8, 9])
    assert list(trend(values)) == [1] * 14


def marks_of(deviations, sides=None):
    """Rules on deviations from a centre of 0 with limits at ±2.66 and near limits at ±1.7733."""
    values = np.array(deviations, dtype=float)
    return all_rules(values, np.asarray(0.0), np.asarray(1.0))


@pytest.mark.parametrize(
    ("values", "marked"),
    [
        ([2, 1, 2], [1, 0, 1]),
        ([1, 2, 2], [0, 1, 1]),
        ([2, 2, 1], [1, 1, 0]),
        ([1, 1, 2, 1, 2, 1, 1], [0, 0, 1, 0, 1, 0, 0]),
        ([2, 1, 1, 2], [0, 0, 0, 0]),
        ([2, 1, 1, 2, 2], [0, 0, 0, 1, 1]),
        ([2, -1, 2], [0, 0, 0]),
        ([2, 0, 2], [0, 0, 0]),
        ([-2, -1, -2], [-1, 0, -1]),
        ([2, -2, 2, -2], [0, 0, 0, 0]),
        ([2, NAN, 2, 1], [0, 0, 0, 0]),
    ],
)
def test_two_of_three_near_a_limit_are_marked_when_all_three_lie_on_one_side(values, marked):
    assert list(marks_of(values)["two_of_three"]) == marked


def test_a_point_beyond_the_limit_is_not_also_near_it():
    assert list(marks_of([3, 1, 2])["two_of_three"]) == [0, 0, 0]
    assert list(marks_of([3, 1, 2])["outside_limits"]) == [1, 0, 0]


def test_a_point_on_the_limit_is_inside():
    assert list(marks_of([2.66, -2.66, 2.6601, -2.6601])["outside_limits"]) == [0, 0, 1, -1]


def test_a_point_equal_to_the_mean_breaks_a_run():
    assert list(marks_of([1, 1, 1, 0, 1, 1, 1, 1])["shift"]) == [0] * 8
    assert list(marks_of([1] * 7)["shift"]) == [1] * 7


def test_the_first_rule_in_order_gives_the_direction():
    # Falling for seven points while all lie above the mean: the trend speaks before the shift.
    marks = marks_of([1.7, 1.6, 1.5, 1.4, 1.3, 1.2, 1.1])
    assert list(marks["shift"]) == [1] * 7
    assert list(combined(marks)) == [-1] * 7


def test_a_gap_breaks_a_trend_and_a_shift():
    assert not trend(np.array([1.0, 2, 3, NAN, 5, 6, 7, 8])).any()
    assert not marks_of([1, 1, 1, 1, NAN, 1, 1, 1])["shift"].any()


def test_many_series_are_judged_as_each_one_alone():
    rng = np.random.default_rng(7)
    many = rng.poisson(20, (50, 30)).astype(float)
    many[3, 4] = NAN
    centre, mean_range = np.nanmean(many, axis=1), np.full(50, 4.0)
    together = all_rules(many, centre, mean_range)
    for row in range(50):
        alone = all_rules(many[row], centre[row], mean_range[row])
        assert all((together[rule][row] == alone[rule]).all() for rule in alone)


def test_rounding_noise_is_not_a_signal():
    chart = control_chart([0.1 + 0.2, 0.3] * 10)
    assert not chart.special
