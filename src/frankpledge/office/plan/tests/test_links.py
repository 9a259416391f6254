from __future__ import annotations

import pytest

from frankpledge.office.consultation.models import Consultation, Question, Theme
from frankpledge.office.errors import BadInput
from frankpledge.office.plan import queries, use_cases
from frankpledge.office.plan.use_cases.links import MeasureRetired, ThemeNotAccepted, WrongOrganisation

from .world import BY, NOON, a_commitment, a_measure, a_plan, a_priority, post

pytestmark = pytest.mark.django_db


def theme(state: str = "accepted") -> Theme:
    consultation, _new = Consultation.objects.get_or_create(
        code="c1", defaults={"title": "C", "about": "", "opens_on": NOON.date(), "closes_on": NOON.date()}
    )
    question, _new = Question.objects.get_or_create(
        consultation=consultation, code="q1", defaults={"kind": "free_text"}
    )
    return Theme.objects.create(
        question=question, code=f"t-{state}", name="More police on foot", state=state, made_by="x", made_at=NOON
    )


def test_a_lead_of_the_same_service_replaces_the_one_before():
    priority = a_priority(a_plan())
    for title in ("First", "Second"):
        use_cases.set_lead(priority=priority, of="police", post=post("police", title), by=BY, now=NOON)
    assert [lead.post.title for lead in priority.leads.all()] == ["Second"]


def test_a_service_is_led_by_one_of_its_own_posts():
    with pytest.raises(WrongOrganisation, match="Head of fire"):
        use_cases.set_lead(priority=a_priority(a_plan()), of="police", post=post("fire"), by=BY, now=NOON)


def test_a_commitment_rests_on_accepted_themes_only():
    commitment = a_commitment(a_priority(a_plan()))
    with pytest.raises(ThemeNotAccepted):
        use_cases.set_basis(commitment=commitment, kind="theme", theme=theme("suggested"), by=BY, now=NOON)
    use_cases.set_basis(commitment=commitment, kind="theme", theme=theme(), by=BY, now=NOON)
    assert commitment.bases.get().theme.code == "t-accepted"


def test_the_same_reason_given_again_changes_its_words():
    commitment, on = a_commitment(a_priority(a_plan())), theme()
    for note in ("One", "Two"):
        use_cases.set_basis(commitment=commitment, kind="theme", theme=on, note=note, by=BY, now=NOON)
        use_cases.set_basis(commitment=commitment, kind="cited", cited="challenge/x/1", note=note, by=BY, now=NOON)
    assert [(basis.kind, basis.note) for basis in commitment.bases.all()] == [("theme", "Two"), ("cited", "Two")]


def test_a_reason_names_something():
    commitment = a_commitment(a_priority(a_plan()))
    for wrong in ({"kind": "theme"}, {"kind": "duty"}, {"kind": "whim", "note": "x"}):
        with pytest.raises(BadInput):
            use_cases.set_basis(commitment=commitment, by=BY, now=NOON, **wrong)


def test_a_reason_can_be_taken_away():
    commitment = a_commitment(a_priority(a_plan()))
    basis = use_cases.set_basis(commitment=commitment, kind="duty", note="Police Act", by=BY, now=NOON)
    use_cases.remove_basis(basis=basis, by=BY, now=NOON)
    assert not commitment.bases.exists()


def test_a_measure_speaks_to_a_commitment_once_and_its_words_can_change():
    commitment, measure = a_commitment(a_priority(a_plan())), a_measure()
    for how in ("One", "Two"):
        use_cases.link_measure(commitment=commitment, measure=measure, how=how, by=BY, now=NOON)
    assert [link.how for link in commitment.measured_by.all()] == ["Two"]
    use_cases.unlink_measure(commitment=commitment, measure=measure, by=BY, now=NOON)
    assert not commitment.measured_by.exists()


def test_a_retired_measure_is_not_linked():
    measure = use_cases.retire_measure(measure=a_measure(), on=NOON.date(), why="No data.", by=BY, now=NOON)
    with pytest.raises(MeasureRetired):
        use_cases.link_measure(commitment=a_commitment(a_priority(a_plan())), measure=measure, by=BY, now=NOON)


def test_facts_name_leads_themes_and_measures():
    plan = a_plan()
    commitment = a_commitment(a_priority(plan))
    use_cases.set_lead(commitment=commitment, of="police", post=post("police"), by=BY, now=NOON)
    use_cases.set_basis(commitment=commitment, kind="theme", theme=theme(), note="41 answers", by=BY, now=NOON)
    use_cases.link_measure(commitment=commitment, measure=a_measure(), how="In part.", by=BY, now=NOON)
    (fact,) = queries.facts(plan).commitments()
    assert (fact.leads[0].post, fact.leads[0].organisation) == ("Head of police", "police organisation")
    assert (fact.bases[0].reference, fact.bases[0].text) == ("theme/c1/t-accepted", "More police on foot")
    assert (fact.measures[0].reference, fact.measures[0].how) == ("measure/burglary", "In part.")
