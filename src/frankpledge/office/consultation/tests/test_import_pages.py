"""An export is sent, its columns matched and checked on the first rows, and brought in: by browser alone."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from frankpledge.office.consultation.importers import running
from frankpledge.office.consultation.models import Answer, Response, SavedMapping, Upload
from frankpledge.office.consultation.use_cases import uploading
from frankpledge.office.people.testing import a_person, signed_in
from frankpledge.office.ui.testing import no_queries_while_rendering

from .conftest import NOON

HOME = "/staff/consultations/plan-2026/import/"
ROWS = (
    "Response ID,Date Submitted,About you,What matters most to you?,How safe do you feel?,Whom have you seen?\r\n"
    'A1,2026-05-02 09:15:00,I live or work here,"Parks, jo@mail.example",Safe,Police;Fire\r\n'
    "A2,2026-05-03 09:15:00,I live or work here,Lights,Rather unsafe,Nobody\r\n"
    "A3,2026-05-03 10:15:00,A stranger,Speed,Safe,\r\n"
)


def words(page) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", page.content.decode())).split())


@pytest.fixture
def pat(policy_officer, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON)
    with no_queries_while_rendering():
        yield signed_in(policy_officer)


def send(client, content=ROWS, name="export.csv"):
    return client.post(HOME, {"responses": SimpleUploadedFile(name, content.encode())})


def fields(page) -> dict[str, str]:
    """What the form on a page would send as it stands."""
    html = page.content.decode()
    sent = {}
    for name, inner in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', html, re.DOTALL):
        chosen = re.search(r'<option value="([^"]*)"[^>]*selected', inner)
        sent[name] = unescape(chosen[1]) if chosen else ""
    for tag in re.findall(r"<input[^>]*>", html):
        named = re.search(r'name="([^"]+)"', tag)
        if named and 'type="radio"' not in tag and 'type="checkbox"' not in tag:
            value = re.search(r'value="([^"]*)"', tag)
            sent[named[1]] = unescape(value[1]) if value else ""
    return sent


def test_an_export_is_matched_corrected_saved_and_brought_in(opened, pat):
    sent = send(pat)
    page = pat.get(sent.url)
    text = words(page)
    assert "Recognised as an export of Citizen Space." in text
    assert "1 of 3 rows read fit; 2 would be turned away" in text
    assert "jo@mail.example" not in text
    assert "“Rather unsafe” is" in text
    given = fields(page)
    unsafe = next(name for name, value in given.items() if value == "Rather unsafe")
    stranger = next(name for name, value in given.items() if value == "A stranger")
    corrected = given | {
        unsafe.removesuffix("_words"): "no",
        stranger.removesuffix("_words"): "partners",
        "save_as": "Spring survey",
    }
    again = pat.post(sent.url, corrected | {"act": "look"})
    page = pat.get(again.url.partition("#")[0])
    assert "3 of 3 rows read fit; 0 would be turned away" in words(page)
    assert SavedMapping.objects.get().name == "Spring survey"
    done = pat.post(sent.url, fields(page) | {"act": "bring"})
    text = words(pat.get(done.url))
    assert "export.csv: 3 rows read, 3 responses brought in, 0 turned away" in text
    assert list(Response.objects.values_list("external_id", "section__code")) == [
        ("A1", "residents"), ("A2", "residents"), ("A3", "partners"),
    ]  # fmt: skip
    assert Answer.objects.get(response__external_id="A2", question__code="safe").choices == ["no"]
    assert not uploading.folder_of(Upload.objects.get()).exists()
    following = send(pat, ROWS.replace("A1", "B1").replace("A2", "B2").replace("A3", "B3"))
    assert "3 of 3 rows read fit" in words(pat.get(following.url))


def test_a_large_file_is_read_by_the_worker_and_its_page_tells_how_far(opened, pat, monkeypatch):
    monkeypatch.setattr(running, "AT_ONCE", 10)
    sent = send(pat)
    page = pat.get(sent.url)
    waiting = pat.post(sent.url, fields(page) | {"act": "bring"})
    done = pat.get(waiting.url)
    assert "1 responses brought in, 2 turned away" in words(done)
    link = re.search(r'href="([^"]+/rejects/[^"]+)"', done.content.decode())[1]
    listed = pat.get(link)
    assert listed["Content-Disposition"].startswith("attachment")
    assert "Rather unsafe" in listed.content.decode()
    Upload.objects.update(state="running", done=200, of=5000)
    shown = pat.get(waiting.url)
    assert "200 of 5,000 rows read." in words(shown)
    assert shown["Refresh"] == "3"


def test_a_file_that_is_not_used_is_gone(opened, pat):
    sent = send(pat)
    upload = Upload.objects.get()
    assert uploading.path_of(upload).exists()
    pat.post(sent.url, {"act": "drop"})
    assert not uploading.folder_of(upload).exists()
    assert pat.get(sent.url).status_code == 404


def test_what_a_mapping_cannot_be_is_said_on_its_page(opened, pat):
    sent = send(pat)
    given = fields(pat.get(sent.url))
    nothing = {name: "" if re.fullmatch(r"q\d+(_[or]\d+)?", name) else value for name, value in given.items()}
    refused = pat.post(sent.url, nothing | {"act": "bring"})
    assert refused.status_code == 422
    assert "Choose a column for at least one question" in words(refused)
    assert Response.objects.count() == 0


def test_a_file_of_which_nothing_fits_can_be_matched_by_hand(opened, pat):
    sent = send(pat, "a,b\r\n1,Parks\r\n2,Lights\r\n")
    page = pat.get(sent.url)
    assert "No survey tool was recognised" in words(page)
    given = fields(page) | {"q0": "1", "section": "residents"}
    pat.post(sent.url, given | {"act": "look"})
    done = pat.post(sent.url, fields(pat.get(sent.url)) | {"act": "bring"})
    assert "2 responses brought in" in words(pat.get(done.url))


def test_names_of_files_lead_nowhere_else(opened, pat):
    send(pat, name="../../../../etc/passwd.csv")
    upload = Upload.objects.get()
    assert upload.file_name == "passwd.csv"
    assert uploading.path_of(upload).parent == uploading.folder_of(upload)
    assert pat.get(f"{HOME}rejects/..%2F..%2Fsecret.csv").status_code == 404


def test_who_may_not_bring_in(opened, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON)
    analyst = signed_in(a_person("analyst"))
    assert send(analyst).status_code == 403
    assert Upload.objects.count() == 0


def test_pages_of_an_import_need_few_queries(opened, pat, django_assert_max_num_queries):
    sent = send(pat)
    for address in (HOME, sent.url):
        with django_assert_max_num_queries(20):
            assert pat.get(address).status_code == 200
