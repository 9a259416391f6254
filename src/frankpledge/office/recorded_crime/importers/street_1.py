"""How street files were read until version 2: every column of the file, written by DuckDB.

Releases that came in so are checked by reading their raw bytes in the same way again; no new file is read by it.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from frankpledge.office.places import lookups
from frankpledge.office.recorded_crime.rules import ASB, KNOWN_TYPES
from frankpledge.office.sources import lines
from frankpledge.office.sources.batch import Reading
from frankpledge.office.sources.duck import connect

from .street_rows import NEEDED, covers, judged
from .tables import types_table, write_parquet

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

IMPORTER = "street files 1"
COLUMNS = (
    "month",
    "reported_by",
    "falls_within",
    "crime_id",
    "lon",
    "lat",
    "location",
    "lsoa_code",
    "lsoa_name",
    "crime_type",
    "is_asb",
    "outcome",
    "lsoa21_code",
    "ward24",
    "district24",
    "force24",
    "placed",
)


def read_street_1(raw: Path, into: Path, label: str, now: datetime) -> Reading:
    """Check a street file row by row and write the good rows, typed and placed, as Parquet.

    Raises:
        NotThisKindOfFile: a needed column is missing, or the file is empty.
        NoUsableRow: every row was turned away.
    """
    header = lines.header_of(raw)
    places = lines.positions(header, NEEDED)
    with connect() as connection:
        judgement = judged(connection, raw, places, len(header), label, now)
        _place(connection)
        write_parquet(connection, "typed", into, columns=COLUMNS, order="crime_type, lsoa_code, " + ", ".join(COLUMNS))
        facts = _facts(connection)
    held = facts["held"]
    months = sorted({month for _force, month, *_ in held})
    return Reading(
        covers=covers(sorted({force for force, *_ in held}), months),
        rows_read=judgement.read,
        rows_imported=judgement.good,
        first_month=months[0],
        last_month=months[-1],
        facts=facts,
        rejects=judgement.rejects,
    )


def _place(connection: DuckDBPyConnection) -> None:
    """Bring every row to one geography. The code of the small area decides, never the moved coordinates."""
    types_table(connection, KNOWN_TYPES)
    connection.execute(
        """
        CREATE OR REPLACE TEMP TABLE typed AS
        SELECT g.month, g.reported_by, g.falls_within, g.crime_id, g.longitude::DOUBLE AS lon,
               g.latitude::DOUBLE AS lat, g.location, g.lsoa_code, g.lsoa_name,
               coalesce(t.name, g.crime_type) AS crime_type, coalesce(t.name = ?, false) AS is_asb,
               g.last_outcome_category AS outcome, a.lsoa21_code, a.ward24, a.district24, a.force24,
               CASE WHEN a.code IS NOT NULL THEN 'placed'
                    WHEN g.lsoa_code IS NOT NULL THEN 'unknown code'
                    WHEN g.longitude IS NOT NULL THEN 'outside England and Wales'
                    ELSE 'no location' END AS placed,
               a.in_2011, a.in_2021
        FROM good g
        LEFT JOIN read_parquet(?) a ON a.code = g.lsoa_code
        LEFT JOIN types t ON t.folded = lower(g.crime_type)
        """,
        [ASB, str(lookups.path("lsoa"))],
    )


def _facts(connection: DuckDBPyConnection) -> dict[str, Any]:
    """Counts that pages show and checks compare, made once at import."""

    def rows(sql: str) -> list[Any]:
        return connection.execute(sql).fetchall()

    crimes, asb, no_id, repeated, old_codes = rows("""
        SELECT count(*) FILTER (NOT is_asb), count(*) FILTER (is_asb), count(*) FILTER (crime_id IS NULL),
               count(crime_id) - count(DISTINCT crime_id), count(*) FILTER (in_2011 AND NOT in_2021) FROM typed""")[0]
    return {
        "crimes": crimes,
        "asb": asb,
        "held": [
            list(row)
            for row in rows("""
            SELECT reported_by, month, count(*), count(*) FILTER (is_asb) FROM typed GROUP BY 1, 2 ORDER BY 1, 2""")
        ],
        "placed": dict(rows("SELECT placed, count(*) FROM typed GROUP BY 1 ORDER BY 1")),
        "by_force_area": dict(
            rows("SELECT force24, count(*) FROM typed WHERE force24 IS NOT NULL GROUP BY 1 ORDER BY 1")
        ),
        "by_type": dict(rows("SELECT crime_type, count(*) FROM typed GROUP BY 1 ORDER BY 1")),
        "rows_without_id": no_id,
        "repeated_ids": repeated,
        "rows_with_codes_of_2011_only": old_codes,
        "rows_digest": lines.digest(connection, "typed", COLUMNS),
        "lookups": lookups.version(),
    }
