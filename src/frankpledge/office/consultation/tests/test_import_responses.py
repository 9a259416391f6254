"""Responses from a survey tool: good rows in together, bad rows named, the same file again a no-op."""

from __future__ import annotations

import csv
import gzip
from datetime import UTC, datetime
from pathlib import Path

import pytest
from openpyxl import Workbook

from frankpledge.office.consultation.importers import (
    BadMapping,
    NotATable,
    NotPublished,
    import_responses,
    mapping_from,
)
from frankpledge.office.consultation.models import Answer, Response, ResponseImport
from frankpledge.office.errors import NotAllowed
from frankpledge.office.record.models import AuditEntry

from .conftest import NOON, OPERATOR

MAPPING = """
source: Survey of spring
licence: own data
columns: {id: Response ID, section: "Who are you?", sent_at: Submitted}
sections: {"I live here": residents}
sent_at_format: "%d/%m/%Y %H:%M"
filter: {moderated: [1, yes-please]}
questions:
  matters: What matters?
  safe: {column: "Safe?", values: {"Very": yes, "Hardly": no}}
  seen: {column: Seen, separator: ";"}
"""
HEADER = ["Response ID", "Who are you?", "Submitted", "moderated", "What matters?", "Safe?", "Seen"]
GOOD = [
    ["r1", "I live here", "01/04/2026 09:30", "1", "Parks, lights and\npatrols.", "Very", "Police; Fire"],
    ["r2", "workforce", "02/04/2026 10:00", "1", "Call jo@mail.example about lights.", "", ""],
    ["r3", "I answer for an organisation", "02/04/2026 10:00", "yes-please", "", "Hardly", "Nobody"],
]


def write(path: Path, rows, header=HEADER, encoding="utf-8") -> Path:
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file).writerows([header, *rows])
    return path


def run(opened, path: Path, mapping: str = MAPPING, **changes):
    given = {
        "consultation": opened.consultation,
        "mapping": mapping_from(mapping),
        "path": path,
        "by": OPERATOR,
        "now": NOON,
    }
    return import_responses(**(given | changes))


def counts(summary) -> tuple[int, ...]:
    return (summary.read, summary.imported, summary.rejected, summary.unchanged, summary.left_out)


def test_every_good_row_becomes_a_response(opened, tmp_path):
    summary = run(opened, write(tmp_path / "out.csv", GOOD))
    assert counts(summary) == (3, 3, 0, 0, 0)
    first = Response.objects.get(external_id="r1")
    assert (first.number, first.section.code, first.channel) == (1, "residents", "import")
    assert first.sent_at == datetime(2026, 4, 1, 8, 30, tzinfo=UTC)  # 9:30 by the clocks of the office
    given = {answer.question.code: (answer.text, answer.choices) for answer in first.answers.all()}
    assert given == {
        "matters": ("Parks, lights and\npatrols.", []),
        "safe": ("", ["yes"]),
        "seen": ("", ["police", "fire"]),
    }


def test_identifiers_are_left_out_of_what_is_shown_from_the_start(opened, tmp_path):
    run(opened, write(tmp_path / "out.csv", GOOD))
    answer = Answer.objects.get(response__external_id="r2")
    assert "jo@mail.example" in answer.text
    assert "jo@mail.example" not in answer.redacted


def test_the_same_file_again_changes_nothing(opened, tmp_path):
    path = write(tmp_path / "out.csv", GOOD)
    run(opened, path)
    entries = AuditEntry.objects.count()
    assert counts(run(opened, path)) == (3, 0, 0, 3, 0)
    assert (Response.objects.count(), ResponseImport.objects.count()) == (3, 1)
    assert AuditEntry.objects.count() == entries


def test_a_longer_export_of_the_same_survey_brings_only_what_is_new(opened, tmp_path):
    run(opened, write(tmp_path / "april.csv", GOOD[:2]))
    assert counts(run(opened, write(tmp_path / "may.csv", GOOD))) == (3, 1, 0, 2, 0)
    assert sorted(Response.objects.values_list("number", flat=True)) == [1, 2, 3]


