"""What the office owes because of a meeting: answers by a date, and actions that follow from them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from frankpledge.office.errors import BadInput, NotAllowed
from frankpledge.office.people.models import Role
from frankpledge.office.publications import queries as publications
from frankpledge.office.scrutiny import queries, use_cases
from frankpledge.office.scrutiny.models import Challenge
from frankpledge.office.scrutiny.testing import BY, DUE, NOON, a_challenge, moved_to
from frankpledge.office.scrutiny.use_cases import Point

LATE = DUE + timedelta(days=1)


def test_a_challenge_is_open_then_overdue_then_answered(town):
    row = a_challenge(town.item)
    assert queries.open_challenges() == [row]
    assert queries.overdue_challenges(DUE) == []
    assert queries.overdue_challenges(LATE) == [row]
    use_cases.answer_challenge(challenge=row, answer="Because.", by=town.people["policy_officer"], now=NOON)
    assert queries.open_challenges() == []
    assert queries.overdue_challenges(LATE) == []


def test_an_answer_is_given_once(town):
    row = a_challenge(town.item)
    use_cases.answer_challenge(challenge=row, answer="Because.", by=BY, now=NOON)
    with pytest.raises(use_cases.AnsweredAlready):
        use_cases.answer_challenge(challenge=row, answer="Rather.", by=BY, now=NOON)
    assert Challenge.objects.get(pk=row.pk).answer == "Because."


def test_an_empty_answer_is_none_and_answers_come_after_the_minutes_are_confirmed_too(town):
    row = a_challenge(town.item)
    moved_to(town.meeting, "confirmed")
    with pytest.raises(BadInput):
        use_cases.answer_challenge(challenge=row, answer=" ", by=BY, now=NOON)
    assert use_cases.answer_challenge(challenge=row, answer="Because.", by=BY, now=NOON).answered_at == NOON


@pytest.mark.parametrize("role", [role for role in Role if role != Role.POLICY_OFFICER])
def test_only_the_policy_officer_answers_and_opens_actions(town, role):
    row = a_challenge(town.item)
    asked = use_cases.record_point(item=town.item, point=Point("question", "Is it?"), by=BY, now=NOON)
    by = town.people[role.value]
    with pytest.raises(NotAllowed):
        use_cases.answer_challenge(challenge=row, answer="x", by=by, now=NOON)
    with pytest.raises(NotAllowed):
        use_cases.answer_point(point=asked, answer="x", by=by, now=NOON)
    answered = use_cases.answer_challenge(challenge=row, answer="x", by=BY, now=NOON)
    with pytest.raises(NotAllowed):
        use_cases.open_action_from_answer(
            origin=answered, text="x", owner=town.posts["police"], due=DUE, by=by, now=NOON
        )


def test_an_action_follows_from_an_answer_with_owner_and_date(town):
    row = use_cases.answer_challenge(challenge=a_challenge(town.item), answer="We will.", by=BY, now=NOON)
    action = use_cases.open_action_from_answer(
        origin=row, text="Mend the gate", owner=town.posts["police"], due=DUE, by=town.people["policy_officer"],
        now=NOON,
    )  # fmt: skip
    assert (action.origin, action.owner, action.due, action.kind, action.public) == (
        row.reference, town.posts["police"], DUE, "action", True,
    )  # fmt: skip


def test_no_action_follows_from_what_nobody_has_answered_or_before_the_answer(town):
    row = a_challenge(town.item)
    given = {"text": "x", "owner": town.posts["police"], "by": BY, "now": NOON}
    with pytest.raises(use_cases.NotAnswered):
        use_cases.open_action_from_answer(origin=row, due=DUE, **given)
    row = use_cases.answer_challenge(challenge=row, answer="x", by=BY, now=NOON)
    with pytest.raises(BadInput):
        use_cases.open_action_from_answer(origin=row, due=NOON.date() - timedelta(days=1), **given)


def test_an_action_that_follows_from_an_exempt_item_is_not_public(town):
    row = use_cases.answer_challenge(challenge=a_challenge(town.exempt), answer="x", by=BY, now=NOON)
    action = use_cases.open_action_from_answer(
        origin=row, text="Ask Xanthippe", owner=town.posts["office"], due=DUE, by=BY, now=NOON
    )
    assert not action.public


def test_search_finds_a_challenge_by_its_words_and_by_its_answer(town):
    row = a_challenge(town.item, text="Why are the gates ajar?")
    use_cases.answer_challenge(challenge=row, answer="The hinges rusted.", by=BY, now=NOON)
    for words in ("gates ajar", "hinges"):
        assert [hit.reference for hit in publications.search(words).hits] == [row.reference]


def test_challenges_about_a_commitment_are_found_from_it(town):
    about = town.commitments["P1.1"].reference
    row = a_challenge(town.item, about=about)
    a_challenge(town.exempt, about=about)
    assert queries.challenges_about(about) == [row]
