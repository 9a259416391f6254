"""Measures as pages that analyses can be shown on."""

from __future__ import annotations

from django.db.models import Q

from frankpledge.office.plan.models import Measure


def attachable(text: str) -> list[tuple[str, str]]:
    """References and titles of the measures whose title or code holds these words."""
    found = Measure.objects.filter(Q(title__icontains=text) | Q(code__icontains=text)).order_by("title")
    return [(measure.reference, measure.title) for measure in found]
