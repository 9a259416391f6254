"""Three problems of the plan, worked from scan to assessment. What is done is made up; every count is real.

The answer is often "no evidence of change": nothing was done in these streets but what the county did anyway.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from frankpledge.office.demo.stage import Cast, at
from frankpledge.office.people import use_cases as people
from frankpledge.office.people.duties import Operator
from frankpledge.office.people.models import Organisation
from frankpledge.office.problem_solving import use_cases
from frankpledge.office.problem_solving.models import EvaluationDesign, Hypothesis, Problem, Response

from .problem_files import FILES, KNOWN

OPENED, DESIGNED, ASSESSED, CLOSED = at("2024-01-15"), at("2024-03-18"), at("2025-06-03"), at("2025-06-05")


def tell_problems(cast: Cast) -> None:
    """The catalogue of what is known, then each file with its steps; two are closed, one goes on."""
    for code, entry in KNOWN.items():
        use_cases.add_known(code=code, by=cast.analyst, now=OPENED, **entry)
    for code, told in FILES.items():
        problem = _open(code, told, cast)
        _analyse(problem, told, cast)
        responses = _respond(problem, told, cast)
        _assess(problem, told, responses, cast)
        _publish(problem, cast)


def _open(code: str, told: dict[str, Any], cast: Cast) -> Problem:
    by = {"by": cast.analyst, "now": OPENED}
    problem = use_cases.open_problem(
        code=code, title=told["title"], statement=told["statement"], area_code=told["area"],
        crime_types=told["counted"], owner=cast.posts[told["owner"]], made_up=True, **by,
    )  # fmt: skip
    for commitment, why in told["serves"].items():
        use_cases.link(problem=problem, reference=f"commitment/northamptonshire-2021/{commitment}", note=why, **by)
    for element, note in told["cheers"].items():
        use_cases.set_cheer(problem=problem, element=element, holds="yes", note=note, **by)
    for name, role, brings in told["partners"]:
        use_cases.add_partner(problem=problem, organisation=_organisation(name), role=role, brings=brings, **by)
    return use_cases.take_step(problem=problem, **by)


def _organisation(name: str) -> Organisation:
    found = Organisation.objects.filter(name=name).first() or Organisation.objects.filter(kind=name).first()
    return found or people.add_organisation(name=name, kind="partner", by=Operator(), now=OPENED)


def _analyse(problem: Problem, told: dict[str, Any], cast: Cast) -> None:
    by = {"by": cast.analyst, "now": OPENED}
    for side, (known, controller, missing) in told["sides"].items():
        use_cases.set_side(problem=problem, side=side, known=known, controller=controller, missing=missing, **by)
    for text, verdict, evidence in told["hypotheses"]:
        made: Hypothesis = use_cases.add_hypothesis(problem=problem, text=text, **by)
        for direction, words, source in evidence:
            use_cases.add_evidence(hypothesis=made, direction=direction, text=words, source=source, **by)
        use_cases.change_hypothesis(hypothesis=made, text=text, verdict=verdict, **by)


def _respond(problem: Problem, told: dict[str, Any], cast: Cast) -> list[Response]:
    by = {"by": cast.police_lead, "now": DESIGNED}
    made = []
    for given in told["responses"]:
        fields = {name: value for name, value in given.items() if name not in ("rests_on", "costs")}
        fields |= {name: date.fromisoformat(fields[name]) for name in ("starts_on", "ends_on") if fields.get(name)}
        response = use_cases.add_response(problem=problem, made_up=True, **fields, **by)
        for kind, key, note in given["rests_on"]:
            use_cases.cite(response=response, kind=kind, key=key, note=note, **by)
        for kind, pounds, paid, note in given["costs"]:
            use_cases.add_cost(
                response=response, kind=kind, amount=Decimal(pounds), paid=paid, note=note, made_up=True, **by
            )
        made.append(response)
    return made


def _assess(problem: Problem, told: dict[str, Any], responses: list[Response], cast: Cast) -> None:
    designs = []
    for given in told["designs"]:
        plan = use_cases.Plan(**{name: value for name, value in given.items() if name not in ("of", "compute")})
        chosen = [responses[place - 1] for place in given["of"]]
        design: EvaluationDesign = use_cases.design_evaluation(
            problem=problem, plan=plan, responses=chosen, made_up=True, by=cast.analyst, now=DESIGNED
        )
        if given["compute"]:
            designs.append(use_cases.check_power(design=design, by=cast.analyst, now=DESIGNED))
    use_cases.take_step(problem=problem, by=cast.analyst, now=DESIGNED)
    for design in designs:
        use_cases.assess(design=design, by=cast.analyst, now=ASSESSED)
    use_cases.take_step(problem=problem, by=cast.analyst, now=ASSESSED)
    if told.get("lessons"):
        use_cases.take_step(
            problem=problem, lessons=told["lessons"], led_to_change=told["led_to_change"], by=cast.policy, now=CLOSED
        )


def _publish(problem: Problem, cast: Cast) -> None:
    """The policy officer has read every word; the names that are found are names of streets and towns."""
    from frankpledge.office.problem_solving.queries.public import texts_to_clear

    found = Problem.objects.get(pk=problem.pk)
    use_cases.publish_problem(
        problem=found, texts=texts_to_clear(found), read_by_a_person=True, names_are_none=True, by=cast.policy,
        now=CLOSED,
    )  # fmt: skip
