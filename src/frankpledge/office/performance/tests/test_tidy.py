"""Files of figures: good rows go in, and each bad one is named with its column and reason."""

from __future__ import annotations

import io
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from frankpledge.office.errors import BadInput
from frankpledge.office.performance import importers, tidy
from frankpledge.office.performance.tidy import KnownMeasure

KNOWN = {
    "officers": KnownMeasure("officers", "year", "count", typed=True),
    "calls": KnownMeasure("calls", "month", "count", typed=True),
    "per-head": KnownMeasure("per-head", "quarter", "rate", typed=True),
    "burglary": KnownMeasure("burglary", "month", "count", typed=False),
}
HEADER = ",".join(tidy.COLUMNS)


def read(*lines: str, header: str = HEADER):
    return tidy.check(tidy.read("\n".join([header, *lines]).encode(), "figures.csv"), KNOWN)


def test_a_good_row_becomes_a_figure_with_its_source():
    entries, faults = read('officers,2018,"1,213.16",,,,,Home Office workforce tables,Table H3')
    assert faults == []
    figure = entries[0].figure
    assert (figure.period, figure.value, figure.status) == ("2018", 1213.16, "final")
    assert figure.source_note == "Home Office workforce tables. Table H3"


@pytest.mark.parametrize(
    ("line", "column", "reason"),
    [
        ("nonsense,2018,1,,,,,S,", "measure", "no measure has this code"),
        ("burglary,2024-01,1,,,,,S,", "measure", "computed from imported files"),
        ("officers,2018-01,1,,,,,S,", "period", "YYYY, like 2025"),
        ("calls,2018-13,1,,,,,S,", "period", "YYYY-MM"),
        ("officers,2018,many,,,,,S,", "value", "not a number"),
        ("officers,2018,12%,,,,,S,", "value", "not a number"),
        ("officers,2018,nan,,,,,S,", "value", "not a number"),
        ("officers,2018,inf,,,,,S,", "value", "not a number"),
        ("officers,2018,-3,,,,,S,", "value", "below zero"),
        ("officers,2018,,,,,,S,", "value", "empty"),
        ("officers,2018,,,,missing,,S,", "reason", "why the figure is missing"),
        ("officers,2018,0,,,missing,lost,S,", "value", "leave it empty"),
        ("officers,2018,1,,,guessed,,S,", "status", "must be one of"),
        ("officers,2018,1,,,,,,", "source", "who published"),
        ("per-head,2018-Q1,5,10,0,,,S,", "denominator", "more than zero"),
        ("per-head,2018-Q1,5,10,1000,,,S,", "value", "÷ denominator"),
    ],
)
def test_a_bad_row_is_named_by_row_column_and_reason(line, column, reason):
    entries, faults = read("officers,2017,1,,,,,S,", line)
    assert [entry.row for entry in entries] == [2]
    assert (faults[0].row, faults[0].column) == (3, column)
    assert reason in faults[0].reason


def test_a_row_that_repeats_another_is_turned_away():
    _entries, faults = read("officers,2017,1,,,,,S,", "officers,2017,2,,,,,S,")
    assert "row 2 already" in faults[0].reason


def test_a_missing_figure_needs_its_reason_and_has_no_value():
    entries, faults = read("officers,2018,,,,missing,the table was withdrawn,S,")
    assert not faults
    assert entries[0].figure.value is None
    assert entries[0].figure.reason == "the table was withdrawn"


def test_a_rate_is_worked_out_from_its_parts():
    entries, _faults = read("per-head,2018-Q1,,10,1000,,,S,")
    assert entries[0].figure.value == 10.0


def test_a_file_without_a_needed_column_is_refused_whole_with_what_was_found():
    with pytest.raises(BadInput, match=r"lacks the column\(s\) source.*Found: measure, period, value"):
        read("officers,2018,1", header="measure,period,value")


def test_a_file_of_another_kind_is_refused():
    with pytest.raises(BadInput, match=r"neither a \.csv nor an \.xlsx"):
        tidy.read(b"x", "figures.pdf")
    with pytest.raises(BadInput, match=r"cannot be read as an \.xlsx"):
        tidy.read(b"x", "figures.xlsx")
    with pytest.raises(BadInput, match="not a text file"):
        tidy.read(b"\x00\x01", "figures.csv")


def test_semicolons_and_windows_letters_are_understood():
    content = "measure;period;value;source\nofficers;2018;5;Büro\n".encode("cp1252")
    entries, _faults = tidy.check(tidy.read(content, "figures.csv"), KNOWN)
    assert entries[0].figure.source_note == "Büro"


def test_what_a_spreadsheet_makes_of_periods_is_turned_back():
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    sheet.append(["measure", "period", "value", "source"])
    sheet.append(["calls", date(2025, 4, 1), 12.5, "S"])
    sheet.append(["officers", 2018, 1213, "S"])
    buffer = io.BytesIO()
    workbook.save(buffer)
    entries, faults = tidy.check(tidy.read(buffer.getvalue(), "figures.xlsx"), KNOWN)
    assert not faults
    assert [(e.figure.period, e.figure.value) for e in entries] == [("2025-04", 12.5), ("2018", 1213.0)]


def test_the_template_can_be_filled_in_and_read():
    workbook = load_workbook(io.BytesIO(importers.template_xlsx()))
    workbook["observations"].append(["officers", "2018", 5, None, None, None, None, "S"])
    buffer = io.BytesIO()
    workbook.save(buffer)
    entries, faults = tidy.check(tidy.read(buffer.getvalue(), "figures.xlsx"), KNOWN)
    assert (len(entries), faults) == (1, [])
    assert importers.template_csv().strip() == HEADER


@given(st.floats(0, 1e12, allow_nan=False))
def test_any_number_that_python_writes_is_read_back_exactly(number):
    entries, faults = read(f"calls,2024-01,{number!r},,,,,S,")
    assert not faults
    assert entries[0].figure.value == number
