"""Names, codes, geographies and populations: what lies in what, and how many people live there."""

from __future__ import annotations

import csv
import gzip
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from frankpledge.office.people.duties import Operator
from frankpledge.office.places import importers, lookups, queries, rules
from frankpledge.office.places.maps import Shape, outline_map
from frankpledge.office.places.models import Area, Population
from frankpledge.office.sources.models import Release

NOW = datetime(2025, 6, 2, 9, 0, tzinfo=UTC)
COUNTY = "E23000022"


@pytest.fixture
def home(tmp_path: Path, settings) -> Path:
    settings.FRANKPLEDGE_HOME = tmp_path / "home"
    settings.FRANKPLEDGE_HOME.mkdir()
    return settings.FRANKPLEDGE_HOME


def opened(shared: Path, name: str) -> list[dict[str, str]]:
    path = shared / "data" / name
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_there_are_43_force_areas_and_each_has_districts_and_residents():
    assert len(queries.force_areas()) == 43
    assert sum(len(queries.districts_of(area.code)) for area in queries.force_areas()) == 318
    for area in queries.force_areas():
        assert queries.national_population(area.code), area.area_name


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("E23000022", COUNTY),
        ("northamptonshire", COUNTY),
        ("Northamptonshire Police", COUNTY),
        ("  NORTHAMPTONSHIRE POLICE ", COUNTY),
        ("Devon and Cornwall", "E23000035"),
        ("Devon & Cornwall Police", "E23000035"),
        ("devon-and-cornwall", "E23000035"),
        ("Dyfed Powys", "W15000004"),
        ("Heddlu Dyfed-Powys", "W15000004"),
        ("Metropolitan Police Service", "E23000001"),
        ("the Met", "E23000001"),
        ("City of London", "E23000034"),
        ("London, City of", "E23000034"),
        ("Avon and Somerset Constabulary", "E23000036"),
        ("GMP", "E23000005"),
    ],
)
def test_a_force_is_found_however_it_is_named(said, code):
    assert queries.resolve_force(said).code == code


def test_no_two_forces_answer_to_the_same_name():
    for area in queries.force_areas():
        for name in area.names:
            assert queries.resolve_force(name) == area, name


@hypothesis_settings(deadline=None)
@given(st.sampled_from(queries.force_areas()), st.randoms())
def test_letter_case_never_matters(area, random):
    name = "".join(random.choice([c.upper(), c.lower()]) for c in area.force_name)
    assert queries.resolve_force(name) == area


def test_an_unknown_force_is_refused_and_near_names_are_offered():
    with pytest.raises(queries.UnknownForce, match="Borset"):
        queries.resolve_force("Borsetshire Constabulary")
    with pytest.raises(queries.UnknownForce) as refused:
        queries.resolve_force("York")
    assert "North Yorkshire Police" in refused.value.remedy


def test_names_in_published_files_are_forces_of_the_table(shared):
    for row in opened(shared, "police/forces/forces.csv"):
        if row["id"] != "btp":
            assert queries.resolve_force(row["Label"]).police_uk_id == row["id"]


def test_a_small_area_of_2021_lies_in_the_same_district_as_in_the_official_lookup(shared):
    official = opened(shared, "geo/lookups/lsoa21_ward24_ltla24.csv.gz")
    for row in official[::500]:
        place = queries.place(row["lsoa21_code"])
        assert (place.name, place.district_code) == (row["lsoa21_name"], row["ltla24_code"])
    assert len(queries.lsoas_of(COUNTY)) == 442


def test_a_district_with_four_partnerships_stands_once():
    assert [district.name for district in queries.districts_of(COUNTY)] == [
        "North Northamptonshire", "West Northamptonshire",
    ]  # fmt: skip


def test_codes_of_the_past_point_to_today():
    with pytest.raises(queries.AreaOfThePast) as refused:
        queries.place("E07000156")
    assert "E06000061" in refused.value.remedy
    with pytest.raises(queries.AreaOfThePast) as refused:
        queries.place("E01008187")
    assert "E01035637" in refused.value.remedy
    with pytest.raises(queries.UnknownArea):
        queries.place("E99")


