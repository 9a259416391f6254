"""Long work of this room, done in the background."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django_tasks import task

from frankpledge.office.errors import Refused

from .models import AssistantRun, RunKind
from .use_cases import assistance


@task()
def ask_assistant(run_id: int, compare: bool = False) -> dict[str, Any]:
    """Do what a run was begun for."""
    run = AssistantRun.objects.select_related("question__consultation").get(pk=run_id)
    if run.kind == RunKind.PROPOSE:
        done = assistance.propose(run=run, now=timezone.now)
    elif compare:
        try:
            done = assistance.compare(run=run, now=timezone.now)
        except Refused as refused:
            done = assistance.give_up(run=run, because=refused.message, now=timezone.now())
    else:
        done = assistance.map_answers(run=run, now=timezone.now)
    return {"run": done.pk, "asked": done.asked, "answered": done.answered}
