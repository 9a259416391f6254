"""Committing what was read: whole files only, in batches, and what may not stand beside what is there."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from frankpledge.office.people.duties import Actor
from frankpledge.office.sources import store as stores
from frankpledge.office.sources import use_cases as sources
from frankpledge.office.sources.batch import Kind, Reading
from frankpledge.office.sources.lines import Reject
from frankpledge.office.sources.models import Release, ReleaseStatus
from frankpledge.office.sources.summary import FileResult

from .cells import Cells

if TYPE_CHECKING:
    from .loader import Prepared

YEARS_IN_MEMORY = 1


@dataclass
class Known:
    """What the office holds of a dataset: checksums, and which release speaks for a force's month."""

    dataset: str
    shas: set[str] = field(default_factory=set)
    holders: dict[tuple[str, str], tuple[str, str]] = field(default_factory=dict)  # → covers, reference
    months: dict[str, set[tuple[str, str]]] = field(default_factory=dict)  # covers → force and month
    newest: int = 0

    @classmethod
    def of(cls, kind: Kind) -> Known:
        known = cls(kind.dataset)
        known.catch_up()
        return known

    def has(self, sha256: str) -> bool:
        return sha256 in self.shas

    def intact(self, sha256: str) -> bool:
        return self.has(sha256) and stores.home().raw(sha256).is_file()

    def catch_up(self) -> None:
        """Learn of the releases that came since, from whoever brought them in."""
        releases = Release.objects.filter(dataset__code=self.dataset, pk__gt=self.newest).select_related("dataset")
        needed = releases.only("sha256", "status", "covers", "facts", "dataset__code")
        for release in needed.order_by("pk").iterator(chunk_size=200):
            self.newest = release.pk
            self.shas.add(release.sha256)
            if release.status == ReleaseStatus.CURRENT:
                self.hold(release.covers, release.reference, _months_held(release.facts))

    def hold(self, covers: str, reference: str, months: set[tuple[str, str]]) -> None:
        """A release is now the one that speaks for what it covers."""
        for month in self.months.get(covers, set()):
            self.holders.pop(month, None)
        self.months[covers] = months
        self.holders.update(dict.fromkeys(months, (covers, reference)))

    def conflict(self, reading: Reading) -> str:
        """A force's month may stand in one current release only: in two, its rows would count twice."""
        for force, month in sorted(_months_held(reading.facts)):
            covers, reference = self.holders.get((force, month), (reading.covers, ""))
            if covers != reading.covers:
                return _(
                    "The file holds %(covers)s. Rows of %(force)s for %(month)s are already in %(release)s, which "
                    "holds %(other)s: they would count twice."
                ) % {
                    "covers": reading.covers,
                    "force": force,
                    "month": month,
                    "release": reference,
                    "other": covers,
                }
        return ""


def _months_held(facts: dict[str, list[list[str]]]) -> set[tuple[str, str]]:
    return {(force, month) for force, month, *_rest in facts.get("held", [])}


