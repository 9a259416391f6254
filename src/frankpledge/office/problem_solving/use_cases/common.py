"""What every change of a problem file asks first, and notes last."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from frankpledge.office.errors import BadInput, Refused
from frankpledge.office.people import duties
from frankpledge.office.problem_solving import rules
from frankpledge.office.problem_solving.models import ComputationState, EvaluationDesign, Problem
from frankpledge.office.record import use_cases as record

WORK = "work on problems"
CLOSE = "close problems"


class FileEnded(Refused):
    """A file that was closed or stopped is not changed any more."""

    remedy_by_default = gettext_lazy("Reopen it first, with the reason.")


class NotReady(Refused):
    """The file lacks what its next step needs."""


class Incomplete(BadInput):
    """Something that has to be filled in is empty, or is not what it should be."""


def worked_on(problem: Problem, by: duties.Actor) -> Problem:
    """The problem's row, locked for this change.

    Raises:
        NotAllowed: `by` does not hold the duty "work on problems".
        FileEnded: the file was closed or stopped.
    """
    duties.require(by, WORK)
    found = Problem.objects.select_for_update().get(pk=problem.pk)
    if found.state in rules.ENDED:
        raise FileEnded(_("The file “%(title)s” has ended.") % {"title": found.title})
    return found


def noted(verb: str, problem: Problem, *, by: duties.Actor, now: datetime, why: str = "", **detail: Any) -> None:
    """Codes, counts and references only: what a file says stays in the file."""
    record.note(verb, problem.reference, by=by.reference, at=now, why=why, detail=detail)


def needed(field: str, text: str, message: str) -> str:
    """The text without spaces around it. Raises Incomplete, at the field, when there is none."""
    if not text.strip():
        refused = Incomplete(message)
        refused.field = field  # type: ignore[attr-defined]
        raise refused
    return text.strip()


def next_number(rows: Any) -> int:
    """One more than the highest number among the rows."""
    return int(rows.aggregate(last=Max("number"))["last"] or 0) + 1


def call_off(design: EvaluationDesign, *, now: datetime) -> None:
    """What a worker was to compute of a design as it was: not kept any more, with the reason."""
    waiting = design.computations.filter(state__in=[ComputationState.WAITING, ComputationState.RUNNING])
    waiting.update(
        state=ComputationState.FAILED, done_at=now,
        failed_because=_("The comparison was changed before it was computed. Ask again."),
    )  # fmt: skip
