"""Reading an export of a survey tool (.csv, .csv.gz or .xlsx), row by row, each with the number that a person sees."""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import re
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from frankpledge.office.errors import BadInput

from .mapping import ResponseMapping

LONGEST_CELL = 1_000_000
LARGEST_FILE = 200_000_000
MOST_ROWS = 500_000
ZIP, GZIP, OLD_EXCEL, PDF = b"PK\x03\x04", b"\x1f\x8b", b"\xd0\xcf\x11\xe0", b"%PDF"


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
    content = content_of(path)
    header, rows = table_of(content, path, mapping)
    _check_columns(header, mapping, path.name)
    return Export(path.name, hashlib.sha256(content).hexdigest(), header, rows)


def table_of(content: bytes, path: Path, mapping: ResponseMapping) -> tuple[list[str], list[Row]]:
    """The headings and the rows below them, as the mapping says where they stand. Raises NotATable."""
    rows = [row for row in raw_rows(content, path, mapping) if any(cell.strip() for cell in row.cells)]
    body = [row for row in rows if row.number >= mapping.header_row]
    if not body:
        raise NotATable(_("%(name)s holds no rows.") % {"name": path.name}, remedy=_("Export it again."))
    header = headings([row.cells for row in body[: mapping.header_rows]])
    return header, body[mapping.header_rows + mapping.skip_rows :]


def raw_rows(content: bytes, path: Path, mapping: ResponseMapping) -> Iterator[Row]:
    """Every row of the file, headings too. Raises NotATable."""
    name = path.name.casefold().removesuffix(".gz")
    spreadsheet = name.endswith((".xlsx", ".xlsm"))
    _refuse_other_kinds(content, path.name, spreadsheet=spreadsheet)
    if spreadsheet:
        from .sheets import xlsx_rows

        return iter(xlsx_rows(content, path.name, mapping))
    return _csv_rows(content, path, mapping)


def _refuse_other_kinds(content: bytes, name: str, *, spreadsheet: bool) -> None:
    """What a file is, is told by how it begins: many are sent under a name that says something else."""
    start = content[:512].lstrip()
    if content.startswith(OLD_EXCEL):
        raise NotATable(
            _("%(name)s is a spreadsheet of the old kind (.xls), or locked with a password.") % {"name": name},
            remedy=_("Open it, and save it as .xlsx or CSV without a password."),
        )
    if content.startswith(PDF) or start[:15].lower().startswith((b"<!doctype", b"<html", b"<?xml", b"{\\rtf")):
        raise NotATable(
            _("%(name)s is a document or a web page, not a table.") % {"name": name},
            remedy=_("Ask the survey tool for its export as CSV or Excel; you may have to sign in there first."),
        )
    if content.startswith(ZIP) and not spreadsheet:
        raise NotATable(
            _("%(name)s is packed like a spreadsheet or an archive, whatever its name says.") % {"name": name},
            remedy=_("If it is a spreadsheet, rename it to end with .xlsx; if an archive, unpack it first."),
        )
    if spreadsheet and content and not content.startswith(ZIP):
        raise NotATable(
            _("%(name)s is not a spreadsheet that can be read.") % {"name": name},
            remedy=_("If it is text, rename it to end with .csv; else export it again."),
        )


def content_of(path: Path) -> bytes:
    """The bytes, unpacked if they were packed. Raises NotATable."""
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise NotATable(_("%(name)s is larger than 200 MB.") % {"name": path.name}, remedy=_("Split it."))
        content = path.read_bytes()
        if path.name.casefold().endswith(".gz") or content.startswith(GZIP):
            with gzip.open(io.BytesIO(content)) as packed:
                content = packed.read(LARGEST_FILE + 1)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise NotATable(
            _("%(name)s is damaged: it cannot be unpacked.") % {"name": path.name}, remedy=_("Export it again.")
        ) from error
    except OSError as error:
        raise NotATable(_("%(name)s cannot be opened.") % {"name": path}, remedy=_("Check the path.")) from error
    if len(content) > LARGEST_FILE:
        raise NotATable(_("%(name)s is larger than 200 MB.") % {"name": path.name}, remedy=_("Split it."))
    if not content.strip():
        raise NotATable(_("%(name)s is empty: it holds no rows.") % {"name": path.name}, remedy=_("Export it again."))
    return content


