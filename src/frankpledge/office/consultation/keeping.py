"""Where the bytes of attachments lie: `attachments/<first two>/<sha256>` in the data folder, and what may come in.

A letter, a submission of fifty pages, a photograph of a sheet: kept as it came, under the checksum of its bytes, so
that the same file sent twice lies there once and nobody can change it unseen.
"""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePath

from django.conf import settings
from django.utils.translation import gettext as _

from frankpledge.office.errors import BadInput, NotFound

LARGEST = 40_000_000
MOST_FILES = 10
KINDS: dict[str, tuple[str, tuple[bytes, ...]]] = {
    "pdf": ("application/pdf", (b"%PDF-",)),
    "docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", (b"PK\x03\x04",)),
    "odt": ("application/vnd.oasis.opendocument.text", (b"PK\x03\x04",)),
    "txt": ("text/plain", ()),
    "eml": ("message/rfc822", ()),
    "jpg": ("image/jpeg", (b"\xff\xd8\xff",)),
    "png": ("image/png", (b"\x89PNG\r\n\x1a\n",)),
}
"""By ending: the media type, and how the bytes of such a file begin."""
ENDINGS = "." + ", .".join(KINDS)


class NotKept(BadInput):
    """A file of a kind, or of a size, that is not kept."""

    field = "attached"


@dataclass(frozen=True)
class Kept:
    """A file as it is kept."""

    file_name: str
    media_type: str
    size: int
    sha256: str
    pages: int | None


def path_of(sha256: str) -> Path:
    return Path(settings.FRANKPLEDGE_HOME) / "attachments" / sha256[:2] / sha256


def keep(name: str, chunks: Iterable[bytes]) -> Kept:
    """Keep the bytes of a file under their checksum; the same bytes again change nothing.

    Raises:
        NotKept: the file is empty, too large, or not what its name says.
    """
    name = PurePath(name.replace("\\", "/").replace("\x00", "")).name[-200:]
    ending = name.rpartition(".")[2].casefold().replace("jpeg", "jpg")
    if ending not in KINDS:
        raise NotKept(
            _("“%(name)s” is of a kind that is not kept.") % {"name": name},
            remedy=_("Send one of: %(kinds)s. Save other documents as PDF first.") % {"kinds": ENDINGS},
        )
    place, size, sha256 = _written(name, chunks)
    try:
        _require_what_it_says(place, name, ending, size)
        pages = pages_of(place) if ending == "pdf" else None
        path_of(sha256).parent.mkdir(parents=True, exist_ok=True)
        os.replace(place, path_of(sha256))
    finally:
        place.unlink(missing_ok=True)
    return Kept(name, KINDS[ending][0], size, sha256, pages)


def _written(name: str, chunks: Iterable[bytes]) -> tuple[Path, int, str]:
    folder = Path(settings.FRANKPLEDGE_HOME) / "attachments"
    folder.mkdir(parents=True, exist_ok=True)
    size, digest = 0, hashlib.sha256()
    descriptor, beside = tempfile.mkstemp(prefix=".incoming-", dir=folder)
    try:
        with os.fdopen(descriptor, "wb") as file:
            for chunk in chunks:
                size += len(chunk)
                if size > LARGEST:
                    raise NotKept(
                        _("“%(name)s” is larger than 40 MB.") % {"name": name},
                        remedy=_("Make it smaller, or send it in parts."),
                    )
                digest.update(chunk)
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise
    return Path(beside), size, digest.hexdigest()


def _require_what_it_says(place: Path, name: str, ending: str, size: int) -> None:
    """A name is only a name: the bytes must begin as such a file begins."""
    if size == 0:
        raise NotKept(_("“%(name)s” is empty.") % {"name": name}, remedy=_("Choose it again."))
    with place.open("rb") as file:
        start = file.read(2048)
    wanted = KINDS[ending][1]
    fits = start.lstrip().startswith(wanted) if wanted else b"\x00" not in start
    if fits and ending in ("docx", "odt"):
        fits = _is_document(place, ending)
    if not fits:
        raise NotKept(
            _("“%(name)s” is not what its name says.") % {"name": name},
            remedy=_("Open it on your computer to see what it is, and save it anew."),
        )


def _is_document(place: Path, ending: str) -> bool:
    try:
        with zipfile.ZipFile(place) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, OSError):
        return False
    return ("word/document.xml" if ending == "docx" else "content.xml") in names


PAGE = re.compile(rb"/Type\s*/Page(?![a-zA-Z])")
COUNT = re.compile(rb"/Type\s*/Pages\b[^>]{0,400}?/Count\s+(\d{1,5})|/Count\s+(\d{1,5})[^>]{0,400}?/Type\s*/Pages\b")


def pages_of(place: Path) -> int | None:
    """How many pages a PDF says that it has; None where it does not say so openly (its pages may be packed)."""
    content = place.read_bytes()
    counts = [int(first or second) for first, second in COUNT.findall(content)]
    if counts:
        return max(counts) or None
    return len(PAGE.findall(content)) or None


def read(sha256: str) -> bytes:
    """The bytes as they came in. Raises NotFound where they are gone, or not the same any more."""
    place = path_of(sha256)
    if not place.is_file():
        raise NotFound(_("The file is not in the data folder."), remedy=_("Tell whoever keeps the backups."))
    content = place.read_bytes()
    if hashlib.sha256(content).hexdigest() != sha256:
        raise NotFound(_("The file in the data folder was changed."), remedy=_("Tell whoever keeps the backups."))
    return content


def forget(sha256: str) -> None:
    """Take the bytes away; who calls it sees to it that no item has them any more."""
    path_of(sha256).unlink(missing_ok=True)
