"""Bringing in street files: what goes in, what is turned away, and what stays as it was."""

from __future__ import annotations

import csv
import gzip
import zipfile
from pathlib import Path

import pytest
from django.db import transaction

from frankpledge.office.errors import NotAllowed
from frankpledge.office.people.models import Person
from frankpledge.office.record.queries import chain_faults
from frankpledge.office.recorded_crime import importers
from frankpledge.office.sources import store
from frankpledge.office.sources import use_cases as sources
from frankpledge.office.sources.files import NothingFound
from frankpledge.office.sources.models import ImportRun, Release
from frankpledge.office.sources.store import Store

from .conftest import HEADER, NOW, street_row

pytestmark = pytest.mark.django_db

MONTHS = {
    "2018-10": 6705,
    "2018-11": 6616,
    "2018-12": 6196,
    "2019-01": 6420,
    "2024-01": 5613,
    "2024-02": 5410,
    "2024-03": 6181,
}


def bring_in(*paths: Path, by) -> importers.ImportSummary:
    return importers.import_crimes(paths, by=by, now=NOW)


@pytest.fixture
def county(shared: Path) -> Path:
    return shared / "data/police/street/northamptonshire"


def test_seven_months_of_a_county_go_in_row_for_row_and_a_second_time_nothing_does(county, operator):
    first = bring_in(county, by=operator)
    assert {file.covers.split("/")[1]: file.imported for file in first.files} == MONTHS
    assert (first.read, first.imported, first.rejected, first.unchanged) == (43141, 43141, 0, 0)

    second = bring_in(county, by=operator)
    assert (second.read, second.imported, second.rejected, second.unchanged) == (43141, 0, 0, 43141)
    assert second.releases == first.releases
    assert Release.objects.count() == 7
    assert chain_faults() == []


def test_a_release_is_named_by_the_checksum_of_the_unpacked_file(county, shared, operator):
    summary = bring_in(county, by=operator)
    with (shared / "data/MANIFEST.csv").open(encoding="utf-8") as file:
        published = {row["path"]: row["sha256_unpacked"] for row in csv.DictReader(file)}
    for path, result in zip(sorted(county.iterdir()), summary.files, strict=True):
        sha256 = published[f"police/street/northamptonshire/{path.name}"]
        assert result.release == f"release/police-uk-street-crime-{sha256[:12]}"
        assert store.home().raw(sha256).read_bytes() == gzip.decompress(path.read_bytes())


def test_a_copy_with_three_broken_rows_brings_in_the_rest_and_names_the_three(county, tmp_path, operator):
    published = gzip.decompress((county / "2024-01-northamptonshire-street.csv.gz").read_bytes()).decode()
    rows = published.split("\n")
    rows[10] = rows[10].replace("2024-01", "2024-13", 1)
    cells = rows[100].split(",")
    cells[5] = "152.1"
    rows[100] = ",".join(cells)
    rows[1000] = "only,three,fields"
    copy = tmp_path / "copy.csv"
    copy.write_text("\n".join(rows), encoding="utf-8", newline="")

    summary = bring_in(copy, by=operator)
    assert (summary.read, summary.imported, summary.rejected) == (5613, 5610, 3)
    with open(summary.rejects_file, encoding="utf-8") as file:
        turned_away = list(csv.DictReader(file))
    assert [(row["file"], row["row"], row["column"], row["value"]) for row in turned_away] == [
        ("copy.csv", "11", "Month", "2024-13"),
        ("copy.csv", "101", "Latitude", "152.1"),
        ("copy.csv", "1001", "", ""),
    ]
    assert turned_away[2]["reason"] == "12 fields expected, 3 found"


def test_a_changed_file_for_the_same_force_and_month_supersedes_the_one_before(county, street_file, operator):
    before = bring_in(county / "2024-01-northamptonshire-street.csv.gz", by=operator)
    after = bring_in(street_file(street_row()), by=operator)
    assert after.files[0].supersedes == before.release
    old, new = (Release.objects.get(sha256__startswith=ref[-12:]) for ref in (before.release, after.release))
    assert (old.status, new.status, new.supersedes) == ("superseded", "current", old)

    again = bring_in(county / "2024-01-northamptonshire-street.csv.gz", by=operator)
    assert (again.imported, again.unchanged) == (0, 5613)
    assert "since superseded" in again.files[0].message


