"""A small county in plain values and in rows, for the tests of this room."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from frankpledge.office.people.duties import Operator
from frankpledge.office.people.models import Organisation, Person, Post
from frankpledge.office.plan import use_cases
from frankpledge.office.plan.models import Commitment, Measure, Plan, Priority
from frankpledge.office.plan.rules import CommitmentFact, LeadFact, MeasureFact, PlanFact, PriorityFact

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
BY = Operator()
SERVICES = {
    "office": "the office",
    "police": "the county’s police",
    "fire": "the fire and rescue service",
    "partner": "a partner organisation",
}


def lead(of: str) -> LeadFact:
    return LeadFact(of, f"Head of {of}", of)


def commitment_fact(code: str = "P1.1", addressee: str = "police", **more: Any) -> CommitmentFact:
    more.setdefault("how_we_will_know", "We count them.")
    return CommitmentFact(f"commitment/p/{code}", code, f"We will do {code}", addressee, **more)


def plan_fact(*priorities: PriorityFact, **more: Any) -> PlanFact:
    given = {"level_names": (("priority", "priorities"), ("commitment", "commitments"))} | more
    return PlanFact("plan/p", "p", "Plan", "", "2026-04-01", "2031-03-31", priorities=priorities, **given)


def priority_fact(
    code: str, *commitments: CommitmentFact, led_by: tuple[str, ...] = ("office", "police")
) -> PriorityFact:
    leads = tuple(lead(of) for of in led_by)
    return PriorityFact(f"priority/p/{code}", code, f"Priority {code}", leads, commitments)


def ready_plan() -> PlanFact:
    """A plan that may be published as it is."""
    return plan_fact(priority_fact("P1", commitment_fact()), announced_priorities=1)


def measured(commitment: CommitmentFact, **more: Any) -> CommitmentFact:
    given = {"target_reason": "Targets distort recording."} | more
    measure = MeasureFact("measure/burglary", "Recorded burglary", 1, **given)
    return replace(commitment, how_we_will_know="", measures=(measure,))


# ---- rows


def post(kind: str, title: str = "") -> Post:
    from frankpledge.office.people import use_cases as people

    name = f"{kind} organisation"
    home = Organisation.objects.filter(name=name).first()
    home = home or people.add_organisation(name=name, kind=kind, by=BY, now=NOON)
    return people.add_post(title=title or f"Head of {kind}", organisation=home, by=BY, now=NOON)


def a_person(role: str) -> Person:
    from frankpledge.office.people import use_cases as people

    return people.add_person(email=f"{role}@example.org", name=f"A {role}", roles=[role], by=BY, now=NOON)


def a_plan(code: str = "2026", **more: Any) -> Plan:
    given = {"title": "Police and Crime Plan", "starts": date(2026, 4, 1), "ends": date(2031, 3, 31)} | more
    return use_cases.create_plan(code=code, by=BY, now=NOON, **given)


def a_priority(plan: Plan, code: str = "P1", title: str = "Keep the county safe") -> Priority:
    return use_cases.add_priority(plan=plan, code=code, title=title, by=BY, now=NOON)


def a_commitment(priority: Priority, code: str = "P1.1", addressee: str = "police", **more: Any) -> Commitment:
    given = {"text": f"We will see to {code}", "how_we_will_know": "We count them each year."} | more
    return use_cases.add_commitment(priority=priority, code=code, addressee=addressee, by=BY, now=NOON, **given)


def a_measure(code: str = "burglary", **more: Any) -> Measure:
    given: dict[str, Any] = {
        "title": "Recorded burglary",
        "definition": "Burglaries recorded by the police.",
        "unit": "recorded burglaries",
        "source": "crime_counts",
        "crime_types": ["Burglary"],
        "area_code": "E23000022",
        "area_name": "The county",
        "good": "down",
        "target_kind": "none",
        "target_reason": "Targets distort recording.",
    }
    return use_cases.define_measure(code=code, by=BY, now=NOON, **(given | more))


def ready_rows(code: str = "2026") -> Plan:
    """A plan in rows that may be published as it is: one priority, one commitment of the police."""
    plan = a_plan(code)
    priority = a_priority(plan)
    a_commitment(priority)
    use_cases.set_lead(priority=priority, of="office", post=post("office"), by=BY, now=NOON)
    use_cases.set_lead(priority=priority, of="police", post=post("police"), by=BY, now=NOON)
    return plan
