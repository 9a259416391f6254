"""What would have been noticed: the measured tables of the method page, and what stays true."""

import numpy as np
import pytest

from frankpledge.evidence.errors import ImpossibleCount, TooFewPoints, UnknownChoice
from frankpledge.evidence.series.chart import control_chart
from frankpledge.evidence.series.detectable import (
    chance_of_signal,
    detectable_change,
    detectable_change_in_level,
    detectable_change_in_percent,
    dispersion,
    expected_false_signals,
    last_point_false_alarm,
)
from frankpledge.evidence.series.rules import all_rules, combined
from frankpledge.evidence.series.xmr import centre_and_range

POINTS = 0.015
"""The tables are to be reproduced within one and a half percentage points, by 20,000 runs."""


def steady(mean, count=24):
    """A baseline with exactly this mean and Poisson-like spread."""
    swing = np.sqrt(mean)
    return [round(mean + swing), round(mean - swing)] * (count // 2)


@pytest.mark.parametrize(("step", "chance"), [(0, 0.12), (-0.08, 0.72), (-0.10, 0.86), (-0.12, 0.94), (-0.15, 0.99)])
def test_a_fall_at_142_a_month_is_noticed_as_often_as_measured(step, chance):
    assert chance_of_signal(142, step) == pytest.approx(chance, abs=POINTS)


@pytest.mark.parametrize(
    ("mean", "step", "chance"),
    [
        (10, 0, 0.11),
        (50, 0, 0.12),
        (200, 0, 0.12),
        (10, -0.1, 0.25),
        (10, -0.2, 0.50),
        (10, -0.3, 0.74),
        (50, -0.1, 0.54),
        (50, -0.2, 0.94),
        (50, -0.3, 1.00),
        (200, -0.1, 0.93),
        (200, -0.2, 1.00),
    ],
)
def test_falls_at_other_levels_are_noticed_as_often_as_measured(mean, step, chance):
    assert chance_of_signal(mean, step, runs=60_000) == pytest.approx(chance, abs=POINTS)


@pytest.mark.parametrize(("mean", "chance"), [(10, 0.25), (50, 0.24), (142, 0.24), (200, 0.23)])
def test_any_signal_at_all_without_a_change_comes_as_often_as_measured(mean, chance):
    assert chance_of_signal(mean, 0, side="both") == pytest.approx(chance, abs=POINTS)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("mean", "in_chart", "in_last"),
    [
        (3, (0.12, 0.28, 0.43), (0.023, 0.027, 0.030)),
        (10, (0.09, 0.21, 0.33), (0.017, 0.018, 0.020)),
        (50, (0.08, 0.19, 0.30), (0.013, 0.017, 0.019)),
        (500, (0.08, 0.18, 0.29), (0.014, 0.017, 0.017)),
    ],
)
def test_false_signals_of_unchanged_series_come_as_often_as_measured(mean, in_chart, in_last):
    rng = np.random.default_rng(20261122)
    for count, chart, last in zip((13, 24, 36), in_chart, in_last, strict=True):
        values = rng.poisson(mean, (20_000, count)).astype(float)
        centre, mean_range, _ = centre_and_range(values, screening=True)
        marks = combined(all_rules(values, centre, mean_range)) != 0
        assert marks.any(axis=1).mean() == pytest.approx(chart, abs=POINTS)
        assert marks[:, -1].mean() == pytest.approx(last, abs=0.005)
        assert last_point_false_alarm(mean, count, count) == pytest.approx(last, abs=0.005)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("swing", "in_chart", "in_last"), [(0.05, 0.52, 0.036), (0.1, 0.86, 0.084), (0.2, 0.999, 0.142)]
)
def test_a_season_left_in_gives_false_signals_as_often_as_measured(swing, in_chart, in_last):
    wave = 200 * (1 + swing * np.sin(2 * np.pi * np.arange(36) / 12))
    values = np.random.default_rng(20261122).poisson(wave, (20_000, 36)).astype(float)
    centre, mean_range, _ = centre_and_range(values, screening=True)
    marks = combined(all_rules(values, centre, mean_range)) != 0
    assert marks.any(axis=1).mean() == pytest.approx(in_chart, abs=POINTS)
    assert marks[:, -1].mean() == pytest.approx(in_last, abs=POINTS)


