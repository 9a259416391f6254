"""Opening hours as people write them: read, kept, written so that they read the same again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frankpledge.office.analysis import opening_hours
from frankpledge.office.analysis.opening_hours import NotHours

pytestmark = pytest.mark.pure

clocks = st.builds(lambda at: f"{at // 60:02d}:{at % 60:02d}", st.integers(0, 1439))
spans = st.tuples(clocks, clocks).filter(lambda span: span[0] != span[1])
weeks = st.dictionaries(st.integers(0, 6), st.lists(spans, min_size=1, max_size=3), min_size=1)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("09:00-17:00", [(0, "09:00", "17:00")]),
        ("9-12.30, 13:30 to 17", [(0, "09:00", "12:30"), (0, "13:30", "17:00")]),
        ("9am - 5pm", [(0, "09:00", "17:00")]),
        ("12am–12pm", [(0, "00:00", "12:00")]),
        ("22:00-02:00", [(0, "22:00", "02:00")]),
        ("00:00-24:00", [(0, "00:00", "24:00")]),
        ("closed", []),
        (" ", []),
    ],
)
def test_a_day_is_read_in_the_ways_in_which_people_write_it(text, read):
    assert opening_hours.day(text, 0) == read


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("mornings", "“mornings” is no time from and to"),
        ("09:00", "is no time from and to"),
        ("25:00-26:00", "lies between 00:00 and 24:00"),
        ("09:70-10:00", "lies between"),
        ("13pm-14pm", "lies between"),
        ("09:00-09:00", "00:00-24:00"),
        ("24:00-02:00", "does not last"),
    ],
)
def test_what_is_no_hours_is_quoted(text, words):
    with pytest.raises(NotHours, match=words):
        opening_hours.day(text, 0)


def test_a_week_is_read_by_days_and_runs_of_days():
    read = opening_hours.week("Mon-Wed, Friday 09:00-17:00; Sat 10:00-12:00, 13:00-14:00")
    assert [span[0] for span in read] == [0, 1, 2, 4, 5, 5]
    assert {span[0] for span in opening_hours.week("Fri-Mon 20:00-04:00")} == {4, 5, 6, 0}
    assert {span[0] for span in opening_hours.week("daily: 8-20")} == set(range(7))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "never open"),
        ("Mon-Fri", "has no times"),
        ("Someday 09:00-17:00", "does not begin with days"),
        ("09:00-17:00", "does not begin with days"),
        ("Mon 9-10; Monday 11-12", "Monday stands twice"),
    ],
)
def test_a_week_that_cannot_be_read_says_why(text, words):
    with pytest.raises(NotHours, match=words):
        opening_hours.week(text)


def test_agencies_are_read_line_by_line():
    read = opening_hours.agencies("Youth service: Tue 15:00-20:00\n\nHousing: Mon-Fri 9-5pm")
    assert [one["name"] for one in read] == ["Youth service", "Housing"]
    with pytest.raises(NotHours, match="Line 2: begin with the name"):
        opening_hours.agencies("A: Mon 9-10\nMon-Fri")
    with pytest.raises(NotHours, match="Line 1: “Mon soon” has no times"):
        opening_hours.agencies("A: Mon soon")


@given(weeks)
def test_what_is_written_reads_the_same_again(week):
    kept = [(at, *span) for at in sorted(week) for span in week[at]]
    assert sorted(opening_hours.week(opening_hours.written(kept))) == sorted(kept)
    fields = opening_hours.as_fields([{"name": "A", "spans": kept}, {"name": "B", "spans": kept}])
    assert [span for at, name in enumerate(opening_hours.DAYS) for span in opening_hours.day(fields[name], at)] == kept
    assert [tuple(span) for span in opening_hours.agencies(fields["further"])[0]["spans"]] == sorted(
        kept, key=lambda span: span[0]
    )
