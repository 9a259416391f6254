"""When a message that could not be sent is tried again."""

from __future__ import annotations

from datetime import timedelta

# After the first failure, the second, and so on: about a day and a half in all.
WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360, 720, 720))
MOST_ATTEMPTS = len(WAITS) + 1


def wait_before_next(attempts: int) -> timedelta | None:
    """How long to wait after so many failed attempts (1 or more); None when it is not tried again."""
    return WAITS[attempts - 1] if 1 <= attempts < MOST_ATTEMPTS else None


def one_line(text: str) -> str:
    """A subject without line breaks, so that it can carry no further headers, and not too long."""
    return " ".join(text.split())[:200]
