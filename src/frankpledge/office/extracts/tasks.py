"""Long work of this room, done in the background."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django_tasks import task

from frankpledge.office.notices.tasks import enqueue, waits
from frankpledge.office.people.duties import Actor, Operator
from frankpledge.office.people.models import Person

from . import use_cases
from .models import Extract


@task()
def read_extract(number: int, asked_by: str) -> dict[str, Any]:
    """Read an extract that was queued, for the person who asked: their duty is checked again."""
    done = use_cases.read_now(extract=Extract.objects.get(pk=number), by=_actor(asked_by), now=timezone.now())
    return {"extract": done.pk, "rows": done.rows_taken}


NIGHT_HOUR = 2


@task()
def delete_every_night() -> dict[str, int]:
    """Delete the extracts whose day has come, and come back the next night."""
    now = timezone.now()
    enqueue(delete_every_night, not_before=next_night(now))  # first: a night on which something fails is not the last
    return {"extracts": use_cases.delete_those_due(by=Operator("worker"), now=now)}


def next_night(now: datetime) -> datetime:
    """The next two o'clock (UTC)."""
    tonight = now.replace(hour=NIGHT_HOUR, minute=0, second=0, microsecond=0)
    return tonight if tonight > now else tonight + timedelta(days=1)


def see_to_deleting(now: datetime) -> bool:
    """For the worker's start: queue the deletion unless it waits already. Returns whether it was queued now."""
    if waits(delete_every_night):
        return False
    enqueue(delete_every_night)
    return True


def _actor(reference: str) -> Actor:
    kind, _slash, key = reference.partition("/")
    return Person.objects.get(pk=key) if kind == "person" else Operator()
