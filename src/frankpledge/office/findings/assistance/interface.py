"""What any assistant can be asked, whoever makes it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from django.utils.translation import gettext_lazy

from frankpledge.office.errors import Refused


class AssistantTrouble(Refused):
    """The assistant did not answer, or said something that cannot be used. The message never holds its key."""

    status = 502
    remedy_by_default = gettext_lazy("Try again later, or go on without it: everything else works as before.")


@dataclass(frozen=True)
class Proposed:
    """A theme that an assistant proposes: a person names and accepts it, or not."""

    name: str
    definition: str


@dataclass(frozen=True)
class FrameEntry:
    """A theme of the frame as an assistant is told of it."""

    code: str
    name: str
    definition: str


@dataclass(frozen=True)
class Mapped:
    """What an assistant said of some answers: codes of themes by the answer's mark; and what was wrong with it.

    `themes` has every answer of which it said something usable; an answer that is missing in it was not judged.
    """

    themes: Mapping[str, Sequence[str]]
    problems: Sequence[str] = ()


class ThemeAssistant(Protocol):
    """Texts given to it are without identifiers. It sees marks that mean nothing outside one request."""

    @property
    def model(self) -> str: ...

    def propose(self, question: str, exemplars: Sequence[str]) -> list[Proposed]:
        """Themes for answers to a question. Raises AssistantTrouble."""

    def map(self, question: str, responses: Mapping[str, str], frame: Sequence[FrameEntry]) -> Mapped:
        """Which themes of the frame each response (by its mark) belongs to. Raises AssistantTrouble."""
