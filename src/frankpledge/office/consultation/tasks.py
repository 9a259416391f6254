"""Long work of this room, done in the background."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django_tasks import task

from frankpledge.office.people.duties import Operator
from frankpledge.office.people.models import Person

from .models import Question
from .use_cases import suggest_themes


@task()
def suggest(question_id: int, asked_by: str) -> dict[str, Any]:
    """Suggest themes for a question, for the person who asked (their duty is checked again when it runs)."""
    question = Question.objects.select_related("consultation").get(pk=question_id)
    kind, _slash, key = asked_by.partition("/")
    by = Person.objects.get(pk=key) if kind == "person" else Operator()
    made = suggest_themes(question=question, by=by, now=timezone.now())
    return {"themes": len(made.themes), "answers": made.answers, "changed": made.changed, "too_short": made.too_short}
