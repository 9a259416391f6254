"""Bringing a plan in from a file: all of it or nothing, with every problem listed."""

from __future__ import annotations

import csv
import hashlib
import os
import tempfile
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from frankpledge.office.errors import BadInput
from frankpledge.office.people import duties
from frankpledge.office.people.duties import Actor

from .apply import Applied
from .draft import PlanFile, Problem
from .workbook import read_workbook, template
from .yaml_file import read_yaml

__all__ = ["PlanImport", "Problem", "import_plan", "template"]

MOST_BYTES = 5_000_000


@dataclass(frozen=True)
class PlanImport:
    """What came of one file. When `problems` are there, nothing of it went in."""

    file: str
    read: int
    imported: int
    unchanged: int
    plan: str
    problems: list[Problem] = field(default_factory=list)
    rejects_file: str | None = None

    @property
    def rejected(self) -> int:
        """Rows with a problem."""
        return len({problem.place for problem in self.problems})

    def as_json(self) -> dict[str, Any]:
        return {
            "read": self.read,
            "imported": self.imported,
            "rejected": self.rejected,
            "unchanged": self.unchanged,
            "release": None,
            "rejects_file": self.rejects_file,
            "file": self.file,
            "plan": self.plan,
            "problems": [
                {"file": each.file, "place": each.place, "column": each.column, "reason": each.reason}
                for each in self.problems
            ],
        }


def import_plan(path: Path, *, by: Actor, now: datetime, name: str = "") -> PlanImport:
    """Read a plan from .yaml or from the spreadsheet template into its working copy.

    All rows go in, or none: then every problem is listed with file, place, column and reason, and written to a
    rejects file. The same file again changes nothing. Nothing is deleted: what the file does not hold stays.

    Args:
        name: what the file is called, where `path` is a copy of it.

    Raises:
        NotAllowed: `by` does not hold the duty "edit plan".
        BadInput: the file cannot be read at all.
    """
    duties.require(by, "edit plan")
    name = name or path.name
    file = _read(path, name)
    with transaction.atomic():
        applied = Applied(file, by=by, now=now)
        applied.run()
        if file.problems:
            transaction.set_rollback(True)
    return _summary(file, applied, _sha256(path))


def _read(path: Path, name: str) -> PlanFile:
    if not path.is_file():
        raise BadInput(f"There is no file {path}.", remedy="Check the path.")
    if path.stat().st_size > MOST_BYTES:
        raise BadInput(f"{name} has more than {MOST_BYTES // 1_000_000} MB: that is no plan.")
    suffix = Path(name).suffix.casefold()
    if suffix in (".yaml", ".yml"):
        return read_yaml(path, name)
    if suffix == ".xlsx":
        return read_workbook(path, name)
    raise BadInput(
        f"{name} is neither .yaml nor .xlsx.",
        remedy="Fill in the template (frankpledge import plan --template plan.xlsx) and import that.",
    )


def _summary(file: PlanFile, applied: Applied, checksum: str) -> PlanImport:
    problems = file.problems
    return PlanImport(
        file=file.name,
        read=file.rows(),
        imported=0 if problems else applied.changed,
        unchanged=0 if problems else applied.unchanged,
        plan=applied.plan.reference if applied.plan and not problems else "",
        problems=problems,
        rejects_file=str(_write_rejects(problems, checksum)) if problems else None,
    )


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _write_rejects(problems: list[Problem], checksum: str) -> Path:
    """One row for each problem; written beside its place, then renamed."""
    folder = Path(settings.FRANKPLEDGE_HOME) / "rejects"
    folder.mkdir(parents=True, exist_ok=True)
    handle, beside = tempfile.mkstemp(dir=folder, prefix=".writing-")
    with os.fdopen(handle, "w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(["file", "place", "column", "reason"])
        writer.writerows([_as_text(part) for part in (p.file, p.place, p.column, p.reason)] for p in problems)
    place = folder / f"plan-{checksum[:12]}.csv"
    Path(beside).replace(place)
    return place


def _as_text(cell: str) -> str:
    """A cell that a spreadsheet would take for a formula is written as text."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell
