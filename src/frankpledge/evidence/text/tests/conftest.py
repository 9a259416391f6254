"""The sentence model, built once for all tests of this folder, in a folder of its own."""

from pathlib import Path

import pytest

from frankpledge.evidence.text.model import Embedder
from frankpledge.evidence.text.static_vectors import StaticEmbedder


@pytest.fixture(scope="session")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("models")


@pytest.fixture(scope="session")
def embedder(models: Path) -> Embedder:
    return Embedder(models)


@pytest.fixture(scope="session")
def table() -> StaticEmbedder:
    """The static table where set-up built it (made there now if it is not): half a minute is too long for each run."""
    return StaticEmbedder()
