"""A postcode directory (ONS Postcode Directory, Code-Point Open or alike) from the office's own copy.

Rows are judged, mapped to areas of today and sorted in SQL, over all rows at once. What was found of the columns is
kept with the release and used again for the next file with the same header.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from frankpledge.office.people.duties import Actor
from frankpledge.office.places import lookups
from frankpledge.office.sources import lines
from frankpledge.office.sources.batch import Kind, NoUsableRow, Progress, Reading, run
from frankpledge.office.sources.datasets import POSTCODES
from frankpledge.office.sources.duck import connect
from frankpledge.office.sources.files import SourceFile
from frankpledge.office.sources.lines import Fault
from frankpledge.office.sources.models import Release
from frankpledge.office.sources.summary import ImportSummary

from .postcode_columns import PARTS, Columns, Sample, columns_of, sample_of

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

IMPORTER = "postcodes 1"
COMMAND = "import postcodes"
MOST_NAMED = 6
# The ONS Postcode Directory comes whole and again in parts, with tables of names beside it.
BESIDE = ("multi_csv/", "documents/", "doc/", "user guide/")

Chosen = Mapping[str, int | None]


def import_postcodes(
    paths: Sequence[Path], *, by: Actor, now: datetime, chosen: Chosen | None = None, progress: Progress | None = None
) -> ImportSummary:
    """Take a directory into use. A file of the same postcode areas supersedes the one before.

    Args:
        chosen: which column (from 0) is postcode, lsoa, ward, district, as a person said; by default what an earlier
            file with the same header had, else what is found.

    Raises:
        NotAllowed: `by` does not hold the duty "import data".
        NothingFound: there is nothing to import at one of the paths.
    """
    kind = Kind(
        COMMAND, POSTCODES, IMPORTER,
        lambda raw, into, label, today: read_postcodes(raw, into, label, today, chosen=chosen),
        skip=_beside,
    )  # fmt: skip
    return run(kind, paths, by=by, now=now, progress=progress)


def _beside(source: SourceFile) -> str:
    beside = any(part in source.member.casefold() for part in BESIDE)
    return _("beside the directory; its rows stand in the main file") if beside else ""


def read_postcodes(raw: Path, into: Path, label: str, now: datetime, *, chosen: Chosen | None = None) -> Reading:
    """Judge a directory row by row and write its typed rows.

    Raises:
        NoPostcodes: no column holds postcodes, or none says where they lie.
        NoUsableRow: every row was turned away.
    """
    sample = sample_of(raw)
    columns = columns_of(sample, chosen if chosen is not None else saved_columns(sample))
    with connect() as connection:
        lines.load(connection, raw, header=columns.has_header)
        lines.cells(connection, columns.parts, columns.width)
        _place(connection, columns)
        lines.judge(connection, _faults())
        rejects = lines.rejects(connection, label)
        counts = _counts(connection)
        if not counts["rows"]:
            reason = f": row {rejects[0].row}: {rejects[0].reason}" if rejects else ""
            raise NoUsableRow(
                _("None of its %(n)s rows can be used%(first)s.") % {"n": f"{len(rejects):,}", "first": reason},
                remedy=_("Check which column is which."),
                rejects=rejects,
            )
        connection.table("good").select("postcode, lsoa21, ward24, district24").order("postcode").write_parquet(
            str(into), compression="zstd", row_group_size=20480
        )
    return Reading(
        covers=_covers(counts["postcode_areas"]), rows_read=counts["rows"] + len(rejects),
        rows_imported=counts["rows"], first_month="", last_month="", rejects=rejects,
        facts={**counts, "columns": columns.as_facts(), "lookups": lookups.version()},
    )  # fmt: skip


def saved_columns(sample: Sample) -> Chosen | None:
    """What the last directory with this very header was read by; None when there was none, or it had no header."""
    if not sample.names:
        return None
    for facts in (
        Release.objects.filter(dataset__code=POSTCODES).order_by("-received_at").values_list("facts", flat=True)
    ):
        saved: dict[str, Any] = facts.get("columns", {})
        if saved.get("header") == list(sample.names):
            return {part: saved.get(part) for part in PARTS}
    return None


@dataclass(frozen=True)
class Proposal:
    """What the columns of a file seem to be, with its first rows, for a person to confirm."""

    sample: Sample
    columns: Columns | None
    remembered: bool
    problem: str = ""


def propose(raw: Path) -> Proposal:
    """Raises NoPostcodes when the file is no table at all; otherwise whatever could be found."""
    sample = sample_of(raw)
    saved = saved_columns(sample)
    try:
        return Proposal(sample, columns_of(sample, saved), remembered=saved is not None)
    except lines.NotThisKindOfFile as refused:
        return Proposal(sample, None, remembered=False, problem=str(refused.message))


def _place(connection: DuckDBPyConnection, columns: Columns) -> None:
    """Replace `cells` by rows with today's codes beside what the file says."""
    given = {part: part if part in columns.parts else "NULL::VARCHAR" for part in PARTS}
    connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE placed AS
        WITH bare AS (
            SELECT line, structure, postcode AS written,
                   regexp_replace(upper(postcode), '[^A-Z0-9]', '', 'g') AS postcode,
                   {given["lsoa"]} AS lsoa, {given["ward"]} AS ward, {given["district"]} AS district
            FROM cells)
        SELECT b.line, b.structure, b.written, b.postcode, b.lsoa, b.ward, b.district,
               l.lsoa21_code AS lsoa21,
               coalesce(w.code, l.ward24) AS ward24,
               coalesce(w.district24, h.code24, l.district24) AS district24,
               row_number() OVER (PARTITION BY b.postcode ORDER BY b.line) AS nth
        FROM bare b
        LEFT JOIN read_parquet('{lookups.path("lsoa")}') l ON l.code = b.lsoa
        LEFT JOIN read_parquet('{lookups.path("wards")}') w ON w.code = b.ward
        LEFT JOIN read_parquet('{lookups.path("district_history")}') h
            ON h.old_code = b.district AND left(h.code24, 1) IN ('E', 'W')
    """)  # noqa: S608 - names and paths come from our own tables, never from the file
    connection.execute("DROP TABLE cells")
    connection.execute("ALTER TABLE placed RENAME TO cells")


_NOT_A_POSTCODE = "NOT coalesce(regexp_full_match(postcode, 'GIR0AA|[A-Z]{1,2}[0-9][A-Z0-9]?[0-9][A-Z]{2}'), false)"
# Scotland, Northern Ireland, the islands: known, and in no area of England and Wales.
_ELSEWHERE = "coalesce(left(coalesce(lsoa, district, ward), 1) NOT IN ('E', 'W'), true)"


def _faults() -> list[Fault]:
    return [
        Fault("postcode", "written IS NULL", _("empty: the postcode is needed")),
        Fault("postcode", _NOT_A_POSTCODE, _("not a postcode"), value="written"),
        Fault("postcode", "nth > 1", _("this postcode stands in an earlier row already"), value="written"),
        Fault(
            "district",
            f"district24 IS NULL AND NOT {_ELSEWHERE}",
            _("no code in this row is that of an area of England and Wales"),
            value="concat_ws(' ', lsoa, ward, district)",
        ),
    ]


def _counts(connection: DuckDBPyConnection) -> dict[str, Any]:
    row = connection.execute(
        "SELECT count(*), count(district24), count(ward24), "
        "list_sort(list(DISTINCT regexp_extract(postcode, '^[A-Z]{1,2}'))) FROM good"
    ).fetchone()
    rows, in_district, in_ward, areas = row or (0, 0, 0, [])
    return {
        "rows": rows, "with_district": in_district, "with_ward": in_ward, "elsewhere": rows - in_district,
        "postcode_areas": areas or [],
    }  # fmt: skip


def _covers(areas: Sequence[str]) -> str:
    """The letters that postcodes begin with: a later file of the same supersedes this one."""
    if len(areas) <= MOST_NAMED:
        return f"postcodes {' '.join(areas)}"
    return f"postcodes {areas[0]} to {areas[-1]}, {len(areas)} areas"
