"""Signs that a program may have filled in a form. They mark a response for a person to look at; none turns it away."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

TRAP = "trap"
FAST = "fast"
MANY = "many"

MARKS = {
    TRAP: _("filled in a field that people do not see"),
    FAST: _("answered faster than people read"),
    MANY: _("many responses came from one address within an hour"),
}
"""Every mark that `Response.marks` can hold, in words."""

TRAP_FIELD = "website"
READING_TIME = timedelta(seconds=1.5)  # a question; whoever knows them all and only ticks still needs about this


def is_fast(started: datetime, sent: datetime, answers: int) -> bool:
    """Whether somebody took less time than it takes to read what they answered."""
    return sent - started < READING_TIME * max(answers, 1)


def added(marks: Sequence[str], *more: str) -> list[str]:
    """The marks with more, each once, in the order of `MARKS`."""
    return [mark for mark in MARKS if mark in marks or mark in more]
