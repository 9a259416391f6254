"""A small office with a problem, and 24 months of counts of twelve small areas."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from frankpledge.office.people import testing as people
from frankpledge.office.people.duties import Operator
from frankpledge.office.people.models import Organisation, Person, Post, Role
from frankpledge.office.plan import use_cases as plans
from frankpledge.office.problem_solving import use_cases
from frankpledge.office.problem_solving.models import EvaluationDesign, Problem, Response
from frankpledge.office.recorded_crime.importers import import_crime_counts
from frankpledge.office.recorded_crime.rules import months_between

NOON = datetime(2024, 3, 1, 12, 0, tzinfo=UTC)
AFTER = datetime(2025, 6, 2, 12, 0, tzinfo=UTC)
BY = Operator()
MONTHS = months_between("2023-05", "2025-04")
# Small areas of one force area, none inside another.
TREATED = ["E01032979", "E01035417"]
CONTROL = ["E01035414", "E01035413"]
NEAR = ["E01027226"]
CONTROL_NEAR = ["E01026949"]
OTHERS = ["E01027153", "E01027224", "E01027218", "E01027217", "E01027191", "E01027132"]
# Burglaries a month, before and after: they add up to the counts of the paper's example of 2018, in part.
LEVELS = {
    **dict.fromkeys(TREATED, (10, 5)), **dict.fromkeys(CONTROL, (10, 10)), **dict.fromkeys(NEAR, (4, 4)),
    **dict.fromkeys(CONTROL_NEAR, (4, 4)), **dict.fromkeys(OTHERS, (2, 2)),
}  # fmt: skip


@dataclass
class World:
    """Who is there, and the one problem."""

    people: dict[str, Person]
    post: Post
    problem: Problem

    def fresh(self) -> Problem:
        return Problem.objects.get(pk=self.problem.pk)


@pytest.fixture(autouse=True)
def home(tmp_path: Path, settings) -> Path:
    folder = tmp_path / "home"
    folder.mkdir()
    settings.FRANKPLEDGE_HOME = folder
    return folder


@pytest.fixture
def world(db) -> World:
    people.an_office(area_code="E23000022")
    cast = {str(role.value): people.a_person(role) for role in Role}
    post = people.a_post("Superintendent of Neighbourhoods", kind="police", holder=cast["lead"])
    plan = plans.create_plan(
        code="2025", title="A Safer Marshland", starts=date(2023, 4, 1), ends=date(2028, 3, 31), by=BY, now=NOON
    )
    safe = plans.add_priority(plan=plan, code="P1", title="Safe homes", by=BY, now=NOON)
    for of, lead in (("office", people.a_post("Head of Policy")), ("police", post)):
        plans.set_lead(priority=safe, of=of, post=lead, by=BY, now=NOON)
    plans.add_commitment(
        priority=safe, code="P1.1", text="Fewer homes are broken into", addressee="police",
        how_we_will_know="By police records.", by=BY, now=NOON,
    )  # fmt: skip
    plans.publish_plan(plan=plan, by=BY, now=NOON)
    problem = use_cases.open_problem(
        code="back-doors", title="Burglaries by the back door",
        statement="Homes in a few streets are broken into from behind, week after week, since 2022.",
        area_code="E06000062", crime_types=["Burglary"], owner=post, by=cast["analyst"], now=NOON,
    )  # fmt: skip
    return World(cast, post, problem)


@pytest.fixture
def counts(db, tmp_path) -> Path:
    """The counts, imported."""
    return bring_in(tmp_path)


def bring_in(folder: Path, *, without: tuple[str, str] | None = None, name: str = "counts.csv") -> Path:
    """Write and import the counts; `without` leaves out all rows of a month, of every area."""
    rows = ["month,lsoa21_code,crime_type,count"]
    for code, (before, after) in LEVELS.items():
        for month in MONTHS:
            if without and month in without:
                continue
            rows.append(f"{month},{code},Burglary,{before if month <= '2024-04' else after}")
            rows.append(f"{month},{code},Anti-social behaviour,1")
    path = folder / name
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    import_crime_counts([path], by=BY, now=AFTER)
    return path


def a_plan(**changes: Any) -> use_cases.Plan:
    given = use_cases.Plan(
        question="Are there fewer burglaries where locks were fitted?",
        method="wdd",
        source="crime_counts",
        crime_types=["Burglary"],
        before=("2023-05", "2024-04"),
        after=("2024-05", "2025-04"),
        sites={"treated": TREATED, "control": CONTROL},
        comparable=True,
        comparable_because="Terraces of the same age in the next town.",
        selection_rule="The two areas with most burglaries.",
    )
    return replace(given, **changes)


def tested(world: World) -> None:
    """The test of scanning is passed."""
    for element in ("community", "harmful", "expectation", "events", "recurring", "similar"):
        use_cases.set_cheer(
            problem=world.problem, element=element, holds="yes", note="Counts of 2023.", by=BY, now=NOON
        )


def analysed(world: World) -> Response:
    """The triangle, a hypothesis with evidence, and one response that says how it should work."""
    for side in ("offender", "victim", "place"):
        use_cases.set_side(
            problem=world.problem, side=side, known="Known.", controller="x", missing="y", by=BY, now=NOON
        )
    made = use_cases.add_hypothesis(problem=world.problem, text="It happens because doors are weak.", by=BY, now=NOON)
    use_cases.add_evidence(
        hypothesis=made, direction="for", text="Most entries are from behind.", source="Review of 2023", by=BY, now=NOON
    )
    use_cases.change_hypothesis(hypothesis=made, text=made.text, verdict="holds", by=BY, now=NOON)
    return a_response(world)


def a_response(world: World, **more: Any) -> Response:
    given = {"name": "Better locks", "what": "Locks are fitted.", "mechanism": "It takes longer.", "untested": True}
    return use_cases.add_response(problem=world.problem, by=BY, now=NOON, **{**given, **more})


def a_design(world: World, response: Response | None = None, **changes: Any) -> EvaluationDesign:
    return use_cases.design_evaluation(
        problem=world.problem, plan=a_plan(**changes), responses=[response or a_response(world)], by=BY, now=NOON
    )


def a_partner(name: str = "A council") -> Organisation:
    from frankpledge.office.people import use_cases as persons

    return persons.add_organisation(name=name, kind="partner", by=BY, now=NOON)
