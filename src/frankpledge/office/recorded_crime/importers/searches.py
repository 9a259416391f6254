"""data.police.uk stop-and-search files: one row for each person or vehicle that was searched.

No column says which force searched: the name of the file does ("2024-01-kent-stop-and-search.csv"), so a file that was
renamed is refused. Times are kept as published; a search within an hour of midnight can stand in the month beside.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from frankpledge.office.people.duties import Actor
from frankpledge.office.places import queries as places
from frankpledge.office.recorded_crime.rules import FIRST_MONTH
from frankpledge.office.sources import lines
from frankpledge.office.sources.batch import Kind, Progress, Reading, run
from frankpledge.office.sources.datasets import STOP_AND_SEARCH as DATASET
from frankpledge.office.sources.duck import connect
from frankpledge.office.sources.files import SourceFile
from frankpledge.office.sources.lines import Fault, NotThisKindOfFile
from frankpledge.office.sources.summary import ImportSummary

from .apart import force_month_conflict, force_months, nothing_usable
from .tables import write_parquet

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

IMPORTER = "stop and search files 1"
NEEDED = (
    "Type", "Date", "Part of a policing operation", "Latitude", "Longitude", "Gender", "Age range",
    "Self-defined ethnicity", "Officer-defined ethnicity", "Legislation", "Object of search", "Outcome",
    "Outcome linked to object of search", "Removal of more than just outer clothing",
)  # fmt: skip
COLUMNS = (
    "month", "searched_by", "searched_at", "kind", "in_operation", "lon", "lat", "gender", "age_range",
    "self_defined_ethnicity", "officer_defined_ethnicity", "legislation", "object", "outcome", "linked",
    "more_clothing",
)  # fmt: skip
LONGITUDES, LATITUDES = (-9.5, 2.5), (49.0, 61.5)
MOMENT = r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?(Z|[+-]\d\d:\d\d)?"
NAME = re.compile(r"(\d{4}-(?:0[1-9]|1[0-2]))-(.+)-stop-and-search\.csv(\.gz)?", re.IGNORECASE)
COUNTED = ("kind", "object", "outcome", "linked")
OTHER_KINDS = ("-street.csv", "-outcomes.csv")
TRUTHS = (
    "part_of_a_policing_operation",
    "outcome_linked_to_object_of_search",
    "removal_of_more_than_just_outer_clothing",
)


def import_stop_and_search(
    paths: Sequence[Path], *, by: Actor, now: datetime, progress: Progress | None = None
) -> ImportSummary:
    """Import stop-and-search files: folders (searched through), .csv, .csv.gz or .zip, each file as one release.

    Raises:
        NotAllowed: `by` does not hold the duty "import data".
        NothingFound: there is nothing to import at one of the paths.
    """
    return run(KIND, paths, by=by, now=now, progress=progress)


def force_and_month(label: str) -> tuple[str, str]:
    """Who searched, and the month, from the file's name.

    Raises:
        NotThisKindOfFile: the name says neither.
    """
    name = re.split(r"[:/]", label)[-1]
    found = NAME.fullmatch(name)
    if not found:
        raise NotThisKindOfFile(
            _("The name %(name)s does not say which force searched, and no column does.") % {"name": name[:100]},
            remedy=_("Keep the name as published, such as 2024-01-kent-stop-and-search.csv."),
        )
    named = {area.police_uk_id: area.force_name for area in places.force_areas()}
    slug = found[2].casefold()
    return named.get(slug, "British Transport Police" if slug == "btp" else slug.replace("-", " ").capitalize()), found[
        1
    ]


def read_searches(raw: Path, into: Path, label: str, now: datetime) -> Reading:
    """Check a stop-and-search file row by row and write the good rows, typed, as Parquet.

    Raises:
        NotThisKindOfFile: a needed column is missing, the file is empty, or its name does not say which force.
        NoUsableRow: every row was turned away.
    """
    force, month = force_and_month(label)
    header = lines.header_of(raw)
    at = lines.positions(header, NEEDED)
    with connect() as connection:
        lines.load(connection, raw)
        lines.cells(connection, {_sql(name): place for name, place in at.items()}, len(header))
        _times(connection)
        lines.judge(connection, _faults(month, now))
        read, good = lines.count(connection, "lines"), lines.count(connection, "good")
        rejects = lines.rejects(connection, label)
        if not good:
            raise nothing_usable(read, rejects)
        _type(connection, force, month)
        write_parquet(connection, "typed", into, columns=COLUMNS, order=", ".join(COLUMNS))
        facts = _facts(connection)
    covers, first, last = force_months(facts["held"])
    return Reading(covers, read, good, first, last, facts, rejects)


def _sql(name: str) -> str:
    return name.casefold().replace(" ", "_").replace("-", "_")


def _times(connection: DuckDBPyConnection) -> None:
    """The moment of each search, whatever offset it is written with; NULL where it is no time."""
    connection.execute(
        """
        CREATE OR REPLACE TEMP TABLE timed AS
        SELECT *, CASE WHEN regexp_full_match(date, ?) THEN try_cast(left(date, 19) AS TIMESTAMP) END AS moment
        FROM cells
        """,
        [MOMENT],
    )
    connection.execute("CREATE OR REPLACE TEMP TABLE cells AS FROM timed")


def _faults(month: str, now: datetime) -> list[Fault]:
    lon, lat = "try_cast(longitude AS DOUBLE)", "try_cast(latitude AS DOUBLE)"
    apart = "abs(date_diff('day', moment::DATE, CASE WHEN strftime(moment, '%Y-%m') < '{m}' THEN '{m}-01'::DATE "
    apart += "ELSE last_day('{m}-01'::DATE) END))"
    outside = f"strftime(moment, '%Y-%m') <> '{month}' AND {apart.format(m=month)} > 1"
    return [
        Fault("Date", "moment IS NULL", _("not a date and time: 2024-01-31T23:30:00+00:00 is expected")),
        Fault("Date", f"moment > '{now:%Y-%m-%d %H:%M:%S}'::TIMESTAMP + INTERVAL 1 DAY", _("in the future")),
        Fault("Date", f"moment < '{FIRST_MONTH}-01'::TIMESTAMP", _("before publication began")),
        Fault("Date", outside, _("not in %(month)s, the month that the file's name says") % {"month": month}),
        Fault("Type", "type IS NULL", _("empty: the kind of search is needed")),
        *(
            Fault("Longitude" if part == "longitude" else "Latitude", condition, reason)
            for part, condition, reason in (
                ("longitude", "longitude IS NULL AND latitude IS NOT NULL", _("empty, though the latitude is there")),
                ("latitude", "latitude IS NULL AND longitude IS NOT NULL", _("empty, though the longitude is there")),
                ("longitude", f"longitude IS NOT NULL AND {lon} IS NULL", _("not a number")),
                ("latitude", f"latitude IS NOT NULL AND {lat} IS NULL", _("not a number")),
                ("longitude", f"longitude IS NOT NULL AND {lon} NOT BETWEEN {LONGITUDES[0]} AND {LONGITUDES[1]}",
                 _("impossible: far from the United Kingdom")),
                ("latitude", f"latitude IS NOT NULL AND {lat} NOT BETWEEN {LATITUDES[0]} AND {LATITUDES[1]}",
                 _("impossible: far from the United Kingdom")),
            )
        ),
        *(
            Fault(
                name,
                f"{_sql(name)} IS NOT NULL AND lower({_sql(name)}) NOT IN ('true', 'false')",
                _("neither True nor False"),
                value=_sql(name),
            )
            for name in NEEDED
            if _sql(name) in TRUTHS
        ),
    ]  # fmt: skip


def _type(connection: DuckDBPyConnection, force: str, month: str) -> None:
    truths = ", ".join(f"lower(g.{name}) = 'true' AS {name}" for name in TRUTHS)
    connection.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE typed AS
        SELECT ? AS month, ? AS searched_by, moment AS searched_at, type AS kind,
               part_of_a_policing_operation AS in_operation,
               longitude::DOUBLE AS lon, latitude::DOUBLE AS lat, gender, age_range, self_defined_ethnicity,
               officer_defined_ethnicity, legislation, object_of_search AS object, outcome,
               outcome_linked_to_object_of_search AS linked, removal_of_more_than_just_outer_clothing AS more_clothing
        FROM (SELECT g.* EXCLUDE ({", ".join(TRUTHS)}), {truths} FROM good g)
        """,  # noqa: S608 - names of our own columns
        [month, force],
    )


