"""What the coding model looks at in an answer: its meaning, how near it lies to the codes' names, its words, its
letters."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse

from frankpledge.evidence.text.word_counts import WordWeights

Floats = npt.NDArray[np.float64]

BLOCK_TEXTS = 2048


@dataclass(frozen=True)
class Rows:
    """Features of some answers: few columns of any numbers, and very many that are mostly nought."""

    narrow: Floats
    wide: sparse.csr_array

    def __len__(self) -> int:
        return len(self.narrow)

    def likeness(self, others: "Rows") -> Floats:
        """The inner product of each row with each of `others`, shape (len(self), len(others))."""
        found: Floats = self.narrow @ others.narrow.T + (self.wide @ others.wide.T).toarray()
        return found

    def taken(self, at: npt.NDArray[np.int64]) -> "Rows":
        """The rows at these positions."""
        return Rows(self.narrow[at], self.wide[at])


@dataclass(frozen=True)
class Features:
    """How rows are made, as learnt from the coded answers' words and vectors (never from their codes).

    Each of the kinds of feature has length one for each answer, so that none outweighs the others:
    `centre` is taken off the sentence vectors; `names` are the vectors of the codes' names, less the centre (no rows
    where none were given), and likeness to them is scaled by `usual` and `spread`.
    """

    centre: Floats
    names: Floats
    usual: Floats
    spread: Floats
    words: WordWeights
    letters: WordWeights

    @classmethod
    def learnt_from(cls, texts: Sequence[str], vectors: Floats, names: Floats) -> "Features":
        """From the coded answers; `names` of shape (codes with a name, dimensions), or with no rows."""
        centre = vectors.mean(axis=0)
        named = _of_length_one(names - centre)
        likeness = _of_length_one(vectors - centre) @ named.T
        return cls(
            centre,
            named,
            likeness.mean(axis=0),
            np.maximum(likeness.std(axis=0), 1e-6),
            WordWeights.learnt_from(texts, "words"),
            WordWeights.learnt_from(texts, "letters"),
        )

    def rows(self, texts: Sequence[str], vectors: Floats) -> Rows:
        """Features of any answers."""
        meaning = _of_length_one(vectors - self.centre)
        nearness = (meaning @ self.names.T - self.usual) / self.spread / np.sqrt(max(len(self.names), 1))
        wide = sparse.csr_array(sparse.hstack([self.words.rows(texts), self.letters.rows(texts)], format="csr"))
        return Rows(np.hstack([meaning, nearness]), wide)


def _of_length_one(rows: Floats) -> Floats:
    return np.asarray(rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9), dtype=np.float64)
