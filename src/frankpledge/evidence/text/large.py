"""Very large sets, 20,000 answers and more: grouped and searched in seconds, refined in a minute or two.

The same steps as in `themes`, with three things cheaper: only texts with the same words count as one voice, vectors
may come from the static table (`static_vectors`), and the nearest neighbours are looked for in the nearest cells of a
coarse partition only. Everything is deterministic. Give the same function the sentence model to refine what the table
found.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy import sparse

from frankpledge.evidence.text.groups import (
    ROUNDED_TO,
    Ints,
    canonical_order,
    centred,
    communities,
    exact_repeats,
    normalised,
    shared_neighbours,
    words_of,
)
from frankpledge.evidence.text.model import Encoder, Floats32, Progress
from frankpledge.evidence.text.names import names_in_question, without
from frankpledge.evidence.text.static_vectors import StaticEmbedder
from frankpledge.evidence.text.themes import BASE_RESOLUTION, LEAST_WORDS, SuggestedTheme, themes_of, too_short

METHOD_VERSION = "large-groups-1"

NEIGHBOURS = 15
NEAREST_CELLS = 6  # looked through for the neighbours of an answer
CELL_ROUNDS, CELL_SAMPLE = 6, 64  # passes of k-means, over so many answers for each cell
BLOCK_ROWS = 4096

Floats = npt.NDArray[np.float64]


def group_many(
    texts: Sequence[str],
    *,
    embedder: Encoder,
    question: str = "",
    leave_out: Sequence[str] = (),
    resolution: float = 1.0,
    progress: Progress | None = None,
) -> list[SuggestedTheme]:
    """Group very many answers into suggested themes, the largest first; each answer is in exactly one.

    Args:
        texts: the answers, already redacted.
        embedder: `StaticEmbedder` for a first view, `model.Embedder` to refine it.
        question, leave_out, resolution, progress: as for `themes.suggest_themes`.
    Raises:
        ValueError: `resolution` is not above 0.
        TextPackagesMissing: graspologic-native is not installed.
    """
    if not resolution > 0:
        raise ValueError(f"resolution must be above 0, got {resolution}")
    groups = exact_repeats(texts)
    keys = [normalised(texts[group[0]]) for group in groups]
    order = [groups[at] for at in canonical_order(keys)]
    long = [len(words_of(texts[group[0]])) >= LEAST_WORDS for group in order]
    voices = [group for group, is_long in zip(order, long, strict=True) if is_long]
    short = [at for group, is_long in zip(order, long, strict=True) if not is_long for at in group]
    themes = _themes(texts, voices, embedder, question, leave_out, resolution, progress) if voices else []
    return [*themes, *([too_short(texts, short)] if short else [])]


def _themes(
    texts: Sequence[str],
    voices: list[list[int]],
    embedder: Encoder,
    question: str,
    leave_out: Sequence[str],
    resolution: float,
    progress: Progress | None,
) -> list[SuggestedTheme]:
    said = without([texts[voice[0]] for voice in voices], [*leave_out, *names_in_question(question)])
    vectors = centred(embedder.encode(said, progress))
    graph = shared_neighbours(near_neighbours(vectors, NEIGHBOURS))
    labels = communities(graph, resolution=BASE_RESOLUTION * resolution, trials=1)
    return themes_of(voices, said, vectors, labels, question=question)


def near_neighbours(vectors: Floats32, neighbours: int, cells_searched: int = NEAREST_CELLS) -> Ints:
    """For each row its nearest others by cosine, nearly all of them the true ones; -1 where fewer were found.

    The rows are parted into as many cells as the root of their number; a row's neighbours are looked for in the cells
    nearest to its own. The cost grows with the power 1.5 of the number of rows, not with its square.

    Args:
        vectors: shape (n, d), rows of length one (or nought), in an order that has no meaning (`canonical_order`): the
            first rows serve as a random sample.
        neighbours: how many for each row.
        cells_searched: more find more of the true neighbours and take longer.
    Source: Jégou, Douze and Schmid, "Product Quantization for Nearest Neighbor Search" (2011), the inverted file.
    """
    count = len(vectors)
    reach = min(neighbours, count - 1)
    if reach < 1:
        return np.zeros((count, 0), np.int64)
    centres = cell_centres(vectors, max(1, int(np.sqrt(count))))
    cell = _nearest_centre(vectors, centres)
    by_cell = np.argsort(cell, kind="stable")
    ends = np.searchsorted(cell[by_cell], np.arange(len(centres) + 1))
    members = [by_cell[ends[at] : ends[at + 1]] for at in range(len(centres))]
    near = np.argsort(-np.round(centres @ centres.T, ROUNDED_TO), axis=1, kind="stable")[:, :cells_searched]
    found = np.full((count, reach), -1, np.int64)
    for at, rows in enumerate(members):
        if len(rows):
            candidates = np.sort(np.concatenate([members[other] for other in near[at]]))
            found[rows] = _nearest_of(vectors, rows, candidates, reach)
    return found


def cell_centres(vectors: Floats32, cells: int) -> Floats32:
    """Centres of so many cells, of length one: spherical k-means on the first rows, from the first rows."""
    sample = vectors[: cells * CELL_SAMPLE]
    centres: Floats32 = sample[:cells].copy()
    for _ in range(CELL_ROUNDS):
        nearest = _nearest_centre(sample, centres)
        picks = sparse.csr_array((np.ones(len(sample), np.float32), (nearest, np.arange(len(sample)))))
        sums = np.zeros_like(centres)
        sums[: picks.shape[0]] = picks @ sample
        lengths = np.linalg.norm(sums, axis=1, keepdims=True)
        centres = np.where(lengths > 1e-9, sums / np.maximum(lengths, 1e-9), centres).astype(np.float32)
    return centres


def _nearest_centre(vectors: Floats32, centres: Floats32) -> Ints:
    blocks = [
        np.argmax(np.round(vectors[start : start + BLOCK_ROWS] @ centres.T, ROUNDED_TO), axis=1)
        for start in range(0, len(vectors), BLOCK_ROWS)
    ]
    return np.concatenate(blocks).astype(np.int64)


def _nearest_of(vectors: Floats32, rows: Ints, candidates: Ints, reach: int) -> Ints:
    """The nearest candidates of each row but itself; -1 where there are too few."""
    likeness = vectors[rows] @ vectors[candidates].T
    np.round(likeness, ROUNDED_TO, out=likeness)
    likeness[candidates[None, :] == rows[:, None]] = -2.0
    take = min(reach, len(candidates) - 1)
    found = np.full((len(rows), reach), -1, np.int64)
    if take > 0:
        found[:, :take] = candidates[np.argpartition(-likeness, take - 1, axis=1)[:, :take]]
    return found


class AnswerSearch:
    """Search in very many answers, by meaning and by words, in milliseconds.

    Args:
        texts: the answers that may be found.
        embedder: the static table.
    """

    WORDS_COUNT = 0.5  # beside a cosine of at most 1: how much it counts that all words asked for are there

    def __init__(self, texts: Sequence[str], embedder: StaticEmbedder) -> None:
        self._embedder = embedder
        counts = embedder.counts(texts)
        self._vectors = embedder.vectors_of(counts)
        held = sparse.csc_array(counts)
        held.data[:] = 1
        self._held = held
        self._rarity = np.log((1 + len(texts)) / (1 + np.diff(held.indptr)))

    def find(self, asked: str, top: int = 20) -> list[tuple[int, float]]:
        """Positions of the best answers with their scores, the best first; equal ones in the order given.

        The score is the cosine to the words asked for, plus half the share of these (by rarity) that the answer
        itself uses.
        """
        wanted = self._embedder.counts([asked])
        scores = self._vectors @ self._embedder.vectors_of(wanted)[0]
        pieces = wanted.indices
        weights = self._rarity[pieces]
        if len(pieces) and weights.sum() > 0:
            scores = scores + self.WORDS_COUNT * (self._held[:, pieces] @ (weights / weights.sum()))
        rounded = np.round(np.asarray(scores, dtype=np.float64), ROUNDED_TO)
        order = np.argsort(-rounded, kind="stable")[:top]
        return [(int(at), float(rounded[at])) for at in order]
