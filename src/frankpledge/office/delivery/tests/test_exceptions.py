"""The list of exceptions: what is overdue, what nobody owns, and what has gone stale."""

from __future__ import annotations

from datetime import date, timedelta

from frankpledge.office.actions import use_cases as actions
from frankpledge.office.delivery import queries
from frankpledge.office.delivery.testing import BY, NOON, asked, sent
from frankpledge.office.people import use_cases as people_use_cases
from frankpledge.office.people.models import PostHolding
from frankpledge.office.plan import use_cases as plans

LATER = NOON + timedelta(days=30)


def kinds(county, now=NOON, **more):
    return [each.kind for each in queries.exceptions(county.plan, now=now, **more)]


def test_an_office_in_order_has_none(county):
    assert kinds(county) == []


def test_an_update_that_has_not_come_is_named_with_its_post_and_day(county):
    asked(county)
    found = [each for each in queries.exceptions(county.plan, now=LATER) if each.kind == "update overdue"]
    assert len(found) == 3
    assert "P1.1" in found[0].text
    assert "April 2025" in found[0].text
    assert "Superintendent of Neighbourhoods" in found[0].text
    assert found[0].since == date(2025, 6, 20)
    assert found[0].reference == "commitment/2025/P1.1"


def test_an_update_that_came_is_not_overdue(county):
    sent(county, "P1.1")
    codes = [each.reference for each in queries.exceptions(county.plan, now=LATER) if each.kind == "update overdue"]
    assert codes == ["commitment/2025/P1.2", "commitment/2025/P2.1"]


def test_a_commitment_without_lead_is_named(county):
    priority = plans.add_priority(plan=county.plan, code="P3", title="Nobody’s", by=BY, now=NOON)
    plans.add_commitment(priority=priority, code="P3.1", text="Somebody will", addressee="office", by=BY, now=NOON)
    assert kinds(county) == ["no lead"]


def test_a_vacant_post_is_named_once_with_what_it_leads(county):
    holding = PostHolding.objects.get(post=county.posts["office"])
    people_use_cases.end_holding(holding=holding, end=NOON.date(), by=BY, now=NOON)
    (found,) = [each for each in queries.exceptions(county.plan, now=LATER) if each.kind == "post vacant"]
    assert found.text == "The post “Head of Policy” is vacant. It leads P1.1, P1.2, P2.1."


def test_figures_that_should_have_come_in_are_named(county):
    assert kinds(county, NOON + timedelta(days=200)) == ["figures old", "figures old"]
    plans.define_measure(
        code="empty", title="Nothing yet", definition="x", unit="x", source="typed", area_code="E23000023",
        area_name="Marshland", target_kind="none", target_reason="None.", by=BY, now=NOON,
    )  # fmt: skip
    assert kinds(county) == []  # it answers no commitment


def test_overdue_and_ownerless_actions_are_among_them_but_private_ones_only_for_those_who_may_read_them(county):
    given = {"origin": "challenge/scrutiny/2025-06-12/1/1", "due": NOON.date(), "by": BY, "now": NOON}
    actions.open_action(text="Mend the gate", owner=county.posts["police"], **given)
    actions.open_action(text="Hidden", owner=None, public=False, **given)
    assert kinds(county, LATER) == ["action overdue"]
    assert kinds(county, LATER, include_private=True) == ["action overdue", "action overdue", "action without owner"]
