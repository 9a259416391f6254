"""The plan of 2013 as history, and the plan of 2021 as it stands."""

from __future__ import annotations

from typing import Any

from frankpledge.office.consultation.models import Consultation, Theme
from frankpledge.office.demo.stage import CONSULTATION, DATA, Cast, at
from frankpledge.office.people.duties import Operator
from frankpledge.office.plan import use_cases as plans
from frankpledge.office.plan.importers import import_plan
from frankpledge.office.plan.models import Commitment, Measure, Plan, Priority

from .commitments import BASES, HOW_WE_WILL_KNOW, LEADS, NOT_MEASURED
from .measures import ANSWERS, MEASURES

WRITTEN = at("2021-11-22")


def enter_history(cast: Cast) -> None:
    """The plan before: its commitments, and what public sources said later."""
    _import("northamptonshire-2013.yaml", cast, at("2013-02-05"))
    history = Plan.objects.get()
    if not history.historic:
        plans.change_plan(plan=history, historic=True, by=cast.policy, now=at("2013-02-05"))
    plans.publish_plan(plan=Plan.objects.get(), by=cast.policy, now=at("2013-02-05", 12))


def draft_plan(cast: Cast) -> None:
    """Five priorities, twenty-two commitments: the draft that people are asked about."""
    _import("northamptonshire-2021.yaml", cast, at("2021-09-20"))
    plans.freeze_draft(plan=current(), by=cast.policy, now=at("2021-10-01"))


def write_plan(cast: Cast) -> None:
    """After the consultation: leads, measures and bases; published when nothing is missing."""
    plan = Plan.objects.exclude(historic=True).get()
    consultation = Consultation.objects.get(code=CONSULTATION)
    before = Plan.objects.filter(historic=True).first()
    plans.change_plan(
        plan=plan, announced_priorities=5, consultation=consultation, follows=before, by=cast.policy, now=WRITTEN
    )
    _name_leads(plan, cast)
    _define_measures(cast)
    for commitment in Commitment.objects.filter(priority__plan=plan).select_related("priority__plan"):
        _say_how_we_will_know(commitment, cast)
        _say_why(commitment, cast)
    plans.publish_plan(plan=plan, by=cast.policy, now=at("2021-12-01"))


def _import(name: str, cast: Cast, when: Any) -> None:
    result = import_plan(DATA / "plans" / name, by=Operator(), now=when)
    if result.problems:
        raise RuntimeError(f"{name}: {result.problems[0]}")


def _name_leads(plan: Plan, cast: Cast) -> None:
    for priority in Priority.objects.filter(plan=plan):
        for of, post in LEADS[priority.code].items():
            plans.set_lead(priority=priority, post=cast.posts[post], of=of, by=cast.policy, now=WRITTEN)


def _define_measures(cast: Cast) -> None:
    for code, definition in MEASURES.items():
        plans.define_measure(code=code, by=cast.analyst, now=WRITTEN, **definition)


def _say_how_we_will_know(commitment: Commitment, cast: Cast) -> None:
    words = {
        "how_we_will_know": HOW_WE_WILL_KNOW.get(commitment.code, ""),
        "not_measured_because": NOT_MEASURED.get(commitment.code, ""),
    }
    if any(words.values()):
        plans.change_commitment(commitment=commitment, by=cast.policy, now=WRITTEN, **words)
    for measure, how in ANSWERS.get(commitment.code, []):
        plans.link_measure(
            commitment=commitment, measure=Measure.objects.get(code=measure), how=how, by=cast.policy, now=WRITTEN
        )


def _say_why(commitment: Commitment, cast: Cast) -> None:
    for kind, what, note in BASES.get(commitment.code, []):
        theme = Theme.objects.filter(code=what, state="accepted").first() if kind == "theme" else None
        if kind == "theme" and theme is None:
            continue
        plans.set_basis(
            commitment=commitment, kind=kind, theme=theme, cited="" if theme else what, note=note,
            by=cast.policy, now=WRITTEN, made_up=True,
        )  # fmt: skip


def current() -> Plan:
    return Plan.objects.exclude(historic=True).get()
