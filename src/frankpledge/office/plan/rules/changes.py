"""What changed from one version of a plan to the next, thing by thing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from .facts import BasisFact, CommitmentFact, LeadFact, MeasureFact, PlanFact, PriorityFact


@dataclass(frozen=True, slots=True)
class Change:
    """One difference. `kind` is added, removed, changed or moved; `field` names what, for a change."""

    kind: str
    level: str
    reference: str
    code: str
    text: str
    field: str = ""
    before: str = ""
    after: str = ""


def changes(before: PlanFact, after: PlanFact) -> list[Change]:
    """All differences in reading order: the plan, then each priority with its commitments, then what is gone."""
    return [*_plan(before, after), *_priorities(before, after), *_commitments(before, after)]


def _plan(before: PlanFact, after: PlanFact) -> Iterator[Change]:
    fields: dict[str, Callable[[PlanFact], str]] = {
        "title": lambda plan: plan.title,
        "summary": lambda plan: plan.summary,
        "starts": lambda plan: plan.starts,
        "ends": lambda plan: plan.ends,
        "announced": lambda plan: str(plan.announced_priorities or ""),
    }
    for name, value in fields.items():
        if value(before) != value(after):
            yield Change("changed", "plan", after.reference, after.code, after.title, name, value(before), value(after))


def _priorities(before: PlanFact, after: PlanFact) -> Iterator[Change]:
    old = {each.reference: each for each in before.priorities}
    for priority in after.priorities:
        was = old.pop(priority.reference, None)
        if was is None:
            yield Change("added", "priority", priority.reference, priority.code, priority.title)
        else:
            yield from _priority(was, priority)
    for gone in old.values():
        yield Change("removed", "priority", gone.reference, gone.code, gone.title)
    kept = set(_order(before)) & set(_order(after))
    if [each for each in _order(before) if each in kept] != [each for each in _order(after) if each in kept]:
        yield Change("moved", "plan", after.reference, after.code, after.title, "order")


def _order(plan: PlanFact) -> list[str]:
    return [each.reference for each in plan.priorities]


def _priority(was: PriorityFact, now: PriorityFact) -> Iterator[Change]:
    fields: dict[str, Callable[[PriorityFact], str]] = {
        "title": lambda priority: priority.title,
        "leads": lambda priority: _leads(priority.leads),
    }
    for name, value in fields.items():
        if value(was) != value(now):
            yield Change("changed", "priority", now.reference, now.code, now.title, name, value(was), value(now))
    before, after = [each.code for each in was.commitments], [each.code for each in now.commitments]
    if before != after and sorted(before) == sorted(after):
        text = (", ".join(before), ", ".join(after))
        yield Change("moved", "priority", now.reference, now.code, now.title, "order", *text)


def _commitments(before: PlanFact, after: PlanFact) -> Iterator[Change]:
    old = {each.reference: (place, each) for place, each in _placed(before)}
    for place, commitment in _placed(after):
        known = old.pop(commitment.reference, None)
        if known is None:
            yield Change("added", "commitment", commitment.reference, commitment.code, commitment.text)
            continue
        was_place, was = known
        yield from _commitment(was, commitment)
        if was_place != place:
            yield _moved(commitment, was_place, place)
    for _place, gone in old.values():
        yield Change("removed", "commitment", gone.reference, gone.code, gone.text)


def _moved(commitment: CommitmentFact, before: str, after: str) -> Change:
    return Change(
        "moved", "commitment", commitment.reference, commitment.code, commitment.text, "priority", before, after
    )


def _placed(plan: PlanFact) -> Iterator[tuple[str, CommitmentFact]]:
    for priority in plan.priorities:
        for commitment in priority.commitments:
            yield priority.code, commitment


def _commitment(was: CommitmentFact, now: CommitmentFact) -> Iterator[Change]:
    fields: dict[str, Callable[[CommitmentFact], str]] = {
        "text": lambda each: each.text,
        "addressee": lambda each: each.addressee,
        "how_we_will_know": lambda each: each.how_we_will_know,
        "not_measured_because": lambda each: each.not_measured_because,
        "known_outcome": lambda each: each.known_outcome,
        "leads": lambda each: _leads(each.leads),
        "bases": lambda each: _bases(each.bases),
        "measures": lambda each: _measures(each.measures),
    }
    for name, value in fields.items():
        if value(was) != value(now):
            yield Change("changed", "commitment", now.reference, now.code, now.text, name, value(was), value(now))


def _leads(leads: tuple[LeadFact, ...]) -> str:
    return "; ".join(f"{lead.post}, {lead.organisation}" for lead in leads)


def _bases(bases: tuple[BasisFact, ...]) -> str:
    return "; ".join(" – ".join(part for part in (basis.text, basis.note) if part) for basis in bases)


def _measures(measures: tuple[MeasureFact, ...]) -> str:
    return "; ".join(
        f"{measure.title} (version {measure.version})" + (f": {measure.how}" if measure.how else "")
        for measure in measures
    )
