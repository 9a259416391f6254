"""Accuracy of a map, concentration at places, hours of the week, and agencies' hours."""

from __future__ import annotations

from datetime import date, datetime

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from frankpledge.evidence.errors import ImpossibleCount, LengthsDiffer, NotComputable
from frankpledge.evidence.space import (
    MonthPrecision,
    ServiceHours,
    accuracy_curve,
    aoristic_week,
    concentration,
    counts_by_place,
    hotspot_accuracy,
    service_gap,
)

pytestmark = pytest.mark.pure
close = pytest.approx
some_counts = st.lists(st.integers(0, 50), min_size=2, max_size=40).filter(lambda x: sum(x) > 0)


def test_a_fifth_of_crime_in_a_tenth_of_the_area_is_an_index_of_two():
    """Chainey, Tompson and Uhlig (2008), their explanation of PAI: 20 % in 10 % is 2; 25 % in 50 % is 0.5."""
    assert hotspot_accuracy([True, False], [20, 80], areas=[1, 9]).pai == close(2)
    assert hotspot_accuracy([True, False], [25, 75], areas=[1, 1]).pai == close(0.5)


@given(some_counts, st.data())
def test_no_choice_is_better_than_the_best_and_shares_stay_shares(counts, data):
    chosen = data.draw(st.lists(st.booleans(), min_size=len(counts), max_size=len(counts)))
    if not any(chosen) or all(chosen):
        return
    found = hotspot_accuracy(chosen, counts)
    assert 0 <= found.pei <= 1 + 1e-12
    best = np.zeros(len(counts), bool)
    best[np.argsort(-np.array(counts), kind="stable")[: sum(chosen)]] = True
    assert hotspot_accuracy(best, counts).pei == close(1)
    assert found.hit_rate.lower <= found.hit_rate.value <= found.hit_rate.upper


def test_with_unequal_areas_the_best_takes_part_of_the_last_area():
    """Densities 5, 2 and 1; an area of 3 holds the first (10 in 2) and half of the second (4 in 2)."""
    found = hotspot_accuracy([False, False, True], [10, 4, 3], areas=[2, 2, 3])
    assert found.pei == close(3 / 12)


def test_what_was_high_before_is_recaptured_in_part():
    found = hotspot_accuracy([True, False], [30, 70], earlier_counts=[60, 40])
    assert found.recapture == close(0.5)
    assert hotspot_accuracy([True, False], [30, 70]).recapture is None


def test_the_curve_takes_the_highest_scores_first():
    curve = accuracy_curve([0.1, 0.9, 0.5, 0.2], [1, 6, 2, 1], shares=(0.25, 0.5))
    assert [(each.area_share, each.hits) for each in curve] == [(0.25, 6), (0.5, 8)]
    with pytest.raises(ImpossibleCount, match="between 0 and 1"):
        accuracy_curve([1, 2], [1, 2], shares=(1.0,))


@pytest.mark.parametrize(
    ("asked", "error", "words"),
    [
        (([True, False], [0, 0]), NotComputable, "No crime came later"),
        (([True, True], [1, 1]), NotComputable, "nothing to compare"),
        (([False, False], [1, 1]), NotComputable, "0 of 2"),
        (([True, False], [-1, 1]), ImpossibleCount, "0 or more"),
        (([True, False], [1, 1], [0, 1]), ImpossibleCount, "larger than zero"),
        (([True], [1, 1]), LengthsDiffer, "1 choices"),
        (([True, False], [1, 1], None, [0, 5]), NotComputable, "earlier"),
    ],
)
def test_accuracy_of_nothing_is_not_computable(asked, error, words):
    with pytest.raises(error, match=words):
        hotspot_accuracy(*asked)


def test_gini_of_textbook_spreads():
    assert concentration([3, 3, 3, 3]).gini == close(0)
    assert concentration([12, 0, 0, 0]).gini == close(0.75)
    assert concentration([1, 2, 3, 4]).gini == close(0.25)


def test_fewer_crimes_than_places_as_evenly_as_can_be_have_a_generalised_gini_of_zero():
    """Bernasco and Steenbeek (2017): 20 crimes at 100 places cannot be spread more evenly than one each."""
    found = concentration([1] * 20, places=100)
    assert found.gini == close(0.8)
    assert found.generalised_gini == close(0)
    assert "generalised Gini" in found.sentence


