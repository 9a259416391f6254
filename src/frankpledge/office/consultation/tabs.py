"""The staff's way around one consultation. Rooms above this one add pages under its address, so these are text."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from frankpledge.office.people import duties

TABS = [
    (_("Overview"), "", "read answers"),
    (_("Questionnaire"), "questionnaire/", "read answers"),
    (_("Checklist"), "checklist/", "read answers"),
    (_("Events"), "events/", "read answers"),
    (_("Received"), "received/", "read answers"),
    (_("Coverage"), "coverage/", "read answers"),
    (_("Coding"), "coding/", "code answers"),
    (_("Themes"), "themes/", "code answers"),
    (_("Disclosures"), "disclosures/", "see disclosures"),
    (_("Findings"), "findings/", "read answers"),
    (_("You said, we did"), "you-said/", "read answers"),
    (_("Report"), "report/", "read answers"),
]


def tabs(code: str, person: object, path: str) -> list[dict[str, Any]]:
    """The tabs that this person may open; the one that `path` is on is current."""
    base = f"/staff/consultations/{code}/"
    found = [(text, base + end) for text, end, duty in TABS if duties.holds(person, duty)]
    current = max((href for _text, href in found if path.startswith(href)), key=len, default="")
    return [{"text": text, "href": href, "current": href == current} for text, href in found]
