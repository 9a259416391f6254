from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frankpledge.office.plan import rules
from frankpledge.office.plan.rules import PlanFact
from frankpledge.office.plan.words import gap_sentence

from .world import SERVICES, commitment_fact, measured, plan_fact, priority_fact, ready_plan


def said(plan: PlanFact) -> list[str]:
    return [gap_sentence(gap, SERVICES) for gap in rules.gaps_before_publication(plan)]


def test_a_plan_with_leads_and_ways_of_knowing_may_be_published():
    assert said(ready_plan()) == []


def test_a_priority_without_a_lead_in_an_addressed_service_is_named_with_the_service():
    plan = plan_fact(priority_fact("P1", commitment_fact(addressee="fire"), led_by=("office",)))
    assert said(plan) == ["Priority P1 has no accountable lead in the fire and rescue service"]


def test_a_priority_without_a_lead_of_the_office_is_named():
    plan = plan_fact(priority_fact("P1", commitment_fact(), led_by=("police",)))
    assert said(plan) == ["Priority P1 has no accountable lead in the office"]


def test_a_joint_commitment_needs_a_lead_in_both_services():
    plan = plan_fact(priority_fact("P1", commitment_fact(addressee="joint"), led_by=("office",)))
    assert said(plan) == [
        "Priority P1 has no accountable lead in the county’s police",
        "Priority P1 has no accountable lead in the fire and rescue service",
    ]


def test_a_commitment_of_a_partner_needs_a_lead_of_the_partner():
    plan = plan_fact(priority_fact("P1", commitment_fact(addressee="partner"), led_by=("office", "police")))
    assert said(plan) == ["Priority P1 has no accountable lead in a partner organisation"]


def test_a_commitment_of_the_office_needs_no_other_lead():
    plan = plan_fact(priority_fact("P1", commitment_fact(addressee="office"), led_by=("office",)))
    assert said(plan) == []


def test_own_leads_of_all_commitments_of_a_service_will_do_for_the_priority():
    from .world import lead

    fire = commitment_fact("P1.1", "fire", leads=(lead("fire"),))
    plan = plan_fact(priority_fact("P1", fire, led_by=("office",)))
    assert said(plan) == []
    second = commitment_fact("P1.2", "fire")
    plan = plan_fact(priority_fact("P1", fire, second, led_by=("office",)))
    assert said(plan) == ["Priority P1 has no accountable lead in the fire and rescue service"]


def test_a_commitment_that_nobody_can_know_about_is_named():
    plan = plan_fact(priority_fact("P1", commitment_fact(how_we_will_know="  ")))
    assert said(plan) == [
        "Commitment P1.1 has no measure, does not say how we will know, and does not say why it is not measured"
    ]


@pytest.mark.parametrize("way", ["how_we_will_know", "not_measured_because"])
def test_words_will_do_in_place_of_a_measure(way):
    known = replace(commitment_fact(how_we_will_know=""), **{way: "Because."})
    assert said(plan_fact(priority_fact("P1", known))) == []


def test_a_measure_will_do_in_place_of_words():
    assert said(plan_fact(priority_fact("P1", measured(commitment_fact())))) == []


def test_a_measure_without_target_says_why():
    plan = plan_fact(priority_fact("P1", measured(commitment_fact(), target_reason="")))
    assert said(plan) == ["The measure “Recorded burglary” has no target and does not say why"]


def test_four_announced_and_three_defined_are_noticed():
    three = [priority_fact(f"P{n}", commitment_fact(f"P{n}.1")) for n in (1, 2, 3)]
    assert said(plan_fact(*three, announced_priorities=4)) == ["4 priorities are announced, 3 are defined"]


def test_one_defined_of_two_announced_reads_well():
    one = priority_fact("P1", commitment_fact())
    assert said(plan_fact(one, announced_priorities=2)) == ["2 priorities are announced, 1 is defined"]


def test_an_empty_plan_is_not_ready():
    assert said(plan_fact()) == ["No priorities are defined"]


def test_an_empty_priority_is_named():
    assert said(plan_fact(priority_fact("P1"))) == ["Priority P1 has no commitments"]


def test_gaps_use_the_plans_own_level_names():
    levels = (("mission", "missions"), ("test", "tests"))
    plan = plan_fact(priority_fact("M1", led_by=()), level_names=levels, announced_priorities=3)
    assert said(plan) == [
        "3 missions are announced, 1 is defined",
        "Mission M1 has no tests",
        "Mission M1 has no accountable lead in the office",
    ]


def test_a_code_or_promise_given_twice_is_noticed():
    first, second = commitment_fact("P1.1"), replace(commitment_fact("P2.1"), text="we will do P1.1.")
    again = replace(commitment_fact("P1.1"), text="Another")
    plan = plan_fact(priority_fact("P1", first, again), priority_fact("P2", second))
    assert said(plan) == ["Commitment code P1.1 is used more than once", "These say the same: P1.1, P2.1"]


def test_a_historic_plan_is_free_of_all_checks():
    assert said(plan_fact(historic=True, announced_priorities=9)) == []


