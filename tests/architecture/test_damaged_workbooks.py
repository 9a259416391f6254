"""Every reader of spreadsheets refuses a damaged one in words: no damage ends as a fault of ours."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from frankpledge.office.cameras.importers import read_sites
from frankpledge.office.consultation.importers import translations
from frankpledge.office.consultation.importers.mapping import ResponseMapping
from frankpledge.office.consultation.importers.sheets import xlsx_rows
from frankpledge.office.errors import Refused
from frankpledge.office.extracts import tables
from frankpledge.office.findings.outside import codes
from frankpledge.office.performance import tidy
from frankpledge.office.plan.importers.workbook import read_workbook
from frankpledge.office.sources import workbooks
from frankpledge.office.sources.testing import DAMAGES, workbook

pytestmark = pytest.mark.pure

READERS: dict[str, Callable[[Path], object]] = {
    "camera sites": lambda path: read_sites(path, path.name),
    "extracts": lambda path: list(tables.lines(path, path.name)),
    "figures": lambda path: tidy.read(path.read_bytes(), path.name),
    "codes": lambda path: codes.table_of(path.read_bytes(), path.name),
    "translations": lambda path: list(translations._rows(path.name, path.read_bytes())),
    "answers": lambda path: xlsx_rows(path.read_bytes(), path.name, ResponseMapping([])),
    "plans": lambda path: read_workbook(path, path.name),
}
ROWS = [
    ["Date", "code", "name", "easting", "northing", "path", "original", "translation", "id", "question", "theme"],
    ["2024-01-05", "a1", "Market Square", 475600, 260300, *"abcdef"],
]


def send(folder: Path, content: bytes) -> Path:
    path = folder / "sent.xlsx"
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("reader", READERS)
def test_a_damaged_workbook_is_refused_in_words(tmp_path, reader, damage):
    with pytest.raises(Refused) as refused:
        READERS[reader](send(tmp_path, workbook(ROWS, DAMAGES[damage])))
    assert refused.value.remedy


@pytest.mark.parametrize("reader", READERS)
def test_a_workbook_that_unpacks_to_too_much_is_never_opened(tmp_path, monkeypatch, reader):
    monkeypatch.setattr(workbooks, "MOST_MEMBERS", 2)
    with pytest.raises(workbooks.TooLarge):
        READERS[reader](send(tmp_path, workbook(ROWS)))
