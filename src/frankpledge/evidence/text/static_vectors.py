"""One vector for each word piece, worked out once: a text's vector is then a weighted mean, thousands a second.

For very large sets and for search, where the sentence model would take minutes. The table is distilled from the
packaged MiniLM at first use and kept beside it with its checksum. Vectors are coarser than the model's own: see
docs/methods/coding-model.md.
"""

import io
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy import sparse

from frankpledge.evidence.text.model import (
    Embedder,
    Floats32,
    Progress,
    models_folder,
    piece_vectors,
    text_tokenizer,
    weights_version,
)
from frankpledge.evidence.text.whole_files import is_whole, keep_whole, recorded_checksum

STATIC_DIMENSIONS = 256
RECIPE = "static-1"  # a new number whenever `distil` would give another table
SMOOTHING = 1e-4  # a piece seen once in ten thousand has half its weight

Floats = npt.NDArray[np.float64]


def static_table_file(folder: Path | None = None) -> Path:
    """The table, as a file whose bytes match its checksum: found in `folder`, or built there now (about a minute).

    Raises:
        TextPackagesMissing: the packages of the extra [text], or the weights, are not installed.
    """
    folder = models_folder() if folder is None else folder
    path = folder / f"all-minilm-l6-v2-{weights_version()}-{RECIPE}.npy"
    if not is_whole(path):
        written = io.BytesIO()
        np.lib.format.write_array(written, distil(piece_vectors(Embedder(folder))), allow_pickle=False)
        keep_whole(path, written.getvalue())
    return path


def distil(vectors: Floats32) -> Floats32:
    """The table from the sentence model's vectors of single word pieces.

    The mean is taken off, the 256 directions of largest spread are kept, and each piece is weighted by how much its
    presence tells: a / (a + p), with p its frequency. The vocabulary stands in order of frequency, so that Zipf's
    law gives p from its place.

    Args:
        vectors: shape (pieces, 384), in the vocabulary's order.
    Returns:
        Shape (pieces, 256), float16: half the room, and finer than the table's own errors.
    Source: Arora, Liang and Ma, "A Simple but Tough-to-Beat Baseline for Sentence Embeddings" (2017); Tulkens and van
    Dongen, "Model2Vec" (2024).
    """
    apart = vectors.astype(np.float64) - vectors.astype(np.float64).mean(axis=0)
    spread, directions = np.linalg.eigh(apart.T @ apart)
    kept = directions[:, np.argsort(-spread)[:STATIC_DIMENSIONS]]
    kept *= np.sign(kept[np.argmax(np.abs(kept), axis=0), np.arange(kept.shape[1])])  # a direction has two names
    place = np.arange(1, len(vectors) + 1, dtype=np.float64)
    frequency = 1 / (place * np.log(len(vectors)))
    weights = SMOOTHING / (SMOOTHING + frequency)
    table: Floats32 = (apart @ kept * weights[:, None]).astype(np.float16).astype(np.float32)
    return table


class StaticEmbedder:
    """Texts to vectors by the static table: the same interface as `model.Embedder`, some fifty times as fast.

    Args:
        folder: where built models are kept (default `models_folder()`).
    Raises:
        TextPackagesMissing: the packages of the extra [text], or the weights, are not installed.
    """

    def __init__(self, folder: Path | None = None) -> None:
        path = static_table_file(folder)
        self.version = f"{path.stem}+sha256:{recorded_checksum(path)[:16]}"
        self._table: Floats32 = np.load(path, allow_pickle=False).astype(np.float32)
        self._tokenizer = text_tokenizer()
        self._tokenizer.no_truncation()

    @property
    def pieces(self) -> int:
        """How many word pieces the table holds."""
        return len(self._table)

    def encode(self, texts: Sequence[str], progress: Progress | None = None) -> Floats32:
        """Vectors of shape (n, 256), float32, each of length 1 (a text without any known piece: nought)."""
        vectors = self.vectors_of(self.counts(texts))
        if progress:
            progress(len(texts), len(texts))
        return vectors

    def vectors_of(self, counts: sparse.csr_array) -> Floats32:
        """Vectors from `counts`, where these are at hand already."""
        sums = np.asarray(counts @ self._table, dtype=np.float64)
        lengths = np.linalg.norm(sums, axis=1, keepdims=True)
        vectors: Floats32 = (sums / np.maximum(lengths, 1e-12)).astype(np.float32)
        return vectors

    def counts(self, texts: Sequence[str]) -> sparse.csr_array:
        """How often each text uses each word piece, shape (texts, pieces), float32."""
        starts: list[int] = [0]
        columns: list[int] = []
        uses: list[int] = []
        for encoding in self._tokenizer.encode_batch(list(texts), add_special_tokens=False):
            used = sorted(Counter(encoding.ids).items())
            columns.extend(piece for piece, _ in used)
            uses.extend(count for _, count in used)
            starts.append(len(columns))
        parts = np.array(uses, np.float32), np.array(columns, np.int32), np.array(starts, np.int64)
        return sparse.csr_array(parts, shape=(len(texts), self.pieces))
