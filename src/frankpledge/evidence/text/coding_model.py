"""A model of the coders' own decisions: it learns from answers that people have coded which codes the next
answer may get.

It suggests; a person decides. Which answer to read next, and when the machine may code by itself, is in
`coding_choice`. See docs/methods/coding-model.md.
"""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from frankpledge.evidence.text.coding_choice import (
    Quality,
    Reason,
    Threshold,
    next_to_code,
    quality_on_random_half,
    threshold_at,
)
from frankpledge.evidence.text.coding_features import BLOCK_TEXTS, Features, Floats, Rows
from frankpledge.evidence.text.groups import normalised
from frankpledge.evidence.text.logistic import fit_one_vs_rest, sigmoid

__all__ = [
    "METHOD_VERSION",
    "FittedCoder",
    "Quality",
    "Reason",
    "Suggestion",
    "Threshold",
    "TooFewCoded",
    "fit",
    "next_to_code",
    "quality_on_random_half",
    "threshold_at",
]

METHOD_VERSION = "coding-model-2"

LEAST_CODED = 10  # answers; below, nothing can be learnt
FOLDS = 5
STRENGTH = 8.0  # of the regression, with features whose kinds have length one each
MOST_CORNERS = 2000  # answers whose likenesses span the space in which the regression is solved

Bools = npt.NDArray[np.bool_]
Places = npt.NDArray[np.int64]


class TooFewCoded(ValueError):
    """Fewer coded answers than a model can be learnt from."""


@dataclass(frozen=True)
class Suggestion:
    """One code for one answer: how likely the model holds it, and whether it would give it by itself."""

    label: str
    probability: float
    applies: bool


@dataclass(frozen=True)
class FittedCoder:
    """What was learnt: plain numbers, the same for the same coded answers in whatever order they came.

    `labels` are in the order of the columns of `probabilities`. `coded` is the number of answers learnt from. The
    logit of a code is `scale` x (features x weights + intercept) + `shift`: the last two, shared by all codes, are
    learnt from held-out answers, so that of all codes given at 70% about 70% hold.
    """

    labels: tuple[str, ...]
    coded: int
    features: Features
    narrow: Floats  # (narrow features + 1, labels), the last row the intercepts
    wide: Floats  # (wide features, labels)
    scale: float
    shift: float

    @property
    def version(self) -> str:
        """The method's version and a checksum of all that was learnt."""
        return f"{METHOD_VERSION}+sha256:{hashlib.sha256(self.to_bytes()).hexdigest()[:16]}"

    def probabilities(self, texts: Sequence[str], vectors: npt.ArrayLike) -> Floats:
        """How likely each code applies to each answer, shape (texts, labels), 0 to 1.

        Args:
            texts: the answers.
            vectors: their sentence vectors, by the same encoder as in fitting.
        Raises:
            ValueError: the vectors are not as long as those learnt from.
        """
        rows = np.asarray(vectors, dtype=np.float64)
        if rows.shape != (len(texts), len(self.features.centre)):
            raise ValueError(f"vectors {rows.shape} of {len(texts)} texts; it learnt from {len(self.features.centre)}")
        found = [
            self._logits(texts[start : start + BLOCK_TEXTS], rows[start : start + BLOCK_TEXTS])
            for start in range(0, len(texts), BLOCK_TEXTS)
        ]
        return sigmoid(np.concatenate([np.zeros((0, len(self.labels))), *found]))

    def _logits(self, texts: Sequence[str], vectors: Floats) -> Floats:
        rows = self.features.rows(texts, vectors)
        margins = rows.narrow @ self.narrow[:-1] + rows.wide @ self.wide + self.narrow[-1]
        return np.asarray(self.scale * margins + self.shift, dtype=np.float64)

    def applies(self, probabilities: Floats) -> Bools:
        """Which codes the model would give: of the likeliest one, two, three … those with the best expected F1."""
        given = np.zeros(probabilities.shape, dtype=bool)
        if probabilities.size:
            order, worth = _expected_f1(probabilities)
            chosen = np.arange(order.shape[1]) <= np.argmax(worth, axis=1)[:, None]
            np.put_along_axis(given, order, chosen, axis=1)
        return given

    def confidence(self, probabilities: Floats) -> Floats:
        """How well the model expects what it would give to meet a person's codes: the expected F1, 0 to 1."""
        if not probabilities.size:
            return np.zeros(len(probabilities))
        return np.asarray(_expected_f1(probabilities)[1].max(axis=1), dtype=np.float64)

    def suggest(self, texts: Sequence[str], vectors: npt.ArrayLike, top: int = 5) -> list[tuple[Suggestion, ...]]:
        """For each answer its `top` likeliest codes, the likeliest first."""
        probabilities = self.probabilities(texts, vectors)
        given = self.applies(probabilities)
        return [
            tuple(Suggestion(self.labels[at], float(probabilities[row, at]), bool(given[row, at])) for at in best)
            for row, best in enumerate(_ranked(probabilities)[:, :top].tolist())
        ]

    def to_bytes(self) -> bytes:
        """Everything as arrays in one zip file; no pickle, and the same model gives the same bytes."""
        from frankpledge.evidence.text import coding_file

        return coding_file.packed(self, METHOD_VERSION)

    @classmethod
    def from_bytes(cls, content: bytes) -> "FittedCoder":
        """The model that `to_bytes` wrote.

        Raises:
            ValueError: the content is not such a model, or of another method version: fit it again.
        """
        from frankpledge.evidence.text import coding_file

        return cls(**coding_file.unpacked(content, METHOD_VERSION))


