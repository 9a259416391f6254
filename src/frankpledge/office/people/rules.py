"""What is decidable about people and the office's words from values in hand."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

JOIN, RESET = "join", "reset"
LIFETIMES = {JOIN: timedelta(days=7), RESET: timedelta(hours=3)}
BETWEEN_RESETS = timedelta(minutes=5)

# The office's own words, in the order in which they are asked for; the others may stay empty.
NEEDED_WORDS = (
    "office_name", "body_name", "holder_title", "panel_name", "panel_short", "board_name", "board_short", "plan_title",
    "plan_short", "force_name",
)  # fmt: skip
OTHER_WORDS = ("fire_name", "strapline", "contact_email", "notice", "site_address", "language")
SHORT_WORDS = ("panel_short", "board_short", "plan_short")
WORDS = NEEDED_WORDS + OTHER_WORDS
AREA_CODE = re.compile(r"[EW]\d{8}")


def missing_words(words: dict[str, str]) -> list[str]:
    """Which of the needed words are empty."""
    return [name for name in NEEDED_WORDS if not words.get(name, "").strip()]


def normal_email(email: str) -> str:
    """One address, one spelling: two people cannot differ by capitals alone."""
    return email.strip().lower()


def without_article(text: str) -> str:
    """ "panel" for "the panel": short names are kept without their article, whoever typed it."""
    return re.sub(r"^the\s+", "", text.strip(), flags=re.IGNORECASE)


def capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]


def is_link_alive(purpose: str, made_at: datetime, now: datetime) -> bool:
    """Whether a personal link that was made then still opens."""
    return made_at <= now < made_at + LIFETIMES[purpose]


def overlaps(start: date, end: date | None, other_start: date, other_end: date | None) -> bool:
    """Whether two holdings of one post overlap by more than the day on which one hands over to the other."""
    return (end is None or other_start < end) and (other_end is None or start < other_end)
