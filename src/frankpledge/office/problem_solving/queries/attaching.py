"""Problem files as pages that analyses can be shown on."""

from __future__ import annotations

from django.db.models import Q

from frankpledge.office.problem_solving.models import Problem


def attachable(text: str) -> list[tuple[str, str]]:
    """References and titles of the problem files whose title or code holds these words, newest first."""
    found = Problem.objects.filter(Q(title__icontains=text) | Q(code__icontains=text)).order_by("-opened_on", "code")
    return [(problem.reference, problem.title) for problem in found]
