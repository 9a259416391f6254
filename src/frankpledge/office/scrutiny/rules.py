"""What a scrutiny body's words bring about: which resolutions create a duty, what is due, who sees what and when."""

from __future__ import annotations

from datetime import date, timedelta

VERBS_THAT_CREATE_A_DUTY = frozenset({"requests", "recommends"})
POINTS_TO_BE_ANSWERED = frozenset({"question", "request"})
STATES_IN_ORDER = ("planned", "agenda", "held", "draft_minutes", "confirmed")
DAYS_TO_ANSWER = 28


def creates_duty(verb: str) -> bool:
    """A resolution that requests or recommends is owed a response; one that notes never is."""
    return verb in VERBS_THAT_CREATE_A_DUTY


def is_to_be_answered(kind: str) -> bool:
    """A member's question or request stays open until somebody answers it."""
    return kind in POINTS_TO_BE_ANSWERED


def default_due(meeting: date) -> date:
    """When an answer is due if the body sets no date of its own: the body decides, this only fills the box."""
    return meeting + timedelta(days=DAYS_TO_ANSWER)


def is_overdue(*, due: date, answered: bool, today: date) -> bool:
    """Overdue from the day after it was due, and no longer once answered."""
    return not answered and today > due


def may_move(old: str, new: str) -> bool:
    """A meeting goes forward one state at a time."""
    if new not in STATES_IN_ORDER:
        return False
    return STATES_IN_ORDER.index(new) == STATES_IN_ORDER.index(old) + 1


def next_state(state: str) -> str | None:
    """The state after this one; None after the last."""
    at = STATES_IN_ORDER.index(state) + 1
    return STATES_IN_ORDER[at] if at < len(STATES_IN_ORDER) else None


def happens_too_early(state: str, *, meeting: date, today: date) -> bool:
    """A meeting that has not come yet was not held, and has no minutes."""
    return today < meeting and STATES_IN_ORDER.index(state) >= STATES_IN_ORDER.index("held")


def minutes_are_open(state: str) -> bool:
    """Confirmed minutes are never edited."""
    return state != "confirmed"


def agenda_is_public(state: str) -> bool:
    """What is on the agenda is the clerk's draft until the agenda is published."""
    return state != "planned"


def points_are_public(state: str) -> bool:
    """The wording of the minutes is the clerk's draft until draft minutes are published."""
    return state in ("draft_minutes", "confirmed")