def fit(
    texts: Sequence[str],
    labels: Sequence[Collection[str]],
    *,
    vectors: npt.ArrayLike,
    names: Mapping[str, str] | None = None,
    name_vectors: Mapping[str, npt.ArrayLike] | None = None,
    seed: int = 0,
) -> FittedCoder:
    """Learn from coded answers.

    Args:
        texts: answers that people have coded.
        labels: the codes of each; an empty collection means "read, and no code applies".
        vectors: sentence vectors of the answers, shape (texts, dimensions).
        names: the frame's codes, each with its name: codes that nobody has used yet become known by it.
        name_vectors: for codes (all or some) the sentence vector of its name, by the same encoder: worth most
            while little is coded.
        seed: decides which coded answers are held out together.
    Raises:
        TooFewCoded: fewer than 10 answers, or no code was given to any.
        ValueError: `texts`, `labels` and `vectors` are not equally long.
    """
    rows = np.asarray(vectors, dtype=np.float64)
    if not len(texts) == len(labels) == len(rows):
        raise ValueError(f"got {len(texts)} texts, {len(labels)} codings and {len(rows)} vectors")
    if len(texts) < LEAST_CODED or not any(labels):
        raise TooFewCoded(f"A model needs at least {LEAST_CODED} coded answers; there are {len(texts)}.")
    known = tuple(sorted({label for given in labels for label in given} | set(names or ())))
    order = sorted(range(len(texts)), key=lambda at: (_hash(texts[at], seed), texts[at], sorted(labels[at])))
    said, rows = [texts[at] for at in order], rows[order]
    applies = np.array([[label in labels[at] for label in known] for at in order], dtype=np.float64)
    named = [np.asarray(vector, np.float64) for _, vector in sorted((name_vectors or {}).items())]
    features = Features.learnt_from(said, rows, np.array(named).reshape(len(named), rows.shape[1]))
    return _learn(features, features.rows(said, rows), applies, known, _folds(said, seed))


def _learn(features: Features, rows: Rows, applies: Floats, labels: tuple[str, ...], folds: Places) -> FittedCoder:
    likeness = _likeness_to_corners(rows)
    scale, shift = _calibrated(_held_out(likeness, applies, folds), applies)
    weights, intercepts = _regression(likeness, applies)
    corners = rows.taken(np.arange(likeness.shape[1]))
    narrow = np.vstack([corners.narrow.T @ weights, intercepts])
    wide = np.asarray(corners.wide.T @ weights, dtype=np.float64)
    return FittedCoder(labels, len(rows), features, _as_kept(narrow), _as_kept(wide), scale, shift)


