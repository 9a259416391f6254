"""Sheets, calls, letters and submissions are entered by browser, one after the other."""

from __future__ import annotations

import re
from datetime import date, timedelta
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from frankpledge.office.consultation import keeping, queries, use_cases
from frankpledge.office.consultation.models import Answer, Attachment, Consultation, Response
from frankpledge.office.consultation.paper import new_sheet_code
from frankpledge.office.people.testing import a_person, signed_in
from frankpledge.office.record.models import AuditEntry

from .conftest import NOON

ONE = "/staff/consultations/plan-2026/"
KEY, ADD = f"{ONE}received/key/", f"{ONE}received/add/"
SHEET = {
    "channel": "paper", "section": "residents", "received_on_day": "5", "received_on_month": "5",
    "received_on_year": "2026", "q1": "More patrols\nplease", "q2": "unsafe", "q3": ["fire", "police"],
    "q4_0": "yes", "q5": "1/2/2025",
}  # fmt: skip
PDF = b"%PDF-1.4\n1 0 obj <</Type /Pages /Kids [] /Count 53>> endobj\n%%EOF"


def words(page) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", page.content.decode())).split())


def test_a_sheet_is_keyed_in_and_the_next_one_opens_empty(opened, pat, policy_officer):
    page = pat.get(KEY)
    assert "You have keyed in 0 items today." in words(page)
    code = new_sheet_code()
    saved = pat.post(KEY, SHEET | {"sheet": code.lower().replace("-", " ")})
    assert saved.status_code == 302
    response = Response.objects.get()
    assert (response.number, response.channel, response.sheet, response.entered_by) == (
        1,
        "paper",
        code,
        policy_officer,
    )
    assert response.sent_at.isoformat() == "2026-05-05T11:00:00+00:00"
    said = {answer.question.code: (answer.text, answer.choices, answer.grid) for answer in response.answers.all()}
    assert said == {
        "matters": ("More patrols\nplease", [], {}),
        "safe": ("", ["unsafe"], {}),
        "seen": ("", ["police", "fire"], {}),
        "agree": ("", [], {"patrols": "yes"}),
        "since": ("2025-02-01", [], {}),
    }
    following = pat.get(saved.url if saved.url.startswith("/") else KEY + saved.url)
    text = words(following)
    assert "Saved as item 1." in text
    assert "You have keyed in 1 item today. The last is item 1." in text
    assert "More patrols please" not in text
    assert 'value="2026"' in following.content.decode()


def test_a_sheet_is_keyed_in_once_and_a_misread_code_is_noticed(opened, pat):
    code = new_sheet_code()
    pat.post(KEY, SHEET | {"sheet": code})
    again = pat.post(KEY, SHEET | {"sheet": code})
    assert again.status_code == 422
    assert f"The sheet {code} was keyed in already." in words(again)
    other = "A" if code[0] != "A" else "C"
    misread = pat.post(KEY, SHEET | {"sheet": other + code[1:]})
    assert "a letter may be misread" in words(misread)
    assert "More patrols" in misread.content.decode()
    assert Response.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"received_on_day": "7"}, "This day is still to come."),
        ({"received_on_month": "4"}, "The consultation opened on 2026-05-01."),
        ({"q5": "31/2/2025"}, "Question 5: Enter a real date"),
        ({"q1": "", "q2": "", "q3": [], "q4_0": "", "q5": ""}, "There is neither an answer nor a file."),
        ({"channel": "web"}, "Select a valid choice"),
        ({"q2": "nonsense"}, "Select a valid choice"),
    ],
)
def test_what_is_wrong_with_a_sheet_is_said_and_nothing_is_lost(opened, pat, change, why):
    page = pat.post(KEY, SHEET | change)
    assert page.status_code == 422
    assert why in words(page)
    assert Response.objects.count() == 0


