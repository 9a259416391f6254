"""A published version as one web page that needs nothing beside it, for people to read."""

from __future__ import annotations

from datetime import datetime

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from frankpledge.office.people.models import Office

from . import words
from .rules import PlanFact

STYLE = "plan/frozen.css"


def renditions(
    plan: PlanFact, *, number: int, at: datetime, office: Office | None, draft: bool = False
) -> dict[str, tuple[str, bytes]]:
    """File name → (media type, bytes): the whole version in words."""
    values = {
        "plan": plan,
        "number": number,
        "draft": draft,
        "at": at,
        "office": office,
        "upper": words.level(plan.level_names, 0),
        "lower": words.level(plan.level_names, 1),
        "addressees": words.addressee_names(office),
        "css": _style(),
        "language": get_language() or "en-gb",
    }
    page = render_to_string("plan/frozen_file.html", values)
    return {f"{plan.code}-{'draft' if draft else 'version'}-{number}.html": ("text/html", page.encode())}


def _style() -> SafeString:
    path = finders.find(STYLE)
    if not path:
        raise FileNotFoundError(STYLE)
    with open(path, encoding="utf-8") as file:
        return mark_safe(file.read())  # noqa: S308 - our own file
