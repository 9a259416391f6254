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

from . import shelf
from .shelf import Manifest, Segment

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
    kept, wanted = shelf.manifest(), state()
    if kept.state == wanted:
        return kept
    have = {sha256 for segment in kept.segments for _month, sha256 in segment.releases}
    lacking = sum(1 for _month, _last, sha256 in _releases() if sha256 not in have)
    if lacking > MOST_AT_ONCE:
        raise CubeNotReady(
            _("The counts of %(n)s files are not ready.") % {"n": f"{lacking:,}"},
            remedy=_("Make them in the terminal: frankpledge cube rebuild."),
        )
    return refresh()


def _releases() -> list[tuple[str, str, str]]:
    found = Release.objects.filter(dataset__code=STREET_CRIME, status=ReleaseStatus.CURRENT)
    return list(found.order_by("first_month", "sha256").values_list("first_month", "last_month", "sha256"))


def periods(releases: Sequence[tuple[str, str, str]]) -> dict[str, list[tuple[str, str]]]:
    """Which releases (first month, last month, checksum) are counted into one file, as (month, checksum).

    Past years lie together, so that a long series reads few files; in the latest year each month lies alone, so that
    a new month touches nothing else. A release of several months lies apart.
    """
    latest = max((last[:4] for _first, last, _sha256 in releases), default="")
    found: dict[str, list[tuple[str, str]]] = {}
    for first, last, sha256 in releases:
        period = f"{first}..{last}" if first != last else first if first[:4] == latest else first[:4]
        found.setdefault(period, []).append((first, sha256))
    return found


def refresh(fresh: Mapping[str, Cells] | None = None) -> Manifest:
    """Count anew the months whose releases changed, and put the new list in place.

    Args:
        fresh: cells of releases that were just read, by checksum; others are counted from their typed rows.
    """
    with shelf.locked():
        before, wanted = shelf.manifest(), state()
        if before.state == wanted:
            return before
        kept = {(segment.period, segment.releases): segment for segment in before.segments}
        segments = [
            kept.get((period, tuple(releases))) or _segment(period, releases, before, fresh or {})
            for period, releases in periods(_releases()).items()
        ]
        now = _with_sums(Manifest(state=wanted, segments=tuple(segments)), before)
        shelf.keep(now)
        _sweep(now)
        return now


def rebuild() -> Manifest:
    """Throw the cube away and count everything anew from the typed rows of the current releases."""
    with shelf.locked():
        for path in shelf.folder().glob("*.parquet"):
            path.unlink()
        (shelf.folder() / shelf.MANIFEST).unlink(missing_ok=True)
    return refresh()


def write_ahead(year: str, fresh: Mapping[str, Cells]) -> None:
    """Write the cells of a year before the list names them: `refresh` finds them if no other release came to it."""
    if fresh:
        _write(year, sorted(fresh), [fresh[sha256] for sha256 in sorted(fresh)])


def _segment(period: str, releases: Sequence[tuple[str, str]], before: Manifest, fresh: Mapping[str, Cells]) -> Segment:
    """The cells of a period, from a file written ahead; else from what was counted before, and from typed rows."""
    shas = sorted(sha256 for _month, sha256 in releases)
    path, places = (shelf.folder() / shelf.name(kind, period, shas) for kind in ("cells", "places"))
    left_out: list[str] = []
    if not (path.is_file() and places.is_file()):
        parts, counted = _counted_before(releases, before) if ".." not in period else ([], set())
        for _month, sha256 in releases:
            if sha256 in counted:
                continue
            if (part := fresh.get(sha256) or _counted(sha256)) is None:
                left_out.append(sha256)
            else:
                parts.append(part)
        _write(period, shas, parts)
    held = _held([sha256 for sha256 in shas if sha256 not in left_out])
    return Segment(
        period=period,
        cells=path.name,
        places=places.name,
        sha256=sha256_of(path),
        rows=sum(rows for _who, _month, rows, _asb in held),
        releases=tuple(releases),
        held=tuple(held),
        left_out=tuple(left_out),
    )


