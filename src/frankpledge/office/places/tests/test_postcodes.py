"""A postcode directory is the office's own: columns found, rows judged, codes of today, one postcode found at once."""

from __future__ import annotations

import gzip
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frankpledge.office.errors import NotAllowed
from frankpledge.office.people.duties import Operator
from frankpledge.office.people.testing import a_person
from frankpledge.office.places import importers, postcodes, queries
from frankpledge.office.places.importers.postcode_columns import NoPostcodes, columns_of, sample_of
from frankpledge.office.sources.models import Release

NOW = datetime(2026, 5, 6, 9, 0, tzinfo=UTC)
OPERATOR = Operator()
ONSPD_HEADER = "pcd,pcd2,pcds,dointr,doterm,oslaua,osward,lsoa11,lsoa21"
ONSPD_ROWS = [
    '"NN1 1ED","NN1  1ED","NN1 1ED","198001","","E06000062","E05013254","E01027250","E01027250"',
    '"NN145AB","NN14 5AB","NN14 5AB","198001","","E07000152","E05008848","E01027054","E01027054"',
    '"AB101AA","AB10 1AA","AB10 1AA","201106","","S12000033","S13002842","S01006514",""',
]


@pytest.fixture(autouse=True)
def home(tmp_path: Path, settings) -> Path:
    settings.FRANKPLEDGE_HOME = tmp_path / "home"
    settings.FRANKPLEDGE_HOME.mkdir()
    return settings.FRANKPLEDGE_HOME


def written(folder: Path, rows: list[str], name: str = "ONSPD.csv", header: str = ONSPD_HEADER) -> Path:
    path = folder / name
    path.write_text("\n".join(([header] if header else []) + rows) + "\n", encoding="utf-8")
    return path


def bring_in(path: Path, **more):
    return importers.import_postcodes([path], by=OPERATOR, now=NOW, **more)


pytestmark = pytest.mark.django_db


def test_without_a_directory_no_postcode_has_an_area():
    assert queries.area_of_postcode("NN1 1ED", "district") is None


def test_a_directory_says_in_which_district_and_ward_of_today_a_postcode_lies(tmp_path):
    summary = bring_in(written(tmp_path, ONSPD_ROWS))
    assert (summary.read, summary.imported, summary.rejected) == (3, 3, 0)
    assert queries.area_of_postcode("nn1 1ed", "district") == "E06000062"
    assert queries.area_of_postcode("NN1-1ED", "ward") == "E05013254"
    # A district that was abolished is today's; its ward is that of the small area.
    assert queries.area_of_postcode("NN14 5AB", "district") == queries.place("E01027054").district_code
    assert queries.area_of_postcode("AB10 1AA", "district") is None
    assert queries.area_of_postcode("nonsense", "district") is None
    release = Release.objects.get()
    assert release.facts["elsewhere"] == 1
    assert release.facts["columns"]["postcode"] == 2


def test_many_postcodes_are_found_together_as_they_were_written(tmp_path):
    bring_in(written(tmp_path, ONSPD_ROWS))
    found = queries.areas_of_postcodes(["nn1 1ed", "NN11ED", "ZZ9 9ZZ"], "district")
    assert found == {"nn1 1ed": "E06000062", "NN11ED": "E06000062"}


def test_code_point_open_has_no_header_and_is_understood(shared):
    summary = bring_in(shared / "data" / "geo" / "postcodes" / "codepoint-open-nn-2014.csv.gz")
    assert (summary.read, summary.imported, summary.rejected) == (15_649, 15_649, 0)
    assert Release.objects.get().covers == "postcodes NN"
    assert queries.area_of_postcode("NN1 1AA", "district") == "E06000062"
    assert queries.area_of_postcode("NN1 1AA", "ward") is None


def test_bad_rows_are_turned_away_each_with_its_reason_and_the_rest_goes_in(tmp_path):
    rows = [
        *ONSPD_ROWS,
        '"","","","198001","","E06000062","","",""',
        '"HELLO","HELLO","HELLO","198001","","E06000062","","",""',
        ONSPD_ROWS[0],
        '"NN1 1EE","NN1  1EE","NN1 1EE","198001","","E99999999","","",""',
        '"NN1 1EF","NN1  1EF"',
    ]
    summary = bring_in(written(tmp_path, rows * 1))
    assert (summary.read, summary.imported, summary.rejected) == (8, 3, 5)
    reasons = Path(summary.rejects_file).read_text(encoding="utf-8")
    for reason in ("empty", "not a postcode", "earlier row", "no code in this row", "fields expected"):
        assert reason in reasons


def test_columns_that_a_person_chose_are_used_again_for_the_next_file_with_the_same_header(tmp_path):
    header = "a,b,where"
    rows = ["NN1 1ED,NN9 9ZZ,E06000062", "NN1 1EE,NN9 9ZY,E06000061"]
    bring_in(written(tmp_path, rows, header=header), chosen={"postcode": 1, "district": 2})
    assert queries.area_of_postcode("NN9 9ZZ") == "E06000062"
    bring_in(written(tmp_path, ["NN1 1ED,NN9 9ZZ,E06000061"], "next.csv", header))
    assert queries.area_of_postcode("NN9 9ZZ") == "E06000061"
    assert queries.area_of_postcode("NN1 1ED") is None


