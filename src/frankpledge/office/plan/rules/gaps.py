"""What a plan still lacks before it may be published.

A gap is a kind and what it is about; `plan.words` says it in the reader's language. The rules:

* a plan defines something, and as many priorities as it announced;
* a priority has a lead of the office, and one of each service that its commitments address (a commitment's own
  lead of that service will do, if every commitment that addresses the service has one);
* a commitment has a measure, or says how we will know, or why it is not measured;
* codes and promises are not given twice;
* a measure without a target says why.

A historic plan is entered as it was: nothing is asked of it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from .codes import level_pair
from .facts import CommitmentFact, LeadFact, PlanFact, PriorityFact

LEADS_FOR: Mapping[str, tuple[str, ...]] = {
    "police": ("police",),
    "fire": ("fire",),
    "joint": ("police", "fire"),
    "partner": ("partner",),
    "office": (),
}


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing that is missing. `kind` names the sentence in `plan.words`, `facts` fill it in."""

    kind: str
    reference: str
    facts: Mapping[str, str | int] = field(default_factory=dict)


def services_addressed(priority: PriorityFact) -> tuple[str, ...]:
    """The services whose lead a priority needs beside the office's, in the order of the table above."""
    wanted = {service for each in priority.commitments for service in LEADS_FOR[each.addressee]}
    return tuple(service for service in ("police", "fire", "partner") if service in wanted)


def gaps_before_publication(plan: PlanFact) -> list[Gap]:
    """Everything that stands between this plan and its publication; empty when it may be published."""
    if plan.historic:
        return []
    return [
        *_of_plan(plan),
        *(gap for priority in plan.priorities for gap in _of_priority(plan, priority)),
        *_given_twice(plan),
        *_targets(plan),
    ]


def _of_plan(plan: PlanFact) -> Iterator[Gap]:
    defined, announced = len(plan.priorities), plan.announced_priorities
    names = level_pair(plan.level_names, 0)
    if not defined:
        yield Gap("nothing defined", plan.reference, {"levels": names[1]})
    if announced is not None and announced != defined:
        yield Gap("announced", plan.reference, {"levels": names[1], "announced": announced, "defined": defined})


def _of_priority(plan: PlanFact, priority: PriorityFact) -> Iterator[Gap]:
    level = level_pair(plan.level_names, 0)[0]
    below = level_pair(plan.level_names, 1)
    if not priority.commitments:
        yield Gap("no commitments", priority.reference, {"level": level, "code": priority.code, "levels": below[1]})
    for service in ("office", *services_addressed(priority)):
        if not _is_led(priority, service):
            yield Gap("no lead", priority.reference, {"level": level, "code": priority.code, "service": service})
    for commitment in priority.commitments:
        if not (commitment.measures or commitment.how_we_will_know.strip() or commitment.not_measured_because.strip()):
            yield Gap("not known", commitment.reference, {"level": below[0], "code": commitment.code})


def _is_led(priority: PriorityFact, service: str) -> bool:
    if _has(priority.leads, service):
        return True
    addressing = [each for each in priority.commitments if service in LEADS_FOR[each.addressee]]
    return bool(addressing) and all(_has(each.leads, service) for each in addressing)


def _has(leads: Iterable[LeadFact], service: str) -> bool:
    return any(lead.of == service for lead in leads)


def _given_twice(plan: PlanFact) -> Iterator[Gap]:
    above, below = level_pair(plan.level_names, 0)[0], level_pair(plan.level_names, 1)[0]
    commitments = list(plan.commitments())
    for level, codes in (
        (above, [each.code for each in plan.priorities]),
        (below, [each.code for each in commitments]),
    ):
        for folded in _repeated(_folded(codes)):
            code = next(code for code in codes if _fold(code) == folded)
            yield Gap("code twice", plan.reference, {"level": level, "code": code})
    for words in _repeated(_folded(each.title for each in plan.priorities)):
        pair = [each.code for each in plan.priorities if _fold(each.title) == words]
        yield Gap("title twice", plan.reference, {"level": above, "codes": ", ".join(pair)})
    for words in _repeated(_folded(each.text for each in commitments)):
        yield Gap(
            "promise twice", plan.reference, {"level": below, "codes": ", ".join(_same_promise(commitments, words))}
        )


def _same_promise(commitments: Iterable[CommitmentFact], words: str) -> list[str]:
    return [each.code for each in commitments if _fold(each.text) == words]


def _folded(texts: Iterable[str]) -> list[str]:
    return [_fold(text) for text in texts]


def _fold(text: str) -> str:
    return " ".join(text.casefold().split()).rstrip(".")


def _repeated(texts: Iterable[str]) -> list[str]:
    return [text for text, times in Counter(texts).items() if times > 1]


def _targets(plan: PlanFact) -> Iterator[Gap]:
    measures = {measure.reference: measure for each in plan.commitments() for measure in each.measures}
    for measure in measures.values():
        if measure.target_kind == "none" and not measure.target_reason.strip():
            yield Gap("no target reason", measure.reference, {"title": measure.title})
