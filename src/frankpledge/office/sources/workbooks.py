"""Spreadsheets that strangers made: looked at before they are opened, since a small file can unpack to gigabytes."""

from __future__ import annotations

import io
import zipfile
import zlib
from pathlib import Path

from django.utils.translation import gettext as _

from frankpledge.office.errors import BadInput

MOST_MEMBERS = 2_000
MOST_UNPACKED = 400_000_000
MOST_COLUMNS = 1_000
MOST_EMPTY_ROWS = 10_000
"""A sheet ends where so many rows in a row are empty: one stray cell in the last row makes a million of them."""

DAMAGED = (
    zipfile.BadZipFile, zlib.error, SyntaxError, EOFError, KeyError, IndexError, TypeError, AttributeError, ValueError,
    OSError, RuntimeError,
)  # fmt: skip
"""What openpyxl lets through, on opening a workbook or in the middle of a sheet, when parts of it are missing, cut
short, locked or of another make. Broken XML is a SyntaxError, whichever parser reads it."""


class TooLarge(BadInput):
    """The spreadsheet would unpack to more than any that a person keeps."""


def require_modest(content: bytes | Path, name: str, *, most: int = MOST_UNPACKED) -> None:
    """Refuse a spreadsheet that unpacks to more than `most` bytes; what is no archive at all is the reader's to refuse.

    Raises:
        TooLarge: it is larger, or holds thousands of files.
    """
    try:
        with zipfile.ZipFile(content if isinstance(content, Path) else io.BytesIO(content)) as archive:
            sizes = [member.file_size for member in archive.infolist()]
    except (zipfile.BadZipFile, OSError):
        return
    if len(sizes) > MOST_MEMBERS or sum(sizes) > most:
        raise TooLarge(
            _("%(name)s is too large to be opened as a spreadsheet.") % {"name": name},
            remedy=_("Save it as CSV, or delete the sheets that are not needed."),
        )
