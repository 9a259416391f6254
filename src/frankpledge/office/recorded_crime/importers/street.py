"""data.police.uk street files: one row for each recorded crime or anti-social behaviour incident.

Nothing is taken out as a double: the same crime ID can stand on several rows, incidents have none, and rows
without one can be alike in every column. The typed rows hold the analytic columns; IDs and names of places stay in
the raw file, which is kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from threading import Lock
from typing import Any

from django.utils.translation import gettext as _

from frankpledge.office.people.duties import Actor
from frankpledge.office.recorded_crime.store import reading, typed
from frankpledge.office.recorded_crime.store.coded import encode
from frankpledge.office.sources import lines
from frankpledge.office.sources.batch import Kind, Progress, Reading
from frankpledge.office.sources.datasets import STREET_CRIME
from frankpledge.office.sources.duck import connect
from frankpledge.office.sources.files import CannotUnpack, SourceFile
from frankpledge.office.sources.lines import Reject
from frankpledge.office.sources.summary import ImportSummary

from .street_rows import NEEDED, covers, judged

IMPORTER = "street files 2"
COLUMNS = typed.COLUMNS
OTHER_KINDS = ("-outcomes.csv", "-stop-and-search.csv")
LARGEST_FILE = 512 * 1024**2
"""A month of the largest force is a thirtieth of it. Its rows are sorted in memory."""
ONE_JUDGE = Lock()  # two judges at once would need twice the memory


def import_crimes(
    paths: Sequence[Path], *, by: Actor, now: datetime, progress: Progress | None = None
) -> ImportSummary:
    """Import street files: folders (searched through), .csv, .csv.gz or .zip, each file as one release.

    A file seen before changes nothing. A changed file for the same force and month supersedes the one before. Bad
    rows are turned away with file, line, column and reason, and the rest goes in. A file that is no street file is
    refused whole, and the others go on. Killed at any moment, it leaves every month either whole or not there; the
    same command completes it.

    Raises:
        NotAllowed: `by` does not hold the duty "import data".
        NothingFound: there is nothing to import at one of the paths.
    """
    from frankpledge.office.recorded_crime.store import loader

    return loader.load(KIND, paths, by=by, now=now, progress=progress)


def read_street(
    raw: Path, into: Path, label: str, now: datetime, data: bytes | None = None, *, compiled: bool = False
) -> Reading:
    """Write the good rows of a street file, typed, placed and sorted, as Parquet.

    A file as published is read in one pass; any other is judged line by line, with the same rows as the answer.

    Args:
        data: the bytes of `raw`, where they are in memory already.
        compiled: read by the compiled pass (see `reading.arrived`); the rows are the same.
    Raises:
        NotThisKindOfFile: a needed column is missing, or the file is empty.
        NoUsableRow: every row was turned away.
        CannotUnpack: it is larger than anything that is published.
    """
    if raw.stat().st_size > LARGEST_FILE:
        raise too_large()
    header = lines.header_of(raw)
    places = lines.positions(header, NEEDED)
    rejects: list[Reject] = []
    data = raw.read_bytes() if data is None else data
    rows = reading.arrived(data, places, len(header), now, compiled=compiled)
    if rows is None:
        rows, rejects = _judged(raw, places, len(header), label, now)
    found = typed.typed(rows)
    typed.write(found, into)
    return _reading(found, rejects)


def too_large() -> CannotUnpack:
    return CannotUnpack(
        _("The file is larger than %(most)s MB unpacked.") % {"most": LARGEST_FILE // 1024**2},
        remedy=_("Import it in parts: one file for each force and month, as published."),
    )


def _judged(
    raw: Path, places: dict[str, int], width: int, label: str, now: datetime
) -> tuple[typed.Arrived, list[Reject]]:
    with ONE_JUDGE, connect() as connection:
        judgement = judged(connection, raw, places, width, label, now, refuse_nul=True)
        table = connection.execute("""
            SELECT month, reported_by, falls_within, lsoa_code, crime_type, last_outcome_category AS outcome,
                   longitude::DOUBLE AS lon, latitude::DOUBLE AS lat, crime_id FROM good ORDER BY line
        """).to_arrow_table()
    text: dict[str, Any] = {name: encode(table[name]) for name in reading.TEXT if name != "crime_type"}
    text["crime_type"] = encode(table["crime_type"], typed.written_type)
    lon, lat = (table[name].to_numpy() for name in ("lon", "lat"))
    without, repeated = typed.ids_counted(table["crime_id"])
    rows = typed.Arrived(**text, lon=lon, lat=lat, without_id=without, repeated_ids=repeated)
    return rows, judgement.rejects


def _reading(found: typed.Typed, rejects: list[Reject]) -> Reading:
    held = found.facts["held"]
    months = sorted({month for _force, month, *_ in held})
    return Reading(
        covers=covers(sorted({force for force, *_ in held}), months),
        rows_read=found.rows + len(rejects),
        rows_imported=found.rows,
        first_month=months[0],
        last_month=months[-1],
        facts=found.facts,
        rejects=rejects,
        content=found,
    )


def skip(source: SourceFile) -> str:
    """An archive of data.police.uk holds outcomes and stop-and-search files beside the street files."""
    other = not source.named and source.name.casefold().endswith(OTHER_KINDS)
    return _("not a street file") if other else ""


KIND = Kind("import crimes", STREET_CRIME, IMPORTER, read_street, skip=skip)
