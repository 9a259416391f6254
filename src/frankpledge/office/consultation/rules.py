"""Pure decisions about a consultation: when it is open, who is asked what, what is missing, how a receipt reads."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date as Date
from datetime import datetime, time, timedelta
from enum import Enum
from hashlib import sha256
from typing import Protocol, TypeVar
from zoneinfo import ZoneInfo

MAX_CHARACTERS = 10_000
RECEIPT_LETTERS = "234679ACDEFGHJKMNPQRTVWXY"  # none that looks like another: no 0/O, 1/I/L, 5/S, 8/B, 2/Z, U/V
RECEIPT_LENGTH = 8
RECEIPTS = len(RECEIPT_LETTERS) ** RECEIPT_LENGTH


class State(Enum):
    """Where a consultation stands. A draft is seen by staff only."""

    DRAFT = "draft"
    UPCOMING = "upcoming"
    OPEN = "open"
    CLOSED = "closed"


def opens_at(opens_on: Date, zone: ZoneInfo) -> datetime:
    """The first instant of the opening day, in local time."""
    return datetime.combine(opens_on, time.min, tzinfo=zone)


def closes_at(closes_on: Date, zone: ZoneInfo) -> datetime:
    """The first instant after the closing day, in local time: a day of a clock change has 23 or 25 hours."""
    return datetime.combine(closes_on + timedelta(days=1), time.min, tzinfo=zone)


def state_at(*, published: bool, opens_on: Date, closes_on: Date, zone: ZoneInfo, now: datetime) -> State:
    """Where a consultation stands at the instant `now` (which knows its time zone)."""
    if not published:
        return State.DRAFT
    # Compared as instants: two local times of one zone would be compared by their hands, not by the time between.
    instant = now.timestamp()
    if instant < opens_at(opens_on, zone).timestamp():
        return State.UPCOMING
    return State.OPEN if instant < closes_at(closes_on, zone).timestamp() else State.CLOSED


def receipt_of(number: int) -> str:
    """A receipt such as "7KQ4-M2XD" for a number from 0 to RECEIPTS - 1; different numbers give different receipts."""
    if not 0 <= number < RECEIPTS:
        raise ValueError(f"{number} is not from 0 to {RECEIPTS - 1}")
    letters = []
    for _place in range(RECEIPT_LENGTH):
        number, at = divmod(number, len(RECEIPT_LETTERS))
        letters.append(RECEIPT_LETTERS[at])
    return "".join(letters[:4]) + "-" + "".join(letters[4:])


def read_receipt(typed: str) -> str | None:
    """The receipt that somebody typed, in its proper form; None when it cannot be one."""
    letters = [letter for letter in typed.upper() if letter.isalnum()]
    if len(letters) != RECEIPT_LENGTH or any(letter not in RECEIPT_LETTERS for letter in letters):
        return None
    return "".join(letters[:4]) + "-" + "".join(letters[4:])


def tidy_text(text: str) -> str:
    """What somebody wrote, word for word: only line ends are made alike, and a character no database holds is dropped.

    Text of nothing but spaces is no answer.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    return text if text.strip() else ""


def fingerprint(text: str, choices: Sequence[str]) -> str:
    """A short mark of an answer, by which a form knows whether anything was changed in it."""
    return sha256("\x1f".join([text, *sorted(choices)]).encode()).hexdigest()[:16]


class Placed(Protocol):
    """A question as far as these rules care: which section it is asked in (None: in all)."""

    @property
    def section_id(self) -> int | None: ...


Question = TypeVar("Question", bound=Placed)


def asked_in(questions: Iterable[Question], section_id: int | None) -> list[Question]:
    """The questions that somebody of this section is asked, in their order."""
    return [question for question in questions if question.section_id in (None, section_id)]


def numbers(questions: Iterable[Question], section_id: int | None) -> dict[int, Question]:
    """The questions of a section by number, the same on every device and on paper.

    A question that somebody is not asked because of an earlier answer keeps its number.
    """
    return dict(enumerate(asked_in(questions, section_id), 1))


def unanswered(required: Iterable[str], answered: Iterable[str]) -> list[str]:
    """Codes of the questions that must be answered and are not, in the order asked."""
    given = set(answered)
    return [code for code in required if code not in given]


LEFT_OUT = "[…]"


def words_in(text: str) -> list[str]:
    """The words of a text, without signs, in small letters; marks of what was left out are no words."""
    marked = re.sub(r"\[[^\[\]]{0,60}(?:removed|…|\.\.\.)\]", " ", text)
    return re.findall(r"[^\W_]+(?:['’-][^\W_]+)*", marked.casefold())


def is_shortened(shorter: str, whole: str) -> bool:
    """Whether `shorter` has only words of `whole`, in their order: parts left out, nothing put in or changed.

    Signs and capitals may be mended.
    """
    words = iter(words_in(whole))
    return all(word in words for word in words_in(shorter))


FEWEST_FOR_A_SHARE = 50


def share(part: int, of: int) -> float | None:
    """A part of all; None where all are so few that one person more or less would move it by two per cent or more."""
    return part / of if of >= FEWEST_FOR_A_SHARE else None
