"""Thirty and more broken exports: each is reported with file, row, column, reason and remedy; nothing is half in.

A file that is broken as a whole brings nothing in. A file with a bad row brings in the good ones, whole, and names the
bad one.
"""

from __future__ import annotations

import csv
import gzip
import io
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import Workbook

from frankpledge.office.consultation import queries
from frankpledge.office.consultation.importers import import_responses, mapping_from
from frankpledge.office.consultation.models import Answer, Consultation, Response, ResponseImport, Upload
from frankpledge.office.errors import BadInput
from frankpledge.office.people.testing import signed_in
from frankpledge.office.record.models import AuditEntry
from frankpledge.office.sources.workbooks import MOST_UNPACKED

from .conftest import NOON, OPERATOR

MAPPING = """
section: residents
columns: {id: Response ID, sent_at: Submitted}
sent_at_format: "%d/%m/%Y %H:%M"
questions:
  matters: What matters?
  safe: {column: "Safe?", values: {"Very": yes, "Hardly": no}}
  seen: {column: Seen, separator: ";"}
"""
HEADER = ["Response ID", "Submitted", "What matters?", "Safe?", "Seen"]
ONE, TWO = ["r1", "01/05/2026 09:30", "Parks", "Very", "Police"], ["r2", "02/05/2026 09:30", "Lights", "Hardly", "Fire"]


def table(*rows, encoding="utf-8", ends="\r\n", header=HEADER, **more) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator=ends, **more).writerows([header, *rows])
    return out.getvalue().encode(encoding)


def workbook(*rows, header=HEADER) -> bytes:
    book, out = Workbook(), io.BytesIO()
    for row in [header, *rows]:
        book.active.append(row)
    book.save(out)
    return out.getvalue()


def bomb() -> bytes:
    """A small archive of a workbook's shape that says it would unpack to more than any person keeps."""
    packed = bytearray(workbook(ONE))
    at = packed.find(b"PK\x01\x02")  # in the directory at its end, 24 bytes on, stands the size unpacked
    packed[at + 24 : at + 28] = (MOST_UNPACKED + 1).to_bytes(4, "little")
    return bytes(packed)


