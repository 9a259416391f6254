"""Which answer a person should read next, and from which confidence on the machine may code by itself."""

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Reason = Literal["uncertain", "random"]

LEVEL = 0.95
TENTHS = 10
RESAMPLES = 1000
LEAST_CHECKED = 30  # fewer answers read at random allow no automatic coding at any precision


@dataclass(frozen=True)
class Threshold:
    """From `confidence` on, so precise as the random half shows.

    `precision` is the share that was right among the `checked` answers read at random at or above the
    confidence; `low` and `high` are its exact 95% interval. `covered` is the share of all those read at random
    that lies at or above it: so much of the rest would be coded by machine.
    """

    confidence: float
    precision: float
    low: float
    high: float
    checked: int
    covered: float


def next_to_code(probabilities: Floats, unread: Collection[int], *, turn: int, seed: int = 0) -> tuple[int, Reason]:
    """The answer to read next: on even turns the least certain, on odd turns one drawn at random.

    The random half is drawn from all that are unread, whatever the model thinks of them: only it can say how
    often the model is right (`threshold_at`, `quality_on_random_half`).

    Args:
        probabilities: shape (answers, labels), from `FittedCoder.probabilities`.
        unread: positions of answers that nobody has coded.
        turn: 0, 1, 2 …: how many were handed out before.
        seed: with the turn, decides the random choice.
    Raises:
        ValueError: `unread` is empty.
    """
    left = sorted(unread)
    if not left:
        raise ValueError("every answer has been read")
    if turn % 2:
        return left[int(np.random.default_rng([seed, turn]).integers(len(left)))], "random"
    doubt = np.round(uncertainty(probabilities[left]), 9)
    return left[int(np.argmax(doubt))], "uncertain"


def uncertainty(probabilities: Floats) -> Floats:
    """How unsure the model is about each answer, 0 to 1: 1 - |2p - 1| for the label nearest to one half."""
    if not probabilities.shape[1]:
        return np.zeros(len(probabilities))
    doubt: Floats = 1 - np.abs(2 * probabilities - 1).min(axis=1)
    return doubt


def exact_interval(right: int, of: int, level: float = LEVEL) -> tuple[float, float]:
    """The Clopper-Pearson interval of a share: never covers less than it says, and is wide for few.

    Raises:
        ValueError: `of` is below 1, or `right` not between 0 and `of`.
    Source: Clopper and Pearson, Biometrika 26 (1934), by quantiles of the beta distribution.
    """
    from scipy.special import betaincinv

    if of < 1 or not 0 <= right <= of:
        raise ValueError(f"a share needs 0 to n of n, n at least 1; got {right} of {of}")
    tail = (1 - level) / 2
    low = float(betaincinv(right, of - right + 1, tail)) if right else 0.0
    high = float(betaincinv(right + 1, of - right, 1 - tail)) if right < of else 1.0
    return low, high


def threshold_at(confidence: Sequence[float] | Floats, right: Sequence[bool], precision: float) -> Threshold | None:
    """The lowest confidence from which the answers read at random show the precision asked for, or None.

    "Show" is meant strictly: the lower end of the exact 95% interval lies at or above `precision`, so a few
    lucky answers cannot switch the machine on. At most ten confidences are tried (the most confident tenth of
    the sample, the two most confident tenths …), each with at least 30 answers, so that trying many cannot
    find luck either.

    Args:
        confidence: of the model for each answer of the RANDOM half only, before a person read it. Answers
            picked for their uncertainty are no fair sample and must not be among them.
        right: whether the person agreed.
        precision: what the office asks for, above 0, below 1.
    Raises:
        ValueError: `precision` out of range, or not one confidence for each judgement.
    """
    if not 0 < precision < 1:
        raise ValueError(f"precision must be above 0 and below 1, got {precision}")
    if len(confidence) != len(right):
        raise ValueError(f"one confidence for each judgement: got {len(confidence)} and {len(right)}")
    levels = np.asarray(confidence, dtype=np.float64)
    agreed = np.asarray(right, dtype=bool)
    best: Threshold | None = None
    for level in _levels_tried(levels):
        above = levels >= level
        checked, hits = int(above.sum()), int(agreed[above].sum())
        low, high = exact_interval(hits, checked)
        if checked >= LEAST_CHECKED and low >= precision:
            best = Threshold(float(level), hits / checked, low, high, checked, checked / len(levels))
    return best


def _levels_tried(levels: Floats) -> list[float]:
    """The confidences that part off the first tenth, two tenths … of the answers, the highest first."""
    if not len(levels):
        return []
    ranked = np.sort(levels)[::-1]
    ends = [math.ceil(len(ranked) * tenth / TENTHS) - 1 for tenth in range(1, TENTHS + 1)]
    return sorted({float(ranked[end]) for end in ends}, reverse=True)


@dataclass(frozen=True)
class Quality:
    """How well suggestions met what people then gave, on answers read at random.

    `f1` is the mean over answers of 2 |both| / (|suggested| + |given|) (samples-F1; 1 where both are empty),
    with a 95% interval by bootstrap over answers. `precision` and `recall` are over all pairs of answer and
    code; None where there is none to divide by.
    """

    f1: float
    low: float
    high: float
    precision: float | None
    recall: float | None
    answers: int


def quality_on_random_half(
    suggested: Sequence[Collection[str]], given: Sequence[Collection[str]], *, seed: int = 0
) -> Quality | None:
    """The honest estimate of the model's error: only of answers drawn at random, each suggested before it was
    read. None without any.

    Raises:
        ValueError: the two are not equally long.
    """
    if len(suggested) != len(given):
        raise ValueError(f"one suggestion for each coding: got {len(suggested)} and {len(given)}")
    if not suggested:
        return None
    pairs = [(set(one), set(other)) for one, other in zip(suggested, given, strict=True)]
    both = np.array([len(one & other) for one, other in pairs], dtype=np.float64)
    ours = np.array([len(one) for one, _ in pairs], dtype=np.float64)
    theirs = np.array([len(other) for _, other in pairs], dtype=np.float64)
    scores = np.where(ours + theirs > 0, 2 * both / np.maximum(ours + theirs, 1), 1.0)
    drawn = np.random.default_rng(seed).integers(len(scores), size=(RESAMPLES, len(scores)))
    low, high = np.quantile(np.sort(scores)[drawn].mean(axis=1), [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    precision = float(both.sum() / ours.sum()) if ours.sum() else None
    recall = float(both.sum() / theirs.sum()) if theirs.sum() else None
    return Quality(float(scores.mean()), float(low), float(high), precision, recall, len(pairs))
