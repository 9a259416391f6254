"""A consultation, made by the use cases that an office would use."""

from __future__ import annotations

from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest

from frankpledge.office.consultation import use_cases
from frankpledge.office.consultation.models import Consultation, Response
from frankpledge.office.people.duties import Operator
from frankpledge.office.people.models import Office, Person, RoleHeld

NOON = datetime(2026, 5, 6, 11, 0, tzinfo=UTC)
OPERATOR = Operator()


@pytest.fixture
def office(db) -> Office:
    return Office.objects.create(
        area_code="E23000022", area_name="Marshland", office_name="Office for Marshland", body_name="Body of Marshland",
        holder_title="Holder", panel_name="Marshland Panel", panel_short="the panel", board_name="Marshland Board",
        board_short="the board", plan_title="Plan for Marshland", plan_short="the plan", force_name="Marshland Police",
    )  # fmt: skip


def person(email: str, *roles: str) -> Person:
    made = Person.objects.create(email=email, name=email.split("@")[0].title())
    for role in roles:
        RoleHeld.objects.create(person=made, role=role)
    return made


@pytest.fixture
def policy_officer(db) -> Person:
    return person("pat@office.example", "policy_officer")


@pytest.fixture
def analyst(db) -> Person:
    return person("ana@office.example", "analyst")


@pytest.fixture
def member(db) -> Person:
    return person("mem@panel.example", "member")


def particulars(**changes) -> use_cases.Particulars:
    given = {
        "title": "Your police and fire plan",
        "about": "We are writing a new plan.\n\nTell us what matters.",
        "opens_on": date(2026, 5, 1),
        "closes_on": date(2026, 5, 31),
    }
    return use_cases.Particulars(**(given | changes))


def draft(code: str = "plan-2026", **changes) -> Consultation:
    return use_cases.create_consultation(code=code, particulars=particulars(**changes), by=OPERATOR, now=NOON)


def questionnaire(code: str = "plan-2026", **changes) -> SimpleNamespace:
    """Three sections; a free question for all, one choice, several, and a question for staff only. Not published."""
    consultation = draft(code, **changes)
    sections = {
        each: use_cases.add_section(consultation=consultation, code=each, title=title, by=OPERATOR, now=NOON)
        for each, title in (
            ("residents", "I live or work here"),
            ("workforce", "I work for the police or fire service"),
            ("partners", "I answer for an organisation"),
        )
    }
    asked = [
        use_cases.Wording("matters", "free_text", "What matters most to you?", required=True),
        use_cases.Wording("safe", "one_choice", "How safe do you feel?", options=[("yes", "Safe"), ("no", "Not safe")]),
        use_cases.Wording(
            "seen",
            "several",
            "Whom have you seen?",
            options=[("police", "Police"), ("fire", "Fire"), ("none", "Nobody")],
        ),
        use_cases.Wording("tools", "free_text", "What do you need for your work?", section=sections["workforce"]),
    ]
    questions = {
        wording.code: use_cases.add_question(consultation=consultation, wording=wording, by=OPERATOR, now=NOON)
        for wording in asked
    }
    return SimpleNamespace(consultation=consultation, sections=sections, questions=questions)


@pytest.fixture
def unpublished(office) -> SimpleNamespace:
    return questionnaire()


@pytest.fixture
def opened(office) -> SimpleNamespace:
    """The questionnaire, published and open at NOON."""
    made = questionnaire()
    made.consultation = use_cases.publish_consultation(consultation=made.consultation, by=OPERATOR, now=NOON)
    return made


def respond(made: SimpleNamespace, section: str, now: datetime = NOON, **answers: str) -> Response:
    """A whole response: started, answered, sent."""
    response = use_cases.start_response(consultation=made.consultation, now=now)
    use_cases.choose_section(response=response, section=made.sections[section], now=now)
    for code, given in answers.items():
        question = made.questions[code]
        free = question.kind == "free_text"
        use_cases.save_answer(
            response=response,
            question=question,
            text=given if free else "",
            choices=[] if free else given.split(),
            now=now,
        )
    return use_cases.send_response(response=response, now=now)


@pytest.fixture(autouse=True)
def _this_room_alone(settings) -> None:
    """Rooms above this one, and the thread that they draw, are tested where they are."""
    settings.FRANKPLEDGE_THREAD_STRIP = ""
    settings.ROOT_URLCONF = "frankpledge.office.consultation.tests.urls"
