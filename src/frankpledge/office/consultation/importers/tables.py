"""Reading an export of a survey tool (.csv, .csv.gz or .xlsx), row by row, each with the number that a person sees."""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from frankpledge.office.errors import BadInput
from frankpledge.office.sources.workbooks import MOST_COLUMNS, MOST_EMPTY_ROWS, require_modest

from .mapping import ResponseMapping

LONGEST_CELL = 1_000_000
LARGEST_FILE = 200_000_000


class NotATable(BadInput):
    """The file as a whole cannot be read; nothing of it was imported."""


@dataclass(frozen=True)
class Row:
    """One row: its number in the file (the first line is 1), and its cells as text."""

    number: int
    cells: Sequence[str]


@dataclass(frozen=True)
class Export:
    """An opened export: the columns found, the place of each, and its rows."""

    name: str
    sha256: str
    header: Sequence[str]
    rows: Sequence[Row]

    def place(self, column: str) -> int:
        return self.header.index(column)


def read_export(path: Path, mapping: ResponseMapping) -> Export:
    """Read the whole file, and see that the columns that the mapping names are there.

    Raises:
        NotATable: it is absent, damaged, of another kind, or in another encoding.
        NotATable: a column is missing, or stands there twice: the message names the columns found.
    """
    content = _content(path)
    name = path.name.casefold()
    numbered = (
        _xlsx_rows(content, path, mapping) if name.endswith((".xlsx", ".xlsm")) else _csv_rows(content, path, mapping)
    )
    rows = [row for row in numbered if any(cell.strip() for cell in row.cells)]
    body = [row for row in rows if row.number >= mapping.header_row]
    if not body:
        raise NotATable(_("%(name)s holds no rows.") % {"name": path.name})
    header = [cell.strip() for cell in body[0].cells]
    _check_columns(header, mapping, path.name)
    return Export(path.name, hashlib.sha256(content).hexdigest(), header, body[1 + mapping.skip_rows :])


def _content(path: Path) -> bytes:
    """The bytes, unpacked if they were packed."""
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise NotATable(_("%(name)s is larger than 200 MB.") % {"name": path.name}, remedy=_("Split it."))
        content = path.read_bytes()
        if not path.name.casefold().endswith(".gz"):
            return content
        with gzip.open(io.BytesIO(content)) as packed:
            content = packed.read(LARGEST_FILE + 1)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise NotATable(_("%(name)s is damaged: it cannot be unpacked.") % {"name": path.name}) from error
    except OSError as error:
        raise NotATable(_("%(name)s cannot be opened.") % {"name": path}, remedy=_("Check the path.")) from error
    if len(content) > LARGEST_FILE:
        raise NotATable(_("%(name)s is larger than 200 MB.") % {"name": path.name}, remedy=_("Split it."))
    return content


def _csv_rows(content: bytes, path: Path, mapping: ResponseMapping) -> Iterator[Row]:
    text = _decoded(content, path, mapping.encoding)
    before = csv.field_size_limit(LONGEST_CELL)
    reader, number = csv.reader(io.StringIO(text, newline=""), delimiter=mapping.delimiter), 1
    try:
        for cells in reader:
            yield Row(number, cells)
            number = reader.line_num + 1
    except csv.Error as error:
        raise NotATable(
            _("%(name)s cannot be read from row %(row)s on: %(error)s.")
            % {"name": path.name, "row": number, "error": error},
            remedy=_("Look for a quotation mark that is never closed."),
        ) from error
    finally:
        csv.field_size_limit(before)


def _decoded(content: bytes, path: Path, encoding: str) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")) and encoding == "utf-8-sig":
        encoding = "utf-16"
    try:
        return content.decode(encoding)
    except LookupError as error:
        raise NotATable(_("There is no encoding “%(encoding)s”.") % {"encoding": encoding}) from error
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise NotATable(
            _("%(name)s is not text in %(encoding)s: row %(line)s holds other bytes.")
            % {"name": path.name, "encoding": encoding.removesuffix("-sig").upper(), "line": line},
            remedy=_("Save it as “CSV UTF-8”, or add “encoding: cp1252” to the mapping."),
        ) from error


def _xlsx_rows(content: bytes, path: Path, mapping: ResponseMapping) -> list[Row]:
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    require_modest(content, path.name)
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, OSError) as error:
        raise NotATable(_("%(name)s is not a spreadsheet that can be read.") % {"name": path.name}) from error
    try:
        if mapping.sheet and mapping.sheet not in book.sheetnames:
            raise NotATable(
                _("%(name)s has no sheet “%(sheet)s”.") % {"name": path.name, "sheet": mapping.sheet},
                remedy=_("It has: %(sheets)s.") % {"sheets": ", ".join(book.sheetnames)},
            )
        sheet = book[mapping.sheet] if mapping.sheet else book.worksheets[0]
        found = list(_sheet_rows(sheet))
    finally:
        book.close()
    return _squared(found, mapping.header_row)


def _sheet_rows(sheet: Any) -> Iterator[Row]:
    empty = 0
    for number, values in enumerate(sheet.iter_rows(values_only=True), 1):
        empty = 0 if any(value is not None for value in values) else empty + 1
        if empty > MOST_EMPTY_ROWS:
            return
        yield Row(number, [_cell_text(value) for value in values[:MOST_COLUMNS]])


def _squared(rows: list[Row], header_row: int) -> list[Row]:
    """A sheet's rows end with their last cell: fill them up to the header's width."""
    header = next((row.cells for row in rows if row.number >= header_row and any(row.cells)), ())
    width = max((at for at, cell in enumerate(header, 1) if cell.strip()), default=0)
    return [Row(row.number, [*row.cells, *[""] * (width - len(row.cells))][: max(width, _used(row))]) for row in rows]


def _used(row: Row) -> int:
    return max((at for at, cell in enumerate(row.cells, 1) if cell.strip()), default=0)


def _cell_text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _check_columns(header: list[str], mapping: ResponseMapping, name: str) -> None:
    times = Counter(header)
    found = _("Columns found: %(columns)s.") % {"columns": "; ".join(f"“{column}”" for column in header)}
    if missing := [column for column in mapping.columns_needed if column not in times]:
        raise NotATable(
            _("%(name)s has no column “%(missing)s”.") % {"name": name, "missing": "”, “".join(missing)}, remedy=found
        )
    if doubled := [column for column in mapping.columns_needed if times[column] > 1]:
        raise NotATable(
            _("%(name)s has more than one column “%(doubled)s”.") % {"name": name, "doubled": "”, “".join(doubled)},
            remedy=_("Give each column a name of its own."),
        )
