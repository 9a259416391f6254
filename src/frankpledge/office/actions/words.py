"""What an action's kinds, states and steps are called on pages and in files."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from . import rules

ORIGINS: dict[str, Any] = {
    "challenge": _("Challenge"),
    "resolution": _("Resolution"),
    "point": _("Point in the minutes"),
    "item": _("Agenda item"),
    "meeting": _("Meeting"),
    "commitment": _("Commitment"),
    "update": _("Delivery update"),
    "report": _("Delivery report"),
}

STEPS: dict[str, Any] = {
    "action opened": _("Opened"),
    "action claimed done": _("Said to be done"),
    "action verified": _("Checked and found done"),
    "action stopped": _("Stopped"),
    "action reopened": _("Opened again"),
    "action handed over": _("Given to another post"),
}

STATES: dict[str, Any] = {
    rules.OPEN: _("Open"),
    rules.CLAIMED: _("Said to be done"),
    rules.PROVED: _("Done and proved"),
    rules.STOPPED: _("Stopped"),
}

STATE_COLOURS = {
    rules.OPEN: "govuk-tag--blue",
    rules.CLAIMED: "govuk-tag--yellow",
    rules.PROVED: "govuk-tag--green",
    rules.STOPPED: "govuk-tag--grey",
}


def origin_words(kind: str) -> str:
    """ "Challenge" for "challenge"; an unknown kind is shown as it is."""
    return str(ORIGINS.get(kind, kind.replace("_", " ").capitalize()))
