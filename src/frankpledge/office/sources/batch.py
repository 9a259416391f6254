"""One import: many files, each on its own, so that a bad file never takes a good one with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from frankpledge.office.errors import BadInput
from frankpledge.office.people import duties
from frankpledge.office.people.duties import Actor

from . import store as stores
from . import use_cases as sources
from .files import CSV_ENDINGS, SourceFile, Unpacked, found_files, sha256_of, unpack
from .lines import Reject
from .models import Release, ReleaseStatus
from .summary import FileResult, ImportSummary

Progress = Callable[[int, int, str], None]


@dataclass(frozen=True)
class Reading:
    """What one file holds, once its typed rows (if it has any) are written. `content` is for `Kind.apply`."""

    covers: str
    rows_read: int
    rows_imported: int
    first_month: str
    last_month: str
    facts: dict[str, Any]
    rejects: list[Reject] = field(default_factory=list)
    content: Any = None


class NoUsableRow(BadInput):
    """Every row of the file was turned away, or it has none."""

    def __init__(self, message: str, *, remedy: str, rejects: list[Reject]) -> None:
        super().__init__(message, remedy=remedy)
        self.rejects = rejects


@dataclass(frozen=True)
class Kind:
    """What differs between the kinds of file: how one is read, and what may not stand beside it.

    read: raw file, typed file to write, name for reports, today → Reading. Raises BadInput.
    conflict: what forbids this reading beside the current releases, in words, or nothing.
    skip: whether a file found in a folder or an archive is of another kind, and is left alone.
    apply: what else the reading changes, in the same transaction as its release.
    """

    command: str
    dataset: str
    importer: str
    read: Callable[[Path, Path, str, datetime], Reading]
    conflict: Callable[[Reading], str] = lambda reading: ""
    skip: Callable[[SourceFile], str] = lambda source: ""
    apply: Callable[[Reading], None] = lambda reading: None
    endings: tuple[str, ...] = CSV_ENDINGS


def run(
    kind: Kind, paths: Sequence[Path], *, by: Actor, now: datetime, progress: Progress | None = None
) -> ImportSummary:
    """Import every file found at `paths`.

    Raises:
        NotAllowed: `by` does not hold the duty "import data".
        NothingFound: there is nothing to import at one of the paths.
    """
    duties.require(by, "import data")
    files = found_files(paths, kind.endings)
    started = sources.start_run(kind.command, by=by, now=now)
    summary, rejected = ImportSummary(), list[Reject]()
    for number, file in enumerate(files):
        if progress:
            progress(number, len(files), file.label)
        summary.files.append(_one(kind, file, rejected, by=by, now=now))
    if progress:
        progress(len(files), len(files), "")
    sources.finish_run(started, summary, rejected, by=by, now=now)
    return summary


def _one(kind: Kind, file: SourceFile, rejected: list[Reject], *, by: Actor, now: datetime) -> FileResult:
    if reason := kind.skip(file):
        return FileResult(file.label, "skipped", message=reason)
    try:
        return _taken_in(kind, file, rejected, by=by, now=now)
    except NoUsableRow as refused:
        rejected += refused.rejects
        count = len(refused.rejects)
        return FileResult(
            file.label, "refused", read=count, rejected=count, message=refused.message, remedy=refused.remedy
        )
    except BadInput as refused:
        return FileResult(file.label, "refused", message=refused.message, remedy=refused.remedy)


def _taken_in(kind: Kind, file: SourceFile, rejected: list[Reject], *, by: Actor, now: datetime) -> FileResult:
    store = stores.home()
    with store.incoming() as folder:
        unpacked = unpack(file, folder / stores.RAW)
        if seen := _seen_before(kind, unpacked):
            return _unchanged(seen, file, store, folder)
        reading = kind.read(folder / stores.RAW, folder / stores.ROWS, file.label, now)
        if conflict := kind.conflict(reading):
            raise BadInput(conflict, remedy=_("Import one file for each force and month, as published."))
        typed_sha256 = sha256_of(folder / stores.ROWS) if (folder / stores.ROWS).exists() else ""
        store.settle(folder, unpacked.sha256)
    try:
        with transaction.atomic():
            kind.apply(reading)
            release = sources.register_release(_received(kind, file, unpacked, reading, typed_sha256), by=by, now=now)
    except IntegrityError:
        # Somebody else imported the same file while this one was being read.
        if not (seen := _seen_before(kind, unpacked)):
            raise
        return _result(seen, file, "unchanged", unchanged=seen.rows_read)
    rejected += reading.rejects
    return _result(
        release,
        file,
        "imported",
        imported=release.rows_imported,
        rejected=release.rows_rejected,
        supersedes=release.supersedes.reference if release.supersedes else "",
    )


def _seen_before(kind: Kind, unpacked: Unpacked) -> Release | None:
    known = Release.objects.select_related("dataset")
    return known.filter(dataset__code=kind.dataset, sha256=unpacked.sha256).first()


def _unchanged(seen: Release, file: SourceFile, store: stores.Store, folder: Path) -> FileResult:
    """The bytes are known. Should the kept copy have been lost, this one takes its place."""
    if not store.raw(seen.sha256).is_file():
        store.settle(folder, seen.sha256)
    message = _("seen before")
    if seen.status == ReleaseStatus.SUPERSEDED:
        message = _("seen before; since superseded (staff can put it to use again, from their list of data)")
    return _result(seen, file, "unchanged", unchanged=seen.rows_read, message=message)


def _result(release: Release, file: SourceFile, status: str, **more: Any) -> FileResult:
    return FileResult(
        file.label, status, read=release.rows_read, release=release.reference, covers=release.covers, **more
    )


def _received(
    kind: Kind, file: SourceFile, unpacked: Unpacked, reading: Reading, typed_sha256: str
) -> sources.Received:
    return sources.Received(
        dataset=kind.dataset,
        covers=reading.covers,
        file_name=file.name,
        sha256=unpacked.sha256,
        size_bytes=unpacked.size_bytes,
        rows_read=reading.rows_read,
        rows_imported=reading.rows_imported,
        rows_rejected=reading.rows_read - reading.rows_imported,
        importer=kind.importer,
        parquet_sha256=typed_sha256,
        first_month=reading.first_month,
        last_month=reading.last_month,
        facts=reading.facts,
    )