def test_a_later_directory_of_the_same_postcodes_supersedes_the_one_before(tmp_path):
    bring_in(written(tmp_path, ONSPD_ROWS))
    again = bring_in(written(tmp_path, ONSPD_ROWS))
    assert again.unchanged == 3
    changed = [ONSPD_ROWS[0].replace("E06000062", "E06000061").replace("E05013254", ""), *ONSPD_ROWS[1:]]
    later = bring_in(written(tmp_path, changed, "later.csv"))
    assert later.files[0].supersedes
    assert queries.area_of_postcode("NN1 1ED") == "E06000061"


def test_of_the_published_archive_only_the_main_file_is_read(tmp_path):
    path = tmp_path / "ONSPD.zip"
    with zipfile.ZipFile(path, "w") as archive:
        body = "\n".join([ONSPD_HEADER, *ONSPD_ROWS])
        archive.writestr("Data/ONSPD.csv", body)
        archive.writestr("Data/multi_csv/ONSPD_NN.csv", body)
        archive.writestr("Documents/names.csv", "code,name\nE06000062,Somewhere\n")
    summary = bring_in(path)
    assert [file.status for file in summary.files] == ["imported", "skipped", "skipped"]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("", "empty"),
        ("name,age\nAnn,4\n", "No column of this file holds postcodes"),
        ("postcode,town\nNN1 1ED,Northtown\n", "No column says in which"),
    ],
)
def test_a_file_that_is_no_directory_is_refused_and_says_what_is_missing(tmp_path, content, says):
    path = tmp_path / "wrong.csv"
    path.write_text(content, encoding="utf-8")
    summary = bring_in(path)
    assert says in summary.refused[0].message
    assert not Release.objects.exists()


def test_only_who_may_import_data_brings_a_directory_in(tmp_path):
    with pytest.raises(NotAllowed):
        importers.import_postcodes([written(tmp_path, ONSPD_ROWS)], by=a_person("member"), now=NOW)


def test_where_several_columns_hold_small_areas_the_newest_is_taken(tmp_path):
    columns = columns_of(sample_of(written(tmp_path, ONSPD_ROWS)))
    assert [columns.label(at) for at in columns.parts.values()] == ["pcds", "lsoa21", "osward", "oslaua"]


def test_a_file_that_is_not_text_is_refused(tmp_path):
    path = tmp_path / "picture.csv"
    path.write_bytes(gzip.compress(b"hello") + b"\x00\x00")
    with pytest.raises(NoPostcodes):
        sample_of(path)


@given(st.from_regex(r"[A-Z]{1,2}[0-9][0-9A-Z]? [0-9][A-Z]{2}", fullmatch=True))
def test_a_postcode_is_the_same_however_it_is_written(postcode):
    assert postcodes.plain(postcode) == postcodes.plain(postcode.lower().replace(" ", ""))
    assert postcodes.readable(postcodes.plain(postcode)) == postcode


def test_the_districts_and_wards_of_an_office_are_those_of_its_area(office_of_the_county):
    districts = queries.areas_for("district", office_of_the_county)
    assert [place.code for place in districts] == ["E06000061", "E06000062"]
    wards = queries.areas_for("ward", office_of_the_county)
    assert len(wards) > 50
    assert len({ward.name for ward in wards}) == len(wards)
    assert {ward.district_code for ward in wards} == {"E06000061", "E06000062"}


def test_residents_by_age_sex_and_ethnic_group_add_up_for_every_district():
    for code in queries.districts():
        ages, sexes = queries.people_of("age", [code]), queries.people_of("sex", [code])
        assert ages.year == 2020
        assert ages.aged(0, None) == ages.total > 0
        assert set(sexes.groups) == {"female", "male"}
        ethnic = queries.people_of("ethnicity", [code])
        assert sum(ethnic.broad.values()) == sum(ethnic.groups.values())
        # The census rounds and swaps a little to protect people.
        assert ethnic.total == pytest.approx(sexes.total, rel=0.01)


def test_wards_have_residents_everywhere_and_ethnic_groups_where_they_ship(office_of_the_county):
    districts = ("E06000061", "E06000062")
    wards = queries.residents_of_wards(districts)
    assert sum(wards.values()) == sum(queries.population(code, 2021).residents for code in districts)
    assert set(queries.people_of("ethnicity", list(wards)).broad) == {"asian", "black", "mixed", "other", "white"}
    assert queries.people_of("ethnicity", ["E05000932"]).total == 0


@pytest.fixture
def office_of_the_county():
    from frankpledge.office.people.testing import an_office

    return an_office(area_code="E23000022")
