"""The key that seals the head of the audit chain. It lies in the data folder, outside the database."""

from __future__ import annotations

import os
import secrets
from functools import cache
from pathlib import Path

from django.conf import settings


def audit_key() -> bytes:
    return _read_or_make(Path(settings.FRANKPLEDGE_HOME) / "audit.key")


@cache
def _read_or_make(path: Path) -> bytes:
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        _write_once(path, secrets.token_hex(32))
    return path.read_text(encoding="ascii").strip().encode()


def _write_once(path: Path, text: str) -> None:
    """Two processes may start at once: the first to create the file decides."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
