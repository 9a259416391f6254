"""What the public reads about data, and what staff bring in through the browser."""

from __future__ import annotations

import hashlib
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from frankpledge.office.people.models import Role
from frankpledge.office.people.testing import a_person, an_office
from frankpledge.office.places import importers as places
from frankpledge.office.recorded_crime import importers
from frankpledge.office.sources.models import ImportRun, Release
from frankpledge.office.ui.testing import no_queries_while_rendering

from .conftest import NOW, street_row

pytestmark = pytest.mark.django_db

PUBLIC_MOST, STAFF_MOST = 14, 29


@pytest.fixture(autouse=True)
def office(operator):
    office = an_office(area_code="E23000022", area_name="Marshland")
    places.load_reference(area_code="E23000022", by=operator, now=NOW)
    return office


@pytest.fixture
def released(street_file, operator) -> Release:
    path = street_file(
        street_row(),
        street_row(kind="Anti-social behaviour", crime_id=""),
        street_row(lsoa="", lon="", lat=""),
        street_row(lsoa="E01019404"),
        street_row(month="x"),
    )
    importers.import_crimes([path], by=operator, now=NOW)
    return Release.objects.get(dataset__code="police-uk-street-crime")


@pytest.fixture
def analyst(client: Client) -> Client:
    client.force_login(a_person(Role.ANALYST), backend="django.contrib.auth.backends.ModelBackend")
    return client


def read(client: Client, address: str, most: int, django_assert_max_num_queries) -> str:
    with no_queries_while_rendering(), django_assert_max_num_queries(most):
        response = client.get(address)
    assert response.status_code == 200, response
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_the_public_sees_every_dataset_and_release(client, released, django_assert_max_num_queries):
    words = read(client, "/data/", PUBLIC_MOST, django_assert_max_num_queries)
    assert "Home Office (data.police.uk)" in words
    assert "Northamptonshire Police, January 2024" in words
    words = read(client, "/dataset/police-uk-street-crime/", PUBLIC_MOST, django_assert_max_num_queries)
    assert "Open Government Licence v3.0" in words


def test_releases_can_be_filtered_by_words_and_nonsense_filters_nothing(client, released):
    found = client.get("/data/", {"text": "2024-01", "dataset": "police-uk-street-crime"}).content.decode()
    assert released.sha256[:12] in found
    assert "No release fits" in client.get("/data/", {"text": "1999-01"}).content.decode()
    assert client.get("/data/", {"dataset": "nonsense", "page": "x"}).status_code == 200


def test_a_release_says_what_it_holds_and_where_its_rows_lie(client, released, django_assert_max_num_queries):
    words = read(client, f"/{released.reference}/", PUBLIC_MOST, django_assert_max_num_queries)
    assert "3 crimes and 1 anti-social behaviour incidents" in words
    assert "5 read: 4 imported, 1 turned away" in words
    assert released.sha256 in words
    assert "In the small areas (LSOAs) of Marshland 2" in words
    assert "Elsewhere in England and Wales 1" in words
    assert "the row has no location 1" in words
    assert "brought in by: the office&#x27;s terminal program" in words


def test_the_bytes_of_a_release_can_be_taken_away_and_checked(client, released):
    response = client.get(f"/{released.reference}/raw")
    assert hashlib.sha256(b"".join(response.streaming_content)).hexdigest() == released.sha256
    assert "attachment" in response["Content-Disposition"]


def test_a_superseded_release_leads_to_its_successor(client, released, street_file, operator):
    importers.import_crimes([street_file(street_row(), name="b.csv")], by=operator, now=NOW)
    later = Release.objects.get(supersedes=released)
    page = client.get(f"/{released.reference}/").content.decode()
    assert "Superseded." in page
    assert f"/{later.reference}/" in page


@pytest.mark.parametrize("address", ["/release/none-of-this/", "/release/x/raw", "/dataset/none/", "/area/E99/"])
def test_what_does_not_exist_is_not_found(client, address):
    assert client.get(address).status_code == 404


def test_an_area_is_shown_with_residents_parts_and_outline(client, django_assert_max_num_queries):
    words = read(client, "/area/E23000022/", PUBLIC_MOST, django_assert_max_num_queries)
    assert "783,324 people live here" in words
    assert "North Northamptonshire" in words
    assert "Fire and rescue authority: Northamptonshire." in words
    assert "<path d=" in client.get("/area/E06000062/").content.decode()
    assert "Peterborough" not in words