def test_an_area_that_was_split_has_every_2021_part_and_a_merged_one_has_one(shared):
    official = opened(shared, "geo/lookups/lsoa11_lsoa21_ltla22.csv.gz")
    split = [row for row in official if row["change_code"] == "S"]
    parent = split[0]["lsoa11_code"]
    children = {row["lsoa21_code"] for row in split if row["lsoa11_code"] == parent}
    assert all(parent in queries.split_parents_of(child) for child in children)
    merged = next(row for row in official if row["change_code"] == "M")
    assert queries.split_parents_of(merged["lsoa21_code"]) == []


@pytest.mark.django_db
def test_residents_of_a_county_are_the_sum_of_its_small_areas(shared):
    official = {r["lsoa21_code"]: int(r["total_residents"]) for r in opened(
        shared, "population/census2021-residents-lsoa21-england-wales.csv.gz")}  # fmt: skip
    found = queries.population(COUNTY, year=2021)
    assert found is not None
    assert found.residents == sum(official[code] for code in queries.lsoas_of(COUNTY)) == 783_324


@pytest.mark.django_db
def test_mid_2020_residents_of_two_districts_are_those_published(shared):
    official = opened(shared, "population/population2020-ltla21-single-year-age.csv.gz")
    for row in official:
        if row["ltla21_code"] in ("E06000061", "E06000062"):
            found = queries.population(row["ltla21_code"], year=2020)
            assert found is not None
            assert found.residents == int(row["total_population"])
    assert queries.population("E06000061", year=1999) is None


@pytest.mark.django_db
def test_an_office_starts_with_its_area_its_districts_and_its_peers(home):
    own = importers.load_reference(area_code="W15000004", by=Operator(), now=NOW)
    assert own.name == "Dyfed-Powys"
    assert set(own.children.values_list("name", flat=True)) == {
        "Carmarthenshire", "Ceredigion", "Pembrokeshire", "Powys",
    }  # fmt: skip
    assert Area.objects.filter(kind="pfa24").count() == 43
    assert own.boundary is not None
    importers.load_reference(area_code="W15000004", by=Operator(), now=NOW)
    assert Area.objects.count() == 47
    assert Release.objects.filter(importer="ships with the product").count() == 4


@pytest.mark.django_db
def test_what_is_no_force_area_cannot_be_an_office(home):
    with pytest.raises(queries.UnknownForce):
        importers.load_reference(area_code="E06000061", by=Operator(), now=NOW)


@pytest.mark.django_db
def test_outlines_of_wards_come_in_as_published(home, shared):
    importers.load_reference(area_code=COUNTY, by=Operator(), now=NOW)
    path = shared / "data/geo/boundaries/wards22-northamptonshire.geojson"
    summary = importers.import_areas([path], by=Operator(), now=NOW)
    assert (summary.imported, summary.rejected) == (57, 0)
    assert Area.objects.filter(kind="ward24", parent__code="E06000061").count() == 26
    again = importers.import_areas([path], by=Operator(), now=NOW)
    assert (again.imported, again.unchanged) == (0, 57)


