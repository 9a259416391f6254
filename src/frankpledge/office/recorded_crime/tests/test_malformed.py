"""Forty files as they should not be: each is refused, or its bad rows are named with file, row, column and reason.

Beside each lies a good file, which always goes in; and what the sums say was read is imported, rejected or unchanged.
"""

from __future__ import annotations

import csv
import gzip
import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from frankpledge.office.recorded_crime import cube, importers
from frankpledge.office.recorded_crime.importers import street
from frankpledge.office.recorded_crime.queries import reconciliation
from frankpledge.office.sources import lines, store
from frankpledge.office.sources.models import Release

from .conftest import HEADER, LSOA, NOW, street_row

pytestmark = pytest.mark.django_db

ROW = street_row(force="Kent Police")
GOOD = street_row(month="2023-01")


def text(*rows: str, header: str = HEADER, end: str = "\n") -> bytes:
    return (end.join([header, *rows]) + end).encode()


def bad(**changes: str) -> bytes:
    """A file of three rows, of which the second is bad."""
    return text(ROW, street_row(**{"force": "Kent Police", **changes}), ROW)


def zipped(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in members.items():
            file.writestr(name, content)
    return out.getvalue()


def locked_zip() -> bytes:
    """A zip whose member says that it is encrypted."""
    whole = bytearray(zipped(**{"a-street.csv": text(ROW)}))
    whole[6] |= 1
    whole[whole.index(b"PK\x01\x02") + 8] |= 1
    return bytes(whole)


def bomb() -> bytes:
    """A few hundred kilobytes that unpack to more than any street file has."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file, file.open("a-street.csv", "w") as member:
        member.write(text(ROW))
        for _ in range(40):
            member.write(b"," * 1_000_000)
    return out.getvalue()


GZ, ZIP, CSV = "b.csv.gz", "b.zip", "b.csv"
# name → file name, bytes, words of the message: the whole file is refused.
REFUSED: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "nothing in it": (CSV, lambda: b"", "empty"),
    "blank lines only": (CSV, lambda: b"\n\n\n", "empty"),
    "a header and no rows": (CSV, lambda: text(), "no rows"),
    "a truncated gzip": (GZ, lambda: gzip.compress(text(*[ROW] * 500))[:-60], "damaged"),
    "a gzip with a wrong checksum": (GZ, lambda: gzip.compress(text(ROW))[:-8] + b"\0" * 8, "damaged"),
    "a gzip that is none": (GZ, lambda: text(ROW), "damaged"),
    "a zip that is none": (ZIP, lambda: b"PK\x03\x04 and nothing more", "damaged"),
    "a zip cut off": (ZIP, lambda: zipped(**{"a-street.csv": text(*[ROW] * 99)})[:-40], "damaged"),
    "a zip with a damaged member": (ZIP, lambda: _flipped(zipped(**{"a-street.csv": text(*[ROW] * 99)})), "damaged"),
    "a zip without a CSV": (ZIP, lambda: zipped(**{"readme.txt": b"nothing here"}), "damaged or holds no CSV"),
    "a zip under a password": (ZIP, locked_zip, "locked"),
    "a zip that leads out of its folder": (ZIP, lambda: zipped(**{"../../b-street.csv": text(ROW)}), "leads out"),
    "a zip with a path from the root": (ZIP, lambda: zipped(**{"/etc/b-street.csv": text(ROW)}), "leads out"),
    "a zip bomb": (ZIP, bomb, "larger than"),
    "a gzip bomb": (GZ, lambda: gzip.compress(text(ROW) + b"," * 40_000_000), "larger than"),
    "UTF-16": (CSV, lambda: text(ROW).decode().encode("utf-16"), "not UTF-8"),
    "UTF-16 without a mark": (CSV, lambda: text(ROW).decode().encode("utf-16-le"), "not UTF-8"),
    "a spreadsheet called CSV": (CSV, lambda: zipped(**{"xl/workbook.xml": b"<x/>"}), ""),
    "semicolons": (CSV, lambda: text(ROW).replace(b",", b";"), "lacks the columns"),
    "tabs": (CSV, lambda: text(ROW).replace(b",", b"\t"), "lacks the columns"),
    "a missing column": (CSV, lambda: text(ROW, header=HEADER.replace("LSOA code,", "")), 'the column "LSOA code"'),
    "no header": (CSV, lambda: f"{ROW}\n{ROW}\n".encode(), "lacks the columns"),
    "another kind of file": (CSV, lambda: b"Type,Date,Legislation\nPerson,2024-01-01,x\n", "lacks the columns"),
    "a page of a web site": (CSV, lambda: b"<!DOCTYPE html><html><body>Not found</body></html>", "lacks the columns"),
    "a line without an end": (CSV, lambda: text(ROW) + b"x" * 3_000_000, "Row 3 of the file has more than"),
    "rows all bad": (CSV, lambda: bad(month="2024-13").replace(b",2024-01,", b",2024-14,"), "None of its 3 rows"),
}  # fmt: skip
# name → bytes, column, words of the reason: the second row is turned away, the others go in.
REPORTED: dict[str, tuple[Callable[[], bytes], str, str]] = {
    "a thirteenth month": (lambda: bad(month="2024-13"), "Month", "not a month"),
    "a month of the future": (lambda: bad(month="2031-01"), "Month", "in the future"),
    "a month before there was anything": (lambda: bad(month="1999-01"), "Month", "before 2010-12"),
    "a day in place of a month": (lambda: bad(month="15/01/2024"), "Month", "not a month"),
    "swapped coordinates": (lambda: bad(lon="52.24", lat="-0.89"), "Longitude", "impossible"),
    "coordinates of the grid": (lambda: bad(lon="475000", lat="260000"), "Longitude", "impossible"),
    "a decimal comma": (lambda: bad(lon='"-0,89"'), "Longitude", "not a number"),
    "one coordinate only": (lambda: bad(lat=""), "Latitude", "empty, though"),
    "a doubled header": (lambda: text(ROW, HEADER, ROW), "Month", "not a month"),
    "a NUL character": (lambda: bad(lsoa="E010\x0027020"), "", "NUL"),
    "NULs in a name": (lambda: text(ROW, ROW.replace("Mill R", "Mill\0R"), ROW), "", "NUL"),
    "Latin letters in another encoding": (lambda: _latin(), "", "not UTF-8"),
    "a quotation mark never closed": (lambda: bad(lsoa='"E01'), "", "quotation mark"),
    "a quotation mark astray": (lambda: bad(lsoa='E"01"'), "", "quotation mark"),
    "too few fields": (lambda: text(ROW, "a,b,c", ROW), "", "12 fields expected, 3 found"),
    "too many fields": (lambda: text(ROW, f"{ROW},,,", ROW), "", "15 found"),
    "a row cut off by the end": (lambda: text(ROW, ROW[:70], ROW), "", "fields expected"),
    "no force": (lambda: bad(force=""), "Reported by", "empty"),
    "no type": (lambda: bad(kind=""), "Crime type", "empty"),
    "words in place of a number": (lambda: bad(lon="west"), "Longitude", "not a number"),
}  # fmt: skip
# Odd, and right: nothing is turned away.
TAKEN: dict[str, Callable[[], bytes]] = {
    "a byte order mark": lambda: b"\xef\xbb\xbf" + text(ROW, ROW),
    "line ends of Windows": lambda: text(ROW, ROW, end="\r\n"),
    "line ends of both kinds": lambda: text(ROW, ROW).replace(b"\n", b"\r\n", 1),
    "everything in quotation marks": lambda: _quoted(text(ROW, ROW)),
    "columns in another order": lambda: _turned(text(ROW, ROW)),
    "a column more": lambda: text(*[f"{ROW},x"] * 2, header=f"{HEADER},Note"),
    "blank lines between": lambda: text(ROW, "", "   ", ROW),
    "spaces around": lambda: text(ROW, ROW.replace(LSOA, f" {LSOA} ")),
    "another letter case": lambda: text(ROW, ROW.replace("Burglary", "BURGLARY"), header=HEADER.upper()),
    "a code that nobody knows": lambda: text(ROW, ROW.replace(LSOA, "E99999999")),
}


def _flipped(content: bytes) -> bytes:
    middle = 80
    return content[:middle] + bytes([content[middle] ^ 0xFF]) + content[middle + 1 :]


def _latin() -> bytes:
    return text(ROW) + ROW.replace("Mill", "M\xfchl").encode("latin-1") + f"\n{ROW}\n".encode()


def _quoted(content: bytes) -> bytes:
    rows = csv.reader(content.decode().splitlines())
    out = io.StringIO()
    csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(rows)
    return out.getvalue().encode()


def _turned(content: bytes) -> bytes:
    return "".join(",".join(reversed(line.split(","))) + "\n" for line in content.decode().splitlines()).encode()


@pytest.fixture
def small_limits(monkeypatch):
    """Bombs and endless lines of a size that a test can afford."""
    monkeypatch.setattr(street, "LARGEST_FILE", 30_000_000)
    monkeypatch.setattr(lines, "LONGEST_LINE", 2_000_000)
    monkeypatch.setattr(lines, "BLOCK_BYTES", 1_000_000)


@pytest.fixture
def bring_in(tmp_path: Path, operator, small_limits):
    def go(name: str, content: bytes) -> importers.ImportSummary:
        folder = tmp_path / "in"
        folder.mkdir()
        (folder / name).write_bytes(content)
        (folder / "good.csv").write_bytes(text(GOOD))
        summary = importers.import_crimes([folder / name, folder / "good.csv"], by=operator, now=NOW)
        assert summary.read == summary.imported + summary.rejected + summary.unchanged
        assert summary.files[-1].status == "imported"
        assert cube.check() == []
        assert reconciliation.reconciliation().faults == ()
        assert not list(store.home().root.glob(".incoming-*"))
        assert sorted(path.name for path in tmp_path.iterdir()) == ["home", "in"]
        return summary

    return go


def rejects_of(summary: importers.ImportSummary) -> list[dict[str, str]]:
    if not summary.rejects_file:
        return []
    return list(csv.DictReader(Path(summary.rejects_file).read_text(encoding="utf-8").splitlines()))


def test_there_are_forty_of_them():
    assert len(REFUSED) + len(REPORTED) >= 40


@pytest.mark.parametrize("what", REFUSED)
def test_a_file_that_cannot_be_used_is_refused_with_the_reason_and_the_other_goes_in(bring_in, what):
    name, content, words = REFUSED[what]
    summary = bring_in(name, content())
    [refused] = summary.refused
    assert words in refused.message
    assert refused.file.startswith("b.")
    assert refused.remedy
    assert Release.objects.count() == 1
    assert len(rejects_of(summary)) == refused.rejected


@pytest.mark.parametrize("what", REPORTED)
def test_a_bad_row_is_named_with_file_row_column_and_reason_and_the_others_go_in(bring_in, what):
    content, column, reason = REPORTED[what]
    summary = bring_in(CSV, content())
    assert (summary.read, summary.imported, summary.rejected) == (4, 3, 1)
    [row] = rejects_of(summary)
    assert (row["file"], row["row"], row["column"]) == ("b.csv", "3", column)
    assert reason in row["reason"]


@pytest.mark.parametrize("what", TAKEN)
def test_what_is_odd_and_right_goes_in_whole(bring_in, what):
    summary = bring_in(CSV, TAKEN[what]())
    assert (summary.read, summary.imported, summary.rejected) == (3, 3, 0)
    assert Release.objects.get(covers="Kent Police/2024-01").facts["crimes"] == 2


def test_a_line_of_a_hundred_megabytes_is_refused_and_the_other_file_goes_in(tmp_path, operator):
    (tmp_path / "b.csv").write_bytes(text(ROW) + b"x" * 100_000_000 + b"\n")
    (tmp_path / "good.csv").write_bytes(text(GOOD))
    summary = importers.import_crimes([tmp_path / "b.csv", tmp_path / "good.csv"], by=operator, now=NOW)
    assert [file.status for file in summary.files] == ["refused", "imported"]
    assert summary.refused[0].message == "Row 3 of the file has more than 64 MB."
