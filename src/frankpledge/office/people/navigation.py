"""Where a person may go: the public's menu, and a menu of what each role does."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from . import duties

PUBLIC = [
    (_("Have your say"), "/consultations/"),
    (_("The plan"), "/plan/"),
    (_("Measures"), "/measures/"),
    (_("Maps"), "/maps/"),
    (_("Meetings"), "/meetings/"),
    (_("Search"), "/search/"),
]

STAFF = [
    (_("My work"), "/staff/", "read staff pages"),
    (_("Plan"), "/staff/plans/", "edit plan"),
    (_("Consultations"), "/staff/consultations/", "read answers"),
    (_("Measures"), "/staff/measures/", "define measures"),
    (_("Data"), "/staff/data/", "import data"),
    (_("Analysis"), "/staff/analysis/", "analyse data"),
    (_("Problems"), "/staff/problems/", "work on problems"),
    (_("Cameras"), "/staff/cameras/", "keep camera register"),
    (_("Delivery"), "/staff/delivery/", "read staff pages"),
    (_("Meetings"), "/staff/meetings/", "keep minutes"),
    (_("Reports"), "/staff/reports/", "build reports"),
    (_("To answer"), "/staff/answers/", "answer challenges"),
    (_("Actions"), "/staff/actions/", "claim actions"),
    (_("People"), "/staff/people/", "manage people"),
    (_("Office"), "/staff/office/", "set up office"),
    (_("Audit trail"), "/staff/audit/", "read audit trail"),
]


def _entry(text: Any, href: str, path: str) -> dict[str, Any]:
    """The home of the staff's pages is current only when one is there; every other entry within its pages too."""
    current = path == href if href == "/staff/" else path.startswith(href)
    return {"text": text, "href": href, "current": current}


def public(path: str) -> list[dict[str, Any]]:
    return [_entry(text, href, path) for text, href in PUBLIC]


def staff(person: object, path: str) -> list[dict[str, Any]]:
    return [_entry(text, href, path) for text, href, duty in STAFF if duties.holds(person, duty)]
