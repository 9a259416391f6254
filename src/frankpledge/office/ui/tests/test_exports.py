"""What is taken away can be read by any program, and is run by none."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime

import pytest
from openpyxl import load_workbook

from frankpledge.office.ui import exports

ROWS = [
    ["=HYPERLINK(1)", -3, None, date(2025, 6, 2)],
    ["+44", 0.5, True, datetime(2025, 6, 2, 12, tzinfo=UTC)],
    ["a, “b”", 1, "-x", ""],
]


def test_a_csv_has_a_header_iso_dates_and_no_formula():
    text = exports.csv_bytes(["Name", "Number", "Maybe", "Day"], ROWS).decode("utf-8")
    assert not text.startswith("\ufeff")
    read = list(csv.reader(io.StringIO(text)))
    assert read[0] == ["Name", "Number", "Maybe", "Day"]
    assert read[1] == ["'=HYPERLINK(1)", "-3", "", "2025-06-02"]
    assert read[2][0] == "'+44"
    assert read[3] == ["a, “b”", "1", "'-x", ""]


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_workbook_keeps_text_as_text_and_says_what_it_is():
    data = exports.xlsx_bytes("Actions: all", ["Name", "Number", "Maybe", "Day"], ROWS, {"Made": date(2025, 6, 2)})
    book = load_workbook(io.BytesIO(data))
    first, second = book.worksheets
    assert first.title == "Actions all"
    assert first["A2"].value == "=HYPERLINK(1)"
    assert first["A2"].data_type == "s"
    assert first["B2"].value == -3
    assert [cell.value for cell in second[1]] == ["Made", "2025-06-02"]


def test_columns_are_as_wide_as_what_they_hold_and_counts_have_no_point():
    long = "word " * 40
    data = exports.xlsx_bytes("Figures", ["Name", "Long"], [["a name of thirty signs or more", long]], {})
    sheet = load_workbook(io.BytesIO(data)).worksheets[0]
    assert sheet.column_dimensions["A"].width > 30
    assert sheet.column_dimensions["B"].width == exports.WIDEST
    assert sheet["B2"].alignment.wrap_text
    assert exports.csv_bytes(["Value"], [[50.0], [6.25]]).decode() == "Value\r\n50\r\n6.25\r\n"