def test_late_sheets_are_refused_or_marked_as_the_office_has_set(opened, pat):
    Consultation.objects.update(closes_on=date(2026, 5, 4))
    late = SHEET | {"received_on_day": "5"}
    assert "It came after the closing day" in words(pat.post(KEY, late))
    assert pat.post(KEY, SHEET | {"received_on_day": "4"}).status_code == 302
    Consultation.objects.update(late_rule="mark")
    assert pat.post(KEY, late).status_code == 302
    assert list(Response.objects.values_list("late", flat=True)) == [False, True]


def test_a_wrong_sheet_is_taken_back_within_the_hour_by_whoever_keyed_it(opened, pat, policy_officer, monkeypatch):
    code = new_sheet_code()
    pat.post(KEY, SHEET | {"sheet": code})
    assert "Keyed in wrongly?" in words(pat.get("/response/plan-2026/1/"))
    assert pat.post(f"{ONE}received/take-back/", {"number": "1", "why": ""}).status_code == 422
    assert pat.post(f"{ONE}received/take-back/", {"number": "1", "why": "wrong pile"}).status_code == 302
    assert (Response.objects.count(), Answer.objects.count()) == (0, 0)
    entry = AuditEntry.objects.get(verb="response taken back")
    assert (entry.why, entry.detail["sheet"]) == ("wrong pile", code)
    assert pat.post(KEY, SHEET | {"sheet": code}).status_code == 302
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON + timedelta(minutes=61))
    assert pat.post(f"{ONE}received/take-back/", {"number": "1", "why": "wrong"}).status_code == 409
    assert Response.objects.count() == 1


def test_nobody_takes_back_what_another_keyed_in_or_what_was_worked_with(opened, pat, policy_officer):
    pat.post(KEY, SHEET)
    other = signed_in(a_person("analyst"))
    assert other.post(f"{ONE}received/take-back/", {"number": "1", "why": "mine"}).status_code == 403
    use_cases.consider(response=Response.objects.get(), note="Patrols", by=policy_officer, now=NOON)
    assert pat.post(f"{ONE}received/take-back/", {"number": "1", "why": "wrong"}).status_code == 409
    assert Response.objects.count() == 1


LETTER = {
    "channel": "letter", "section": "workforce", "received_on_day": "6", "received_on_month": "5",
    "received_on_year": "2026", "on_behalf_of": "Upton Parish Council", "text": "", "question": "", "owner": "",
}  # fmt: skip


def test_a_submission_of_53_pages_is_an_item_that_waits_until_somebody_considers_it(opened, pat, policy_officer):
    files = {"attached": SimpleUploadedFile("submission.pdf", PDF)}
    saved = pat.post(ADD, LETTER | files)
    assert saved.url == "/response/plan-2026/1/"
    page = words(pat.get(saved.url))
    assert "submission.pdf" in page
    assert "53 pages" in page
    assert "on behalf of Upton Parish Council" in page
    assert [item.attachments for item in queries.unconsidered(opened.consultation)] == [1]
    assert "1 received; 1 waiting for a reader." in words(pat.get(f"{ONE}received/"))
    pat.post("/response/plan-2026/1/consider/", {"note": "Asks for three changes; put to the board."})
    assert queries.unconsidered(opened.consultation) == []
    assert "Asks for three changes" in words(pat.get(saved.url))


