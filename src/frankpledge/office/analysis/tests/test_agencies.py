"""The gap to agencies' hours and chains of near repeats: hand-counted figures, refusals, nothing small in public."""

from __future__ import annotations

import re

import pytest

from frankpledge.evidence.errors import EvidenceError

from .test_methods import computed, crimes

pytestmark = pytest.mark.pure
WEEKDAYS = {"name": "Housing", "spans": [[day, "09:00", "17:00"] for day in range(5)]}
EVENING = {"name": "Youth club", "spans": [[0, "17:00", "22:00"]]}


def at_hours(*moments: str, places: list[float] | None = None) -> dict:
    """Crimes of these moments, the first week of 2024 (1 January was a Monday)."""
    n = len(moments)
    return {
        "easting": places or [475_000.0] * n, "northing": [260_000.0] * n, "start": list(moments),
        "end": list(moments), "timed": [True] * n,
    }  # fmt: skip


def test_what_falls_into_the_hours_of_each_agency_and_of_none_is_counted_by_hand():
    given = at_hours("2024-01-01T10:15:00", "2024-01-01T18:00:00", "2024-01-06T23:30:00", "2024-01-13T23:10:00")
    result = computed("service-gap", {"agencies": [WEEKDAYS, EVENING]}, given)
    assert result["figures"]["covered"] == [0.25, 0.25]
    assert result["figures"]["hours"] == pytest.approx([40 / 168, 5 / 168])
    assert result["figures"]["nobody"] == 0.5
    assert result["rows"][0] == ["Saturday", 23, 2.0, 2.0, 0.0]
    assert len(result["rows"]) == 168
    assert "50% of the events fall when nobody is open, most of all on Saturday 23:00" in result["sentence"]


def test_chains_are_counted_by_hand():
    days = ["2024-01-01T10:00:00", "2024-01-03T10:00:00", "2024-01-12T10:00:00", "2024-03-09T10:00:00"]
    result = computed("chains", {"within_m": 50, "within_days": 14}, at_hours(*days, places=[0.0, 40.0, 80.0, 0.0]))
    assert result["figures"] == {"share": 0.5, "sizes": {"1": 1, "3": 1}}
    assert result["rows"] == [["1 (by itself)", 1], ["3", 1]]
    assert "2 of 4 events (50%) came within 50 m and 14 days" in result["sentence"]


@pytest.mark.parametrize(
    ("code", "choices"),
    [("chains", {"within_m": 200, "within_days": 14}), ("service-gap", {"agencies": [WEEKDAYS]}), ("hours", {})],
)
def test_dates_that_say_only_the_month_are_refused_with_the_reason(code, choices):
    months = [f"2024-{1 + at % 12:02d}-01T00:00:00" for at in range(300)]
    given = {**crimes(), "start": months, "end": months, "timed": [False] * 300}
    with pytest.raises(EvidenceError, match="The dates say only the month"):
        computed(code, choices, given)


def test_crimes_without_an_hour_or_a_place_are_not_guessed():
    with pytest.raises(EvidenceError, match="None of these crimes has a time of day"):
        computed("service-gap", {"agencies": [WEEKDAYS]}, {**crimes(), "timed": [False] * 300})
    nowhere = {**crimes(), "easting": [None] * 300, "northing": [None] * 300}
    with pytest.raises(EvidenceError, match="There are no events"):
        computed("chains", {"within_m": 200, "within_days": 14}, nowhere)


@pytest.mark.parametrize(
    ("code", "choices"),
    [("chains", {"within_m": 200, "within_days": 14}), ("service-gap", {"agencies": [WEEKDAYS]}), ("hours", {})],
)
def test_nothing_that_is_kept_holds_a_place_or_a_moment_of_a_single_crime(code, choices):
    given = crimes()
    kept = str(computed(code, choices, given))
    assert not re.search(r"(?<![\d.])(47|26)\d{4}(?!\d)", kept)
    assert not re.search(r"2024-\d\d-\d\d", kept)


def test_the_drawing_for_the_public_hides_small_counts():
    given = at_hours(*["2024-01-06T23:30:00"] * 40, *["2024-01-07T03:30:00"] * 3)
    for code, choices in (("hours", {}), ("service-gap", {"agencies": [WEEKDAYS]})):
        result = computed(code, choices, given)
        assert result["svg"].count(">3<") > result["open_svg"].count(">3<")  # on the axis it stands in both
        assert "&lt;5" in result["open_svg"]
        assert ">40<" in result["open_svg"]
    few = computed("chains", {"within_m": 50, "within_days": 14}, given)
    assert ">100%<" in few["svg"]  # one chain of 43: within the same week, at one place
    assert ">100%<" not in few["open_svg"]