def _csv_rows(content: bytes, path: Path, mapping: ResponseMapping) -> Iterator[Row]:
    text = decoded(content, path.name, mapping.encoding)
    before = csv.field_size_limit(LONGEST_CELL)
    reader, number, last = csv.reader(io.StringIO(text, newline=""), delimiter=mapping.delimiter), 1, 1
    try:
        for cells in reader:
            yield Row(number, cells)
            last, number = number, reader.line_num + 1
            if number > MOST_ROWS * 20:
                raise NotATable(_("%(name)s has too many lines.") % {"name": path.name}, remedy=_("Split it."))
    except csv.Error as error:
        raise NotATable(
            _("%(name)s cannot be read from row %(row)s on: %(error)s.")
            % {"name": path.name, "row": number, "error": _csv_words(error)},
            remedy=_("Look for a quotation mark that is never closed."),
        ) from error
    finally:
        csv.field_size_limit(before)
    _refuse_open_quote(text, last, path.name)


def _csv_words(error: csv.Error) -> str:
    if "field larger" in str(error):
        return _("a cell holds more than %(most)s characters") % {"most": f"{LONGEST_CELL:,}"}
    return str(error)


def _refuse_open_quote(text: str, last: int, name: str) -> None:
    """A quotation mark that is never closed swallows every row after it without a word: the last row tells."""
    lines = re.split(r"\r\n|\n|\r", text)
    if sum(line.count('"') for line in lines[last - 1 :]) % 2:
        raise NotATable(
            _("%(name)s cannot be read from row %(row)s on: a quotation mark is never closed.")
            % {"name": name, "row": last},
            remedy=_("Close it in that row, or export the file again."),
        )


def decoded(content: bytes, name: str, encoding: str) -> str:
    """The bytes as text. Raises NotATable, with the row in which other bytes stand."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")) and encoding in ("utf-8-sig", "utf-8"):
        encoding = "utf-16"
    try:
        text = content.decode(encoding)
    except LookupError as error:
        raise NotATable(_("There is no encoding “%(encoding)s”.") % {"encoding": encoding}) from error
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise NotATable(
            _("%(name)s is not text in %(encoding)s: row %(line)s holds other bytes.")
            % {"name": name, "encoding": encoding.removesuffix("-sig").upper(), "line": line},
            remedy=_("Save it as “CSV UTF-8”, or add “encoding: cp1252” to the mapping."),
        ) from error
    if text[:4096].count("\x00") > 16:
        raise NotATable(
            _("%(name)s is not text: it holds zero characters.") % {"name": name},
            remedy=_("Save it as “CSV UTF-8”; if it is text in UTF-16, add “encoding: utf-16-le” to the mapping."),
        )
    return text.removeprefix("\ufeff")


def headings(rows: Sequence[Sequence[str]]) -> list[str]:
    """What each column is called: two rows of headings are joined, and columns called alike are told apart.

    Over several columns of one question the upper row holds its words only once; it is carried on to the right.
    """
    upper = [tidy_heading(cell) for cell in rows[0]]
    if len(rows) == 1:
        return told_apart(upper)
    lower = [tidy_heading(cell) for cell in rows[1]]
    width, above, found = max(len(upper), len(lower)), "", []
    for at in range(width):
        own = upper[at] if at < len(upper) else ""
        below = lower[at] if at < len(lower) else ""
        above = own or above
        found.append(_joined(above if below or own else "", below))
    return told_apart(found)


WITHOUT_MEANING = ("response", "open-ended response", "answer", "value")


def _joined(above: str, below: str) -> str:
    if not below or below.casefold() in WITHOUT_MEANING or below == above:
        return above
    return f"{above}: {below}" if above else below


def tidy_heading(text: str) -> str:
    """A heading in one line, without the marks and tags that tools leave in it."""
    return " ".join(re.sub(r"</?[a-zA-Z][^<>]{0,200}>", " ", text).replace("\ufeff", "").replace("\x00", "").split())


def told_apart(names: Sequence[str]) -> list[str]:
    """Columns called alike get a number: the second is "Comments [2]"."""
    times, seen, found = Counter(name for name in names if name), Counter[str](), []
    for name in names:
        seen[name] += 1
        found.append(f"{name} [{seen[name]}]" if times[name] > 1 and seen[name] > 1 else name)
    return found


def _check_columns(header: Sequence[str], mapping: ResponseMapping, name: str) -> None:
    found = _("Columns found: %(columns)s.") % {"columns": "; ".join(f"“{column[:60]}”" for column in header[:60])}
    if missing := [column for column in mapping.columns_needed if column not in header]:
        raise NotATable(
            _("%(name)s has no column “%(missing)s”.") % {"name": name, "missing": "”, “".join(missing)}, remedy=found
        )
    named = set(mapping.columns_needed)
    if doubled := [one for one in mapping.columns_needed if f"{one} [2]" in header and f"{one} [2]" not in named]:
        raise NotATable(
            _("%(name)s has more than one column “%(doubled)s”.") % {"name": name, "doubled": "”, “".join(doubled)},
            remedy=_("Give each column a name of its own."),
        )
