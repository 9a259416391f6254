"""Staff build a consultation, read what came in, and code it: by browser alone."""

from __future__ import annotations

import csv
import io
import re
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook

from frankpledge.office.consultation import use_cases
from frankpledge.office.consultation.building_forms import short_code
from frankpledge.office.consultation.models import Answer, Consultation, Question, Response, Section, Theme
from frankpledge.office.people.testing import signed_in
from frankpledge.office.ui.testing import no_queries_while_rendering

from .conftest import NOON, WordVectors, respond

HOME = "/staff/consultations/plan-2026/"
BUILD = f"{HOME}questionnaire/"


def words(page) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", page.content.decode())).split())


@pytest.fixture
def clock(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON)


@pytest.fixture
def pat(policy_officer, clock):
    with no_queries_while_rendering():
        yield signed_in(policy_officer)


@pytest.fixture
def ana(analyst, clock):
    with no_queries_while_rendering():
        yield signed_in(analyst)


DATES = {
    "opens_on_day": "1", "opens_on_month": "5", "opens_on_year": "2026",
    "closes_on_day": "31", "closes_on_month": "5", "closes_on_year": "2026",
}  # fmt: skip


def test_a_consultation_is_built_and_published_by_browser_alone(office, pat):
    assert "There is no consultation yet." in words(pat.get("/staff/consultations/"))
    made = pat.post("/staff/consultations/new/", {"title": "Plan 2026", "about": "Tell us.", **DATES})
    assert made.url == HOME
    page = words(pat.get(HOME))
    assert "Add at least one section: who is asked?" in page
    assert "Add at least one question." in page
    refused = pat.post(f"{HOME}publish/")
    assert refused.status_code == 409
    pat.post(f"{BUILD}sections/add/", {"title": "I live here"})
    pat.post(f"{BUILD}sections/add/", {"title": "I work for the police", "code": "staff"})
    pat.post(f"{BUILD}questions/add/", {"wording": "What matters?", "kind": "free_text", "required": "on"})
    pat.post(
        f"{BUILD}questions/add/",
        {
            "wording": "Do you feel safe?",
            "kind": "one_choice",
            "options": "yes: Safe\nNot safe at all",
            "section": "staff",
        },
    )
    pat.post(f"{BUILD}question/do-you-feel-safe/", {"act": "up"})
    assert "Nothing is missing" in words(pat.get(HOME))
    preview = words(pat.get(f"{BUILD}preview/?section=staff&page=3"))
    assert "Not safe at all" in preview
    assert "Do not report a crime here." in words(pat.get(f"{BUILD}preview/?section=staff&page=4"))
    pat.post(f"{HOME}publish/")
    assert Consultation.objects.get().published_at == NOON
    first = Question.objects.order_by("order").first()
    assert (first.code, first.options) == (
        "do-you-feel-safe",
        [["yes", "Safe"], ["not-safe-at-all", "Not safe at all"]],
    )
    assert "Start now" in words(Client().get("/consultation/plan-2026/"))


def test_what_was_typed_wrongly_is_said_beside_it(office, pat):
    page = pat.post("/staff/consultations/new/", {"title": "Plan", "about": "", **DATES, "closes_on_year": "2025"})
    assert page.status_code == 422
    assert "There is a problem" in words(page)
    page = pat.post("/staff/consultations/new/", {"title": "Plan", "about": "x", **DATES, "closes_on_year": "2025"})
    assert "before it opens on 1 May 2026" in words(page)
    assert not Consultation.objects.exists()


def test_a_question_with_choices_needs_two_of_them(unpublished, pat):
    page = pat.post(f"{BUILD}questions/add/", {"wording": "Which?", "kind": "several", "options": "One"})
    assert "Give at least two answers to choose from" in words(page)
    page = pat.post(f"{BUILD}questions/add/", {"wording": "What?", "kind": "free_text", "code": "matters"})
    assert "There is already a question “matters”." in words(page)


def test_sections_and_questions_are_changed_moved_and_taken_away_while_it_is_a_draft(unpublished, pat):
    pat.post(f"{BUILD}section/partners/", {"act": "up"})
    assert list(Section.objects.values_list("code", flat=True)) == ["residents", "partners", "workforce"]
    pat.post(f"{BUILD}section/residents/edit/", {"title": "Everybody else", "hint": "Neighbours too"})
    assert Section.objects.get(code="residents").title == "Everybody else"
    pat.post(f"{BUILD}section/workforce/", {"act": "remove"})
    assert list(Question.objects.values_list("code", flat=True)) == ["matters", "safe", "seen"]
    pat.post(f"{BUILD}question/seen/edit/", {"wording": "Anything else?", "kind": "free_text", "code": "seen"})
    assert Question.objects.get(code="seen").kind == "free_text"
    pat.post(f"{BUILD}question/seen/", {"act": "remove"})
    assert Question.objects.count() == 2
    pat.post(f"{HOME}edit/", {"title": "A new title", "about": "New text.", **DATES})
    assert Consultation.objects.get().title == "A new title"


