"""What sort of word is this: somebody's name, an ordinary word, a place? From the lists in `data/`."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from importlib.resources import files

from frankpledge.evidence.text import person_words as words
from frankpledge.evidence.text.words import STOP_WORDS


class Sort(Enum):
    """What the lists say of a word, whatever stands around it."""

    FIRST = "a first name, and hardly anything else"
    SURNAME = "a surname, and no ordinary word and no place"
    EITHER = "a first name, and an ordinary word or a place as well"
    UNKNOWN = "in none of the lists"
    PROPER = "a word that a dictionary writes with a capital, and in no list of names"
    OTHER = "an ordinary word, a place, a make: known, and no name, or a name only after a first name"


@dataclass(frozen=True)
class Lists:
    """The word lists, in small letters."""

    english: frozenset[str]
    first: frozenset[str]
    surnames: frozenset[str]
    places: frozenset[str]
    proper: frozenset[str]

    def is_ordinary(self, word: str) -> bool:
        """A word of the dictionary, in one of its forms ("reassured", "carer's", "walk-in")."""
        return any(form in self.english or form in words.NO_NAMES for form in forms_of(word))

    def sort(self, word: str) -> Sort:
        """What the lists say of a word in small letters, without "'s"."""
        if word in words.NO_NAMES or (word in STOP_WORDS and word not in words.NEVER_ALONE) or set(word) == {"x"}:
            return Sort.OTHER
        if word in words.ABOVE_ALL:
            return Sort.FIRST
        ordinary = self.is_ordinary(word) or word in self.places or word in words.NEVER_ALONE
        if word in self.first:
            return Sort.EITHER if ordinary else Sort.FIRST
        if ordinary:
            return Sort.OTHER
        if word in self.proper:
            return Sort.PROPER
        if "-" in word:
            return self._of_parts(word.split("-"))
        return Sort.SURNAME if word in self.surnames else Sort.UNKNOWN

    def _of_parts(self, parts: list[str]) -> Sort:
        """ "Hughes-Jones" is what its parts are; "Anne-Marie" a first name."""
        sorts = {self.sort(part) for part in parts if len(part) > 1}
        if any(part in words.NO_NAMES for part in parts):
            return Sort.OTHER
        for sort in (Sort.FIRST, Sort.SURNAME, Sort.UNKNOWN):
            if sort in sorts:
                return sort
        return Sort.OTHER

    def is_surname(self, word: str) -> bool:
        """Whether it may follow a first name: "Green" may, "Street" is asked about elsewhere."""
        return word in self.surnames or ("-" in word and any(part in self.surnames for part in word.split("-")))

    def is_misspelt(self, word: str) -> bool:
        """Whether one letter more, less, other or swapped makes it an ordinary word."""
        return len(word) > 4 and any(near in self.english for near in _one_letter_away(word))


@lru_cache(maxsize=1)
def lists() -> Lists:
    """The lists, read once."""
    return Lists(
        english=_read("english.txt"),
        first=_read("first-names.txt") | words.NAMES_ADDED,
        surnames=_read("surnames.txt") | words.SURNAMES_ADDED,
        places=_read("places.txt"),
        proper=_read("proper-words.txt"),
    )


@lru_cache(maxsize=20_000)
def sort_of(word: str) -> Sort:
    """What the lists say of a word, in any case."""
    return lists().sort(word.lower())


@lru_cache(maxsize=50_000)
def is_ordinary(word: str) -> bool:
    """Whether a word in small letters stands in an English dictionary, in one of its forms."""
    return lists().is_ordinary(word)


@lru_cache(maxsize=20_000)
def is_misspelt(word: str) -> bool:
    """Whether a word in small letters looks like an ordinary one with a slip in it."""
    return lists().is_misspelt(word)


def _read(name: str) -> frozenset[str]:
    return frozenset((files(__package__) / "data" / name).read_text(encoding="utf-8").split())


def forms_of(word: str) -> Iterator[str]:
    """A word and what it may be a form of."""
    yield word
    plain = word.replace("'", "")
    yield plain
    yield plain.replace("-", "")
    for ending, instead in (("s", ""), ("es", ""), ("ies", "y"), ("ed", ""), ("ed", "e"), ("d", ""), ("ing", ""),
                            ("ing", "e"), ("ly", ""), ("er", ""), ("ers", ""), ("ness", ""), ("able", ""), ("ish", ""),
                            ("less", "")):  # fmt: skip
        if plain.endswith(ending) and len(plain) - len(ending) > 2:
            yield plain[: -len(ending)] + instead
    for beginning in ("un", "re", "non", "over", "under", "anti", "mis", "pre", "co", "ex", "de", "inter", "self"):
        if plain.startswith(beginning) and len(plain) - len(beginning) > 3:
            yield plain[len(beginning) :].lstrip("-")
    if "-" in word and all(part in lists_of_english() or len(part) < 2 for part in word.split("-")):
        yield next((part for part in word.split("-") if part in lists_of_english()), word)


@lru_cache(maxsize=1)
def lists_of_english() -> frozenset[str]:
    """The dictionary alone."""
    return _read("english.txt")


def _one_letter_away(word: str) -> Iterator[str]:
    letters = "abcdefghijklmnopqrstuvwxyz"
    for at in range(len(word) + 1):
        head, tail = word[:at], word[at:]
        if tail:
            yield head + tail[1:]
        if len(tail) > 1:
            yield head + tail[1] + tail[0] + tail[2:]
        for letter in letters:
            yield head + letter + tail
            if tail:
                yield head + letter + tail[1:]
