"""What an import did, as counts that add up: read = imported + rejected + unchanged, all in rows."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True)
class FileResult:
    """What became of one file.

    status: "imported", "unchanged" (seen before), "refused" (nothing of it went in), or "skipped" (an archive
    holds files of other kinds too; they are named, not imported).
    """

    file: str
    status: str
    read: int = 0
    imported: int = 0
    rejected: int = 0
    unchanged: int = 0
    release: str = ""
    covers: str = ""
    supersedes: str = ""
    message: str = ""
    remedy: str = ""


@dataclass
class ImportSummary:
    """An import of several files; `run` is the number of its record."""

    files: list[FileResult] = field(default_factory=list)
    rejects_file: str = ""
    run: int = 0

    @property
    def read(self) -> int:
        return sum(file.read for file in self.files)

    @property
    def imported(self) -> int:
        return sum(file.imported for file in self.files)

    @property
    def rejected(self) -> int:
        return sum(file.rejected for file in self.files)

    @property
    def unchanged(self) -> int:
        return sum(file.unchanged for file in self.files)

    @property
    def releases(self) -> list[str]:
        return list(dict.fromkeys(file.release for file in self.files if file.release))

    @property
    def release(self) -> str:
        """The newest release touched; empty when none was."""
        return self.releases[-1] if self.releases else ""

    @property
    def refused(self) -> list[FileResult]:
        return [file for file in self.files if file.status == "refused"]

    def as_json(self) -> dict[str, Any]:
        return {
            "read": self.read,
            "imported": self.imported,
            "rejected": self.rejected,
            "unchanged": self.unchanged,
            "release": self.release or None,
            "releases": self.releases,
            "rejects_file": self.rejects_file or None,
            "files": [asdict(file) for file in self.files],
        }