def test_areas_can_be_listed_and_filtered(client, django_assert_max_num_queries):
    words = read(client, "/areas/", PUBLIC_MOST, django_assert_max_num_queries)
    assert words.index("Northamptonshire") < words.index("Avon and Somerset")
    found = client.get("/areas/", {"kind": "ltla24"}).content.decode()
    assert "West Northamptonshire" in found
    assert "Kent" not in found


def upload(client: Client, kind: str, *files: tuple[str, bytes]):
    given = [SimpleUploadedFile(name, content) for name, content in files]
    return client.post("/staff/data/import/", {"kind": kind, "uploads": given})


def test_an_analyst_brings_files_in_and_reads_what_became_of_each(analyst, street_file, django_assert_max_num_queries):
    good = street_file(street_row(), street_row(month="=x")).read_bytes()
    response = upload(analyst, "crimes", ("2024-01.csv", good), ("odd.csv", b"a,b\n1,2\n"))
    assert response.status_code == 302
    words = read(analyst, response["Location"], STAFF_MOST, django_assert_max_num_queries)
    assert "2 rows read: 1 imported, 0 unchanged, 1 turned away" in words
    assert "2024-01.csv : Imported" in words
    assert "odd.csv : Refused" in words
    assert "lacks the columns" in words
    assert "not a month" in words
    rejects = b"".join(analyst.get(response["Location"] + "rejects.csv").streaming_content)
    assert b"'=x" in rejects
    assert "by: Performance analyst" in words
    assert "import crimes" in read(analyst, "/staff/data/", STAFF_MOST, django_assert_max_num_queries)


@pytest.mark.parametrize(
    ("kind", "name", "content"),
    [
        ("counts", "c.csv", b"month,ltla24_code,crime_type,count\n2024-01,E06000062,Burglary,3\n"),
        ("areas", "a.csv", b"area_code,area_name\nE05013213,Brickhill\n"),
        ("population", "p.csv", b"area_code,year,residents,source\nE06000062,2024,430000,Estimate\n"),
    ],
)
def test_other_kinds_of_files_come_in_too(analyst, kind, name, content):
    assert upload(analyst, kind, (name, content)).status_code == 302
    assert ImportRun.objects.latest("pk").rows_imported == 1


def test_an_analyst_turns_back_from_a_mistaken_file(analyst, released, street_file, operator):
    importers.import_crimes([street_file(street_row(), name="b.csv")], by=operator, now=NOW)
    code = released.reference.removeprefix("release/")
    listed = analyst.get("/staff/data/").content.decode()
    assert f"/staff/data/use-again/{code}/" in listed
    asked = analyst.get(f"/staff/data/use-again/{code}/").content.decode()
    assert "with 4 rows, becomes the current file again" in asked
    assert "Say why" in analyst.post(f"/staff/data/use-again/{code}/", {"why": ""}).content.decode()
    analyst.post(f"/staff/data/use-again/{code}/", {"why": "sent by mistake"})
    released.refresh_from_db()
    assert released.status == "current"


def test_an_upload_without_files_or_kind_is_sent_back_with_what_to_do(analyst):
    response = analyst.post("/staff/data/import/", {})
    assert response.status_code == 200
    assert not ImportRun.objects.exists()
    page = response.content.decode()
    assert "Choose what is in the files" in page
    assert "Choose one or more files" in page


def test_others_than_analysts_bring_nothing_in(client, street_file):
    content = street_file(street_row()).read_bytes()
    assert upload(client, "crimes", ("a.csv", content)).status_code == 302  # to the sign-in page
    client.force_login(a_person(Role.MEMBER), backend="django.contrib.auth.backends.ModelBackend")
    assert upload(client, "crimes", ("a.csv", content)).status_code == 403
    assert not ImportRun.objects.exists()


def test_staff_see_every_row_accounted_for_and_take_the_steps_away(analyst, released, django_assert_max_num_queries):
    words = read(analyst, "/staff/data/reconciliation/", STAFF_MOST, django_assert_max_num_queries)
    assert "Every sum adds up." in words
    assert "less: turned away, each with its reason" in words
    one = "/staff/data/reconciliation/?force=Northamptonshire+Police&first=2024-01&last=2024-01"
    assert "By place: all that lies in Northamptonshire" in read(
        analyst, one, STAFF_MOST, django_assert_max_num_queries
    )
    taken = analyst.get("/staff/data/reconciliation/steps.csv").content.decode().splitlines()
    assert taken[0] == "step,kind,rows,crimes,anti_social_behaviour"
    assert taken[1].endswith(",part,5,,")


def test_without_a_street_file_the_page_of_sums_says_so(analyst, django_assert_max_num_queries):
    words = read(analyst, "/staff/data/reconciliation/", STAFF_MOST, django_assert_max_num_queries)
    assert "No street file has been brought in yet." in words
