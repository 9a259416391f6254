"""Reading a whole extract: typed rows and the text they came from, written beside each other, and what was counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from frankpledge.office.sources import lines as published
from frankpledge.office.sources.duck import connect
from frankpledge.office.sources.lines import Reject

from . import reading, store
from .models import Extract
from .reading import Counts, Plan
from .tables import Line, NotATable, headings, lines

if TYPE_CHECKING:
    import pyarrow as pa

COLUMNS = ("line", "start", '"end"', "timed", "easting", "northing", "crime_type", "is_asb", "offence_code")
REASONS_SHOWN = 20
LINE = "#line"


@dataclass(frozen=True)
class Taken:
    """What one reading gave."""

    rows_read: int
    rows_taken: int
    rows_rejected: int
    first_day: date
    last_day: date
    rows_sha256: str
    facts: dict[str, Any]
    rejects: list[Reject] = field(default_factory=list)


def take(extract: Extract, *, today: date, tell: Callable[[float], None] | None = None) -> Taken:
    """Read the file that was sent and write its typed rows and the text of the mapped columns.

    Raises:
        NotATable: it cannot be read by the mapping, or none of its rows can be used.
    """
    sent, kept = store.path(extract.pk, store.SENT), store.path(extract.pk, store.COLUMNS)
    if not sent.is_file() and kept.is_file():
        return _from_kept(extract, store.folder_of(extract.pk) / store.ROWS, today)
    if not sent.is_file():
        raise NotATable(_("The file is no longer here."), remedy=_("Send it again."))
    rows = reading.watched(lines(sent, extract.file_name), tell)
    first = next(rows, None)
    if first is None:
        raise NotATable(_("The file is empty."))
    plan = reading.plan_of(extract.mapping_used, headings(first))
    folder = store.folder_of(extract.pk)
    passing = _kept(rows, plan, folder / store.COLUMNS)
    return _typed(passing, plan, extract.file_name, folder / store.ROWS, today)


def take_again(extract: Extract, into: Path) -> str:
    """The typed rows made again from the kept text, in another file; returns their checksum."""
    day = (extract.taken_at or extract.sent_at).date()
    return _from_kept(extract, into, day).rows_sha256


def _from_kept(extract: Extract, into: Path, today: date) -> Taken:
    import pyarrow.parquet as pq

    file = pq.ParquetFile(store.path(extract.pk, store.COLUMNS))
    names = [name for name in file.schema_arrow.names if name != LINE]
    plan = reading.plan_of(extract.mapping_used, names)

    def rows() -> Iterator[Line]:
        for batch in file.iter_batches(reading.AT_ONCE):
            columns = [batch.column(name).to_pylist() for name in names]
            for at, number in enumerate(batch.column(LINE).to_pylist()):
                yield Line(number, [column[at] for column in columns if column[at] is not None], 1.0)

    return _typed(rows(), plan, extract.file_name, into, today)


def _kept(rows: Iterator[Line], plan: Plan, into: Path) -> Iterator[Line]:
    """Pass the rows on, and keep the text of the mapped columns: nothing else of the file stays."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    names = [plan.headings[at] for at in plan.at.values()]
    shape = pa.schema([(LINE, pa.int64()), *((name, pa.string()) for name in names)])
    chunk: list[Line] = []
    with pq.ParquetWriter(into, shape, compression="zstd") as writer:
        for row in rows:
            chunk.append(row)
            if len(chunk) == reading.AT_ONCE:
                writer.write_batch(_text(chunk, plan, shape))
                chunk = []
            yield row
        writer.write_batch(_text(chunk, plan, shape))
    into.chmod(0o600)


def _text(chunk: list[Line], plan: Plan, shape: pa.Schema) -> pa.RecordBatch:
    import pyarrow as pa

    columns: list[list[Any]] = [[row.number for row in chunk]]
    columns += [[_cell(row, at, plan) for row in chunk] for at in plan.at.values()]
    return pa.record_batch([pa.array(c, f.type) for c, f in zip(columns, shape, strict=True)], schema=shape)


