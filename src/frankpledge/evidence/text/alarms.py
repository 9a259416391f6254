"""Find sentences that a person should see the same day: danger, or a crime laid at somebody's door.

A help for people, no more: it knows turns of phrase, not what is meant. See docs/methods/disclosure-alarms.md for
what it finds and what it misses. The tables of cues are in `data/alarm-cues.txt`.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from frankpledge.evidence.text.alarm_cues import Cue, cues
from frankpledge.evidence.text.redact import redact
from frankpledge.evidence.text.words import STOP_WORDS

METHOD_VERSION = "disclosure-alarms-1"
Kind = Literal["danger", "crime"]

POINTS_AT_SOMEBODY = frozenset(
    {"name", "address", "registration mark", "officer number", "social media name", "phone number", "web address"}
)
_REMOVED = re.compile(rf"\[(?:{'|'.join(sorted(POINTS_AT_SOMEBODY))}) removed\]")
_SENTENCE = re.compile(r"[^.!?\n\r]+(?:[.!?]+|$|[\r\n]+)")
_MOST_IN_A_SENTENCE = 600  # characters: a text without full stops is looked at in pieces
_MOST_WORDS_KEPT = 50_000
_GAPS = {"..": 3, "....": 8}
_BETWEEN = r"[^\w\n]+"
_WORD = re.compile(r"\w[\w'-]*")
_IN_USE = dict.fromkeys(
    STOP_WORDS | {"police", "people", "men", "man", "car", "house", "child", "children", "kids"}, 50
)


@dataclass(frozen=True)
class Alarm:
    """One sentence (characters `start` to `end`, not included) and why a person should see it.

    "danger": someone may be in danger, now or soon. "crime": a crime is alleged of somebody who could be identified.
    """

    kind: Kind
    start: int
    end: int


def alarms_in(text: str) -> tuple[Alarm, ...]:
    """The sentences that a person should see, in the order in which they stand; at most one alarm of a kind for each.

    The same text always gives the same alarms. Works on an answer as it came and on a redacted one.
    """
    return tuple(sorted(_alarms(text), key=lambda alarm: (alarm.start, alarm.kind)))


def _alarms(text: str) -> Iterator[Alarm]:
    plain = text.replace("’", "'").replace("‘", "'")
    pointed = None
    for start, end in _sentences(plain):
        if not (_table("danger").holds(plain[start:end]) or _table("crime").holds(plain[start:end])):
            continue
        said = _table("not_meant").blanked(plain[start:end])
        if _table("danger").holds(said):
            yield Alarm("danger", start, end)
        if _table("crime").holds(said):
            pointed = _pointed_at(text) if pointed is None else pointed
            if _table("who").holds(said) or any(start <= at < end for at in pointed):
                yield Alarm("crime", start, end)


def _pointed_at(text: str) -> list[int]:
    """Where names, addresses and marks stand, or stood before they were removed."""
    found = [finding.start for finding in redact(text).findings if finding.kind in POINTS_AT_SOMEBODY]
    return found + [match.start() for match in _REMOVED.finditer(text)]


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    for match in _SENTENCE.finditer(text):
        for at in range(match.start(), match.end(), _MOST_IN_A_SENTENCE):
            piece = text[at : min(at + _MOST_IN_A_SENTENCE, match.end())]
            if piece.strip():
                yield at + len(piece) - len(piece.lstrip()), at + len(piece.rstrip())


class _Table:
    """The cues of one table. Each is tried only on sentences that hold one of the words which it cannot do without."""

    def __init__(self, table: tuple[Cue, ...]) -> None:
        self.whole: dict[str, list[re.Pattern[str]]] = defaultdict(list)
        self.of_word: dict[str, dict[re.Pattern[str], None]] = {}
        self.begun: dict[str, list[re.Pattern[str]]] = defaultdict(list)
        for line in table:
            expression = re.compile(_expression(line), re.IGNORECASE)
            for word in _needed(line):
                (self.begun if word.endswith("*") else self.whole)[word.rstrip("*")].append(expression)

    def _worth_trying(self, said: str) -> dict[re.Pattern[str], None]:
        found: dict[re.Pattern[str], None] = {}
        for word in dict.fromkeys(_WORD.findall(said.lower())):
            if word not in self.of_word:
                if len(self.of_word) > _MOST_WORDS_KEPT:
                    self.of_word.clear()
                self.of_word[word] = self._of_word(word)
            found.update(self.of_word[word])
        return found

    def _of_word(self, word: str) -> dict[re.Pattern[str], None]:
        """The cues for which a word is enough to try them."""
        begun = (self.begun.get(word[:length], ()) for length in range(1, len(word) + 1))
        return dict.fromkeys([*self.whole.get(word, ()), *(each for cues_of in begun for each in cues_of)])

    def holds(self, said: str) -> bool:
        """Whether any cue of the table stands in the sentence."""
        return any(expression.search(said) for expression in self._worth_trying(said))

    def blanked(self, said: str) -> str:
        """The sentence with spaces in place of what the cues of the table cover."""
        spans = [found.span() for expression in self._worth_trying(said) for found in expression.finditer(said)]
        for start, end in spans:
            said = said[:start] + " " * (end - start) + said[end:]
        return said


@lru_cache(maxsize=8)
def _table(name: str) -> _Table:
    return _Table(getattr(cues(), name))


def _needed(parts: Cue) -> list[str]:
    """The choices of that part of a cue which is the least common: one of them must be there."""
    sure = [part for part in parts if part not in _GAPS and "-" not in _choices(part) and "[" not in part]
    return min(
        (_choices(part) for part in sure), key=lambda words: (sum(_IN_USE.get(word, 1) for word in words), words)
    )


def _expression(parts: Cue) -> str:
    out, gap, first = r"(?<!\w)", "", True
    for part in parts:
        if part in _GAPS:
            gap = rf"(?:{_BETWEEN}[\w'-]+){{0,{_GAPS[part]}}}"
            continue
        out += _one_part(part, "" if first else gap + _BETWEEN)
        gap, first = "", False
    return out + r"(?!\w)"


def _one_part(part: str, before: str) -> str:
    choices = _choices(part)
    found = rf"{before}(?:{'|'.join(sorted({_as_expression(word) for word in choices} - {'-'}))})(?!\w)"
    return f"(?:{found})?" if "-" in choices else found


def _as_expression(word: str) -> str:
    """A word of a cue, or an expression in square brackets: a number, any word."""
    return word if word.startswith("[") or word == "-" else re.escape(word).replace(r"\*", r"[\w'-]*")


def _choices(part: str) -> list[str]:
    """The words that one part of a cue allows, those of lists among them."""
    each = [cues().words[one[1:-1]] if one.startswith("<") else (one,) for one in part.split("/")]
    return [word for words in each for word in words]
