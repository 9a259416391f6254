"""Files that are built once and then only read: whole, or built anew."""

import hashlib
import os
import tempfile
from pathlib import Path


def checksum_file(path: Path) -> Path:
    """Where the checksum of a built file is kept: beside it."""
    return path.with_name(path.name + ".sha256")


def recorded_checksum(path: Path) -> str:
    """The first word of the checksum file; empty if there is none."""
    try:
        words = checksum_file(path).read_text(encoding="ascii", errors="replace").split()
    except FileNotFoundError:
        return ""
    return words[0] if words else ""


def is_whole(path: Path) -> bool:
    """Whether the file is there and its bytes match the checksum beside it."""
    if not path.is_file():
        return False
    return hashlib.sha256(path.read_bytes()).hexdigest() == recorded_checksum(path)


def keep_whole(path: Path, content: bytes) -> None:
    """The file and, after it, its checksum beside it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    _write_whole(path, content)
    _write_whole(checksum_file(path), f"{hashlib.sha256(content).hexdigest()}  {path.name}\n".encode())


def _write_whole(path: Path, content: bytes) -> None:
    """Write beside, bring to disk, rename: a reader sees the old file or the new one, never half of one."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            os.chmod(name, 0o644)  # a cache that one account builds and another reads
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    """Bring the rename itself to disk, where the platform lets a folder be synced."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
