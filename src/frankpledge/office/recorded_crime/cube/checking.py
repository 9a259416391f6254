"""Whether the cube equals the releases: every cell counted again by another way, from the typed rows in DuckDB."""

from __future__ import annotations

from collections.abc import Callable

from frankpledge.office.recorded_crime.store.cells import PLACES, TEXT
from frankpledge.office.sources import store as stores
from frankpledge.office.sources.datasets import STREET_CRIME
from frankpledge.office.sources.duck import connect
from frankpledge.office.sources.files import sha256_of
from frankpledge.office.sources.models import Release, ReleaseStatus

from . import shelf
from .keeping import state
from .shelf import Manifest, Segment

# Rows of one side that the other lacks, repeats and NULLs included.
_DIFFERENCES = "SELECT count(*) FROM ((FROM {a} EXCEPT ALL FROM {b}) UNION ALL (FROM {b} EXCEPT ALL FROM {a}))"


def check(progress: Callable[[str], None] | None = None) -> list[str]:
    """What is wrong with the cube, in words; nothing if it equals the current releases, or is not made yet."""
    now = shelf.manifest()
    if not now.segments:
        return []
    if now.state != state():
        return ["The cube is not that of the current releases: run frankpledge cube rebuild."]
    faults = _membership(now)
    for segment in now.segments:
        if progress:
            progress(segment.period)
        faults += _of_segment(segment)
    return faults or _of_sums(now)


def _membership(now: Manifest) -> list[str]:
    current = Release.objects.filter(dataset__code=STREET_CRIME, status=ReleaseStatus.CURRENT)
    there = sorted(current.values_list("sha256", flat=True))
    counted = sorted(sha256 for segment in now.segments for _month, sha256 in segment.releases)
    if there == counted:
        return []
    return [f"The cube counts {len(counted):,} releases, and {len(there):,} are current; they are not the same."]


def _of_segment(segment: Segment) -> list[str]:
    path = shelf.folder() / segment.cells
    if not path.is_file():
        return [f"The cube's cells of {segment.period} are gone."]
    if sha256_of(path) != segment.sha256:
        return [f"The cube's cells of {segment.period} are not as they were: their checksum differs."]
    faults = [f"The cube leaves out {sha256[:12]}, whose rows cannot be read." for sha256 in segment.left_out]
    rows = [str(stores.home().rows(sha)) for _month, sha in segment.releases if sha not in segment.left_out]
    if rows and (different := _different(segment, rows)):
        faults.append(
            f"The cube's cells of {segment.period} are not what its releases hold: {different:,} cells differ."
        )
    return faults


def _different(segment: Segment, rows: list[str]) -> int:
    columns = ", ".join(TEXT)
    with connect() as connection:
        connection.execute(
            f"CREATE TEMP TABLE counted AS SELECT {columns}, is_asb, count(*)::INTEGER AS n "  # noqa: S608
            f"FROM read_parquet({rows!r}) GROUP BY ALL"
        )
        connection.execute(
            f"CREATE TEMP TABLE kept AS SELECT {columns}, is_asb, n "  # noqa: S608
            f"FROM read_parquet('{shelf.folder() / segment.cells}')"
        )
        return _count(connection.execute(_DIFFERENCES.format(a="counted", b="kept")).fetchone())


def _of_sums(now: Manifest) -> list[str]:
    """The roll-up by place must be the sum of the cells."""
    for name, sha256 in ((now.places, now.places_sha256), (now.supplied, now.supplied_sha256)):
        path = shelf.folder() / name
        if not path.is_file() or sha256_of(path) != sha256:
            return [f"The cube's file {name} is gone or altered."]
    cells = [str(shelf.folder() / segment.cells) for segment in now.segments]
    columns = ", ".join(PLACES)
    with connect() as connection:
        for table, source in (("summed", cells), ("kept", [str(shelf.folder() / now.places)])):
            connection.execute(
                f"CREATE TEMP TABLE {table} AS SELECT {columns}, is_asb, sum(n)::BIGINT AS n "  # noqa: S608
                f"FROM read_parquet({source!r}) GROUP BY ALL"
            )
        different = _count(connection.execute(_DIFFERENCES.format(a="summed", b="kept")).fetchone())
    return [f"The cube's roll-up is not the sum of its cells: {different:,} differ."] if different else []


def _count(row: tuple[int, ...] | None) -> int:
    return int(row[0]) if row else 0


def check_all(_reference: str | None = None) -> tuple[int, list[str]]:
    """For `verify`: how many rows the cube counts, and what is wrong with it."""
    rows = sum(segment.rows for segment in shelf.manifest().segments)
    return rows, check()
