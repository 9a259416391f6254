"""Tables to take away: CSV and .xlsx, dates in ISO form, and no cell that a spreadsheet would run."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

CSV_TYPE = "text/csv; charset=utf-8"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
RUN_BY_SPREADSHEETS = ("=", "+", "-", "@", "\t", "\r")
NARROWEST, WIDEST = 8, 60
"""Widths of a workbook's columns, in signs: enough to read most cells, and longer ones are wrapped."""


def csv_bytes(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """A header row and the rows, in UTF-8. Text that a spreadsheet would run as a formula starts with an apostrophe."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([_csv_cell(name) for name in columns])
    writer.writerows([_csv_cell(value) for value in row] for row in rows)
    return out.getvalue().encode()


def _csv_cell(value: Any) -> Any:
    value = _plain(value)
    return f"'{value}" if isinstance(value, str) and value.startswith(RUN_BY_SPREADSHEETS) else value


def _plain(value: Any) -> Any:
    """Numbers stay numbers, whole ones without a point; days and times are ISO text; None is empty."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value if isinstance(value, int | float) else str(value)


def xlsx_bytes(title: str, columns: Sequence[str], rows: Iterable[Sequence[Any]], about: Mapping[str, Any]) -> bytes:
    """A workbook with the table on one sheet and, on a second, what it is and where it comes from."""
    facts = [[str(name), value] for name, value in about.items()]
    return workbook_bytes({title: [columns, *rows], _("About this file"): facts})


def workbook_bytes(sheets: Mapping[str, Iterable[Sequence[Any]]]) -> bytes:
    """A workbook of several sheets by name; the first begins with a header row, which stays in view."""
    from openpyxl import Workbook
    from openpyxl.writer.excel import save_workbook

    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        _fill(book.create_sheet(_sheet_title(name)), rows)
    book.worksheets[0].freeze_panes = "A2"
    out = io.BytesIO()
    save_workbook(book, out)
    return out.getvalue()


def _sheet_title(text: str) -> str:
    """Excel allows 31 characters, without some signs."""
    return "".join(char for char in str(text) if char not in "[]:*?/\\")[:31]


def _fill(sheet: Any, rows: Iterable[Sequence[Any]]) -> None:
    """Cells are written as what they are: text stays text, whatever it starts with. Columns fit what they hold."""
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
    from openpyxl.styles import Alignment
    from openpyxl.utils import get_column_letter

    widths: dict[int, int] = {}
    for at, row in enumerate(rows, start=1):
        for column, value in enumerate(row, start=1):
            cell = sheet.cell(row=at, column=column)
            plain = _plain(value)
            cell.value = ILLEGAL_CHARACTERS_RE.sub("", plain) if isinstance(plain, str) else plain
            if isinstance(plain, str):
                cell.data_type = "s"
            widths[column] = max(widths.get(column, NARROWEST), len(str(plain)) + 2)
            if len(str(plain)) >= WIDEST:
                cell.alignment = Alignment(wrap_text=True, vertical="top")
    for column, width in widths.items():
        sheet.column_dimensions[get_column_letter(column)].width = min(width, WIDEST)


def attachment(file_name: str, data: bytes, media_type: str) -> HttpResponse:
    """An answer that a browser saves as a file."""
    response = HttpResponse(data, content_type=media_type)
    response["Content-Disposition"] = content_disposition_header(True, file_name)
    return response
