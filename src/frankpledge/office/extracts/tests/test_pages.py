"""The pages of extracts, from sending a file to deleting it, as an analyst goes through them."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from frankpledge.office.extracts import use_cases
from frankpledge.office.extracts.models import Extract, ExtractState, Mapping
from frankpledge.office.people import use_cases as people
from frankpledge.office.people.models import Role
from frankpledge.office.record.models import AuditEntry
from frankpledge.office.ui.testing import no_queries_while_rendering

from .conftest import COLUMNS, HEADINGS, NOW, row

pytestmark = pytest.mark.django_db
HOME = "/staff/data/extracts/"


@pytest.fixture
def analyst(operator) -> Client:
    person = people.add_person(
        email="analyst@example.org", name="Ana Lyst", roles=[Role.ANALYST], by=operator, now=NOW
    )  # fmt: skip
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


def body(response) -> str:
    return response.content.decode()


def sent_form(**changes) -> dict:
    file = SimpleUploadedFile(
        "force.csv", "\n".join([HEADINGS, row(1), row(2, code="999Z"), row(3, x="oops")]).encode()
    )
    given = {
        "file": file,
        "purpose": "Near repeats",
        "keep_until_day": "1",
        "keep_until_month": "1",
        "keep_until_year": "2027",
    }
    return given | changes


def test_an_analyst_sends_a_file_names_its_columns_looks_and_takes_it_in(
    analyst, django_assert_max_num_queries, django_capture_on_commit_callbacks
):
    assert "No extract is here yet" in body(analyst.get(HOME))
    answer = analyst.post(HOME, sent_form())
    number = Extract.objects.get().pk
    assert answer["Location"] == f"{HOME}{number}/columns/"
    with no_queries_while_rendering(), django_assert_max_num_queries(30):
        page = body(analyst.get(f"{HOME}{number}/columns/"))
    assert "Somebody" not in page
    assert "Not shown: it may say who somebody is" in page
    said = {"name": "Crime system", "dates": "day first", **COLUMNS}
    assert analyst.post(f"{HOME}{number}/columns/", said)["Location"] == f"{HOME}{number}/preview/"
    with no_queries_while_rendering(), django_assert_max_num_queries(30):
        page = body(analyst.get(f"{HOME}{number}/preview/"))
    assert "Of the first 3 rows, 1 would be taken in and 2 turned away." in page
    assert "999Z (rows: 1)" in page
    analyst.post(f"{HOME}{number}/preview/", {"type_0": "Robbery"})
    assert Mapping.objects.get().settings["types"] == {"999Z": "Robbery"}
    with django_capture_on_commit_callbacks(execute=True):
        analyst.post(f"{HOME}{number}/take-in/")
    with no_queries_while_rendering(), django_assert_max_num_queries(30):
        page = body(analyst.get(f"{HOME}{number}/"))
    assert "Held: 2 crimes, 5 January 2024 to 6 January 2024. Rows turned away: 1." in page
    assert "475000" not in page
    got = analyst.get(f"{HOME}{number}/rejects.csv")
    assert b"oops" in b"".join(got.streaming_content)
    with no_queries_while_rendering(), django_assert_max_num_queries(30):
        assert "Near repeats" in body(analyst.get(HOME))
    verbs = set(AuditEntry.objects.values_list("verb", flat=True))
    assert {"extract sent", "extract mapping saved", "extract looked at", "extract taken in"} <= verbs


def test_a_second_file_with_the_same_headings_finds_its_mapping(analyst, operator, taken, sent):
    taken(row(1))
    number = sent(row(9)).pk
    page = body(analyst.get(f"{HOME}{number}/columns/"))
    assert "a mapping that was saved for the same headings" in page
    assert 'value="Crime system"' in page


def test_an_analyst_changes_the_day_of_deletion_and_deletes(analyst, taken, django_capture_on_commit_callbacks):
    number = taken(row(1)).pk
    day = {"day_day": "1", "day_month": "2", "day_year": "2027"}
    assert "Say why another day" in body(analyst.post(f"{HOME}{number}/keep/", day))
    assert analyst.post(f"{HOME}{number}/keep/", day | {"why": "The work goes on"}).status_code == 302
    assert f"{Extract.objects.get().keep_until}" == "2027-02-01"
    assert "1 crime is deleted for good" in body(analyst.get(f"{HOME}{number}/delete/"))
    with django_capture_on_commit_callbacks(execute=True):
        analyst.post(f"{HOME}{number}/delete/", {"why": "Sent by mistake"})
    assert Extract.objects.get().state == ExtractState.DELETED
    assert "Sent by mistake" in body(analyst.get(f"{HOME}{number}/"))
    assert analyst.get(f"{HOME}{number}/rejects.csv").status_code == 409


def test_codes_that_were_not_known_are_said_later(analyst, taken, django_capture_on_commit_callbacks):
    number = taken(row(1), row(2, code="999Z")).pk
    assert "999Z (rows: 1)" in body(analyst.get(f"{HOME}{number}/types/"))
    with django_capture_on_commit_callbacks(execute=True):
        analyst.post(f"{HOME}{number}/types/", {"type_0": "Drugs"})
    assert Extract.objects.get().facts["by_type"] == {"Burglary": 1, "Drugs": 1}


def test_a_wrong_mapping_leads_back_to_the_columns_with_the_reason(analyst, sent, operator):
    extract = sent(row(1))
    mapping = use_cases.save_mapping(
        name="Other", settings={"columns": {"start": "When", "offence_code": "Code"}}, by=operator, now=NOW
    )
    use_cases.choose_mapping(extract=extract, mapping=mapping, by=operator, now=NOW)
    answer = analyst.get(f"{HOME}{extract.pk}/preview/", follow=True)
    assert answer.redirect_chain[0][0] == f"{HOME}{extract.pk}/columns/"
    assert "has no column" in body(answer)


def test_nobody_else_finds_an_extract(taken, operator):
    number = taken(row(1)).pk
    clerk = people.add_person(email="c@example.org", name="C", roles=[Role.CLERK], by=operator, now=NOW)
    client = Client()
    client.force_login(clerk, backend="django.contrib.auth.backends.ModelBackend")
    for path in (HOME, f"{HOME}{number}/", f"{HOME}{number}/rejects.csv"):
        assert client.get(path).status_code == 403
        assert Client().get(path).status_code == 302


def test_an_extract_of_which_every_code_is_known_asks_nothing(analyst, taken, operator):
    extract = taken(row(1))
    before = extract.taken_at
    for ask in (analyst.get, analyst.post):
        answer = ask(f"/staff/data/extracts/{extract.pk}/types/", follow=True)
        assert "Every code and type of this extract is known" in answer.content.decode()
    extract.refresh_from_db()
    assert (extract.state, extract.taken_at) == ("held", before)


def test_a_made_up_extract_is_called_so_in_the_list(analyst, taken):
    extract = taken(row(1))
    type(extract).objects.update(made_up=True)
    assert "made up for the demonstration" in analyst.get("/staff/data/extracts/").content.decode()
