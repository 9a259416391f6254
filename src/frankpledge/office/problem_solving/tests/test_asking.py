"""Results are computed by a worker: asked once, seen while they are under way, and failed with the reason."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction

from frankpledge.office.people.testing import signed_in
from frankpledge.office.problem_solving import queries, tasks, use_cases
from frankpledge.office.problem_solving.models import Assessment, Computation, ComputationState, Purpose
from frankpledge.office.problem_solving.queries import computing
from frankpledge.office.record.models import AuditEntry
from frankpledge.office.ui.testing import no_queries_while_rendering

from .conftest import AFTER, BY, a_design, a_plan, a_response, bring_in

pytestmark = pytest.mark.django_db
DESIGN = "/staff/problems/file/back-doors/designs/1/"


def asked(design, purpose=Purpose.RESULT, **more) -> Computation:
    return use_cases.ask_to_compute(
        design=design, purpose=purpose, queued=False, **{"by": BY, "now": AFTER, **more}
    )  # fmt: skip


def carried_out(computation: Computation) -> Computation:
    return use_cases.carry_out(computation=computation, by=BY, clock=lambda: AFTER)


def test_a_worker_computes_what_was_asked_and_the_result_is_the_one_computed_at_once(world, counts):
    response = a_response(world)
    done = carried_out(asked(a_design(world, response)))
    assert (done.state, done.progress) == (ComputationState.DONE, 100)
    at_once = use_cases.assess(design=a_design(world, response), by=BY, now=AFTER)
    made = Assessment.objects.get(design__number=1)
    assert (made.sentence, made.result, made.inputs["counts"]) == (
        at_once.sentence, at_once.result, at_once.inputs["counts"],
    )  # fmt: skip
    assert queries.check(None) == (2, [])


def test_what_it_could_show_is_computed_by_a_worker_too(world, counts):
    design = a_design(world)
    carried_out(asked(design, Purpose.POWER))
    design.refresh_from_db()
    assert design.power["before"] == {"treated": 240, "control": 240}
    assert not Assessment.objects.exists()


def test_nothing_is_computed_within_the_request(world, counts, monkeypatch):
    def never(*_args, **_more):
        raise AssertionError("computed within the request")

    queued = []
    monkeypatch.setattr("frankpledge.office.notices.tasks.enqueue", lambda _job, *given: queued.append(given))
    monkeypatch.setattr(computing, "compute", never)
    monkeypatch.setattr(computing, "power_of", never)
    a_design(world)
    analyst = signed_in(world.people["analyst"])
    for act in ("assess/", "power/"):
        answer = analyst.post(f"{DESIGN}{act}")
        assert (answer.status_code, answer.headers["Location"]) == (302, DESIGN)  # with "#" it would not look again
    assert queued == [(one.pk, world.people["analyst"].reference) for one in Computation.objects.order_by("pk")]


def test_the_page_shows_how_far_it_is_looks_again_by_itself_and_offers_no_second_start(world, counts):
    made = asked(a_design(world))
    analyst = signed_in(world.people["analyst"])
    Computation.objects.update(state=ComputationState.RUNNING, progress=50, step="Computing the result")
    with no_queries_while_rendering():
        answer = analyst.get(DESIGN)
    page = answer.content.decode()
    assert answer.headers["Refresh"] == "3"
    assert "What it came to: being computed" in page
    assert "(50%): Computing the result" in page
    assert f'href="{DESIGN}assess/"' not in page
    assert "Being computed." in analyst.get("/staff/problems/file/back-doors/").content.decode()
    Computation.objects.update(state=ComputationState.WAITING)
    made.refresh_from_db()
    carried_out(made)
    answer = analyst.get(DESIGN)
    assert "Refresh" not in answer.headers
    assert "Compute it again" in answer.content.decode()


def test_what_cannot_be_computed_says_why_on_the_page(world, tmp_path):
    bring_in(tmp_path)
    failed = carried_out(asked(a_design(world, after=("2024-07", "2025-06"))))
    assert failed.state == ComputationState.FAILED
    page = signed_in(world.people["analyst"]).get(DESIGN).content.decode()
    assert "Not computed." in page
    assert "2025-05 to 2025-06 has no figure" in page
    assert "never taken for nought" in page
    assert "Compute it" in page
    assert AuditEntry.objects.filter(verb="computation failed").exists()


def test_asking_twice_asks_once_until_the_worker_must_be_lost(world, counts):
    design = a_design(world)
    first = asked(design)
    assert asked(design, now=AFTER + timedelta(minutes=5)) == first
    later = asked(design, now=AFTER + timedelta(hours=1))
    first.refresh_from_db()
    assert later != first
    assert "No worker brought it to an end" in first.failed_because
    assert carried_out(first).state == ComputationState.FAILED
    assert not Assessment.objects.exists()


def test_a_design_that_was_changed_or_taken_out_meanwhile_gets_no_result(world, counts):
    response = a_response(world)
    design = a_design(world, response)
    made = asked(design)
    use_cases.change_design(design=design, plan=a_plan(crime_types=[]), responses=[response], by=BY, now=AFTER)
    carried_out(made)  # its worker had begun before the change
    assert not Assessment.objects.exists()
    assert "changed before it was computed" in design.computations.get().failed_because
    again = asked(design)
    use_cases.remove_design(design=design, by=BY, now=AFTER)
    assert tasks.compute.call(again.pk, BY.reference) == {"computation": again.pk, "state": "taken out"}


def test_a_second_result_needs_its_reason_when_it_is_asked_for(world, counts):
    design = a_design(world)
    carried_out(asked(design))
    with pytest.raises(use_cases.Incomplete, match="what changed"), transaction.atomic():
        asked(design)
    carried_out(asked(design, why="A release was corrected."))
    assert design.assessments.count() == 2


def test_an_error_of_the_program_is_seen_on_the_page_and_in_the_log(world, counts, monkeypatch):
    made = asked(a_design(world))
    monkeypatch.setattr(computing, "compute", lambda *_args, **_more: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        carried_out(made)
    made.refresh_from_db()
    assert "the administrator finds it in the log" in made.failed_because
