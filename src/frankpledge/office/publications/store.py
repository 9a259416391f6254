"""The bytes of publications: files in the data folder, each under its own checksum, never written over."""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from frankpledge.office.errors import Refused


class BytesLost(Refused):
    """The stored file of a publication is missing, or is not what was frozen."""

    status = 500
    remedy_by_default = gettext_lazy("Tell the office: the file must be put back from a backup.")


def path_of(sha256: str) -> Path:
    return Path(settings.FRANKPLEDGE_HOME) / "publications" / sha256


def keep(data: bytes) -> str:
    """Write the bytes safely (beside their place, synced, then renamed); returns their SHA-256."""
    sha256 = hashlib.sha256(data).hexdigest()
    path = path_of(sha256)
    if path.exists() and hashlib.sha256(path.read_bytes()).hexdigest() == sha256:
        return sha256
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, beside = tempfile.mkstemp(dir=path.parent, prefix=".writing-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(beside).replace(path)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise
    _sync_folder(path.parent)
    return sha256


def _sync_folder(folder: Path) -> None:
    """A rename is on disk only once its folder is."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def read(sha256: str) -> bytes:
    """The bytes that were kept under this checksum.

    Raises:
        BytesLost: the file is missing, or its bytes no longer have this checksum.
    """
    try:
        data = path_of(sha256).read_bytes()
    except FileNotFoundError:
        raise BytesLost(_("The stored file with checksum %(sum)s… is missing.") % {"sum": sha256[:12]}) from None
    if hashlib.sha256(data).hexdigest() != sha256:
        raise BytesLost(
            _("The stored file with checksum %(sum)s… was changed after it was frozen.") % {"sum": sha256[:12]}
        )
    return data
