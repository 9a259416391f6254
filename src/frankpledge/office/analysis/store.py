"""Frozen figures: one JSON file for each checksum, under `analyses/` of the data folder.

Figures of an extract are never copied here: they would outlive the day on which the extract must be deleted.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.conf import settings


def written(given: Mapping[str, Any]) -> bytes:
    """Figures as the bytes that are kept: the same figures are the same bytes."""
    return json.dumps(given, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def path_of(sha256: str) -> Path:
    return Path(settings.FRANKPLEDGE_HOME) / "analyses" / f"{sha256}.json"


def keep(content: bytes) -> str:
    """Keep the figures beside their place, on disk, then renamed; returns their checksum."""
    sha256 = digest(content)
    path = path_of(sha256)
    if path.is_file():
        return sha256
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, beside = tempfile.mkstemp(prefix=".incoming-", dir=path.parent)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    os.replace(beside, path)
    return sha256


def read(sha256: str) -> bytes | None:
    """The kept bytes; None when they are gone."""
    path = path_of(sha256)
    return path.read_bytes() if path.is_file() else None
