"""What a scrutiny body's words bring about: which resolutions create a duty, what is due and what is overdue."""

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
    return not answered and today > due


def may_move(old: str, new: str) -> bool:
    """A meeting goes forward one state at a time."""
    return STATES_IN_ORDER.index(new) == STATES_IN_ORDER.index(old) + 1


def minutes_are_open(state: str) -> bool:
    """Confirmed minutes are never edited."""
    return state != "confirmed"


def faults_in_answer(text: str) -> list[str]:
    return [] if text.strip() else ["Write the answer."]
