"""For tests of this room and those above it: meetings with minutes, made by the use cases that a clerk would use."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from frankpledge.office.delivery.testing import County, a_county
from frankpledge.office.people.duties import Operator

from . import use_cases
from .models import AgendaItem, Challenge, DeliveryReport, Meeting
from .use_cases import Point

BY = Operator()
DAY = date(2025, 6, 12)
NOON = datetime(2025, 6, 12, 12, 0, tzinfo=UTC)
DUE = DAY + timedelta(days=28)
GROUND = "Information relating to an individual"


@dataclass
class Town:
    """A county whose scrutiny body meets: one open item and one exempt item."""

    county: County
    meeting: Meeting
    item: AgendaItem
    exempt: AgendaItem

    def __getattr__(self, name: str) -> Any:
        return getattr(self.__dict__["county"], name)


def a_meeting(state: str = "draft_minutes", **more: Any) -> Meeting:
    """A meeting of the scrutiny body on `DAY`, moved on to a state."""
    given: dict[str, Any] = {"body": "scrutiny", "date": DAY, "place": "Council Chamber"} | more
    meeting = use_cases.plan_meeting(**given, by=BY, now=NOON)
    return moved_to(meeting, state)


def moved_to(meeting: Meeting, state: str) -> Meeting:
    """The meeting, moved on step by step until it is in this state."""
    from .rules import STATES_IN_ORDER

    for step in STATES_IN_ORDER[STATES_IN_ORDER.index(meeting.state) + 1 : STATES_IN_ORDER.index(state) + 1]:
        meeting = use_cases.move_meeting_on(meeting=meeting, to=step, by=BY, now=NOON)
    return meeting


def a_town(state: str = "draft_minutes", *, figures: bool = False, **words: str) -> Town:
    """A county, and a meeting with an open item (5) and an exempt one (6) that has words of its own."""
    county = a_county(figures=figures, **words)
    meeting = a_meeting("planned")
    item = use_cases.add_item(meeting=meeting, title="Delivery of the plan", number=5, by=BY, now=NOON)
    exempt = use_cases.add_item(
        meeting=meeting, title="Appointment of Xanthippe", number=6, exempt_ground=GROUND, by=BY, now=NOON
    )
    use_cases.add_paper(item=exempt, title="Xanthippe on paper", text="Xanthippe is kind.", by=BY, now=NOON)
    use_cases.record_point(item=exempt, point=Point("question", "Is Xanthippe free?", "A member"), by=BY, now=NOON)
    use_cases.record_resolution(item=exempt, verb="requests", text="That Xanthippe be asked.", due=DUE, by=BY, now=NOON)
    a_challenge(exempt, text="Why Xanthippe?")
    return Town(county, moved_to(meeting, state), item, exempt)


def a_challenge(item: AgendaItem, **more: Any) -> Challenge:
    """A challenge that is due four weeks after the meeting."""
    given: dict[str, Any] = {"text": "Why does this take so long?", "due": DUE, "raised_by": "Cllr Invented"} | more
    return use_cases.record_challenge(item=item, by=BY, now=NOON, **given)


def a_report(town: Town, *, item: AgendaItem | None = None, **more: Any) -> DeliveryReport:
    """A delivery report set up for the meeting, with figures and updates of April 2025."""
    given: dict[str, Any] = {
        "code": "june-2025", "title": "Delivery report, June 2025", "as_at": "2025-04", "period": "2025-04",
    }  # fmt: skip
    return use_cases.draft_report(
        meeting=town.meeting, plan=town.county.plan, item=item, by=BY, now=NOON, **(given | more)
    )