def test_a_file_superseded_by_mistake_is_put_to_use_again_with_a_reason(county, street_file, operator):
    good = bring_in(county / "2024-01-northamptonshire-street.csv.gz", by=operator)
    bring_in(street_file(street_row()), by=operator)
    release = Release.objects.get(sha256__startswith=good.release[-12:])
    with pytest.raises(sources.CannotUseAgain, match="no reason"):
        sources.use_again(release, why=" ", by=operator, now=NOW)
    sources.use_again(release, why="the later file held one row", by=operator, now=NOW)
    current = Release.objects.get(status="current")
    assert current == release
    assert Release.objects.count() == 2
    with pytest.raises(sources.CannotUseAgain, match="in use already"):
        sources.use_again(current, why="again", by=operator, now=NOW)
    assert chain_faults() == []


def test_another_force_goes_in_the_same_way(shared, operator):
    summary = bring_in(shared / "data/police/street/cambridgeshire", by=operator)
    assert [file.imported for file in summary.files] == [6116, 6499, 6993]
    january = Release.objects.get(covers="Cambridgeshire Constabulary/2024-01")
    assert january.facts["placed"] == {"no location": 210, "placed": 5906}


def test_rows_without_id_or_without_place_go_in_and_are_counted_as_such(shared, operator):
    summary = bring_in(shared / "data/police/street/quirks", by=operator)
    assert (summary.imported, summary.rejected) == (5080 + 13613, 0)
    railway = Release.objects.get(covers="British Transport Police/2018-10")
    assert railway.facts["rows_without_id"] == 5080
    assert railway.facts["placed"] == {"outside England and Wales": 91, "placed": 4989}
    north = Release.objects.get(covers="Police Service of Northern Ireland/2018-10")
    assert north.facts["placed"] == {"no location": 59, "outside England and Wales": 13554}


def test_rows_alike_are_all_kept(street_file, operator):
    alike = street_row(kind="Anti-social behaviour", crime_id="")
    summary = bring_in(street_file(alike, alike, street_row(), street_row()), by=operator)
    assert summary.imported == 4
    release = Release.objects.get()
    assert (release.facts["crimes"], release.facts["asb"], release.facts["repeated_ids"]) == (2, 2, 1)


def test_repeated_crime_ids_of_a_real_month_are_all_there(county, operator):
    bring_in(county / "2024-03-northamptonshire-street.csv.gz", by=operator)
    release = Release.objects.get()
    assert release.facts["repeated_ids"] == 207 - 98
    assert release.rows_imported == 6181


@pytest.mark.parametrize(
    ("change", "column", "reason"),
    [
        ({"month": "2024"}, "Month", "not a month"),
        ({"month": "Jan 2024"}, "Month", "not a month"),
        ({"month": ""}, "Month", "not a month"),
        ({"month": "2025-07"}, "Month", "in the future"),
        ({"month": "2009-01"}, "Month", "before 2010-12"),
        ({"lon": ""}, "Longitude", "empty, though the latitude"),
        ({"lat": ""}, "Latitude", "empty, though the longitude"),
        ({"lon": "west"}, "Longitude", "not a number"),
        ({"lat": "nan"}, "Latitude", "impossible"),
        ({"lon": "52.24", "lat": "-0.89"}, "Longitude", "impossible"),
        ({"kind": ""}, "Crime type", "empty"),
        ({"force": ""}, "Reported by", "empty"),
        ({"lsoa": '"E01'}, "", "quotation mark"),
        ({"lsoa": "E01,E02"}, "", "13 found"),
    ],
)
def test_a_bad_row_is_turned_away_with_its_reason_and_the_others_go_in(street_file, operator, change, column, reason):
    path = street_file(street_row(), "", street_row(**change), street_row())
    summary = bring_in(path, by=operator)
    assert (summary.read, summary.imported, summary.rejected) == (3, 2, 1)
    [row] = csv.DictReader(Path(summary.rejects_file).read_text(encoding="utf-8").splitlines())
    assert (row["row"], row["column"]) == ("4", column)
    assert reason in row["reason"]


