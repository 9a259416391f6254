"""Long work of this room, done in the background."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django_tasks import task

from frankpledge.office.notices.tasks import enqueue, waits
from frankpledge.office.people.duties import Operator
from frankpledge.office.people.models import Person

from .models import Question
from .queries import zone
from .use_cases import clear_away, suggest_themes


@task()
def suggest(question_id: int, asked_by: str) -> dict[str, Any]:
    """Suggest themes for a question, for the person who asked (their duty is checked again when it runs)."""
    question = Question.objects.select_related("consultation").get(pk=question_id)
    kind, _slash, key = asked_by.partition("/")
    by = Person.objects.get(pk=key) if kind == "person" else Operator()
    made = suggest_themes(question=question, by=by, now=timezone.now())
    return {"themes": len(made.themes), "answers": made.answers, "changed": made.changed, "too_short": made.too_short}


NIGHT_HOUR = 3


@task()
def clear_every_night() -> dict[str, int]:
    """Clear away what nobody needs any more, and come back the next night."""
    now = timezone.now()
    enqueue(clear_every_night, not_before=next_night(now))  # first: a night on which something fails is not the last
    return clear_away(by=Operator("worker"), now=now).as_json()


def next_night(now: datetime) -> datetime:
    """The next three o'clock in the office's time, when few people answer."""
    local = now.astimezone(zone())
    tonight = local.replace(hour=NIGHT_HOUR, minute=0, second=0, microsecond=0)
    return tonight if tonight > local else tonight + timedelta(days=1)


def see_to_clearing(now: datetime) -> bool:
    """For the worker's start: queue the clearing unless it waits already. Returns whether it was queued now."""
    if waits(clear_every_night):
        return False
    enqueue(clear_every_night)
    return True
