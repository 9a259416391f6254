"""A translation that somebody typed into the .xlsx or .csv that the page of translations gives out."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from frankpledge.office.consultation import use_cases
from frankpledge.office.consultation.models import Consultation
from frankpledge.office.consultation.texts import every_part
from frankpledge.office.errors import BadInput
from frankpledge.office.people.duties import Actor
from frankpledge.office.sources.workbooks import DAMAGED, require_modest
from frankpledge.office.ui.exports import RUN_BY_SPREADSHEETS

LARGEST = 5_000_000
COLUMNS = ("path", "original", "translation")


class NotATranslation(BadInput):
    """The file as a whole cannot be read; nothing of it was taken."""

    field = "file"


@dataclass(frozen=True)
class Left:
    """A row that was left out, and why."""

    row: int
    path: str
    reason: str


@dataclass(frozen=True)
class Taken:
    """What became of a file: how many texts changed, how many rows said nothing new, and those left out."""

    rows: int
    changed: int
    left: Sequence[Left]


def import_translation(
    *, consultation: Consultation, language: str, file_name: str, data: bytes, by: Actor, now: datetime
) -> Taken:
    """Take over the texts of a file. Rows of texts that were changed meanwhile, or that are not there, are left out.

    Raises:
        NotATranslation: it is no such table, or in another encoding than UTF-8.
        NotALanguage, TextTooLong.
    """
    parts = {part.path: part.words for part in every_part(consultation)}
    texts: dict[str, str] = {}
    left: list[Left] = []
    read = 0
    for number, path, original, text in _rows(file_name, data):
        read += 1
        if path not in parts:
            left.append(Left(number, path, _("the questionnaire has no such text")))
        elif _squeezed(original) != _squeezed(parts[path]):
            left.append(Left(number, path, _("the original was changed since the file was made")))
        elif path in texts:
            left.append(Left(number, path, _("it stands in the file twice")))
        elif text.strip():
            texts[path] = _unguarded(text)
    changed = use_cases.save_translation(consultation=consultation, language=language, texts=texts, by=by, now=now)
    return Taken(read, changed, left)


def _unguarded(text: str) -> str:
    """Without the apostrophe that keeps a spreadsheet from running a text."""
    return text[1:] if text[:1] == "'" and text[1:].startswith(RUN_BY_SPREADSHEETS) else text


def _squeezed(text: str) -> str:
    return " ".join(_unguarded(text).split())


def _rows(file_name: str, data: bytes) -> Iterator[tuple[int, str, str, str]]:
    if len(data) > LARGEST:
        raise NotATranslation(_("%(name)s is larger than 5 MB.") % {"name": file_name})
    rows = _xlsx(file_name, data) if file_name.casefold().endswith(".xlsx") else _csv(file_name, data)
    header = [cell.strip().casefold() for cell in rows[0]] if rows else []
    if absent := [name for name in COLUMNS if name not in header]:
        raise NotATranslation(
            _("%(name)s has no column “%(column)s”.") % {"name": file_name, "column": absent[0]},
            remedy=_("Take the file from the page of translations, and fill in its last column."),
        )
    places = [header.index(name) for name in COLUMNS]
    for number, row in enumerate(rows[1:], start=2):
        cells = [row[place] if place < len(row) else "" for place in places]
        if any(cell.strip() for cell in cells):
            yield number, cells[0].strip(), cells[1], cells[2]


def _csv(file_name: str, data: bytes) -> list[list[str]]:
    try:
        text = data.decode("utf-8-sig")
        sample = text.partition("\n")[0]
        delimiter = ";" if sample.count(";") > sample.count(",") else "\t" if "\t" in sample else ","
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except UnicodeDecodeError as error:
        raise NotATranslation(
            _("%(name)s is not in the encoding UTF-8.") % {"name": file_name},
            remedy=_("Save it as “CSV UTF-8”, or as .xlsx."),
        ) from error
    except csv.Error as error:
        raise NotATranslation(_("%(name)s is not a CSV file that can be read.") % {"name": file_name}) from error


def _xlsx(file_name: str, data: bytes) -> list[list[str]]:
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    require_modest(data, file_name)
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        return [["" if cell is None else str(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
    except (InvalidFileException, *DAMAGED) as error:
        raise NotATranslation(
            _("%(name)s is not a spreadsheet that can be read.") % {"name": file_name},
            remedy=_("Save it as .xlsx again."),
        ) from error