GOOD = '{"type":"Polygon","coordinates":[[[-1,52],[-0.9,52],[-0.9,52.1],[-1,52]]]}'


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("feature", "reason"),
    [
        ('{"properties":{"code":"E05013214"},"geometry":null}', "not a Polygon"),
        (f'{{"properties":{{"code":"X"}},"geometry":{GOOD}}}', "not the code of an area"),
        (f'{{"properties":{{"code":"E05013213"}},"geometry":{GOOD}}}', "earlier feature"),
        (f'{{"geometry":{GOOD}}}', "no properties"),
        (
            '{"properties":{"code":"E05013214"},"geometry":{"type":"Polygon","coordinates":'
            "[[[480000,260000],[480001,260000],[480001,260001],[480000,260000]]]}}",
            "longitude and latitude",
        ),
        (
            '{"properties":{"code":"E05013214"},"geometry":{"type":"Polygon","coordinates":[["x"]]}}',
            "not a pair of numbers",
        ),
    ],
)
def test_a_bad_feature_is_turned_away_and_the_others_come_in(home, tmp_path, feature, reason):
    path = tmp_path / "a.geojson"
    first = f'{{"properties":{{"ward24_code":"E05013213","ward24_name":"Brickhill"}},"geometry":{GOOD}}}'
    path.write_text(f'{{"type":"FeatureCollection","features":[{first},{feature}]}}', encoding="utf-8")
    summary = importers.import_areas([path], by=Operator(), now=NOW)
    assert (summary.read, summary.imported, summary.rejected) == (2, 1, 1)
    assert reason in Path(summary.rejects_file).read_text(encoding="utf-8")
    assert Area.objects.get().name == "Brickhill"


@pytest.mark.django_db
def test_a_list_of_areas_says_who_lies_in_whom_in_any_order(home, tmp_path):
    path = tmp_path / "areas.csv"
    path.write_text(
        "area_code,area_name,parent_code\nE05013213,Brickhill,E06000061\nE06000061,North,\nE05013214,Lost,E06999999\n"
        "E05013213,Again,\nnonsense,X,\nE05013215,,\n",
        encoding="utf-8",
    )
    summary = importers.import_areas([path], by=Operator(), now=NOW)
    assert (summary.read, summary.imported, summary.rejected) == (6, 2, 4)
    assert Area.objects.get(code="E05013213").parent.name == "North"


@pytest.mark.django_db
def test_an_offices_own_population_comes_before_the_shipped_one(home, tmp_path):
    importers.load_reference(area_code=COUNTY, by=Operator(), now=NOW)
    path = tmp_path / "p.csv"
    path.write_text(
        "source,area_code,year,residents\nOffice estimate,E23000022,2024,800000\nOffice estimate,E99,2024,1\n"
        "Office estimate,E23000022,2024,800001\nOffice estimate,E23000022,2124,1\nOffice estimate,E23000022,2023,many\n"
        ",E23000022,2023,1\nOffice estimate,E05013213,2024,5000\n",
        encoding="utf-8",
    )
    summary = importers.import_population([path], by=Operator(), now=NOW)
    assert (summary.read, summary.imported, summary.rejected) == (7, 2, 5)
    found = queries.population(COUNTY)
    assert found is not None
    assert (found.year, found.residents) == (2024, 800_000)
    assert queries.population(COUNTY, year=2021).residents == 783_324
    assert Population.objects.get(area__code="E05013213").residents == 5000

    path.write_text("area_code,year,residents,source\nE23000022,2024,810000,Office estimate\n", encoding="utf-8")
    importers.import_population([path], by=Operator(), now=NOW)
    assert queries.population(COUNTY).residents == 810_000


@pytest.mark.parametrize(
    ("code", "kind"),
    [(COUNTY, "pfa24"), ("W06000008", "ltla24"), ("E05013213", "ward24"), ("W01000001", "lsoa21"), ("E99999999", None),
     ("E2300002", None), ("", None)],
)  # fmt: skip
def test_a_code_says_what_it_names(code, kind):
    assert rules.kind_of(code) == kind


def test_an_outline_is_drawn_north_up_inside_its_box():
    square = {"type": "Polygon", "coordinates": [[[-1.0, 52.0], [0.0, 52.0], [0.0, 53.0], [-1.0, 53.0], [-1.0, 52.0]]]}
    drawn = outline_map([Shape("Square", square)])
    assert drawn is not None
    assert drawn.height > drawn.width  # a degree of latitude is longer than one of longitude
    corner = drawn.paths[0].d.removeprefix("M").split("L")[0].split()
    assert float(corner[1]) == pytest.approx(drawn.height - 4, abs=1)
    assert outline_map([]) is None


def test_the_shipped_tables_are_small():
    assert sum(path.stat().st_size for path in lookups.DATA.iterdir()) < 2_000_000
