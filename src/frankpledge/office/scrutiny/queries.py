"""Reading meetings, what was asked at them, and what became of it."""

from __future__ import annotations

from typing import Any

from frankpledge.office.people.models import Office

from .models import BodyKind, Meeting


def body_name(meeting: Meeting, office: Office | None, *, short: bool = False) -> str:
    """What the body is called: as it was called then, if the record says so, else in the office's own words."""
    if meeting.named_then and not short:
        return meeting.named_then
    return name_of_kind(meeting.body, office, short=short)


def name_of_kind(kind: str, office: Any, *, short: bool = False) -> str:
    if office is None:
        return str(BodyKind(kind).label)
    if kind == BodyKind.SCRUTINY:
        return office.panel_short if short else office.panel_name
    return office.board_short if short else office.board_name