@given(some_counts)
def test_tables_add_up_and_the_order_of_places_does_not_matter(counts):
    found = concentration(counts)
    assert found == concentration(counts[::-1])
    assert sum(row.places for row in found.table) == len(counts)
    assert sum(row.crimes for row in found.table) == sum(counts) == found.crimes
    assert sum(row.of_crimes for row in found.table) == close(1)
    ordered = sorted(counts, reverse=True)
    assert sum(ordered[: found.places_for_half]) >= sum(counts) / 2
    assert sum(ordered[: found.places_for_half - 1]) < sum(counts) / 2
    assert sum(ordered[: found.places_for_80]) >= 0.8 * sum(counts) - 1e-9
    assert found.repeats == sum(counts) - sum(count > 0 for count in counts)
    assert 0 <= found.gini < 1


def test_eighty_and_twenty():
    found = concentration([40, 40, 5, 5, 4, 2, 1, 1, 1, 1])
    assert {row.of_places: row.of_crimes for row in found.shares}[0.2] == close(0.8)
    assert found.places_for_80 == 2
    assert found.table[-1].at_least
    assert (found.table[-1].places, found.table[-1].crimes) == (2, 80)


def test_places_are_counted_by_name_or_by_point():
    assert [each.tolist() for each in counts_by_place(["b", "a", "b"])] == [["a", "b"], [1, 2]]
    places, counts = counts_by_place(np.array([[1.0, 2.0], [1.0, 2.0], [3.0, 4.0]]))
    assert (places.tolist(), counts.tolist()) == ([[1, 2], [3, 4]], [2, 1])


def test_concentration_of_nothing_is_not_computable():
    with pytest.raises(NotComputable, match="no crime"):
        concentration([0, 0])
    with pytest.raises(ImpossibleCount, match="whole number"):
        concentration([0.5])
    with pytest.raises(ImpossibleCount, match="1 places, but"):
        concentration([1, 1], places=1)


def test_a_span_of_four_hours_counts_a_quarter_in_each():
    """Ratcliffe (2002): an event within four search blocks has a probability of 0.25 in each."""
    week = aoristic_week([datetime(2024, 3, 5, 22)], [datetime(2024, 3, 6, 2)])
    assert week.weights[1, 22:24].tolist() == [0.25, 0.25]
    assert week.weights[2, :2].tolist() == [0.25, 0.25]
    assert week.weights.sum() == close(1)
    assert week.spread == 1


def test_parts_of_hours_count_by_their_minutes():
    week = aoristic_week([datetime(2024, 3, 5, 9, 45)], [datetime(2024, 3, 5, 10, 45)])
    assert week.weights[1, 9:11].tolist() == close([0.25, 0.75])


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 20_000), st.integers(0, 5000)), min_size=1, max_size=30))
def test_every_event_counts_once_however_long_it_lasted(spans):
    origin = np.datetime64("2024-01-03T00:00")
    starts = origin + np.array([start for start, _ in spans]).astype("timedelta64[m]")
    ends = starts + np.array([length for _, length in spans]).astype("timedelta64[m]")
    week = aoristic_week(starts, ends)
    assert week.weights.sum() == close(len(spans))
    later = aoristic_week(starts + np.timedelta64(7, "D"), ends + np.timedelta64(7, "D"))
    assert later.weights == close(week.weights, abs=1e-9)
    day_on = aoristic_week(starts + np.timedelta64(1, "D"), ends + np.timedelta64(1, "D"))
    assert day_on.weights == close(np.roll(week.weights, 1, axis=0), abs=1e-9)


def test_moments_missing_ends_and_long_spans():
    starts = np.array(["2024-03-04T13:20", "2024-03-04T14:00", "2024-03-04T00:00"], "datetime64[m]")
    ends = np.array(["NaT", "2024-03-04T14:00", "2024-03-20T00:00"], "datetime64[m]")
    week = aoristic_week(starts, ends)
    assert (week.events, week.left_out, week.spread) == (2, 1, 0)
    assert week.weights[0, 13:15].tolist() == [1, 1]
    assert aoristic_week(starts, ends, unknown_end="leave out").events == 1
    assert "1 events were left out" in week.sentence
    assert week.by_day[0] == week.by_hour.sum() == 2


def test_dates_without_a_time_are_whole_days():
    week = aoristic_week(np.array(["2024-03-04"], "datetime64[D]"))
    assert week.weights[0] == close(np.full(24, 1 / 24))
    assert week.no_hour == 1


