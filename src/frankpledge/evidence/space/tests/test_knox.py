"""Near repeats: the published table to the pair, intervals that mean what they say, and months refused."""

from __future__ import annotations

import csv
from datetime import UTC, date, datetime, timedelta
from itertools import combinations, pairwise, permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from frankpledge.evidence.errors import EvidenceError, ImpossibleCount, LengthsDiffer, NotComputable, NotFinite
from frankpledge.evidence.space import MonthPrecision, knox, near_repeats
from frankpledge.evidence.space.bands import bands

pytestmark = pytest.mark.pure
close = pytest.approx
END = float("inf")


@pytest.fixture(scope="module")
def arson(shared):
    """Arson in Chicago in 2016, 522 events (R package NearRepeat; tests only)."""
    with open(shared / "data" / "oracles" / "chicago_arson.csv", encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    e, n = np.array([[float(each) for each in row[:2]] for row in rows]).T
    return e, n, [date.fromisoformat(row[2]) for row in rows]


# Near Repeat Calculator 1.3 with 0, 1-200, 201-400, 401-600 m and 0-1, 2, 3 days; it counts [a - 1, b).
CALCULATOR = np.array([
    [0, 2, 0, 8], [9, 1, 1, 45], [4, 0, 0, 140], [6, 0, 0, 234], [393, 710, 770, 133658],
])  # fmt: skip
ITS_BANDS = {"space_m": (0, 1, 200, 400, 600, END), "time": (0, 1, 2, 3, END), "closed": "left", "metric": "manhattan"}


@pytest.mark.shared
def test_the_arson_table_is_the_calculators_but_for_two_pairs_that_lie_on_an_edge(arson):
    """One pair of one day is 0.56 m apart: below 1 m for us, in the next band for the calculator. One lies 0.04 m below
    400 m, and is beyond it for the calculator."""
    found = knox(*arson, **ITS_BANDS)
    assert found.observed.tolist() == [
        [1, 2, 0, 8], [8, 1, 1, 45], [4, 0, 0, 141], [6, 0, 0, 233], [393, 710, 770, 133658],
    ]  # fmt: skip
    assert found.observed.sum() == CALCULATOR.sum() == found.pairs == 135_981


@pytest.mark.shared
def test_the_pair_at_400_metres_is_explained_by_places_rounded_to_a_tenth_of_a_metre(arson):
    e, n, dates = arson
    found = knox(np.round(e, 1), np.round(n, 1), dates, **ITS_BANDS)
    assert (found.observed[2:] == CALCULATOR[2:]).all()
    assert (found.observed[:2] - CALCULATOR[:2]).tolist() == [[1, 0, 0, 0], [-1, 0, 0, 0]]


@pytest.mark.shared
def test_with_bands_as_the_calculators_labels_say_the_table_is_another(arson):
    """0 to 1 days inclusive, then 2, then 3; up to 1 m, then 1 to below 201 m and so on."""
    found = knox(*arson, space_m=(0, 1, 201, 401, 601, END), time=(0, 1, 2, 3, END), metric="manhattan")
    assert found.time_labels == ("[0, 1] days", "(1, 2] days", "(2, 3] days", "(3, ∞) days")
    assert found.observed.tolist() == [
        [3, 0, 1, 7], [9, 1, 0, 46], [4, 0, 1, 140], [6, 0, 3, 231], [1103, 770, 810, 132846],
    ]  # fmt: skip


@pytest.mark.shared
def test_arsons_repeat_near_and_soon(arson):
    found = knox(*arson, space_m=(0, 200, 400, 1000), time=(0, 3, 7, 14), permutations=199)
    assert found.p[0, 0] == 1 / 200
    assert found.ratio[0, 0] > 5
    assert found.sentence.startswith("At a distance of [0, 200] m and [0, 3] days apart there are")
    assert knox(*arson, space_m=(0, 200), time=(0, 3), permutations=199, seed=3).observed == found.observed[:1, :1]


def test_two_events_a_hundred_metres_and_three_days_apart_belong_to_the_band_up_to_three_days():
    found = knox([0, 100, 9000], [0, 0, 0], [0, 3, 100], space_m=(0, 200, 400), time=(0, 3, 6))
    assert found.observed.tolist() == [[1, 0], [0, 0]]
    assert found.space_labels == ("[0, 200] m", "(200, 400] m")


def test_which_end_belongs_to_a_band_is_written_in_its_label():
    assert bands([0, 200, END], "m", "left").labels == ("[0, 200) m", "[200, ∞) m")
    assert bands([0, 200], "m", "right", same=True).labels == ("0 m", "(0, 200] m")
    assert bands([0, 200], "m", "left", same=True).labels == ("0 m", "(0, 200) m")
    assert bands([50, 200], "m").labels == ("(50, 200] m",)
    assert bands([50, 200], "m", "left").labels == ("[50, 200) m",)
    assert bands([0, 200, 400], "m", "left").of(np.array([0, 199.9, 200, 400])).tolist() == [0, 0, 1, -1]
    assert bands([50, 200], "m").of(np.array([0.0, 50, 50.1, 200])).tolist() == [-1, -1, 0, 0]


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30), st.integers(0, 12)), min_size=4, max_size=25),
    st.sampled_from(["left", "right"]),
    st.sampled_from(["euclidean", "manhattan"]),
    st.booleans(),
)
def test_pairs_are_those_counted_one_by_one(events, closed, metric, endless):
    e, n, t = np.array(events, float).T
    if t.min() == t.max():
        t[0] += 1
    space, time = (0, 5, 10, END) if endless else (0, 5, 10), (1, 3, 7, END) if endless else (0, 3, 7)
    found = knox(e, n, t, space_m=space, time=time, closed=closed, metric=metric, permutations=19)
    wanted = np.zeros(found.observed.shape, int)
    for a, b in combinations(range(len(e)), 2):
        apart = np.array([e[a] - e[b], n[a] - n[b]])
        d = np.abs(apart).sum() if metric == "manhattan" else np.hypot(*apart)
        row, column = _band(d, space, closed), _band(abs(t[a] - t[b]), time, closed)
        if row is not None and column is not None:
            wanted[row, column] += 1
    assert (found.observed == wanted).all()
    assert ((found.p > 0) & (found.p <= 1)).all()


