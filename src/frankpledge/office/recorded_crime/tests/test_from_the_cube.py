"""Questions about street rows are answered from the cube, with the very answers that the typed rows give."""

from __future__ import annotations

import itertools
import random

import pytest

from frankpledge.office.recorded_crime import cube, importers
from frankpledge.office.recorded_crime.cube import keeping
from frankpledge.office.recorded_crime.queries import held, monthly_counts, monthly_of_areas, totals
from frankpledge.office.recorded_crime.rules import ASB
from frankpledge.office.sources import store as stores
from frankpledge.office.sources import use_cases as sources
from frankpledge.office.sources.models import Release

from .conftest import NOW, street_row

pytestmark = pytest.mark.django_db

COUNTY, NORTH, WEST, WARD, SMALL = "E23000022", "E06000061", "E06000062", "E05013254", "E01027020"
NEIGHBOUR, THERE = "E23000023", "E01015600"
NORTHUMBRIA, GATESHEAD, SPLIT, RAILWAY = "E23000007", "E08000037", "E01008187", "British Transport Police"
AREAS = (COUNTY, NORTH, WEST, WARD, SMALL, NEIGHBOUR, THERE, NORTHUMBRIA, GATESHEAD)
TYPES = (None, [ASB], ["Burglary"], ["Burglary", "Robbery"], ["Drugs"])
RANGES = ((None, None), ("2023-11", "2024-02"), ("2024-02", "2024-02"), ("2024-03", "2024-09"))
MONTHS = ("2023-12", "2024-01", "2024-02", "2024-04", "2024-05")  # March is missing
KINDS = ("Burglary", "Robbery", ASB, "Shoplifting")
CODES = (SMALL, SMALL, "E01026949", "E01033000", THERE, SPLIT, "", "E01999999")


@pytest.fixture(params=[1, 2])
def made_up(request, street_file, operator) -> None:
    """Files of three forces and the railway: rows near and far, split or without a place, months missing or cut off."""
    chance = random.Random(request.param)
    forces = ["Northamptonshire Police", "Northumbria Police", "Nottinghamshire Police", RAILWAY]
    for force, month in itertools.product(forces, MONTHS):
        if chance.random() < 0.2:
            continue
        size = 1 if chance.random() < 0.15 else chance.randrange(15, 40)
        rows = [
            street_row(month=month, force=force, lsoa=chance.choice(CODES), kind=chance.choice(KINDS))
            for _row in range(size)
        ]
        importers.import_crimes([street_file(*rows, name=f"{force}-{month}.csv")], by=operator, now=NOW)
    two = [street_row(month=m, force=f) for m in ("2024-06", "2024-07") for f in forces[:2]]
    importers.import_crimes([street_file(*two * 20, name="two.csv")], by=operator, now=NOW)


def every_question() -> list[dict]:
    places = [("street_place", {"area_code": code}) for code in AREAS]
    forces = [("street_recorded", {"force": force}) for force in (COUNTY, "Northumbria", RAILWAY)]
    return [
        {"source": source, **where, "crime_types": types, "from_month": first, "to_month": last}
        for (source, where), types, (first, last) in itertools.product(places + forces, TYPES, RANGES)
    ]


def from_typed_rows(**question):
    return monthly_counts(**question, store=stores.home())


def test_every_series_from_the_cube_is_that_of_the_typed_rows(made_up, monkeypatch):
    asked = [question for question in every_question() if question.get("force") != RAILWAY or not_empty(RAILWAY)]
    expected = [from_typed_rows(**question) for question in asked]
    monkeypatch.setattr(held, "paths", lambda *_args: pytest.fail("typed rows were read"))
    found = [monthly_counts(**question) for question in asked]
    assert found == expected
    statuses = {(each.count is None, each.suspect) for series in found for each in series}
    assert {(False, False), (True, False)} <= statuses


def not_empty(force: str) -> bool:
    return Release.objects.filter(covers__startswith=force).exists()


def test_many_areas_at_once_from_the_cube_are_those_of_the_typed_rows(made_up):
    for types in TYPES:
        asked = {"crime_types": types, "from_month": "2023-10", "to_month": "2024-08"}
        assert monthly_of_areas("street_place", AREAS, **asked) == monthly_of_areas(
            "street_place", AREAS, **asked, store=stores.home()
        )


