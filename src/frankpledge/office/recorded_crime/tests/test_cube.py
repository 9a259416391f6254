"""The cube equals the releases, says what is not there, and changes only where the releases did."""

from __future__ import annotations

import gzip

import pytest

from frankpledge.office.errors import BadInput
from frankpledge.office.places import queries as places
from frankpledge.office.recorded_crime import cube, importers, queries
from frankpledge.office.recorded_crime.cube import keeping, shelf
from frankpledge.office.recorded_crime.rules import ASB, KNOWN_TYPES, MixedCount
from frankpledge.office.sources import store as stores
from frankpledge.office.sources import use_cases as sources
from frankpledge.office.sources.models import Release

from .conftest import LSOA, NOW, street_row

pytestmark = pytest.mark.django_db
COUNTY = "E23000022"


@pytest.fixture
def police(shared):
    return shared / "data/police/street"


@pytest.fixture
def loaded(police, operator):
    importers.import_crimes([police / "northamptonshire", police / "cambridgeshire"], by=operator, now=NOW)


def test_every_series_is_that_of_the_typed_rows(loaded):
    for types in (None, [ASB], ["Burglary"]):
        for code in (COUNTY, "E06000061", LSOA):
            mine = {each.month: each.n for each in cube.series(area_code=code, crime_types=types)}
            rows = queries.monthly_counts("street_place", area_code=code, crime_types=types)
            assert mine == {each.month: each.count for each in rows}
        mine = {each.month: each.n for each in cube.series(reported_by="Northamptonshire Police", crime_types=types)}
        rows = queries.monthly_counts("street_recorded", force=COUNTY, crime_types=types)
        assert {month: n for month, n in mine.items() if n is not None} == {
            each.month: each.count for each in rows if each.count is not None
        }


def test_a_month_that_nobody_supplied_has_no_figure_and_a_supplied_one_without_rows_is_zero(loaded):
    found = {each.month: each for each in cube.series(area_code=COUNTY, crime_types=["Burglary"])}
    assert (found["2020-01"].n, found["2020-01"].reason) == (None, "no data for this month")
    areas = cube.by_area("lsoa21", within=COUNTY, crime_types=["Robbery"], first="2024-01", last="2024-01")
    assert len(areas) == 442
    assert {n for by_month in areas.values() for n in by_month.values()} >= {0, 1}
    elsewhere = cube.by_area("district24", within="E23000015", first="2024-01", last="2024-01")
    assert {n for by_month in elsewhere.values() for n in by_month.values()} == {None}


@pytest.mark.parametrize("level", ["lsoa21", "ward24", "district24", "csp", "force24", "fire"])
def test_the_areas_of_a_level_and_what_is_left_over_add_up_to_the_whole(loaded, level):
    areas = cube.by_area(level, within=COUNTY, first="2018-10", last="2018-12")
    left = cube.left_over(level, within=COUNTY, first="2018-10", last="2018-12")
    whole = {each.month: each.n for each in cube.series(area_code=COUNTY, first="2018-10", last="2018-12")}
    for month, n in whole.items():
        assert sum(by_month[month] or 0 for by_month in areas.values()) + left.get(month, 0) == n
    together = cube.totals(level, within=COUNTY, first="2018-10", last="2018-12")
    assert together == {code: sum(by_month.values()) for code, by_month in areas.items()}


def test_crimes_and_incidents_are_never_in_one_figure(loaded):
    with pytest.raises(MixedCount):
        cube.series(area_code=COUNTY, crime_types=["Burglary", ASB])
    with pytest.raises(BadInput, match="no level"):
        cube.by_area("parish")
    with pytest.raises(BadInput, match="not both"):
        cube.series()
    by_type = cube.frame("force24", within=COUNTY, first="2024-01", last="2024-01", by_type=True)
    assert ASB not in by_type["crime_type"].to_pylist()
    assert by_type.num_rows == len(KNOWN_TYPES) - 1
    assert sum(by_type["n"].to_pylist()) == cube.series(area_code=COUNTY, first="2024-01", last="2024-01")[0].n


def test_the_cube_equals_the_releases_and_says_so_when_it_does_not(loaded):
    assert cube.check() == []
    segment = shelf.manifest().segments[0]
    path = shelf.folder() / segment.cells
    kept = path.read_bytes()
    path.write_bytes(kept[:-9] + b"tampered!")
    assert "checksum differs" in cube.check()[0]
    path.unlink()
    assert "are gone" in cube.check()[0]
    cube.rebuild()
    assert cube.check() == []
    assert path.read_bytes() == kept


def test_a_new_month_leaves_the_files_of_the_others_alone(loaded, street_file, operator):
    before = {segment.cells for segment in shelf.manifest().segments}
    importers.import_crimes([street_file(street_row(month="2024-04"))], by=operator, now=NOW)
    after = {segment.cells for segment in shelf.manifest().segments}
    assert before < after
    assert len(after - before) == 1
    assert cube.check() == []


