"""What a delivery update must be, and when one is overdue."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Literal

MOST_WORDS = 150
LINK_DAYS = 14

Fault = Literal["no words", "too many words", "no confidence", "no reason"]

_WORD = re.compile(r"\S*\w\S*")
_PERIOD = re.compile(r"(\d{4})(-(0[1-9]|1[0-2])|-Q[1-4])?")


def word_count(text: str) -> int:
    """Words as a reader counts them: a dash alone is none, "well-known" is one."""
    return len(_WORD.findall(text))


def words_too_many(text: str) -> int:
    """How many words must go before the update is short enough; 0 when none."""
    return max(0, word_count(text) - MOST_WORDS)


def faults(*, text: str, confidence: str, reason: str, before: str | None, choices: frozenset[str]) -> list[Fault]:
    """What is still wrong with an update; empty when it can be sent.

    Args:
        before: the confidence of the last update; None when there is none, so that nothing can have changed.
        choices: the words of confidence there are.
    """
    found: list[Fault] = []
    if word_count(text) == 0:
        found.append("no words")
    if words_too_many(text):
        found.append("too many words")
    if confidence not in choices:
        found.append("no confidence")
    elif reason_is_missing(before=before, now=confidence, reason=reason):
        found.append("no reason")
    return found


def reason_is_missing(*, before: str | None, now: str, reason: str) -> bool:
    """A changed confidence needs its reason. The first update of a commitment has nothing to change from."""
    return before is not None and before != now and word_count(reason) == 0


def is_period(period: str) -> bool:
    """Whether this is a month (2025-04), a quarter (2025-Q1) or a year (2025)."""
    return _PERIOD.fullmatch(period) is not None


def is_overdue(*, due: date, submitted: bool, today: date) -> bool:
    """Overdue from the day after it was due."""
    return not submitted and today > due


def link_is_open(*, expires: datetime | None, now: datetime) -> bool:
    """A link without an end was never made; at the end itself it is closed."""
    return expires is not None and now < expires