@pytest.mark.parametrize(
    ("address", "data"),
    [
        ("questionnaire/questions/add/", {"wording": "What else?", "kind": "free_text"}),
        ("questionnaire/question/seen/", {"act": "remove"}),
        ("questionnaire/section/residents/", {"act": "remove"}),
        ("edit/", {"title": "Other", "about": "Other", **DATES}),
        ("publish/", {}),
    ],
)
def test_a_published_questionnaire_is_frozen(opened, pat, address, data):
    page = pat.post(f"{HOME}{address}", data)
    assert page.status_code in (409, 422)
    assert "is published: its questions are not edited" in words(page)
    assert (Question.objects.count(), Section.objects.count()) == (4, 3)


def test_it_can_be_kept_open_for_longer_with_a_reason_and_never_shortened(opened, pat):
    longer = {"closes_on_day": "7", "closes_on_month": "6", "closes_on_year": "2026"}
    assert pat.post(f"{HOME}extend/", longer).status_code == 422
    assert pat.post(f"{HOME}extend/", {**longer, "why": "Flooded hall."}).url == HOME
    assert "Open until the end of 7 June 2026" in words(Client().get("/consultation/plan-2026/"))
    shorter = {**longer, "closes_on_month": "5", "why": "Enough."}
    assert "already open until the end of 7 June 2026" in words(pat.post(f"{HOME}extend/", shorter))


def test_an_analyst_reads_and_codes_but_does_not_run_consultations(opened, ana):
    assert "Begin a consultation" not in words(ana.get("/staff/consultations/"))
    assert ana.get("/staff/consultations/new/").status_code == 403
    assert ana.post(f"{HOME}publish/").status_code == 403
    assert ana.get(f"{HOME}words/").status_code == 403
    assert ana.get(f"{HOME}themes/").status_code == 200


def test_responses_are_listed_without_identifiers_and_can_be_filtered(answered, pat):
    respond(answered, "residents", matters="Ring 01604 555123 about ducks", safe="yes")
    page = words(pat.get(f"{HOME}responses/"))
    assert "Showing 1 to 25 of 28" in page
    assert "Showing 26 to 28 of 28" in words(pat.get(f"{HOME}responses/?page=2"))
    ducks = words(pat.get(f"{HOME}responses/?q=ducks"))
    assert "Showing 1 to 1 of 1" in ducks
    assert "phone number removed" in ducks
    assert "555123" not in ducks
    assert "Showing 1 to 6 of 6" in words(pat.get(f"{HOME}responses/?section=workforce"))
    assert "Showing 1 to 1 of 1" in words(pat.get(f"{HOME}responses/?channel=web"))
    assert "No response fits" in words(pat.get(f"{HOME}responses/?sent_from=2027-01-01"))
    assert "Enter a date like 31/5/2026" in words(pat.get(f"{HOME}responses/?sent_from=yesterday"))
    assert "Showing 1 to 25 of 28" in words(pat.get(f"{HOME}responses/?sent_from=6/5/2026&sent_to=6/5/2026"))


def test_a_response_and_its_answers_lead_to_each_other(answered, pat):
    sent = respond(answered, "workforce", matters="Parks first", safe="no", tools="Better radios")
    page = pat.get(f"/response/plan-2026/{sent.number}/")
    assert "Parks first" in words(page)
    assert sent.receipt in words(page)
    assert f"/answer/plan-2026/{sent.number}/matters/" in page.content.decode()
    answer = pat.get(f"/answer/plan-2026/{sent.number}/matters/")
    assert f"/answer/plan-2026/{sent.number - 1}/matters/" in answer.content.decode()
    assert "It belongs to no theme." in words(answer)
    assert pat.get("/answer/plan-2026/999/matters/").status_code == 404
    assert pat.get("/response/plan-2026/999/").status_code == 404