def test_rows_that_the_filter_leaves_out_are_counted(opened, tmp_path):
    hidden = [*GOOD, ["r4", "residents", "02/04/2026 10:00", "-1", "Spam", "", ""]]
    assert counts(run(opened, write(tmp_path / "out.csv", hidden))) == (4, 3, 0, 0, 1)


BAD = [
    (["r1", "residents", "02/04/2026 10:00", "1", "Again", "", ""], "Response ID", "stands in row 2 already"),
    (["r5", "martians", "02/04/2026 10:00", "1", "Hello", "", ""], "Who are you?", "“martians” is not a section"),
    (["r5", "", "02/04/2026 10:00", "1", "Hello", "", ""], "Who are you?", "No section is given"),
    (["r5", "residents", "2 April", "1", "Hello", "", ""], "Submitted", "date cannot be read"),
    (["r5", "residents", "02/04/2031 10:00", "1", "Hello", "", ""], "Submitted", "lies in the future"),
    (["r5", "residents", "02/04/2026 10:00", "1", "Hello", "Perhaps", ""], "Safe?", "“Perhaps” is not one of"),
    (["r5", "residents", "02/04/2026 10:00", "1", "", "", ""], "", "answers none of the questions"),
    (["", "residents", "02/04/2026 10:00", "1", "Hello", "", ""], "Response ID", "no identifier"),
    (["r5", "residents", "02/04/2026 10:00", "1", "x" * 10_001, "", ""], "What matters?", "10001 characters"),
    (["r5", "residents", "02/04/2026 10:00", "1", "Hello"], "", "5 cells; the header has 7"),
]


@pytest.mark.parametrize(("row", "column", "reason"), BAD)
def test_a_bad_row_is_named_with_its_number_and_reason_and_the_rest_goes_in(opened, tmp_path, row, column, reason):
    summary = run(opened, write(tmp_path / "out.csv", [*GOOD, row]))
    assert counts(summary) == (4, 3, 1, 0, 0)
    (reject,) = summary.rejects
    assert (reject.file, reject.row, reject.column) == ("out.csv", 6, column)  # row 2 holds a line break
    assert reason in reject.reason
    rejected = Path(summary.rejects_file).read_text(encoding="utf-8")
    assert reason in rejected
    assert "Hello" not in rejected


def test_a_changed_answer_of_a_known_identifier_is_turned_away(opened, tmp_path):
    run(opened, write(tmp_path / "one.csv", GOOD))
    changed = [[*GOOD[0][:4], "Something else", *GOOD[0][5:]], *GOOD[1:]]
    summary = run(opened, write(tmp_path / "two.csv", changed))
    assert counts(summary) == (3, 0, 1, 2, 0)
    assert "with other answers" in summary.rejects[0].reason
    assert Answer.objects.filter(text="Something else").count() == 0


def test_a_better_mapping_brings_in_rows_that_were_turned_away(opened, tmp_path):
    path = write(tmp_path / "out.csv", GOOD)
    narrow = MAPPING.replace('sections: {"I live here": residents}\n', "")
    assert counts(run(opened, path, narrow)) == (3, 2, 1, 0, 0)
    assert counts(run(opened, path)) == (3, 1, 0, 2, 0)
    assert ResponseImport.objects.get().rows_imported == 3


def test_without_identifiers_the_same_file_is_still_a_no_op(opened, tmp_path):
    path = write(tmp_path / "out.csv", GOOD)
    without = MAPPING.replace("id: Response ID, ", "")
    assert counts(run(opened, path, without)) == (3, 3, 0, 0, 0)
    assert counts(run(opened, path, without)) == (3, 0, 0, 3, 0)


def test_two_surveys_may_number_their_responses_alike(opened, tmp_path):
    run(opened, write(tmp_path / "one.csv", GOOD))
    other = MAPPING.replace("Survey of spring", "Survey of autumn")
    assert counts(run(opened, write(tmp_path / "two.csv", GOOD[:1]), other)) == (1, 1, 0, 0, 0)


def test_a_packed_file_and_a_spreadsheet_read_the_same(opened, tmp_path):
    plain = write(tmp_path / "out.csv", GOOD)
    packed = tmp_path / "out.csv.gz"
    packed.write_bytes(gzip.compress(plain.read_bytes()))
    book = Workbook()
    for row in [HEADER, *GOOD]:
        book.active.append(row)
    book.save(tmp_path / "out.xlsx")
    assert counts(run(opened, packed)) == (3, 3, 0, 0, 0)
    assert counts(run(opened, tmp_path / "out.xlsx")) == (3, 0, 0, 3, 0)


