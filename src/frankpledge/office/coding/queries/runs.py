"""Runs of the analysis: how far one is, and what its steps found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from frankpledge.office.coding.models import AnalysisRun, AnalysisStep, RunState
from frankpledge.office.consultation.models import Consultation
from frankpledge.office.errors import NotFound

QUIET = timedelta(minutes=2)


@dataclass(frozen=True)
class StepShown:
    """One step: done with its figures, under way, or still to come."""

    words: Any
    done: AnalysisStep | None
    under_way: bool

    @property
    def figures(self) -> Sequence[tuple[str, int]]:
        return list(self.done.figures.items()) if self.done else []


@dataclass(frozen=True)
class RunPage:
    """A run, and whether somebody still works on it. `stopped`: no sign of life, so it can be carried on."""

    run: AnalysisRun
    steps: Sequence[StepShown]
    stopped: bool
    failed: bool
    done: bool
    trouble: str


def run_page(code: str, question_code: str, number: int, names: Sequence[tuple[str, Any]], now: datetime) -> RunPage:
    """A run by the parts of its address; `names` are the steps in their order. Raises NotFound."""
    found = (
        AnalysisRun.objects.filter(question__consultation__code=code, question__code=question_code, number=number)
        .select_related("question__consultation")
        .first()
    )
    if found is None:
        raise NotFound(_("There is no such analysis."))
    done = {one.name: one for one in found.steps.all()}
    open_ = found.state in (RunState.WAITING, RunState.RUNNING)
    first = next((name for name, _words in names if name not in done), "") if open_ else ""
    last_sign = found.seen_at or found.started_at
    return RunPage(
        run=found,
        steps=[StepShown(words, done.get(name), name == first) for name, words in names],
        stopped=open_ and now - last_sign > QUIET,
        failed=found.state == RunState.FAILED,
        done=found.state == RunState.DONE,
        trouble=_trouble(found.trouble),
    )


def _trouble(kind: str) -> str:
    if kind == "TextPackagesMissing":
        return _("The packages that read free text are not installed on this machine: ask whoever runs it.")
    if kind == "stopped":
        return _("It was stopped before it was done.")
    return _("It failed (%(kind)s). Ask whoever runs this site to look at the worker’s log.") % {"kind": kind}


def newest_runs(consultation: Consultation) -> dict[int, AnalysisRun]:
    """The newest run of each question, by the question's key."""
    rows = AnalysisRun.objects.filter(question__consultation=consultation).order_by("number")
    return {one.question_id: one for one in rows.select_related("question")}
