"""Files to test readers with: workbooks that are cut short, altered or of another make."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence

Alter = Callable[[str, bytes], bytes]


def workbook(rows: Sequence[Sequence[object]], alter: Alter | None = None) -> bytes:
    """One sheet of these rows as .xlsx. `alter` may change any of its parts by name."""
    from openpyxl import Workbook

    book = Workbook()
    for row in rows:
        book.worksheets[0].append(list(row))
    out = io.BytesIO()
    book.save(out)
    return _altered(out.getvalue(), alter) if alter else out.getvalue()


def _altered(content: bytes, alter: Alter) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as after:
        for name in before.namelist():
            after.writestr(name, alter(name, before.read(name)))
    return out.getvalue()


def _cut(part: str) -> Alter:
    return lambda name, data: data[: len(data) // 2] if name.endswith(part) else data


def _in_sheet(old: bytes, new: bytes) -> Alter:
    return lambda name, data: data.replace(old, new) if name.endswith("sheet1.xml") else data


DAMAGES: dict[str, Alter] = {
    "the sheet is cut short": _cut("sheet1.xml"),
    "the workbook is cut short": _cut("xl/workbook.xml"),
    "the styles are cut short": _cut("styles.xml"),
    "a number is no number": _in_sheet(b"<v>475600</v>", b"<v>abc</v>"),
    "a row has no number": _in_sheet(b'r="A2"', b'r="2A"'),
}
"""Each makes a workbook, in which 475600 stands somewhere, one that cannot be read to its end."""
