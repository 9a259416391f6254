"""Keys of the office. They lie in the data folder, outside the database; one seals the head of the audit chain."""

from __future__ import annotations

import os
import secrets
import tempfile
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from pathlib import Path

from django.conf import settings


def audit_key() -> bytes:
    return _read_or_make(Path(settings.FRANKPLEDGE_HOME) / "audit.key")


@cache
def _read_or_make(path: Path) -> bytes:
    return kept_secret(path, lambda: secrets.token_hex(32)).encode()


def kept_secret(path: Path, make: Callable[[], str]) -> str:
    """A secret from its file, for its owner's eyes only; made at its first use.

    Two processes may start at once: the first to put its file in place decides, and nobody ever reads half of it.
    """
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        _write_once(path, make())
    return path.read_text(encoding="ascii").strip()


def _write_once(path: Path, text: str) -> None:
    """Written whole beside its place, then put there, unless somebody was quicker."""
    handle, beside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")  # only its owner can read it
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        with suppress(OSError):  # somebody was quicker, or this disk knows no links
            os.link(beside, path)
        if not path.exists():
            os.replace(beside, path)
    finally:
        Path(beside).unlink(missing_ok=True)
