"""Where the cube lies: files of cells by year (by month in the latest one), roll-ups, what was supplied, and a list.

Every file is named by what it was made of and never changed; the list is replaced in one step. A reader either sees the
cube before a change or after it.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

from frankpledge.office.sources.store import to_disk

VERSION = "cells 2"
MANIFEST = "manifest.json"


@dataclass(frozen=True)
class Segment:
    """The cells of one period's releases: a year, a month of the latest year, or what a file of several months spans.

    releases: (month, checksum) of each. held: [recorded by, month, rows, of which incidents] of every release.
    left_out: releases whose rows could not be read; their months have no figure.
    """

    period: str
    cells: str
    places: str
    sha256: str
    rows: int
    releases: tuple[tuple[str, str], ...] = ()
    held: tuple[tuple[str, str, int, int], ...] = ()
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True)
class Manifest:
    """The list of the cube's files. `state` tells which releases it was made of (see `keeping.state`)."""

    state: str = ""
    places: str = ""
    places_sha256: str = ""
    supplied: str = ""
    supplied_sha256: str = ""
    segments: tuple[Segment, ...] = field(default_factory=tuple)

    @cached_property
    def months(self) -> list[str]:
        """Every month of which a row is there."""
        return sorted({month for segment in self.segments for _force, month, *_rest in segment.held})


@dataclass(frozen=True)
class Files:
    """The Parquet files behind the cube, for engines: cells by month, roll-ups by district, and what was supplied."""

    cells: list[Path]
    places: Path
    supplied: Path


def folder() -> Path:
    return Path(settings.FRANKPLEDGE_HOME) / "cube"


def manifest() -> Manifest:
    """The list as it stands; of no cube, an empty one."""
    path = folder() / MANIFEST
    try:
        known = path.stat()
    except OSError:
        return Manifest()
    return _read(str(path), known.st_ino, known.st_mtime_ns)


@lru_cache(maxsize=4)
def _read(path: str, _inode: int, _changed: int) -> Manifest:
    """Read once, until another list is put in its place."""
    try:
        kept = json.loads(Path(path).read_text(encoding="utf-8"))
        if kept.pop("version") != VERSION:
            return Manifest()
        segments = tuple(_segment(each) for each in kept.pop("segments"))
        return Manifest(**kept, segments=segments)
    except (OSError, ValueError, KeyError, TypeError):
        return Manifest()


def _segment(kept: dict[str, Any]) -> Segment:
    lists: dict[str, Any] = {
        "releases": tuple((month, sha256) for month, sha256 in kept.pop("releases")),
        "left_out": tuple(kept.pop("left_out")),
    }
    held = tuple((who, month, rows, asb) for who, month, rows, asb in kept.pop("held"))
    return replace(Segment(**kept), held=held, **lists)


def keep(new: Manifest) -> None:
    """Put a new list in place of the one before, in one step."""
    beside = folder() / f".{MANIFEST}"
    beside.write_text(json.dumps({"version": VERSION, **asdict(new)}, ensure_ascii=False), encoding="utf-8")
    to_disk(beside)
    os.replace(beside, folder() / MANIFEST)
    to_disk(folder())


def files() -> Files:
    """The files of the cube as it stands, brought up to date first."""
    from .keeping import current

    now = current()
    cells = [folder() / segment.cells for segment in now.segments]
    return Files(cells, folder() / now.places, folder() / now.supplied)


def name(kind: str, period: str, made_of: Sequence[str]) -> str:
    """The name of a file made of these releases (or files)."""
    digest = hashlib.sha256("\n".join([VERSION, kind, period, *sorted(made_of)]).encode()).hexdigest()
    return f"{kind}-{period}-{digest[:16]}.parquet" if period else f"{kind}-{digest[:16]}.parquet"


@contextmanager
def writing(file: str) -> Iterator[Path]:
    """A path to write to; what was written then stands under its name, whole and on disk."""
    folder().mkdir(parents=True, exist_ok=True)
    beside = folder() / f".{os.getpid()}-{file}"
    try:
        yield beside
        to_disk(beside)
        os.replace(beside, folder() / file)
    finally:
        beside.unlink(missing_ok=True)


@contextmanager
def locked() -> Iterator[None]:
    """One process at a time brings the cube up to date; the system frees the lock of a process that is killed."""
    import fcntl

    folder().mkdir(parents=True, exist_ok=True)
    with (folder() / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