def test_commas_and_quotation_marks_inside_quotes_are_read_as_published(street_file, operator):
    place = street_row().replace("On or near Mill Road", '"On or near ""The Mill"", Wharf Road"')
    bring_in(street_file(place), by=operator)
    import duckdb

    [found] = duckdb.sql(f"SELECT lsoa_code, outcome FROM '{rows_of(Release.objects.get())}'").fetchall()
    assert found == ("E01027020", "Under investigation")


def rows_of(release: Release) -> Path:
    return store.home().rows(release.sha256)


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_line_ends_of_windows_and_a_byte_order_mark_make_no_difference(street_file, operator, end, mark):
    summary = bring_in(street_file(street_row(), street_row(), header=mark + HEADER, end=end), by=operator)
    assert (summary.imported, summary.rejected) == (2, 0)
    assert Release.objects.get().facts["placed"] == {"placed": 2}


def test_a_line_that_is_not_utf_8_costs_only_itself(street_file, operator):
    path = street_file(street_row(), street_row())
    path.write_bytes(path.read_bytes() + street_row().replace("Mill", "M\xfchl").encode("latin-1") + b"\n")
    summary = bring_in(path, by=operator)
    assert (summary.imported, summary.rejected) == (2, 1)


def test_a_file_without_a_needed_column_is_refused_whole_and_the_others_go_on(street_file, tmp_path, operator):
    lacking = street_file("2024-01,1", name="a-street.csv", header="Month,Count")
    good = street_file(street_row(), name="b-street.csv")
    summary = bring_in(lacking, good, by=operator)
    assert [file.status for file in summary.files] == ["refused", "imported"]
    message = summary.refused[0].message
    assert 'Found: "Month", "Count".' in message
    assert '"LSOA code"' in message


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"", "empty"), (HEADER.encode(), "no rows"), (b"\xff\xfeC\x00r\x00", "UTF-8"), (b"PK\x03\x04rubbish", "lacks")],
)
def test_a_file_that_holds_nothing_usable_is_refused(tmp_path, operator, content, words):
    path = tmp_path / "odd.csv"
    path.write_bytes(content)
    [refused] = bring_in(path, by=operator).refused
    assert words in refused.message


@pytest.mark.parametrize("name", ["odd.zip", "odd.csv.gz"])
def test_a_damaged_archive_is_refused(tmp_path, operator, name):
    (tmp_path / name).write_bytes(b"neither zip nor gzip")
    [refused] = bring_in(tmp_path / name, by=operator).refused
    assert "damaged" in refused.message


def test_a_file_whose_rows_are_all_bad_is_refused_and_its_rows_are_reported(street_file, operator):
    summary = bring_in(street_file(street_row(month="x"), street_row(month="y")), by=operator)
    assert (summary.read, summary.imported, summary.rejected) == (2, 0, 2)
    assert summary.refused[0].message.startswith("None of its 2 rows can be used: row 2, Month")
    assert not Release.objects.exists()


def test_an_archive_as_published_brings_in_its_street_files_and_leaves_the_other_kinds(tmp_path, street_file, operator):
    archive = tmp_path / "all.zip"
    with zipfile.ZipFile(archive, "w") as file:
        file.write(street_file(street_row()), "2024-01/2024-01-northamptonshire-street.csv")
        file.writestr("2024-01/2024-01-northamptonshire-outcomes.csv", "Crime ID\n1\n")
        file.writestr("2024-01/2024-01-northamptonshire-stop-and-search.csv", "Type\n1\n")
    summary = bring_in(archive, by=operator)
    assert sorted(file.status for file in summary.files) == ["imported", "skipped", "skipped"]
    assert summary.refused == []


def test_a_month_that_another_file_already_holds_would_count_twice_and_is_refused(street_file, operator):
    bring_in(street_file(street_row()), by=operator)
    both = street_file(street_row(), street_row(month="2024-02"), name="two-months-street.csv")
    [refused] = bring_in(both, by=operator).refused
    assert "count twice" in refused.message


def test_the_same_bytes_packed_in_two_ways_are_one_release(street_file, tmp_path, operator):
    plain = street_file(street_row())
    packed = tmp_path / "again.csv.gz"
    packed.write_bytes(gzip.compress(plain.read_bytes()))
    summary = bring_in(plain, packed, by=operator)
    assert [file.status for file in summary.files] == ["imported", "unchanged"]
    assert Release.objects.count() == 1


