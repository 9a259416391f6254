"""The pages of outcomes, of stop and search, and of boundaries."""

from __future__ import annotations

import pytest
from django.test import Client

from frankpledge.office.people import use_cases as people
from frankpledge.office.people.models import Role
from frankpledge.office.places import versions
from frankpledge.office.recorded_crime import importers
from frankpledge.office.recorded_crime.queries import boundaries
from frankpledge.office.sources.models import Release
from frankpledge.office.ui.testing import no_queries_while_rendering

from .conftest import NOW

pytestmark = pytest.mark.django_db


def body(response) -> str:
    return response.content.decode()


def test_without_files_the_pages_say_so():
    for path in ("/data/outcomes/", "/data/stop-and-search/"):
        assert "No file of this kind has been brought in yet." in body(Client().get(path))


def test_searches_are_shown_by_month_with_what_came_of_them(shared, operator, django_assert_max_num_queries):
    folder = shared / "data/police/stop-and-search/city-of-london"
    paths = [folder / f"{month}-city-of-london-stop-and-search.csv" for month in ("2018-12", "2019-01", "2019-03")]
    importers.import_stop_and_search(paths, by=operator, now=NOW)
    with no_queries_while_rendering(), django_assert_max_num_queries(15):
        page = body(Client().get("/data/stop-and-search/"))
    assert "City of London Police searched" in page
    assert "Not supplied, so without a figure: February 2019" in page
    assert "A no further action disposal" in page
    rows = body(Client().get("/data/stop-and-search/searches.csv?force=City of London Police")).splitlines()
    assert rows[0] == "month,dimension,value,count"
    assert rows[-1] == "2019-02,not supplied,,"
    outcomes = [row.rsplit(",", 1) for row in rows if ",outcome," in row]
    assert sum(int(n) for _row, n in outcomes) == sum(len(p.read_text().strip().split("\n")) - 1 for p in paths)


def test_outcomes_are_shown_by_force_and_each_belongs_to_a_group(shared, operator, django_assert_max_num_queries):
    importers.import_outcomes([shared / "data/police/outcomes-format-sample"], by=operator, now=NOW)
    with no_queries_while_rendering(), django_assert_max_num_queries(15):
        page = body(Client().get("/data/outcomes/?force=Bedfordshire Police"))
    assert "Bedfordshire Police gave" in page
    assert "not the share of crimes solved" in page
    assert "No suspect found" in page
    assert "Offender given a caution" in page
    assert Client().get("/data/outcomes/?force=Nobody&last=2099-99").status_code == 200
    assert body(Client().get("/data/outcomes/outcomes.csv")).strip() == "month,dimension,value,count"


def test_what_is_carried_across_boundaries_adds_up_on_the_page(shared, operator, django_assert_max_num_queries):
    folder = shared / "data/police/street/northamptonshire"
    importers.import_crimes(
        [folder / f"{month}-northamptonshire-street.csv.gz" for month in ("2018-11", "2024-03")], by=operator, now=NOW
    )
    page = boundaries.boundaries_page("2018-11", "2018-11", "lsoa21")
    totals = {row[-1] for row in page.sums.rows}
    assert len(totals) == 1
    assert all(sum(row[1:5]) == row[5] for row in page.sums.rows)
    found = boundaries.published("2018-11", "2018-11")
    assert totals == {found.total} == {Release.objects.get(first_month="2018-11").facts["crimes"]}
    assert len(page.named.rows) + page.more == len(versions.carry(found.counts, "lsoa", "lsoa21").not_carried)
    analyst = people.add_person(email="a@example.org", name="A", roles=[Role.ANALYST], by=operator, now=NOW)
    client = Client()
    client.force_login(analyst, backend="django.contrib.auth.backends.ModelBackend")
    with no_queries_while_rendering(), django_assert_max_num_queries(30):
        shown = body(client.get("/staff/data/boundaries/?first=2018-11&last=2024-03&level=csp24"))
    assert "None is counted twice, and none is lost." in shown
    with no_queries_while_rendering(), django_assert_max_num_queries(30):
        every = body(client.get("/staff/data/boundaries/not-carried.csv?first=2018-11&last=2018-11&level=lsoa21"))
        lines = every.splitlines()
        assert lines[0] == "area_code,crimes,reason"
        assert sum(int(line.split(",")[1]) for line in lines[1:]) == sum(one.count for one in page.left)
        assert len(lines) - 1 == len(page.named.rows) + page.more
        split = body(client.get("/staff/data/boundaries/area/?area=E01035397&level=lsoa21"))
    assert "of which only a part lies here" in split
    assert "not supplied" in split
    assert "March 2024: From here on counted on small areas (LSOA) of 2021" in split
    assert "No rate: not all of the newest twelve months have a figure." in split
    old = body(client.get("/staff/data/boundaries/area/?area=E01026977&level=lsoa21"))
    assert "it is one of the small areas (LSOA) of 2011" in old
    assert client.get("/staff/data/boundaries/area/?area=x&level=y").status_code == 200
    assert "Every small area in the files belongs to exactly one of the community safety partnerships of 2024" in shown
