"""Scanning and analysis: the CHEERS test, the triangle, hypotheses, and the evidence for and against each."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from frankpledge.office.people import duties
from frankpledge.office.problem_solving.models import (
    Cheer,
    Direction,
    Evidence,
    Holds,
    Hypothesis,
    Problem,
    TriangleSide,
    Verdict,
)

from .common import Incomplete, needed, next_number, noted, worked_on


@transaction.atomic
def set_cheer(*, problem: Problem, element: str, holds: str, note: str, by: duties.Actor, now: datetime) -> Cheer:
    """Answer one part of the CHEERS test. Yes and no need what shows it.

    Raises:
        Incomplete: yes or no without what shows it.
    """
    found = worked_on(problem, by)
    if holds != Holds.UNCLEAR:
        needed("note", note, _("Say what shows it."))
    made, _new = Cheer.objects.update_or_create(
        problem=found, element=element, defaults={"holds": holds, "note": note.strip()}
    )
    noted("test answered", found, by=by, now=now, part=element, holds=holds)
    return made


@transaction.atomic
def set_side(
    *, problem: Problem, side: str, known: str, controller: str, missing: str, by: duties.Actor, now: datetime
) -> TriangleSide:
    """Describe one side of the triangle: what is known, who could control it, what that control lacks."""
    found = worked_on(problem, by)
    given = {"known": known.strip(), "controller": controller.strip(), "missing": missing.strip()}
    made, _new = TriangleSide.objects.update_or_create(problem=found, side=side, defaults=given)
    noted("side described", found, by=by, now=now, side=side)
    return made


@transaction.atomic
def add_hypothesis(*, problem: Problem, text: str, by: duties.Actor, now: datetime) -> Hypothesis:
    """Add a sentence that evidence can speak for or against."""
    found = worked_on(problem, by)
    made = Hypothesis.objects.create(
        problem=found,
        number=next_number(Hypothesis.objects.filter(problem=found)),
        text=needed("text", text, _("Write the hypothesis as a sentence.")),
    )
    noted("hypothesis added", found, by=by, now=now, number=made.number)
    return made


@transaction.atomic
def change_hypothesis(
    *, hypothesis: Hypothesis, text: str, verdict: str, by: duties.Actor, now: datetime
) -> Hypothesis:
    """Change its words, or say what the evidence says. It speaks only where there is some.

    Raises:
        Incomplete: a verdict without evidence of that kind.
    """
    found = worked_on(hypothesis.problem, by)
    speaking = {Verdict.HOLDS: Direction.FOR, Verdict.FAILS: Direction.AGAINST}.get(Verdict(verdict))
    if speaking and not hypothesis.evidence.filter(direction=speaking).exists():
        raise Incomplete(
            _("No evidence speaks that way yet."), remedy=_("Add the evidence first, then say what it says.")
        )
    hypothesis.text = needed("text", text, _("Write the hypothesis as a sentence."))
    hypothesis.verdict = verdict
    hypothesis.save()
    noted("hypothesis judged", found, by=by, now=now, number=hypothesis.number, verdict=verdict)
    return hypothesis


@transaction.atomic
def remove_hypothesis(*, hypothesis: Hypothesis, by: duties.Actor, now: datetime) -> None:
    """Take a hypothesis out, with its evidence. One that failed is better kept: it tells others what it was not."""
    found = worked_on(hypothesis.problem, by)
    number = hypothesis.number
    hypothesis.delete()
    noted("hypothesis removed", found, by=by, now=now, number=number)


@transaction.atomic
def add_evidence(
    *,
    hypothesis: Hypothesis,
    direction: str,
    text: str,
    source: str,
    by: duties.Actor,
    now: datetime,
    reference: str = "",
) -> Evidence:
    """Add what speaks for or against a hypothesis, and where it can be looked up.

    Raises:
        Incomplete: no words, or no source.
    """
    found = worked_on(hypothesis.problem, by)
    made = Evidence.objects.create(
        hypothesis=hypothesis,
        direction=direction,
        text=needed("text", text, _("Say what the evidence is.")),
        source=needed("source", source, _("Say where it can be looked up.")),
        reference=reference.strip().strip("/"),
    )
    noted("evidence added", found, by=by, now=now, number=hypothesis.number, direction=direction)
    return made


@transaction.atomic
def remove_evidence(*, evidence: Evidence, by: duties.Actor, now: datetime) -> None:
    """Take evidence out. A verdict that rested on it alone is open again."""
    hypothesis = evidence.hypothesis
    found = worked_on(hypothesis.problem, by)
    evidence.delete()
    speaking = {Verdict.HOLDS: Direction.FOR, Verdict.FAILS: Direction.AGAINST}.get(Verdict(hypothesis.verdict))
    if speaking and not hypothesis.evidence.filter(direction=speaking).exists():
        hypothesis.verdict = Verdict.OPEN
        hypothesis.save()
    noted("evidence removed", found, by=by, now=now, number=hypothesis.number)
