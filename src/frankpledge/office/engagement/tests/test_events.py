"""Events are planned, held with what they reached, or cancelled; the list adds up only what somebody noted."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from html import unescape

import pytest
from django.test import Client

from frankpledge.office.engagement import queries, use_cases
from frankpledge.office.engagement.models import Event, Group
from frankpledge.office.engagement.queries import Wanted
from frankpledge.office.errors import NotAllowed
from frankpledge.office.people.testing import signed_in

from .conftest import NOON, TODAY, a_consultation

NEW = "/staff/engagement/events/new/"
GIVEN = {
    "title": "Market stall", "starts_on_day": "2", "starts_on_month": "5", "starts_on_year": "2026",
    "route": "stall", "groups": ["under-21"], "place": "Market Square", "public": "on", "consultation": "plan-2026",
}  # fmt: skip


def words(page) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", page.content.decode())).split())


def particulars(**changes) -> use_cases.Particulars:
    given = {"title": "Market stall", "starts_on": date(2026, 5, 2), "route": "stall", "groups": ["under-21"]}
    return use_cases.Particulars(**(given | changes))


def an_event(by, **changes) -> Event:
    return use_cases.add_event(particulars=particulars(**changes), by=by, now=NOON, today=TODAY)


def test_an_event_is_planned_held_and_counted(opened, pat):
    assert pat.post(NEW, GIVEN).url == "/event/market-stall/"
    page = words(pat.get("/staff/consultations/plan-2026/events/"))
    assert "1, of which 0 were held" in page
    assert "victims of crime" in page.partition("No event is for")[2]
    held = GIVEN | {"held": "on", "reached": "40", "cost": "120.00", "own_group": "Canal boaters"}
    assert pat.post("/staff/engagement/events/market-stall/edit/", held).status_code == 302
    page = words(pat.get("/staff/engagement/events/"))
    assert "40" in page
    assert "£120.00 (£3.00 for each person reached, where both are known)" in page
    assert Event.objects.get().groups == ["under-21", "canal-boaters"]
    assert Group.objects.get().name == "Canal boaters"
    table = pat.get("/staff/consultations/plan-2026/events.csv").content.decode()
    assert "event/market-stall,2026-05-02" in table
    assert pat.get("/staff/engagement/events.xlsx").status_code == 200


def test_cost_a_person_knows_only_events_of_which_both_are_known(opened, policy_officer):
    an_event(policy_officer, held=True, reached=10, cost=Decimal("30"))
    an_event(policy_officer, held=True, cost=Decimal("1000"))
    an_event(policy_officer, held=True, reached=500)
    found = queries.totals(Event.objects.all())
    assert (found.reached, found.cost, found.a_person, found.unknown) == (510, Decimal("1030"), Decimal("3.00"), 1)
    assert queries.totals(Event.objects.none()).a_person is None


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"title": " "}, use_cases.EventIncomplete),
        ({"route": "pigeon"}, use_cases.EventIncomplete),
        ({"ends_on": date(2026, 5, 1)}, use_cases.DaysCrossed),
        ({"starts_on": date(2026, 5, 7), "held": True}, use_cases.NotHeldYet),
        ({"groups": ["martians"]}, use_cases.UnknownGroup),
    ],
)
def test_what_an_event_cannot_be(opened, policy_officer, changes, refusal):
    with pytest.raises(refusal):
        an_event(policy_officer, **changes)
    assert Event.objects.count() == 0


def test_who_may_not_plan_events(opened, member):
    with pytest.raises(NotAllowed):
        an_event(member)
    assert signed_in(member).get("/staff/engagement/events/").status_code == 403


def test_a_cancelled_event_stays_with_its_reason(opened, pat, policy_officer):
    an_event(policy_officer, consultation=opened.consultation)
    refused = pat.post("/staff/engagement/events/market-stall/cancel/", {"why": ""})
    assert refused.status_code == 422
    pat.post("/staff/engagement/events/market-stall/cancel/", {"why": "Flooded"})
    assert "Cancelled. Flooded" in words(Client().get("/event/market-stall/"))
    assert queries.events_of(opened.consultation) == []
    assert pat.post("/staff/engagement/events/market-stall/edit/", GIVEN).status_code == 422


def test_the_public_sees_what_is_meant_for_it_and_no_more(opened, policy_officer):
    an_event(policy_officer, title="Open", notes="Ask Kim for the key", cost=Decimal("7"), who=policy_officer)
    an_event(policy_officer, title="Closed", public=False)
    draft = a_consultation("draft", title="A secret plan")
    an_event(policy_officer, title="Too early", consultation=draft)
    anybody = Client()
    page = words(anybody.get("/event/open/"))
    for hidden in ("Kim", "£7", policy_officer.name):
        assert hidden not in page
    assert anybody.get("/event/closed/").status_code == 404
    assert anybody.get("/event/too-early/").status_code == 404
    calendar = words(anybody.get("/engagement/?year=2026"))
    assert "Open" in calendar
    for hidden in ("Closed", "Too early", "A secret plan"):
        assert hidden not in calendar
    file = anybody.get("/engagement/engagement.ics").content.decode()
    assert "Closed" not in file
    assert "secret" not in file


@pytest.mark.parametrize(
    ("wanted", "titles"),
    [
        (Wanted(), ["Stall", "Mailing"]),
        (Wanted(group="over-65"), ["Mailing"]),
        (Wanted(consultation="-"), ["Mailing"]),
        (Wanted(consultation="plan-2026"), ["Stall"]),
        (Wanted(route="mailing"), ["Mailing"]),
        (Wanted(state="held"), ["Stall"]),
        (Wanted(year="2025"), []),
        (Wanted(year="²"), ["Stall", "Mailing"]),
        (Wanted(words="square"), ["Stall"]),
    ],
)
def test_events_are_filtered(opened, policy_officer, wanted, titles):
    an_event(policy_officer, title="Stall", consultation=opened.consultation, held=True, place="Market Square")
    an_event(policy_officer, title="Mailing", route="mailing", groups=["over-65"], starts_on=date(2026, 5, 3))
    assert [one.title for one in queries.matching(wanted)] == titles


def test_other_rooms_read_the_events_of_a_consultation(opened, policy_officer):
    an_event(policy_officer, consultation=opened.consultation, held=True, reached=12, groups=["victims", "business"])
    (found,) = queries.events_of(opened.consultation)
    assert (found.day, found.reached, found.group, found.reference) == (
        date(2026, 5, 2), 12, "victims of crime; businesses", "event/market-stall",
    )  # fmt: skip


def test_exports_run_nothing_in_a_spreadsheet(opened, pat, policy_officer):
    an_event(policy_officer, title="=HYPERLINK(1)", notes="@SUM(1)")
    table = pat.get("/staff/engagement/events.csv").content.decode()
    assert "'=HYPERLINK(1)" in table
    assert "'@SUM(1)" in table


@pytest.mark.parametrize(
    "address", ["/engagement/", "/staff/engagement/", "/staff/engagement/events/", NEW, "/event/market-stall/"]
)
def test_pages_need_few_queries(opened, pat, policy_officer, django_assert_max_num_queries, address):
    for n in range(5):
        an_event(policy_officer, consultation=opened.consultation if n % 2 else None)
    with django_assert_max_num_queries(20):
        assert pat.get(address).status_code == 200
    with django_assert_max_num_queries(14):
        Client().get("/engagement/")
