"""Reading lines: every good row arrives as it was written, and every bad one is named by its line."""

from __future__ import annotations

import csv
import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from frankpledge.office.sources import lines
from frankpledge.office.sources.duck import connect
from frankpledge.office.sources.files import CannotUnpack, SourceFile, require_modest_sum, unpack
from frankpledge.office.sources.rejects import as_text

# What a field may hold: anything but line breaks, and no blanks at its ends (they are taken off).
FIELDS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp", "Zs"], include_characters=' ,"'),
    max_size=12,
).map(str.strip)


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("lines")


def read(path: Path, width: int) -> tuple[list[tuple[str | None, ...]], list[lines.Reject]]:
    with connect() as connection:
        lines.load(connection, path)
        lines.cells(connection, {f"c{at}": at for at in range(width)}, width)
        lines.judge(connection, [])
        rows = connection.execute("SELECT * EXCLUDE (line) FROM good ORDER BY line").fetchall()
        return rows, lines.rejects(connection, path.name)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.tuples(FIELDS, FIELDS, FIELDS), min_size=1, max_size=8), end=st.sampled_from(["\n", "\r\n"]))
def test_whatever_a_csv_writer_writes_is_read_back(folder, rows, end):
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator=end)
    writer.writerow(["c0", "c1", "c2"])
    writer.writerows([*row] for row in rows)
    path = folder / "any.csv"
    path.write_bytes(out.getvalue().encode())
    found, rejects = read(path, 3)
    assert rejects == []
    assert found == [tuple(value or None for value in row) for row in rows]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(["a,b,c", "", "a,b", 'a,"b,c', "a,b,c,d", 'x"y,b,c']), min_size=1, max_size=12))
def test_each_line_is_judged_alone_and_keeps_its_number(folder, body):
    path = folder / "lines.csv"
    path.write_text("\n".join(["c0,c1,c2", *body]) + "\n", encoding="utf-8")
    good, rejects = read(path, 3)
    assert len(good) == body.count("a,b,c")
    assert [reject.row for reject in rejects] == [
        number for number, line in enumerate(body, start=2) if line and line != "a,b,c"
    ]


def test_a_file_larger_than_one_block_keeps_its_line_numbers(folder, monkeypatch):
    monkeypatch.setattr(lines, "BLOCK_BYTES", 64)
    body = ["a,b,c"] * 50 + ["broken"] + ["a,b,ü"] * 50 + ["broken"]
    path = folder / "long.csv"
    path.write_text("\n".join(["c0,c1,c2", *body]), encoding="utf-8")
    good, rejects = read(path, 3)
    assert (len(good), [reject.row for reject in rejects]) == (100, [52, 103])


def test_the_digest_of_rows_knows_repeats_but_not_order():
    with connect() as connection:
        for name, rows in {
            "a": "(1), (2), (2)",
            "b": "(2), (1), (2)",
            "c": "(1), (2)",
            "d": "(1), (2), (NULL)",
        }.items():
            connection.execute(f"CREATE TABLE {name} AS SELECT * FROM (VALUES {rows}) AS t(x)")
        digest = {name: lines.digest(connection, name, ["x"]) for name in "abcd"}
    assert digest["a"] == digest["b"]
    assert len({digest["a"], digest["c"], digest["d"]}) == 3


def test_columns_are_found_in_any_order_and_letter_case():
    assert lines.positions(["B", "a", "extra"], ["A", "b"]) == {"A": 1, "b": 0}
    with pytest.raises(lines.NotThisKindOfFile, match=r'lacks the column "c"\. Found: "a"\. Expected: "a", "c"\.'):
        lines.positions(["a"], ["a", "c"])


def test_a_locked_archive_is_refused(tmp_path, monkeypatch):
    path = tmp_path / "locked.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.csv", "x")

    def locked(*_args, **_kwargs):
        raise RuntimeError("File 'a.csv' is encrypted, password required for extraction")

    monkeypatch.setattr(zipfile.ZipFile, "open", locked)
    with pytest.raises(CannotUnpack, match="password"):
        unpack(SourceFile(path, "a.csv"), tmp_path / "raw")


@pytest.mark.parametrize(
    ("value", "written"),
    [("=1+1", "'=1+1"), ("@x", "'@x"), ("-0.89", "-0.89"), ("-x", "'-x"), ("plain", "plain"), ("", "")],
)
def test_only_what_a_spreadsheet_would_run_is_defused(value, written):
    assert as_text(value) == written


def test_archives_that_unpack_to_too_much_together_are_refused_before_they_are(tmp_path):
    paths = []
    for name in ("one.zip", "two.zip"):
        paths.append(tmp_path / name)
        with zipfile.ZipFile(paths[-1], "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("a.csv", b"a" * 600)
    require_modest_sum([*paths, tmp_path / "none.zip"], most=1200)
    with pytest.raises(CannotUnpack, match=r"two\.zip would unpack"):
        require_modest_sum(paths, most=1199)


def test_a_line_without_an_end_is_refused_before_memory_is_full(tmp_path, monkeypatch):
    monkeypatch.setattr(lines, "BLOCK_BYTES", 100)
    monkeypatch.setattr(lines, "LONGEST_LINE", 1000)
    path = tmp_path / "endless.csv"
    path.write_bytes(b"a,b\n" + b"x" * 5000)
    with connect() as connection, pytest.raises(lines.NotThisKindOfFile, match="Row 2 of the file"):
        lines.load(connection, path)
