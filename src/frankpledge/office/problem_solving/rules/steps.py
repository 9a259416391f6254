"""What a problem file must hold before it may take the next step of scanning, analysis, response and assessment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

CHEERS = ("community", "harmful", "expectation", "events", "recurring", "similar")
SIDES = ("offender", "victim", "place")
FEWEST_WORDS = 8
"""A problem statement of fewer words names a kind of crime, not a problem."""

NEXT: Mapping[str, str] = {
    "scanned": "analysed",
    "analysed": "responding",
    "responding": "assessed",
    "assessed": "closed",
}
ENDED = frozenset({"closed", "stopped"})


@dataclass(frozen=True)
class HypothesisFact:
    verdict: str
    evidence: int


@dataclass(frozen=True)
class ResponseFact:
    """`founded`: it cites what is known, or says that nobody has tested it."""

    founded: bool
    mechanism: bool
    planned_for: bool
    """Some design will tell whether it worked."""


@dataclass(frozen=True)
class Case:
    """A problem file as far as its steps ask about it. `cheers`: part of the test → "yes", "no", "unclear"."""

    statement: str
    owned: bool
    cheers: Mapping[str, str] = field(default_factory=dict)
    sides: frozenset[str] = frozenset()
    hypotheses: tuple[HypothesisFact, ...] = ()
    responses: tuple[ResponseFact, ...] = ()
    assessments: int = 0
    lessons: str = ""


def gaps_before(step: str, case: Case) -> list[str]:
    """What is still missing before a file may reach `step`; empty when nothing is. `words.GAPS` says each in words.

    Each step asks for all that the steps before it asked for: a file that was changed since does not slip through.
    """
    found: list[str] = []
    for name, gaps in _STEPS:
        found += gaps(case)
        if name == step:
            return found
    raise ValueError(f"no such step: {step!r}; there are {', '.join(name for name, _gaps in _STEPS)}")


def _scanning(case: Case) -> list[str]:
    gaps = []
    if len(case.statement.split()) < FEWEST_WORDS:
        gaps.append("statement too short")
    if not case.owned:
        gaps.append("no owner")
    answers = [case.cheers.get(part, "unclear") for part in CHEERS]
    if "unclear" in answers:
        gaps.append("test unanswered")
    if "no" in answers:
        gaps.append("test fails")
    return gaps


def _analysis(case: Case) -> list[str]:
    gaps = []
    if not case.sides.issuperset(SIDES):
        gaps.append("side missing")
    if not case.hypotheses:
        gaps.append("no hypothesis")
    elif any(not each.evidence for each in case.hypotheses):
        gaps.append("hypothesis without evidence")
    if case.hypotheses and all(each.verdict != "holds" for each in case.hypotheses):
        gaps.append("no hypothesis holds")
    if not case.responses:
        gaps.append("no response")
    if any(not each.founded for each in case.responses):
        gaps.append("response unfounded")
    if any(not each.mechanism for each in case.responses):
        gaps.append("no mechanism")
    if any(not each.planned_for for each in case.responses):
        gaps.append("no design")
    return gaps


def _assessment(case: Case) -> list[str]:
    return [] if case.assessments else ["no assessment"]


def _closing(case: Case) -> list[str]:
    return [] if case.lessons.strip() else ["no lessons"]


_STEPS = (("analysed", _scanning), ("responding", _analysis), ("assessed", _assessment), ("closed", _closing))


def identifying(text: str) -> dict[str, int]:
    """What in a text could point at a person, by kind ("postcode", "name"…), as far as shapes and lists can tell.

    An empty answer is no clearance: a person reads every word before it is published.
    """
    from frankpledge.evidence.text.redact import redact

    return redact(text).counts
