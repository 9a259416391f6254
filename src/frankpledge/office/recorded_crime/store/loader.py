"""Bringing in street files, a few or a nation's: read two at a time, committed in batches, each whole or not at all.

Workers read, check and write; only the main thread touches the database. A file goes through memory once: its checksum,
its rows and its copy are made of the same bytes.
"""

from __future__ import annotations

import gc
import hashlib
import time
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import count
from pathlib import Path

from frankpledge.office.errors import BadInput
from frankpledge.office.people import duties
from frankpledge.office.people.duties import Actor
from frankpledge.office.sources import store as stores
from frankpledge.office.sources import use_cases as sources
from frankpledge.office.sources.batch import Kind, NoUsableRow, Progress, Reading
from frankpledge.office.sources.files import CHUNK, SourceFile, found_files, opened, sha256_of
from frankpledge.office.sources.lines import Reject
from frankpledge.office.sources.summary import FileResult, ImportSummary

from . import cells, typed
from .commit import Batch, Known

WORKERS = 2
AHEAD = 12  # files that may wait, read, for the main thread
COMMIT_FILES, COMMIT_SECONDS = 48, 5.0
MUCH = 300_000_000
"""Bytes, packed or not, from which the compiled pass is worth its start; a month of the nation is less."""


@dataclass(frozen=True)
class Prepared:
    """One file, read: what is to be committed, or why it is not.

    sha256 is empty where the bytes could not be had at all.
    """

    file: SourceFile
    folder: Path
    sha256: str = ""
    size_bytes: int = 0
    typed_sha256: str = ""
    reading: Reading | None = None
    cells: cells.Cells | None = None
    result: FileResult | None = None
    rejects: list[Reject] = field(default_factory=list)


def load(
    kind: Kind, paths: Sequence[Path], *, by: Actor, now: datetime, progress: Progress | None = None
) -> ImportSummary:
    """Import every file found at `paths`. See `importers.import_crimes`."""
    duties.require(by, "import data")
    files = found_files(paths, kind.endings)
    started = sources.start_run(kind.command, by=by, now=now)
    compiled = sum(path.stat().st_size for path in {file.path for file in files}) >= MUCH
    known = Known.of(kind)
    typed.small_areas()
    batch = Batch(kind, known, by=by, now=now)
    pace = _Pace(progress, len(files))
    with stores.home().incoming() as folder, _few_collections():
        for prepared in _in_order(kind, files, folder, known, now, compiled):
            batch.take(prepared)
            pace.tell(prepared)
            if batch.waiting >= COMMIT_FILES or batch.age() > COMMIT_SECONDS:
                batch.commit()
        batch.commit()
    batch.finish()
    pace.done()
    summary = ImportSummary(files=batch.results)
    sources.finish_run(started, summary, batch.rejected, by=by, now=now)
    return summary


@contextmanager
def _few_collections() -> Iterator[None]:
    """What is in memory when an import begins (tables of all small areas) need not be searched for garbage again."""
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


def _in_order(
    kind: Kind, files: Sequence[SourceFile], folder: Path, known: Known, now: datetime, compiled: bool
) -> Iterator[Prepared]:
    """Every file, prepared by workers a little ahead, in the order in which they were named."""
    numbers = count()
    with ThreadPoolExecutor(WORKERS, thread_name_prefix="street-file") as workers:
        waiting: deque[Future[Prepared]] = deque()
        try:
            for file in files:
                waiting.append(workers.submit(prepare, kind, file, folder / str(next(numbers)), known, now, compiled))
                if len(waiting) > AHEAD:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            for left in waiting:
                left.cancel()


def prepare(
    kind: Kind, file: SourceFile, folder: Path, known: Known, now: datetime, compiled: bool = False
) -> Prepared:
    """Read one file; bytes that are known are not read as rows."""
    if reason := kind.skip(file):
        return Prepared(file, folder, result=FileResult(file.label, "skipped", message=reason))
    folder.mkdir()
    sha256, size = "", 0
    try:
        data = _bytes_of(file)
        sha256, size = hashlib.sha256(data).hexdigest(), len(data)
        if known.intact(sha256):
            return Prepared(file, folder, sha256, size)
        (folder / stores.RAW).write_bytes(data)
        if known.has(sha256):
            return Prepared(file, folder, sha256, size)
        return _read(file, folder, sha256, data, now, compiled)
    except NoUsableRow as refused:
        result = _refused(file, refused, rejected=len(refused.rejects))
        return Prepared(file, folder, sha256, size, result=result, rejects=refused.rejects)
    except BadInput as refused:
        return Prepared(file, folder, sha256, size, result=_refused(file, refused))


def _refused(file: SourceFile, refused: BadInput, *, rejected: int = 0) -> FileResult:
    return FileResult(
        file.label, "refused", read=rejected, rejected=rejected, message=refused.message, remedy=refused.remedy
    )


def _bytes_of(file: SourceFile) -> bytes:
    """The whole file, unpacked; no more of it than the largest that is taken, whatever an archive claims."""
    from frankpledge.office.recorded_crime.importers.street import LARGEST_FILE, too_large

    with opened(file) as stream:
        plain = not file.member and stream.seekable() and file.path.stat().st_size <= LARGEST_FILE
        if plain and not file.path.name.casefold().endswith(".gz"):
            return stream.read()
        pieces, size = [], 0
        while piece := stream.read(CHUNK):
            size += len(piece)
            if size > LARGEST_FILE:
                raise too_large()
            pieces.append(piece)
    return b"".join(pieces)


def _read(file: SourceFile, folder: Path, sha256: str, data: bytes, now: datetime, compiled: bool) -> Prepared:
    from frankpledge.office.recorded_crime.importers.street import read_street

    reading = read_street(folder / stores.RAW, folder / stores.ROWS, file.label, now, data, compiled=compiled)
    rows = reading.content
    assert isinstance(rows, typed.Typed)
    return Prepared(
        file, folder, sha256, len(data), sha256_of(folder / stores.ROWS), replace(reading, content=None),
        cells.of_rows(rows),
        rejects=reading.rejects,
    )  # fmt: skip


class _Pace:
    """Says how far an import is, and how many rows a second it reads."""

    def __init__(self, progress: Progress | None, total: int) -> None:
        self.progress, self.total = progress, total
        self.files = self.rows = 0
        self.begun = time.monotonic()

    def tell(self, prepared: Prepared) -> None:
        self.files += 1
        self.rows += prepared.reading.rows_read if prepared.reading else 0
        if self.progress:
            rate = self.rows / max(time.monotonic() - self.begun, 0.001)
            self.progress(self.files, self.total, f"{prepared.file.label}  {self.rows:,} rows, {rate:,.0f} a second")

    def done(self) -> None:
        if self.progress:
            self.progress(self.total, self.total, "")
