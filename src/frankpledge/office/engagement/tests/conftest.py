"""A consultation that is open, and people who hold events and key in sheets."""

from __future__ import annotations

from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest

from frankpledge.office.consultation import queries as consultations
from frankpledge.office.consultation import use_cases as asking
from frankpledge.office.consultation.models import Consultation, Question
from frankpledge.office.people.duties import Operator
from frankpledge.office.people.models import Person
from frankpledge.office.people.testing import a_person, an_office, signed_in
from frankpledge.office.ui.testing import no_queries_while_rendering

NOON = datetime(2026, 5, 6, 11, 0, tzinfo=UTC)
TODAY = date(2026, 5, 6)
OPERATOR = Operator()


@pytest.fixture
def office(db):
    return an_office()


@pytest.fixture
def policy_officer(db) -> Person:
    return a_person("policy_officer")


@pytest.fixture
def member(db) -> Person:
    return a_person("member")


def a_consultation(code: str = "plan-2026", **changes) -> Consultation:
    given = {
        "title": "Your police and fire plan",
        "about": "Tell us what matters.",
        "opens_on": date(2026, 5, 1),
        "closes_on": date(2026, 5, 31),
    } | changes
    return asking.create_consultation(code=code, particulars=asking.Particulars(**given), by=OPERATOR, now=NOON)


@pytest.fixture
def opened(office) -> SimpleNamespace:
    """Two sections; a question of every kind that a sheet can hold; published."""
    made = a_consultation()
    for code, title in (("residents", "I live here"), ("workforce", "I work for the service")):
        asking.add_section(consultation=made, code=code, title=title, by=OPERATOR, now=NOON)
    scale = [["yes", "Agree"], ["no", "Disagree"]]
    rows = [["patrols", "More patrols"], ["lights", "Better lighting"]]
    for order, (code, kind, wording, options) in enumerate(
        [
            ("matters", "free_text", "What matters most to you?", []),
            ("safe", "one_choice", "How safe do you feel?", [["safe", "Safe"], ["unsafe", "Not safe"]]),
            ("seen", "several", "Whom have you seen?", [["police", "Police"], ["fire", "Fire"]]),
            ("agree", "grid", "Do you agree?", scale),
            ("since", "date", "Since when?", []),
        ]
    ):
        Question.objects.create(
            consultation=made, code=code, kind=kind, wording=wording, options=options,
            rows=rows if kind == "grid" else [], order=order,
        )  # fmt: skip
    Consultation.objects.filter(pk=made.pk).update(published_at=NOON)
    found = consultations.consultation(made.code)
    return SimpleNamespace(consultation=found, sections={one.code: one for one in found.sections.all()})


@pytest.fixture(autouse=True)
def _this_room_alone(settings) -> None:
    settings.FRANKPLEDGE_THREAD_STRIP = ""
    settings.ROOT_URLCONF = "frankpledge.office.engagement.tests.urls"


@pytest.fixture
def clock(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON)


@pytest.fixture
def pat(policy_officer, clock):
    with no_queries_while_rendering():
        yield signed_in(policy_officer)
