"""What a delivery update must be, and when one is overdue."""

from __future__ import annotations

import re
from datetime import date, datetime

MOST_WORDS = 150
LINK_DAYS = 14

_WORD = re.compile(r"\S*\w\S*")


def word_count(text: str) -> int:
    """Words as a reader counts them: a dash alone is none, "well-known" is one."""
    return len(_WORD.findall(text))


def faults_in_words(text: str) -> list[str]:
    """What is wrong with the words of an update; empty when nothing is."""
    if not text.strip():
        return ["Write what has been done."]
    if (count := word_count(text)) > MOST_WORDS:
        return [f"The update has {count} words; it may have at most {MOST_WORDS}. Take out {count - MOST_WORDS}."]
    return []


def reason_is_missing(*, before: str | None, now: str, reason: str) -> bool:
    """A changed confidence needs its reason. The first update of a commitment has nothing to change from."""
    return before is not None and before != now and not reason.strip()


def is_overdue(*, due: date, submitted: bool, today: date) -> bool:
    """Overdue from the day after it was due."""
    return not submitted and today > due


def link_is_open(*, expires: datetime | None, now: datetime) -> bool:
    return expires is not None and now < expires


def previous_period(period: str) -> str:
    """The month or quarter before: 2025-04 → 2025-03, 2025-Q1 → 2024-Q4, 2025 → 2024."""
    if match := re.fullmatch(r"(\d{4})-(\d\d)", period):
        year, month = int(match[1]), int(match[2])
        return f"{year - 1}-12" if month == 1 else f"{year}-{month - 1:02d}"
    if match := re.fullmatch(r"(\d{4})-Q([1-4])", period):
        year, quarter = int(match[1]), int(match[2])
        return f"{year - 1}-Q4" if quarter == 1 else f"{year}-Q{quarter - 1}"
    return str(int(period) - 1)
