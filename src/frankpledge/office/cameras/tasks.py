"""Studies run in the background: the exact solver takes longer than a page may."""

from __future__ import annotations

from django.utils import timezone

from frankpledge.office.notices.tasks import enqueue, task
from frankpledge.office.people.duties import Actor, Operator
from frankpledge.office.people.models import Person

from . import use_cases
from .models import Study

__all__ = ["enqueue", "run_in_background"]


@task()
def run_in_background(study: int, asked_by: str) -> None:
    """Run a study for the person who asked; their duty is checked again."""
    kind, _slash, key = asked_by.partition("/")
    by: Actor = Person.objects.get(pk=key) if kind == "person" else Operator()
    use_cases.run_study(study=Study.objects.get(pk=study), by=by, clock=timezone.now)
