"""Taking a force's file in: what stays, what is turned away, and that nobody looks without a trace."""

from __future__ import annotations

import csv
import io
import stat
from datetime import date, datetime

import pyarrow.parquet as pq
import pytest
from openpyxl import Workbook

from frankpledge.office.errors import NotAllowed
from frankpledge.office.extracts import queries, store, taking, tasks, use_cases
from frankpledge.office.extracts.models import Extract, ExtractState
from frankpledge.office.extracts.tables import NotATable
from frankpledge.office.people.models import Person
from frankpledge.office.record.models import AuditEntry
from frankpledge.office.record.queries import chain_faults
from frankpledge.office.recorded_crime.rules import MixedCount

from .conftest import COLUMNS, HEADINGS, NOW, row

pytestmark = pytest.mark.django_db


def rejected(extract: Extract) -> list[tuple[str, str, str, str]]:
    with store.path(extract.pk, store.REJECTS).open(encoding="utf-8", newline="") as file:
        return [(r["row"], r["column"], r["value"], r["reason"]) for r in csv.DictReader(file)]


def test_a_file_is_taken_in_with_its_days_hours_places_and_types(taken):
    extract = taken(row(1), row(2, code="45", day="10/02/2024", time="09:15", to_day="", to_time=""))
    assert (extract.state, extract.rows_read, extract.rows_taken, extract.rows_rejected) == (ExtractState.HELD, 2, 2, 0)
    assert (extract.first_day, extract.last_day) == (date(2024, 1, 5), date(2024, 2, 10))
    assert extract.facts["by_type"] == {"Burglary": 1, "Vehicle crime": 1}
    first, second = queries.points(extract).to_pylist()
    assert first == {
        "easting": 475000.0, "northing": 260000.0, "start": datetime(2024, 1, 5, 22),
        "end": datetime(2024, 1, 6, 7, 30), "timed": True, "crime_type": "Burglary",
    }  # fmt: skip
    assert second["start"] == second["end"] == datetime(2024, 2, 10, 9, 15)


def test_of_the_file_only_the_mapped_columns_stay_and_in_a_folder_that_nobody_else_may_open(taken, home):
    extract = taken(row(1))
    folder = store.path(extract.pk, store.ROWS).parent
    assert sorted(path.name for path in folder.iterdir()) == ["columns.parquet", "rejects.csv", "rows.parquet"]
    kept = pq.read_table(folder / store.COLUMNS)
    assert set(kept.column_names) == {"#line", *COLUMNS.values()}
    assert b"Somebody" not in b"".join(path.read_bytes() for path in folder.iterdir())
    for path in (home / "restricted", home / "restricted/extracts", folder):
        assert stat.S_IMODE(path.stat().st_mode) == 0o700
    for path in folder.iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_each_bad_row_is_turned_away_with_its_row_column_and_reason_and_nothing_is_lost(taken):
    bad = {
        row(2, day="31/02/2024"): ("Date from", "31/02/2024", "no such day (are day and month the other way round?)"),
        row(3, day=""): ("Date from", "", "empty, though there is a time"),
        row(4, time="25:00"): ("Date from", "05/01/2024", "no such time"),
        row(5, to_day="01/01/2024"): ("Date to", "01/01/2024", "before the start"),
        row(6, day="05/01/2030", to_day=""): ("Date to", "", "empty, though there is a time"),
        row(7, day="05/01/2030", to_day="", to_time=""): ("Date from", "05/01/2030", "in the future"),
        row(8, x="4750000"): ("Easting", "4750000", "far from the United Kingdom"),
        row(9, y=""): ("Northing", "", "empty, though the other coordinate is there"),
        row(10, x="left"): ("Easting", "left", "not a number"),
        row(11, code="999Z"): ("HO code", "999Z", "no type is known for it"),
        row(12, code=""): ("HO code", "", "empty: a code or a type is needed"),
        row(13) + ",extra": ("", "", "there are more cells than headings"),
        "14,Somebody,05/01/2024": ("", "", "cells are missing at the end of the row"),
        HEADINGS: ("", "", "the headings once more"),
        row(16, day="05/01/1985"): ("Date from", "05/01/1985", "before 1990"),
    }  # fmt: skip
    extract = taken(row(1), *bad)
    assert (extract.rows_read, extract.rows_taken, extract.rows_rejected) == (16, 1, 15)
    assert rejected(extract) == [(str(at), *said) for at, said in enumerate(bad.values(), start=3)]