def _band(value, edges, closed):
    for at, (low, high) in enumerate(pairwise(edges)):
        above = value >= low if closed == "left" or low == 0 else value > low
        if above and (value < high if closed == "left" else value <= high):
            return at
    return None


def test_the_chance_is_that_of_all_orders_written_out():
    """Six events, all 720 ways to deal six dates: the Monte Carlo p lies within its error of the exact one."""
    e, t = np.array([0, 10, 20, 500, 510, 900]), np.array([0, 1, 2, 40, 42, 90])
    near = [(a, b) for a, b in combinations(range(6), 2) if abs(e[a] - e[b]) <= 20]
    counts = [sum(abs(t[o[a]] - t[o[b]]) <= 3 for a, b in near) for o in permutations(range(6))]
    found = knox(e, np.zeros(6), t, space_m=(0, 20), time=(0, 3), permutations=20_000)
    exact = np.mean([count >= found.observed[0, 0] for count in counts])
    assert found.p[0, 0] == close(exact, abs=4 * np.sqrt(exact * (1 - exact) / 20_000))
    assert found.expected[0, 0] == close(np.mean(counts), abs=0.02)


def test_moving_turning_or_shifting_everything_changes_nothing():
    chance = np.random.default_rng(2)
    e, n, t = chance.uniform(0, 2000, 150), chance.uniform(0, 2000, 150), chance.integers(0, 60, 150)
    plain = knox(e, n, t, permutations=99)
    for other in (knox(e + 5e5, n + 2e5, t + 900, permutations=99), knox(-n, e, t, permutations=99)):
        assert (other.observed == plain.observed).all()
        assert (other.p == plain.p).all()
    assert (knox(e, n, -t, permutations=99).observed == plain.observed).all()


def test_the_same_seed_gives_the_same_table_and_more_deals_begin_with_the_same():
    chance = np.random.default_rng(6)
    e, n, t = chance.uniform(0, 1000, 80), chance.uniform(0, 1000, 80), chance.integers(0, 60, 80)
    assert (knox(e, n, t, permutations=50).p == knox(e, n, t, permutations=50).p).all()
    assert (knox(e, n, t, permutations=50).p != knox(e, n, t, permutations=50, seed=2).p).any()


