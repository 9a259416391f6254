"""What is provisional, what has changed, what is stale: decided from values in hand."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frankpledge.office.performance import rules, words
from frankpledge.office.performance.rules import Figure, MonthTally, Residents, Stored


def months(*counts: float | None) -> list[MonthTally]:
    return [
        MonthTally(f"2024-{number:02d}", value, "" if value is not None else "not supplied", (number,))
        for number, value in enumerate(counts, start=1)
    ]


def kept(**changes: object) -> Stored:
    facts = {
        "value": 10.0,
        "numerator": 10.0,
        "denominator": None,
        "status": "final",
        "reason": "",
        "method": "monthly-count/1",
        "source_note": "",
        "measure_version": 1,
    }
    return Stored(**(facts | changes))  # type: ignore[arg-type]


def test_the_newest_two_published_months_are_provisional():
    made = rules.figures(months(5, 6, 7, 8), kind="count", frequency="month")
    assert [figure.status for figure in made] == ["final", "final", "provisional", "provisional"]


def test_a_missing_newest_month_does_not_use_up_a_provisional_place():
    made = rules.figures(months(5, 6, 7, None), kind="count", frequency="month")
    assert [figure.status for figure in made] == ["final", "provisional", "provisional", "missing"]


def test_a_missing_month_has_no_value_and_keeps_its_reason_never_zero():
    missing = rules.figures(months(5, None, 7), kind="count", frequency="month")[1]
    assert (missing.value, missing.numerator, missing.reason) == (None, None, "not supplied")


def test_a_month_with_nothing_counted_is_a_zero_and_not_missing():
    assert rules.figures(months(0, 1, 2), kind="count", frequency="month")[0].value == 0


def test_a_quarter_with_a_missing_month_is_missing_and_an_unfinished_one_is_left_out():
    made = rules.figures(months(1, 2, 3, 4, None, 6, 7), kind="count", frequency="quarter")
    assert [(figure.period, figure.value) for figure in made] == [("2024-Q1", 6), ("2024-Q2", None)]


@given(st.lists(st.integers(0, 10_000), min_size=12, max_size=12))
def test_adding_months_up_loses_nothing(counts):
    tallies = months(*counts)
    assert sum(each.count for each in rules.by_frequency(tallies, "quarter")) == sum(counts)
    assert rules.by_frequency(tallies, "year")[0].count == sum(counts)
    assert rules.by_frequency(tallies, "year")[0].releases == tuple(range(1, 13))


def test_a_rate_keeps_what_it_was_made_of_and_says_whose_population():
    residents = Residents(100_000, 2020, "ONS mid-year estimate")
    figure = rules.figures(months(50, 60, 70), kind="rate", frequency="month", residents=residents)[0]
    assert (figure.value, figure.numerator, figure.denominator) == (0.5, 50, 100_000)
    assert "100,000 (2020)" in figure.source_note


def test_a_rate_without_a_population_is_missing_and_says_so():
    figure = rules.figures(months(50), kind="rate", frequency="month")[0]
    assert figure.value is None
    assert "residents" in figure.reason


def test_the_same_figure_is_unchanged_and_another_value_is_changed():
    same = Figure("2024-01", 10.0, "final", "monthly-count/1", numerator=10.0)
    other = Figure("2024-01", 11.0, "final", "monthly-count/1", numerator=11.0)
    assert rules.comparison(kept(), same, 1) == "unchanged"
    assert rules.comparison(kept(), other, 1) == "changed"
    assert rules.comparison(None, same, 1) == "new"
    assert rules.comparison(kept(), same, 2) == "changed"


def test_a_changed_final_figure_is_called_revised_and_stays_so():
    other = Figure("2024-01", 11.0, "final", "monthly-count/1", numerator=11.0)
    assert rules.status_after(kept(), other, 1) == "revised"
    revised = kept(value=11.0, numerator=11.0, status="revised")
    assert rules.comparison(revised, other, 1) == "unchanged"


def test_a_figure_under_a_new_definition_is_not_a_revision():
    other = Figure("2024-01", 11.0, "final", "monthly-count/1", numerator=11.0)
    assert rules.status_after(kept(), other, 2) == "final"


@pytest.mark.parametrize(
    ("before", "after", "why"),
    [
        (kept(), kept(value=11.0, numerator=11.0), "another figure"),
        (kept(), kept(measure_version=2), "definition"),
        (kept(), kept(method="monthly-count/2"), "method"),
        (kept(value=None), kept(), "came in"),
        (kept(), kept(value=None), "withdrawn"),
        (kept(value=1.0, denominator=10.0), kept(value=2.0, denominator=5.0), "residents"),
        (kept(status="provisional"), kept(), "no longer provisional"),
        (kept(), kept(source_note="corrected spelling"), "facts"),
    ],
)
def test_the_revision_log_says_why(before, after, why):
    assert rules.why_changed(before, after) == why
    assert words.why(why) == rules.WHY[why]


@pytest.mark.parametrize(
    ("period", "frequency", "fits"),
    [
        ("2025-04", "month", True),
        ("2025-4", "month", False),
        ("2025-13", "month", False),
        ("2025-Q1", "quarter", True),
        ("2025Q1", "quarter", False),
        ("2025", "year", True),
        ("2025-04", "year", False),
        ("2024/25", "year", False),
        ("", "month", False),
    ],
)
def test_a_period_is_written_as_its_frequency_asks(period, frequency, fits):
    assert rules.fits(period, frequency) is fits


def test_a_measure_is_stale_when_the_next_figure_is_a_month_later_than_usual():
    facts = {"frequency": "month", "source": "crime_counts"}
    assert not rules.is_stale("2025-04", **facts, today=date(2025, 8, 30))  # May + 60 days + 31 days
    assert rules.is_stale("2025-04", **facts, today=date(2025, 8, 31))
    assert rules.is_stale(None, **facts, today=date(2025, 1, 1))


def test_a_period_is_within_another_by_its_last_day():
    assert rules.ends_by("2025-03", "2025-Q1")
    assert not rules.ends_by("2025-04", "2025-Q1")
    assert rules.ends_by("2024", "2025-04")
