"""An outside analyst gets words without persons, and their codes come back whole or not at all."""

from __future__ import annotations

import csv
import io
import zipfile

import pytest

from frankpledge.office.consultation import use_cases as consultations
from frankpledge.office.consultation.models import Answer, Coding, Disclosure, Response
from frankpledge.office.errors import NotAllowed
from frankpledge.office.findings.models import AnalystCoding, AnalystImport, ExportKey
from frankpledge.office.findings.outside.codes import NotATable
from frankpledge.office.findings.use_cases import analyst as use_cases

from .conftest import AFTER, respond


def give(made, **more):
    given = {"analyst": "Fen Research", "purpose": "A second reading."} | more
    return use_cases.give_out(
        consultation=made.consultation, questions=[made.questions["matters"]], by=made.by, now=AFTER, **given
    )


def opened_zip(given) -> dict[str, list[dict[str, str]]]:
    book = zipfile.ZipFile(io.BytesIO(given.data))
    return {
        name: list(csv.DictReader(io.StringIO(book.read(name).decode())))
        for name in book.namelist()
        if name.endswith(".csv")
    }


def table(rows) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows([["id", "question", "theme"], *rows])
    return out.getvalue().encode()


def take(given, data, made, **more):
    return use_cases.take_in_codes(
        export=given.export, data=data, file_name="codes.csv", analyst="Fen Research", by=made.by, now=AFTER, **more
    )


def test_the_zip_holds_words_without_persons_and_a_code_book(coded):
    files = opened_zip(give(coded))
    assert len(files["answers.csv"]) == 27
    assert {row["theme"] for row in files["frame.csv"]} == {one.code for one in coded.themes.values()}
    receipts = [text for text in Response.objects.values_list("receipt", flat=True) if text]
    numbers = {str(number) for number in Response.objects.values_list("number", flat=True)}
    text = str(files)
    assert not [receipt for receipt in receipts if receipt in text]
    assert not {row["id"] for row in files["answers.csv"]} & numbers


def test_two_exports_share_no_identifier(coded):
    first, second = (opened_zip(give(coded))["answers.csv"] for _time in range(2))
    assert not {row["id"] for row in first} & {row["id"] for row in second}


def test_answers_kept_apart_are_not_given_out(coded):
    answer = Answer.objects.exclude(redacted="").first()
    Disclosure.objects.create(answer=answer, alarm="danger", found_by="test", found_at=AFTER)
    given = give(coded)
    assert given.export.kept_back == 1
    assert answer.redacted not in str(opened_zip(given)["answers.csv"])


def test_no_cell_is_run_by_a_spreadsheet(coded):
    respond(coded, "residents", matters='=HYPERLINK("http://example.org";"win")')
    rows = opened_zip(give(coded))["answers.csv"]
    assert not [row for row in rows if row["answer"].startswith(("=", "+", "-", "@"))]


def test_codes_come_back_as_codings_of_the_analyst(coded):
    given = give(coded)
    rows = [[row["id"], "matters", coded.themes["lights"].code] for row in opened_zip(given)["answers.csv"]]
    before = Coding.objects.filter(ended_at=None).count()
    batch = take(given, table(rows), coded)
    made = Coding.objects.filter(coder="analyst: Fen Research", ended_at=None)
    assert made.count() == batch.coded > 0
    assert batch.coded + batch.held_already == 27
    assert Coding.objects.filter(ended_at=None).count() == before + batch.coded


def test_several_themes_may_share_a_cell(coded):
    given = give(coded)
    identifier = opened_zip(given)["answers.csv"][0]["id"]
    both = f"{coded.themes['lights'].code}; {coded.themes['speed'].code}"
    batch = take(given, table([[identifier, "matters", both]]), coded)
    assert batch.coded + batch.held_already == 2