@pytest.mark.parametrize(
    "day",
    [np.array(["2024-03-05"], "datetime64[D]"), [date(2024, 3, 5)], ["2024-03-05"]],
    ids=["array", "date", "text"],
)
def test_a_date_without_a_time_is_a_whole_day_however_it_is_written(day):
    """Taken for its midnight it would make the first hour of the day the worst of all."""
    for week in (aoristic_week(day), aoristic_week(day, day), aoristic_week(day, np.array(["NaT"], "datetime64[s]"))):
        assert week.by_day[1] == close(1)
        assert week.weights[1] == close(np.full(24, 1 / 24))
        assert week.no_hour == 1


def test_dates_and_date_times_may_stand_side_by_side():
    week = aoristic_week(["2024-03-05", "2024-03-06T20:30"], ["2024-03-05", "2024-03-06"])
    assert week.weights[1] == close(np.full(24, 1 / 24))
    assert week.weights[2, 20:] == close(np.array([0.5, 1, 1, 1]) / 3.5)
    assert week.no_hour == 1


def test_an_event_without_an_end_is_of_its_moment_also_where_other_ends_are_dates():
    week = aoristic_week(
        np.array(["2024-03-05T10:00", "2024-03-05T10:00"], "datetime64[s]"), np.array(["NaT", "2024-03-05"], "M8[D]")
    )
    assert week.weights[1, 10] == close(1 + 1 / 14)


def test_text_with_a_time_zone_is_refused_like_date_times_with_one():
    for zone in ("Z", "+01:00", "-0500"):
        with pytest.raises(ImpossibleCount, match="time zone"):
            aoristic_week([f"2024-03-05T22:00{zone}"])


def test_hours_of_months_and_of_nothing_are_refused():
    with pytest.raises(MonthPrecision):
        aoristic_week(["2024-01", "2024-02"])
    with pytest.raises(MonthPrecision, match="first of a month"):
        aoristic_week([datetime(2024, month, 1) for month in range(1, 8)])
    with pytest.raises(NotComputable, match="None of 1 events"):
        aoristic_week([datetime(2024, 3, 4)], [datetime(2024, 4, 4)])
    with pytest.raises(ImpossibleCount, match="end before"):
        aoristic_week([datetime(2024, 3, 4)], [datetime(2024, 3, 3)])
    with pytest.raises(ImpossibleCount, match="local date-times"):
        aoristic_week([1, 2, 3])


def test_the_gap_is_what_falls_outside_all_hours():
    starts = [
        datetime(2024, 3, 4, 10, 5),
        datetime(2024, 3, 4, 17, 15),
        datetime(2024, 3, 9, 1),
        datetime(2024, 3, 9, 1),
    ]
    desk = ServiceHours("Front counter", [(day, "09:00", "17:30") for day in range(5)])
    wardens = ServiceHours("Wardens", [(4, "22:00", "00:30")])
    gap = service_gap(aoristic_week(starts), [desk, wardens])
    assert gap.covered == (close(0.375), 0)
    assert gap.hours == (close(42.5 / 168), close(2.5 / 168))
    assert gap.nobody == close((0.5 + 2) / 4)
    assert gap.worst[0] == (5, 1, 2)
    assert gap.anybody[5, 0] == 0.5
    assert "most of all on Saturday 1:00" in gap.sentence


def test_hours_that_do_not_exist_are_named():
    week = aoristic_week([datetime(2024, 3, 4, 10)])
    with pytest.raises(ImpossibleCount, match="Desk: a time is written HH:MM"):
        service_gap(week, [ServiceHours("Desk", [(0, "9", "25:00")])])
    with pytest.raises(ImpossibleCount, match=r"0 \(Monday\) to 6"):
        service_gap(week, [ServiceHours("Desk", [(7, "09:00", "17:00")])])
    with pytest.raises(NotComputable, match="No agency"):
        service_gap(week, [])
    around_the_clock = service_gap(week, [ServiceHours("Control room", [(day, "00:00", "24:00") for day in range(7)])])
    assert around_the_clock.nobody == 0
    assert "no hour with events in which nobody is open" in around_the_clock.sentence


def test_two_agencies_that_are_open_in_different_halves_of_an_hour_leave_no_gap():
    week = aoristic_week([datetime(2024, 3, 4, 10)], [datetime(2024, 3, 4, 11)])
    first, second = ServiceHours("first", [(0, "10:00", "10:30")]), ServiceHours("second", [(0, "10:30", "11:00")])
    gap = service_gap(week, [first, second])
    assert gap.covered == close((0.5, 0.5))
    assert gap.nobody == close(0)
    assert gap.worst == ()
    assert service_gap(week, [first]).nobody == close(0.5)
