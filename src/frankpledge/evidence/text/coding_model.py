"""A model of the coders' own decisions: it learns from answers that people have coded which codes the next
answer may get.

It suggests; a person decides. Which answer to read next, and when the machine may code by itself, is in
`coding_choice`. See docs/methods/coding-model.md.
"""

import hashlib
import io
import json
import zipfile
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

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
from frankpledge.evidence.text.groups import normalised
from frankpledge.evidence.text.logistic import fit_one_vs_rest, sigmoid
from frankpledge.evidence.text.word_counts import WordWeights

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

METHOD_VERSION = "coding-model-1"

LEAST_CODED = 10  # answers; below, nothing can be learnt
FOLDS = 5
MEANING_STRENGTH, WORDS_STRENGTH = 8.0, 8.0
FIRST_THRESHOLD = 0.35
LEAST_USES = 4  # of a label, for a threshold of its own

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]


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

    `labels` are in the order of the columns of `probabilities`. `coded` is the number of answers learnt from.
    """

    labels: tuple[str, ...]
    coded: int
    thresholds: Floats
    centre: Floats
    meaning: Floats  # (dimensions + 1, labels), the last row the intercepts
    words: WordWeights
    wording: Floats  # (terms + 1, labels)

    @property
    def version(self) -> str:
        """The method's version and a checksum of all that was learnt."""
        return f"{METHOD_VERSION}+sha256:{hashlib.sha256(self.to_bytes()).hexdigest()[:16]}"

    def probabilities(self, texts: Sequence[str], vectors: npt.ArrayLike) -> Floats:
        """How likely each code applies to each answer, shape (texts, labels), 0 to 1.

        Args:
            texts: the answers.
            vectors: their sentence vectors, by the same encoder as in fitting.
        """
        rows = _centred(np.asarray(vectors, dtype=np.float64).reshape(len(texts), -1), self.centre)
        by_meaning = sigmoid(rows @ self.meaning[:-1] + self.meaning[-1])
        by_words = sigmoid(self.words.rows(texts) @ self.wording[:-1] + self.wording[-1])
        return np.asarray((by_meaning + by_words) / 2, dtype=np.float64)

    def applies(self, probabilities: Floats) -> Bools:
        """Which codes the model would give: the likeliest, and each that reaches its own threshold."""
        return _decide(probabilities, self.thresholds)

    def confidence(self, probabilities: Floats) -> Floats:
        """How sure the model is of what it would give an answer, 0 to 1: the mean probability of those codes."""
        given = self.applies(probabilities)
        total: Floats = (probabilities * given).sum(axis=1) / np.maximum(given.sum(axis=1), 1)
        return total

    def suggest(self, texts: Sequence[str], vectors: npt.ArrayLike, top: int = 5) -> list[tuple[Suggestion, ...]]:
        """For each answer its `top` likeliest codes, the likeliest first."""
        probabilities = self.probabilities(texts, vectors)
        given = self.applies(probabilities)
        order = np.argsort(-np.round(probabilities, 9), axis=1, kind="stable")[:, :top]
        return [
            tuple(Suggestion(self.labels[at], float(probabilities[row, at]), bool(given[row, at])) for at in best)
            for row, best in enumerate(order)
        ]

    def to_bytes(self) -> bytes:
        """Everything as arrays in one zip file; no pickle, and the same model gives the same bytes."""
        about = {
            "method": METHOD_VERSION,
            "labels": self.labels,
            "coded": self.coded,
            "terms": self.words.terms,
        }
        arrays = {
            "thresholds": self.thresholds,
            "centre": self.centre,
            "meaning": self.meaning,
            "rarity": self.words.rarity,
            "wording": self.wording,
        }
        return _pack(about, arrays)

    @classmethod
    def from_bytes(cls, content: bytes) -> "FittedCoder":
        """The model that `to_bytes` wrote.

        Raises:
            ValueError: the content is not such a model, or of another method version.
        """
        about, arrays = _unpack(content)
        words = WordWeights(tuple(about["terms"]), arrays["rarity"])
        return cls(
            labels=tuple(about["labels"]),
            coded=int(about["coded"]),
            thresholds=arrays["thresholds"],
            centre=arrays["centre"],
            meaning=arrays["meaning"],
            words=words,
            wording=arrays["wording"],
        )


def fit(
    texts: Sequence[str],
    labels: Sequence[Collection[str]],
    *,
    vectors: npt.ArrayLike,
    names: Mapping[str, str] | None = None,
    seed: int = 0,
) -> FittedCoder:
    """Learn from coded answers.

    Args:
        texts: answers that people have coded.
        labels: the codes of each; an empty collection means "read, and no code applies".
        vectors: sentence vectors of the answers, shape (texts, dimensions).
        names: names of codes by their key, for all codes of the frame; without it the codes that occur.
        seed: decides which coded answers are held out together when thresholds are learnt.
    Raises:
        TooFewCoded: fewer than 10 answers, or no code was given to any.
        ValueError: `texts`, `labels` and `vectors` are not equally long.
    """
    rows = np.asarray(vectors, dtype=np.float64)
    if not len(texts) == len(labels) == len(rows):
        raise ValueError(f"got {len(texts)} texts, {len(labels)} codings and {len(rows)} vectors")
    known = tuple(sorted({label for given in labels for label in given} | set(names or ())))
    if len(texts) < LEAST_CODED or not any(labels):
        raise TooFewCoded(f"A model needs at least {LEAST_CODED} coded answers; there are {len(texts)}.")
    order = sorted(range(len(texts)), key=lambda at: (_hash(texts[at], seed), texts[at], sorted(labels[at])))
    said = [texts[at] for at in order]
    applies = np.array([[label in labels[at] for label in known] for at in order], dtype=np.float64)
    rows = rows[order]
    held_out = _held_out(said, rows, applies, seed)
    thresholds = _thresholds(held_out, applies)
    return _learn(said, rows, applies, known, thresholds)