def without(part: str) -> bytes:
    """A workbook that lacks a part."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook(ONE))) as whole, zipfile.ZipFile(out, "w") as less:
        for name in whole.namelist():
            if part not in name:
                less.writestr(name, whole.read(name))
    return out.getvalue()


def with_sheet(xml: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook(ONE))) as whole, zipfile.ZipFile(out, "w") as other:
        for name in whole.namelist():
            other.writestr(name, xml if name.endswith("sheet1.xml") else whole.read(name))
    return out.getvalue()


def changed(row: list[str], **cells: str) -> list[str]:
    places = {"id": 0, "sent": 1, "matters": 2, "safe": 3, "seen": 4}
    return [cells.get(next(name for name, at in places.items() if at == n), cell) for n, cell in enumerate(row)]


WHOLE = {
    "empty file": ("a.csv", b"", "is empty"),
    "spaces only": ("a.csv", b" \r\n \r\n", "is empty"),
    "not utf-8": ("a.csv", table(changed(ONE, matters="café"), encoding="cp1252"), "row 2 holds other bytes.*cp1252"),
    "utf-16 without its mark": ("a.csv", table(ONE, encoding="utf-16-le"), "zero characters.*utf-16-le"),
    "a quotation mark never closed": ("a.csv", table(ONE) + b'r2,02/05/2026 09:30,"Lights,Very,\r\n' + table(TWO),
                                      "row 3 on: a quotation mark is never closed.*Close it"),
    "a cell of ten megabytes": ("a.csv", table(changed(ONE, matters="x" * 10_000_000)), "row 2.*1,000,000 characters"),
    "a column is missing": ("a.csv", table(ONE[:4], header=HEADER[:4]), "no column “Seen”.*found: “Response ID”"),
    "a column stands twice": ("a.csv", table([*ONE, "Fire"], header=[*HEADER, "Seen"]), "more than one column “Seen”"),
    "another delimiter": ("a.csv", table(ONE, delimiter=";"), "no column.*Columns found: “Response ID;Submitted"),
    "no headings": ("a.csv", b"\r\n".join(table(ONE, TWO).split(b"\r\n")[1:]), "no column “Response ID”"),
    "a web page": ("a.csv", b"<!DOCTYPE html><title>Sign in</title>", "web page.*sign in there first"),
    "a pdf": ("a.csv", b"%PDF-1.7 ...", "document or a web page"),
    "a spreadsheet called csv": ("a.csv", workbook(ONE), "rename it to end with .xlsx"),
    "text called xlsx": ("a.xlsx", table(ONE), "rename it to end with .csv"),
    "an old spreadsheet": ("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old kind.*save it as .xlsx"),
    "a spreadsheet cut short": ("a.xlsx", workbook(ONE)[:-200], "cannot be read|can be read.*cut short"),
    "a spreadsheet without its sheet": ("a.xlsx", without("sheet1.xml"), "has no sheet.*export it again"),
    "a spreadsheet with broken parts": ("a.xlsx", with_sheet(b"<worksheet><sheetData><row"), "can be read"),
    "a zip bomb": ("a.xlsx", bomb(), "too large to be opened"),
    "gzip cut short": ("a.csv.gz", gzip.compress(table(ONE))[:-12], "damaged: it cannot be unpacked"),
    "a binary file": ("a.csv", bytes(range(256)) * 40, "not text in UTF-8|zero characters"),
    "an encoding that there is not": ("a.csv", table(ONE), "no encoding “klingon”"),
}  # fmt: skip


@pytest.mark.parametrize("name", WHOLE)
def test_a_broken_file_is_refused_whole_with_its_name_and_a_remedy(opened, tmp_path, name):
    file_name, content, words = WHOLE[name]
    path = tmp_path / file_name
    path.write_bytes(content)
    mapping = MAPPING + ("encoding: klingon\n" if "klingon" in words else "")
    with pytest.raises(BadInput, match=f"(?s){words}") as refused:
        bring_in(opened, path, mapping)
    if "encoding" not in words:
        assert file_name.removesuffix(".gz") in refused.value.message
    assert nothing_came_in()


def bring_in(opened, path, mapping=MAPPING, **more):
    given = {"mapping": mapping_from(mapping), "path": path, "by": OPERATOR, "now": NOON} | more
    return import_responses(consultation=opened.consultation, **given)


def nothing_came_in() -> bool:
    return not (
        Response.objects.exists()
        or Answer.objects.exists()
        or ResponseImport.objects.exists()
        or AuditEntry.objects.filter(verb="responses imported").exists()
    )


BAD = ["bad", "03/05/2026 09:30", "Speed", "Very", "Fire"]
ROWS = {
    "a date that is none": (changed(BAD, sent="31/02/2026 09:30"), "Submitted", "cannot be read as"),
    "a date in another order": (changed(BAD, sent="05/31/2026 09:30"), "Submitted", "cannot be read as"),
    "a date to come": (changed(BAD, sent="03/05/2027 09:30"), "Submitted", "lies in the future"),
    "a date of long ago": (changed(BAD, sent="03/05/1899 09:30"), "Submitted", "before the year 2000"),
    "a year of five digits": (changed(BAD, sent="03/05/20260 09:30"), "Submitted", "cannot be read as"),
    "no date": (changed(BAD, sent=""), "Submitted", "cannot be read as"),
    "an unknown choice": (changed(BAD, safe="Sometimes"), "Safe?", "“Sometimes” is not one of the answers"),
    "an unknown choice among several": (changed(BAD, seen="Fire; Elvis"), "Seen", "“Elvis” is not one of the answers"),
    "a formula as a choice": (changed(BAD, safe='=HYPERLINK("http://x")'), "Safe?", "is not one of the answers"),
    "one respondent repeated": (changed(BAD, id="r1"), "Response ID", "stands in row 2 already"),
    "no identifier": (changed(BAD, id=" "), "Response ID", "no identifier"),
    "an endless identifier": (changed(BAD, id="9" * 121), "Response ID", "more than 120 characters"),
    "too few cells": (BAD[:4], "", "has 4 cells; the header has 5"),
    "too many cells": ([*BAD, "more"], "", "has 6 cells; the header has 5"),
    "nothing answered": (["bad", "03/05/2026 09:30", "", "", ""], "", "answers none of the questions"),
    "an answer that is too long": (changed(BAD, matters="x" * 10_001), "What matters?", "10001 characters"),
}  # fmt: skip


@pytest.mark.parametrize("name", ROWS)
def test_a_bad_row_is_named_and_the_good_ones_come_in_whole(opened, tmp_path, name):
    row, column, words = ROWS[name]
    path = tmp_path / "a.csv"
    path.write_bytes(table(ONE, row, TWO))
    summary = bring_in(opened, path)
    assert (summary.read, summary.imported, summary.rejected) == (3, 2, 1)
    (reject,) = summary.rejects
    assert (reject.file, reject.row, reject.column) == ("a.csv", 3, column)
    assert words in reject.reason
    assert set(Response.objects.values_list("external_id", flat=True)) == {"r1", "r2"}
    assert Answer.objects.count() == 6
    listed = list(csv.reader(Path(summary.rejects_file).read_text(encoding="utf-8").splitlines()))
    assert listed[1][:3] == ["a.csv", "3", column]
    assert not any(cell.startswith(("=", "+", "@")) for line in listed for cell in line)


FINE = {
    "a mark of utf-8": table(ONE, TWO, encoding="utf-8-sig"),
    "utf-16 with its mark": table(ONE, TWO, encoding="utf-16"),
    "mixed line ends": table(ONE, TWO, ends="\n").replace(b"\n", b"\r\n", 1),
    "old line ends": table(ONE, TWO, ends="\r"),
    "blank lines": table(ONE, [], [], TWO),
    "spaces around headings": table(ONE, TWO, header=[f"  {name} " for name in HEADER]),
    "zero characters in a cell": table(ONE, changed(TWO, matters="Lights\x00")),
    "line ends and quotes within cells": table(changed(ONE, matters='Parks,\r\n"lights"'), TWO),
    "formulas as words": table(changed(ONE, matters='=HYPERLINK("http://x","y")'), changed(TWO, matters="@SUM(A1)")),
    "header only": table(),
}


@pytest.mark.parametrize("name", FINE)
def test_what_is_only_odd_is_read(opened, tmp_path, name):
    path = tmp_path / "a.csv"
    path.write_bytes(FINE[name])
    summary = bring_in(opened, path)
    assert summary.rejects == []
    assert summary.imported == (0 if name == "header only" else 2)


def test_formulas_of_a_spreadsheet_stay_words_and_every_export_hands_them_out_as_words(
    opened, policy_officer, tmp_path, monkeypatch
):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON)
    path = tmp_path / "a.csv"
    path.write_bytes(table(changed(ONE, matters='=HYPERLINK("http://x","y")'), changed(TWO, matters="+1 for parks")))
    bring_in(opened, path)
    client: Client = signed_in(policy_officer)
    base = "/staff/consultations/plan-2026/"
    for address in (f"{base}answers.csv", f"{base}received.csv"):
        rows = list(csv.reader(io.StringIO(client.get(address).content.decode())))
        assert len(rows) >= 3
        assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "@", "\t"))], address
    for address in (f"{base}answers.xlsx", f"{base}received.xlsx"):
        with zipfile.ZipFile(io.BytesIO(client.get(address).content)) as book:
            assert b"<f>" not in b"".join(book.read(name) for name in book.namelist() if "sheet" in name), address


def test_late_rows_are_turned_away_or_marked_as_the_office_has_set(opened, tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes(table(ONE, changed(BAD, sent="01/06/2026 00:00")))
    later = NOON + timedelta(days=60)
    summary = bring_in(opened, path, now=later)
    assert summary.rejects[0].reason.startswith("It was sent after the consultation had closed")
    Consultation.objects.update(late_rule="mark")
    opened.consultation = queries.consultation("plan-2026")
    assert bring_in(opened, path, now=later).imported == 1
    assert dict(Response.objects.values_list("external_id", "late")) == {"r1": False, "bad": True}


@pytest.mark.parametrize(
    ("mapping", "words"),
    [
        ("a: &a [x]\nquestions: *a", "stands for something written elsewhere"),
        ("questions: " + "[" * 60, "more than 20 deep"),
        ("questions: {matters: {column: A, rows: {x: B}}}", "names no column"),
        ("questions: {safe: {columns: {A: yes}}}", "takes one answer"),
        ("questions: {seen: {columns: {A: elvis}}}", "does not offer “elvis”"),
        ("questions: {matters: A}\nheader_rows: 3", "whole number from 1 to 2"),
        ("questions: {matters: A}\nheader_row: ²", "whole number"),
    ],
)
def test_a_broken_mapping_is_refused(opened, tmp_path, mapping, words):
    path = tmp_path / "a.csv"
    path.write_bytes(table(ONE, header=["Response ID", "Submitted", "What matters?", "A", "B"]))
    with pytest.raises(BadInput, match=words):
        bring_in(opened, path, "section: residents\n" + mapping)
    assert nothing_came_in()


def test_the_page_says_what_is_wrong_with_each_file_and_keeps_nothing_of_it(opened, policy_officer, monkeypatch):
    """Without a mapping one is proposed: the same files never break the page."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON)
    client = signed_in(policy_officer)
    for name, (file_name, content, _words) in WHOLE.items():
        sent = {"responses": SimpleUploadedFile(file_name, content)}
        page = client.post("/staff/consultations/plan-2026/import/", sent)
        assert page.status_code in (302, 422), name
        if page.status_code == 302:
            assert client.get(page.url).status_code == 200, name
            assert client.post(page.url, {"act": "drop"}).status_code == 302, name
    assert nothing_came_in()
    assert not Upload.objects.exclude(state="dropped").exists()


def test_two_rows_of_headings_of_which_one_is_missing_say_so_by_their_columns(opened, tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes(table(ONE, TWO))
    with pytest.raises(BadInput, match=r"no column “Submitted”|Columns found"):
        bring_in(opened, path, MAPPING + "header_rows: 2\n")
    assert nothing_came_in()