def test_a_file_is_shown_safely_and_that_it_was_looked_at_is_written_down(opened, pat, policy_officer):
    pat.post(ADD, LETTER | {"attached": [SimpleUploadedFile("a.pdf", PDF), SimpleUploadedFile("b.txt", b"<script>1")]})
    first, second = Attachment.objects.order_by("pk")
    assert keeping.path_of(first.sha256).read_bytes() == PDF
    shown = pat.post(f"/response/plan-2026/1/file/{first.pk}/", {"how": "show"})
    assert (shown["Content-Type"], shown["X-Content-Type-Options"]) == ("application/pdf", "nosniff")
    assert shown["Content-Disposition"].startswith("inline")
    assert "sandbox" in shown["Content-Security-Policy"]
    saved = pat.post(f"/response/plan-2026/1/file/{second.pk}/", {"how": "show"})
    assert saved["Content-Type"] == "application/octet-stream"
    assert saved["Content-Disposition"].startswith("attachment")
    looked = AuditEntry.objects.filter(verb="attachment looked at")
    assert [entry.by for entry in looked] == [policy_officer.reference] * 2
    assert pat.get(f"/response/plan-2026/1/file/{first.pk}/").status_code == 405


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("page.html", b"<html>", "is of a kind that is not kept"),
        ("letter.pdf", b"MZ program", "is not what its name says"),
        ("letter.docx", b"PK\x03\x04 broken", "is not what its name says"),
        ("photo.png", b"%PDF-1.4", "is not what its name says"),
        ("notes.txt", b"a\x00b", "is not what its name says"),
        ("empty.pdf", b"", "empty"),
    ],
)
def test_files_that_are_not_what_they_say_are_refused_and_nothing_is_kept(opened, pat, name, content, why):
    page = pat.post(ADD, LETTER | {"attached": SimpleUploadedFile(name, content)})
    assert page.status_code == 422
    assert why in words(page)
    assert (Response.objects.count(), Attachment.objects.count()) == (0, 0)


def test_the_text_of_a_letter_stands_under_the_question_that_it_answers(opened, pat):
    refused = pat.post(ADD, LETTER | {"text": "More patrols"})
    assert "Choose the question that the text answers" in words(refused)
    pat.post(ADD, LETTER | {"channel": "phone", "text": "Call me on 01604 000000", "question": "matters"})
    answer = Answer.objects.get()
    assert (answer.response.channel, answer.text) == ("phone", "Call me on 01604 000000")
    assert "01604" not in answer.redacted


def test_nothing_is_entered_before_publication_or_by_those_without_the_duty(opened, pat, member):
    assert signed_in(member).get(KEY).status_code == 403
    Consultation.objects.update(published_at=None)
    assert pat.get(KEY).status_code == 409
    assert pat.post(ADD, LETTER | {"text": "x", "question": "matters"}).status_code == 409


def test_items_are_listed_filtered_given_to_somebody_and_taken_away(opened, pat, policy_officer):
    analyst = a_person("analyst")
    pat.post(KEY, SHEET)
    pat.post(ADD, LETTER | {"attached": SimpleUploadedFile("=cmd.pdf", PDF), "on_behalf_of": "=HYPERLINK(1)"})
    assert "2 received; 2 waiting for a reader." in words(pat.get(f"{ONE}received/"))
    for query, numbers in {
        "channel=paper": [1], "with_files=on": [2], "words=0002": [2], "words=cmd.pdf": [2], "words=patrols": [1],
        "section=workforce": [2], "owner=none": [], "late=on": [], "state=coded": [],
    }.items():  # fmt: skip
        page = pat.get(f"{ONE}received/?{query}").content.decode()
        assert [n for n in (1, 2) if f'href="/response/plan-2026/{n}/"' in page] == numbers, query
    given = pat.post(f"{ONE}received/give/", {"number": ["1", "2"], "owner": str(analyst.pk)})
    assert given.status_code == 302
    assert set(Response.objects.values_list("owner", flat=True)) == {analyst.pk}
    table = pat.get(f"{ONE}received.csv").content.decode()
    assert "'=HYPERLINK(1)" in table
    assert pat.get(f"{ONE}received.xlsx").status_code == 200
    assert table.count("\r\n") == 3


def test_pages_need_few_queries(opened, pat, django_assert_max_num_queries):
    for number in range(3):
        pat.post(KEY, SHEET | {"q1": f"Patrols {number}"})
    for address in (KEY, ADD, f"{ONE}received/", "/response/plan-2026/1/"):
        with django_assert_max_num_queries(28):
            assert pat.get(address).status_code == 200
