"""When a consultation is open, what its receipts look like, and what is missing before it is published."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frankpledge.office.consultation import rules
from frankpledge.office.consultation.rules import State

LONDON = ZoneInfo("Europe/London")


def state(now: datetime, *, opens: date = date(2026, 1, 5), closes: date, published: bool = True) -> State:
    return rules.state_at(published=published, opens_on=opens, closes_on=closes, zone=LONDON, now=now)


def test_the_day_on_which_the_clocks_go_back_has_twenty_five_hours_to_answer_in():
    closing = date(2026, 10, 25)
    assert rules.closes_at(closing, LONDON) == datetime(2026, 10, 26, 0, 0, tzinfo=UTC)
    assert state(datetime(2026, 10, 25, 23, 59, 59, tzinfo=UTC), closes=closing) is State.OPEN
    assert state(datetime(2026, 10, 26, 0, 0, tzinfo=UTC), closes=closing) is State.CLOSED
    opened = rules.opens_at(closing, LONDON)
    assert rules.closes_at(closing, LONDON).timestamp() - opened.timestamp() == 25 * 3600


def test_the_day_on_which_the_clocks_go_forward_ends_an_hour_earlier_by_the_sun():
    closing = date(2026, 3, 29)
    assert rules.closes_at(closing, LONDON) == datetime(2026, 3, 29, 23, 0, tzinfo=UTC)
    assert state(datetime(2026, 3, 29, 22, 59, 59, tzinfo=UTC), closes=closing) is State.OPEN
    assert state(datetime(2026, 3, 29, 23, 0, tzinfo=UTC), closes=closing) is State.CLOSED


def test_a_time_told_in_local_hours_is_compared_as_an_instant():
    closing = date(2026, 10, 25)
    after_the_change = datetime(2026, 10, 25, 1, 30, tzinfo=LONDON, fold=1)
    assert state(after_the_change, closes=closing) is State.OPEN


def test_a_consultation_opens_with_its_first_day_and_not_before():
    opens, closes = date(2026, 6, 1), date(2026, 6, 30)
    first = datetime(2026, 5, 31, 23, 0, tzinfo=UTC)  # midnight in London
    assert state(first - timedelta(seconds=1), opens=opens, closes=closes) is State.UPCOMING
    assert state(first, opens=opens, closes=closes) is State.OPEN


def test_a_draft_is_never_open():
    assert state(datetime(2026, 2, 1, tzinfo=UTC), closes=date(2026, 2, 28), published=False) is State.DRAFT


@given(st.dates(date(2000, 1, 1), date(2080, 1, 1)), st.sampled_from(["Europe/London", "Europe/Dublin", "UTC"]))
def test_each_closing_day_ends_where_the_next_day_starts(day, name):
    zone = ZoneInfo(name)
    assert rules.closes_at(day, zone) == rules.opens_at(day + timedelta(days=1), zone)


@given(st.integers(0, rules.RECEIPTS - 1))
def test_a_receipt_can_be_typed_back_in_any_case_with_or_without_its_dash(number):
    receipt = rules.receipt_of(number)
    assert len(receipt) == 9
    assert not set(receipt) & set("0158BILOSUZ")
    assert rules.read_receipt(receipt.lower().replace("-", " ")) == receipt


@given(st.integers(0, rules.RECEIPTS - 1), st.integers(0, rules.RECEIPTS - 1))
def test_two_numbers_never_share_a_receipt(one, other):
    assert (rules.receipt_of(one) == rules.receipt_of(other)) == (one == other)


@pytest.mark.parametrize("typed", ["", "7KQ4-M2X", "7KQ4-M2XDD", "7KQ4-M2X0", "ÄÖÜß-1234"])
def test_what_cannot_be_a_receipt_is_none(typed):
    assert rules.read_receipt(typed) is None


def test_a_receipt_number_out_of_range_is_refused():
    with pytest.raises(ValueError, match="is not from 0"):
        rules.receipt_of(rules.RECEIPTS)


@given(st.text())
def test_what_somebody_wrote_is_kept_word_for_word_but_for_line_ends(text):
    tidy = rules.tidy_text(text)
    assert tidy == "" or tidy.split() == text.replace("\x00", "").split()
    assert rules.tidy_text(tidy) == tidy
    assert "\r" not in tidy


def test_spaces_alone_are_no_answer():
    assert rules.tidy_text(" \r\n\t ") == ""


def test_an_unchanged_form_is_known_by_its_fingerprint():
    assert rules.fingerprint("a", ["x", "y"]) == rules.fingerprint("a", ["y", "x"])
    assert rules.fingerprint("a", []) != rules.fingerprint("", ["a"])


def test_a_share_of_a_few_people_is_no_share():
    assert rules.share(3, 0) is None
    assert rules.share(3, 49) is None
    assert rules.share(25, 50) == 0.5
