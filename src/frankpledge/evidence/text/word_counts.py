"""TF-IDF of words and word pairs: what an answer says, in its own words, as a row of weights of length one."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt
from scipy import sparse

from frankpledge.evidence.text.groups import words_of

Floats = npt.NDArray[np.float64]


def terms_of(text: str) -> list[str]:
    """The words of a text and its pairs of neighbouring words."""
    words = words_of(text)
    return words + [f"{one} {other}" for one, other in pairwise(words)]


@dataclass(frozen=True)
class WordWeights:
    """Terms in a fixed order, each with its inverse document frequency."""

    terms: tuple[str, ...]
    rarity: Floats

    @classmethod
    def learnt_from(cls, texts: Sequence[str], least_texts: int = 1) -> "WordWeights":
        """Terms used in at least `least_texts` of the texts; rarity is log((1 + n) / (1 + texts with it)) + 1."""
        seen = Counter(term for text in texts for term in set(terms_of(text)))
        terms = tuple(sorted(term for term, uses in seen.items() if uses >= least_texts))
        uses = np.array([seen[term] for term in terms], dtype=np.float64)
        return cls(terms, np.log((1 + len(texts)) / (1 + uses)) + 1)

    def rows(self, texts: Sequence[str]) -> sparse.csr_array:
        """Shape (texts, terms): (1 + log of the uses) x rarity, each row of length one (or nought)."""
        place = {term: at for at, term in enumerate(self.terms)}
        starts, columns, values = [0], [], []
        for text in texts:
            used = Counter(place[term] for term in terms_of(text) if term in place)
            at = np.array(sorted(used), dtype=np.int64)
            weights = (1 + np.log([used[one] for one in at.tolist()])) * self.rarity[at] if len(at) else np.zeros(0)
            columns.append(at)
            values.append(weights / max(float(np.linalg.norm(weights)), 1e-12))
            starts.append(starts[-1] + len(at))
        parts = (np.concatenate([*values, np.zeros(0)]), np.concatenate([*columns, np.zeros(0, np.int64)]), starts)
        return sparse.csr_array(parts, shape=(len(texts), len(self.terms)))
