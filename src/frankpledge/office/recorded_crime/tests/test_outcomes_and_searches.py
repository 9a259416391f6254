"""Outcomes files and stop-and-search files: what goes in, what is turned away, and that both can be read again."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

import pytest

from frankpledge.office.recorded_crime import importers, outcome_rules
from frankpledge.office.recorded_crime.importers import searches
from frankpledge.office.sources import store
from frankpledge.office.sources.lines import NotThisKindOfFile
from frankpledge.office.sources.models import Release
from frankpledge.office.sources.store import Store

from .conftest import LSOA, NOW

pytestmark = pytest.mark.django_db
OUTCOMES_HEADER = "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,Outcome type"


def outcome(crime="a", month="2024-01", force="Kent Police", kind="Suspect charged", lsoa=LSOA, lon="-0.9"):
    return f"{crime * 64},{month},{force},{force},{lon},52.2,On or near Mill Road,{lsoa},Somewhere 001A,{kind}"


@pytest.fixture
def outcomes_file(tmp_path):
    def write(*rows, name="2024-01-kent-outcomes.csv", header=OUTCOMES_HEADER):
        path = tmp_path / name
        path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
        return path

    return write


@pytest.fixture
def city(shared: Path) -> Path:
    return shared / "data/police/stop-and-search/city-of-london"


def test_published_outcomes_go_in_row_for_row(shared, operator):
    folder = shared / "data/police/outcomes-format-sample"
    summary = importers.import_outcomes([folder], by=operator, now=NOW)
    assert {file.status for file in summary.files} == {"imported", "skipped"}
    assert summary.rejected == 0
    assert summary.imported == sum(
        len(path.read_text().strip().split("\n")) - 1 for path in folder.glob("*-outcomes.csv")
    )
    release = Release.objects.get(covers="Bedfordshire Police/2018-01")
    assert release.facts["by_outcome"]["Offender given a caution"] >= 1
    assert release.facts["unknown_outcomes"] == []


def test_bad_rows_of_an_outcomes_file_are_turned_away_with_the_reason(outcomes_file, operator):
    rows = [
        outcome(), outcome(month="2024-13"), outcome(force=""), outcome(kind=""), outcome(crime="z"), "one,two",
        outcome("b", kind="suspect CHARGED"), outcome("c", kind="Something new", lsoa="", lon=""),
    ]  # fmt: skip
    summary = importers.import_outcomes([outcomes_file(*rows)], by=operator, now=NOW)
    assert (summary.read, summary.imported, summary.rejected) == (8, 3, 5)
    with Path(summary.rejects_file).open(encoding="utf-8") as file:
        said = [line.split(",")[1:3] for line in file.read().splitlines()[1:]]
    assert said == [["3", "Month"], ["4", "Reported by"], ["5", "Outcome type"], ["6", "Crime ID"], ["7", ""]]
    facts = Release.objects.get().facts
    assert facts["by_outcome"] == {"Something new": 1, "Suspect charged": 2}
    assert facts["unknown_outcomes"] == ["Something new"]
    assert facts["placed"] == {"no location": 1, "placed": 2}


def test_a_forces_month_of_outcomes_stands_in_one_current_release(outcomes_file, operator):
    both = outcomes_file(outcome(), outcome(month="2024-02"), name="two-months-outcomes.csv")
    importers.import_outcomes([both], by=operator, now=NOW)
    summary = importers.import_outcomes([outcomes_file(outcome("b"))], by=operator, now=NOW)
    assert "count twice" in summary.files[0].message
    assert Release.objects.count() == 1


def test_every_outcome_belongs_to_one_group_and_a_new_one_to_none():
    assert len(set(outcome_rules.OUTCOMES)) == len(outcome_rules.OUTCOMES) == 28
    assert {outcome_rules.group_of(name) for name in outcome_rules.OUTCOMES} == set(outcome_rules.GROUPS)
    assert outcome_rules.group_of("Sent to the Moon") == "other"


def test_two_years_of_searches_go_in_row_for_row_and_a_second_time_nothing_does(city, operator):
    first = importers.import_stop_and_search([city], by=operator, now=NOW)
    assert (first.read, first.imported, first.rejected) == (5471, 5471, 0)
    assert {file.covers.split("/")[0] for file in first.files} == {"City of London Police"}
    assert sum(release.facts["by_outcome"].get("Arrest", 0) for release in Release.objects.all()) == 1150
    again = importers.import_stop_and_search([city], by=operator, now=NOW)
    assert (again.imported, again.unchanged) == (0, 5471)


def test_the_name_of_a_search_file_says_which_force_and_a_renamed_one_is_refused(city, tmp_path, operator):
    renamed = shutil.copy(city / "2018-12-city-of-london-stop-and-search.csv", tmp_path / "searches.csv")
    summary = importers.import_stop_and_search([renamed], by=operator, now=NOW)
    assert summary.files[0].status == "refused"
    assert "which force" in summary.files[0].message
    assert searches.force_and_month("police.zip:2024-01/2024-01-btp-stop-and-search.csv") == (
        "British Transport Police", "2024-01",
    )  # fmt: skip
    with pytest.raises(NotThisKindOfFile):
        searches.force_and_month("2024-13-kent-stop-and-search.csv")


def test_searches_of_another_month_or_with_odd_words_are_turned_away(city, tmp_path, operator):
    text = (city / "2018-12-city-of-london-stop-and-search.csv").read_text(encoding="utf-8").split("\n")
    good, bad = text[1], text[1].replace("2018-12-02", "2018-10-02")
    odd, never = text[2].replace(",False,False", ",Perhaps,False"), text[1].replace("2018-12-02T", "2018-12-42T")
    edge = text[1].replace("2018-12-02T00", "2018-11-30T23")
    path = tmp_path / "2018-12-kent-stop-and-search.csv"
    path.write_text("\n".join([text[0], good, bad, odd, never, edge]), encoding="utf-8")
    summary = importers.import_stop_and_search([path], by=operator, now=NOW)
    assert (summary.imported, summary.rejected) == (2, 3)
    assert summary.files[0].covers == "Kent Police/2018-12"


def test_an_archive_of_all_kinds_gives_each_importer_its_own(shared, city, tmp_path, operator):
    archive = tmp_path / "all.zip"
    samples = shared / "data/police/outcomes-format-sample"
    with zipfile.ZipFile(archive, "w") as packed:
        for path in (*samples.glob("*bedfordshire*"), city / "2018-12-city-of-london-stop-and-search.csv"):
            packed.write(path, f"2018-01/{path.name}")
    for importer in (importers.import_outcomes, importers.import_stop_and_search):
        summary = importer([archive], by=operator, now=NOW)
        assert sorted(file.status for file in summary.files) == ["imported", "skipped", "skipped"]


def test_the_typed_rows_of_both_come_out_of_the_raw_bytes_again(city, outcomes_file, operator, tmp_path):
    importers.import_stop_and_search([city / "2019-01-city-of-london-stop-and-search.csv"], by=operator, now=NOW)
    importers.import_outcomes([outcomes_file(outcome(), outcome("b"))], by=operator, now=NOW)
    fresh = Store(tmp_path / "fresh")
    for release in Release.objects.select_related("dataset"):
        importers.rebuild(release, fresh)
        assert importers.rows_digest(release, fresh) == release.facts["rows_digest"]
        assert importers.rows_digest(release, store.home()) == release.facts["rows_digest"]
