"""The questionnaire as a browser meets it: no account, no script, nothing lost, nothing stored twice."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from html import unescape

import pytest
from django.test import Client

from frankpledge.office.consultation import use_cases
from frankpledge.office.consultation.models import Answer, Response
from frankpledge.office.ui.testing import no_queries_while_rendering

from .conftest import NOON, OPERATOR, questionnaire

HOME = "/consultation/plan-2026/"
CLOSED = datetime(2026, 5, 31, 23, 0, tzinfo=UTC)


@pytest.fixture
def at(monkeypatch):
    """Sets the clock that the views read."""

    def set_to(moment: datetime) -> None:
        monkeypatch.setattr("django.utils.timezone.now", lambda: moment)

    set_to(NOON)
    return set_to


@pytest.fixture
def visitor(opened, at):
    with no_queries_while_rendering():
        yield Client()


def hidden(page) -> dict[str, str]:
    """The hidden fields of the page's forms."""
    found = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page.content.decode())
    return {name: unescape(value) for name, value in found}


def begin(visitor: Client, section: str = "residents"):
    visitor.post(f"{HOME}start/")
    page = visitor.get(f"{HOME}section/")
    return visitor.post(f"{HOME}section/", hidden(page) | {"section": section})


def answer(visitor: Client, code: str, given, **more):
    page = visitor.get(f"{HOME}q/{code}/")
    return visitor.post(f"{HOME}q/{code}/", hidden(page) | {"answer": given} | more)


def send(visitor: Client):
    return visitor.post(f"{HOME}check/", hidden(visitor.get(f"{HOME}check/")))


def words(page) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", page.content.decode())).split())


def test_a_person_answers_question_by_question_and_gets_a_receipt(visitor):
    assert "Open until the end of 31 May 2026" in words(visitor.get(HOME))
    assert visitor.post(f"{HOME}start/").url == f"{HOME}section/"
    section = visitor.get(f"{HOME}section/")
    assert visitor.post(f"{HOME}section/", hidden(section) | {"section": "residents"}).url == f"{HOME}q/matters/"
    assert "Question 1 of 3" in words(visitor.get(f"{HOME}q/matters/"))
    assert answer(visitor, "matters", "Parks.\r\nLights.").url == f"{HOME}q/safe/"
    assert answer(visitor, "safe", "no").url == f"{HOME}q/seen/"
    assert answer(visitor, "seen", ["fire", "police"]).url == f"{HOME}check/"
    assert send(visitor).url == f"{HOME}receipt/"
    receipt = visitor.get(f"{HOME}receipt/")
    sent = Response.objects.get()
    assert sent.receipt in words(receipt)
    assert "Parks.\nLights.</div>" in receipt.content.decode()
    assert "Police Fire" in words(receipt)


def test_staff_questions_are_asked_of_staff_only(visitor):
    begin(visitor, "workforce")
    assert "Question 4 of 4" in words(visitor.get(f"{HOME}q/tools/"))


def test_above_every_free_text_box_stands_where_to_report_a_crime(visitor):
    begin(visitor)
    free = words(visitor.get(f"{HOME}q/matters/"))
    assert "Do not report a crime here. In an emergency call 999. Otherwise call 101" in free
    assert "do not include names" in free
    assert "999" not in words(visitor.get(f"{HOME}q/safe/"))


def test_the_questionnaire_has_no_menu_and_no_script(visitor):
    begin(visitor)
    for page in ("section/", "q/matters/", "q/safe/", "check/"):
        content = visitor.get(f"{HOME}{page}").content.decode()
        assert "fp-nav" not in content
        assert "<script" not in content


def test_nothing_on_the_way_keeps_a_copy_of_a_page_with_answers(visitor):
    begin(visitor)
    for page in ("", "section/", "q/matters/", "check/"):
        assert "no-store" in visitor.get(f"{HOME}{page}")["Cache-Control"]


def test_the_key_is_in_a_cookie_of_this_consultation_that_scripts_cannot_read(visitor):
    cookie = begin(visitor).cookies["response"]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == (HOME, True, "Lax")
    answer(visitor, "matters", "Parks")
    assert Response.objects.get().key.hex in cookie.value
    assert list(visitor.cookies) == ["response"]


