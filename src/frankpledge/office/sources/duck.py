"""DuckDB in memory, over the Parquet files of releases: with a memory limit, and loaded only when used."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

MEMORY_LIMIT = os.environ.get("FRANKPLEDGE_DUCKDB_MEMORY", "1GB")
THREADS = 2


@contextmanager
def connect() -> Iterator[DuckDBPyConnection]:
    """A connection of one's own. What does not fit into memory spills into a folder that goes with it."""
    import duckdb

    with tempfile.TemporaryDirectory(prefix="frankpledge-duckdb-") as spill:
        config: dict[str, str | bool | int | float | list[str]] = {
            "memory_limit": MEMORY_LIMIT,
            "threads": THREADS,
            "temp_directory": spill,
        }
        connection = duckdb.connect(":memory:", config=config)
        try:
            yield connection
        finally:
            connection.close()