def _facts(connection: DuckDBPyConnection) -> dict[str, Any]:
    def rows(sql: str) -> list[Any]:
        return connection.execute(sql).fetchall()

    def counted(column: str) -> dict[str, int]:
        return dict(rows(f"SELECT coalesce({column}, ''), count(*) FROM typed GROUP BY 1 ORDER BY 1"))  # noqa: S608

    return {
        "held": [[*row, 0] for row in rows("SELECT searched_by, month, count(*) FROM typed GROUP BY 1, 2")],
        "counts": [
            list(row)
            for column in COUNTED
            for row in rows(
                f"SELECT searched_by, month, '{column}', coalesce({column}::VARCHAR, ''), count(*) FROM typed "  # noqa: S608
                "GROUP BY ALL ORDER BY ALL"
            )
        ],
        "by_kind": counted("kind"),
        "by_object": counted("object"),
        "by_outcome": counted("outcome"),
        "linked": rows("SELECT count(*) FILTER (linked) FROM typed")[0][0],
        "located": rows("SELECT count(lon) FROM typed")[0][0],
        "rows_digest": lines.digest(connection, "typed", COLUMNS),
    }


def _skip(source: SourceFile) -> str:
    other = not source.named and source.name.casefold().endswith(OTHER_KINDS)
    return _("not a stop-and-search file") if other else ""


KIND = Kind("import stop-and-search", DATASET, IMPORTER, read_searches, force_month_conflict(DATASET), _skip)