def test_a_draft_response_is_nobodys_to_read(opened, pat):
    response = use_cases.start_response(consultation=opened.consultation, now=NOON)
    question = opened.questions["matters"]
    use_cases.save_answer(response=response, question=question, text="Unfinished thought", now=NOON)
    for address in (HOME, f"{HOME}responses/", f"{HOME}answers.csv"):
        assert "Unfinished" not in pat.get(address).content.decode()


def test_answers_and_their_themes_can_be_taken_away(suggested, pat):
    respond(suggested, "residents", matters="=HYPERLINK(1) and parks", seen="fire police")
    rows = list(csv.DictReader(io.StringIO(pat.get(f"{HOME}answers.csv").content.decode())))
    assert len(rows) == 29
    assert rows[0]["theme state"] == "suggested"
    assert rows[0]["coded by"].startswith("machine:")
    assert rows[-2]["answer"] == "'=HYPERLINK(1) and parks"
    assert rows[-1]["chosen"] == "police;fire"
    book = load_workbook(io.BytesIO(pat.get(f"{HOME}answers.xlsx").content))
    assert book.worksheets[0].max_row == 30
    assert "consultation/plan-2026" in str([cell.value for row in book.worksheets[1].iter_rows() for cell in row])


def test_responses_are_brought_in_by_upload_with_a_row_report(opened, pat):
    mapping = b"section: residents\ncolumns: {id: ID}\nquestions: {matters: Said}"
    data = b"ID,Said\n1,Parks\n2,\n3,Lights"
    upload = {
        "mapping": SimpleUploadedFile("map.yaml", mapping),
        "responses": SimpleUploadedFile("out.csv", data),
    }
    page = words(pat.post(f"{HOME}import/", upload))
    assert "out.csv: 3 rows read, 2 responses brought in, 1 turned away" in page
    assert "The row answers none of the questions." in page
    assert Response.objects.count() == 2
    bad = {
        "mapping": SimpleUploadedFile("map.yaml", b"questions: {nonsense: Said}"),
        "responses": SimpleUploadedFile("out.csv", data),
    }
    refused = pat.post(f"{HOME}import/", bad)
    assert refused.status_code == 422
    assert "no question “nonsense”" in words(refused)


def test_themes_are_suggested_in_the_background_and_decided_on_by_browser(answered, ana, monkeypatch):
    monkeypatch.setattr("frankpledge.evidence.text.model.Embedder", WordVectors)
    started = ana.post(f"{HOME}themes/suggest/", {"question": "matters"})
    assert "/themes/progress/" in started.url
    assert ana.get(started.url).url == f"{HOME}themes/?question=matters"
    page = words(ana.get(f"{HOME}themes/"))
    assert page.count("9 answers") == 3
    one, two, three = Theme.objects.order_by("code")
    accepted = ana.post(
        f"{HOME}theme/{one.code}/", {"name": "Patrols on foot", "definition": "More police.", "act": "accept"}
    )
    assert accepted.url == f"{HOME}theme/patrols-on-foot/"
    assert ana.get(accepted.url).status_code == 200
    merged = ana.post(f"{HOME}theme/{two.code}/merge/", {"into": "patrols-on-foot"})
    assert merged.url == f"{HOME}theme/patrols-on-foot/"
    assert "18 answers" in words(ana.get(merged.url))
    assert "Separate again" in words(ana.get(f"{HOME}themes/"))
    ana.post(f"{HOME}theme/{two.code}/reopen/")
    ana.post(f"{HOME}theme/{three.code}/drop/")
    assert "Bring back" in words(ana.get(f"{HOME}themes/"))
    assert ana.post(f"{HOME}theme/patrols-on-foot/drop/", {"why": ""}).status_code == 422


def test_a_theme_without_a_definition_is_not_accepted(suggested, ana):
    theme = suggested.themes[0]
    page = ana.post(f"{HOME}theme/{theme.code}/", {"name": "Patrols", "definition": "", "act": "accept"})
    assert page.status_code == 422
    assert "does not say what belongs to it" in words(page)
    saved = ana.post(f"{HOME}theme/{theme.code}/", {"name": "Patrols", "definition": "", "act": "rename"})
    assert saved.status_code == 302


def test_ticked_answers_are_moved_together(suggested, ana):
    one, two, _three = suggested.themes
    keys = list(one.codings.values_list("answer_id", flat=True)[:3])
    ana.post(f"{HOME}theme/{one.code}/move/", {"answer": keys, "target": two.code})
    assert two.codings.filter(ended_at=None).count() == 12
    ana.post(f"{HOME}theme/{two.code}/move/", {"answer": keys[:1], "target": "-"})
    assert two.codings.filter(ended_at=None).count() == 11
    ana.post(f"{HOME}theme/{two.code}/move/", {"target": one.code})
    assert two.codings.filter(ended_at=None).count() == 11


