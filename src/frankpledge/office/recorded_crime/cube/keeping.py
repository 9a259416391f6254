"""Bringing the cube up to date with the current releases: only the months whose releases changed are counted again."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from django.db.models import Count, F, Sum
from django.utils.translation import gettext as _

from frankpledge.office.errors import Refused
from frankpledge.office.recorded_crime.store import cells as counting
from frankpledge.office.recorded_crime.store import typed
from frankpledge.office.recorded_crime.store.cells import Cells
from frankpledge.office.sources import store as stores
from frankpledge.office.sources.datasets import STREET_CRIME
from frankpledge.office.sources.files import sha256_of
from frankpledge.office.sources.models import Release, ReleaseStatus

from . import files
from .files import Manifest, Segment

MOST_AT_ONCE = 100  # releases that a page may wait for; a cube that lacks more is made in the terminal
ROW_GROUP = 8192
AN_HOUR = 3600


class CubeNotReady(Refused):
    """The cube must be made before it can be asked."""

    status = 503


def state() -> str:
    """Which releases are current, in a few signs: it changes whenever one comes, is superseded or used again."""
    current = Release.objects.filter(dataset__code=STREET_CRIME, status=ReleaseStatus.CURRENT)
    found = current.aggregate(n=Count("pk"), first=Sum("pk"), second=Sum(F("pk") * F("pk")))
    return "-".join(str(found[name] or 0) for name in ("n", "first", "second"))


def current() -> Manifest:
    """The cube as it should be: brought up to date where little has changed.

    Raises:
        CubeNotReady: so much has changed that a page cannot wait for it.
    """
    kept, wanted = files.manifest(), state()
    if kept.state == wanted:
        return kept
    have = {sha256 for segment in kept.segments for sha256 in segment.releases}
    lacking = sum(1 for sha256, _month in _releases() if sha256 not in have)
    if lacking > MOST_AT_ONCE:
        raise CubeNotReady(
            _("The counts of %(n)s files are not ready.") % {"n": f"{lacking:,}"},
            remedy=_("Make them in the terminal: frankpledge cube rebuild."),
        )
    return refresh()


def _releases() -> list[tuple[str, str]]:
    found = Release.objects.filter(dataset__code=STREET_CRIME, status=ReleaseStatus.CURRENT)
    return list(found.order_by("first_month", "sha256").values_list("sha256", "first_month"))


def refresh(fresh: Mapping[str, Cells] | None = None) -> Manifest:
    """Count the months anew whose releases changed, and put the new list in place.

    Args:
        fresh: cells of releases that were just read, by checksum; others are counted from their typed rows.
    """
    with files.locked():
        before, wanted = files.manifest(), state()
        if before.state == wanted:
            return before
        months: dict[str, list[str]] = {}
        for sha256, month in _releases():
            months.setdefault(month, []).append(sha256)
        kept = {(segment.month, segment.releases): segment for segment in before.segments}
        segments = [
            kept.get((month, tuple(releases))) or _segment(month, releases, fresh or {})
            for month, releases in months.items()
        ]
        now = _with_sums(Manifest(state=wanted, segments=tuple(segments)), before)
        files.keep(now)
        _sweep(now)
        return now


def rebuild() -> Manifest:
    """Throw the cube away and count everything anew from the typed rows of the current releases."""
    with files.locked():
        for path in files.folder().glob("*.parquet"):
            path.unlink()
        (files.folder() / files.MANIFEST).unlink(missing_ok=True)
    return refresh()


def write_ahead(month: str, fresh: Mapping[str, Cells]) -> None:
    """Write the cells of a month before the list names them: `refresh` finds them if no other release came to them."""
    releases = sorted(fresh)
    if releases:
        _write(month, releases, [fresh[sha256] for sha256 in releases])


def _segment(month: str, releases: Sequence[str], fresh: Mapping[str, Cells]) -> Segment:
    """The cells of a month, from memory, from a file written ahead, or from the typed rows."""
    path = files.folder() / files.name("cells", month, releases)
    left_out: list[str] = []
    if not path.is_file() or not (files.folder() / files.name("places", month, releases)).is_file():
        parts = []
        for sha256 in releases:
            if (part := fresh.get(sha256) or _counted(sha256)) is None:
                left_out.append(sha256)
            else:
                parts.append(part)
        _write(month, releases, parts)
    facts = dict(Release.objects.filter(dataset__code=STREET_CRIME, sha256__in=releases).values_list("sha256", "facts"))
    held = sorted(
        (force, when, rows, asb)
        for sha256 in releases if sha256 not in left_out
        for force, when, rows, asb in facts[sha256]["held"]
    )  # fmt: skip
    return Segment(
        month=month,
        cells=path.name,
        places=files.name("places", month, releases),
        sha256=sha256_of(path),
        releases=tuple(releases),
        rows=sum(row[2] for row in held),
        held=tuple(held),
        left_out=tuple(left_out),
    )


def _counted(sha256: str) -> Cells | None:
    """The cells of a release from its typed rows; None where they are gone or damaged (`verify` says so)."""
    import pyarrow as pa

    try:
        return counting.of_rows(typed.read_back(stores.home().rows(sha256)))
    except (OSError, pa.ArrowException):
        return None


def _write(month: str, releases: Sequence[str], parts: Sequence[Cells]) -> None:
    cells = counting.together(parts)
    for kind, rows in (("places", counting.by_place(cells)), ("cells", cells)):
        with files.writing(files.name(kind, month, releases)) as path:
            counting.write(rows, path)


def _with_sums(now: Manifest, before: Manifest) -> Manifest:
    """The files that span all months: roll-ups by place, and what was supplied."""
    from .supplied import write_supplied

    made_of = [segment.cells for segment in now.segments]
    places, supplied = files.name("places", "", made_of), files.name("supplied", "", made_of)
    if before.places != places:
        _join([files.folder() / segment.places for segment in now.segments], places)
    write_supplied(now, supplied)
    return replace(
        now, places=places, places_sha256=sha256_of(files.folder() / places),
        supplied=supplied, supplied_sha256=sha256_of(files.folder() / supplied),
    )  # fmt: skip


def _join(parts: Sequence[Path], into: str) -> None:
    import pyarrow.parquet as pq

    cells = [counting.read_back(part) for part in parts]
    text = {name: counting.stacked([part.text[name] for part in cells]) for name in counting.PLACES}
    n = counting.np.concatenate([part.n for part in cells]) if cells else counting.np.empty(0, "int64")
    order = ("force24", "district24", "crime_type", "month", "reported_by", "placed")
    with files.writing(into) as path:
        every = counting.table(counting.grouped(Cells(text, n), order))
        pq.write_table(every, path, compression="zstd", row_group_size=4 * ROW_GROUP)


def _sweep(now: Manifest) -> None:
    """Remove files that the list no longer names; those of the last hour may be in a reader's hands."""
    named = {segment.cells for segment in now.segments} | {segment.places for segment in now.segments}
    for path in files.folder().glob("*.parquet"):
        with suppress(OSError):
            if path.name not in named | {now.places, now.supplied} and time.time() - path.stat().st_mtime > AN_HOUR:
                os.unlink(path)
