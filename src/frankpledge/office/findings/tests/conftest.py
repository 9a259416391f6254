"""A consultation that is over, coded by hand, made by the use cases that an office would use."""

from __future__ import annotations

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from frankpledge.office.consultation import use_cases as consultations
from frankpledge.office.consultation.models import Answer, Theme
from frankpledge.office.consultation.tests.conftest import (
    NOON,
    OPERATOR,
    analyst,
    answered,
    bring_in,
    member,
    office,
    opened,
    policy_officer,
    respond,
    unpublished,
)

__all__ = [
    "OPERATOR",
    "analyst",
    "answered",
    "bring_in",
    "member",
    "office",
    "opened",
    "policy_officer",
    "respond",
    "unpublished",
]

AFTER = datetime(2026, 6, 10, 9, 0, tzinfo=UTC)
MATTERS = {
    "patrols": ("Police on foot", "More officers seen walking about.", ("patrol", "officers", "police")),
    "lights": ("Street lighting", "Lamps, and paths that are dark.", ("light", "lamps")),
    "speed": ("Speeding", "Driving too fast.", ("speeding", "schools", "cameras")),
}


@pytest.fixture(autouse=True)
def _this_room_alone(settings) -> None:
    """The thread that pages draw is tested where it is."""
    settings.FRANKPLEDGE_THREAD_STRIP = ""


@pytest.fixture
def coded(answered, policy_officer) -> SimpleNamespace:
    """27 answers about three things, each coded by hand under three accepted themes; choices from 60 more people."""
    return code_all(answered, policy_officer)


def code_all(made: SimpleNamespace, by) -> SimpleNamespace:
    question = made.questions["matters"]
    made.themes = {}
    for code, (name, definition, _words) in MATTERS.items():
        theme = consultations.add_theme(question=question, name=name, definition=definition, by=by, now=NOON)
        made.themes[code] = consultations.accept_theme(theme=theme, by=by, now=NOON)
    for answer in Answer.objects.filter(question=question).select_related("response", "question"):
        said = answer.redacted.lower()
        held = [code for code, (_n, _d, words) in MATTERS.items() if any(word in said for word in words)]
        for code in held or ["patrols"]:
            consultations.code_answer(answer=answer, theme=made.themes[code], by=by, now=NOON)
    made.by = by
    return made


def count_of(theme: Theme) -> int:
    return theme.codings.filter(ended_at=None).values("answer").distinct().count()


def choose(made: SimpleNamespace, people: int = 60, yes: int = 41) -> None:
    """More people who only choose: `yes` of them feel safe."""
    for at in range(people):
        respond(made, "residents", matters="", safe="yes" if at < yes else "no")