def _as_kept(array: Floats) -> Floats:
    """In the precision of the file, so that a model read from it gives the same digits as the one just learnt."""
    return array.astype(np.float32).astype(np.float64)


def _likeness_to_corners(rows: Rows) -> Floats:
    """Shape (answers, corners); the corners are the first answers in their hashed order, all of them up to 2,000."""
    corners = rows.taken(np.arange(min(len(rows), MOST_CORNERS)))
    return rows.likeness(corners)


def _regression(likeness: Floats, applies: Floats) -> tuple[Floats, Floats]:
    """Weights of the corners (so that a logit is likeness x weights + intercept) and intercepts.

    The regression on many thousand features has its minimum in the span of the answers; it is solved there, along the
    principal directions of their likenesses. Beyond 2,000 answers the corners' span stands in for that of all.
    Source: representer theorem, Schölkopf, Herbrich and Smola (2001); Williams and Seeger, "Using the Nyström Method"
    (2001).
    """
    corners = likeness.shape[1]
    values, directions = np.linalg.eigh(likeness[:corners])
    kept = values > 1e-8 * max(float(values[-1]), 1e-8)
    across = directions[:, kept] / np.sqrt(values[kept])
    weights, intercepts = fit_one_vs_rest(likeness @ across, applies, STRENGTH)
    return across @ weights, intercepts


def _hash(text: str, seed: int) -> bytes:
    return hashlib.sha256(f"{seed} {normalised(text)}".encode()).digest()


def _folds(texts: Sequence[str], seed: int) -> Places:
    """Which answers are held out together; texts with the same words always are."""
    return np.array([int.from_bytes(_hash(text, seed)[:4], "big") % FOLDS for text in texts], dtype=np.int64)


def _held_out(likeness: Floats, applies: Floats, folds: Places) -> Floats:
    """Logits for each coded answer from a model that has seen neither it nor a text with the same words."""
    found = np.zeros(applies.shape)
    for number in range(FOLDS):
        seen, unseen = np.flatnonzero(folds != number), np.flatnonzero(folds == number)
        corners = seen[seen < likeness.shape[1]]
        if not len(corners) or not len(unseen):
            continue
        weights, intercepts = _regression(likeness[np.ix_(seen, corners)], applies[seen])
        found[unseen] = likeness[np.ix_(unseen, corners)] @ weights + intercepts
    return found


def _calibrated(logits: Floats, applies: Floats) -> tuple[float, float]:
    """The scale and shift, shared by all codes, with which held-out logits fit best.

    Source: Platt, "Probabilistic Outputs for Support Vector Machines" (1999).
    """
    usual, spread = float(logits.mean()), float(logits.std()) or 1.0
    column = ((logits - usual) / spread).reshape(-1, 1)
    weights, intercepts = fit_one_vs_rest(column, applies.reshape(-1, 1), 100.0)
    scale = max(float(weights[0, 0]) / spread, 0.05)  # never turned round, however few the answers
    return scale, float(intercepts[0]) - scale * usual


def _ranked(probabilities: Floats) -> Places:
    """The codes of each answer, the likeliest first; equal ones in the order of their keys."""
    return np.argsort(-np.round(probabilities, 9), axis=1, kind="stable")


def _expected_f1(probabilities: Floats) -> tuple[Places, Floats]:
    """The order of codes, and for the first one, two, three … of them 2 sum(p of these) / (how many + sum(p of all)).

    Source: the ratio of expectations for the expected ratio, after Dembczyński et al., "Optimizing the F-Measure in
    Multi-Label Classification" (2013).
    """
    order = _ranked(probabilities)
    gained = np.cumsum(np.take_along_axis(probabilities, order, axis=1), axis=1)
    count = np.arange(1, probabilities.shape[1] + 1)
    return order, np.round(2 * gained / (count + probabilities.sum(axis=1, keepdims=True)), 9)