def _cell(row: Line, at: int, plan: Plan) -> str | None:
    """None where the row is torn: it is turned away again when the kept text is read."""
    torn = len(row.cells) > len(plan.headings) and any(row.cells[len(plan.headings) :])
    return row.cells[at] if at < len(row.cells) and not torn else None


def _typed(rows: Iterator[Line], plan: Plan, label: str, into: Path, today: date) -> Taken:
    import pyarrow.parquet as pq

    counts = Counts()
    beside = into.with_name(".rows-unsorted.parquet")
    with pq.ParquetWriter(beside, reading.schema(), compression="zstd") as writer:
        for batch in reading.batches(reading.typed(rows, plan, counts, label, today), plan.degrees):
            writer.write_batch(batch)
    try:
        if not counts.taken:
            raise _nothing(counts)
        return _settled(beside, into, counts)
    finally:
        beside.unlink(missing_ok=True)


def _nothing(counts: Counts) -> NotATable:
    if not counts.rejects:
        return NotATable(_("The file has headings and no rows."), remedy=_("Save it again, then send it."))
    first = counts.rejects[0]
    return NotATable(
        _("None of its %(n)s rows can be used: row %(row)s, %(column)s: %(reason)s.")
        % {
            "n": f"{counts.read:,}",
            "row": first.row,
            "column": first.column or _("the whole row"),
            "reason": first.reason,
        },
        remedy=_("Name the columns anew, or say what the codes mean."),
    )


def _settled(beside: Path, into: Path, counts: Counts) -> Taken:
    """Sort the rows, count them, and put them in their place."""
    quoted = str(into).replace("'", "''")
    with connect() as connection:
        connection.execute("CREATE TEMP TABLE taken AS FROM read_parquet(?)", [str(beside)])
        connection.execute(
            f"COPY (FROM taken ORDER BY crime_type, start, line) TO '{quoted}' (FORMAT parquet, COMPRESSION zstd)"
        )
        digest = published.digest(connection, "taken", COLUMNS)
        first, last = connection.execute('SELECT min(start)::DATE, max("end")::DATE FROM taken').fetchall()[0]
        facts = _facts(connection, counts)
    into.chmod(0o600)
    return Taken(counts.read, counts.taken, len(counts.rejects), first, last, digest, facts, counts.rejects)


def _facts(connection: Any, counts: Counts) -> dict[str, Any]:
    def rows(sql: str) -> list[Any]:
        found: list[Any] = connection.execute(sql).fetchall()
        return found

    located, timed, long, hours = rows("""
        SELECT count(easting), count(*) FILTER (timed), count(*) FILTER ("end" - start > INTERVAL 24 HOUR),
               coalesce(median(epoch("end") - epoch(start)) / 3600, 0) FROM taken""")[0]
    box = rows("SELECT min(easting), min(northing), max(easting), max(northing) FROM taken")[0]
    return {
        "reader": reading.READER,
        "by_type": dict(rows("SELECT crime_type, count(*) FROM taken GROUP BY 1 ORDER BY 1")),
        "by_month": dict(rows("SELECT strftime(start, '%Y-%m'), count(*) FROM taken GROUP BY 1 ORDER BY 1")),
        "located": located,
        "timed": timed,
        "longer_than_a_day": long,
        "median_hours": round(float(hours), 2),
        "box": list(box) if located else [],
        "reasons": Counter(reject.reason for reject in counts.rejects).most_common(REASONS_SHOWN),
        "unknown": counts.unknown.most_common(100),
    }


def digest_of(rows: Path) -> str:
    """Checksum of typed rows as a bag."""
    with connect() as connection:
        connection.execute("CREATE TEMP TABLE stored AS FROM read_parquet(?)", [str(rows)])
        return published.digest(connection, "stored", COLUMNS)