def test_a_name_or_plate_in_the_wrong_column_is_not_copied_into_the_report(taken):
    extract = taken(row(1), row(2, code="AB12 CDE"), row(3, code="J. Smith"))
    assert {value for _row, _column, value, _why in rejected(extract)} == {"(withheld)"}


def test_local_types_get_their_meaning_once_and_what_stays_open_can_be_read_later(taken, operator):
    extract = taken(
        row(1, code="", kind="DWELLING BURG"), row(2, code="", kind="Noise"), row(3, code="", kind="Test record"),
        types={"Dwelling burg": "Burglary", "TEST RECORD": "-"},
    )  # fmt: skip
    assert extract.facts["by_type"] == {"Burglary": 1}
    assert extract.facts["unknown"] == [["Noise", 1]]
    assert [why for *_cell, why in rejected(extract)] == ["no type is known for it", "left out, as the mapping says"]
    use_cases.say_types(extract=extract, types={"Noise": "Anti-social behaviour"}, by=operator, now=NOW)
    extract = use_cases.take_in(extract=Extract.objects.get(), by=operator, now=NOW)
    done = use_cases.read_now(extract=extract, by=operator, now=NOW)
    assert done.facts["by_type"] == {"Anti-social behaviour": 1, "Burglary": 1}
    assert queries.points(done)["crime_type"].to_pylist() == ["Burglary"]
    assert queries.points(done, ["Anti-social behaviour"]).num_rows == 1
    with pytest.raises(MixedCount):
        queries.points(done, ["Anti-social behaviour", "Burglary"])


def test_a_column_of_free_text_cannot_pass_for_a_type(taken):
    rows = [row(n, code="", kind=f"He came in by window {n}") for n in range(400)]
    extract = taken(*rows)
    assert extract.state == ExtractState.WAITING
    assert "free text" in extract.problem


def test_columns_that_promise_who_somebody_is_are_neither_shown_nor_chosen(sent, operator):
    extract = sent(row(1))
    sample = use_cases.look_at_columns(extract=extract, by=operator, now=NOW)
    assert [column.heading for column in sample.columns if column.personal] == ["Ref", "Victim name"]
    assert all(not column.values for column in sample.columns if column.personal)
    assert sample.proposed == COLUMNS
    with pytest.raises(use_cases.CannotTakeIn, match="who somebody is"):
        use_cases.save_mapping(
            name="Bad", settings={"columns": COLUMNS | {"local_type": "Victim name"}}, by=operator, now=NOW
        )


def test_what_a_mapping_lacks_is_said(operator):
    with pytest.raises(use_cases.CannotTakeIn) as refused:
        use_cases.save_mapping(name="Bad", settings={"columns": {"easting": "X"}}, by=operator, now=NOW)
    for needed in ("date", "both coordinates", "offence code"):
        assert needed in refused.value.message


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_any_usual_encoding_and_separator_is_read(taken, encoding, separator):
    text = f"{HEADINGS}\r\n{row(1, kind='Café robbery', code='')}\r\n".replace(",", separator)
    extract = taken(content=text.encode(encoding), types={"Café robbery": "Robbery"})
    assert extract.facts["by_type"] == {"Robbery": 1}


def test_line_breaks_inside_quotes_are_part_of_a_cell(taken):
    extract = taken('1,"Some\nbody",05/01/2024,22:00,,,475000,260000,28E,', row(2), row(3, x="oops"))
    assert extract.rows_taken == 2
    assert rejected(extract)[0][:2] == ("5", "Easting")