def test_dates_date_times_text_and_numbers_of_days_are_the_same_times():
    days = [0, 3, 10, 11, 30, 31]
    e = [0, 50, 100, 120, 900, 950]
    first = date(2024, 1, 2)
    as_dates = [first + timedelta(days=d) for d in days]
    forms = [
        days,
        as_dates,
        [datetime(each.year, each.month, each.day, 9, 30) for each in as_dates],
        [each.isoformat() for each in as_dates],
        np.array(as_dates, "datetime64[D]"),
        np.array(days) + 0.25,
    ]
    tables = [knox(e, [0] * 6, times, permutations=99) for times in forms]
    assert all((each.observed == tables[0].observed).all() and (each.p == tables[0].p).all() for each in tables)


def test_hours_are_compared_to_the_minute():
    times = [datetime(2024, 3, 1, 10, 0), datetime(2024, 3, 1, 12, 0), datetime(2024, 3, 2, 12, 1)]
    found = knox([0, 1, 2], [0, 0, 0], times, space_m=(0, 10), time=(0, 2, 24), unit="hour", permutations=19)
    assert found.observed.tolist() == [[1, 0]]


@pytest.mark.parametrize(
    "times",
    [
        ["2024-01", "2024-02", "2024-02", "2024-03", "2024-01"],
        np.array(["2024-01", "2024-02", "2024-02"], "datetime64[M]"),
        [date(2024, month, 1) for month in (1, 2, 3, 3, 4)],
        [datetime(2024, month, 1) for month in (1, 2, 3, 3, 4)],
    ],
)
def test_dates_that_are_only_months_are_refused_with_the_reason(times):
    places = list(range(len(times)))
    with pytest.raises(MonthPrecision, match="The dates say only the month"):
        knox(places, places, times)
    with pytest.raises(NotComputable, match="own extract"):
        near_repeats(places, places, times, within_m=10, within=7)


def test_a_caller_who_knows_that_dates_are_months_is_refused_too():
    with pytest.raises(MonthPrecision):
        knox([0, 1, 2], [0, 1, 2], [15, 46, 74], precision="month")


def test_from_to_spans_use_their_middle_and_say_so():
    starts = [datetime(2024, 3, day, 20) for day in (1, 2, 9, 20)]
    ends = [start + timedelta(hours=12) for start in starts[:3]] + [starts[3] + timedelta(days=20)]
    found = knox([0, 5, 10, 15], [0] * 4, starts, until=ends, space_m=(0, 20), time=(0, 7, 14))
    assert found.observed.tolist() == [[2, 1]]
    assert any(note.startswith("25% of the events have a from-to span longer") for note in found.notes)
    with pytest.raises(ImpossibleCount, match="2 spans end before they start"):
        knox([0, 5], [0, 0], starts[:2], until=[start - timedelta(hours=1) for start in starts[:2]])


def test_an_event_without_an_end_is_of_its_moment():
    starts = np.array(["2024-03-01T20:00", "2024-03-03T08:00", "2024-03-20T10:00"], "datetime64[m]")
    ends = np.array(["2024-03-02T08:00", "NaT", "NaT"], "datetime64[m]")
    found = knox([0, 5, 10], [0] * 3, starts, until=ends, space_m=(0, 20), time=(0, 1, 14), permutations=19)
    assert found.observed.tolist() == [[1, 0]]


def test_days_are_calendar_days_unless_the_clock_is_asked_for():
    """One event has an hour, the other only its day: a week later is a week later."""
    times = [datetime(2024, 3, 1), datetime(2024, 3, 8, 10, 30), datetime(2024, 5, 1)]
    asked = {"space_m": (0, 20), "time": (0, 7), "permutations": 19}
    assert knox([0, 5, 10], [0] * 3, times, **asked).observed == 1
    assert knox([0, 5, 10], [0] * 3, times, precision="minute", **asked).observed == 0
    chains = near_repeats([0, 5, 10], [0] * 3, times, within_m=20, within=7)
    assert chains.repeat.tolist() == [False, True, False]


def test_dates_are_dealt_out_within_strata_only():
    """Two towns, each with its own weeks: the plain test sees near repeats, dealing within each town does not."""
    chance = np.random.default_rng(9)
    town = np.repeat([0, 1], 60)
    e, n = town * 50_000 + chance.uniform(0, 300, 120), chance.uniform(0, 300, 120)
    t = town * 200 + chance.integers(0, 40, 120)
    assert knox(e, n, t, space_m=(0, 300), time=(0, 40)).p[0, 0] == 0.001
    apart = knox(e, n, t, space_m=(0, 300), time=(0, 5), strata=town)
    assert apart.p[0, 0] > 0.05
    assert "No evidence of near repeats" in apart.sentence


