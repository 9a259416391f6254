"""Permanent references, taken apart: "challenge/scrutiny/2021-09-09/18/3" and the others of the thread."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

# kind → how many parts follow it
SHAPES = {
    "answer": 3,
    "theme": 2,
    "disposition": 2,
    "consultation": 1,
    "plan": 1,
    "priority": 2,
    "commitment": 2,
    "measure": 1,
    "observation": 2,
    "update": 4,
    "report": 1,
    "meeting": 2,
    "item": 3,
    "point": 4,
    "resolution": 4,
    "challenge": 4,
    "action": 1,
    "problem": 1,
}


LONGEST_NUMBER = 9
"""More digits than any numbering reaches; a database's whole numbers end soon after."""


@dataclass(frozen=True, slots=True)
class Reference:
    """A reference of the thread: its kind and its parts."""

    text: str
    kind: str
    parts: tuple[str, ...]

    def number(self, place: int) -> int:
        """One part as a whole number; -1, which nothing has, when it is none."""
        part = self.parts[place]
        return int(part) if part.isdecimal() and len(part) <= LONGEST_NUMBER else -1

    @property
    def day(self) -> date | None:
        """The day of a meeting, for what belongs to one."""
        try:
            return date.fromisoformat(self.parts[1])
        except ValueError:
            return None

    @property
    def item(self) -> str:
        """What belongs to a meeting's item begins with this: "scrutiny/2021-09-09/18"."""
        return "/".join(self.parts[:3])

    @property
    def commitment(self) -> str:
        """The commitment that an update is about."""
        return f"commitment/{self.parts[0]}/{self.parts[1]}"


def read(text: str) -> Reference | None:
    """The reference, or None when it is not one of the thread's."""
    kind, _slash, rest = text.strip().strip("/").partition("/")
    parts = tuple(rest.split("/")) if rest else ()
    if SHAPES.get(kind) != len(parts) or not all(parts):
        return None
    return Reference("/".join((kind, *parts)), kind, parts)