def test_a_workbook_gives_the_same_as_text(taken):
    book = Workbook()
    sheet = book.active
    sheet.append(["Date from", "Date to", "Longitude", "Latitude", "Crime type"])
    sheet.append([datetime(2024, 1, 5, 22, 0), datetime(2024, 1, 6, 7, 30), -0.9, 52.24, "burglary"])
    sheet.append([datetime(2024, 1, 7), None, 52.24, -0.9, "burglary"])
    out = io.BytesIO()
    book.save(out)
    columns = {
        "start": "Date from", "end": "Date to", "longitude": "Longitude", "latitude": "Latitude",
        "local_type": "Crime type",
    }  # fmt: skip
    extract = taken(content=out.getvalue(), name="force.xlsx", columns=columns)
    (point,) = queries.points(extract).to_pylist()
    assert (point["start"], point["end"]) == (datetime(2024, 1, 5, 22), datetime(2024, 1, 6, 7, 30))
    assert (round(point["easting"], -2), round(point["northing"], -2)) == (475200, 260800)
    assert "swapped" in rejected(extract)[0][3]


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"\x00\x01\x02 binary", "force.csv", "no text"),
        (b"   \n", "force.csv", "empty"),
        (b"PK\x03\x04 broken", "force.xlsx", "cannot be read"),
        (b"one,two\n1,2\n", "force.csv", "2 headings"),
        (b"a,b,a\n1,2,3\n", "force.csv", "twice"),
    ],
)
def test_a_file_that_is_no_table_is_refused_with_the_reason(sent, operator, content, name, words):
    extract = sent(content=content, name=name)
    with pytest.raises(NotATable, match=words):
        use_cases.look_at_columns(extract=extract, by=operator, now=NOW)


def test_a_file_of_another_kind_without_purpose_or_kept_for_ever_is_not_taken(operator):
    send = {"chunks": [b"a,b,c\n"], "purpose": "x", "keep_until": date(2026, 1, 1), "by": operator, "now": NOW}
    for change in (
        {"file_name": "a.pdf"}, {"file_name": "a.csv", "purpose": " "}, {"file_name": "a.csv", "chunks": []},
        {"file_name": "a.csv", "keep_until": date(2025, 1, 1)}, {"file_name": "a.csv", "keep_until": date(2030, 1, 1)},
    ):  # fmt: skip
        with pytest.raises(use_cases.CannotKeep):
            use_cases.send(**{**send, **change})
    assert not Extract.objects.exists()
    assert not any(store.root().iterdir())


def test_the_same_file_is_held_once(sent):
    sent(row(1))
    with pytest.raises(use_cases.CannotKeep, match="here already"):
        sent(row(1))
    assert Extract.objects.count() == 1


def test_every_look_is_in_the_audit_trail_with_its_reason_and_without_a_crime(taken, operator):
    extract = taken(row(1), row(2, x="oops"))
    use_cases.look_at_points(extract=extract, crime_types=["Burglary"], why="near repeats", by=operator, now=NOW)
    use_cases.look_at_rejects(extract=extract, by=operator, now=NOW)
    looks = AuditEntry.objects.filter(verb="extract looked at", subject=extract.reference)
    assert [look.why for look in looks.order_by("sequence")] == ["near repeats", "rows turned away looked at"]
    assert "475000" not in "".join(str(entry.detail) for entry in AuditEntry.objects.all())
    assert chain_faults() == []


def test_nobody_without_the_duty_sends_looks_or_deletes(taken):
    extract = taken(row(1))
    clerk = Person.objects.create(email="clerk@example.org", name="C")
    doors = [
        lambda: use_cases.send(
            file_name="a.csv", chunks=[b"a"], purpose="x", keep_until=date(2026, 1, 1), by=clerk, now=NOW
        ),
        lambda: use_cases.look_at_points(extract=extract, why="x", by=clerk, now=NOW),
        lambda: use_cases.look_at_rejects(extract=extract, by=clerk, now=NOW),
        lambda: use_cases.look_at_columns(extract=extract, by=clerk, now=NOW),
        lambda: use_cases.preview(extract=extract, by=clerk, now=NOW),
        lambda: use_cases.take_in(extract=extract, by=clerk, now=NOW),
        lambda: use_cases.delete_extract(extract=extract, why="x", by=clerk, now=NOW),
        lambda: use_cases.keep_until(extract=extract, day=date(2026, 1, 1), why="x", by=clerk, now=NOW),
    ]
    for door in doors:
        with pytest.raises(NotAllowed):
            door()


