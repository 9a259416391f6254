"""Long work of this room, done in the background."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from frankpledge.office.notices.tasks import task
from frankpledge.office.people.duties import Actor, Operator
from frankpledge.office.people.models import Person

from . import use_cases
from .models import Analysis


def actor_of(reference: str) -> Actor:
    """Who asked for it: their duty is checked again when it runs."""
    kind, _slash, key = reference.partition("/")
    return Person.objects.get(pk=key) if kind == "person" else Operator()


@task()
def compute(analysis_id: int, asked_by: str) -> dict[str, Any]:
    """Compute one analysis, for the person who asked."""
    analysis = Analysis.objects.get(pk=analysis_id)
    done = use_cases.carry_out(analysis=analysis, by=actor_of(asked_by), clock=timezone.now)
    return {"analysis": done.number, "state": done.state}
