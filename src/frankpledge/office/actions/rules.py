"""What is decidable about actions from values in hand."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container
from datetime import date

OPEN, CLAIMED, PROVED, STOPPED = "open", "claimed", "proved", "stopped"
UNSETTLED = frozenset({OPEN, CLAIMED})
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
SLUG_LENGTH = 60

# From which states each act leads where.
MOVES: dict[str, tuple[frozenset[str], str]] = {
    "claim": (frozenset({OPEN}), CLAIMED),
    "verify": (frozenset({CLAIMED}), PROVED),
    "stop": (UNSETTLED, STOPPED),
    "reopen": (frozenset({CLAIMED, PROVED, STOPPED}), OPEN),
}


def may(act: str, state: str) -> bool:
    """Whether an action in this state can be claimed, verified, stopped or reopened."""
    return state in MOVES[act][0]


def is_settled(state: str) -> bool:
    """Proved or stopped: nothing more is owed."""
    return state not in UNSETTLED


def is_overdue(*, state: str, due: date, on: date) -> bool:
    """Past its due day and not said to be done. The due day itself is still in time."""
    return state == OPEN and due < on


def days_overdue(*, state: str, due: date, on: date) -> int:
    """Whole days since the due day; 0 when it is not overdue."""
    return (on - due).days if is_overdue(state=state, due=due, on=on) else 0


def origin_kind(origin: str) -> str:
    """The first word of the origin's reference: "challenge", "resolution", "commitment"…"""
    return origin.split("/", 1)[0]


def is_slug(slug: str) -> bool:
    return len(slug) <= SLUG_LENGTH and SLUG.fullmatch(slug) is not None


def slug_from(text: str) -> str:
    """A short name for an address, from the first words of a text; "action" when it has no letters."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    words = re.findall(r"[a-z0-9]+", plain.replace("'", ""))
    slug = ""
    for word in words:
        longer = f"{slug}-{word}" if slug else word[:40]
        if len(longer) > 40:
            break
        slug = longer
    return slug or "action"


def free_slug(wanted: str, taken: Container[str]) -> str:
    """The wanted slug, or with the first free number from 2 on behind it."""
    if wanted not in taken:
        return wanted
    number = 2
    while f"{wanted}-{number}" in taken:
        number += 1
    return f"{wanted}-{number}"
