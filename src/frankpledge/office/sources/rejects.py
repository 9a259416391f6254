"""The rows that were turned away, as a file that a person can open, mend and send back."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings

from .lines import Reject

COLUMNS = ["file", "row", "column", "value", "reason"]
STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def folder() -> Path:
    return Path(settings.FRANKPLEDGE_HOME) / "rejects"


def write(name: str, rows: Iterable[Reject]) -> Path:
    """Write the rejects of one import run; the file is complete once it stands under its name."""
    folder().mkdir(parents=True, exist_ok=True)
    path, beside = folder() / name, folder() / f".{name}"
    with beside.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        writer.writerows([as_text(r.file), r.row, r.column, as_text(r.value), r.reason] for r in rows)
    beside.replace(path)
    return path


def as_text(value: str) -> str:
    """A cell that no spreadsheet takes for a formula. Numbers stay as they are."""
    if not value.startswith(STARTS_A_FORMULA):
        return value
    try:
        float(value)
    except ValueError:
        return f"'{value}"
    return value
