"""Having a design computed by a worker: asked in a page, done in the background, seen while it is under way."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from frankpledge.office.errors import Refused
from frankpledge.office.notices import tasks
from frankpledge.office.people import duties
from frankpledge.office.problem_solving.models import (
    Computation,
    ComputationState,
    EvaluationDesign,
    Problem,
    Purpose,
)
from frankpledge.office.record import use_cases as record

from . import evaluating
from .common import noted, worked_on

LOST_AFTER = timedelta(minutes=30)
"""What has not ended by then may be asked for again: its worker was switched off, or none runs."""
Clock = Callable[[], datetime]


@transaction.atomic
def ask_to_compute(
    *,
    design: EvaluationDesign,
    purpose: Purpose,
    by: duties.Actor,
    now: datetime,
    why: str = "",
    queued: bool = True,
) -> Computation:
    """Ask for what a design could show, or for what it came to; a worker computes it (unless the caller does, with
    `carry_out`: not `queued`). What is under way already is not asked for twice.

    Raises:
        NotAllowed, FileEnded: as for every change of a file.
        Incomplete: it was computed before, and nobody says what changed. CannotCompare: the method lacks something.
    """
    found = worked_on(design.problem, by)
    if purpose == Purpose.RESULT:
        evaluating.require_reason(design, why)
        evaluating.comparison_to_compute(design)
    under_way = design.computations.filter(
        purpose=purpose, state__in=[ComputationState.WAITING, ComputationState.RUNNING]
    )
    recent = under_way.filter(asked_at__gt=now - LOST_AFTER).first()
    if recent:
        return recent
    lost = _("No worker brought it to an end. Ask the administrator whether one is running.")
    under_way.update(state=ComputationState.FAILED, failed_because=lost, done_at=now)
    made = Computation.objects.create(
        design=design, purpose=purpose, why=why.strip(), asked_by=by.reference, asked_at=now
    )
    noted("computation asked", found, by=by, now=now, why=why, design=design.number, purpose=str(purpose))
    if queued:
        tasks.enqueue(_task(), made.pk, by.reference)
    return made


def _task() -> Any:
    from frankpledge.office.problem_solving.tasks import compute

    return compute


def carry_out(*, computation: Computation, by: duties.Actor, clock: Clock) -> Computation:
    """Count, compute, keep; or say why not.

    Not one transaction: progress is seen while it runs, and nothing is locked while it is computed. What was called off
    in the meantime (the design was changed or taken out) is not kept.
    """
    if not computation.open:
        return computation
    _progress(computation, 10, _("Counting the crimes of every area"))
    try:
        keep = _computed(computation, by, clock)
    except Refused as refused:
        return _given_up(computation, str(refused), clock())
    except Exception:
        _given_up(computation, _("Something went wrong here; the administrator finds it in the log."), clock())
        raise
    return _kept(computation, keep, clock())


def _computed(computation: Computation, by: duties.Actor, clock: Clock) -> Callable[[], object]:
    """The long part. Returns what is left to do: keeping it."""
    design = computation.design
    duties.require(by, "work on problems")
    if computation.purpose == Purpose.POWER:
        power = evaluating.power_from_counts(design)
        return lambda: evaluating.keep_power(design=design, power=power, by=by, now=clock())
    ready = evaluating.result_from_counts(design, lambda percent, what: _progress(computation, percent, what))
    return lambda: evaluating.keep_assessment(design=design, ready=ready, why=computation.why, by=by, now=clock())


def _kept(computation: Computation, keep: Callable[[], object], now: datetime) -> Computation:
    try:
        with transaction.atomic():
            Problem.objects.select_for_update().get(pk=computation.design.problem_id)
            still = Computation.objects.filter(pk=computation.pk).first()
            if still is None or not still.open:
                return still or computation
            keep()
            return _ended(computation, ComputationState.DONE, "", now)
    except Refused as refused:
        return _given_up(computation, str(refused), now)


def _progress(computation: Computation, percent: int, step: str) -> None:
    going = Computation.objects.filter(pk=computation.pk).exclude(state=ComputationState.FAILED)
    going.update(state=ComputationState.RUNNING, progress=percent, step=step[:200])


def _given_up(computation: Computation, why: str, now: datetime) -> Computation:
    design = computation.design
    record.note(
        "computation failed", design.problem.reference, by="worker", at=now,
        detail={"design": design.number, "purpose": computation.purpose},
    )  # fmt: skip
    return _ended(computation, ComputationState.FAILED, why, now)


def _ended(computation: Computation, state: ComputationState, why: str, now: datetime) -> Computation:
    computation.state, computation.failed_because, computation.done_at = state, why, now
    computation.progress, computation.step = 100, ""
    open_states = [ComputationState.WAITING, ComputationState.RUNNING]
    Computation.objects.filter(pk=computation.pk, state__in=open_states).update(
        state=state, failed_because=why, done_at=now, progress=100, step=""
    )
    return computation
