"""Where the bytes of releases lie: `releases/<sha256 of the raw bytes>/raw` and `…/rows.parquet`.

A file is written beside its place, put on disk, and renamed; only then is its release committed to the database.
A crash between the two leaves a folder that no release names, and the next import of the file completes it.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from .files import sha256_of

RAW, ROWS = "raw", "rows.parquet"
INCOMING = ".incoming-"
A_DAY = 24 * 3600


@dataclass(frozen=True)
class Store:
    """A folder of releases. The office has one; checking makes another and fills it from the raw bytes."""

    root: Path

    def raw(self, sha256: str) -> Path:
        return self.root / sha256 / RAW

    def rows(self, sha256: str) -> Path:
        return self.root / sha256 / ROWS

    @contextmanager
    def incoming(self) -> Iterator[Path]:
        """A folder on the same disk to write in. It is gone afterwards, whatever happens."""
        self.root.mkdir(parents=True, exist_ok=True)
        self._sweep()
        folder = Path(tempfile.mkdtemp(prefix=INCOMING, dir=self.root))
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def _sweep(self) -> None:
        """Remove what an import left behind that was killed: incoming folders untouched for a day."""
        for left in self.root.glob(f"{INCOMING}*"):
            with suppress(OSError):
                if time.time() - left.stat().st_mtime > A_DAY:
                    shutil.rmtree(left, ignore_errors=True)

    def settle(self, folder: Path, sha256: str) -> None:
        """Move what was written in an incoming folder to its place, for good."""
        self.settle_many([(folder, sha256)])

    def settle_many(self, arrived: Sequence[tuple[Path, str]]) -> None:
        """Move what was written in several incoming folders to their places, for good."""
        moves = [
            (folder / name, self.root / sha256 / name)
            for folder, sha256 in arrived
            for name in (RAW, ROWS)
            if (folder / name).exists()
        ]
        # First all bytes, then all names: the disk then writes its journal a few times, not thousands of times.
        for written, _place in moves:
            to_disk(written)
        for written, place in moves:
            place.parent.mkdir(exist_ok=True)
            os.replace(written, place)
        for folder in dict.fromkeys(place.parent for _written, place in moves):
            to_disk(folder)
        to_disk(self.root)

    def keep(self, content: bytes) -> str:
        """Keep raw bytes that have no typed rows; returns their checksum."""
        sha256 = hashlib.sha256(content).hexdigest()
        if not self.raw(sha256).is_file():
            with self.incoming() as folder:
                (folder / RAW).write_bytes(content)
                self.settle(folder, sha256)
        return sha256

    def faults(self, sha256: str, parquet_sha256: str) -> list[str]:
        """What is wrong with a release's files: gone, or not the bytes that were received."""
        wrong = []
        for path, expected, what in (
            (self.raw(sha256), sha256, "raw file"),
            (self.rows(sha256), parquet_sha256, "typed file"),
        ):
            if not expected:
                continue
            if not path.is_file():
                wrong.append(f"The {what} is gone.")
            elif sha256_of(path) != expected:
                wrong.append(f"The {what} is not as it was: its checksum differs.")
        return wrong


def to_disk(path: Path) -> None:
    """Wait until a file or a folder is on disk for certain."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def home() -> Store:
    """The store of this office."""
    return Store(Path(settings.FRANKPLEDGE_HOME) / "releases")


def keep_raw(content: bytes | Path) -> str:
    """Keep the bytes of a release that has no typed rows; returns their checksum."""
    return home().keep(content.read_bytes() if isinstance(content, Path) else content)
