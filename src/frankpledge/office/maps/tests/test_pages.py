"""The public's maps: with a table, without script, with files to take away; tiles of our own."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from xml.etree import ElementTree

import pytest

from frankpledge.office.maps import outlines, queries, tiles
from frankpledge.office.places.models import Area
from frankpledge.office.ui.testing import no_queries_while_rendering

from .conftest import FORCE

pytestmark = pytest.mark.django_db
PUBLIC_MOST = 14
COMPARED = {"type": "Burglary", "from": "2024-01", "to": "2024-03", "from2": "2023-01", "to2": "2023-03"}


def read(client, address: str, asked: dict[str, str], most) -> str:
    with no_queries_while_rendering(), most(PUBLIC_MOST):
        response = client.get(address, asked)
    assert response.status_code == 200, response
    return response.content.decode()


def test_without_anything_held_the_page_says_so(client, office):
    assert b"Nothing can be mapped yet" in client.get("/maps/").content
    assert b"Nothing can be mapped yet" in client.get("/maps/interactive/").content
    assert client.get("/maps/areas.csv").status_code == 404


def test_the_map_comes_with_its_sentence_key_table_and_sources(client, held, django_assert_max_num_queries):
    page = read(client, "/maps/", {}, django_assert_max_num_queries)
    assert "crimes were in" in page
    assert page.count('class="fp-map__area"') == 442
    assert page.count('class="fp-swatch"') >= 2
    assert "Showing 1 to 25 of 442" in page
    assert "small-areas.csv" in page
    assert "<script" not in page
    assert "style=" not in page


def test_what_the_shades_stand_for_is_said_beside_the_key_and_in_every_file(client, held):
    asked = {"type": "Burglary"}
    for more, said in ({}, "Per 1,000 residents a year"), ({"show": "count"}, "Number in the period"):
        page = client.get("/maps/", asked | more).content.decode()
        key = re.search(r'fp-map__legend"><h2>(.*?)</h2>', page)
        assert key
        assert key[1] == f"Key: {said[0].lower()}{said[1:]}"
        assert f"Burglary: {said[0].lower()}{said[1:]}, by small areas" in page
        drawn = client.get("/maps/areas.svg", asked | more).content.decode()
        assert said.lower() in drawn.lower()
        assert "Office for National Statistics" in drawn
    compared = client.get("/maps/", COMPARED).content.decode()
    assert "January 2024 to March 2024 beside January 2023 to March 2023" in compared


def test_counts_of_thousands_are_written_as_on_the_page(held):
    told = queries.told_for({"type": "Burglary"})
    line = replace(told.answer.lines[0], count=12_345)
    assert "12,345 in the period" in queries.spoken(told, line)


def test_where_files_are_too_many_to_be_listed_the_rest_is_counted(client, held, monkeypatch):
    monkeypatch.setattr(queries, "MOST_SOURCES", 0)
    assert "and 1 more file" in client.get("/maps/").content.decode()


@pytest.mark.parametrize("level", ["lsoa21", "ward24"])
def test_a_small_area_that_the_lookup_gives_to_a_neighbour_is_named(client, held, level):
    """It bears the name of a district of this force, lies within its outline, and is counted elsewhere."""
    page = client.get("/maps/", {"level": level}).content.decode()
    assert "West Northamptonshire 048E (E01027305) is counted in Cherwell" in page


def test_counts_are_sorted_as_they_are_shown(client, held):
    page = client.get("/maps/", {"show": "count"}).content.decode()
    assert "<strong>largest number</strong>" in page
    assert "could easily be in another class" not in page


@pytest.mark.parametrize(("level", "words"), [("lsoa21", "Higher in 1 of 442"), ("ward24", "In none of 57 areas")])
def test_two_periods_are_compared_area_by_area(client, held, level, words, django_assert_max_num_queries):
    page = read(client, "/maps/", {"level": level, **COMPARED}, django_assert_max_num_queries)
    assert words in page
    assert "No evidence of change" in page
    assert "at most 1 in 20" in page


def test_one_district_can_be_looked_at_alone(client, held):
    district = outlines.members("ltla24", FORCE)[0][0]
    page = client.get("/maps/", {"within": district}).content.decode()
    assert page.count('class="fp-map__area"') == len(outlines.members("lsoa21", district)) < 442


def test_an_area_is_found_by_its_name_and_the_table_can_be_sorted(client, held):
    page = client.get("/maps/", {"q": held[7], "sort": "name"}).content.decode()
    assert "Showing 1 to 1 of 1" in page
    assert "No area is called so" in client.get("/maps/", {"q": "Nowhere"}).content.decode()


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"from": "2024-03", "to": "2024-01"}, "The first month comes after the last one."),
        ({"from2": "2023-01"}, "Choose both months to compare with, or none."),
        ({"from": "2024-02", "to": "2024-03", "from2": "2023-02", "to2": "2024-02"}, "The two periods share a month"),
    ],
)
def test_periods_that_make_no_sense_are_named_and_a_map_is_still_shown(client, held, asked, words):
    response = client.get("/maps/", asked)
    assert words in response.content.decode()
    assert response.content.count(b'class="fp-map__area"') == 442
    assert client.get("/maps/areas.csv", asked).status_code == 422


@pytest.mark.parametrize("asked", [{"level": "x", "within": "E99", "type": "'; --", "from": "9999-99", "page": "x"}])
def test_nonsense_in_the_address_shows_the_standing_map(client, held, asked):
    assert client.get("/maps/", asked).content.count(b'class="fp-map__area"') == 442


def test_the_table_can_be_taken_away_with_every_area(client, held):
    response = client.get("/maps/areas.csv", COMPARED)
    rows = list(csv.DictReader(io.StringIO(response.content.decode())))
    assert len(rows) == 442
    first = next(row for row in rows if row["code"] == held[0])
    assert (first["count"], first["earlier_count"], first["ratio"], first["verdict"]) == ("60", "12", "5", "higher")


def test_a_geojson_file_holds_figures_outlines_and_where_they_come_from(client, held):
    found = json.loads(client.get("/maps/areas.geojson", {"type": "Burglary"}).content)
    assert len(found["features"]) == 442
    assert found["features"][0]["properties"]["count"] == 60
    assert found["features"][0]["geometry"]["type"] in ("Polygon", "MultiPolygon")
    assert "Office for National Statistics" in found["about"]["Outlines"]


def test_a_geopackage_holds_the_same_areas_with_the_same_figures(client, held, tmp_path):
    import pyogrio

    path = tmp_path / "areas.gpkg"
    path.write_bytes(client.get("/maps/areas.gpkg", {"type": "Burglary", "level": "ward24"}).content)
    meta, _index, shapes, columns = pyogrio.raw.read(path)
    facts = dict(zip(meta["fields"], columns, strict=True))
    assert len(shapes) == len(facts["code"]) == len(outlines.members("ward24", FORCE))
    assert meta["crs"] == "EPSG:4326"
    assert facts["count"].sum() == 60 + 440 * 12


def test_a_workbook_says_what_it_is(client, held):
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(client.get("/maps/areas.xlsx").content))
    assert book.sheetnames == ["Areas", "About this file"]
    assert book["Areas"].max_row == 443


def test_the_drawing_to_take_away_carries_its_key(client, held):
    root = ElementTree.fromstring(client.get("/maps/areas.svg").content)
    words = [text.text for text in root.iter("{http://www.w3.org/2000/svg}text")]
    assert any("under" in word for word in words)


def test_the_map_that_moves_asks_only_this_site(client, held, django_assert_max_num_queries):
    page = read(client, "/maps/interactive/", {}, django_assert_max_num_queries)
    assert page.count('class="fp-map__area"') == 442  # the still map, for whom no script runs
    assert not re.findall(r'(?:src|href)="(?:https?:)?//', page)
    policy = client.get("/maps/interactive/")["Content-Security-Policy"]
    assert "worker-src 'self'" in policy
    assert "worker-src" not in client.get("/maps/")["Content-Security-Policy"]


def test_the_script_gets_the_same_figures_as_the_table(client, held):
    found = client.get("/maps/figures.json", {"type": "Burglary"}).json()
    assert set(found["areas"]) == set(held)
    assert "60 in the period" in found["areas"][held[0]]["words"]
    keys = {one["key"] for one in found["classes"]}
    assert {area["class"] for area in found["areas"].values()} <= keys


def a_tile(level: str = "ltla24") -> tuple[str, int, int, int]:
    places = outlines.drawn(level, FORCE)
    shapes = tiles._shapes(level, FORCE, outlines.version(places))
    z = tiles.ZOOMS[level][1]
    _z, x, y = next(one for one in tiles._touched(shapes, z, z) if tiles.encoded(shapes, *one))
    return outlines.version(places), z, x, y


def test_a_tile_holds_the_areas_that_it_touches_and_is_kept_for_ever(client, office):
    import mapbox_vector_tile

    version, z, x, y = a_tile()
    response = client.get(f"/maps/tiles/ltla24/{version}/{z}/{x}/{y}.mvt")
    layer = mapbox_vector_tile.decode(response.content)["areas"]
    assert {one["properties"]["code"] for one in layer["features"]} <= {"E06000061", "E06000062"}
    assert "immutable" in response["Cache-Control"]


def test_tiles_from_the_file_are_those_made_one_by_one(office):
    version, z, x, y = a_tile()
    alone = tiles.tile("ltla24", FORCE, version, z, x, y)
    path = tiles.build("ltla24", FORCE)
    assert path == tiles.path_of("ltla24", version)
    assert tiles.tile("ltla24", FORCE, version, z, x, y) == alone
    assert tiles.build("ltla24", FORCE) == path


def test_a_new_outline_makes_new_tiles_and_the_old_ones_go(office):
    before = tiles.build("ltla24", FORCE)
    shape = {"type": "Polygon", "coordinates": [[[-1, 52], [-0.5, 52], [-0.5, 52.5], [-1, 52]]]}
    Area.objects.filter(code="E06000061").update(boundary=shape)
    after = tiles.build("ltla24", FORCE)
    assert before != after
    assert not before.exists()


@pytest.mark.parametrize("address", ["lsoa21/abc/30/1/1", "nowhere/abc/7/1/1", "ltla24/000000000000/7/62/42"])
def test_tiles_that_do_not_exist_are_not_found(client, office, address):
    assert client.get(f"/maps/tiles/{address}.mvt").status_code == 404


def test_where_no_area_lies_the_tile_is_empty(client, office):
    version, z, _x, _y = a_tile()
    assert client.get(f"/maps/tiles/ltla24/{version}/{z}/0/0.mvt").status_code == 204
