from __future__ import annotations

import re

import pytest
from django.test import Client

from frankpledge.office.actions import use_cases
from frankpledge.office.actions.models import Action
from frankpledge.office.delivery import use_cases as delivery
from frankpledge.office.delivery.queries import Shortfall
from frankpledge.office.people import use_cases as people
from frankpledge.office.people.duties import Operator
from frankpledge.office.people.models import Role
from frankpledge.office.people.testing import NOON, a_person, signed_in
from frankpledge.office.ui.testing import no_queries_while_rendering

PUBLIC = (
    "/",
    "/plan/2025/",
    "/plan/2025/versions/",
    "/plans/",
    "/priority/2025/P1/",
    "/commitment/2025/P1.1/",
    "/commitment/2025/P1.2/",
    "/search/",
    "/search/?q=burglary",
    "/search/?q=burglary&kind=measure",
    "/how/",
    "/how/measure/burglary/",
    "/how/observation/burglary/2025-04/",
    "/how/theme/plan-2025/burglary/",
    "/how/report/june-2025/",
    "/how/plan/2025/",
    "/methods/xmr/",
)


def text_of(response) -> str:
    """The words of a page's main part."""
    body = response.content.decode().partition("<main")[2].partition("</main>")[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", body))


@pytest.mark.parametrize("address", PUBLIC)
def test_public_pages_open_for_anybody_within_fifteen_queries(county, address, client, django_assert_max_num_queries):
    with no_queries_while_rendering(), django_assert_max_num_queries(14):
        response = client.get(address)
    assert response.status_code == 200


KINDS = (
    *("theme", "commitment", "measure", "observation", "update", "report", "challenge", "action", "plan", "priority"),
    *("meeting", "item", "point", "resolution", "consultation"),
)


@pytest.mark.parametrize("kind", KINDS)
def test_the_whole_thread_of_every_public_thing_is_a_page(county, kind, client, django_assert_max_num_queries):
    with no_queries_while_rendering(), django_assert_max_num_queries(14):
        response = client.get(f"/thread/{getattr(county, kind)}/")
    assert response.status_code == 200
    assert "Fewer homes burgled" in text_of(response)


def test_the_thread_of_an_answer_is_for_staff_who_read_answers(county, client):
    assert client.get(f"/thread/{county.answer}/").status_code == 404
    page = signed_in(county.policy_officer).get(f"/thread/{county.answer}/")
    assert page.status_code == 200
    assert "Too many burglaries" not in text_of(page)


def test_the_start_page_has_three_doors_and_says_what_changed(county, client):
    said = text_of(client.get("/"))
    for words in ("Have your say", "See the plan and how it goes", "What the assembly asked"):
        assert words in said
    assert "1 priority and 2 commitments" in said


def test_the_plan_leads_to_the_one_that_holds(county, client):
    assert client.get("/plan/").headers["Location"] == "/plan/2025/"


def test_the_plan_on_a_page_shows_confidence_sign_and_leads(county, client):
    said = text_of(client.get("/plan/2025/"))
    assert "On course" in said
    assert "No update yet" in said
    assert "Chief Executive" in said
    assert "Not measured" in said
    assert "1 challenge waits for an answer" in said


def test_a_commitment_shows_why_how_done_and_asked(county, client):
    said = text_of(client.get("/commitment/2025/P1.1/"))
    assert "Burglary" in said
    assert "2 people said something of this kind" in said
    assert "Recorded burglary" in said
    assert "Patrols were moved to the evening." in said
    assert "Why so few evening patrols?" in said
    assert "Publish the patrol rota" in said
    assert "Nobody counts the visits yet." in text_of(client.get("/commitment/2025/P1.2/"))


def test_what_is_not_published_is_not_shown(county, client):
    from frankpledge.office.plan import use_cases as plans

    from .world import BY, NOON

    plans.change_commitment(commitment=county.commitment_row, text="Something else", by=BY, now=NOON)
    priority = plans.add_priority(plan=county.plan_row, code="P2", title="Secret", by=BY, now=NOON)
    assert "Something else" not in text_of(client.get("/commitment/2025/P1.1/"))
    assert client.get(f"/{priority.reference}/").status_code == 404


def test_a_commitment_that_left_the_plan_keeps_its_address_and_says_so(county, client):
    from frankpledge.office.delivery.models import UpdateRequest
    from frankpledge.office.plan import queries
    from frankpledge.office.plan import use_cases as plans

    from .world import BY, NOON

    UpdateRequest.objects.filter(commitment__code="P1.2").delete()
    plans.remove_commitment(commitment=queries.commitment("2025", "P1.2"), by=BY, now=NOON)
    plans.publish_plan(plan=county.plan_row, by=BY, now=NOON, why="Done.")
    page = client.get("/commitment/2025/P1.2/")
    assert page.status_code == 200
    assert "No longer in the plan. Version 1 was the last to hold it." in text_of(page)
    changes = text_of(client.get("/plan/2025/versions/"))
    assert "Taken out" in changes
    assert "Visit every school" in changes
    assert client.get("/plan/2025/versions/?from=1&to=9").status_code == 404


def test_history_is_marked_and_its_known_outcomes_are_shown(county, client):
    from datetime import date

    from frankpledge.office.plan import use_cases as plans

    from .world import BY, NOON

    old = plans.create_plan(
        code="2013", title="Old plan", starts=date(2013, 2, 5), ends=None, historic=True, by=BY, now=NOON
    )
    above = plans.add_priority(plan=old, code="D", title="Visible", by=BY, now=NOON)
    plans.add_commitment(
        priority=above,
        code="D6",
        text="Cadets",
        addressee="police",
        known_outcome="250: cannot be rated",
        by=BY,
        now=NOON,
    )
    plans.publish_plan(plan=old, by=BY, now=NOON)
    assert "Plans of the past" in text_of(client.get("/plans/"))
    said = text_of(client.get("/plan/2013/"))
    assert "A plan of the past, kept for the record." in said
    assert "250: cannot be rated" in said
    assert "No update yet" not in said


def test_search_finds_filters_and_says_when_nothing_fits(county, client):
    assert "Recorded burglary" in text_of(client.get("/search/?q=burglary"))
    only = client.get("/search/?q=burglary&kind=theme").content.decode()
    assert "/theme/plan-2025/burglary/" in only
    assert "/measure/burglary/" not in only.partition("<main")[2]
    assert "Nothing has all of these words." in text_of(client.get("/search/?q=xylophone"))


def test_how_do_we_know_names_file_checksum_licence_method_and_command(county, client):
    said = text_of(client.get("/how/observation/burglary/2025-04/"))
    assert "burglary.csv" in said
    assert re.search(r"SHA-256 [0-9a-f]{64}", said)
    assert "typed/1" in said
    assert "frankpledge verify observation/burglary/2025-04" in said
    assert client.get("/how/observation/burglary/1999-01/").status_code == 404
    assert client.get("/how/colour/green/").status_code == 404


def test_how_do_we_know_calls_methods_files_and_days_by_names_that_people_use(county, client):
    said = text_of(client.get("/how/measure/burglary/"))
    assert "Control charts (XmR)" in said
    theme = text_of(client.get("/how/theme/plan-2025/burglary/"))
    assert re.search(r"Accepted by a person on \d+ [A-Z][a-z]+ \d{4}", theme)


def test_what_is_no_figure_is_explained_by_its_thread(county, client):
    assert client.get("/how/commitment/2025/P1.1/").headers["Location"] == "/thread/commitment/2025/P1.1/"
    assert client.get("/how/commitment/2025/P9/").status_code == 404
    assert client.get(f"/how/{county.answer}/").status_code == 404
    assert signed_in(county.policy_officer).get(f"/how/{county.answer}/").status_code == 302


def test_the_home_of_a_lead_shows_what_is_theirs(county):
    said = text_of(signed_in(county.lead).get("/staff/"))
    assert "You hold: Head of Response" in said
    assert "Publish the patrol rota" in said


def test_the_home_of_the_office_shows_challenges_and_points_to_answer(county):
    said = text_of(signed_in(county.policy_officer).get("/staff/"))
    assert "Why so few evening patrols?" in said
    assert "Who decides?" in said


def test_measures_that_wait_for_figures_do_not_drown_what_is_overdue(county, monkeypatch):
    old = [Shortfall("figures old", f"Measure {n} has no figure after April 2025.", f"measure/{n}") for n in range(16)]
    monkeypatch.setattr("frankpledge.office.delivery.queries.exceptions", lambda *_args, **_more: old)
    said = text_of(signed_in(county.policy_officer).get("/staff/"))
    assert "16 measures without fresh figures" in said
    assert "Overdue, or without an owner" not in said


def test_staff_pages_stay_within_thirty_queries(county, django_assert_max_num_queries):
    for person, address in (
        (county.lead, "/staff/"),
        (county.policy_officer, "/staff/"),
        (a_person("administrator"), "/staff/audit/"),
    ):
        client = signed_in(person)
        with no_queries_while_rendering(), django_assert_max_num_queries(29):
            assert client.get(address).status_code == 200


def test_the_audit_trail_is_read_by_administrators_only_and_filtered(county):
    assert signed_in(county.policy_officer).get("/staff/audit/").status_code == 403
    client = signed_in(a_person("administrator"))
    said = text_of(client.get("/staff/audit/"))
    assert "The chain holds." in said
    said = text_of(client.get("/staff/audit/?subject=plan/2025"))
    assert "plan/2025/v1" in said
    assert "Plan published" in said
    assert "measure/burglary" not in said
    assert "No entry fits these filters." in text_of(client.get("/staff/audit/?subject=nothing"))


def test_staff_home_is_closed_to_strangers(county):
    assert Client().get("/staff/").status_code == 302


def test_whoever_is_signed_in_finds_their_account_from_every_page(county, client):
    assert 'href="/account/"' in signed_in(county.lead).get("/plan/2025/").content.decode()
    assert 'href="/account/"' not in client.get("/plan/2025/").content.decode()


def test_a_proof_that_waits_to_be_checked_stands_in_the_work_of_another_person_of_the_office(county):
    colleague = a_person(Role.POLICY_OFFICER, email="colleague@example.org")
    action = Action.objects.get(reference=county.action)
    use_cases.claim_done(action=action, proof="It was published.", by=county.policy_officer, now=NOON)
    assert "Proof to check" in text_of(signed_in(colleague).get("/staff/"))
    assert "Proof to check" not in text_of(signed_in(county.policy_officer).get("/staff/"))


def test_whoever_holds_a_post_without_the_role_hears_what_to_do_and_meets_no_closed_door(county):
    analyst = a_person(Role.ANALYST, email="holder@example.org")
    holding = county.lead.holdings.get()
    people.end_holding(holding=holding, end=NOON.date(), by=Operator(), now=NOON)
    people.appoint(post=holding.post, person=analyst, start=NOON.date(), by=Operator(), now=NOON)
    delivery.ask_for_updates(
        plan=county.plan_row, period="2026-01", due=NOON.date(), by=county.policy_officer, now=NOON
    )
    page = signed_in(analyst).get("/staff/").content.decode()
    assert "To write it you need the role “Lead”" in page
    assert "/staff/delivery/update/" not in page
