from __future__ import annotations

import pytest

from frankpledge.office.errors import NotFound
from frankpledge.office.people.duties import Operator
from frankpledge.office.thread.queries import trace
from frankpledge.office.thread.web import KINDS

BEADS = ("answer", "theme", "commitment", "measure", "observation", "update", "report", "challenge", "action")
OTHERS = ("consultation", "plan", "priority", "meeting", "item", "point", "resolution")


def references(found, kind):
    return [node.reference for bead in found.beads if bead.kind == kind for node in bead.nodes]


@pytest.mark.parametrize("start", BEADS)
def test_from_every_bead_the_whole_thread_is_found_up_and_down(county, start):
    found = trace(getattr(county, start), viewer=Operator())
    assert found.at.kind == start
    assert [bead.kind for bead in found.up] == list(reversed(KINDS[: KINDS.index(start)]))
    assert [bead.kind for bead in found.down] == list(KINDS[KINDS.index(start) + 1 :])
    for kind in BEADS[1:]:
        assert getattr(county, kind) in references(found, kind), f"{kind} from {start}"
    assert references(found, "answer")


@pytest.mark.parametrize("start", OTHERS)
def test_from_everything_else_on_the_thread_commitment_and_measure_are_found(county, start):
    found = trace(getattr(county, start), viewer=Operator())
    assert county.commitment in references(found, "commitment")
    assert county.measure in references(found, "measure")


def test_from_a_meeting_its_report_challenges_and_actions_are_found(county):
    found = trace(county.meeting)
    assert references(found, "report") == [county.report]
    assert references(found, "challenge") == [county.challenge]
    assert county.action in references(found, "action")
    assert len(references(found, "action")) == 2  # the challenge's action and the resolution's duty


def test_the_public_is_led_to_words_that_were_cleared_and_never_to_an_answer(county):
    found = trace(county.commitment)
    (words,) = [bead for bead in found.beads if bead.kind == "answer"]
    assert [(node.text, node.href) for node in words.nodes] == [
        ("1 comment in people’s own words", f"/{county.theme}/")
    ]
    assert words.count == 2
    with pytest.raises(NotFound):
        trace(county.answer)


def test_an_answer_coded_with_nothing_leads_nowhere(county):
    found = trace(county.other_answer, viewer=Operator())
    assert all(not bead.nodes for bead in found.down)


def test_codings_of_a_merged_theme_lead_to_the_theme_that_stands_for_it(county):
    from frankpledge.office.consultation import use_cases
    from frankpledge.office.consultation.models import Answer

    from .world import NOON

    question = county.theme_row.question
    other = use_cases.add_theme(
        question=question, name="Parks", definition="Parks.", by=county.policy_officer, now=NOON
    )
    number = int(county.other_answer.split("/")[2])
    answer = Answer.objects.get(response__number=number)
    use_cases.code_answer(answer=answer, theme=other, by=county.policy_officer, now=NOON)
    use_cases.merge_themes(theme=other, into=county.theme_row, by=county.policy_officer, now=NOON)
    assert county.theme in references(trace(county.other_answer, viewer=Operator()), "theme")
    (words,) = [bead for bead in trace(county.commitment).beads if bead.kind == "answer"]
    assert words.count == 3


def test_what_a_commitment_cites_is_named_and_what_cites_a_meeting_too(county):
    assert [node.reference for node in trace(county.commitment).cites] == ["meeting/scrutiny/2021-09-09"]


@pytest.mark.parametrize(
    "reference",
    [
        "",
        "commitment",
        "commitment/2025/P9",
        "measure/none",
        "observation/burglary/1999-01",
        "theme/plan-2025/none",
        "update/2025/P1.1/2025-04/99",
        "report/none",
        "challenge/scrutiny/2025-06-12/5/99",
        "challenge/scrutiny/yesterday/5/1",
        "action/none",
        "meeting/scrutiny/1999-01-01",
        "item/scrutiny/2025-06-12/99",
        "point/scrutiny/2025-06-12/5/99",
        "resolution/scrutiny/2025-06-12/x/1",
        "plan/none",
        "dataset/none",
        "answer/plan-2025/99/matters",
    ],
)
def test_an_unknown_reference_is_refused_with_what_to_do(county, reference):
    with pytest.raises(NotFound) as refused:
        trace(reference, viewer=Operator())
    assert refused.value.remedy


def test_a_plan_that_is_not_published_is_not_on_the_public_thread(county):
    from frankpledge.office.plan import use_cases as plans

    from .world import BY, NOON

    priority = plans.add_priority(plan=county.plan_row, code="P2", title="Later", by=BY, now=NOON)
    plans.add_commitment(priority=priority, code="P2.1", text="Not yet", addressee="office", by=BY, now=NOON)
    with pytest.raises(NotFound):
        trace("commitment/2025/P2.1")


def test_actions_that_are_not_public_are_for_those_who_may_read_exempt_papers(county):
    from datetime import date

    from frankpledge.office.actions import use_cases as actions

    from .world import BY, NOON

    secret = actions.open_action(
        origin=county.challenge, text="Exempt", owner=None, due=date(2025, 7, 1), public=False, by=BY, now=NOON
    )
    assert secret.reference not in references(trace(county.commitment), "action")
    assert secret.reference in references(trace(county.commitment, viewer=county.clerk), "action")
    with pytest.raises(NotFound):
        trace(secret.reference)


def test_the_terminal_prints_the_thread_and_no_words_of_answers(county):
    from frankpledge.cli.trace import lines

    said = "\n".join(lines(trace(county.answer, viewer=Operator())))
    assert "burglaries" not in said.replace("recorded burglaries", "")
    for kind in BEADS:
        assert getattr(county, kind) in said
    assert said.index(county.theme) < said.index(county.action)


def test_the_thread_shows_the_public_no_draft_of_an_agenda_or_of_minutes(county):
    from frankpledge.office.scrutiny.models import Meeting

    Meeting.objects.filter(date=county.item_row.meeting.date).update(state="held")
    with pytest.raises(NotFound):
        trace(county.point)
    assert trace(county.point, viewer=Operator()).at.reference == county.point
    assert trace(county.challenge).at.reference == county.challenge
    Meeting.objects.filter(date=county.item_row.meeting.date).update(state="planned")
    for reference in (county.challenge, county.item, county.resolution):
        with pytest.raises(NotFound):
            trace(reference)
    assert references(trace(county.commitment), "challenge") == []
    assert trace(county.challenge, viewer=Operator()).at.reference == county.challenge


def test_the_thread_knows_nothing_of_a_consultation_that_is_not_published(county):
    from frankpledge.office.consultation.models import Consultation

    Consultation.objects.update(published_at=None)
    for reference in (county.consultation, county.theme):
        with pytest.raises(NotFound):
            trace(reference)


@pytest.mark.parametrize("reference", ["challenge/scrutiny/2025-06-12/5/{n}", "item/scrutiny/2025-06-12/{n}"])
def test_a_number_that_no_database_holds_is_unknown(county, reference):
    with pytest.raises(NotFound):
        trace(reference.format(n="9" * 5000))