def test_an_altered_key_opens_nothing(visitor):
    begin(visitor)
    visitor.cookies["response"].set("response", "x" + visitor.cookies["response"].value, "x")
    assert visitor.get(f"{HOME}q/matters/").url == HOME
    page = visitor.post(f"{HOME}q/matters/", {"response": "forged:key", "answer": "Hello"})
    assert page.status_code == 403
    assert "nothing was saved" in words(page)
    assert not Answer.objects.exists()


def test_a_form_sent_from_another_website_is_refused(visitor):
    begin(visitor)
    form = hidden(visitor.get(f"{HOME}q/matters/")) | {"answer": "Hello"}
    elsewhere = visitor.post(f"{HOME}q/matters/", form, headers={"origin": "https://elsewhere.example"})
    assert elsewhere.status_code == 403
    assert visitor.post(f"{HOME}start/", headers={"sec-fetch-site": "cross-site"}).status_code == 403
    own = visitor.post(f"{HOME}q/matters/", form, headers={"origin": "http://testserver"})
    assert own.status_code == 302


def test_a_form_whose_cookie_was_lost_still_works_and_brings_the_cookie_back(visitor):
    begin(visitor)
    form = hidden(visitor.get(f"{HOME}q/matters/")) | {"answer": "Parks"}
    stranger = Client(enforce_csrf_checks=True)
    assert stranger.post(f"{HOME}q/matters/", form).url == f"{HOME}q/safe/"
    assert "Question 2 of 3" in words(stranger.get(f"{HOME}q/safe/"))
    assert Answer.objects.get().text == "Parks"


def test_the_same_form_sent_again_is_stored_once(visitor):
    begin(visitor)
    form = hidden(visitor.get(f"{HOME}q/matters/")) | {"answer": "Parks"}
    assert {visitor.post(f"{HOME}q/matters/", form).status_code for _time in range(3)} == {302}
    assert Answer.objects.get().text == "Parks"


def test_sending_twice_shows_the_same_receipt(visitor):
    begin(visitor)
    answer(visitor, "matters", "Parks")
    form = hidden(visitor.get(f"{HOME}check/"))
    assert visitor.post(f"{HOME}check/", form).url == visitor.post(f"{HOME}check/", form).url == f"{HOME}receipt/"
    assert Response.objects.get().number == 1


def test_an_answer_that_was_sent_may_come_again_but_not_be_changed(visitor):
    begin(visitor)
    form = hidden(visitor.get(f"{HOME}q/matters/"))
    visitor.post(f"{HOME}q/matters/", form | {"answer": "Parks"})
    send(visitor)
    assert visitor.post(f"{HOME}q/matters/", form | {"answer": "Parks"}).url == f"{HOME}receipt/"
    changed = visitor.post(f"{HOME}q/matters/", form | {"answer": "Lights"})
    assert changed.status_code == 409
    assert "You have already sent this response" in words(changed)
    assert "Lights" in words(changed)
    assert Answer.objects.get().text == "Parks"


def test_an_empty_form_in_another_tab_takes_nothing_away(visitor):
    begin(visitor)
    untouched = hidden(visitor.get(f"{HOME}q/safe/"))
    answer(visitor, "safe", "yes")
    assert visitor.post(f"{HOME}q/safe/", untouched).status_code == 302
    assert Answer.objects.get().choices == ["yes"]


def test_an_answer_can_be_emptied_by_the_person_who_gave_it(visitor):
    begin(visitor)
    answer(visitor, "seen", ["fire"])
    answer(visitor, "seen", [])
    assert not Answer.objects.exists()


def test_a_required_question_left_empty_is_named_and_comes_back(visitor):
    begin(visitor)
    page = answer(visitor, "matters", "  ")
    assert page.status_code == 422
    assert "There is a problem" in words(page)
    assert "<title>Error:" in page.content.decode().replace("\n", "")


def test_too_long_an_answer_is_refused_with_every_word_still_on_the_page(visitor):
    begin(visitor)
    text = "".join(f"{at:>9}\n" for at in range(1_001))
    page = answer(visitor, "matters", text)
    assert page.status_code == 422
    assert "10 characters too long" in words(page)
    assert text in unescape(page.content.decode())
    assert not Answer.objects.exists()