def test_the_smallest_noticeable_fall_at_142_a_month_is_a_tenth():
    found = detectable_change(steady(142))
    assert found.share in {0.09, 0.10}
    assert found.probability >= 0.8
    assert found.amount == pytest.approx(found.share * 142)
    assert found.false_alarm == pytest.approx(0.12, abs=0.02)


def test_the_answer_is_the_smallest_step_that_reaches_the_chance():
    found = detectable_change(steady(50))
    below = chance_of_signal(50, -(found.share - 0.02))
    at = chance_of_signal(50, -found.share)
    assert below < 0.8 <= at + POINTS


def test_larger_numbers_show_smaller_changes():
    shares = [detectable_change(steady(mean)).share for mean in (9, 49, 144, 900)]
    assert shares == sorted(shares, reverse=True)
    assert shares[-1] < 0.06


def test_a_longer_watch_notices_no_less():
    assert detectable_change(steady(50), within=24).share <= detectable_change(steady(50), within=6).share


def test_wanting_either_direction_asks_for_the_larger_of_the_two():
    fall, rise, both = (detectable_change(steady(50), direction=d).share for d in ("down", "up", "both"))
    assert both == max(fall, rise)


def test_an_overdispersed_baseline_hides_more():
    rng = np.random.default_rng(3)
    wild = rng.negative_binomial(10, 10 / 110, 24)
    found = detectable_change(wild)
    assert dispersion(wild) > 1.2
    assert found.process == "negative_binomial"
    assert found.share > detectable_change(steady(100)).share


def test_the_same_series_always_gets_the_same_answer():
    values = np.random.default_rng(5).poisson(30, 24)
    assert detectable_change(values) == detectable_change(list(values))


def test_missing_months_are_left_out_of_the_baseline():
    assert detectable_change([*steady(142), None, None]).baseline_points == 24


def test_with_next_to_nothing_a_month_no_fall_would_be_noticed():
    found = detectable_change([1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0])
    assert (found.share, found.amount) == (None, None)


def test_a_percentage_moves_within_its_hundred():
    rng = np.random.default_rng(9)
    high = 100 * rng.binomial(300, 0.97, 24) / 300
    found = detectable_change_in_percent(high, [300] * 24, direction="up")
    assert found.amount is None or found.amount <= 100 - high.mean() + 0.5
    middling = detectable_change_in_percent(100 * rng.binomial(300, 0.6, 24) / 300, [300] * 24, direction="up")
    assert middling.process in {"binomial", "normal"}
    assert 2 < middling.amount < 10


def test_any_other_number_is_judged_by_its_own_moving_ranges():
    rng = np.random.default_rng(4)
    values = rng.normal(500, 10, 24)
    found = detectable_change_in_level(values)
    assert found.process == "normal"
    assert 10 < found.amount < 25
    ten_times = detectable_change_in_level(10 * values)
    assert ten_times.amount == pytest.approx(10 * found.amount)


def test_forty_steady_charts_show_about_one_false_sign_in_their_latest_month():
    rng = np.random.default_rng(40)
    charts = [control_chart(rng.poisson(50, 24)) for _ in range(40)]
    found = expected_false_signals(charts)
    assert found.charts == 40
    assert 0.5 <= found.expected <= 1.1
    assert 0.4 < found.at_least_one < 0.7


def test_charts_without_a_latest_figure_cannot_give_a_false_sign():
    charts = [control_chart([1, 2, 3, 2, 1, None])]
    assert expected_false_signals(charts).expected == 0
    assert expected_false_signals([]).charts == 0


@pytest.mark.parametrize(
    ("values", "options", "error", "words"),
    [
        ([5] * 12, {}, TooFewPoints, "needs 13"),
        ([5, -1] * 10, {}, ImpossibleCount, "negative"),
        ([5, 6] * 10, {"direction": "sideways"}, UnknownChoice, "down, up, both"),
    ],
)
def test_what_cannot_be_simulated_is_refused_by_name(values, options, error, words):
    with pytest.raises(error, match=words):
        detectable_change(values, **options)
