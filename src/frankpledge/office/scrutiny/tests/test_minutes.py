"""The clerk keeps the minutes, nobody else does, and nobody once they are confirmed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from frankpledge.office.actions.models import Action
from frankpledge.office.errors import BadInput, NotAllowed, Refused
from frankpledge.office.people import testing as people
from frankpledge.office.people.models import Role
from frankpledge.office.record.models import AuditEntry
from frankpledge.office.scrutiny import queries, use_cases
from frankpledge.office.scrutiny.models import AgendaItem, Challenge, Meeting, MinutePoint, Paper, Resolution
from frankpledge.office.scrutiny.testing import BY, DAY, DUE, GROUND, NOON, a_challenge, a_meeting, moved_to
from frankpledge.office.scrutiny.use_cases import Point

TABLES = (Meeting, AgendaItem, Paper, MinutePoint, Resolution, Challenge, Action)
SAID = Point("comment", "Nothing is said of the roads.")


def snapshot() -> list:
    return [list(table.objects.order_by("pk").values()) for table in TABLES]


def keepings(town) -> dict:
    """Every use case that changes the minutes, ready to be called by somebody."""
    point = use_cases.record_point(item=town.item, point=SAID, by=BY, now=NOON)
    challenge = a_challenge(town.item)
    paper = use_cases.add_paper(item=town.item, title="A paper", by=BY, now=NOON)
    given = {"now": NOON}
    return {
        "plan_meeting": lambda by: use_cases.plan_meeting(body="accountability", date=DAY, by=by, **given),
        "amend_meeting": lambda by: use_cases.amend_meeting(
            meeting=town.meeting, place="Elsewhere", note_text="", by=by, **given
        ),
        "move_meeting_on": lambda by: use_cases.move_meeting_on(meeting=town.meeting, to="confirmed", by=by, **given),
        "add_item": lambda by: use_cases.add_item(meeting=town.meeting, title="Another", by=by, **given),
        "amend_item": lambda by: use_cases.amend_item(item=town.item, title="Other", exempt_ground="", by=by, **given),
        "add_paper": lambda by: use_cases.add_paper(item=town.item, title="Another", by=by, **given),
        "amend_paper": lambda by: use_cases.amend_paper(
            paper=paper, title="Other", text="", held_by="", exempt_ground="", by=by, **given
        ),
        "record_point": lambda by: use_cases.record_point(item=town.item, point=SAID, by=by, **given),
        "amend_point": lambda by: use_cases.amend_point(point=point, changed=Point("comment", "Other"), by=by, **given),
        "record_resolution": lambda by: use_cases.record_resolution(
            item=town.item, verb="notes", text="Noted.", by=by, **given
        ),
        "amend_challenge": lambda by: use_cases.amend_challenge(
            challenge=challenge, raised_by="Other", text="Other", about="", due=DUE, by=by, **given
        ),
    }


KEEPINGS = [
    "plan_meeting", "amend_meeting", "move_meeting_on", "add_item", "amend_item", "add_paper", "amend_paper",
    "record_point", "amend_point", "record_resolution", "amend_challenge",
]  # fmt: skip


@pytest.mark.parametrize("name", KEEPINGS)
def test_only_the_clerk_changes_the_minutes(town, name):
    act = keepings(town)[name]
    before = snapshot()
    for role in Role:
        if role == Role.CLERK:
            continue
        with pytest.raises(NotAllowed):
            act(town.people[role.value])
        assert snapshot() == before, role
    act(town.people["clerk"])
    assert snapshot() != before


@pytest.mark.parametrize("name", [name for name in KEEPINGS if name not in ("plan_meeting", "move_meeting_on")])
def test_confirmed_minutes_are_closed_to_the_clerk_too(town, name):
    act = keepings(town)[name]
    moved_to(town.meeting, "confirmed")
    before = snapshot()
    with pytest.raises(use_cases.MinutesClosed, match="12 June 2025"):
        act(town.people["clerk"])
    assert snapshot() == before


def test_no_challenge_is_recorded_once_the_minutes_are_confirmed(town):
    moved_to(town.meeting, "confirmed")
    for role in ("clerk", "member"):
        with pytest.raises(use_cases.MinutesClosed):
            use_cases.record_challenge(item=town.item, text="Late", due=DUE, by=town.people[role], now=NOON)


# ---- meetings and items


def test_a_body_meets_once_a_day_and_only_bodies_that_exist_meet(town):
    with pytest.raises(BadInput, match="already meets on 12 June 2025"):
        a_meeting()
    with pytest.raises(BadInput, match="no body"):
        use_cases.plan_meeting(body="audit", date=DAY, by=BY, now=NOON)


@pytest.mark.parametrize("to", ["planned", "agenda", "held", "nonsense", ""])
def test_a_meeting_takes_its_next_step_only(town, to):
    with pytest.raises(Refused, match="cannot become"):
        use_cases.move_meeting_on(meeting=town.meeting, to=to, by=BY, now=NOON)


def test_a_meeting_that_has_not_come_was_not_held(town):
    meeting = a_meeting("agenda", date=DAY + timedelta(days=60))
    with pytest.raises(use_cases.TooEarly):
        use_cases.move_meeting_on(meeting=meeting, to="held", by=BY, now=NOON)


def test_items_are_numbered_by_the_body_or_else_in_order(town):
    added = use_cases.add_item(meeting=town.meeting, title="Any other business", by=BY, now=NOON)
    assert added.number == 7
    with pytest.raises(BadInput, match="Item 5 is on the agenda already"):
        use_cases.add_item(meeting=town.meeting, title="Twice", number=5, by=BY, now=NOON)
    with pytest.raises(BadInput, match="title"):
        use_cases.add_item(meeting=town.meeting, title="  ", by=BY, now=NOON)


def test_what_became_public_with_an_action_cannot_be_made_exempt_any_more(town):
    use_cases.record_resolution(item=town.item, verb="requests", text="Say why.", due=DUE, by=BY, now=NOON)
    with pytest.raises(use_cases.ActionsFollow):
        use_cases.amend_item(item=town.item, title="Delivery", exempt_ground=GROUND, by=BY, now=NOON)
    with pytest.raises(use_cases.ActionsFollow):
        use_cases.amend_item(item=town.exempt, title="Open", exempt_ground="", by=BY, now=NOON)


# ---- points


def test_points_are_numbered_in_the_order_in_which_they_are_minuted(town):
    rows = [use_cases.record_point(item=town.item, point=Point("comment", t), by=BY, now=NOON) for t in "abc"]
    assert [row.reference for row in rows] == [f"point/scrutiny/2025-06-12/5/{n}" for n in (1, 2, 3)]


@pytest.mark.parametrize("point", [Point("remark", "x"), Point("comment", "  ")])
def test_a_point_has_a_kind_and_words(town, point):
    with pytest.raises(BadInput):
        use_cases.record_point(item=town.item, point=point, by=BY, now=NOON)


def test_a_question_is_tracked_until_somebody_answers_it(town):
    asked = use_cases.record_point(item=town.item, point=Point("question", "Is there a team?"), by=BY, now=NOON)
    use_cases.record_point(item=town.item, point=SAID, by=BY, now=NOON)
    assert queries.open_points() == [asked]
    moved_to(town.meeting, "confirmed")
    use_cases.answer_point(point=asked, answer="There is.", by=town.people["policy_officer"], now=NOON)
    assert queries.open_points() == []
    with pytest.raises(use_cases.AnsweredAlready):
        use_cases.answer_point(point=asked, answer="Two.", by=town.people["policy_officer"], now=NOON)
    assert MinutePoint.objects.get(pk=asked.pk).answer == "There is."


def test_a_comment_is_not_answered_and_an_empty_answer_is_none(town):
    said = use_cases.record_point(item=town.item, point=SAID, by=BY, now=NOON)
    asked = use_cases.record_point(item=town.item, point=Point("request", "Please."), by=BY, now=NOON)
    with pytest.raises(Refused, match="Only a question or a request"):
        use_cases.answer_point(point=said, answer="x", by=BY, now=NOON)
    with pytest.raises(BadInput):
        use_cases.answer_point(point=asked, answer=" ", by=BY, now=NOON)


def test_an_answered_question_does_not_become_a_comment(town):
    asked = use_cases.record_point(item=town.item, point=Point("request", "Please."), by=BY, now=NOON)
    answered = use_cases.answer_point(point=asked, answer="Yes.", by=BY, now=NOON)
    with pytest.raises(Refused, match="was answered"):
        use_cases.amend_point(point=answered, changed=Point("comment", "Please."), by=BY, now=NOON)


def test_the_trail_tells_that_a_point_was_amended_but_not_its_words(town):
    point = use_cases.record_point(item=town.item, point=Point("comment", "Secretive", "Cllr X"), by=BY, now=NOON)
    use_cases.amend_point(point=point, changed=Point("request", "Otherwise", "Cllr Y"), by=BY, now=NOON)
    entry = AuditEntry.objects.get(verb="point amended")
    assert entry.detail == {"kind": "request", "was": "comment"}
    told = str(list(AuditEntry.objects.values_list("detail", "why", "subject")))
    for word in ("Secretive", "Otherwise", "Cllr", "Xanthippe"):
        assert word not in told


# ---- resolutions


@pytest.mark.parametrize(
    ("verb", "owed"),
    [("notes", False), ("endorses", False), ("accepts", False), ("welcomes", False), ("appoints", False),
     ("approves", False), ("requests", True), ("recommends", True)],
)  # fmt: skip
def test_what_requests_or_recommends_creates_a_duty_with_a_date_and_nothing_else_does(town, verb, owed):
    Action.objects.all().delete()
    row = use_cases.record_resolution(
        item=town.item, verb=verb, text="That figures be given.", due=DUE, responding=town.posts["office"], by=BY,
        now=NOON,
    )  # fmt: skip
    assert row.due == (DUE if owed else None)
    if not owed:
        assert not Action.objects.exists()
        return
    duty = Action.objects.get()
    assert (duty.kind, duty.origin, duty.due, duty.owner, duty.public) == (
        "duty", row.reference, DUE, town.posts["office"], True,
    )  # fmt: skip


@pytest.mark.parametrize("verb", ["requests", "recommends"])
def test_a_request_without_a_date_is_refused_by_the_use_case_and_by_the_table(town, verb):
    before = snapshot()
    with pytest.raises(use_cases.NoDueDate) as refused:
        use_cases.record_resolution(item=town.item, verb=verb, text="Please.", by=BY, now=NOON)
    assert refused.value.field == "due"
    assert snapshot() == before
    with pytest.raises(IntegrityError), transaction.atomic():
        Resolution.objects.create(item=town.item, number=9, verb=verb, text="Please.")


def test_a_resolution_has_a_verb_words_and_no_date_before_the_meeting(town):
    for given in ({"verb": "demands"}, {"text": " "}, {"verb": "requests", "due": date(2024, 6, 12)}):
        with pytest.raises(BadInput):
            use_cases.record_resolution(
                item=town.item, by=BY, now=NOON, **({"verb": "notes", "text": "Noted."} | given)
            )


# ---- challenges


def test_a_member_raises_a_challenge_without_their_name_and_the_clerk_may_enter_it(town):
    member = town.people["member"]
    raised = use_cases.record_challenge(
        item=town.item, text="Why?", due=DUE, raised_by=member.name, by=member, now=NOON
    )
    assert raised.raised_by == ""
    assert queries.raised_by(raised, town.office) == "Assembly member"
    amended = use_cases.amend_challenge(
        challenge=raised, raised_by="Cllr Invented", text="Why?", about="", due=DUE, by=town.people["clerk"], now=NOON
    )
    assert queries.raised_by(amended, town.office) == "Cllr Invented"


@pytest.mark.parametrize("role", [r for r in Role if r not in (Role.CLERK, Role.MEMBER)])
def test_nobody_else_records_a_challenge(town, role):
    with pytest.raises(NotAllowed):
        use_cases.record_challenge(item=town.item, text="Why?", due=DUE, by=town.people[role.value], now=NOON)


def test_a_member_challenges_at_meetings_of_their_own_body_only(town):
    board = a_meeting(body="accountability")
    item = use_cases.add_item(meeting=board, title="Performance", by=BY, now=NOON)
    with pytest.raises(NotAllowed, match="body that meets here"):
        use_cases.record_challenge(item=item, text="Why?", due=DUE, by=town.people["member"], now=NOON)
    assert use_cases.record_challenge(item=item, text="Why?", due=DUE, by=town.people["clerk"], now=NOON).number == 1


def test_a_challenge_has_words_and_a_date_after_the_meeting(town):
    with pytest.raises(BadInput):
        a_challenge(town.item, text=" ")
    with pytest.raises(BadInput):
        a_challenge(town.item, due=DAY - timedelta(days=1))


def test_an_answered_challenge_is_not_amended(town):
    row = use_cases.answer_challenge(challenge=a_challenge(town.item), answer="So.", by=BY, now=NOON)
    with pytest.raises(Refused, match="is answered"):
        use_cases.amend_challenge(challenge=row, raised_by="", text="x", about="", due=DUE, by=BY, now=NOON)


def test_whatever_happens_at_a_made_up_meeting_is_made_up(town):
    meeting = a_meeting(made_up=True, date=DAY - timedelta(days=70))
    item = use_cases.add_item(meeting=meeting, title="Invented", by=BY, now=NOON)
    assert a_challenge(item).made_up
    use_cases.record_resolution(item=item, verb="requests", text="Invent.", due=DUE, by=BY, now=NOON)
    assert Action.objects.get(text="Invent.").made_up


def test_people_helper_gives_each_role(db):
    people.an_office()
    assert people.a_person(Role.CLERK).roles.get().role == "clerk"
