"""The national reference tables that ship with the product, as files that DuckDB reads in place."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

DATA = Path(__file__).resolve().parent / "data"
TABLES = (
    "lsoa",
    "lsoa_changes",
    "wards",
    "districts",
    "district_history",
    "population",
    "groups",
    "boundaries",
    "rural",
    "lsoa_versions",
    "district_years",
    "partnerships",
)


def path(table: str) -> Path:
    """The Parquet file of one table."""
    if table not in TABLES:
        raise KeyError(table)
    return DATA / f"{table}.parquet"


@cache
def version() -> str:
    """Short checksum of the table that places small areas: part of how a row was placed."""
    return hashlib.sha256(path("lsoa").read_bytes()).hexdigest()[:12]
