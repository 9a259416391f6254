"""The sentence model, built once for all tests of this folder, in a folder of its own."""

from pathlib import Path

import pytest

from frankpledge.evidence.text.model import Embedder


@pytest.fixture(scope="session")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("models")


@pytest.fixture(scope="session")
def embedder(models: Path) -> Embedder:
    return Embedder(models)
