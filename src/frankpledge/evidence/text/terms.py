"""The words that tell one group of answers from the others: class-based TF-IDF over words and word pairs."""

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import takewhile

from frankpledge.evidence.text.groups import words_of
from frankpledge.evidence.text.words import STOP_WORDS

TERMS_SHOWN = 8
LEAST_TEXTS, LEAST_SHARE = 2, 0.04  # a term needs so many texts of its group; fewer only to reach:
ENOUGH_TERMS = 3
LEAST_LETTERS = 3
PAIR_BONUS = 1.5  # "street lights" tells a reader more than "street"
FAMILY_LETTERS, FAMILY_ENDING = 6, 3
COVERED = 0.6  # a word most of whose uses lie in a chosen pair is not repeated by itself

_WORD_OR_END = re.compile(r"\w+(?:'\w+)*|[.!?,;:()\[\]/\n]")


@lru_cache(maxsize=50_000)
def root(word: str) -> str:
    """One key for singular and plural: "road" and "roads" count together (Harman's S-stemmer, 1991)."""
    word = word.removesuffix("'s")
    if len(word) > 4 and word.endswith("ies") and word[-4] not in "ae":
        return word[:-3] + "y"
    if len(word) > 4 and word.endswith(("sses", "shes", "ches", "xes")):
        return word[:-2]
    if len(word) > 3 and word.endswith("s") and word[-2] not in "us":
        return word[:-1]
    return word


def telling_terms(
    groups: Sequence[Sequence[str]], *, question: str = "", shown: int = TERMS_SHOWN
) -> list[tuple[str, ...]]:
    """For each group of texts its most telling words and word pairs, the best first.

    A term's weight in a group is (texts of the group that use it / terms of the group) x log(1 + mean terms
    of a group / texts that use it anywhere). Texts are counted, not uses: one long answer that repeats a word
    does not make it the group's word. Plurals count with their singular and the commoner spelling is shown.

    Args:
        groups: the texts of each group, the most typical first: where no word is shared, theirs are taken.
        question: the question answered; its words are left out, since every answer may echo them.
        shown: at most so many terms for each group.
    Source: class-based TF-IDF, Grootendorst, "BERTopic" (2022), equation 2.
    """
    left_out = {root(word) for word in STOP_WORDS | set(words_of(question))}
    spellings: Counter[tuple[str, str]] = Counter()
    counts = [_texts_with_each_term(texts, left_out, spellings) for texts in groups]
    everywhere: Counter[str] = sum(counts, Counter())
    mean = sum(everywhere.values()) / max(len(counts), 1)
    display = _commonest_spellings(spellings)
    return [
        tuple(display[term] for term in _best(count, len(texts), everywhere, mean, shown))
        for count, texts in zip(counts, groups, strict=True)
    ]


def _texts_with_each_term(
    texts: Iterable[str], left_out: set[str], spellings: Counter[tuple[str, str]]
) -> Counter[str]:
    """How many texts use each word or pair of neighbours, by their roots; spellings are counted on the way."""
    counts: Counter[str] = Counter()
    for text in texts:
        found = {}
        before: tuple[str, str] | None = None
        for key, spelling in _words_that_tell(text, left_out):
            if not key:
                before = None
                continue
            found[key] = spelling
            if before and before[0] != key:
                found[f"{before[0]} {key}"] = f"{before[1]} {spelling}"
            before = key, spelling
        counts.update(found.keys())
        spellings.update(found.items())
    return counts


def _words_that_tell(text: str, left_out: set[str]) -> Iterator[tuple[str, str]]:
    """Each word as (root, spelling); an empty root where a word is left out or a sentence ends, which parts
    pairs."""
    plain = unicodedata.normalize("NFKC", text).replace("’", "'")
    shouted = plain.isupper()
    starts = True
    for word in _WORD_OR_END.findall(plain):
        if not (word[0].isalnum() or word[0] == "_"):
            starts = starts or word in ".!?"
            yield "", ""
            continue
        spelling = word.removesuffix("'s")
        if shouted or (starts and not spelling.isupper()):
            spelling = spelling.lower()
        starts = False
        lower = word.casefold()
        key = root(lower)
        known = key in left_out or lower in STOP_WORDS
        tells = len(lower) >= LEAST_LETTERS and lower[0].isalpha() and not known
        yield (key, spelling) if tells else ("", "")


def _commonest_spellings(spellings: Counter[tuple[str, str]]) -> dict[str, str]:
    best: dict[str, tuple[int, str]] = {}
    for (term, spelling), uses in sorted(spellings.items()):
        if term not in best or uses > best[term][0]:
            best[term] = uses, spelling
    return {term: spelling for term, (_, spelling) in best.items()}


def _best(count: Counter[str], texts: int, everywhere: Counter[str], mean: float, shown: int) -> list[str]:
    """The heaviest terms, without a word that a chosen pair already says."""
    total = max(sum(count.values()), 1)

    def weight(term: str) -> float:
        bonus = PAIR_BONUS if " " in term else 1.0
        return bonus * count[term] / total * math.log1p(mean / everywhere[term])

    least = max(LEAST_TEXTS, math.ceil(LEAST_SHARE * texts))
    order = {term: at for at, term in enumerate(count)}  # by the text in which each stands first

    def rank(term: str) -> tuple[bool, bool, float, int]:
        rare = count[term] < least
        return rare, rare and " " in term, 0.0 if rare else -weight(term), order[term]

    ordered = sorted(count, key=rank)
    chosen: list[str] = []
    for term in ordered:
        if len(chosen) == shown or (count[term] < least and len(chosen) >= ENOUGH_TERMS):
            break
        if not _already_said(term, chosen, count):
            chosen.append(term)
    return chosen


def _of_one_family(one: str, other: str) -> bool:
    """Whether two words differ only in their ending: "listen" and "listened", "recycle" and "recycling"."""
    shared = len(list(takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False))))
    return shared >= FAMILY_LETTERS and max(len(one), len(other)) - shared <= FAMILY_ENDING


def _already_said(term: str, chosen: list[str], count: Counter[str]) -> bool:
    words = set(term.split())
    for other in chosen:
        others = set(other.split())
        if len(words) == len(others) == 1 and _of_one_family(term, other):
            return True
        if words < others and count[other] >= COVERED * count[term]:
            return True
        if others < words and count[term] < COVERED * count[other]:
            return True
        if len(words) == len(others) == 2 and words & others and count[term] <= count[other]:
            return True
    return False
