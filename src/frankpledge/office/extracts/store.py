"""Where extracts lie: `restricted/extracts/<number>/`, a folder for its owner alone.

`sent` is the file as it came; it goes once it is read. `columns.parquet` holds the text of the mapped columns and
nothing else, so that the typed rows can be made again; `rows.parquet` the typed rows; `rejects.csv` what was turned
away. Names, addresses and free text in other columns are never kept.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings

SENT, COLUMNS, ROWS, REJECTS = "sent", "columns.parquet", "rows.parquet", "rejects.csv"
ONLY_US = 0o700


def root() -> Path:
    """The restricted folder, made on first use, closed to everybody but its owner."""
    folder = Path(settings.FRANKPLEDGE_HOME) / "restricted"
    for each in (folder, folder / "extracts"):
        each.mkdir(parents=True, exist_ok=True, mode=ONLY_US)
        each.chmod(ONLY_US)
    return folder / "extracts"


def exists() -> bool:
    """Whether anything was ever kept here."""
    return (Path(settings.FRANKPLEDGE_HOME) / "restricted" / "extracts").is_dir()


def folder_of(number: int) -> Path:
    folder = root() / str(number)
    folder.mkdir(exist_ok=True, mode=ONLY_US)
    return folder


def path(number: int, name: str) -> Path:
    return root() / str(number) / name


def write(number: int, name: str, chunks: Iterable[bytes]) -> Path:
    """Write a file beside its place, put it on disk, rename it."""
    place = folder_of(number) / name
    beside = place.with_name(f".{name}")
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as out:
        for chunk in chunks:
            out.write(chunk)
        out.flush()
        os.fsync(out.fileno())
    beside.replace(place)
    return place


def forget(number: int, *names: str) -> None:
    """Remove some files of an extract, or all of them."""
    folder = root() / str(number)
    if not names:
        shutil.rmtree(folder, ignore_errors=True)
    for name in names:
        (folder / name).unlink(missing_ok=True)
