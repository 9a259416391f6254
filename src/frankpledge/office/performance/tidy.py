"""Reading figures that people typed: one row for each measure and period, from .csv or .xlsx.

Nothing here touches the database: what is wrong with a row comes back as a `Fault`, and the rest is good.
"""

from __future__ import annotations

import csv
import io
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from frankpledge.office.errors import BadInput
from frankpledge.office.sources.workbooks import DAMAGED, MOST_COLUMNS, MOST_EMPTY_ROWS, require_modest

from . import rules

COLUMNS = ("measure", "period", "value", "numerator", "denominator", "status", "reason", "source", "note")
NEEDED = ("measure", "period", "value", "source")
COLUMN_HELP = {
    "measure": "Code of the measure, as in its address: police-officers for /measure/police-officers/.",
    "period": "YYYY-MM for a monthly measure (2025-04), YYYY-Qn for a quarterly one (2025-Q1), YYYY for a yearly one.",
    "value": "The figure. Leave it empty only if the status says why there is none.",
    "numerator": "What was counted, if the figure is a rate (optional).",
    "denominator": "What it was divided by, for example residents (optional).",
    "status": "final (when left empty), provisional, revised, missing, suppressed or not_comparable.",
    "reason": "Why the figure is missing, suppressed or not comparable: needed for those three.",
    "source": "Who published the figure, and where: it is shown under the chart.",
    "note": "Anything a reader should know about this one figure (optional).",
}
NUMBER = re.compile(r"[-−]?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?")
LONGEST = 300
RATE_TOLERANCE = 0.01


@dataclass(frozen=True, slots=True)
class KnownMeasure:
    """What a row must fit: the measure's frequency and kind, and whether figures are typed in at all."""

    code: str
    frequency: str
    kind: str
    typed: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the file: its number as a spreadsheet shows it, and its cells as text."""

    number: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Fault:
    """Why one row cannot go in: where, what stood there, and what was expected."""

    row: int
    column: str
    value: str
    reason: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One good row."""

    row: int
    measure: str
    figure: rules.Figure


class _Wrong(Exception):
    def __init__(self, column: str, reason: str) -> None:
        super().__init__(reason)
        self.column, self.reason = column, reason


def read(content: bytes, file_name: str) -> list[Row]:
    """The rows of a file, blank ones left out.

    Raises:
        BadInput: not a .csv or .xlsx file, unreadable, or a needed column is not there: nothing goes in then.
    """
    if file_name.lower().endswith(".xlsx"):
        lines = iter(_xlsx_lines(content, file_name))
    elif file_name.lower().endswith(".csv"):
        lines = _csv_lines(content, file_name)
    else:
        raise BadInput(f"{file_name} is neither a .csv nor an .xlsx file.", remedy="Save it as one of these.")
    return list(_rows(lines, file_name))


def _rows(lines: Iterator[tuple[int, list[str]]], file_name: str) -> Iterator[Row]:
    header = [name.strip().lower() for name in next(lines, (0, []))[1]]
    _check_header(header, file_name)
    for number, cells in lines:
        named = {name: cell.strip() for name, cell in zip(header, cells, strict=False) if name in COLUMNS}
        if any(named.values()):
            yield Row(number, named)


def _check_header(header: list[str], file_name: str) -> None:
    lacking = [name for name in NEEDED if name not in header]
    twice = sorted({name for name in header if name in COLUMNS and header.count(name) > 1})
    if lacking:
        found = ", ".join(filter(None, header)) or "nothing"
        raise BadInput(
            f"{file_name} lacks the column(s) {', '.join(lacking)}. Found: {found}. Expected: {', '.join(COLUMNS)}.",
            remedy="Start from the template: frankpledge import observations --template.",
        )
    if twice:
        raise BadInput(f"{file_name} has the column {twice[0]} more than once.", remedy="Keep one of them.")


def _csv_lines(content: bytes, file_name: str) -> Iterator[tuple[int, list[str]]]:
    text = _decoded(content, file_name)
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    for cells in reader:
        yield reader.line_num, cells


def _decoded(content: bytes, file_name: str) -> str:
    """UTF-8 with or without its mark, or what Windows spreadsheets still write."""
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise BadInput(f"{file_name} is not a text file.", remedy="Save it as CSV (UTF-8) or as .xlsx.")


def _xlsx_lines(content: bytes, file_name: str) -> list[tuple[int, list[str]]]:
    from openpyxl import load_workbook

    require_modest(content, file_name)
    try:
        workbook = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        sheet = workbook["observations"] if "observations" in workbook.sheetnames else workbook.worksheets[0]
        return list(_sheet_lines(sheet))
    except DAMAGED as error:
        raise BadInput(f"{file_name} cannot be read as an .xlsx file.", remedy="Open and save it again.") from error


def _sheet_lines(sheet: Any) -> Iterator[tuple[int, list[str]]]:
    empty = 0
    for number, cells in enumerate(sheet.iter_rows(values_only=True), start=1):
        empty = 0 if any(cell is not None for cell in cells) else empty + 1
        if empty > MOST_EMPTY_ROWS:
            return
        yield number, [_as_text(cell) for cell in cells[:MOST_COLUMNS]]


