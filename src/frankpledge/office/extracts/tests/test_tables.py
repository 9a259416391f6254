"""Workbooks that a force's system or a mailbox has damaged."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest

from frankpledge.office.extracts import tables
from frankpledge.office.sources.testing import DAMAGES, workbook

pytestmark = pytest.mark.pure

ROWS = [["Date", "Easting", "Northing", "Type"], ["2024-01-05", 475600, 260300, "Burglary"]]


def read(folder: Path, content: bytes) -> list[tables.Line]:
    path = folder / "sent"
    path.write_bytes(content)
    return list(tables.lines(path, "force.xlsx"))


def test_a_sound_workbook_is_read(tmp_path):
    assert [line.cells for line in read(tmp_path, workbook(ROWS))] == [[str(cell) for cell in row] for row in ROWS]


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_workbook_is_refused_with_what_to_do(tmp_path, damage):
    with pytest.raises(tables.NotATable, match=r"force\.xlsx cannot be read") as refused:
        read(tmp_path, workbook(ROWS, DAMAGES[damage]))
    assert "save" in refused.value.remedy.casefold()


def test_words_within_words_within_words_do_not_fill_the_memory(tmp_path):
    names = "abcdefghij"
    entities = "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in itertools.pairwise(names))
    head = f'<?xml version="1.0"?><!DOCTYPE worksheet [<!ENTITY a "aaaaaaaaaa">{entities}]>'.encode()

    def alter(name: str, data: bytes) -> bytes:
        if not name.endswith("sheet1.xml"):
            return data
        return (
            head + data.partition(b"?>")[2].replace(b"<v>475600</v>", b"<v>&j;</v>")
            if b"?>" in data
            else (head + data.replace(b"<v>475600</v>", b"<v>&j;</v>"))
        )

    with pytest.raises(tables.NotATable):
        read(tmp_path, workbook(ROWS, alter))
