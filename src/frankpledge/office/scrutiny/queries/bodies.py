"""What the two bodies and their members are called: the office's own words, never ours."""

from __future__ import annotations

from typing import Any

from frankpledge.office.people.models import Office, Role
from frankpledge.office.people.queries import role_label
from frankpledge.office.scrutiny.models import BodyKind, Challenge, Meeting


def body_name(meeting: Meeting, office: Office | None, *, short: bool = False) -> str:
    """What the body is called: as it was called then, if the record says so, else in the office's own words."""
    if meeting.named_then and not short:
        return meeting.named_then
    return name_of_kind(meeting.body, office, short=short)


def name_of_kind(kind: str, office: Any, *, short: bool = False) -> str:
    """What the office calls this body; without an office, what we call it."""
    if office is None:
        return str(BodyKind(kind).label)
    if kind == BodyKind.SCRUTINY:
        return str(office.panel_short if short else office.panel_name)
    return str(office.board_short if short else office.board_name)


def body_names(office: Office | None) -> list[tuple[str, str]]:
    """Both bodies, for a choice."""
    return [(kind, name_of_kind(kind, office)) for kind in BodyKind.values]


def raised_by(challenge: Challenge, office: Office | None) -> str:
    """Who raised it, as the minutes give it; else a member, in the office's words."""
    return challenge.raised_by or role_label(Role.MEMBER, office)