def test_every_gap_is_said_in_words_whatever_is_missing():
    worst = plan_fact(
        priority_fact("P1", commitment_fact(how_we_will_know=""), led_by=()),
        priority_fact("p1", measured(commitment_fact("P1.1"), target_reason=""), led_by=()),
        announced_priorities=9,
    )
    sentences = said(worst)
    assert len(sentences) >= 6
    assert not [sentence for sentence in sentences if "%" in sentence]


texts = st.text(st.characters(exclude_categories=("Cs",)), max_size=20)


@given(st.lists(texts, max_size=4), st.booleans(), st.one_of(st.none(), st.integers(0, 9)))
def test_what_is_frozen_reads_back_as_the_same_plan(titles, historic, announced):
    priorities = [
        priority_fact(f"P{n}", replace(measured(commitment_fact(f"P{n}.1")), text=t)) for n, t in enumerate(titles)
    ]
    plan = plan_fact(*priorities, historic=historic, announced_priorities=announced)
    frozen = json.loads(json.dumps(rules.as_content(plan)))
    assert rules.from_content(frozen) == plan


def test_a_frozen_plan_of_another_shape_is_refused():
    with pytest.raises(ValueError, match="shape 99"):
        rules.from_content({"shape": 99, "plan": {}})


def test_a_plan_compared_with_itself_shows_no_change():
    assert rules.changes(ready_plan(), ready_plan()) == []


def test_changes_name_what_was_added_removed_reworded_and_moved():
    one, two, three = (commitment_fact(f"P1.{n}") for n in (1, 2, 3))
    before = plan_fact(priority_fact("P1", one, two), priority_fact("P2", three))
    reworded = replace(one, text="We will do more")
    four = commitment_fact("P2.4")
    after = plan_fact(priority_fact("P1", reworded), priority_fact("P2", three, two, four))
    after = replace(after, title="New plan")
    found = {(change.kind, change.code, change.field) for change in rules.changes(before, after)}
    assert found == {
        ("changed", "p", "title"),
        ("changed", "P1.1", "text"),
        ("moved", "P1.2", "priority"),
        ("added", "P2.4", ""),
    }
    back = {(change.kind, change.code) for change in rules.changes(after, before)}
    assert ("removed", "P2.4") in back


def test_another_order_is_a_change():
    one, two = commitment_fact("P1.1"), commitment_fact("P1.2")
    before, after = plan_fact(priority_fact("P1", one, two)), plan_fact(priority_fact("P1", two, one))
    assert [(each.kind, each.before, each.after) for each in rules.changes(before, after)] == [
        ("moved", "P1.1, P1.2", "P1.2, P1.1")
    ]


@pytest.mark.parametrize(
    ("word", "many"),
    [
        ("priority", "priorities"),
        ("mission", "missions"),
        ("programme", "programmes"),
        ("key day", "key days"),
        ("pledge", "pledges"),
    ],
)
def test_level_names_have_their_plural(word, many):
    assert rules.plural(word) == many


@pytest.mark.parametrize("code", ["P1", "P1.1", "1", "A-3", "D_2"])
def test_codes_that_may_stand_in_an_address(code):
    assert rules.is_code(code)


@pytest.mark.parametrize("code", ["", "P 1", "P1/2", ".P1", "P1.", "ü1", "x" * 21, "P1?"])
def test_codes_that_may_not_stand_in_an_address(code):
    assert not rules.is_code(code)


GOOD_MEASURE = {
    "title": "Recorded burglary",
    "definition": "Burglaries",
    "unit": "burglaries",
    "area_code": "E23000022",
    "area_name": "County",
    "source": "crime_counts",
    "crime_types": ["Burglary"],
    "kind": "count",
    "good": "down",
    "target_kind": "none",
    "target_reason": "Because.",
}


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({}, None),
        ({"title": " "}, ("title", "empty")),
        ({"area_code": "Northampton"}, ("area_code", "no area")),
        ({"crime_types": []}, ("crime_types", "nothing counted")),
        ({"crime_types": ["Burglary", "Anti-social behaviour"]}, ("crime_types", "mixed")),
        ({"source": "typed", "crime_types": []}, None),
        ({"source": "typed", "kind": "rate"}, ("kind", "typed rate")),
        ({"target_reason": ""}, ("target_reason", "no target without reason")),
        ({"target_kind": "dated", "target_value": 1.0}, ("target_date", "target without date")),
        ({"target_kind": "threshold"}, ("target_value", "target without level")),
        ({"target_kind": "direction", "good": "none"}, ("good", "direction of travel without direction")),
        ({"crime_types": ["Possession of weapons"]}, ("good_because", "direction without reason")),
        ({"crime_types": ["Possession of weapons"], "good": "none"}, None),
        ({"crime_types": ["Violence and sexual offences"], "good_because": "Survey says so."}, None),
    ],
)
def test_a_definition_hangs_together_or_the_fault_is_named(change, fault):
    assert rules.definition_faults(GOOD_MEASURE | change) == ([fault] if fault else [])