def test_two_extracts_of_the_same_days_and_types_are_never_added_up(taken):
    first = taken(row(1), row(2, day="20/01/2024", to_day="", to_time=""))
    taken(row(3, x="475500"), name="again.csv")
    with pytest.raises(queries.ExtractsOverlap, match="Burglary"):
        queries.points("all")
    assert queries.points("all", ["Robbery"]).num_rows == 0
    assert queries.points(first).num_rows == 2
    taken(row(4, day="05/03/2024", to_day="06/03/2024", code="45"), name="later.csv")
    assert queries.points("all", ["Vehicle crime"]).num_rows == 1


def test_points_are_chosen_by_the_day_on_which_they_began(taken):
    extract = taken(*(row(n, day=f"0{n}/02/2024", to_day="", to_time="") for n in range(1, 6)))
    chosen = queries.points(extract, start=date(2024, 2, 2), end=date(2024, 2, 4))
    assert [at.day for at in chosen["start"].to_pylist()] == [2, 3, 4]


def test_an_extract_is_deleted_on_its_day_and_the_record_stays(taken, operator):
    extract = taken(row(1))
    assert use_cases.delete_those_due(by=operator, now=datetime(2026, 5, 31, tzinfo=NOW.tzinfo)) == 0
    use_cases.keep_until(extract=extract, day=date(2025, 7, 1), why="Work is done", by=operator, now=NOW)
    assert use_cases.delete_those_due(by=operator, now=datetime(2025, 7, 1, tzinfo=NOW.tzinfo)) == 1
    extract.refresh_from_db()
    assert (extract.state, extract.rows_taken, extract.facts) == (ExtractState.DELETED, 1, {})
    assert AuditEntry.objects.filter(verb="extract deleted").exists()
    with pytest.raises(queries.NothingToRead):
        queries.points(extract)


def test_what_is_held_comes_out_of_the_kept_text_again_and_a_change_is_found(taken):
    extract = taken(row(1), row(2, x="oops"), row(3) + ",extra", "4,Somebody")
    assert queries.check() == (1, [])
    digest = taking.digest_of(store.path(extract.pk, store.ROWS))
    assert digest == extract.rows_sha256
    Extract.objects.update(rows_sha256="1:0")
    checked, faults = queries.check(extract.reference)
    assert checked == 1
    assert len(faults) == 2


def test_a_reading_that_was_cut_off_begins_anew_and_ends_the_same(taken, sent, operator):
    whole = taken(row(1), row(2))
    Extract.objects.filter(pk=whole.pk).update(state=ExtractState.READING, share_read=0.4)
    again = use_cases.take_in(extract=whole, by=operator, now=NOW)
    done = use_cases.read_now(extract=again, by=operator, now=NOW)
    assert (done.state, done.rows_sha256) == (ExtractState.HELD, whole.rows_sha256)


def test_the_worker_deletes_every_night_what_is_due(taken, operator):
    extract = taken(row(1))
    Extract.objects.filter(pk=extract.pk).update(keep_until=date(2025, 1, 1))
    assert tasks.see_to_deleting(NOW)
    extract.refresh_from_db()
    assert extract.state == ExtractState.DELETED
    assert tasks.next_night(NOW) == datetime(2025, 6, 3, 2, tzinfo=NOW.tzinfo)


def test_the_demonstrations_extract_is_made_up_and_says_so(operator):
    from types import SimpleNamespace

    from frankpledge.office.demo.chapters.extracts import made_up_file, tell_extract

    extract = tell_extract(SimpleNamespace(analyst=operator))
    assert (extract.state, extract.made_up, extract.rows_rejected) == (ExtractState.HELD, True, 0)
    assert extract.facts["by_type"] == {"Burglary": 620, "Shoplifting": 700, "Vehicle crime": 900}
    assert made_up_file() == made_up_file()
