"""What an update must be, decided from values in hand."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frankpledge.office.delivery import rules

pytestmark = pytest.mark.pure
CHOICES = frozenset({"on_course", "at_risk"})


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        (" – — … ", 0),
        ("Well-known roads", 2),
        ("We don’t know – yet", 4),
        ("12 of 22 (55%)", 4),
        ("one\ntwo\tthree\u00a0four", 4),
        ("Gwent’s and/or Môn", 3),
    ],
)
def test_words_are_counted_as_a_reader_counts_them(text, count):
    assert rules.word_count(text) == count


def test_150_words_are_enough_and_151_are_one_too_many():
    assert rules.words_too_many(" ".join(["word"] * 150)) == 0
    assert rules.words_too_many(" ".join(["word"] * 151)) == 1


@given(st.lists(st.from_regex(r"[a-z]{1,8}", fullmatch=True), max_size=300), st.sampled_from([" ", "\n", "\t", " – "]))
def test_counting_does_not_depend_on_what_stands_between_words(words, between):
    assert rules.word_count(between.join(words)) == len(words)


def faults(**given):
    whole = {"text": "Done.", "confidence": "on_course", "reason": "", "before": None, "choices": CHOICES}
    return rules.faults(**(whole | given))


def test_the_first_update_needs_no_reason_for_its_confidence():
    assert faults() == []


@pytest.mark.parametrize(
    ("given", "fault"),
    [
        ({"text": "  "}, "no words"),
        ({"text": "–"}, "no words"),
        ({"text": "w " * 151}, "too many words"),
        ({"confidence": ""}, "no confidence"),
        ({"confidence": "certain"}, "no confidence"),
        ({"before": "at_risk"}, "no reason"),
        ({"before": "at_risk", "reason": " – "}, "no reason"),
    ],
)
def test_each_fault_is_named(given, fault):
    assert faults(**given) == [fault]


def test_an_unchanged_confidence_needs_no_reason_and_a_changed_one_with_its_reason_is_whole():
    assert faults(before="on_course") == []
    assert faults(before="at_risk", reason="The money came.") == []


def test_an_update_is_overdue_from_the_day_after():
    due = date(2025, 6, 20)
    assert not rules.is_overdue(due=due, submitted=False, today=due)
    assert rules.is_overdue(due=due, submitted=False, today=due + timedelta(days=1))
    assert not rules.is_overdue(due=due, submitted=True, today=due + timedelta(days=9))


def test_a_link_is_closed_at_its_last_moment():
    end = datetime(2025, 6, 16, 12, tzinfo=UTC)
    assert rules.link_is_open(expires=end, now=end - timedelta(seconds=1))
    assert not rules.link_is_open(expires=end, now=end)
    assert not rules.link_is_open(expires=None, now=end)


@pytest.mark.parametrize(
    ("period", "good"),
    [("2025-04", True), ("2025-13", False), ("2025-Q4", True), ("2025-Q5", False), ("2025", True), ("April", False)],
)
def test_periods_are_months_quarters_or_years(period, good):
    assert rules.is_period(period) is good
