"""Drafts are kept, updates are sent whole, and what was sent is superseded, never edited."""

from __future__ import annotations

from datetime import timedelta

import pytest

from frankpledge.office.delivery import queries, use_cases
from frankpledge.office.delivery.models import DeliveryUpdate
from frankpledge.office.delivery.testing import BY, FALLING, NOON, PERIOD, asked, sent
from frankpledge.office.errors import NotAllowed
from frankpledge.office.people import testing as people
from frankpledge.office.people import use_cases as people_use_cases
from frankpledge.office.people.models import PostHolding, Role
from frankpledge.office.performance import importers as figures
from frankpledge.office.publications import queries as publications
from frankpledge.office.record.models import AuditEntry

WORDS = "We fitted 214 locks – none was paid for by residents."


def submit(county, request, **more):
    given = {"text": WORDS, "confidence": "on_course", "by": county.people["lead"], "now": NOON}
    return use_cases.submit_update(request=request, **(given | more))


def test_a_draft_is_kept_whatever_is_wrong_with_it(county):
    request = asked(county)
    lead = county.people["lead"]
    long = "word " * 400
    first = use_cases.save_draft(request=request, text=long, confidence="", confidence_reason="", by=lead, now=NOON)
    second = use_cases.save_draft(
        request=request, text="shorter", confidence="at_risk", confidence_reason="", by=lead, now=NOON
    )
    assert first.pk == second.pk
    assert DeliveryUpdate.objects.get().text == "shorter"
    assert queries.write_page(request)["initial"]["text"] == "shorter"


def test_sending_turns_the_draft_into_the_update(county):
    request = asked(county)
    lead = county.people["lead"]
    draft = use_cases.save_draft(request=request, text="half", confidence="", confidence_reason="", by=lead, now=NOON)
    update = submit(county, request)
    assert (update.pk, update.number, update.text) == (draft.pk, 1, WORDS)
    assert update.reference == "update/2025/P1.1/2025-04/1"
    assert queries.write_page(request)["draft"] is None


def test_the_evidence_is_frozen_as_it_stood(county):
    update = submit(county, asked(county))
    (facts,) = update.shown
    assert facts["measure"] == "measure/burglary"
    assert facts["latest"] == {"period": "2025-04", "value": FALLING[-1]}
    assert facts["sentence"]
    revised = b"measure,period,value,source\nburglary,2025-04,999,Invented return\n"
    figures.import_files([("again.csv", revised)], by=BY, now=NOON + timedelta(days=1))
    kept = DeliveryUpdate.objects.get(pk=update.pk)
    assert kept.shown == update.shown


def test_evidence_can_be_that_of_an_earlier_month(county):
    update = submit(county, asked(county), as_at="2025-01")
    assert update.shown[0]["latest"]["period"] == "2025-01"


@pytest.mark.parametrize(
    ("given", "refusal", "field"),
    [
        ({"text": " – "}, "Write what has been done", "text"),
        ({"text": "w " * 151}, "151 words.*Take out 1 word", "text"),
        ({"text": "w " * 170}, "170 words.*Take out 20 words", "text"),
        ({"confidence": ""}, "Choose how confident", "confidence"),
        ({"confidence": "certain"}, "Choose how confident", "confidence"),
    ],
)
def test_an_update_that_is_not_whole_is_refused_at_its_field_and_changes_nothing(county, given, refusal, field):
    request = asked(county)
    with pytest.raises(use_cases.UpdateIncomplete) as refused:
        submit(county, request, **given)
    assert refused.match(refusal)
    assert refused.value.field == field
    assert not DeliveryUpdate.objects.exists()


def test_a_changed_confidence_needs_its_reason(county):
    submit(county, asked(county))
    next_month = asked(county, period="2025-05")
    with pytest.raises(use_cases.ReasonMissing, match="on course"):
        submit(county, next_month, confidence="at_risk")
    update = submit(county, next_month, confidence="at_risk", confidence_reason="The locksmith left.")
    assert update.confidence_reason == "The locksmith left."


def test_a_second_update_in_the_period_supersedes_and_both_stay(county):
    request = asked(county)
    first = submit(county, request)
    second = submit(county, request, text="Better said.")
    third = submit(county, request, text="Best said.")
    assert [row.number for row in (first, second, third)] == [1, 2, 3]
    assert (second.supersedes, third.supersedes) == (first, second)
    assert DeliveryUpdate.objects.get(pk=first.pk).text == WORDS
    assert queries.latest_in_period(request.commitment, PERIOD) == third
    assert queries.updates_for_period(county.plan, PERIOD) == {request.commitment_id: third}


