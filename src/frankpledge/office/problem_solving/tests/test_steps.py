"""A problem file from scan to close: no step without what it needs, and no close without an assessment."""

from __future__ import annotations

from decimal import Decimal

import pytest

from frankpledge.office.errors import BadInput, NotAllowed, NotFound
from frankpledge.office.people.testing import a_post
from frankpledge.office.places.queries import UnknownArea
from frankpledge.office.problem_solving import queries, use_cases
from frankpledge.office.problem_solving.models import Cheer, Citation, Hypothesis, ProblemState
from frankpledge.office.record.models import AuditEntry

from .conftest import AFTER, BY, NOON, a_design, a_partner, a_response, analysed, tested

pytestmark = pytest.mark.django_db


def step(world, **more):
    return use_cases.take_step(problem=world.problem, by=world.people["policy_officer"], now=NOON, **more)


def test_a_file_goes_from_scan_to_close_and_each_step_is_in_the_audit_trail(world, counts):
    tested(world)
    assert step(world).state == ProblemState.ANALYSED
    response = analysed(world)
    design = a_design(world, response)
    assert step(world).state == ProblemState.RESPONDING
    use_cases.assess(design=design, by=BY, now=AFTER)
    assert step(world).state == ProblemState.ASSESSED
    closed = step(world, lessons="Locks alone were not enough.", led_to_change=True)
    assert (closed.state, closed.ended_on, closed.led_to_change) == ("closed", NOON.date(), True)
    steps = AuditEntry.objects.filter(subject=world.problem.reference, verb="problem step taken")
    assert [entry.detail["state"] for entry in steps.order_by("sequence")] == [
        "analysed", "responding", "assessed", "closed",
    ]  # fmt: skip


def test_a_step_names_everything_that_is_missing(world):
    with pytest.raises(use_cases.NotReady, match=r"a part of the CHEERS test is not answered"):
        step(world)
    tested(world)
    use_cases.set_cheer(problem=world.problem, element="harmful", holds="no", note="Nobody is harmed.", by=BY, now=NOON)
    with pytest.raises(use_cases.NotReady, match="does not hold"):
        step(world)


def test_no_file_is_closed_without_an_assessment(world, counts):
    tested(world)
    step(world)
    a_design(world, analysed(world))
    step(world)
    with pytest.raises(use_cases.NotReady, match="there is no assessment"):
        step(world)
    assert world.fresh().state == ProblemState.RESPONDING


def test_a_file_can_be_stopped_without_one_only_with_the_reason(world):
    stop = {"problem": world.problem, "by": world.people["policy_officer"], "now": NOON}
    with pytest.raises(use_cases.Incomplete):
        use_cases.stop_problem(why=" ", **stop)
    assert use_cases.stop_problem(why="The shops closed.", **stop).state == "stopped"
    with pytest.raises(use_cases.FileEnded):
        use_cases.add_hypothesis(problem=world.problem, text="Too late.", by=BY, now=NOON)
    assert use_cases.reopen_problem(why="They opened again.", **stop).state == "scanned"


def test_only_those_who_close_problems_close_and_stop_them(world, counts):
    lead, analyst = world.people["lead"], world.people["analyst"]
    with pytest.raises(NotAllowed):
        use_cases.stop_problem(problem=world.problem, why="I like to.", by=lead, now=NOON)
    with pytest.raises(NotAllowed):
        use_cases.open_problem(title="A", statement="B", by=world.people["member"], now=NOON)
    tested(world)
    step(world)
    design = a_design(world, analysed(world))
    step(world)
    use_cases.assess(design=design, by=analyst, now=AFTER)
    use_cases.take_step(problem=world.problem, by=analyst, now=AFTER)
    with pytest.raises(NotAllowed):
        use_cases.take_step(problem=world.problem, lessons="x", led_to_change=False, by=analyst, now=AFTER)


def test_a_file_goes_back_a_step_with_the_reason_and_keeps_what_was_written(world):
    tested(world)
    step(world)
    back = use_cases.step_back(problem=world.problem, why="It is two problems.", by=BY, now=NOON)
    assert back.state == "scanned"
    assert Cheer.objects.filter(problem=world.problem, holds="yes").count() == 6
    with pytest.raises(use_cases.Incomplete, match="first step"):
        use_cases.step_back(problem=world.problem, why="Further.", by=BY, now=NOON)


def test_crimes_and_incidents_are_never_one_problem_and_areas_are_of_today(world):
    given = {"title": "T", "statement": "S", "by": BY, "now": NOON}
    with pytest.raises(BadInput, match="never counted in one figure"):
        use_cases.open_problem(crime_types=["Burglary", "Anti-social behaviour"], **given)
    with pytest.raises(UnknownArea):
        use_cases.open_problem(area_code="E99999999", **given)
    with pytest.raises(BadInput, match="no crime type"):
        use_cases.open_problem(crime_types=["Witchcraft"], **given)


