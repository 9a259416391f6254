"""A consultation with responses whose groups are known, in an office whose area has residents."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest

from frankpledge.office.consultation import use_cases as consultations
from frankpledge.office.consultation.models import Answer, Consultation, Response
from frankpledge.office.equality import use_cases as equality
from frankpledge.office.people.duties import Operator
from frankpledge.office.people.testing import a_person, an_office, signed_in

NOON = datetime(2026, 5, 20, 11, 0, tzinfo=UTC)
OPERATOR = Operator()
NORTH, WEST = "E06000061", "E06000062"
AGREE = [
    ("sd", "Strongly disagree"), ("d", "Disagree"), ("n", "Neither agree nor disagree"), ("a", "Agree"),
    ("sa", "Strongly agree"), ("dk", "Don't know"),
]  # fmt: skip


@pytest.fixture
def office(db):
    return an_office(area_code="E23000022", area_name="Riverland")


@pytest.fixture
def asked(office) -> SimpleNamespace:
    """Two sections; a scale, one choice, several, a grid, and a scale for the workforce only. Open since 1 May."""
    consultation = consultations.create_consultation(
        code="plan-2026",
        particulars=consultations.Particulars(
            title="Your police and fire plan", about="Tell us.", opens_on=date(2026, 5, 1),
            closes_on=date(2026, 5, 31),
        ),
        by=OPERATOR, now=NOON,
    )  # fmt: skip
    sections = {
        code: consultations.add_section(consultation=consultation, code=code, title=title, by=OPERATOR, now=NOON)
        for code, title in (("residents", "I live here"), ("workforce", "I work for the service"))
    }
    wanted = [
        consultations.Wording("plan", "scale", "Do you agree with the plan?", options=AGREE),
        consultations.Wording("safe", "one_choice", "Do you feel safe?", options=[("yes", "Yes"), ("no", "No")]),
        consultations.Wording(
            "first", "several", "What comes first?",
            options=[("fire", "Fire"), ("roads", "Roads"), ("theft", "Theft")],
        ),
        consultations.Wording(
            "each", "grid", "How well do we do?", options=AGREE[:5], rows=[("night", "At night"), ("day", "By day")]
        ),
        consultations.Wording(
            "kit", "scale", "Is your kit good?", options=AGREE[:5], section=sections["workforce"]
        ),
    ]  # fmt: skip
    questions = {
        one.code: consultations.add_question(consultation=consultation, wording=one, by=OPERATOR, now=NOON)
        for one in wanted
    }
    Consultation.objects.filter(pk=consultation.pk).update(published_at=NOON, asks_equality=True)
    consultation.refresh_from_db()
    return SimpleNamespace(consultation=consultation, sections=sections, questions=questions)


def answer(made: SimpleNamespace, people: Sequence[dict], at: datetime = NOON - timedelta(days=5)) -> list[Response]:
    """Sent responses: section, area, equality answers under "groups", answers under "said" (grids as dicts)."""
    made.sent = getattr(made, "sent", 0)
    found = []
    for one in people:
        made.sent += 1
        link = None
        for question, choice in one.get("groups", {}).items():
            link = equality.keep_equality_answer(
                link=link, consultation=made.consultation.code, question=question, choice=choice
            )
        if link:
            equality.receive_record(link=link, on=at.date())
        response = Response.objects.create(
            consultation=made.consultation, section=made.sections[one.get("section", "residents")],
            number=made.sent, started_at=at, sent_at=one.get("at", at), area_code=one.get("area", ""),
            equality_link=link, channel=one.get("channel", "web"), referral=one.get("referral", ""),
        )  # fmt: skip
        for code, said in one.get("said", {}).items():
            grid = said if isinstance(said, dict) else {}
            choices = [] if grid else said.split()
            Answer.objects.create(
                response=response, question=made.questions[code], choices=choices, grid=grid, saved_at=at
            )
        found.append(response)
    return found


@pytest.fixture
def staff(office):
    return signed_in(a_person("policy_officer"))


@pytest.fixture
def member(office):
    return signed_in(a_person("member"))


@pytest.fixture(autouse=True)
def _this_room_alone(settings) -> None:
    """Rooms above this one, and the thread that they draw, are tested where they are."""
    settings.FRANKPLEDGE_THREAD_STRIP = ""
    settings.ROOT_URLCONF = "frankpledge.office.coverage.tests.urls"
