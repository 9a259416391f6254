"""Long work of this room, done in the background."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django_tasks import task

from frankpledge.office.people.duties import Actor, Operator
from frankpledge.office.people.models import Person

from . import use_cases
from .models import Extract


@task()
def read_extract(number: int, asked_by: str) -> dict[str, Any]:
    """Read an extract that was queued, for the person who asked: their duty is checked again."""
    done = use_cases.read_now(extract=Extract.objects.get(pk=number), by=_actor(asked_by), now=timezone.now())
    return {"extract": done.pk, "rows": done.rows_taken}


def _actor(reference: str) -> Actor:
    kind, _slash, key = reference.partition("/")
    return Person.objects.get(pk=key) if kind == "person" else Operator()