def answer(**question) -> dict | str:
    try:
        return totals(**question).as_json()
    except held.NothingHeld as refused:
        return refused.message


def test_every_total_from_the_cube_is_that_of_the_typed_rows(made_up, monkeypatch):
    places = [{"area": code} for code in AREAS]
    forces = [{"recorded_by": force} for force in ("Northamptonshire", "Northumbria")]
    asked = [
        {**where, "by": by, "from_month": first, "to_month": last}
        for where, by, (first, last) in itertools.product(places + forces, ("month", "type", "area"), RANGES[:2])
    ]
    expected = [answer(**question, store=stores.home()) for question in asked]
    monkeypatch.setattr(held, "paths", lambda *_args: pytest.fail("typed rows were read"))
    assert [answer(**question) for question in asked] == expected


def test_published_files_give_the_same_totals_by_each_way(shared, operator):
    police = shared / "data/police/street"
    importers.import_crimes([police / "northamptonshire", police / "quirks"], by=operator, now=NOW)
    asked = [{"area": code} for code in (COUNTY, NORTH, WARD, SMALL)] + [
        {"recorded_by": COUNTY},
        {"recorded_by": RAILWAY},
    ]
    for where, by in itertools.product(asked, ("month", "type", "area")):
        assert answer(**where, by=by) == answer(**where, by=by, store=stores.home())


def test_an_empty_office_answers_as_before():
    assert monthly_counts("street_place", area_code=COUNTY) == []
    [month] = monthly_counts("street_recorded", force=COUNTY, from_month="2024-01", to_month="2024-01")
    assert (month.count, month.status, month.reason) == (None, "missing", "no data for this month")
    assert answer(area=COUNTY) == answer(area=COUNTY, store=stores.home())
    assert "No street file" in answer(recorded_by="Kent")


def test_a_superseded_release_is_not_counted_until_it_is_used_again(street_file, operator):
    def counts() -> list[tuple[int | None, tuple[str, ...]]]:
        series = monthly_counts("street_place", area_code=SMALL)
        assert series == from_typed_rows(source="street_place", area_code=SMALL)
        assert answer(area=WARD) == answer(area=WARD, store=stores.home())
        return [(each.count, tuple(release.file_name for release in each.releases)) for each in series]

    importers.import_crimes([street_file(street_row(), name="old.csv")], by=operator, now=NOW)
    assert counts() == [(1, ("old.csv",))]
    importers.import_crimes([street_file(*[street_row()] * 3, name="new.csv")], by=operator, now=NOW)
    assert counts() == [(3, ("new.csv",))]
    old = Release.objects.get(file_name="old.csv")
    sources.use_again(old, why="by mistake", by=operator, now=NOW)
    assert counts() == [(1, ("old.csv",))]
    assert monthly_counts("street_place", area_code=SMALL, among=Release.objects.all())[0].count == 4


def test_a_cube_that_is_still_to_be_made_lets_the_typed_rows_answer(street_file, operator, monkeypatch):
    importers.import_crimes([street_file(street_row(), street_row(kind=ASB))], by=operator, now=NOW)
    expected, total = monthly_counts("street_place", area_code=SMALL), answer(area=COUNTY)
    for path in cube.shelf.folder().glob("*"):
        path.unlink()
    monkeypatch.setattr(keeping, "MOST_AT_ONCE", 0)
    assert monthly_counts("street_place", area_code=SMALL) == expected
    assert answer(area=COUNTY) == total
    assert not (cube.shelf.folder() / cube.shelf.MANIFEST).exists()


def test_rows_that_cannot_be_read_leave_their_month_missing(street_file, operator):
    for month in ("2024-01", "2024-02"):
        importers.import_crimes([street_file(street_row(month=month), name=month)], by=operator, now=NOW)
    stores.home().rows(Release.objects.get(first_month="2024-02").sha256).unlink()
    cube.rebuild()
    assert [each.count for each in monthly_counts("street_place", area_code=SMALL, to_month="2024-02")] == [1, None]
    assert totals(area=COUNTY, to_month="2024-02").missing_months == ("2024-02",)