def test_many_events_on_few_points_are_pointed_out():
    found = knox([0] * 10 + [500], [0] * 11, list(range(11)), permutations=19)
    assert found.notes[0].startswith("11 events lie on 2 different points")


@pytest.mark.parametrize(
    ("change", "error", "words"),
    [
        ({"times": [5, 5, 5]}, NotComputable, "the same time"),
        ({"times": [1, 2]}, LengthsDiffer, "3 places and 2 times"),
        ({"times": [1, 2, float("nan")]}, NotFinite, "1 of 3 are missing"),
        ({"easting": [0, 1, float("nan")]}, NotFinite, "easting"),
        ({"space_m": (0, 200, 200)}, ImpossibleCount, "space_m must be two or more numbers that rise"),
        ({"time": (3,)}, ImpossibleCount, "time must be"),
        ({"space_m": (10, 20), "same_place": True}, ImpossibleCount, "start at 0"),
        ({"space_m": (10, END)}, ImpossibleCount, "endless band"),
        ({"permutations": 3}, ImpossibleCount, "19 to 1,000,000"),
        ({"metric": "driving"}, EvidenceError, "metric is 'driving'"),
        ({"times": [datetime(2024, 1, 2, tzinfo=UTC)] * 3}, ImpossibleCount, "time zone"),
        ({"strata": [1, 2]}, LengthsDiffer, "2 strata for 3 events"),
    ],
)
def test_what_cannot_be_tested_is_refused(change, error, words):
    asked = {"easting": [0, 1, 2], "northing": [0, 1, 2], "times": [0, 5, 9]} | change
    with pytest.raises(error, match=words):
        knox(**asked)
    with pytest.raises(NotComputable, match="2 events"):
        knox([0, 1], [0, 1], [0, 1])


def test_more_pairs_than_memory_holds_are_refused_before_they_are_made():
    with pytest.raises(NotComputable, match="Take a shorter distance"):
        near_repeats(np.zeros(12_000), np.zeros(12_000), np.arange(12_000), within_m=10, within=7)


def test_chains_of_near_repeats_are_counted():
    found = near_repeats([0, 10, 20, 5000, 5010, 9000], [0] * 6, [0, 3, 9, 50, 58, 60], within_m=15, within=7)
    assert found.repeat.tolist() == [False, True, True, False, False, False]
    assert found.sizes == {1: 3, 3: 1}
    assert found.chain.tolist()[3:] == [-1, -1, -1]
    assert found.share == 2 / 6
    assert "came within 15 m and 7 days of an earlier one, in 1 chains" in found.sentence


def test_which_of_two_events_came_first_does_not_depend_on_their_order_in_the_list():
    found = near_repeats([0, 10], [0, 0], [5, 2], within_m=15, within=7)
    assert found.repeat.tolist() == [True, False]


@settings(max_examples=20, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30), st.integers(0, 40)), min_size=1, max_size=25),
    st.integers(-500, 500),
    st.randoms(),
)
def test_chains_do_not_depend_on_order_place_or_date(events, shift, chance):
    e, n, t = np.array(events, float).T
    plain = near_repeats(e, n, t, within_m=6, within=5)
    order = list(range(len(e)))
    chance.shuffle(order)
    other = near_repeats(e[order] + shift, n[order] - shift, t[order] + shift, within_m=6, within=5)
    assert other.sizes == plain.sizes
    assert sum(size * many for size, many in plain.sizes.items()) == len(e)
    # A chain of k events has one that was first.
    assert plain.repeat.sum() <= sum((size - 1) * many for size, many in plain.sizes.items())


def test_where_chance_is_all_no_band_is_found_more_often_than_promised_and_no_sentence_claims_there_is_nothing():
    chance = np.random.default_rng(7)
    found = [
        knox(*(chance.random((2, 120)) * 2000), chance.integers(0, 180, 120), permutations=99, seed=seed)
        for seed in range(60)
    ]
    assert np.mean([each.p <= 0.05 for each in found]) <= 0.075
    assert min(each.p.min() for each in found) >= 0.01
    quiet = next(each for each in found if not (each.q <= 0.05).any())
    assert "not clearly more than chance gives" in quiet.sentence
