"""The checklist: what binds and what is good practice, what is seen, what is shown, and what is missing when."""

from __future__ import annotations

import pytest

from frankpledge.office.consultation import queries, use_cases
from frankpledge.office.consultation.checklist import ITEMS, Basis
from frankpledge.office.errors import NotAllowed, NotFound
from frankpledge.office.record.models import AuditEntry

from .conftest import NOON, OPERATOR, draft, respond

BY = {"by": OPERATOR, "now": NOON}


def missing(stage: str = "opening") -> set[str]:
    return {row.item.code for row in queries.checklist.missing(queries.consultation("plan-2026"), stage)}


def test_every_item_says_on_what_it_rests_and_what_to_show():
    assert len({item.code for item in ITEMS}) == len(ITEMS)
    for item in ITEMS:
        assert all([item.source, str(item.label), str(item.help)])
    assert {item.basis for item in ITEMS} == set(Basis)


def test_a_plan_asks_for_the_views_of_victims_and_sees_their_section(office):
    made = draft(subject="plan")
    assert {"views-of-people", "views-of-victims", "chief-officer"} <= missing()
    for audience in ("residents", "victims"):
        rules = use_cases.SectionRules(audience=audience)
        use_cases.add_section(consultation=made, code=audience, title=audience, conditions=rules, **BY)
    assert not {"views-of-people", "views-of-victims"} & missing()
    assert "chief-officer" in missing()


def test_a_precept_asks_for_other_things_than_a_plan(office):
    draft(subject="precept")
    assert "views-on-spending" in missing()
    assert "views-of-victims" not in missing()


def test_the_office_is_called_by_its_own_words(office):
    draft(subject="plan")
    row = queries.checklist.row(queries.consultation("plan-2026"), "draft-to-scrutiny")
    assert "Marshland Scrutiny Assembly" in row.label
    assert "statute" in row.words


def test_alternatives_that_are_written_need_no_more_evidence(office):
    draft(alternatives="Doing nothing, which would cost more.")
    assert "alternatives" not in missing()


def test_a_person_says_what_there_is_to_show_and_their_name_stays_with_it(office, policy_officer):
    made = draft()
    assert "time" in missing()
    use_cases.note_item(
        consultation=made, item="time", evidence="Six weeks, none of them holidays.", by=policy_officer, now=NOON
    )
    row = queries.checklist.row(queries.consultation("plan-2026"), "time")
    assert row.noted_by == policy_officer.name
    assert "time" not in missing()
    entry = AuditEntry.objects.filter(verb="checklist item noted").get()
    assert entry.detail == {"item": "time", "what": "shown"}


def test_an_item_may_not_apply_with_a_reason_and_not_both(office):
    made = draft(subject="plan")
    use_cases.note_item(consultation=made, item="fire-plan", not_applicable="We have no fire authority.", **BY)
    assert "fire-plan" not in missing()
    with pytest.raises(use_cases.BothSaid):
        use_cases.note_item(consultation=made, item="time", evidence="Yes.", not_applicable="No.", **BY)
    use_cases.note_item(consultation=made, item="fire-plan", **BY)
    assert "fire-plan" in missing()


@pytest.mark.parametrize("link", ["javascript:alert(1)", "www.example.org", "see page 4"])
def test_what_leads_nowhere_is_no_link(office, link):
    with pytest.raises(use_cases.NoLink):
        use_cases.note_item(consultation=draft(), item="time", link=link, **BY)


def test_only_who_runs_consultations_notes_and_only_what_is_on_the_list(office, analyst):
    made = draft()
    with pytest.raises(NotAllowed):
        use_cases.note_item(consultation=made, item="time", evidence="Yes.", by=analyst, now=NOON)
    with pytest.raises(NotFound):
        use_cases.note_item(consultation=made, item="luck", evidence="Yes.", **BY)


def test_every_item_that_came_in_is_accounted_for_before_the_report(opened, policy_officer):
    assert "every-item" not in missing("opening")
    response = respond(opened, "residents", matters="More patrols in our street, please, at night.")
    assert "every-item" in missing("reporting")
    use_cases.consider(response=response, note="Read; patrols.", by=policy_officer, now=NOON)
    assert "every-item" not in missing("reporting")
    assert "considered" in missing("reporting")
