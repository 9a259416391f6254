"""Answers that are like no other: a person must read each of them, because no example stands for it."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from frankpledge.evidence.text.groups import ROUNDED_TO, centred
from frankpledge.evidence.text.model import Floats32

METHOD_VERSION = "outliers-1"

SHARE = 0.05
NEAREST = 5
BLOCK_ROWS = 512

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Outlier:
    """One answer's position and its likeness to its nearest others (a mean cosine, -1 to 1), the least first."""

    index: int
    likeness: float


def likeness_to_nearest(vectors: Floats32, others: Floats32 | None = None, nearest: int = NEAREST) -> Floats:
    """For each vector the mean cosine to its nearest, after taking off what all have in common.

    Args:
        vectors: shape (n, d), rows of length one.
        others: among which to look (those that people have read, say); by default among `vectors` themselves, each
            without itself. Give every text once: a letter sent 300 times would otherwise look ordinary.
        nearest: how many are averaged; fewer where there are fewer.
    Returns:
        Shape (n,), -1 to 1; -1 where there is nobody to compare with.
    """
    among_themselves = others is None
    all_of_them = vectors if others is None else np.concatenate([others, vectors])
    apart = centred(all_of_them) if len(all_of_them) else all_of_them
    rows, pool = (apart, apart) if others is None else (apart[len(others) :], apart[: len(others)])
    reach = min(nearest, len(pool) - among_themselves)
    found = np.full(len(rows), -1.0)
    for start in range(0, len(rows) if reach > 0 else 0, BLOCK_ROWS):
        likeness = (rows[start : start + BLOCK_ROWS] @ pool.T).astype(np.float64)
        if among_themselves:
            here = np.arange(len(likeness))
            likeness[here, start + here] = -2.0
        best = -np.partition(-likeness, reach - 1, axis=1)[:, :reach]
        found[start : start + BLOCK_ROWS] = best.mean(axis=1)
    return np.round(found, ROUNDED_TO)


def unlike_the_rest(vectors: Floats32, *, share: float = SHARE, others: Floats32 | None = None) -> list[Outlier]:
    """The `share` of answers least like any other, the most unusual first; at least one where there are any.

    Args:
        vectors: shape (n, d), rows of length one, one for each distinct text.
        share: above 0, at most 1.
        others: see `likeness_to_nearest`.
    Raises:
        ValueError: `share` out of range.
    """
    if not 0 < share <= 1:
        raise ValueError(f"share must be above 0 and at most 1, got {share}")
    likeness = likeness_to_nearest(vectors, others)
    order = np.argsort(likeness, kind="stable")[: int(np.ceil(share * len(vectors)))]
    return [Outlier(int(at), float(likeness[at])) for at in order]
