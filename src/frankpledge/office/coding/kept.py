"""Results of long calculations, kept by their checksum in the data folder: vectors, groups, what was learnt.

They hold numbers of responses, never words, and can be computed again: a lost or damaged file is simply not there.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path

from django.conf import settings

FOLDER = "analysis"


def path_of(sha256: str) -> Path:
    return Path(settings.FRANKPLEDGE_HOME) / FOLDER / sha256[:2] / sha256


def keep(content: bytes) -> str:
    """Bring bytes to disk and give their SHA-256. A reader sees the whole file or none."""
    sha256 = hashlib.sha256(content).hexdigest()
    path = path_of(sha256)
    if read(sha256) is None:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, part = tempfile.mkstemp(dir=path.parent, suffix=".part")
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(part).replace(path)
    return sha256


def read(sha256: str) -> bytes | None:
    """The bytes under a checksum; None when they are gone, or are not what they were."""
    try:
        content = path_of(sha256).read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None
    return content if hashlib.sha256(content).hexdigest() == sha256 else None