def test_nothing_at_the_place_named_is_said_so(tmp_path, operator):
    with pytest.raises(NothingFound, match="There is no file or folder"):
        bring_in(tmp_path / "nowhere", by=operator)
    (tmp_path / "empty").mkdir()
    with pytest.raises(NothingFound, match=r"No \.csv"):
        bring_in(tmp_path / "empty", by=operator)


def test_only_holders_of_the_duty_import(street_file):
    nobody = Person.objects.create(email="nobody@example.org", name="Nobody")
    path = street_file(street_row())
    with pytest.raises(NotAllowed):
        bring_in(path, by=nobody)
    assert not ImportRun.objects.exists()


def test_a_crash_between_the_files_and_the_database_leaves_no_half_loaded_release(street_file, operator, monkeypatch):
    path = street_file(street_row())

    def crash(*_args, **_kwargs):
        raise RuntimeError("the machine stops here")

    with monkeypatch.context() as broken:
        broken.setattr(sources.publications, "index_many", crash)
        with pytest.raises(RuntimeError), transaction.atomic():
            bring_in(path, by=operator)
    assert not Release.objects.exists()
    assert not list(store.home().root.glob(".incoming-*"))

    assert bring_in(path, by=operator).imported == 1
    assert store.home().faults(Release.objects.get().sha256, Release.objects.get().parquet_sha256) == []


def test_a_crash_while_the_file_is_written_leaves_nothing_behind(street_file, operator, monkeypatch):
    def crash(*_args, **_kwargs):
        raise OSError("the disk is full")

    monkeypatch.setattr(Store, "settle_many", crash)
    with pytest.raises(OSError, match="disk is full"):
        bring_in(street_file(street_row()), by=operator)
    assert not Release.objects.exists()
    assert list(store.home().root.iterdir()) == []


def test_what_a_killed_import_left_behind_is_swept_away_after_a_day(street_file, operator):
    import os

    old, young = store.home().root / ".incoming-old", store.home().root / ".incoming-young"
    for folder in (old, young):
        folder.mkdir(parents=True)
    os.utime(old, (0, 0))
    bring_in(street_file(street_row()), by=operator)
    assert not old.exists()
    assert young.exists()


def test_a_lost_raw_file_comes_back_with_the_next_import_of_it(street_file, operator):
    path = street_file(street_row())
    bring_in(path, by=operator)
    raw = store.home().raw(Release.objects.get().sha256)
    raw.unlink()
    bring_in(path, by=operator)
    assert raw.read_bytes() == path.read_bytes()


def test_typed_rows_can_be_made_again_from_the_raw_bytes(county, tmp_path, operator):
    bring_in(county / "2024-01-northamptonshire-street.csv.gz", by=operator)
    release = Release.objects.get()
    fresh = Store(tmp_path / "fresh")
    importers.rebuild(release, fresh)
    assert importers.rows_digest(release, fresh) == release.facts["rows_digest"]
    assert importers.rows_digest(release, store.home()) == release.facts["rows_digest"]


def test_an_altered_raw_file_cannot_be_rebuilt_from(street_file, tmp_path, operator):
    bring_in(street_file(street_row()), by=operator)
    release = Release.objects.get()
    raw = store.home().raw(release.sha256)
    raw.write_bytes(raw.read_bytes().replace(b"Burglary", b"Robbery "))
    with pytest.raises(importers.RawFileChanged):
        importers.rebuild(release, Store(tmp_path / "fresh"))
    assert store.home().faults(release.sha256, release.parquet_sha256) == [
        "The raw file is not as it was: its checksum differs."
    ]


def test_a_formula_in_a_bad_cell_is_text_in_the_rejects_file(street_file, operator):
    summary = bring_in(street_file(street_row(), street_row(month="=1+1")), by=operator)
    assert "'=1+1" in Path(summary.rejects_file).read_text(encoding="utf-8")


def test_each_import_is_written_down_with_its_counts(street_file, operator):
    bring_in(street_file(street_row(), street_row(month="x")), by=operator)
    run = ImportRun.objects.get()
    assert (run.command, run.rows_read, run.rows_imported, run.rows_rejected) == ("import crimes", 2, 1, 1)
    assert list(run.releases.all()) == [Release.objects.get()]
    assert run.by == "terminal"
