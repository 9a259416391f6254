"""TF-IDF: what an answer says, in its own words or runs of letters, as a row of weights of length one."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import numpy as np
import numpy.typing as npt
from scipy import sparse

from frankpledge.evidence.text.groups import words_of

LETTERS = (3, 4, 5)

Floats = npt.NDArray[np.float64]
Kind = Literal["words", "letters"]


def words_and_pairs(text: str) -> list[str]:
    """The words of a text and its pairs of neighbouring words."""
    words = words_of(text)
    return words + [f"{one} {other}" for one, other in pairwise(words)]


def runs_of_letters(text: str) -> list[str]:
    """Runs of 3 to 5 letters within words, a space marking where a word begins or ends.

    They join "wait", "waited" and "waiting", and words that are spelt almost right.
    """
    marked = [f" {word} " for word in words_of(text)]
    return [
        word[at : at + length] for word in marked for length in LETTERS for at in range(max(len(word) - length, 0) + 1)
    ]


_TERMS: dict[Kind, Callable[[str], list[str]]] = {"words": words_and_pairs, "letters": runs_of_letters}


@dataclass(frozen=True)
class WordWeights:
    """Terms in a fixed order, each with its inverse document frequency."""

    kind: Kind
    terms: tuple[str, ...]
    rarity: Floats

    @classmethod
    def learnt_from(cls, texts: Sequence[str], kind: Kind) -> "WordWeights":
        """All terms used; the rarity of each is log((1 + n) / (1 + texts that use it)) + 1."""
        seen = Counter(term for text in texts for term in set(_TERMS[kind](text)))
        terms = tuple(sorted(seen))
        uses = np.array([seen[term] for term in terms], dtype=np.float64)
        return cls(kind, terms, np.log((1 + len(texts)) / (1 + uses)) + 1)

    def rows(self, texts: Sequence[str]) -> sparse.csr_array:
        """Shape (texts, terms): (1 + log of the uses) x rarity, each row of length one (or nought)."""
        place = {term: at for at, term in enumerate(self.terms)}
        starts, columns, values = [0], [np.zeros(0, np.int64)], [np.zeros(0)]
        for text in texts:
            used = Counter(place[term] for term in _TERMS[self.kind](text) if term in place)
            at = np.array(sorted(used), dtype=np.int64)
            weights = (1 + np.log(np.array([used[one] for one in at.tolist()], np.float64))) * self.rarity[at]
            columns.append(at)
            values.append(weights / max(float(np.linalg.norm(weights)), 1e-12))
            starts.append(starts[-1] + len(at))
        shape = len(texts), len(self.terms)
        return sparse.csr_array((np.concatenate(values), np.concatenate(columns), starts), shape=shape)
