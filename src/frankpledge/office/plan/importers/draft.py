"""A plan as a file gives it: rows of plain text, each knowing where it stands, before anything is checked."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from frankpledge.office.plan.models import Direction, Frequency, MeasureKind, MeasureSource, TargetKind

YES = frozenset({"yes", "y", "true", "1", "x"})
NO = frozenset({"no", "n", "false", "0", ""})
ADDRESSEES = {"both": "joint", "police and fire": "joint", "fire and rescue": "fire", "own office": "office"}


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a row cannot go in: where it stands, in which column, and what is wrong."""

    file: str
    place: str
    column: str
    reason: str


@dataclass(slots=True)
class Row:
    """One row of the file: the values given, by column, and where it stands."""

    place: str
    values: dict[str, Any]

    def text(self, column: str) -> str:
        value = self.values.get(column)
        if value is None:
            return ""
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        return str(value).strip()


@dataclass(slots=True)
class PlanFile:
    """Everything that one file says, in reading order, and what could not be read."""

    name: str
    plan: Row
    priorities: list[Row] = field(default_factory=list)
    commitments: list[Row] = field(default_factory=list)
    leads: list[Row] = field(default_factory=list)
    measures: list[Row] = field(default_factory=list)
    answers: list[Row] = field(default_factory=list)
    bases: list[Row] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def rows(self) -> int:
        """How many rows were read: each plan, priority, commitment, lead, measure, link and reason is one."""
        parts = (self.priorities, self.commitments, self.leads, self.measures, self.answers, self.bases)
        return 1 + sum(len(part) for part in parts)

    def complain(self, row: Row, column: str, reason: str) -> None:
        self.problems.append(Problem(self.name, row.place, column, reason))


class Unreadable(ValueError):
    """One value is not what its column holds; says what was found and what was expected."""


def as_date(value: Any, *, last: bool = False) -> date | None:
    """A day from a date, ISO text, or a bare year: its first day, or its last with `last`."""
    if value in (None, ""):
        return None
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    text = str(int(value)) if isinstance(value, float) and value.is_integer() else str(value).strip()
    if re.fullmatch(r"\d{4}", text):
        return date(int(text), 12, 31) if last else date(int(text), 1, 1)
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Unreadable(f"“{text}” is not a date: write 2021-11-07, or a year") from None


def as_number(value: Any) -> float | None:
    if value in (None, ""):
        return None
    try:
        return float(str(value).replace(",", ""))
    except ValueError:
        raise Unreadable(f"“{value}” is not a number") from None


def as_flag(value: Any) -> bool:
    text = str("" if value is None else value).strip().casefold()
    if text not in YES | NO:
        raise Unreadable(f"“{value}” is neither yes nor no")
    return text in YES


def as_list(value: Any) -> list[str]:
    """A list, or text parted by semicolons."""
    if isinstance(value, list | tuple):
        return [str(each).strip() for each in value if str(each).strip()]
    return [part.strip() for part in str("" if value is None else value).split(";") if part.strip()]


def as_addressee(value: str) -> str:
    text = value.strip().casefold()
    return ADDRESSEES.get(text, text)


CHOICES: Mapping[str, type] = {
    "kind": MeasureKind,
    "source": MeasureSource,
    "frequency": Frequency,
    "good": Direction,
    "target_kind": TargetKind,
}


def as_choice(column: str, value: Any, default: str) -> str:
    """A choice by its code or by its label in English ("rate", "rate per 1,000 residents")."""
    text = str(value or "").strip()
    if not text:
        return default
    known: dict[str, str] = {}
    for choice in CHOICES[column]:  # type: ignore[attr-defined]
        known |= {choice.value.casefold(): choice.value, str(choice.label).casefold(): choice.value}
    if text.casefold() not in known:
        allowed = ", ".join(CHOICES[column].values)  # type: ignore[attr-defined]
        raise Unreadable(f"“{text}” is not one of: {allowed}")
    return known[text.casefold()]
