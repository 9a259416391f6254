"""Find names of people that no title announces: "Jules was lovely", "my neighbour Zbigniew", "thanks to andy".

Two things are put together for each word: what the lists say of it (a first name, an ordinary word, a place, unknown),
and what stands around it (a capital, "my neighbour" before it, "was lovely" or "Street" after it). Which words those
are stands in `person_words.py`. See docs/methods/redaction.md for what this misses.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import Enum

from frankpledge.evidence.text import person_words as words
from frankpledge.evidence.text.name_lists import Sort, is_misspelt, lists, sort_of
from frankpledge.evidence.text.words import STOP_WORDS

Span = tuple[int, int]

LONGEST_NAME = 4  # words
LEAST_LETTERS_WRITTEN_SMALL = 4
_WORD = re.compile(r"[^\W\d_]+(?:['’\-][^\W\d_]+)*")
_LIKE_A_NAME = re.compile(r"(?:(?:Mc|Mac|O'|D'|De|Di|Le|La|Fitz|Van)?[^\W\d_a-z][^\W\d_A-Z]+(?:['\-](?![A-Z]{2})|$))+")
_ENDS = re.compile(r"[.!?:;•*\n\r\"“]|(?:^|\s)[-–—](?:\s|$)|\d[.)]")


NAMES = frozenset({Sort.FIRST, Sort.SURNAME, Sort.UNKNOWN})


class Case(Enum):
    """How a word is written."""

    CAPITAL = "Jane"
    SMALL = "jane"
    SHOUTED = "JANE"
    INITIAL = "J"
    ODD = "HCAs"


@dataclass(frozen=True)
class Token:
    """One word: where it stands, in small letters without "'s", how it is written, and whether a sentence begins."""

    start: int
    end: int
    word: str
    case: Case
    begins: bool
    close: bool
    """Only a space, or a full stop after an initial, parts it from the word before."""
    owns: bool

    @property
    def sort(self) -> Sort:
        return sort_of(self.word)


def people_in(text: str, keep: Collection[str] = ()) -> list[Span]:
    """Where names of people stand in a text, in order, without "'s".

    Args:
        text: what somebody wrote.
        keep: words in small letters that are never a name here: those of the office's own places.
    """
    tokens = list(_tokens(text))
    shouted = _is_shouted(tokens)
    spans: list[Span] = []
    at = 0
    while at < len(tokens):
        length = (
            0
            if tokens[at].word in keep
            else _Reader(tokens, at, shouted, keep, bool(spans) and _listed(text, tokens, at, spans)).length()
        )
        if length:
            spans.append((tokens[at].start, tokens[at + length - 1].end))
        at += length or 1
    return spans


def _listed(text: str, tokens: list[Token], at: int, spans: list[Span]) -> bool:
    """Whether only "and", "or" or a comma parts a word from a name just found."""
    between = text[spans[-1][1] : tokens[at].start]
    return re.fullmatch(r"(?:'s|’s)?\s*(?:,|and|&|or|,\s*and)\s*", between, re.IGNORECASE) is not None


def _tokens(text: str) -> Iterator[Token]:
    before = 0
    for found in _WORD.finditer(text):
        between = text[before : found.start()]
        raw = found[0].replace("’", "'")
        owned = re.fullmatch(r"(.+)'[sS]", raw)
        plain = owned[1] if owned else raw
        begins = before == 0 or bool(_ENDS.search(between))
        close = re.fullmatch(r"[ \t\u00a0]{1,2}|\.[ \t]?", between) is not None
        yield Token(found.start(), found.start() + len(plain), plain.lower(), _case(plain), begins, close, bool(owned))
        before = found.end()


def _case(plain: str) -> Case:
    if len(plain) == 1 and plain.isupper():
        return Case.INITIAL
    if plain.isupper():
        return Case.SHOUTED
    if plain[0].islower():
        return Case.SMALL
    return Case.CAPITAL if _LIKE_A_NAME.fullmatch(plain) else Case.ODD


def _is_shouted(tokens: list[Token]) -> bool:
    """Whether nearly everything is in capitals, so that a capital says nothing."""
    capitals = sum(token.case in {Case.SHOUTED, Case.INITIAL} for token in tokens)
    return len(tokens) > 2 and capitals > 0.6 * len(tokens)


class _Reader:
    """Asks of one word whether a name begins there, and how many words it has."""

    def __init__(self, tokens: list[Token], at: int, shouted: bool, keep: Collection[str], listed: bool) -> None:
        self.tokens, self.at, self.shouted, self.keep, self.listed = tokens, at, shouted, keep, listed
        self.token = tokens[at]

    def length(self) -> int:
        """How many words the name has that begins here; 0 where none does."""
        begins = self._begins_small() if self._is_small(self.token) else self._begins_with_a_capital()
        if not begins:
            return 0
        length = self._run()
        return 0 if self._is_a_place(length) else length

    # --- what stands around ---

    def _word(self, offset: int) -> str:
        """The word so many places away in the same sentence; "" where there is none."""
        other = self.at + offset
        if not 0 <= other < len(self.tokens):
            return ""
        low, high = sorted((self.at, other))
        return (
            "" if any(self.tokens[between].begins for between in range(low + 1, high + 1)) else self.tokens[other].word
        )

    def _next(self) -> Token | None:
        after = self.at + 1
        return self.tokens[after] if after < len(self.tokens) and self.tokens[after].close else None

    def _is_small(self, token: Token) -> bool:
        return token.case is Case.SMALL or (self.shouted and token.case is Case.SHOUTED)

    def _is_announced(self) -> bool:
        """Somebody is named here: "my neighbour …", "officer …", "called …", "my name is …"."""
        one = self._word(-1)
        return one in words.KIN or one in words.ROLES or self._is_named() or (self._word(-2), one) in words.INTRODUCE

    def _is_named(self) -> bool:
        """ "my name is …", "a lad called …": nothing but a name can follow."""
        one, two = self._word(-1), self._word(-2)
        return (
            one in words.LOWER_CUES or (one == "called" and two in words.SOMEBODY) or (two, one) in words.INTRODUCE[:2]
        )

    def _is_spoken_to(self) -> bool:
        return self._word(-1) in words.SPOKEN_TO or self._word(-1) in words.VERBS

    def _acts(self) -> bool:
        """What follows is what people do or are: "… told me", "… was lovely", "… who came"."""
        one, two = self._word(1), self._word(2)
        return one in words.VERBS or (one in words.STATES and two in words.LIKE_A_PERSON)

    # --- where a name begins ---

    def _begins_with_a_capital(self) -> bool:
        token = self.token
        if token.case is Case.INITIAL:
            return self._is_an_initial()
        if token.word in words.BEFORE_A_PLACE:
            return False
        if len(token.word) < 2 or (token.word, self._word(1)) in words.KEPT or (token.owns and self._word(1) == "law"):
            return False
        sort = token.sort
        if token.case is Case.ODD:
            return False
        if token.case is Case.SHOUTED and (sort is not Sort.FIRST or len(token.word) < LEAST_LETTERS_WRITTEN_SMALL):
            return sort is not Sort.OTHER and len(token.word) > 2 and (self._is_announced() or self.listed)
        if sort is Sort.FIRST:
            return True
        if sort is Sort.EITHER:
            return self._either()
        if sort is Sort.OTHER:
            return self._is_announced_surname()
        if sort is Sort.PROPER:
            return self._goes_on() or self._is_announced() or self.listed
        return self._unknown_at_the_beginning() if token.begins else self._unknown_within()

    def _is_an_initial(self) -> bool:
        """ "J. Okonkwo", "K Dziedzic"; not "I Think", "A Road"."""
        after = self._next()
        if after is None or after.case is not Case.CAPITAL or self.token.word in {"i", "a"}:
            return False
        return after.sort in {Sort.SURNAME, Sort.UNKNOWN} or (lists().is_surname(after.word) and self._is_announced())

    def _is_announced_surname(self) -> bool:
        """ "my neighbour Green", "the Berry family": within a sentence an ordinary word that is a surname too."""
        if self.token.begins or self.token.word in words.NO_NAMES:
            return False
        if not lists().is_surname(self.token.word):
            return False
        return self._is_of_a_family() or (self._is_announced() and self.token.word not in words.PLACE_NOUNS)

    def _is_of_a_family(self) -> bool:
        return self._word(1) in words.FAMILY and self._word(-1) in words.DETERMINERS

    def _goes_on(self) -> bool:
        """Whether the next word, with a capital too, is a name: "Rose Dziedzic", and within a sentence "Glen Booth"."""
        after = self._next()
        if after is None or after.case is not Case.CAPITAL or after.begins:
            return False
        surname = lists().is_surname(after.word) and after.word not in words.PLACE_NOUNS | words.NO_NAMES
        return after.sort in NAMES or (
            surname and not self.token.begins and self.token.word not in words.DATES_AND_PLACES
        )

    def _is_first_of_two(self) -> bool:
        """ "Yaa and Kwaku": what stands after "and" is a name."""
        two = self.at + 2
        if self._word(1) != "and" or two >= len(self.tokens) or not self._word(2):
            return False
        other = self.tokens[two]
        return other.case is Case.CAPITAL and other.sort in NAMES

    def _either(self) -> bool:
        """A name and a word as well: "Rose", "Will", "Austin"."""
        word, begins = self.token.word, self.token.begins
        if self.listed or (self._is_announced() and not begins):
            return True
        if self._is_of_a_family():
            return True
        if self._goes_on():
            return begins or self._word(-1) not in words.AT_A_PLACE
        if word in words.DATES_AND_PLACES | words.PLACE_NOUNS or self._follows_a_capital():
            return False
        if word in words.NEVER_ALONE:
            return not begins and (self._is_spoken_to() or self._acts())
        if begins:
            return self._acts() or self._is_first_of_two()
        where = self._word(-1) in words.AT_A_PLACE or self._word(-1) in words.DETERMINERS
        if word in lists().places:
            return self._word(-1) in words.SPOKEN_TO - words.SAID_OF_PLACES or self._word(1) in words.VERBS
        return self._is_spoken_to() or self._acts() or (self.token.close and not where)

    def _unknown_at_the_beginning(self) -> bool:
        if self._goes_on() or self.listed or self._is_first_of_two():
            return True
        if is_misspelt(self.token.word) and self.token.sort is Sort.UNKNOWN:
            return (
                self.token.owns or self._word(1) in words.VERBS or (self._word(2) in words.OF_A_PERSON and self._acts())
            )
        return self._acts() or self.token.owns or self._stands_in_a_sentence()

    def _stands_in_a_sentence(self) -> bool:
        """A small word follows, so that this is no heading and no list: "Kweku at the front desk", "Kweku never"."""
        return self._word(1) in STOP_WORDS and self._word(1) not in {"is", "was", "are", "were", "has", "and", "or"}

    def _unknown_within(self) -> bool:
        """A word with a capital within a sentence and in no list: somebody, unless it looks like a place."""
        if self._is_announced() or self.listed:
            return True
        one = self._word(-1)
        if one in words.DETERMINERS:
            return self._is_of_a_family()
        if self._is_in_a_title():
            return False
        if one in words.AT_A_PLACE or (one == "of" and self._word(-2) in words.OF_A_PLACE):
            return self.token.owns or self._acts()
        return True

    def _is_in_a_title(self) -> bool:
        """Part of a longer proper name within a sentence: "Lady Bird", "Community Dietetics"."""
        return self._follows_a_capital() and not self.tokens[self.at - 1].begins

    def _follows_a_capital(self) -> bool:
        """ "Bowling Green": the word before has a capital too, and nothing parts them."""
        before = self.tokens[self.at - 1] if self.at else None
        return before is not None and self.token.close and before.case is not Case.SMALL and before.word != "i"

    def _begins_small(self) -> bool:
        """Written without a capital: only well-known first names, and what is announced as a name."""
        token, sort, one = self.token, self.token.sort, self._word(-1)
        if sort in {Sort.OTHER, Sort.PROPER} or len(token.word) < 3 or (token.word, self._word(1)) in words.KEPT:
            return False
        named = self._is_named()
        if sort is Sort.EITHER:
            return (named or one in words.ONE_OFFICER) and token.word not in STOP_WORDS
        if sort is Sort.FIRST:
            return named or self._is_well_known()
        if is_misspelt(token.word) and token.word.isascii():
            return named
        return (
            named
            or (one in words.ONE_OFFICER and len(token.word) > 3)
            or (sort is Sort.SURNAME and self._is_announced())
        )

    def _is_well_known(self) -> bool:
        """ "jules", "natasha"; not "drew", "mark", and not "a hugh thank you"."""
        word = self.token.word
        if self._word(-1) in {"a", "an", "the", "very", "so"}:
            return False
        if word in words.ABOVE_ALL and word not in words.SMALL_TOO:
            return self._is_announced()
        known = word in words.NAMES_ADDED or word in words.SMALL_TOO or len(word) > 4
        return known and len(word) >= (3 if self._is_announced() else LEAST_LETTERS_WRITTEN_SMALL)

    # --- where it ends ---

    def _run(self) -> int:
        length = 1
        while length < LONGEST_NAME and self.at + length < len(self.tokens):
            token, last = self.tokens[self.at + length], self.tokens[self.at + length - 1]
            if not token.close or last.owns or token.word in self.keep or not self._may_follow(token):
                break
            if token.begins and last.case is not Case.INITIAL:
                break
            length += 1
        return length

    def _may_follow(self, token: Token) -> bool:
        """Whether a word goes on a name: a surname, a second first name, an initial, a word in no list."""
        if self._is_small(token):
            small = self._is_small(self.token) and token.sort in {Sort.SURNAME, Sort.FIRST}
            return small and not is_misspelt(token.word) and token.word not in words.NO_NAMES
        if token.case is Case.INITIAL:
            return token.word not in {"i", "a"}
        if token.word in words.PLACE_NOUNS and token.word not in words.ALSO_SURNAMES:
            return False
        if token.sort in NAMES or token.sort in {Sort.EITHER, Sort.PROPER}:
            return True
        return lists().is_surname(token.word) and token.word not in words.NO_NAMES

    def _is_a_place(self, length: int) -> bool:
        """ "Victoria Road", "St James", "Little Harrowden", "in Great Addington": no person."""
        last = self.tokens[self.at + length - 1]
        if not last.owns and self._is_followed_by_a_place(length):
            return True
        before = self.tokens[self.at - 1] if self.at else None
        if before is None or not self.token.close:
            return False
        if before.word in words.BEFORE_A_PLACE and before.case is not Case.SMALL:
            return True
        return self._is_a_street(length)

    def _is_a_street(self, length: int) -> bool:
        """ "on John Street": the last word is both, and what stands before says where."""
        last = self.tokens[self.at + length - 1].word
        return length > 1 and last in words.PLACE_NOUNS and self._word(-1) in words.AT_A_PLACE

    def _is_followed_by_a_place(self, length: int) -> bool:
        ahead = [token for token in self.tokens[self.at + length : self.at + length + 2] if token.close]
        if len(ahead) == 2 and {token.case for token in ahead} == {Case.CAPITAL}:
            return any(token.word in words.PLACE_NOUNS for token in ahead)  # "Gary Farms Boulevard"
        if not ahead or ahead[0].word not in words.PLACE_NOUNS:
            return False
        where = self._word(-1) in words.AT_A_PLACE or self._word(-1) in {"from", "to"}
        return where or ahead[0].case is not Case.SMALL or ahead[0].word in words.PLACES_WRITTEN_SMALL