def _held(shas: Sequence[str]) -> list[tuple[str, str, int, int]]:
    facts = Release.objects.filter(dataset__code=STREET_CRIME, sha256__in=shas).values_list("facts", flat=True)
    return sorted((who, month, rows, asb) for each in facts for who, month, rows, asb in each["held"])


def _counted_before(releases: Sequence[tuple[str, str]], before: Manifest) -> tuple[list[Cells], set[str]]:
    """Cells of those months whose releases are still the same, out of the files that hold them; and which they are."""
    wanted = _by_month(releases)
    parts: list[Cells] = []
    counted: set[str] = set()
    for segment in before.segments:
        if ".." in segment.period or segment.left_out:
            continue
        same = {month for month, shas in _by_month(segment.releases).items() if wanted.get(month) == shas}
        if same and (cells := _kept(segment)) is not None:
            parts.append(counting.of_months(cells, same))
            counted |= {sha256 for month in same for sha256 in wanted[month]}
    return parts, counted


def _by_month(releases: Sequence[tuple[str, str]]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for month, sha256 in releases:
        found.setdefault(month, set()).add(sha256)
    return found


def _kept(segment: Segment) -> Cells | None:
    """The cells of a file of the cube; None where it is gone or not what it was."""
    path = shelf.folder() / segment.cells
    if not path.is_file() or sha256_of(path) != segment.sha256:
        return None
    return counting.read_back(path)


def _counted(sha256: str) -> Cells | None:
    """The cells of a release from its typed rows; None where they are gone or damaged (`verify` says so)."""
    import pyarrow as pa

    try:
        return counting.of_rows(typed.read_back(stores.home().rows(sha256)))
    except (OSError, pa.ArrowException):
        return None


def _write(period: str, releases: Sequence[str], parts: Sequence[Cells]) -> None:
    cells = counting.together(parts)
    for kind, rows in (("places", counting.by_place(cells)), ("cells", cells)):
        with shelf.writing(shelf.name(kind, period, releases)) as path:
            counting.write(rows, path)


def _with_sums(now: Manifest, before: Manifest) -> Manifest:
    """The files that span all months: roll-ups by place, and what was supplied."""
    from .supplied import write_supplied

    made_of = [segment.cells for segment in now.segments]
    places, supplied = shelf.name("places", "", made_of), shelf.name("supplied", "", made_of)
    if before.places != places:
        _join([shelf.folder() / segment.places for segment in now.segments], places)
    write_supplied(now, supplied)
    return replace(
        now, places=places, places_sha256=sha256_of(shelf.folder() / places),
        supplied=supplied, supplied_sha256=sha256_of(shelf.folder() / supplied),
    )  # fmt: skip


def _join(parts: Sequence[Path], into: str) -> None:
    import pyarrow.parquet as pq

    cells = [counting.read_back(part) for part in parts]
    text = {name: counting.stacked([part.text[name] for part in cells]) for name in counting.PLACES}
    n = counting.np.concatenate([part.n for part in cells]) if cells else counting.np.empty(0, "int64")
    order = ("force24", "district24", "crime_type", "month", "reported_by", "placed")
    with shelf.writing(into) as path:
        every = counting.table(counting.grouped(Cells(text, n), order))
        pq.write_table(every, path, compression="zstd", row_group_size=4 * ROW_GROUP)


def _sweep(now: Manifest) -> None:
    """Remove files that the list no longer names; those of the last hour may be in a reader's hands."""
    named = {segment.cells for segment in now.segments} | {segment.places for segment in now.segments}
    for path in shelf.folder().glob("*.parquet"):
        with suppress(OSError):
            if path.name not in named | {now.places, now.supplied} and time.time() - path.stat().st_mtime > AN_HOUR:
                os.unlink(path)
