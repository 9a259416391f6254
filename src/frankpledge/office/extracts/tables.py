"""Opening a force's file: .csv in any usual encoding and with any usual separator, or .xlsx; row by row."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import IO, Any

from django.utils.translation import gettext as _

from frankpledge.office.errors import BadInput
from frankpledge.office.sources.workbooks import DAMAGED, MOST_COLUMNS, MOST_EMPTY_ROWS, require_modest

LONGEST_CELL = 1_000_000
LOOKED_AT = 64 * 1024


class NotATable(BadInput):
    """The file as a whole cannot be read as a table."""

    remedy_by_default = "Save it as CSV (UTF-8) or as .xlsx, with one row of headings, and send it again."


@dataclass(frozen=True, slots=True)
class Line:
    """One row: its number as an editor or a spreadsheet shows it, its cells as text, how far into the file it is."""

    number: int
    cells: list[str]
    share: float


def lines(path: Path, file_name: str) -> Iterator[Line]:
    """Every row that is not blank, the headings first.

    Raises:
        NotATable: it is empty, damaged, no text, or no workbook.
    """
    if file_name.casefold().endswith(".xlsx"):
        yield from _workbook(path, file_name)
    else:
        yield from _text(path)


def _text(path: Path) -> Iterator[Line]:
    size = max(1, path.stat().st_size)
    encoding = _encoding(path)
    before = csv.field_size_limit(LONGEST_CELL)
    try:
        with path.open("rb") as raw, path.open("r", encoding=encoding, errors="replace", newline="") as file:
            delimiter = _delimiter(raw, encoding)
            reader = csv.reader(_watched(file), delimiter=delimiter)
            read = 0
            for cells in reader:
                read += sum(len(cell) + 1 for cell in cells)
                if any(cell.strip() for cell in cells):
                    yield Line(reader.line_num, [cell.strip() for cell in cells], min(1.0, read / size))
    except csv.Error as error:
        raise NotATable(
            _("Near row %(row)s the file is no table: %(why)s.") % {"row": reader.line_num, "why": error}
        ) from error
    finally:
        csv.field_size_limit(before)


def _watched(file: IO[str]) -> Iterator[str]:
    for line in file:
        if "\0" in line:
            raise NotATable(_("The file holds zero characters: it is damaged, or no text."))
        yield line


def _encoding(path: Path) -> str:
    """By its mark; else UTF-8 if the whole file is that, else what Windows programs still write."""
    with path.open("rb") as file:
        start = file.read(LOOKED_AT)
        if not start.strip():
            raise NotATable(_("The file is empty."))
        if start[:2] in (b"\xff\xfe", b"\xfe\xff"):
            return "utf-16"
        if b"\0" in start:
            raise NotATable(_("The file is no text: it is damaged, or of another kind."))
        file.seek(0)
        try:
            for _line in file:
                _line.decode("utf-8")
        except UnicodeDecodeError:
            return "cp1252"
    return "utf-8-sig"


def _delimiter(raw: IO[bytes], encoding: str) -> str:
    first = raw.read(LOOKED_AT).decode(encoding, errors="replace").split("\n", 1)[0]
    return max(",;\t|", key=first.count)


def _workbook(path: Path, file_name: str) -> Iterator[Line]:
    from openpyxl import load_workbook

    require_modest(path, file_name)
    with path.open("rb") as file:
        try:
            rows = _sheet_lines(load_workbook(file, read_only=True, data_only=True).worksheets[0])
        except DAMAGED as error:
            raise _unreadable(file_name) from error
        while (line := _next(rows, file_name)) is not None:
            yield line


def _next(rows: Iterator[Line], file_name: str) -> Line | None:
    """Apart from the loop that yields, so that a fault of whoever takes the rows is never called one of the file."""
    try:
        return next(rows, None)
    except DAMAGED as error:
        raise _unreadable(file_name) from error


def _unreadable(file_name: str) -> NotATable:
    return NotATable(
        _("%(name)s cannot be read as an .xlsx file: it is damaged, locked or of another kind.") % {"name": file_name}
    )


def _sheet_lines(sheet: Any) -> Iterator[Line]:
    last = max(1, sheet.max_row or 1)
    empty = 0
    for number, cells in enumerate(sheet.iter_rows(values_only=True), start=1):
        texts = [_as_text(cell) for cell in cells[:MOST_COLUMNS]]
        empty = 0 if any(texts) else empty + 1
        if empty > MOST_EMPTY_ROWS:
            return
        if not empty:
            yield Line(number, texts, min(1.0, number / last))


def _as_text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime) and cell.time() == time():
        return cell.date().isoformat()  # a cell that holds a day alone reads as midnight: the whole day is meant
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ", timespec="seconds")
    if isinstance(cell, date | time):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    return str(cell).strip()


def headings(first: Line) -> list[str]:
    """The names in the first row, each once.

    Raises:
        NotATable: there are fewer than three, or one stands twice.
    """
    names = [" ".join(cell.split())[:100] for cell in first.cells]
    filled = [name for name in names if name]
    if len(filled) < 3:
        raise NotATable(
            _("The first row has %(n)s headings: at least a date, a place and a type are needed.") % {"n": len(filled)}
        )
    twice = sorted({name for name in filled if filled.count(name) > 1})
    if twice:
        raise NotATable(_("The heading “%(name)s” stands twice.") % {"name": twice[0]})
    return names
