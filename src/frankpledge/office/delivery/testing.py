"""For tests of this room and of those above it: a plan with leads and real-looking figures, made by use cases."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from frankpledge.office.people import testing as people
from frankpledge.office.people.duties import Operator
from frankpledge.office.people.models import Office, Person, Post, Role
from frankpledge.office.performance import importers
from frankpledge.office.plan import use_cases as plans
from frankpledge.office.plan.models import Commitment, Measure, Plan

from . import use_cases
from .models import DeliveryUpdate, UpdateRequest

NOON = datetime(2025, 6, 2, 12, 0, tzinfo=UTC)
BY = Operator()
PERIOD = "2025-04"
DUE = date(2025, 6, 20)
# Steady, then lower than usual for the last seven months: a signal that the rules see.
FALLING = [101, 96, 104, 99, 107, 93, 100, 103, 98, 105, 97, 102, 95, 99, 106, 94, 88, 84, 86, 82, 85, 83, 87, 80]
STEADY = [60, 63, 58, 61, 65, 57, 62, 59, 64, 60, 58, 63, 61, 57, 62, 60, 59, 64, 61, 58, 63, 60, 62, 61]


@dataclass
class County:
    """Who is there: one plan, two priorities, three commitments, and people by role."""

    office: Office
    plan: Plan
    commitments: dict[str, Commitment]
    posts: dict[str, Post]
    people: dict[str, Person]
    measures: dict[str, Measure] = field(default_factory=dict)


def a_county(*, figures: bool = True, **words: str) -> County:
    """An office with its people, a published plan, and two measures with 24 months of figures to April 2025.

    Without figures there are no measures either, and all is made sooner.
    """
    office = people.an_office(**words)
    cast: dict[str, Person] = {str(role.value): people.a_person(role) for role in Role}
    cast["other_lead"] = people.a_person(Role.LEAD, name="Another lead", email="other@example.org")
    posts = {
        "office": people.a_post("Head of Policy", kind="office", holder=cast["policy_officer"]),
        "police": people.a_post("Superintendent of Neighbourhoods", kind="police", holder=cast["lead"]),
        "fire": people.a_post("Head of Prevention", kind="fire", holder=cast["other_lead"]),
    }
    plan = _a_plan()
    commitments = _commitments(plan, posts)
    measures = {} if not figures else {
        "burglary": _measure("burglary", "Home burglary", commitments["P1.1"], FALLING, good="down"),
        "fires": _measure("fires", "Fires in homes", commitments["P2.1"], STEADY, good="down"),
    }  # fmt: skip
    plans.publish_plan(plan=plan, by=BY, now=NOON)
    return County(office, plan, commitments, posts, cast, measures)


def _a_plan() -> Plan:
    return plans.create_plan(
        code="2025", title="A Safer Marshland", starts=date(2025, 4, 1), ends=date(2030, 3, 31), by=BY, now=NOON
    )


def _commitments(plan: Plan, posts: dict[str, Post]) -> dict[str, Commitment]:
    safe = plans.add_priority(plan=plan, code="P1", title="Safe streets", by=BY, now=NOON)
    home = plans.add_priority(plan=plan, code="P2", title="Safe homes", by=BY, now=NOON)
    for priority, services in ((safe, ("office", "police")), (home, ("office", "fire"))):
        for of in services:
            plans.set_lead(priority=priority, of=of, post=posts[of], by=BY, now=NOON)
    given = [
        (safe, "P1.1", "police", {"text": "Fewer homes are broken into", "how_we_will_know": "By police records."}),
        (safe, "P1.2", "office", {"text": "Residents hear back", "how_we_will_know": "We ask them each year."}),
        (home, "P2.1", "fire", {"text": "Fewer homes catch fire", "how_we_will_know": "By fire records."}),
    ]
    return {
        code: plans.add_commitment(priority=priority, code=code, addressee=addressee, by=BY, now=NOON, **more)
        for priority, code, addressee, more in given
    }


def _measure(code: str, title: str, commitment: Commitment, values: list[int], **more: Any) -> Measure:
    measure = plans.define_measure(
        code=code, title=title, definition=f"{title}, as recorded each month.", unit=title.lower(), source="typed",
        area_code="E23000023", area_name="Marshland", target_kind="none", target_reason="Targets distort recording.",
        by=BY, now=NOON, **more,
    )  # fmt: skip
    plans.link_measure(commitment=commitment, measure=measure, by=BY, now=NOON)
    months = [f"{2023 + (4 + i) // 12}-{(4 + i) % 12 + 1:02d}" for i in range(len(values))]
    rows = "\n".join(f"{code},{month},{value},Invented return" for month, value in zip(months, values, strict=True))
    importers.import_files([(f"{code}.csv", f"measure,period,value,source\n{rows}\n".encode())], by=BY, now=NOON)
    return measure


def asked(county: County, code: str = "P1.1", *, period: str = PERIOD, due: date = DUE) -> UpdateRequest:
    """The request for an update on one commitment."""
    use_cases.ask_for_updates(plan=county.plan, period=period, due=due, by=BY, now=NOON)
    return UpdateRequest.objects.select_related("commitment__priority__plan", "post").get(
        commitment=county.commitments[code], period=period
    )


def sent(county: County, code: str = "P1.1", **more: Any) -> DeliveryUpdate:
    """An update that was sent by whoever holds the post."""
    holder = {"P1.1": "lead", "P1.2": "policy_officer", "P2.1": "other_lead"}[code]
    given: dict[str, Any] = {
        "text": "Four streets now have better locks.",
        "confidence": "on_course",
        "now": NOON,
    } | more
    if holder == "policy_officer":
        from frankpledge.office.people import use_cases as people_use_cases

        people_use_cases.give_role(person=county.people[holder], role="lead", by=BY, now=NOON)
    return use_cases.submit_update(request=asked(county, code), by=county.people[holder], **given)
