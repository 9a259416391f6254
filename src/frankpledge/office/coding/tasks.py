"""Long work of this room, done in the background."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django_tasks import task

from frankpledge.office.consultation.models import Question
from frankpledge.office.people.duties import Actor, Operator
from frankpledge.office.people.models import Person

from . import use_cases
from .models import AnalysisRun


def actor_of(reference: str) -> Actor:
    """Who asked for it: their duty is checked again when it runs."""
    kind, _slash, key = reference.partition("/")
    return Person.objects.get(pk=key) if kind == "person" else Operator()


@task()
def analyse(run_id: int, asked_by: str) -> dict[str, Any]:
    """Carry a run of the analysis on, for the person who asked."""
    run = AnalysisRun.objects.select_related("question__consultation").get(pk=run_id)
    done = use_cases.carry_on(run=run, by=actor_of(asked_by), clock=timezone.now)
    return {"run": done.number, "answers": done.answers}


@task()
def refit(question_id: int) -> dict[str, Any]:
    """Learn anew from what the coders decided."""
    question = Question.objects.select_related("consultation").get(pk=question_id)
    made = use_cases.refit(question=question, now=timezone.now())
    return {"model": made.number if made else 0, "coded": made.n if made else 0}
