"""Reading an analyst's table of codes: one row for each answer and theme, and what is wrong with each row."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from frankpledge.office.errors import BadInput
from frankpledge.office.sources.workbooks import DAMAGED, require_modest

COLUMNS = ("id", "question", "theme")
MOST_BYTES = 20_000_000
MOST_ROWS = 500_000


class NotATable(BadInput):
    """The file is no table of codes."""

    field = "file"


@dataclass(frozen=True)
class CodeRow:
    """One row as it was sent."""

    row: int
    identifier: str
    question: str
    theme: str


@dataclass(frozen=True)
class Reject:
    """A row that cannot be used, and why."""

    row: int
    column: str
    value: str
    reason: str


@dataclass(frozen=True)
class Reading:
    """What a file would do: pairs of keys of answers and themes, rows that can't be used, codes given twice."""

    rows: int
    pairs: Sequence[tuple[int, int]]
    rejects: Sequence[Reject]
    repeated: int
    empty: int

    @property
    def first_reasons(self) -> str:
        return "; ".join(
            _("row %(row)s: %(reason)s") % {"row": one.row, "reason": one.reason} for one in self.rejects[:3]
        )


def table_of(data: bytes, file_name: str) -> list[CodeRow]:
    """The rows of a .csv or .xlsx table with the columns id, question and theme; several themes may share a cell.

    Themes in one cell are parted by semicolons. Other columns are passed over.

    Raises:
        NotATable, TooLarge: it cannot be read, lacks a column or has one twice, or is too large.
    """
    if len(data) > MOST_BYTES:
        raise NotATable(_("The file is larger than %(n)s MB.") % {"n": MOST_BYTES // 1_000_000})
    lines = _xlsx(data, file_name) if file_name.lower().endswith(".xlsx") or data[:2] == b"PK" else _csv(data)
    if not lines:
        raise NotATable(_("The file is empty."), remedy=_("Send the table “codes” with your codes in it."))
    places = _places(lines[0])
    if len(lines) > MOST_ROWS:
        raise NotATable(_("The file has more than %(n)s rows.") % {"n": MOST_ROWS})
    return [
        CodeRow(number, *(_cell(line, places[name]) for name in COLUMNS))
        for number, line in enumerate(lines[1:], start=2)
        if any(str(cell or "").strip() for cell in line)
    ]


def _places(head: Sequence[Any]) -> dict[str, int]:
    names = [str(cell or "").strip().casefold() for cell in head]
    for name in COLUMNS:
        if names.count(name) != 1:
            said = (
                _("The column “%(name)s” is missing.")
                if name not in names
                else _("The column “%(name)s” is there twice.")
            )
            raise NotATable(said % {"name": name}, remedy=_("The first row names the columns: id, question, theme."))
    return {name: names.index(name) for name in COLUMNS}


def _cell(line: Sequence[Any], place: int) -> str:
    """The text of a cell, without the apostrophe that keeps a spreadsheet from running it."""
    value = line[place] if place < len(line) else ""
    return str("" if value is None else value).strip().removeprefix("'")


def _csv(data: bytes) -> list[list[str]]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = data.decode("cp1252")
        except UnicodeDecodeError as error:
            raise NotATable(
                _("The file is not text in UTF-8."), remedy=_("Save it as CSV UTF-8, or as .xlsx.")
            ) from error
    if "\0" in text:
        raise NotATable(_("The file is no table of text."), remedy=_("Save it as CSV UTF-8, or as .xlsx."))
    first = text.partition("\n")[0]
    mark = max(",;\t", key=first.count)
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True))
    except csv.Error as error:
        raise NotATable(_("The table can't be read: %(error)s.") % {"error": error}) from error


def _xlsx(data: bytes, file_name: str) -> list[list[Any]]:
    from openpyxl import load_workbook

    require_modest(data, file_name)
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        sheet = book["codes"] if "codes" in book.sheetnames else book.worksheets[0]
        return [list(row) for row in sheet.iter_rows(values_only=True, max_row=MOST_ROWS + 1)]
    except DAMAGED as error:
        raise NotATable(
            _("The workbook can't be opened."), remedy=_("Save it again as .xlsx, or as CSV UTF-8.")
        ) from error


def match(
    table: Sequence[CodeRow], *, keys: Mapping[str, int], answers: Mapping[tuple[int, str], int],
    themes: Mapping[tuple[str, str], int], questions: Collection[str],
) -> Reading:  # fmt: skip
    """Match rows with what was given out: identifiers of that export only, themes of the frame only."""
    pairs: dict[tuple[int, int], None] = {}
    rejects: list[Reject] = []
    repeated = empty = 0
    known = {identifier.upper(): response for identifier, response in keys.items()}
    for row in table:
        named = [code for code in (part.strip() for part in row.theme.split(";")) if code]
        if not named:
            empty += 1
            continue
        if fault := _fault(row, known, answers, questions):
            rejects.append(fault)
            continue
        if unknown := [code for code in named if (row.question, code) not in themes]:
            said = _("“%(v)s” is no theme of the frame") % {"v": unknown[0][:60]}
            rejects.append(Reject(row.row, "theme", unknown[0][:60], said))
            continue
        answer = answers[known[row.identifier.upper()], row.question]
        for code in named:
            pair = (answer, themes[row.question, code])
            repeated += pair in pairs
            pairs[pair] = None
    return Reading(len(table), list(pairs), rejects, repeated, empty)


def _fault(
    row: CodeRow, known: Mapping[str, int], answers: Mapping[tuple[int, str], int], questions: Collection[str]
) -> Reject | None:
    if row.identifier.upper() not in known:
        said = _("“%(v)s” is no identifier of this export") % {"v": row.identifier[:40]}
        return Reject(row.row, "id", row.identifier[:40], said)
    if row.question not in questions:
        said = _("“%(v)s” is no question of this export") % {"v": row.question[:40]}
        return Reject(row.row, "question", row.question[:40], said)
    if (known[row.identifier.upper()], row.question) not in answers:
        return Reject(row.row, "id", row.identifier, _("this person gave no answer to that question"))
    return None
