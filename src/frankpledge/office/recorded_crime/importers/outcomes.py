"""data.police.uk outcomes files: one row for each outcome that a force gave to a crime in a month.

The month is that of the outcome, not of the crime, and a crime can have several: an outcomes file is never added to
street files, and no rate is made of the two without saying whose month counts. Anti-social behaviour has no outcomes.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from frankpledge.office.people.duties import Actor
from frankpledge.office.places import lookups
from frankpledge.office.recorded_crime.outcome_rules import OUTCOMES
from frankpledge.office.recorded_crime.rules import FIRST_MONTH
from frankpledge.office.sources import lines
from frankpledge.office.sources.batch import Kind, Progress, Reading, run
from frankpledge.office.sources.datasets import OUTCOMES as DATASET
from frankpledge.office.sources.duck import connect
from frankpledge.office.sources.files import SourceFile
from frankpledge.office.sources.lines import Fault
from frankpledge.office.sources.summary import ImportSummary

from .apart import force_month_conflict, force_months, nothing_usable
from .tables import month_faults, types_table, write_parquet

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

IMPORTER = "outcomes files 1"
NEEDED = (
    "Crime ID", "Month", "Reported by", "Falls within", "Longitude", "Latitude", "LSOA code", "Outcome type",
)  # fmt: skip
COLUMNS = (
    "month", "reported_by", "falls_within", "crime_id", "lsoa_code", "outcome", "lsoa21_code", "ward24", "district24",
    "force24", "placed",
)  # fmt: skip
OTHER_KINDS = ("-street.csv", "-stop-and-search.csv")


def import_outcomes(
    paths: Sequence[Path], *, by: Actor, now: datetime, progress: Progress | None = None
) -> ImportSummary:
    """Import outcomes files: folders (searched through), .csv, .csv.gz or .zip, each file as one release.

    A file seen before changes nothing; a changed file for the same force and month supersedes the one before.

    Raises:
        NotAllowed: `by` does not hold the duty "import data".
        NothingFound: there is nothing to import at one of the paths.
    """
    return run(KIND, paths, by=by, now=now, progress=progress)


def read_outcomes(raw: Path, into: Path, label: str, now: datetime) -> Reading:
    """Check an outcomes file row by row and write the good rows, typed and placed, as Parquet.

    Raises:
        NotThisKindOfFile: a needed column is missing, or the file is empty.
        NoUsableRow: every row was turned away.
    """
    header = lines.header_of(raw)
    places = lines.positions(header, NEEDED)
    with connect() as connection:
        lines.load(connection, raw)
        columns = {name.casefold().replace(" ", "_"): place for name, place in places.items()}
        lines.cells(connection, columns, len(header))
        lines.judge(connection, _faults(now))
        read, good = lines.count(connection, "lines"), lines.count(connection, "good")
        rejects = lines.rejects(connection, label)
        if not good:
            raise nothing_usable(read, rejects)
        _type(connection)
        write_parquet(connection, "typed", into, columns=COLUMNS, order="outcome, lsoa_code, " + ", ".join(COLUMNS))
        facts = _facts(connection)
    covers, first, last = force_months(facts["held"])
    return Reading(covers, read, good, first, last, facts, rejects)


def _faults(now: datetime) -> list[Fault]:
    return [
        *month_faults(now, FIRST_MONTH),
        Fault("Reported by", "reported_by IS NULL", _("empty: the recording force is needed")),
        Fault("Outcome type", "outcome_type IS NULL", _("empty: the outcome is needed")),
        Fault(
            "Crime ID",
            "crime_id IS NOT NULL AND NOT regexp_full_match(crime_id, '[0-9a-fA-F]{64}')",
            _("not a crime ID: 64 signs of 0-9 and a-f are expected"),
        ),
    ]


def _type(connection: DuckDBPyConnection) -> None:
    """The code of the small area says where the crime lies; coordinates were moved before publication."""
    types_table(connection, OUTCOMES)
    connection.execute(
        """
        CREATE OR REPLACE TEMP TABLE typed AS
        SELECT g.month, g.reported_by, g.falls_within, lower(g.crime_id) AS crime_id, g.lsoa_code,
               coalesce(t.name, g.outcome_type) AS outcome, a.lsoa21_code, a.ward24, a.district24, a.force24,
               CASE WHEN a.code IS NOT NULL THEN 'placed'
                    WHEN g.lsoa_code IS NOT NULL THEN 'unknown code'
                    WHEN g.longitude IS NOT NULL THEN 'outside England and Wales'
                    ELSE 'no location' END AS placed,
               t.name IS NOT NULL AS known
        FROM good g LEFT JOIN read_parquet(?) a ON a.code = g.lsoa_code
        LEFT JOIN types t ON t.folded = lower(g.outcome_type)
        """,
        [str(lookups.path("lsoa"))],
    )


def _facts(connection: DuckDBPyConnection) -> dict[str, Any]:
    def rows(sql: str) -> list[Any]:
        return connection.execute(sql).fetchall()

    no_id, crimes = rows("SELECT count(*) FILTER (crime_id IS NULL), count(DISTINCT crime_id) FROM typed")[0]
    return {
        "held": [
            [*row, 0] for row in rows("SELECT reported_by, month, count(*) FROM typed GROUP BY 1, 2 ORDER BY 1, 2")
        ],
        "counts": [
            list(row)
            for row in rows(
                "SELECT reported_by, month, 'outcome', outcome, count(*) FROM typed GROUP BY ALL ORDER BY ALL"
            )
        ],
        "by_outcome": dict(rows("SELECT outcome, count(*) FROM typed GROUP BY 1 ORDER BY 1")),
        "unknown_outcomes": [name for (name,) in rows("SELECT DISTINCT outcome FROM typed WHERE NOT known ORDER BY 1")],
        "placed": dict(rows("SELECT placed, count(*) FROM typed GROUP BY 1 ORDER BY 1")),
        "by_force_area": dict(
            rows("SELECT force24, count(*) FROM typed WHERE force24 IS NOT NULL GROUP BY 1 ORDER BY 1")
        ),
        "rows_without_id": no_id,
        "crimes_with_an_outcome": crimes,
        "rows_digest": lines.digest(connection, "typed", COLUMNS),
        "lookups": lookups.version(),
    }


def _skip(source: SourceFile) -> str:
    other = not source.named and source.name.casefold().endswith(OTHER_KINDS)
    return _("not an outcomes file") if other else ""


KIND = Kind("import outcomes", DATASET, IMPORTER, read_outcomes, force_month_conflict(DATASET), _skip)
