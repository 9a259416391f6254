""" "You said, we did": every theme over the threshold has a decision, every changed line a basis."""

from __future__ import annotations

from datetime import date

import pytest

from frankpledge.office.errors import BadInput, NotAllowed, NotFound
from frankpledge.office.findings import queries
from frankpledge.office.findings.models import Disposition
from frankpledge.office.findings.use_cases import follows as use_cases
from frankpledge.office.findings.use_cases.follows import Decision, NeedsReason, NotDecided, NothingToPublish, NotInPlan
from frankpledge.office.plan import use_cases as plans
from frankpledge.office.plan.tests import world

from .conftest import AFTER, NOON, OPERATOR

NO = Decision("not_adopted", "Lamps belong to the council.", decided_by="The head", decided_on=date(2026, 6, 9))


@pytest.fixture
def planned(coded):
    """A draft put to consultation, and the plan as decided: one promise changed, one added."""
    plan = world.ready_rows("safe")
    draft = plans.freeze_draft(plan=plan, by=OPERATOR, now=NOON)
    promise = plan.priorities.get().commitments.get()
    plans.change_commitment(commitment=promise, text="We will walk every estate each week", by=OPERATOR, now=AFTER)
    world.a_commitment(plan.priorities.get(), "P1.2")
    final = plans.publish_plan(plan=plan, by=OPERATOR, now=AFTER)
    use_cases.set_reporting(
        consultation=coded.consultation,
        draft=draft.reference,
        final=final.reference,
        threshold=5,
        by=coded.by,
        now=AFTER,
    )
    coded.plan = plan
    return coded


def decide(made, code, decision, why=""):
    return use_cases.decide(theme=made.themes[code], decision=decision, why=why, by=made.by, now=AFTER)


def page(made):
    return queries.you_said(made.consultation)


def test_a_theme_over_the_threshold_without_a_decision_is_listed(coded):
    assert {one.facts.name for one in page(coded).missing} == {"Police on foot", "Street lighting", "Speeding"}
    use_cases.set_reporting(consultation=coded.consultation, threshold=1000, by=coded.by, now=AFTER)
    assert page(coded).missing == []


def test_the_threshold_can_be_a_share_of_those_who_answered(coded):
    use_cases.set_reporting(
        consultation=coded.consultation, threshold_kind="share", threshold=100, by=coded.by, now=AFTER
    )
    assert page(coded).missing == []


@pytest.mark.parametrize(("kind", "value"), [("count", 0), ("share", 101)])
def test_a_threshold_that_cannot_be_is_refused(coded, kind, value):
    with pytest.raises(BadInput):
        use_cases.set_reporting(
            consultation=coded.consultation, threshold_kind=kind, threshold=value, by=coded.by, now=AFTER
        )


def test_the_lines_that_changed_from_draft_to_plan_are_those_of_the_promises(planned):
    assert [(one.line.code, one.line.kind) for one in page(planned).lines] == [("P1.1", "changed"), ("P1.2", "added")]
    assert page(planned).lines[0].line.text_before == "P1.1 We will see to P1.1"
    assert page(planned).lines[0].line.text_after == "P1.1 We will walk every estate each week"


def test_a_change_without_a_basis_is_listed_until_a_theme_or_a_reason_stands_behind_it(planned):
    assert [one.line.code for one in page(planned).without_basis] == ["P1.1", "P1.2"]
    line = "commitment/safe/P1.1"
    said = {"line": "commitment/safe/P1.2", "reason": "A duty in law."}
    decide(planned, "patrols", Decision("adopted", "You asked to see officers.", lines=[line]))
    assert [one.line.code for one in page(planned).without_basis] == ["P1.2"]
    use_cases.give_change_reason(
        consultation=planned.consultation,
        **said,
        by=planned.by,
        now=AFTER,
    )
    assert page(planned).without_basis == []


def test_a_decision_names_only_lines_that_changed(planned):
    with pytest.raises(NotInPlan):
        decide(planned, "patrols", Decision("adopted", "Because.", lines=["commitment/safe/P9.9"]))


@pytest.mark.parametrize(
    "decision",
    [
        Decision("adopted", "  "),
        Decision("maybe", "Because."),
        Decision("adopted", "Because."),
        Decision("not_adopted", "Because."),
        Decision("not_adopted", "Because.", decided_by="Head"),
    ],
)
def test_a_decision_says_why_and_shows_it_by_a_line_or_by_who_decided_and_when(coded, decision):
    with pytest.raises(NotDecided):
        decide(coded, "lights", decision)


def test_before_it_is_published_a_decision_is_said_again_and_afterwards_superseded(coded):
    decide(coded, "lights", NO)
    decide(coded, "lights", NO)
    assert Disposition.objects.count() == 1
    use_cases.publish_you_said(consultation=coded.consultation, by=coded.by, now=AFTER)
    with pytest.raises(NeedsReason):
        decide(coded, "lights", NO)
    later = decide(coded, "lights", NO, why="The council was asked again.")
    assert (later.number, later.supersedes.number) == (2, 1)
    assert Disposition.objects.count() == 2


def test_a_published_decision_is_not_taken_back(coded):
    decide(coded, "lights", NO)
    use_cases.withdraw_decision(theme=coded.themes["lights"], by=coded.by, now=AFTER)
    assert not Disposition.objects.exists()
    decide(coded, "lights", NO)
    use_cases.publish_you_said(consultation=coded.consultation, by=coded.by, now=AFTER)
    with pytest.raises(NeedsReason):
        use_cases.withdraw_decision(theme=coded.themes["lights"], by=coded.by, now=AFTER)


def test_publishing_freezes_what_was_decided_and_lists_what_was_not(coded):
    decide(coded, "lights", NO)
    made = use_cases.publish_you_said(consultation=coded.consultation, by=coded.by, now=AFTER)
    themes = {one["name"]: one["disposition"] for one in made.content["themes"]}
    assert themes["Street lighting"]["reason"] == NO.reason
    assert themes["Speeding"] is None
    with pytest.raises(NothingToPublish):
        use_cases.publish_you_said(consultation=coded.consultation, by=coded.by, now=AFTER, why="Again.")


def test_nothing_is_published_before_anything_is_decided(coded):
    with pytest.raises(NothingToPublish):
        use_cases.publish_you_said(consultation=coded.consultation, by=coded.by, now=AFTER)


def test_only_those_with_the_duty_decide(coded, analyst):
    with pytest.raises(NotAllowed):
        use_cases.decide(theme=coded.themes["lights"], decision=NO, by=analyst, now=AFTER)


def test_a_theme_that_nobody_accepted_takes_no_decision(coded):
    from frankpledge.office.consultation import use_cases as consultations

    theme = consultations.add_theme(
        question=coded.questions["matters"], name="Dogs", definition="Dogs.", by=coded.by, now=NOON
    )
    with pytest.raises(NotFound):
        use_cases.decide(theme=theme, decision=NO, by=coded.by, now=AFTER)
