from __future__ import annotations

from datetime import date

import pytest

from frankpledge.office.errors import BadInput, NotAllowed
from frankpledge.office.plan import queries, use_cases
from frankpledge.office.plan.models import Commitment
from frankpledge.office.plan.use_cases.elements import CodeTaken, StillNeeded
from frankpledge.office.plan.use_cases.plans import PlanExists

from .world import BY, NOON, a_commitment, a_person, a_plan, a_priority, post, ready_rows

pytestmark = pytest.mark.django_db


def codes(plan):
    return [(p.code, [c.code for c in p.commitments]) for p in queries.facts(plan).priorities]


def test_two_plans_cannot_share_an_address():
    a_plan()
    with pytest.raises(PlanExists):
        a_plan()


@pytest.mark.parametrize(
    "wrong", [{"code": "Plan 2026"}, {"title": " "}, {"starts": date(2030, 1, 1), "ends": date(2029, 1, 1)}]
)
def test_a_plan_that_cannot_be_is_refused(wrong):
    with pytest.raises(BadInput):
        a_plan(**({"code": "2026"} | wrong))


def test_things_stand_in_the_order_in_which_they_were_added_and_can_be_moved():
    plan = a_plan()
    first, second = a_priority(plan, "P1"), a_priority(plan, "P2", "Second")
    one, two = a_commitment(first, "P1.1"), a_commitment(first, "P1.2")
    use_cases.move_priority(priority=second, step=-1, by=BY, now=NOON)
    use_cases.move_commitment(commitment=two, step=-1, by=BY, now=NOON)
    assert codes(plan) == [("P2", []), ("P1", ["P1.2", "P1.1"])]
    use_cases.move_commitment(commitment=one, to=second, by=BY, now=NOON)
    assert codes(plan) == [("P2", ["P1.1"]), ("P1", ["P1.2"])]


def test_moving_beyond_the_end_changes_nothing():
    plan = a_plan()
    a_priority(plan, "P1")
    last = a_priority(plan, "P2", "Second")
    use_cases.move_priority(priority=last, step=1, by=BY, now=NOON)
    assert codes(plan) == [("P1", []), ("P2", [])]


def test_a_commitment_stays_in_its_plan():
    commitment = a_commitment(a_priority(a_plan("2026")))
    with pytest.raises(BadInput, match="stays in its plan"):
        use_cases.move_commitment(commitment=commitment, to=a_priority(a_plan("2031")), by=BY, now=NOON)


def test_a_code_is_used_once_in_a_plan_whatever_the_priority_or_case():
    plan = a_plan()
    a_commitment(a_priority(plan, "P1"), "P1.1")
    other = a_priority(plan, "P2", "Second")
    with pytest.raises(CodeTaken):
        a_commitment(other, "p1.1")
    with pytest.raises(CodeTaken):
        a_priority(plan, "p2")


@pytest.mark.parametrize("wrong", [{"code": "P1/1"}, {"text": "  "}, {"addressee": "army"}])
def test_a_commitment_that_cannot_be_is_refused_and_the_field_named(wrong):
    priority = a_priority(a_plan())
    with pytest.raises(BadInput) as refused:
        a_commitment(priority, **({"code": "P1.1"} | wrong))
    assert refused.value.field == next(iter(wrong))


def test_a_published_code_stays_because_it_is_an_address():
    plan = ready_rows()
    commitment = queries.commitment("2026", "P1.1")
    use_cases.change_commitment(commitment=commitment, code="P1.9", by=BY, now=NOON)
    use_cases.publish_plan(plan=plan, by=BY, now=NOON)
    with pytest.raises(BadInput, match="was published"):
        use_cases.change_commitment(commitment=commitment, code="P1.1", by=BY, now=NOON)
    with pytest.raises(BadInput, match="was published"):
        use_cases.change_priority(priority=plan.priorities.get(), code="P9", by=BY, now=NOON)


def test_what_somebody_was_asked_about_cannot_be_removed():
    from frankpledge.office.delivery.models import UpdateRequest

    plan = ready_rows()
    commitment = queries.commitment("2026", "P1.1")
    UpdateRequest.objects.create(
        commitment=commitment,
        post=post("police", "Another"),
        period="2026-05",
        due=NOON.date(),
        asked_at=NOON,
        asked_by="x",
    )
    with pytest.raises(StillNeeded, match=r"P1\.1 cannot be removed"):
        use_cases.remove_commitment(commitment=commitment, by=BY, now=NOON)
    with pytest.raises(StillNeeded):
        use_cases.remove_priority(priority=plan.priorities.get(), by=BY, now=NOON)
    assert Commitment.objects.filter(pk=commitment.pk).exists()


def test_a_removed_priority_takes_its_commitments_with_it():
    plan = ready_rows()
    use_cases.remove_priority(priority=plan.priorities.get(), by=BY, now=NOON)
    assert codes(plan) == []


def test_only_who_holds_the_duty_edits_a_plan():
    analyst = a_person("analyst")
    plan = a_plan()
    with pytest.raises(NotAllowed):
        use_cases.add_priority(plan=plan, code="P1", title="x", by=analyst, now=NOON)
    with pytest.raises(NotAllowed):
        use_cases.change_plan(plan=plan, title="x", by=analyst, now=NOON)
    assert codes(plan) == []