def test_an_answer_is_coded_by_hand_and_its_history_is_shown(suggested, ana):
    one, two, _three = suggested.themes
    answer = one.codings.first().answer
    address = f"/{answer.reference}/"
    ana.post(f"{address}code/", {"source": one.code, "target": two.code})
    page = words(ana.get(address))
    assert "By Invented analyst, 6 May 2026" in page
    assert "by the program theme-suggestion-1" in page
    ana.post(f"{address}code/", {"target": one.code})
    ana.post(f"{address}code/", {"source": two.code})
    assert one.codings.filter(answer=answer, ended_at=None).exists()
    assert not two.codings.filter(answer=answer, ended_at=None).exists()


def test_a_theme_is_made_by_hand(answered, ana):
    made = ana.post(f"{HOME}themes/add/?question=matters", {"name": "Thanks", "definition": "People say thanks."})
    assert made.url == f"{HOME}theme/thanks/"
    assert "Made by Invented analyst" in words(ana.get(made.url))


def test_words_are_read_and_cleared_one_by_one(suggested, pat, policy_officer):
    theme = use_cases.accept_theme(
        theme=suggested.themes[0], name="Patrols", definition="More.", by=policy_officer, now=NOON
    )
    queue = pat.get(f"{HOME}words/")
    assert words(queue).count("Read and clear") == 9
    answer = theme.codings.first().answer
    address = f"/{answer.reference}/words/?theme=patrols"
    wrong = pat.post(address, {"text": "I made this up"})
    assert wrong.status_code == 422
    assert "not the words of the answer" in words(wrong)
    assert pat.post(address, {"text": answer.redacted}).url == f"{HOME}words/?theme=patrols"
    assert "Change or withdraw" in words(pat.get(f"{HOME}words/?theme=patrols"))
    assert pat.post(address, {"act": "withdraw", "why": ""}).status_code == 422
    pat.post(address, {"act": "withdraw", "why": "The writer asked."})
    assert "Words were withdrawn: The writer asked." in words(pat.get(f"/{answer.reference}/"))


STAFF_PAGES = ["/staff/consultations/", "", "questionnaire/", "questionnaire/preview/", "checklist/", "checklist/time/"]
STAFF_PAGES += ["responses/", "responses/?theme={theme}", "themes/", "theme/{theme}/", "words/", "import/", "answer"]


@pytest.mark.parametrize("address", STAFF_PAGES)
def test_staff_pages_need_few_queries(suggested, pat, policy_officer, django_assert_max_num_queries, address):
    theme = suggested.themes[0]
    use_cases.accept_theme(theme=theme, name="Patrols", definition="More.", by=policy_officer, now=NOON)
    if address == "answer":
        address = f"/{theme.codings.first().answer.reference}/"
    address = address.strip().format(theme="patrols")
    with django_assert_max_num_queries(22):
        assert pat.get(address if address.startswith("/") else HOME + address).status_code == 200


STAFF_ONLY = [
    "/staff/consultations/",
    HOME,
    f"{HOME}responses/",
    f"{HOME}answers.csv",
    f"{HOME}themes/",
    f"{HOME}words/",
]


@pytest.mark.parametrize("address", STAFF_ONLY)
def test_nobody_else_reads_answers(suggested, member, settings, address):
    settings.LOGIN_URL = "/sign-in/"
    assert Client().get(address).url.startswith("/sign-in/")
    assert signed_in(member).get(address).status_code == 403


def test_nothing_that_respondents_wrote_stays_in_the_store_unredacted_for_pages(suggested, pat):
    Answer.objects.update(text="SECRET ORIGINAL WORDS")
    answer = suggested.themes[0].codings.first().answer
    pages = [f"{HOME}responses/", f"{HOME}themes/", f"{HOME}theme/{suggested.themes[0].code}/", f"/{answer.reference}/"]
    pages += [f"/{answer.response.reference}/", f"{HOME}answers.csv"]
    for address in pages:
        assert b"SECRET" not in pat.get(address).content


def test_a_code_is_made_of_whole_words():
    assert short_code("Where do you feel unsafe on the road?") == "where-do-you-feel-unsafe-on"
    assert short_code("What would help?") == "what-would-help"
    assert short_code("x" * 40) == "x" * 30