class Batch:
    """Files that were read and wait to be committed together; `results` stand in the order in which they came."""

    def __init__(self, kind: Kind, known: Known, *, by: Actor, now: datetime) -> None:
        self.kind, self.known, self.by, self.now = kind, known, by, now
        self.results: list[FileResult] = []
        self.rejected: list[Reject] = []
        self._waiting: list[Prepared] = []
        self._ready: list[tuple[int, Prepared]] = []
        self._since = time.monotonic()
        self._fresh: dict[str, dict[str, Cells]] = {}  # year → checksum → cells

    @property
    def waiting(self) -> int:
        return len(self._waiting)

    def age(self) -> float:
        """Seconds since the last commit."""
        return time.monotonic() - self._since

    def take(self, prepared: Prepared) -> None:
        self._waiting.append(prepared)

    def commit(self) -> None:
        """Move the files to their places and commit their releases, all together.

        Should somebody else have committed the same bytes meanwhile, they are tried again one by one.
        """
        waiting, self._waiting, self._since = self._waiting, [], time.monotonic()
        self.known.catch_up()
        try:
            self._commit(waiting)
        except IntegrityError:
            self.known.catch_up()
            for prepared in waiting:
                self._commit([prepared])

    def _commit(self, waiting: list[Prepared]) -> None:
        """Judged in their order, because a file of the batch may be the same as, or in conflict with, one before it."""
        results: list[FileResult | None] = []
        ready: list[Prepared] = []
        seen: dict[str, FileResult] = {}
        for prepared in waiting:
            if prepared.result or (prepared.reading is None and not prepared.sha256):
                results.append(prepared.result)
            elif self.known.has(prepared.sha256) or prepared.sha256 in seen:
                results.append(None)
            elif prepared.reading and (conflict := self.known.conflict(prepared.reading)):
                results.append(self._in_conflict(prepared, conflict))
            else:
                ready.append(prepared)
                seen[prepared.sha256] = FileResult(prepared.file.label, "imported")
                if prepared.reading:
                    reading = prepared.reading
                    self.known.hold(reading.covers, prepared.file.label, _months_held(reading.facts))
                results.append(seen[prepared.sha256])
        releases = self._register(ready)
        self._say(waiting, results, releases)
        self._write_ahead()

    def _in_conflict(self, prepared: Prepared, conflict: str) -> FileResult:
        remedy = _("Import one file for each force and month, as published.")
        return FileResult(prepared.file.label, "refused", message=conflict, remedy=remedy)

    def _register(self, ready: list[Prepared]) -> dict[str, Release]:
        stores.home().settle_many([(prepared.folder, prepared.sha256) for prepared in ready])
        if not ready:
            return {}
        with transaction.atomic():
            received = [_received(self.kind, prepared) for prepared in ready]
            releases = sources.register_releases(received, by=self.by, now=self.now)
        for prepared, release in zip(ready, releases, strict=True):
            self.known.shas.add(release.sha256)
            self.known.newest = max(self.known.newest, release.pk)
            self.known.hold(release.covers, release.reference, _months_held(release.facts))
            if prepared.cells is not None:
                self._fresh.setdefault(release.first_month[:4], {})[release.sha256] = prepared.cells
            self.rejected += prepared.rejects
        return {release.sha256: release for release in releases}

    def _say(self, waiting: list[Prepared], results: list[FileResult | None], releases: dict[str, Release]) -> None:
        told: set[str] = set()
        for prepared, result in zip(waiting, results, strict=True):
            release = releases.get(prepared.sha256)
            if result is None or (result.status == "imported" and prepared.sha256 in told):
                self.results.append(self._unchanged(prepared))
            elif result.status == "imported" and release:
                told.add(prepared.sha256)
                self.results.append(_imported(prepared, release))
            else:
                self.results.append(result)
                self.rejected += prepared.rejects if result.status == "refused" and result.rejected else []

    def _unchanged(self, prepared: Prepared) -> FileResult:
        """The bytes are known. Should the kept copy have been lost, this one takes its place."""
        known = Release.objects.select_related("dataset").defer("facts")
        seen = known.get(dataset__code=self.kind.dataset, sha256=prepared.sha256)
        if not stores.home().raw(seen.sha256).is_file():
            stores.home().settle(prepared.folder, seen.sha256)
        message = _("seen before")
        if seen.status == ReleaseStatus.SUPERSEDED:
            message = _("seen before; since superseded (staff can put it to use again, from their list of data)")
        return FileResult(
            prepared.file.label, "unchanged", read=seen.rows_read, unchanged=seen.rows_read, release=seen.reference,
            covers=seen.covers, message=message,
        )  # fmt: skip

    def _write_ahead(self) -> None:
        """Years that are likely complete leave memory: a nation's files come month by month."""
        from frankpledge.office.recorded_crime import cube

        while len(self._fresh) > YEARS_IN_MEMORY:
            year = next(iter(self._fresh))
            cube.write_ahead(year, self._fresh.pop(year))

    def finish(self) -> None:
        """Bring the cube up to date with what was committed."""
        from frankpledge.office.recorded_crime import cube

        cube.refresh({sha256: cells for parts in self._fresh.values() for sha256, cells in parts.items()})


def _received(kind: Kind, prepared: Prepared) -> sources.Received:
    reading = prepared.reading
    if reading is None:
        raise ValueError(f"{prepared.file.label} was not read")
    return sources.Received(
        dataset=kind.dataset,
        covers=reading.covers,
        file_name=prepared.file.name,
        sha256=prepared.sha256,
        size_bytes=prepared.size_bytes,
        rows_read=reading.rows_read,
        rows_imported=reading.rows_imported,
        rows_rejected=reading.rows_read - reading.rows_imported,
        importer=kind.importer,
        parquet_sha256=prepared.typed_sha256,
        first_month=reading.first_month,
        last_month=reading.last_month,
        facts=reading.facts,
    )


def _imported(prepared: Prepared, release: Release) -> FileResult:
    return FileResult(
        prepared.file.label, "imported", read=release.rows_read, imported=release.rows_imported,
        rejected=release.rows_rejected, release=release.reference, covers=release.covers,
        supersedes=release.supersedes.reference if release.supersedes else "",
    )  # fmt: skip