def test_a_missing_column_is_refused_with_the_columns_found(opened, tmp_path):
    path = write(tmp_path / "out.csv", [row[1:] for row in GOOD], HEADER[1:])
    with pytest.raises(NotATable, match=r"no column “Response ID”.*Columns found: “Who are you\?”; “Submitted”"):
        run(opened, path)


def test_a_column_that_stands_twice_is_refused(opened, tmp_path):
    path = write(tmp_path / "out.csv", [[*row, "x"] for row in GOOD], [*HEADER, "Seen"])
    with pytest.raises(NotATable, match="more than one column “Seen”"):
        run(opened, path)


def test_another_encoding_is_refused_until_the_mapping_names_it(opened, tmp_path):
    path = write(tmp_path / "out.csv", [[*GOOD[0][:4], "Café", "", ""]], encoding="cp1252")
    with pytest.raises(NotATable, match="row 2 holds other bytes"):
        run(opened, path)
    assert counts(run(opened, path, MAPPING + "encoding: cp1252\n")) == (1, 1, 0, 0, 0)


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"", "empty.csv"),
        (b"\x1f\x8b damaged", "damaged.csv.gz"),
        (b"not a zip", "broken.xlsx"),
        (b"\n\n", "blank.csv"),
    ],
)
def test_a_file_that_is_no_table_is_refused_whole(opened, tmp_path, content, name):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(NotATable, match=name):
        run(opened, tmp_path / name)
    assert not Response.objects.exists()


@pytest.mark.parametrize(
    ("mapping", "message"),
    [
        ('questions: {nonsense: "What matters?"}\nsection: residents', "no question “nonsense”.*matters, safe, seen"),
        ('questions: {matters: "What matters?"}\nsection: martians', "no section “martians”.*residents"),
        ('questions: {matters: "What matters?"}', "which section"),
        ('questions: {safe: {column: "Safe?", values: {Very: maybe}}}\nsection: residents', "does not offer “maybe”"),
    ],
)
def test_a_mapping_that_does_not_fit_the_consultation_is_refused(opened, tmp_path, mapping, message):
    with pytest.raises(BadMapping, match=message):
        run(opened, write(tmp_path / "out.csv", GOOD), mapping)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("- a list", "holds no mapping"),
        ("questions: {", "is not YAML"),
        ("source: nothing else", "maps no question"),
        ("questions: {a: b}\nquestoins: {a: b}", "no entry “questoins”"),
        ("questions: {a: {values: {x: y}}}", "names no column"),
        ("questions: {a: b}\nheader_row: 0", "whole number from 1"),
        ("questions: {a: b}\ndelimiter: '||'", "one character"),
    ],
)
def test_a_mapping_that_cannot_be_read_says_why(text, message):
    with pytest.raises(BadMapping, match=message):
        mapping_from(text)


def test_responses_are_not_brought_into_a_draft(unpublished, tmp_path):
    with pytest.raises(NotPublished):
        run(unpublished, write(tmp_path / "out.csv", GOOD))


def test_only_who_runs_consultations_imports(opened, tmp_path, analyst):
    with pytest.raises(NotAllowed):
        run(opened, write(tmp_path / "out.csv", GOOD), by=analyst)


def test_comments_that_moderators_accepted_come_in_from_a_real_conversation(opened, shared):
    path = shared / "data/consultation/polis/american-assembly.bowling-green/comments.csv"
    mapping = """
source: Bowling Green
section: residents
columns: {id: comment-id, sent_at: timestamp}
sent_at_format: unix milliseconds
filter: {moderated: 1}
questions: {matters: comment-body}
"""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    accepted = [row for row in rows if row["moderated"] == "1"]
    summary = run(opened, path, mapping)
    assert counts(summary) == (len(rows), len(accepted), 0, 0, len(rows) - len(accepted))
    stored = dict(Answer.objects.values_list("response__external_id", "text"))
    assert stored == {row["comment-id"]: row["comment-body"] for row in accepted}