def test_a_year_that_is_past_is_put_together_without_counting_its_rows_again(
    loaded, street_file, operator, monkeypatch
):
    assert {segment.period for segment in shelf.manifest().segments} >= {"2018", "2024-01", "2024-02"}
    counted = []
    real = keeping._counted
    monkeypatch.setattr(keeping, "_counted", lambda sha256: counted.append(sha256) or real(sha256))
    importers.import_crimes([street_file(street_row(month="2025-01"))], by=operator, now=NOW)
    assert {segment.period for segment in shelf.manifest().segments} == {"2018", "2019", "2024", "2025-01"}
    assert counted == []
    assert cube.check() == []


def test_a_superseded_release_leaves_the_cube_and_comes_back_when_it_is_used_again(police, street_file, operator):
    old = importers.import_crimes(
        [police / "northamptonshire/2024-01-northamptonshire-street.csv.gz"], by=operator, now=NOW
    )
    first = cube.series(area_code=COUNTY)[0].n
    importers.import_crimes([street_file(street_row(), street_row())], by=operator, now=NOW)
    assert cube.series(area_code=COUNTY)[0].n == 2
    release = Release.objects.get(sha256__startswith=old.release[-12:])
    sources.use_again(release, why="by mistake", by=operator, now=NOW)
    assert "not that of the current releases" in cube.check()[0]
    assert cube.series(area_code=COUNTY)[0].n == first
    assert cube.check() == []


def test_a_file_of_several_months_is_counted_apart(street_file, operator):
    importers.import_crimes(
        [street_file(street_row(), street_row(month="2024-02"), street_row(month="2024-02"))], by=operator, now=NOW
    )
    assert [each.n for each in cube.series(area_code=COUNTY)] == [1, 2]
    assert [segment.period for segment in shelf.manifest().segments] == ["2024-01..2024-02"]


def test_a_month_that_was_cut_off_is_suspect_and_has_no_figure(street_file, operator):
    for number in range(1, 5):
        rows = [street_row(month=f"2024-0{number}")] * (1 if number == 3 else 40)
        importers.import_crimes([street_file(*rows, name=f"{number}-street.csv")], by=operator, now=NOW)
    found = cube.series(area_code=COUNTY)
    assert [each.n for each in found] == [40, 40, None, 40]
    assert "cut off" in found[2].reason
    assert cube.supply()["Northamptonshire Police"]["2024-03"].status == "suspect"


def test_rows_that_cannot_be_read_leave_their_month_without_a_figure(police, operator):
    importers.import_crimes([police / "northamptonshire"], by=operator, now=NOW)
    release = Release.objects.get(first_month="2024-02")
    stores.home().rows(release.sha256).unlink()
    cube.rebuild()
    assert {each.month: each.n for each in cube.series(area_code=COUNTY, first="2024-01", last="2024-03")}[
        "2024-02"
    ] is None
    assert any("cannot be read" in fault for fault in cube.check())


def test_an_empty_office_has_an_empty_cube():
    assert cube.series(area_code=COUNTY) == []
    assert cube.supply() == {}
    assert cube.check() == []
    assert set(cube.by_area("force24", first="2024-01", last="2024-01")[COUNTY].values()) == {None}


def test_releases_of_the_first_version_are_counted_and_verified_as_before(police, operator, tmp_path):
    from frankpledge.office.recorded_crime.importers import street_1
    from frankpledge.office.sources.store import Store

    path = police / "northamptonshire/2018-12-northamptonshire-street.csv.gz"
    raw = gzip.decompress(path.read_bytes())
    store = stores.home()
    sha256 = store.keep(raw)
    found = street_1.read_street_1(store.raw(sha256), store.rows(sha256), path.name, NOW)
    received = sources.Received(
        dataset="police-uk-street-crime", covers=found.covers, file_name=path.name, sha256=sha256, size_bytes=len(raw),
        rows_read=found.rows_read, rows_imported=found.rows_imported, rows_rejected=0, importer=street_1.IMPORTER,
        first_month=found.first_month, last_month=found.last_month, facts=found.facts,
    )  # fmt: skip
    release = sources.register_release(received, by=operator, now=NOW)
    assert cube.series(area_code=COUNTY)[0].n == queries.monthly_counts("street_place", area_code=COUNTY)[0].count
    assert cube.check() == []
    importers.rebuild(release, Store(tmp_path / "fresh"))
    assert importers.rows_digest(release, Store(tmp_path / "fresh")) == found.facts["rows_digest"]
    again = importers.import_crimes([path], by=operator, now=NOW)
    assert again.unchanged == 6196


def test_every_level_knows_its_areas():
    sizes = {level: len(cube.by_area(level, first="2024-01", last="2024-01")) for level in cube.LEVELS}
    assert sizes["force24"] == len(places.force_areas()) == 43
    assert sizes["lsoa21"] == 35672
    assert sizes["district24"] == 318
    assert sizes["csp"] > 250