@pytest.mark.parametrize(
    "row",
    [["WRONG123", "matters", "street-lighting"], ["{id}", "dragons", "street-lighting"], ["{id}", "matters", "dragons"],
     ["{id}", "matters", "street-lighting; dragons"]],
)  # fmt: skip
def test_one_row_that_cannot_be_used_refuses_the_whole_file_unless_told_otherwise(coded, row):
    given = give(coded)
    answers = opened_zip(given)["answers.csv"]
    row = [cell.replace("{id}", answers[0]["id"]) for cell in row]
    data = table([[answers[1]["id"], "matters", "street-lighting"], row])
    before = Coding.objects.count()
    with pytest.raises(use_cases.CodesRejected, match="row 3"):
        take(given, data, coded)
    assert (Coding.objects.count(), AnalystImport.objects.count()) == (before, 0)
    batch = take(given, data, coded, without_rejected=True)
    assert (batch.rows_read, batch.rows_rejected) == (2, 1)


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"", "codes.csv"), (b"id,theme\nA,b\n", "codes.csv"), (b"id,id,question,theme\n", "codes.csv"),
        (b"\x00\x01\x02", "codes.csv"), (b'id,question,theme\n"A,b', "codes.csv"), (b"PK\x03\x04rubbish", "codes.xlsx"),
    ],
)  # fmt: skip
def test_what_is_no_table_is_refused_and_changes_nothing(coded, data, name):
    given = give(coded)
    with pytest.raises(NotATable):
        use_cases.take_in_codes(export=given.export, data=data, file_name=name, analyst="Fen", by=coded.by, now=AFTER)
    assert not AnalystImport.objects.exists()


def test_the_workbook_of_the_export_can_be_sent_back(coded):
    from openpyxl import load_workbook

    given = give(coded)
    book = load_workbook(io.BytesIO(zipfile.ZipFile(io.BytesIO(given.data)).read("codes.xlsx")))
    for row in book["codes"].iter_rows(min_row=2):
        row[2].value = "speeding"
    out = io.BytesIO()
    book.save(out)
    batch = use_cases.take_in_codes(
        export=given.export, data=out.getvalue(), file_name="codes.xlsx", analyst="Fen", by=coded.by, now=AFTER
    )
    assert batch.coded + batch.held_already == 27


def test_an_import_is_undone_as_a_whole_and_leaves_what_people_decided(coded):
    given = give(coded)
    rows = [[row["id"], "matters", "street-lighting"] for row in opened_zip(given)["answers.csv"]]
    batch = take(given, table(rows), coded)
    kept = AnalystCoding.objects.filter(batch=batch).first().coding
    consultations.uncode_answer(answer=kept.answer, theme=kept.theme, by=coded.by, now=AFTER)
    ended = use_cases.undo_codes(batch=batch, why="Another frame was used.", by=coded.by, now=AFTER)
    assert ended == batch.coded - 1
    assert not Coding.objects.filter(coder__startswith="analyst:", ended_at=None).exists()
    with pytest.raises(use_cases.AlreadyUndone):
        use_cases.undo_codes(batch=batch, why="Again.", by=coded.by, now=AFTER)


def test_the_same_file_is_taken_in_once(coded):
    given = give(coded)
    data = table([[opened_zip(given)["answers.csv"][0]["id"], "matters", "speeding"]])
    take(given, data, coded)
    with pytest.raises(use_cases.AlreadyIn):
        take(given, data, coded)


def test_identifiers_of_another_export_are_no_identifiers(coded):
    first, second = give(coded), give(coded)
    data = table([[opened_zip(first)["answers.csv"][0]["id"], "matters", "speeding"]])
    with pytest.raises(use_cases.CodesRejected, match="no identifier"):
        take(second, data, coded)


def test_looking_at_a_file_first_changes_nothing(coded):
    given = give(coded)
    data = table([[opened_zip(given)["answers.csv"][0]["id"], "matters", "speeding"]])
    seen = use_cases.read_codes(export=given.export, data=data, file_name="codes.csv")
    assert (len(seen.pairs), seen.rejects) == (1, [])
    assert not AnalystImport.objects.exists()


def test_only_those_who_code_give_answers_out(coded, member):
    with pytest.raises(NotAllowed):
        use_cases.give_out(
            consultation=coded.consultation, questions=[coded.questions["matters"]], analyst="x", purpose="y",
            by=member, now=AFTER,
        )  # fmt: skip
    assert not ExportKey.objects.exists()
