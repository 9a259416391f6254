"""Finding the files that a person named (a folder, a file, a gzip, a zip), and unpacking them one by one."""

from __future__ import annotations

import gzip
import hashlib
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO

from django.utils.translation import gettext as _

from frankpledge.office.errors import BadInput

CHUNK = 1024 * 1024
LARGEST_FILE = 8 * 1024**3
NOT_DATA = ("__MACOSX/", ".")
CSV_ENDINGS = (".csv",)


class CannotUnpack(BadInput):
    """The file is damaged, locked or too large."""


class NothingFound(BadInput):
    """No file of the kind wanted is at the place named."""


@dataclass(frozen=True)
class SourceFile:
    """One CSV: on its own, gzipped, or a member of a zip. `named` is true when a person named this very file."""

    path: Path
    member: str = ""
    named: bool = False

    @property
    def name(self) -> str:
        """The file's own name, without folders and without `.gz`."""
        name = PurePosixPath(self.member).name if self.member else self.path.name
        return name[:-3] if name.casefold().endswith(".gz") else name

    @property
    def label(self) -> str:
        """What reports call it: a zip's member after the zip's name."""
        return f"{self.path.name}:{self.member}" if self.member else self.path.name


@dataclass(frozen=True)
class Unpacked:
    sha256: str
    size_bytes: int


def found_files(paths: Sequence[Path], endings: tuple[str, ...] = CSV_ENDINGS) -> list[SourceFile]:
    """Every file of a kind at these places: folders are searched through, zips opened, gzips taken as what they hold.

    Raises:
        NothingFound: a path does not exist, or holds no such file.
    """
    files: list[SourceFile] = []
    for path in paths:
        here = list(_at(path, endings))
        if not here:
            raise NothingFound(
                _("No %(endings)s, .gz or .zip file is in %(path)s.") % {"endings": ", ".join(endings), "path": path},
                remedy=_("Name the folder or the files to import."),
            )
        files += here
    return files


def _at(path: Path, endings: tuple[str, ...]) -> Iterator[SourceFile]:
    if path.is_dir():
        for inner in sorted(path.rglob("*")):
            if inner.is_file() and not inner.name.startswith(".") and _is_data(inner.name, (*endings, ".zip")):
                yield from _one(inner, endings, named=False)
    elif path.is_file():
        yield from _one(path, endings, named=True)
    else:
        raise NothingFound(
            _("There is no file or folder %(path)s.") % {"path": path}, remedy=_("Check the spelling of its name.")
        )


def _is_data(name: str, endings: tuple[str, ...]) -> bool:
    return name.casefold().removesuffix(".gz").endswith(endings)


def _one(path: Path, endings: tuple[str, ...], *, named: bool) -> Iterator[SourceFile]:
    if not path.name.casefold().endswith(".zip"):
        yield SourceFile(path, named=named)
        return
    try:
        with zipfile.ZipFile(path) as archive:
            members = sorted(name for name in archive.namelist() if _is_member(name, endings))
    except (zipfile.BadZipFile, OSError):
        members = []
        named = True
    if not members and named:
        yield SourceFile(path, member="?", named=True)  # refused when it is unpacked, with the reason
    yield from (SourceFile(path, member) for member in members)


def _is_member(name: str, endings: tuple[str, ...]) -> bool:
    """A name that leads out of the archive is listed too: it is refused by name when it is opened."""
    return _is_data(name, endings) and (_leads_out(name) or not name.startswith(NOT_DATA))


def require_modest_sum(paths: Sequence[Path], most: int = LARGEST_FILE) -> None:
    """Refuse archives that would together unpack to more than `most` bytes, before anything of them is unpacked.

    An archive says how large each of its files is, and no more than that is ever read of one.

    Raises:
        CannotUnpack: they would.
    """
    total = 0
    for path in paths:
        try:
            with zipfile.ZipFile(path) as archive:
                total += sum(member.file_size for member in archive.infolist())
        except (zipfile.BadZipFile, OSError):
            continue
        if total > most:
            raise CannotUnpack(
                _("%(name)s would unpack to more than %(most)s GB.") % {"name": path.name, "most": most // 1024**3},
                remedy=_("Send its files in parts, or import them with the terminal program."),
            )


def unpack(source: SourceFile, into: Path, progress: Callable[[int], None] | None = None) -> Unpacked:
    """Write the file's own bytes, unpacked, to `into`, on disk for certain.

    Raises:
        CannotUnpack: the archive is damaged, locked with a password, empty of CSV files, or too large.
    """
    with opened(source) as stream, into.open("wb") as out:
        return _copy(stream, out)


@contextmanager
def opened(source: SourceFile) -> Iterator[IO[bytes]]:
    """The file's own bytes, unpacked, as a stream.

    Raises:
        CannotUnpack: the archive is damaged or locked, or says a name that leads out of it. Also while it is read.
    """
    if _leads_out(source.member):
        raise CannotUnpack(
            _("The archive holds a file whose name leads out of it: %(name)s.") % {"name": source.member[:200]},
            remedy=_("Such an archive is made to do harm, or damaged: download it from its publisher again."),
        )
    try:
        with _opened(source) as stream:
            yield stream
    except (zipfile.BadZipFile, gzip.BadGzipFile, zlib.error, EOFError, KeyError) as error:
        raise CannotUnpack(_("The archive is damaged or holds no CSV file."), remedy=_("Download it again.")) from error
    except (RuntimeError, NotImplementedError) as error:
        raise CannotUnpack(
            _("The archive is locked with a password or packed in an unusual way."),
            remedy=_("Unpack it, then import the folder."),
        ) from error


def _leads_out(member: str) -> bool:
    return member.startswith(("/", "\\")) or ".." in member.replace("\\", "/").split("/") or member[1:2] == ":"


@contextmanager
def _opened(source: SourceFile) -> Iterator[IO[bytes]]:
    if not source.member:
        with _maybe_gzip(source.path.open("rb"), source.path.name) as stream:
            yield stream
        return
    with zipfile.ZipFile(source.path) as archive, _maybe_gzip(archive.open(source.member), source.member) as stream:
        yield stream


def _maybe_gzip(stream: IO[bytes], name: str) -> IO[bytes]:
    return gzip.GzipFile(fileobj=stream) if name.casefold().endswith(".gz") else stream  # type: ignore[return-value]


def _copy(stream: IO[bytes], out: IO[bytes]) -> Unpacked:
    checksum, size = hashlib.sha256(), 0
    while chunk := stream.read(CHUNK):
        size += len(chunk)
        if size > LARGEST_FILE:
            raise CannotUnpack(_("The file is larger than 8 GB unpacked."), remedy=_("Import it in parts."))
        checksum.update(chunk)
        out.write(chunk)
    return Unpacked(checksum.hexdigest(), size)


def sha256_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
