"""Observing in the background: many measures take longer than a page may."""

from __future__ import annotations

from django.utils import timezone

from frankpledge.office.notices.tasks import enqueue, task
from frankpledge.office.people.models import Person

from . import use_cases

__all__ = ["enqueue", "observe_in_background"]


@task()
def observe_in_background(person: int, measure: str = "") -> None:
    """Compute the figures of one measure, or of all, for the person who asked."""
    use_cases.observe(measure=measure or None, by=Person.objects.get(pk=person), now=timezone.now())
