"""data.police.uk street files: one row for each recorded crime or anti-social behaviour incident.

Nothing is taken out as a double: the same crime ID can stand on several rows, incidents have none, and rows
without one can be alike in every column.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from frankpledge.office.people.duties import Actor
from frankpledge.office.places import lookups
from frankpledge.office.recorded_crime.rules import ASB, FIRST_MONTH, KNOWN_TYPES
from frankpledge.office.sources import lines
from frankpledge.office.sources.batch import Kind, NoUsableRow, Progress, Reading, run
from frankpledge.office.sources.datasets import STREET_CRIME
from frankpledge.office.sources.duck import connect
from frankpledge.office.sources.files import SourceFile
from frankpledge.office.sources.lines import Fault
from frankpledge.office.sources.models import Release, ReleaseStatus
from frankpledge.office.sources.summary import ImportSummary

from .tables import month_faults, types_table, write_parquet

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

IMPORTER = "street files 1"
NEEDED = (
    "Crime ID",
    "Month",
    "Reported by",
    "Falls within",
    "Longitude",
    "Latitude",
    "Location",
    "LSOA code",
    "LSOA name",
    "Crime type",
    "Last outcome category",
)
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
# Where British police forces record: from the Channel to Shetland. Anything else is a slip of a digit.
LONGITUDES, LATITUDES = (-9.5, 2.5), (49.0, 61.5)
OTHER_KINDS = ("-outcomes.csv", "-stop-and-search.csv")


def import_crimes(
    paths: Sequence[Path], *, by: Actor, now: datetime, progress: Progress | None = None
) -> ImportSummary:
    """Import street files: folders (searched through), .csv, .csv.gz or .zip, each file as one release.

    A file seen before changes nothing. A changed file for the same force and month supersedes the one before. Bad
    rows are turned away with file, line, column and reason, and the rest goes in. A file that is no street file is
    refused whole, and the others go on.

    Raises:
        NotAllowed: `by` does not hold the duty "import data".
        NothingFound: there is nothing to import at one of the paths.
    """
    return run(KIND, paths, by=by, now=now, progress=progress)


def read_street(raw: Path, into: Path, label: str, now: datetime) -> Reading:
    """Check a street file row by row and write the good rows, typed and placed, as Parquet.

    Raises:
        NotThisKindOfFile: a needed column is missing, or the file is empty.
        NoUsableRow: every row was turned away.
    """
    header = lines.header_of(raw)
    places = lines.positions(header, NEEDED)
    with connect() as connection:
        lines.load(connection, raw)
        lines.cells(
            connection, {name.casefold().replace(" ", "_"): place for name, place in places.items()}, len(header)
        )
        lines.judge(connection, _faults(now))
        read, good = lines.count(connection, "lines"), lines.count(connection, "good")
        rejects = lines.rejects(connection, label)
        if not good:
            raise _nothing_usable(read, rejects)
        _place(connection)
        write_parquet(connection, "typed", into, columns=COLUMNS, order="crime_type, lsoa_code, " + ", ".join(COLUMNS))
        facts = _facts(connection)
    held = facts["held"]
    months = sorted({month for _force, month, *_ in held})
    return Reading(
        covers=_covers(sorted({force for force, *_ in held}), months),
        rows_read=read,
        rows_imported=good,
        first_month=months[0],
        last_month=months[-1],
        facts=facts,
        rejects=rejects,
    )


def _nothing_usable(read: int, rejects: list[lines.Reject]) -> NoUsableRow:
    if not read:
        return NoUsableRow(
            _("The file has a header and no rows."), remedy=_("Download it again, then import it."), rejects=[]
        )
    first = rejects[0]
    return NoUsableRow(
        _("None of its %(n)s rows can be used: row %(row)s, %(column)s: %(reason)s.")
        % {"n": f"{read:,}", "row": first.row, "column": first.column or _("the whole line"), "reason": first.reason},
        remedy=_("Import the file as it was published."),
        rejects=rejects,
    )


def _faults(now: datetime) -> list[Fault]:
    number = "try_cast({0} AS DOUBLE)"
    lon, lat = number.format("longitude"), number.format("latitude")
    return [
        *month_faults(now, FIRST_MONTH),
        Fault("Reported by", "reported_by IS NULL", _("empty: the recording force is needed")),
        Fault("Crime type", "crime_type IS NULL", _("empty: the type is needed")),
        Fault("Longitude", "longitude IS NULL AND latitude IS NOT NULL", _("empty, though the latitude is there")),
        Fault("Latitude", "latitude IS NULL AND longitude IS NOT NULL", _("empty, though the longitude is there")),
        Fault("Longitude", f"longitude IS NOT NULL AND {lon} IS NULL", _("not a number")),
        Fault("Latitude", f"latitude IS NOT NULL AND {lat} IS NULL", _("not a number")),
        Fault(
            "Longitude",
            f"longitude IS NOT NULL AND {lon} NOT BETWEEN {LONGITUDES[0]} AND {LONGITUDES[1]}",
            _("impossible: far from the United Kingdom"),
        ),
        Fault(
            "Latitude",
            f"latitude IS NOT NULL AND {lat} NOT BETWEEN {LATITUDES[0]} AND {LATITUDES[1]}",
            _("impossible: far from the United Kingdom"),
        ),
    ]


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


def _covers(forces: list[str], months: list[str]) -> str:
    who = " + ".join(forces) if len(forces) <= 3 else f"{len(forces)} forces from {forces[0]} to {forces[-1]}"
    when = months[0] if len(months) == 1 else f"{months[0]}..{months[-1]}"
    return f"{who[:150]}/{when}"


def _conflict(reading: Reading) -> str:
    """A force's month may stand in one current release only: in two, its rows would count twice."""
    mine = {(force, month) for force, month, *_ in reading.facts["held"]}
    others = (
        Release.objects.filter(
            dataset__code=STREET_CRIME,
            status=ReleaseStatus.CURRENT,
            first_month__lte=reading.last_month,
            last_month__gte=reading.first_month,
        )
        .exclude(covers=reading.covers)
        .select_related("dataset")
    )
    for other in others:
        shared = mine & {(force, month) for force, month, *_ in other.facts.get("held", [])}
        if shared:
            force, month = min(shared)
            return _(
                "The file holds %(covers)s. Rows of %(force)s for %(month)s are already in %(release)s, which holds "
                "%(other)s: they would count twice."
            ) % {
                "covers": reading.covers,
                "force": force,
                "month": month,
                "release": other.reference,
                "other": other.covers,
            }
    return ""


def _skip(source: SourceFile) -> str:
    """An archive of data.police.uk holds outcomes and stop-and-search files beside the street files."""
    other = not source.named and source.name.casefold().endswith(OTHER_KINDS)
    return _("not a street file") if other else ""


KIND = Kind("import crimes", STREET_CRIME, IMPORTER, read_street, _conflict, _skip)