def test_a_draft_that_somebody_overtook_takes_the_next_number(county):
    """Two posts may be asked on one commitment, as when its lead changed in between."""
    from frankpledge.office.delivery.models import UpdateRequest
    from frankpledge.office.plan import use_cases as plans

    old = asked(county)
    use_cases.save_draft(
        request=old, text="mine", confidence="", confidence_reason="", by=county.people["lead"], now=NOON
    )
    post = people.a_post("Chief Inspector", kind="police", holder=people.a_person("lead", email="c@example.org"))
    plans.set_lead(commitment=county.commitments["P1.1"], of="police", post=post, by=BY, now=NOON)
    asked_now = use_cases.ask_for_updates(plan=county.plan, period=PERIOD, due=old.due, by=BY, now=NOON)
    assert asked_now.made == 1
    new = UpdateRequest.objects.get(post=post)
    holder = PostHolding.objects.get(post=post).person
    overtaking = submit(county, new, by=holder)
    late = submit(county, old, text="Mine after all.")
    assert (overtaking.number, late.number) == (2, 3)
    assert late.supersedes == overtaking


def test_search_finds_the_update_that_holds(county):
    request = asked(county)
    submit(county, request)
    submit(county, request, text="Better said about padlocks.")
    found = publications.search("padlocks").hits
    assert [hit.reference for hit in found] == ["update/2025/P1.1/2025-04/2"]
    assert publications.search("locks were fitted").hits == []


def test_drafts_are_never_found_or_listed(county):
    use_cases.save_draft(
        request=asked(county), text="secretwords", confidence="", confidence_reason="", by=county.people["lead"],
        now=NOON,
    )  # fmt: skip
    assert publications.search("secretwords", include_private=True).hits == []
    assert queries.updates_of(county.commitments["P1.1"]) == []
    assert queries.latest_updates(county.plan) == {}


@pytest.mark.parametrize("role", list(Role))
def test_nobody_writes_for_a_post_that_they_do_not_hold(county, role):
    """Not even another lead, nor the policy officer who asked."""
    request = asked(county)
    person = people.a_person(role, email="somebody@example.org", name="Somebody")
    for act in (use_cases.submit_update, use_cases.save_draft):
        with pytest.raises(NotAllowed):
            act(request=request, text="x", confidence="on_course", confidence_reason="", by=person, now=NOON)
    assert not DeliveryUpdate.objects.exists()


def test_the_holder_of_a_post_still_needs_the_role_when_signed_in(county):
    """The policy officer holds the office's own post, and writes its update only as a lead."""
    request = asked(county, "P1.2")
    with pytest.raises(NotAllowed):
        submit(county, request, by=county.people["policy_officer"])


def test_whoever_took_the_post_over_writes_and_who_left_does_not(county):
    request = asked(county)
    successor = people.a_person(Role.LEAD, email="new@example.org", name="A successor")
    holding = PostHolding.objects.get(post=county.posts["police"])
    people_use_cases.end_holding(holding=holding, end=NOON.date(), by=BY, now=NOON)
    start = NOON + timedelta(days=1)
    people_use_cases.appoint(post=county.posts["police"], person=successor, start=start.date(), by=BY, now=NOON)
    with pytest.raises(NotAllowed):
        submit(county, request, now=start)
    assert submit(county, request, by=successor, now=start).author == successor


def test_a_link_that_was_never_sent_lets_nobody_in(county):
    with pytest.raises(queries.LinkClosed):
        submit(county, asked(county), by_link=True)


def test_the_trail_holds_what_was_done_and_no_word_of_it(county):
    lead = county.people["lead"]
    request = asked(county)
    use_cases.save_draft(request=request, text=WORDS, confidence="", confidence_reason="", by=lead, now=NOON)
    submit(county, request, confidence_reason="because of locks")
    entries = list(AuditEntry.objects.filter(verb__in=["update drafted", "update submitted"]))
    assert [entry.by for entry in entries] == [lead.reference, lead.reference]
    assert entries[1].detail == {"confidence": "on_course", "by link": False, "words": 10}
    told = str([(entry.detail, entry.why, entry.subject) for entry in entries])
    assert "locks" not in told
    assert lead.name not in told


def test_the_helper_sends_for_each_commitment(county):
    assert [sent(county, code).number for code in ("P1.1", "P1.2", "P2.1")] == [1, 1, 1]
