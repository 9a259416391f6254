"""What a body's words bring about, decided from values in hand."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frankpledge.office.scrutiny import rules
from frankpledge.office.scrutiny.models import MeetingState, PointKind, ResolutionVerb

pytestmark = pytest.mark.pure


def test_every_verb_has_a_hand_written_answer_to_whether_it_is_owed_a_response():
    owed = {
        "notes": False, "endorses": False, "accepts": False, "welcomes": False, "requests": True, "recommends": True,
        "appoints": False, "approves": False,
    }  # fmt: skip
    assert {verb: rules.creates_duty(verb) for verb in ResolutionVerb.values} == owed


def test_questions_and_requests_wait_for_an_answer_and_nothing_else_does():
    waiting = {kind for kind in PointKind.values if rules.is_to_be_answered(kind)}
    assert waiting == {"question", "request"}


def test_the_states_of_the_rules_are_those_of_the_table():
    assert list(rules.STATES_IN_ORDER) == MeetingState.values


@given(st.sampled_from(MeetingState.values), st.sampled_from([*MeetingState.values, "cancelled"]))
def test_a_meeting_moves_one_step_forward_and_no_other_way(old, new):
    assert rules.may_move(old, new) is (rules.next_state(old) == new)


def test_nothing_follows_confirmed_minutes():
    assert rules.next_state("confirmed") is None
    assert not rules.minutes_are_open("confirmed")


@given(st.dates(date(2020, 1, 1), date(2040, 1, 1)), st.integers(-400, 400))
def test_what_is_overdue_was_due_before_today_and_is_not_answered(due, days):
    today = due + timedelta(days=days)
    assert rules.is_overdue(due=due, answered=False, today=today) is (days > 0)
    assert not rules.is_overdue(due=due, answered=True, today=today)


def test_a_meeting_cannot_be_held_before_its_day():
    day = date(2025, 6, 12)
    assert not rules.happens_too_early("agenda", meeting=day, today=day - timedelta(days=9))
    assert rules.happens_too_early("held", meeting=day, today=day - timedelta(days=1))
    assert not rules.happens_too_early("held", meeting=day, today=day)


def test_agendas_and_minutes_are_public_from_their_publication_on():
    assert [state for state in MeetingState.values if rules.agenda_is_public(state)] == [
        "agenda", "held", "draft_minutes", "confirmed",
    ]  # fmt: skip
    assert [state for state in MeetingState.values if rules.points_are_public(state)] == ["draft_minutes", "confirmed"]