def test_codes_are_made_from_titles_and_never_twice(world):
    first = use_cases.open_problem(title="Noise at night", statement="S", by=BY, now=NOON)
    second = use_cases.open_problem(title="Noise at night", statement="S", by=BY, now=NOON)
    assert (first.code, second.code) == ("noise-at-night", "noise-at-night-2")


def test_an_answer_to_the_test_needs_what_shows_it(world):
    with pytest.raises(use_cases.Incomplete, match="what shows it"):
        use_cases.set_cheer(problem=world.problem, element="harmful", holds="yes", note="", by=BY, now=NOON)


def test_a_hypothesis_is_judged_only_by_evidence_that_speaks_that_way(world):
    made = use_cases.add_hypothesis(problem=world.problem, text="Doors are weak.", by=BY, now=NOON)
    with pytest.raises(use_cases.Incomplete, match="No evidence speaks that way"):
        use_cases.change_hypothesis(hypothesis=made, text=made.text, verdict="holds", by=BY, now=NOON)
    evidence = use_cases.add_evidence(hypothesis=made, direction="for", text="So", source="Review", by=BY, now=NOON)
    use_cases.change_hypothesis(hypothesis=made, text=made.text, verdict="holds", by=BY, now=NOON)
    use_cases.remove_evidence(evidence=evidence, by=BY, now=NOON)
    assert Hypothesis.objects.get(pk=made.pk).verdict == "open"
    with pytest.raises(use_cases.Incomplete, match="looked up"):
        use_cases.add_evidence(hypothesis=made, direction="for", text="So", source=" ", by=BY, now=NOON)


def test_a_problem_is_tied_only_to_what_there_is(world):
    use_cases.link(problem=world.problem, reference="/commitment/2025/P1.1/", by=BY, now=NOON)
    with pytest.raises(use_cases.Incomplete, match="Nothing has the reference"):
        use_cases.link(problem=world.problem, reference="commitment/2025/P9.9", by=BY, now=NOON)
    (link,) = world.problem.links.all()
    use_cases.unlink(link=link, by=BY, now=NOON)
    assert not world.problem.links.exists()


def test_partners_are_organisations_with_roles(world):
    partner = use_cases.add_partner(
        problem=world.problem, organisation=a_partner(), role="place", brings="Keeps the alleys.", by=BY, now=NOON
    )
    again = use_cases.add_partner(
        problem=world.problem,
        organisation=partner.organisation,
        role="place",
        brings="And the lights.",
        by=BY,
        now=NOON,
    )
    assert again.pk == partner.pk
    use_cases.remove_partner(partner=again, by=BY, now=NOON)
    assert not world.problem.partners.exists()


def test_a_response_rests_on_what_is_known_or_says_that_it_is_untested(world):
    response = a_response(world)
    use_cases.add_known(code="locks", title="Locks", kind="study", source="A journal", by=BY, now=NOON)
    cited = use_cases.cite(response=response, kind="known", key="locks", note="Homes, not streets.", by=BY, now=NOON)
    assert (cited.title, response.untested) == ("Locks", False)
    with pytest.raises(NotFound):
        use_cases.cite(response=response, kind="project", key="no-such", by=BY, now=NOON)
    use_cases.withdraw_known(entry=queries.problems.KnownWork.objects.get(), why="Retracted.", by=BY, now=NOON)
    assert Citation.objects.get().title == "Locks", "a citation outlives its entry"


def test_a_response_never_ends_before_it_starts_and_costs_are_above_nought(world):
    with pytest.raises(use_cases.Incomplete, match="ends before it starts"):
        a_response(world, starts_on=AFTER.date(), ends_on=NOON.date())
    response = a_response(world)
    for amount in ("0", "-5", "NaN"):
        with pytest.raises(use_cases.Incomplete):
            use_cases.add_cost(response=response, kind="money", amount=Decimal(amount), by=BY, now=NOON)
    use_cases.add_cost(response=response, kind="money", amount=Decimal("10.50"), paid=True, by=BY, now=NOON)
    with pytest.raises(use_cases.Incomplete, match="evaluated or was paid for"):
        use_cases.remove_response(response=response, by=BY, now=NOON)


def test_the_audit_trail_holds_no_words_of_a_file(world):
    a_response(world, name="Words that stay in the file")
    use_cases.add_hypothesis(problem=world.problem, text="Words that stay in the file", by=BY, now=NOON)
    assert not [entry for entry in AuditEntry.objects.all() if "Words that stay" in f"{entry.detail}{entry.why}"]


def test_a_problem_is_changed_and_given_to_another_post(world):
    other = a_post("Head of Housing")
    changed = use_cases.change_problem(
        problem=world.problem, title="Back doors", statement=world.problem.statement, area_code="", crime_types=[],
        owner=other, by=BY, now=NOON,
    )  # fmt: skip
    assert (changed.owner, changed.area_name) == (other, "")
