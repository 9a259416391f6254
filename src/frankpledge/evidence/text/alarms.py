"""Find sentences that a person should see the same day: danger, or a crime laid at somebody's door.

A help for people, no more: it knows turns of phrase, not what is meant. See docs/methods/disclosure-alarms.md for
what it finds and what it misses. The table of cues is `alarm_cues.py`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from frankpledge.evidence.text import alarm_cues

METHOD_VERSION = "disclosure-alarms-1"
Kind = Literal["danger", "crime"]

_SENTENCE = re.compile(r"[^.!?\n\r]+(?:[.!?]+|$|[\r\n]+)")
_MOST_IN_A_SENTENCE = 600  # characters: a text without full stops is looked at in pieces


@dataclass(frozen=True, order=True)
class Alarm:
    """One sentence (characters `start` to `end`, not included) and why a person should see it.

    "danger": someone may be in danger, now or soon. "crime": a crime is alleged of somebody who could be identified.
    """

    kind: Kind
    start: int
    end: int


def alarms_in(text: str) -> tuple[Alarm, ...]:
    """The sentences that a person should see, in the order in which they stand; at most one alarm of a kind for each.

    The same text always gives the same alarms. Works on the answer as it came and on the redacted one.
    """
    return tuple(sorted(_alarms(text), key=lambda alarm: (alarm.start, alarm.kind)))


def _alarms(text: str) -> Iterator[Alarm]:
    plain = text.replace("’", "'")
    for start, end in _sentences(plain):
        if _danger().search(plain, start, end):
            yield Alarm("danger", start, end)


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    for match in _SENTENCE.finditer(text):
        for at in range(match.start(), match.end(), _MOST_IN_A_SENTENCE):
            end = min(at + _MOST_IN_A_SENTENCE, match.end())
            piece = text[at:end]
            if piece.strip():
                yield at + len(piece) - len(piece.lstrip()), at + len(piece.rstrip())


@lru_cache(maxsize=1)
def _danger() -> re.Pattern[str]:
    return re.compile("|".join(_expressions(alarm_cues.DANGER)), re.IGNORECASE)


def _expressions(table: str) -> Iterator[str]:
    """A regular expression for each line of a table."""
    for line in table.splitlines():
        if line.strip() and not line.startswith("#"):
            yield _expression(line.split())


def _expression(parts: list[str]) -> str:
    out, gap = r"(?<!\w)", ""
    for at, part in enumerate(parts):
        if part in {"..", "...."}:
            gap = rf"(?:\W+\w[\w']*){{0,{3 if part == '..' else 8}}}"
            continue
        before = "" if at == 0 else rf"{gap}\W+"
        out += _one_part(part, before)
        gap = ""
    return out + r"(?!\w)"


def _one_part(part: str, before: str) -> str:
    words = alarm_cues.WORDS[part[1:-1]].split() if part.startswith("<") else part.split("/")
    choices = "|".join(re.escape(word).replace(r"\*", r"\w*") for word in words if word != "-")
    found = rf"{before}(?:{choices})(?!\w)"
    return f"(?:{found})?" if "-" in words else found
