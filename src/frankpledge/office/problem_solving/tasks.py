"""Assessments and power checks are computed in the background: counting and computing takes longer than a page may."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from frankpledge.office.analysis.tasks import actor_of
from frankpledge.office.notices.tasks import task

from . import use_cases
from .models import Computation


@task()
def compute(computation_id: int, asked_by: str) -> dict[str, Any]:
    """Compute for the person who asked; their duty is checked again. A design that was taken out took this with it."""
    rows = Computation.objects.select_related("design__problem")
    found = rows.filter(pk=computation_id).first()
    if found is None:
        return {"computation": computation_id, "state": "taken out"}
    done = use_cases.carry_out(computation=found, by=actor_of(asked_by), clock=timezone.now)
    return {"computation": done.pk, "state": done.state}