def _as_text(cell: object) -> str:
    """A spreadsheet turns 2025-04 into a date and 2018 into a number: turn them back."""
    if cell is None:
        return ""
    if isinstance(cell, datetime | date):
        return f"{cell.year:04d}-{cell.month:02d}"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    return repr(cell) if isinstance(cell, float) else str(cell)


def check(rows: list[Row], known: Mapping[str, KnownMeasure]) -> tuple[list[Entry], list[Fault]]:
    """Turn rows into figures. A row that repeats the measure and period of an earlier one is turned away."""
    entries: list[Entry] = []
    faults: list[Fault] = []
    seen: dict[tuple[str, str], int] = {}
    for row in rows:
        try:
            entry = _entry(row, known)
            first = seen.setdefault((entry.measure, entry.figure.period), row.number)
            if first != row.number:
                raise _Wrong("period", f"this measure and period stand in row {first} already")
        except _Wrong as wrong:
            value = row.cells.get(wrong.column, "")
            faults.append(Fault(row.number, wrong.column, value, wrong.reason))
        else:
            entries.append(entry)
    return entries, faults


def _entry(row: Row, known: Mapping[str, KnownMeasure]) -> Entry:
    cells = row.cells
    measure = _measure(cells.get("measure", ""), known)
    period = cells.get("period", "")
    if not rules.fits(period, measure.frequency):
        raise _Wrong("period", f"not a period of this measure: write {rules.frequency_words(measure.frequency)}")
    status = _status(cells)
    numerator, denominator = _number(cells, "numerator"), _number(cells, "denominator")
    if denominator is not None and denominator <= 0:
        raise _Wrong("denominator", "must be more than zero")
    value = _value(cells, status, measure, numerator, denominator)
    return Entry(
        row.number,
        measure.code,
        rules.Figure(
            period, value, status, rules.TYPED_METHOD, numerator, denominator, _reason(cells, status), _source(cells)
        ),
    )


def _measure(code: str, known: Mapping[str, KnownMeasure]) -> KnownMeasure:
    found = known.get(code)
    if found is None:
        raise _Wrong("measure", "no measure has this code")
    if not found.typed:
        raise _Wrong("measure", "this measure is computed from imported files; figures cannot be typed in for it")
    return found


def _status(cells: Mapping[str, str]) -> str:
    status = cells.get("status", "").lower().replace(" ", "_") or "final"
    if status not in rules.ACCEPTED_STATUSES:
        raise _Wrong("status", f"must be one of {', '.join(rules.ACCEPTED_STATUSES)}")
    return status


def _value(
    cells: Mapping[str, str], status: str, measure: KnownMeasure, numerator: float | None, denominator: float | None
) -> float | None:
    value = _number(cells, "value")
    computed = None
    if measure.kind == "rate" and numerator is not None and denominator is not None:
        computed = rules.rate_per_1000(numerator, denominator)
    if status in rules.WITHOUT_VALUE:
        if value is not None:
            raise _Wrong("value", f"a figure with the status {status} has no value: leave it empty")
        return None
    if value is None and computed is None:
        raise _Wrong("value", "is empty, and the status does not say that it is missing")
    if value is not None and value < 0 and measure.kind in ("count", "rate"):
        raise _Wrong("value", "a count or rate cannot be below zero")
    if value is not None and computed is not None and not math.isclose(value, computed, rel_tol=RATE_TOLERANCE):
        raise _Wrong("value", f"is not numerator ÷ denominator × 1,000, which is {computed:.4g}")
    return computed if value is None else value


def _number(cells: Mapping[str, str], column: str) -> float | None:
    text = cells.get(column, "").replace(" ", "").replace("\N{NO-BREAK SPACE}", "")
    if not text:
        return None
    plain = text.replace("−", "-").replace(",", "")
    scientific = re.fullmatch(r"-?\d+(\.\d+)?e[+-]?\d{1,3}", plain)
    if not NUMBER.fullmatch(text) and not scientific:
        raise _Wrong(column, "is not a number")
    return float(plain)


def _reason(cells: Mapping[str, str], status: str) -> str:
    reason = cells.get("reason", "")
    if status in rules.WITHOUT_VALUE and not reason:
        raise _Wrong("reason", f"say why the figure is {status.replace('_', ' ')}")
    if len(reason) > LONGEST:
        raise _Wrong("reason", f"is longer than {LONGEST} characters")
    return reason


def _source(cells: Mapping[str, str]) -> str:
    source, note = cells.get("source", ""), cells.get("note", "")
    if not source:
        raise _Wrong("source", "say who published the figure and where")
    whole = f"{source.rstrip('.')}. {note}" if note else source
    if len(whole) > LONGEST:
        raise _Wrong("note" if note else "source", f"source and note together are longer than {LONGEST} characters")
    return whole
