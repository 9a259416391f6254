"""A directory between being sent by a browser and being taken into use: kept for a day, so that a person can first say
which column is what."""

from __future__ import annotations

import gzip
import hashlib
import re
import shutil
import time
import zipfile
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path, PurePath

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from frankpledge.office.errors import NotFound
from frankpledge.office.people import duties
from frankpledge.office.people.duties import Actor
from frankpledge.office.sources.files import SourceFile, found_files
from frankpledge.office.sources.summary import ImportSummary

from .postcode_columns import NoPostcodes
from .postcodes import Proposal, _beside, import_postcodes, propose

A_DAY = 24 * 3600
ENOUGH = 2_000_000
"""Bytes that are read to propose columns."""


class UploadGone(NotFound):
    """The file was taken into use already, or waited for more than a day."""


def keep(file: UploadedFile, *, by: Actor) -> str:
    """Put what a browser sent aside; returns the key under which it is found again.

    Raises:
        NotAllowed: `by` does not hold the duty "import data".
    """
    duties.require(by, "import data")
    _sweep()
    folder = _home() / f"{hashlib.sha256(str(time.time_ns()).encode()).hexdigest()[:16]}"
    folder.mkdir(parents=True)
    with (folder / (PurePath(file.name or "").name or "upload.csv")).open("wb") as out:
        for chunk in file.chunks():
            out.write(chunk)
    return folder.name


def kept(key: str) -> Path:
    """The file of a key. Raises UploadGone."""
    files = list((_home() / key).glob("*")) if re.fullmatch(r"[0-9a-f]{16}", key) else []
    if not files:
        raise UploadGone(_("This file is no longer here."), remedy=_("Choose the file again."))
    return files[0]


def proposal(key: str) -> Proposal:
    """What its columns seem to be. Raises UploadGone, NoPostcodes (it is no table at all)."""
    path = kept(key)
    head = path.parent.with_suffix(".head")
    try:
        head.write_bytes(_head(path))
        return propose(head)
    finally:
        head.unlink(missing_ok=True)


def take_in(key: str, chosen: Mapping[str, int | None], *, by: Actor, now: datetime) -> ImportSummary:
    """Import it as a person said, and let the copy go.

    Raises:
        NotAllowed: `by` does not hold the duty "import data".
        UploadGone: it was taken in already.
    """
    path = kept(key)
    summary = import_postcodes([path], by=by, now=now, chosen=chosen)
    shutil.rmtree(path.parent, ignore_errors=True)
    return summary


def _home() -> Path:
    return Path(settings.FRANKPLEDGE_HOME) / "uploads" / "postcodes"


def _sweep() -> None:
    for left in _home().glob("*"):
        if left.is_dir() and time.time() - left.stat().st_mtime > A_DAY:
            shutil.rmtree(left, ignore_errors=True)


def _head(path: Path) -> bytes:
    """The first bytes of the table, wherever it is packed. Raises NoPostcodes."""
    main = next((one for one in found_files([path]) if not _beside(one)), None)
    try:
        return _first_bytes(main) if main else b""
    except (OSError, EOFError, KeyError, RuntimeError, NotImplementedError, zipfile.BadZipFile) as error:
        raise NoPostcodes(_("The archive is damaged or locked."), remedy=_("Download it again.")) from error


def _first_bytes(source: SourceFile) -> bytes:
    if source.member:
        with zipfile.ZipFile(source.path) as archive, archive.open(source.member) as stream:
            return stream.read(ENOUGH)
    if source.path.name.casefold().endswith(".gz"):
        with gzip.open(source.path) as packed:
            return packed.read(ENOUGH)
    with source.path.open("rb") as plain:
        return plain.read(ENOUGH)
