"""Staff bring a postcode directory in: the file, then which column is what, then what became of it."""

from __future__ import annotations

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from frankpledge.office.people.testing import a_person, an_office, signed_in
from frankpledge.office.places import queries
from frankpledge.office.sources.models import Release
from frankpledge.office.ui.testing import no_queries_while_rendering

from .test_postcodes import ONSPD_HEADER, ONSPD_ROWS

pytestmark = pytest.mark.django_db
HOME = "/staff/data/postcodes/"
BODY = "\n".join([ONSPD_HEADER, *ONSPD_ROWS]).encode()


@pytest.fixture(autouse=True)
def office(tmp_path, settings):
    settings.FRANKPLEDGE_HOME = tmp_path / "home"
    settings.FRANKPLEDGE_HOME.mkdir()
    return an_office(area_code="E23000022")


@pytest.fixture
def analyst():
    return signed_in(a_person("analyst"))


def sent(browser, name="ONSPD.csv", body=BODY):
    return browser.post(HOME, {"directory": SimpleUploadedFile(name, body)})


def words(response) -> str:
    return " ".join(response.content.decode().split())


def test_a_directory_is_looked_at_first_and_taken_in_after_a_person_confirmed_its_columns(analyst):
    assert "No postcode directory is here yet" in words(analyst.get(HOME))
    onward = sent(analyst)["Location"]
    with no_queries_while_rendering():
        page = words(analyst.get(onward))
    assert "Nothing of ONSPD.csv has been taken in yet" in page
    assert "NN1 1ED" in page
    assert not Release.objects.exists()
    done = analyst.post(onward, {"postcode": "2", "lsoa": "8", "ward": "6", "district": "5"})
    assert done["Location"].startswith("/staff/data/import/")
    assert queries.area_of_postcode("NN1 1ED", "ward") == "E05013254"
    assert "postcodes AB NN" in words(analyst.get(HOME))
    assert analyst.get(onward).status_code == 404


def test_a_zip_is_looked_into(analyst):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("Data/ONSPD.csv", BODY)
        archive.writestr("Data/multi_csv/ONSPD_NN.csv", BODY)
    onward = sent(analyst, "ONSPD.zip", packed.getvalue())["Location"]
    assert "pcds" in words(analyst.get(onward))


def test_what_the_last_directory_was_read_by_is_proposed_again(analyst):
    onward = sent(analyst, body=b"a,b,where\nNN1 1ED,NN9 9ZZ,E06000062\n")["Location"]
    analyst.post(onward, {"postcode": "1", "district": "2"})
    again = sent(analyst, body=b"a,b,where\nNN1 1ED,NN9 9ZY,E06000062\n")["Location"]
    page = words(analyst.get(again))
    assert "used for the last file with the same header" in page
    assert '<option value="1" selected>b</option>' in page


def test_a_file_without_postcodes_says_so_and_lets_a_person_choose(analyst):
    onward = sent(analyst, body=b"name,age\nAnn,4\n")["Location"]
    page = words(analyst.get(onward))
    assert "No column of this file holds postcodes" in page
    refused = words(analyst.post(onward, {"postcode": "0"}))
    assert "Choose at least one column" in refused


@pytest.mark.parametrize(
    ("name", "body", "says"),
    [
        ("picture.png", b"x", "Choose a .csv, .csv.gz or .zip file"),
        ("empty.csv", b"", "The file is empty"),
    ],
)
def test_what_cannot_be_a_directory_is_refused_at_once(analyst, name, body, says):
    assert says in words(sent(analyst, name, body))


def test_a_damaged_archive_is_refused_in_words(analyst):
    onward = sent(analyst, "ONSPD.zip", b"PK\x03\x04 not really")["Location"]
    refused = analyst.get(onward)
    assert refused.status_code == 422
    assert "damaged" in words(refused)


def test_a_key_that_nobody_was_given_finds_nothing(analyst):
    assert analyst.get(f"{HOME}0123456789abcdef/").status_code == 404
    assert analyst.get(f"{HOME}secret/").status_code == 404


def test_only_who_may_import_data_sees_these_pages():
    assert signed_in(a_person("member")).get(HOME).status_code == 403
