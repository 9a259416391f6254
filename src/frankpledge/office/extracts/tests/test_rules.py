"""What a cell says: moments, places, headings, codes."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frankpledge.office.extracts import offences, rules, words
from frankpledge.office.recorded_crime.rules import KNOWN_TYPES

pytestmark = pytest.mark.pure
TODAY = date(2025, 6, 2)


@pytest.mark.parametrize(
    ("day", "clock", "at", "whole_day"),
    [
        ("05/01/2024", "", datetime(2024, 1, 5), True),
        ("5.1.24", "9:05", datetime(2024, 1, 5, 9, 5), False),
        ("05-01-2024 13:45:10", "", datetime(2024, 1, 5, 13, 45, 10), False),
        ("2024-01-05T13:45", "", datetime(2024, 1, 5, 13, 45), False),
        ("2024-01-05 00:00:00", "22:00:00", datetime(2024, 1, 5, 22), False),
        ("05-Jan-2024 1:30 PM", "", datetime(2024, 1, 5, 13, 30), False),
        ("5 January 2024", "0130", datetime(2024, 1, 5, 1, 30), False),
        ("2024-07-05T12:00:00Z", "", datetime(2024, 7, 5, 13), False),
        ("2024-01-05T12:00:00+01:00", "", datetime(2024, 1, 5, 11), False),
    ],
)
def test_a_moment_is_read_however_systems_write_it(day, clock, at, whole_day):
    assert rules.moment(day, clock, rules.DAY_FIRST, "start") == rules.Moment(at, whole_day)


def test_month_first_is_read_only_when_it_was_said():
    assert rules.moment("03/04/2024", "", rules.MONTH_FIRST, "start").at == datetime(2024, 3, 4)
    assert rules.moment("03/04/2024", "", rules.DAY_FIRST, "start").at == datetime(2024, 4, 3)
    with pytest.raises(rules.Wrong, match="other way round"):
        rules.moment("03/14/2024", "", rules.DAY_FIRST, "start")


@pytest.mark.parametrize("text", ["yesterday", "45296", "2024", "32/01/2024", "2024-13-01", "05/01/2024 later"])
def test_what_is_no_date_is_refused(text):
    with pytest.raises(rules.Wrong):
        rules.moment(text, "", rules.DAY_FIRST, "start")


SECONDS = st.integers(0, 35 * 365 * 86_400)  # plain numbers: quick to draw on a busy machine
SINCE = datetime(1990, 1, 1)


@given(SECONDS, st.sampled_from(["%d/%m/%Y %H:%M:%S", "%Y-%m-%d %H:%M:%S"]))
def test_what_is_written_is_read_back(seconds, form):
    at = SINCE + timedelta(seconds=seconds)
    assert rules.moment(at.strftime(form), "", rules.DAY_FIRST, "start").at == at


@given(SECONDS, st.integers(0, 20 * 86_400))
def test_a_window_never_ends_before_it_begins(seconds, length):
    at, span = SINCE + timedelta(seconds=seconds), timedelta(seconds=length)
    start, end, timed = rules.window(rules.Moment(at, False), rules.Moment(at + span, False), TODAY)
    assert (start, end, timed) == (at, at + span, True)


def test_a_day_without_a_time_lasts_the_whole_day():
    day = rules.Moment(datetime(2024, 1, 5), True)
    assert rules.window(day, None, TODAY) == (datetime(2024, 1, 5), datetime(2024, 1, 5, 23, 59, 59), False)
    assert rules.window(None, day, TODAY)[0] == datetime(2024, 1, 5)


def test_a_row_without_a_place_is_kept_without_one():
    assert rules.position("", "", degrees=False) is None
    assert rules.position("0", "0", degrees=False) is None


@pytest.mark.parametrize(
    ("first", "second", "degrees", "words_"),
    [
        ("52.2", "-0.9", True, "swapped"), ("700001", "5", False, "far"), ("nan", "5", False, "not a number"),
        ("inf", "5", False, "not a number"), ("", "5", False, "other coordinate"),
    ],
)  # fmt: skip
def test_impossible_places_are_refused(first, second, degrees, words_):
    with pytest.raises(rules.Wrong, match=words_):
        rules.position(first, second, degrees=degrees)


@pytest.mark.parametrize(
    "heading",
    [
        "Victim Name",
        "Officer",
        "DOB",
        "VRM",
        "Vehicle Reg",
        "Registration",
        "MO notes",
        "Home address",
        "Postcode",
        "Age",
        "Crime ref",
        "URN",
    ],
)
def test_headings_that_promise_a_person_or_a_plate_are_known(heading):
    assert rules.is_personal(heading)


@pytest.mark.parametrize(
    "heading", ["Offence description", "Date from", "Easting", "HO code", "Crime type", "Latitude", "Date of offence"]
)
def test_headings_that_are_needed_are_not_taken_for_personal(heading):
    assert not rules.is_personal(heading)


def test_usual_headings_are_recognised():
    found = rules.proposed(
        ["Crime Ref", "Committed From Date", "Committed From Time", "Committed To Date", "Committed To Time", "GridX X",
         "Y", "HO Class Code", "Offence Type"]
    )  # fmt: skip
    assert found["start"] == "Committed From Date"
    assert found["start_time"] == "Committed From Time"
    assert found["end"] == "Committed To Date"
    assert found["offence_code"] == "HO Class Code"
    assert found["local_type"] == "Offence Type"


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("8N", "Violence and sexual offences"), ("008N", "Violence and sexual offences"), ("28E/02", "Burglary"),
        ("28", "Burglary"), ("4.1", "Violence and sexual offences"), ("1", "Violence and sexual offences"),
        ("105a", "Violence and sexual offences"), ("49", "Other theft"), ("37", ""),
        ("999", ""), ("AB12 CDE", ""), ("", ""),
    ],
)  # fmt: skip
def test_offence_codes_lead_to_the_published_types(code, kind):
    assert offences.type_of(code) == kind


def test_every_code_of_the_table_is_a_code_and_every_type_is_a_published_one():
    table = offences.table()
    assert len(table) == 135
    assert all(offences.is_code(code) and offences.type_of(code) == kind for code, (_words, kind) in table.items())
    assert {kind for _words, kind in table.values()} <= set(KNOWN_TYPES)


def test_every_reason_can_be_translated():
    import ast
    import inspect

    said = [
        node.args[1].value
        for node in ast.walk(ast.parse(inspect.getsource(rules)))
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "Wrong" and isinstance(node.args[1], ast.Constant)
    ]
    assert said
    assert set(said) <= set(words.REASONS)