def _learn(
    texts: Sequence[str], rows: Floats, applies: Floats, labels: tuple[str, ...], thresholds: Floats
) -> FittedCoder:
    centre = rows.mean(axis=0)
    weights, intercepts = fit_one_vs_rest(_centred(rows, centre), applies, MEANING_STRENGTH)
    words = WordWeights.learnt_from(texts)
    wording = _fit_wide(words, texts, applies)
    return FittedCoder(labels, len(texts), thresholds, centre, np.vstack([weights, intercepts]), words, wording)


def _fit_wide(words: WordWeights, texts: Sequence[str], applies: Floats) -> Floats:
    """The regression on many thousand terms, solved in the space of the answers: the same minimum, far smaller."""
    rows = words.rows(texts)
    values, directions = np.linalg.eigh((rows @ rows.T).toarray())
    kept = values > 1e-9 * max(float(values[-1]), 1e-9)
    root = np.sqrt(values[kept])
    weights, intercepts = fit_one_vs_rest(directions[:, kept] * root, applies, WORDS_STRENGTH)
    return np.vstack([rows.T @ (directions[:, kept] @ (weights / root[:, None])), intercepts])


def _centred(rows: Floats, centre: Floats) -> Floats:
    apart = rows - centre
    return np.asarray(apart / np.maximum(np.linalg.norm(apart, axis=1, keepdims=True), 1e-9), dtype=np.float64)


def _hash(text: str, seed: int) -> bytes:
    return hashlib.sha256(f"{seed} {normalised(text)}".encode()).digest()


def _held_out(texts: list[str], rows: Floats, applies: Floats, seed: int) -> Floats:
    """Probabilities for each coded answer from a model that has not seen it, nor a text with the same words."""
    fold = np.array([int.from_bytes(_hash(text, seed)[:4], "big") % FOLDS for text in texts])
    found = np.tile(applies.mean(axis=0), (len(texts), 1))
    for number in range(FOLDS):
        seen, unseen = np.flatnonzero(fold != number), np.flatnonzero(fold == number)
        if len(seen) and len(unseen):
            model = _learn([texts[at] for at in seen], rows[seen], applies[seen], (), np.zeros(0))
            found[unseen] = model.probabilities([texts[at] for at in unseen], rows[unseen])
    return found


def _thresholds(probabilities: Floats, applies: Floats) -> Floats:
    """For each code the threshold that, all else equal, gives the best mean F1 over the held-out answers."""
    thresholds = np.full(applies.shape[1], FIRST_THRESHOLD)
    tried = np.arange(0.1, 0.91, 0.05)
    scores = [_samples_f1(_decide(probabilities, np.full(applies.shape[1], level)), applies) for level in tried]
    thresholds[:] = tried[int(np.argmax(np.round(scores, 9)))]
    for at in np.flatnonzero(applies.sum(axis=0) >= LEAST_USES):
        each = []
        for level in tried:
            thresholds[at], kept = level, thresholds[at]
            each.append(_samples_f1(_decide(probabilities, thresholds), applies))
            thresholds[at] = kept
        thresholds[at] = tried[int(np.argmax(np.round(each, 9)))]
    return thresholds


def _decide(probabilities: Floats, thresholds: Floats) -> Bools:
    given: Bools = probabilities >= thresholds
    if probabilities.shape[1]:
        given[np.arange(len(probabilities)), np.argmax(np.round(probabilities, 9), axis=1)] = True
    return given


def _samples_f1(given: Bools, applies: Floats) -> float:
    both = (given * applies).sum(axis=1)
    return float((2 * both / np.maximum(given.sum(axis=1) + applies.sum(axis=1), 1)).mean())


def _pack(about: Mapping[str, object], arrays: Mapping[str, Floats]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr(zipfile.ZipInfo("about.json"), json.dumps(about, ensure_ascii=False, sort_keys=True))
        for name in sorted(arrays):
            written = io.BytesIO()
            np.lib.format.write_array(written, np.ascontiguousarray(arrays[name], np.float32), allow_pickle=False)
            file.writestr(zipfile.ZipInfo(f"{name}.npy"), written.getvalue(), zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def _unpack(content: bytes) -> tuple[dict[str, Any], dict[str, Floats]]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as file:
            about = json.loads(file.read("about.json"))
            arrays = {
                name.removesuffix(".npy"): np.lib.format.read_array(
                    io.BytesIO(file.read(name)), allow_pickle=False
                ).astype(np.float64)
                for name in file.namelist()
                if name.endswith(".npy")
            }
    except (zipfile.BadZipFile, KeyError, json.JSONDecodeError) as error:
        raise ValueError("this is no coding model") from error
    if about.get("method") != METHOD_VERSION:
        raise ValueError(f"a model of method {about.get('method')}, not {METHOD_VERSION}: fit it again")
    return about, arrays
