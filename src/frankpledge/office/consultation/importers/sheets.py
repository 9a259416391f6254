"""Reading the first sheet of a workbook (.xlsx) that a stranger made: damaged, huge and odd ones are refused."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from frankpledge.office.sources.workbooks import DAMAGED, MOST_COLUMNS, MOST_EMPTY_ROWS, require_modest

from .mapping import ResponseMapping
from .tables import MOST_ROWS, NotATable, Row


def xlsx_rows(content: bytes, name: str, mapping: ResponseMapping) -> list[Row]:
    """The rows of the sheet that the mapping names, or of the first. Raises NotATable, TooLarge."""
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    require_modest(content, name)
    book = None
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        _require_sheet(book, name, mapping.sheet)
        sheet = book[mapping.sheet] if mapping.sheet else book.worksheets[0]
        found = list(_sheet_rows(sheet, name))
    except (InvalidFileException, *DAMAGED) as error:
        raise NotATable(
            _("%(name)s is not a spreadsheet that can be read.") % {"name": name},
            remedy=_("It may be cut short or damaged: export it again, or save it as CSV."),
        ) from error
    finally:
        if book is not None:
            book.close()
    return _squared(found, mapping)


def _require_sheet(book: Any, name: str, wanted: str) -> None:
    if not book.worksheets:
        raise NotATable(_("%(name)s has no sheet.") % {"name": name}, remedy=_("It may be damaged: export it again."))
    if wanted and wanted not in book.sheetnames:
        raise NotATable(
            _("%(name)s has no sheet “%(sheet)s”.") % {"name": name, "sheet": wanted},
            remedy=_("It has: %(sheets)s.") % {"sheets": ", ".join(book.sheetnames)},
        )


def _sheet_rows(sheet: Any, name: str) -> Iterator[Row]:
    empty = 0
    for number, values in enumerate(sheet.iter_rows(values_only=True), 1):
        empty = 0 if any(value is not None for value in values) else empty + 1
        if empty > MOST_EMPTY_ROWS:
            return
        if number > MOST_ROWS:
            raise NotATable(_("%(name)s has too many lines.") % {"name": name}, remedy=_("Split it."))
        yield Row(number, [_cell_text(value) for value in values[:MOST_COLUMNS]])


def _squared(rows: list[Row], mapping: ResponseMapping) -> list[Row]:
    """A sheet's rows end with their last cell: fill them up to the headings' width."""
    body = [row for row in rows if row.number >= mapping.header_row and any(row.cells)]
    width = max((_used(row) for row in body[: mapping.header_rows]), default=0)
    return [Row(row.number, [*row.cells, *[""] * (width - len(row.cells))][: max(width, _used(row))]) for row in rows]


def _used(row: Row) -> int:
    return max((at for at, cell in enumerate(row.cells, 1) if cell.strip()), default=0)


def _cell_text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
