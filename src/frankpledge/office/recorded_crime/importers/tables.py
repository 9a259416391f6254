"""What the readers of recorded crime share: months, types, and the typed file."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from frankpledge.office.sources.lines import Fault

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


def month_faults(now: datetime, first: str, column: str = "Month") -> list[Fault]:
    """A month is written YYYY-MM, is no later than this one, and no earlier than publication began."""
    return [
        Fault(
            column,
            r"NOT coalesce(regexp_full_match(month, '\d{4}-(0[1-9]|1[0-2])'), false)",
            _("not a month: YYYY-MM is expected"),
        ),
        Fault(column, f"month > '{now:%Y-%m}'", _("a month in the future")),
        Fault(column, f"month < '{first}'", _("before %(month)s, when publication began") % {"month": first}),
    ]


def types_table(connection: DuckDBPyConnection, names: Sequence[str]) -> None:
    """The types as we write them, found whatever the letter case ("Violence and Sexual Offences")."""
    connection.execute("CREATE OR REPLACE TEMP TABLE types (folded VARCHAR, name VARCHAR)")
    connection.executemany("INSERT INTO types VALUES (lower(?), ?)", [(name, name) for name in names])


def write_parquet(
    connection: DuckDBPyConnection, table: str, into: Path, *, columns: Sequence[str], order: str
) -> None:
    """Write the typed rows, sorted, so that equal rows make equal files and queries read little."""
    picked = ", ".join(columns)
    connection.execute(
        f"COPY (SELECT {picked} FROM {table} ORDER BY {order}) TO '{str(into).replace(chr(39), chr(39) * 2)}' "  # noqa: S608
        "(FORMAT parquet, COMPRESSION zstd)"
    )