def test_coming_from_the_review_one_goes_back_to_it(visitor):
    begin(visitor)
    answer(visitor, "matters", "Parks")
    page = visitor.get(f"{HOME}q/matters/?next=check")
    assert visitor.post(f"{HOME}q/matters/", hidden(page) | {"answer": "Lights"}).url == f"{HOME}check/"
    assert f'href="{HOME}q/matters/?next=check"' in visitor.get(f"{HOME}check/").content.decode()


def test_what_is_missing_is_said_when_one_sends(visitor):
    begin(visitor)
    page = send(visitor)
    assert page.status_code == 409
    assert "These questions must be answered: What matters most to you?" in words(page)


def test_one_goes_on_where_one_left_off(visitor):
    begin(visitor)
    answer(visitor, "matters", "Parks")
    assert "1 answer is saved" in words(visitor.get(HOME))
    assert visitor.post(f"{HOME}start/").url == f"{HOME}q/safe/"
    assert visitor.post(f"{HOME}start/", {"new": "1"}).url == f"{HOME}section/"
    assert Response.objects.count() == 1


def test_a_row_is_made_with_the_first_answer_and_not_before(visitor):
    begin(visitor)
    answer(visitor, "safe", "")
    visitor.get(f"{HOME}check/")
    send(visitor)
    assert not Response.objects.exists()
    answer(visitor, "safe", "yes")
    assert Response.objects.get().section.code == "residents"


def test_an_answer_after_closing_is_refused_politely_with_the_words_given_back(visitor, at):
    begin(visitor)
    answer(visitor, "matters", "In time.")
    form = hidden(visitor.get(f"{HOME}q/safe/"))
    at(CLOSED)
    page = visitor.post(f"{HOME}q/safe/", form | {"answer": "no"})
    assert page.status_code == 403
    assert "closed at the end of 31 May 2026" in words(page)
    assert "Not safe" in words(page)
    assert Answer.objects.get().text == "In time."
    late = visitor.get(f"{HOME}check/")
    assert "can no longer be sent" in words(late)
    assert "In time." in words(late)


def test_a_consultation_that_is_not_open_cannot_be_begun(visitor, at):
    at(CLOSED)
    assert "Start now" not in words(visitor.get(HOME))
    assert visitor.post(f"{HOME}start/").status_code == 403
    assert not Response.objects.exists()


def test_a_draft_is_not_there_for_the_public(visitor):
    questionnaire("budget")
    assert visitor.get("/consultation/budget/").status_code == 404
    assert visitor.post("/consultation/budget/start/").status_code == 404


def test_finishing_leaves_nothing_in_the_browser(visitor):
    begin(visitor)
    answer(visitor, "matters", "Parks")
    send(visitor)
    form = hidden(visitor.get(f"{HOME}receipt/"))
    assert visitor.post(f"{HOME}finish/", form).cookies["response"].value == ""
    gone = visitor.get(f"{HOME}receipt/")
    assert gone.status_code == 404
    assert "your response was sent and is safe" in words(gone)


def test_what_is_open_coming_up_and_closed_is_listed(visitor, at):
    coming = questionnaire("later", opens_on=datetime(2026, 9, 1).date(), closes_on=datetime(2026, 9, 30).date())
    use_cases.publish_consultation(consultation=coming.consultation, by=OPERATOR, now=NOON)
    page = words(visitor.get("/consultations/"))
    assert "Open until the end of 31 May 2026" in page
    assert "Opens on 1 September 2026" in page
    at(CLOSED)
    assert "Closed on 31 May 2026" in words(visitor.get("/consultations/"))


@pytest.mark.parametrize("part", ["", "section/", "q/matters/", "q/safe/", "check/"])
def test_public_pages_need_few_queries(visitor, django_assert_max_num_queries, part):
    begin(visitor)
    with django_assert_max_num_queries(12):
        assert visitor.get(f"{HOME}{part}").status_code == 200


def test_saving_an_answer_needs_few_queries(visitor, django_assert_max_num_queries):
    begin(visitor)
    answer(visitor, "safe", "yes")
    form = hidden(visitor.get(f"{HOME}q/matters/")) | {"answer": "Parks"}
    with django_assert_max_num_queries(25):
        visitor.post(f"{HOME}q/matters/", form)
