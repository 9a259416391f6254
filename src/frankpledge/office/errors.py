"""How the system says no to a person: one exception, with what is wrong and what to do next."""

from __future__ import annotations

from typing import ClassVar


class Refused(Exception):
    """A person asked for something that cannot be done as asked.

    Subclasses are defined beside the function that raises them. `message` says what is wrong and names the
    thing; `remedy` says what to do next. Views, the terminal and JSON answers all show both.
    """

    status = 409
    remedy_by_default: ClassVar[object] = ""
    """What to do next, unless the call says; may be a lazily translated text."""

    def __init__(self, message: str, *, remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy or str(self.remedy_by_default)

    def __str__(self) -> str:
        return f"{self.message} {self.remedy}".strip()


class NotAllowed(Refused):
    """The person does not hold the duty that this act needs."""

    status = 403


class NotFound(Refused):
    """Nothing has this reference (or nothing that this person may see)."""

    status = 404


class BadInput(Refused):
    """What was given cannot be read: the message says where (file, row, column or field) and what was expected."""

    status = 422
