"""When the story happens and where its files lie."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from frankpledge.office.people.models import Person, Post

DATA = Path(__file__).resolve().parent / "data"
LOCAL = ZoneInfo("Europe/London")
CONSULTATION = "plan-2021"
OPEN_CONSULTATION = "feeling-safe"
NEIGHBOURS = "safer-neighbourhoods"
PERIOD = "2025-04"
MEETING = date(2025, 6, 12)

Tell = Callable[[str], None]


def at(day: str, hour: int = 10) -> datetime:
    """That day in the county, at that hour."""
    return datetime.combine(date.fromisoformat(day), datetime.min.time(), LOCAL).replace(hour=hour)


@dataclass
class Cast:
    """Who acts. Persons by role, posts by short name."""

    people: dict[str, Person] = field(default_factory=dict)
    posts: dict[str, Post] = field(default_factory=dict)

    def __getattr__(self, role: str) -> Any:
        """`cast.policy` is the policy officer."""
        people = self.__dict__.get("people", {})
        if role not in people:
            raise AttributeError(role)
        return people[role]
