"""Sentence vectors computed on this machine: no hosted service, no download, no torch."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt

Floats32 = npt.NDArray[np.float32]
Progress = Callable[[int, int], None]  # (done, of how many)

DIMENSIONS = 384


class Encoder(Protocol):
    """Anything that turns texts into vectors of length one."""

    def encode(self, texts: Sequence[str], progress: Progress | None = None) -> Floats32:
        """Vectors of shape (len(texts), dimensions), float32, each of Euclidean length 1, in the order of `texts`."""
        ...


class Embedder:
    """The packaged MiniLM sentence model, int8, on onnxruntime.

    Args:
        folder: where the built model is kept (see `models_folder`); built there at first use, or again if its bytes changed.
        threads: processor threads used for one batch.
    Raises:
        TextPackagesMissing: the packages of the extra [text], or the weights, are not installed.
    """

    def __init__(self, folder: Path | None = None, threads: int = 2) -> None:
        raise NotImplementedError

    def encode(self, texts: Sequence[str], progress: Progress | None = None) -> Floats32:
        """Vectors of shape (n, 384), float32, each of Euclidean length 1, in the order of `texts`; repeatable."""
        raise NotImplementedError
