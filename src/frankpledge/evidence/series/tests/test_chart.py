"""A chart as the office draws it: directions, phases, gaps, assurance, and what it refuses."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frankpledge.evidence.errors import (
    BreakWithoutCause,
    LengthsDiffer,
    PeriodsOutOfOrder,
    TooFewPoints,
    UnknownChoice,
    UnknownPeriod,
)
from frankpledge.evidence.series.chart import Break, assurance_of, control_chart
from frankpledge.evidence.series.xmr import Limits, xmr_limits

STEADY = [100, 104, 98, 102, 97, 103, 99, 105, 101, 96, 104, 98, 100, 103, 97, 102, 99, 104, 100, 98]
LOW_LATELY = [*STEADY, 60]
SWAP = {"improvement": "concern", "concern": "improvement"}
series = st.lists(st.integers(0, 300), min_size=3, max_size=50)


def months(count, year=2022):
    return [f"{year + i // 12}-{i % 12 + 1:02d}" for i in range(count)]


def limits(lower, upper):
    return Limits((lower + upper) / 2, lower, upper, lower, upper, 1.0, 0)


def test_a_fall_is_good_bad_or_neither_by_the_direction_of_good():
    found = [control_chart(LOW_LATELY, good=good).variation for good in ("down", "up", "none")]
    assert found == ["improvement", "concern", "neutral_low"]


@given(series)
def test_turning_a_series_upside_down_swaps_improvement_and_concern(values):
    one = control_chart(values, good="up")
    other = control_chart([-v for v in values], good="up")
    assert [SWAP.get(p.type, p.type) for p in one.points] == [p.type for p in other.points]


@given(series)
def test_the_other_direction_of_good_swaps_improvement_and_concern(values):
    one, other = control_chart(values, good="up"), control_chart(values, good="down")
    assert [SWAP.get(p.type, p.type) for p in one.points] == [p.type for p in other.points]


@given(series, st.integers(-1000, 1000), st.sampled_from([1, 2, 5, 64]))
def test_unit_and_origin_do_not_change_what_is_special(values, by, factor):
    before = control_chart(values)
    after = control_chart([factor * v + by for v in values])
    assert [p.rules for p in before.points] == [p.rules for p in after.points]


@given(series, st.integers(0, 49))
def test_a_missing_month_is_missing_and_never_zero(values, where):
    given_values = [None if i == where % len(values) else v for i, v in enumerate(values)]
    try:
        chart = control_chart(given_values, good="down")
    except TooFewPoints:
        return
    point = chart.points[where % len(values)]
    assert (point.value, point.type, point.rules) == (None, "missing", ())
    seen = [v for v in given_values if v is not None]
    assert chart.limits.centre == pytest.approx(sum(seen) / len(seen))


def test_no_moving_range_is_taken_across_a_gap():
    chart = control_chart([10, 11, 10, None, 50, 51, 50])
    assert chart.limits.mean_moving_range == 1.0


def test_nan_and_none_are_the_same_gap():
    with_none = control_chart([1, 2, None, 4, 5])
    with_nan = control_chart([1, 2, float("nan"), 4, 5])
    assert with_none == with_nan


def test_the_variation_of_a_chart_whose_last_month_is_missing_is_missing():
    chart = control_chart([*STEADY, None])
    assert chart.variation == "missing"
    assert chart.last_observed.value == 98


def test_each_phase_has_its_own_limits_and_its_cause():
    values = [*STEADY, *[v - 40 for v in STEADY]]
    chart = control_chart(
        values, periods=months(40), good="down", breaks=[Break("2023-09", "Neighbourhood teams doubled")]
    )
    first, second = chart.phases
    assert first.limits == xmr_limits(STEADY)
    assert second.limits == xmr_limits([v - 40 for v in STEADY])
    assert (second.start, second.cause, second.kind) == (20, "Neighbourhood teams doubled", "process")
    assert not chart.special


def test_without_a_break_the_same_step_is_a_signal():
    assert control_chart([*STEADY, *[v - 40 for v in STEADY]], good="down").variation == "improvement"


def test_runs_do_not_cross_into_a_new_phase():
    values = [0, 2] * 8 + [1.5] * 4 + [3.5] * 4
    chart = control_chart(values, periods=months(24), breaks=[Break("2023-09", "New counting rule", "recording")])
    assert not any("shift" in p.rules for p in chart.points[16:])


def test_limits_fixed_on_a_baseline_judge_what_comes_later():
    values = [*STEADY, *[v - 40 for v in STEADY]]
    chart = control_chart(values, good="down", fix_after_n_points=20)
    assert chart.limits == xmr_limits(STEADY)
    assert all(p.type == "improvement" for p in chart.points[20:])
    assert chart.phases[0].baseline_points == 20


def test_a_baseline_counts_points_not_periods():
    chart = control_chart([1, None, 2, 3, 9, 9, 9], fix_after_n_points=3)
    assert chart.limits.centre == 2


def test_limits_on_fewer_than_thirteen_points_are_trial_limits():
    assert control_chart(STEADY[:12]).trial
    assert not control_chart(STEADY[:13]).trial


@pytest.mark.parametrize(
    ("lower", "upper", "good", "expected"),
    [
        (1, 3, "up", "fail"),
        (5, 7, "up", "pass"),
        (1, 5, "up", "hit_and_miss"),
        (1, 3, "down", "pass"),
        (5, 7, "down", "fail"),
        (1, 5, "down", "hit_and_miss"),
        (1, 3, "none", "none"),
        (1, 4, "up", "hit_and_miss"),
    ],
)
def test_assurance_follows_the_table_of_the_nhs_package(lower, upper, good, expected):
    assert assurance_of(limits(lower, upper), 4, good) == expected


def test_without_a_target_there_is_no_assurance():
    assert control_chart(STEADY, good="up").assurance == "none"


def test_assurance_looks_at_the_last_phase_only():
    values = [*STEADY, *[v - 40 for v in STEADY]]
    chart = control_chart(
        values, periods=months(40), good="down", target=80, breaks=[Break("2023-09", "A known cause")]
    )
    assert chart.assurance == "pass"


def test_a_chart_becomes_plain_data():
    stored = control_chart(STEADY, periods=months(20)).as_dict()
    assert stored["method"] == "xmr/1"
    assert stored["points"][0] == {
        "period": "2022-01",
        "value": 100.0,
        "type": "common_cause",
        "rules": (),
        "direction": 0,
        "phase": 0,
    }


@pytest.mark.parametrize(
    ("values", "options", "error", "words"),
    [
        ([], {}, TooFewPoints, "0 value"),
        ([1], {}, TooFewPoints, "1 value"),
        ([1, None, 2, None, 3], {}, TooFewPoints, "neighbouring"),
        (STEADY, {"periods": months(19)}, LengthsDiffer, "19 periods but 20 values"),
        ([1, 2, 3], {"periods": ["2024-01", "2024-03", "2024-04"]}, PeriodsOutOfOrder, "'2024-03' follows '2024-01'"),
        ([1, 2, 3], {"periods": ["2024-02", "2024-01", "2024-03"]}, PeriodsOutOfOrder, "'2024-01' follows"),
        ([1, 2], {"periods": ["2024-01", "2024-01"]}, PeriodsOutOfOrder, "more than once"),
        ([1, 2], {"periods": ["2024-01", "2024-Q2"]}, PeriodsOutOfOrder, "mix month and quarter"),
        (STEADY, {"good": "higher"}, UnknownChoice, "up, down, none"),
        (STEADY, {"fix_after_n_points": 1}, TooFewPoints, "at least 2"),
        (STEADY, {"periods": months(20), "breaks": [Break("2030-01", "x")]}, UnknownPeriod, "2030-01"),
        (STEADY, {"periods": months(20), "breaks": [Break("2022-05", " ")]}, BreakWithoutCause, "no cause"),
    ],
)
def test_a_chart_that_cannot_be_drawn_is_refused_by_name(values, options, error, words):
    with pytest.raises(error, match=words):
        control_chart(values, **options)
