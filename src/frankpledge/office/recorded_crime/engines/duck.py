"""The questions on DuckDB, in this process, over Parquet files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from frankpledge.office.sources.duck import shared

if TYPE_CHECKING:
    import pyarrow

    from frankpledge.office.recorded_crime.engines.definitions import Definition

# What a table without any file looks like: an office that has imported nothing gets empty answers, not an error.
EMPTY = {
    "cells": "NULL::TEXT AS month, NULL::TEXT AS reported_by, NULL::TEXT AS lsoa_code, NULL::TEXT AS lsoa21_code, "
    "NULL::TEXT AS ward24, NULL::TEXT AS district24, NULL::TEXT AS force24, NULL::TEXT AS placed, "
    "NULL::TEXT AS crime_type, NULL::BOOLEAN AS is_asb, NULL::BIGINT AS n",
    "supplied": "NULL::TEXT AS month, NULL::TEXT AS reported_by, NULL::TEXT AS force24, NULL::TEXT AS status",
    "belongs": "NULL::TEXT AS lsoa21_code, NULL::TEXT AS area",
}


# The roll-up without small areas stands in for the cells where a question does not look at them.
ROLLED_UP = (
    "month, reported_by, NULL::TEXT AS lsoa_code, NULL::TEXT AS lsoa21_code, NULL::TEXT AS ward24, district24, "
    "force24, placed, crime_type, is_asb, n"
)


def answer(asked: Definition, files: Mapping[str, Sequence[str]], parameters: Mapping[str, Any]) -> pyarrow.Table:
    """The answer as DuckDB gives it, in no particular order."""
    with shared() as connection:
        for table in asked.tables:
            columns = ROLLED_UP if table == "cells" and "rolled_up" in files else "*"
            paths = files["rolled_up"] if columns != "*" else files.get(table, ())
            source = f"{columns} FROM read_parquet({_listed(paths)})" if paths else f"{EMPTY[table]} WHERE false"
            connection.execute(f"CREATE TEMP VIEW {table} AS SELECT {source}")
        return connection.execute(asked.sql, dict(parameters)).to_arrow_reader(65_536).read_all()


def _listed(paths: Sequence[str]) -> str:
    return "[" + ", ".join("'" + path.replace("'", "''") + "'" for path in paths) + "]"
