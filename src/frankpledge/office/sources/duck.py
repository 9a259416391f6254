"""DuckDB in memory, over the Parquet files of releases: with a memory limit, and loaded only when used."""

from __future__ import annotations

import atexit
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
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


@contextmanager
def shared() -> Iterator[DuckDBPyConnection]:
    """A cursor with tables and views of its own, on one engine for each process, for the questions of pages.

    Starting an engine takes longer than most answers. What is read is kept apart by file and its time of change.
    """
    cursor = _engine(os.getpid()).cursor()
    try:
        yield cursor
    finally:
        cursor.close()


@cache
def _engine(process: int) -> DuckDBPyConnection:
    opened = connect()
    engine = opened.__enter__()
    engine.execute("SET parquet_metadata_cache = true")

    def end() -> None:
        if os.getpid() == process:  # the spill folder belongs to the process that made it
            opened.__exit__(None, None, None)

    atexit.register(end)
    return engine
