"""What all tests share: the real data beside the checkout, and refusal of real network addresses."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
SHARED = Path(os.environ.get("FRANKPLEDGE_SHARED", HERE.parent / "shared"))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Fast tests first: browser and slow ones last."""
    items.sort(key=lambda item: bool(item.get_closest_marker("browser")) * 2 + bool(item.get_closest_marker("slow")))


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real data beside the checkout; tests that need it are skipped, and counted, where it is absent."""
    if not (SHARED / "data").is_dir():
        pytest.skip("needs ../shared: the real data are not beside this checkout")
    return SHARED
