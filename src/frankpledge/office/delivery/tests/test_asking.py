"""Asking leads for updates, and the links that are e-mailed to them."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.core import mail

from frankpledge.office.delivery import queries, use_cases
from frankpledge.office.delivery.models import UpdateRequest
from frankpledge.office.delivery.testing import BY, DUE, NOON, PERIOD, asked
from frankpledge.office.errors import BadInput, NotAllowed
from frankpledge.office.people import testing as people
from frankpledge.office.people import use_cases as people_use_cases
from frankpledge.office.people.models import PostHolding, Role
from frankpledge.office.plan import use_cases as plans
from frankpledge.office.record.models import AuditEntry


def test_the_lead_of_the_service_addressed_is_asked_and_the_office_for_its_own(county):
    done = use_cases.ask_for_updates(plan=county.plan, period=PERIOD, due=DUE, by=BY, now=NOON)
    assert (done.made, done.already, done.without_lead) == (3, 0, ())
    posts = {asked.commitment.code: asked.post for asked in UpdateRequest.objects.all()}
    assert posts == {
        "P1.1": county.posts["police"], "P1.2": county.posts["office"], "P2.1": county.posts["fire"],
    }  # fmt: skip


def test_asking_again_asks_nobody_twice(county):
    use_cases.ask_for_updates(plan=county.plan, period=PERIOD, due=DUE, by=BY, now=NOON)
    again = use_cases.ask_for_updates(plan=county.plan, period=PERIOD, due=DUE, by=BY, now=NOON)
    assert (again.made, again.already) == (0, 3)


def published_again(county):
    plans.publish_plan(plan=county.plan, why="One more commitment", by=BY, now=NOON)


def test_what_the_public_cannot_read_is_not_asked_about(county):
    plan = plans.create_plan(
        code="2031", title="The next plan", starts=date(2031, 4, 1), ends=date(2035, 3, 31), by=BY, now=NOON
    )
    with pytest.raises(use_cases.NotPublished, match="not published"):
        use_cases.ask_for_updates(plan=plan, period=PERIOD, due=DUE, by=BY, now=NOON)
    priority = county.commitments["P1.1"].priority
    plans.add_commitment(priority=priority, code="P1.3", text="Being written", addressee="police", by=BY, now=NOON)
    use_cases.ask_for_updates(plan=county.plan, period=PERIOD, due=DUE, by=BY, now=NOON)
    assert not UpdateRequest.objects.filter(commitment__code="P1.3").exists()


def test_a_commitment_that_nobody_leads_any_more_is_named(county):
    priority = county.commitments["P2.1"].priority
    for lead in priority.leads.all():
        plans.remove_lead(lead=lead, by=BY, now=NOON)
    done = use_cases.ask_for_updates(plan=county.plan, period=PERIOD, due=DUE, by=BY, now=NOON)
    assert done.without_lead == ("commitment/2025/P2.1",)
    assert "P2.1" in queries.asked_in_words(done)


@pytest.mark.parametrize(("period", "due"), [("last month", DUE), (PERIOD, date(2025, 6, 1))])
def test_a_period_that_is_none_and_a_day_that_has_passed_are_refused(county, period, due):
    with pytest.raises(BadInput):
        use_cases.ask_for_updates(plan=county.plan, period=period, due=due, by=BY, now=NOON)
    assert not UpdateRequest.objects.exists()


@pytest.mark.parametrize("role", [role for role in Role if role != Role.POLICY_OFFICER])
def test_only_a_policy_officer_asks_and_sends_links(county, role):
    person = county.people[role.value]
    with pytest.raises(NotAllowed):
        use_cases.ask_for_updates(plan=county.plan, period=PERIOD, due=DUE, by=person, now=NOON)
    request = asked(county)
    with pytest.raises(NotAllowed):
        use_cases.send_personal_link(request=request, by=person, now=NOON)
    with pytest.raises(NotAllowed):
        use_cases.send_personal_links(requests=[request], by=person, now=NOON)
    assert mail.outbox == []


def link_in(message) -> str:
    return re.search(r"/update-link/([\w-]+)/", message.body).group(1)


def test_the_lead_gets_a_link_by_mail_that_opens_this_one_update_for_14_days(county):
    request = asked(county)
    path = use_cases.send_personal_link(request=request, by=BY, now=NOON)
    (message,) = mail.outbox
    assert message.to == ["lead@example.org"]
    assert f"https://plan.example.org{path}" in message.body
    assert "P1.1 Fewer homes are broken into" in message.body
    assert "16 June 2025" in message.body
    token = link_in(message)
    assert queries.request_behind_link(token, now=NOON + timedelta(days=14, seconds=-1)) == request
    with pytest.raises(queries.LinkClosed, match="expired"):
        queries.request_behind_link(token, now=NOON + timedelta(days=14))


def test_only_a_digest_of_the_link_is_kept_and_the_trail_knows_neither_link_nor_address(county):
    use_cases.send_personal_link(request=asked(county), by=BY, now=NOON)
    token = link_in(mail.outbox[0])
    assert token not in str(list(UpdateRequest.objects.values_list()))
    trail = str(list(AuditEntry.objects.values_list("detail", "why", "subject", "by")))
    assert token not in trail
    assert "lead@example.org" not in trail


def test_one_letter_goes_to_each_person_however_many_updates_are_asked_of_them(county):
    plans.add_commitment(
        priority=county.commitments["P1.1"].priority, code="P1.3", text="Cars are safe", addressee="police",
        how_we_will_know="We ask.", by=BY, now=NOON,
    )  # fmt: skip
    published_again(county)
    use_cases.ask_for_updates(plan=county.plan, period=PERIOD, due=DUE, by=BY, now=NOON)
    done = use_cases.send_personal_links(requests=queries.requests_without_update(county.plan, PERIOD), by=BY, now=NOON)
    assert (done.links, done.people, done.vacant) == (4, 3, ())
    letter = next(message for message in mail.outbox if message.to == ["lead@example.org"])
    assert len(set(re.findall(r"/update-link/[\w-]+/", letter.body))) == 2


def test_a_vacant_post_is_written_to_by_nobody_and_named(county):
    request = asked(county)
    holding = PostHolding.objects.get(post=county.posts["police"])
    people_use_cases.end_holding(holding=holding, end=NOON.date(), by=BY, now=NOON)
    later = NOON + timedelta(days=1)
    with pytest.raises(use_cases.PostVacant, match="Superintendent"):
        use_cases.send_personal_link(request=request, by=BY, now=later)
    done = use_cases.send_personal_links(requests=[request], by=BY, now=later)
    assert (done.links, done.vacant) == (0, ("Superintendent of Neighbourhoods",))
    assert "Superintendent" in queries.sent_in_words(done)


def test_a_newer_link_makes_the_older_one_void(county):
    request = asked(county)
    use_cases.send_personal_link(request=request, by=BY, now=NOON)
    use_cases.send_personal_link(request=request, by=BY, now=NOON)
    first, second = (link_in(message) for message in mail.outbox)
    with pytest.raises(queries.LinkClosed):
        queries.request_behind_link(first, now=NOON)
    assert queries.request_behind_link(second, now=NOON) == request


def test_the_link_of_somebody_who_left_is_void(county):
    use_cases.send_personal_link(request=asked(county), by=BY, now=NOON)
    token = link_in(mail.outbox[0])
    successor = people.a_person(Role.LEAD, email="new@example.org", name="A successor")
    people_use_cases.deactivate(person=county.people["lead"], hand_over_to=successor, by=BY, now=NOON)
    with pytest.raises(queries.LinkClosed):
        queries.request_behind_link(token, now=NOON)


def test_the_link_of_somebody_whose_post_was_handed_over_is_void(county):
    use_cases.send_personal_link(request=asked(county), by=BY, now=NOON)
    token = link_in(mail.outbox[0])
    holding = PostHolding.objects.get(post=county.posts["police"])
    people_use_cases.end_holding(holding=holding, end=NOON.date(), by=BY, now=NOON)
    with pytest.raises(queries.LinkClosed):
        queries.request_behind_link(token, now=NOON + timedelta(days=1))
