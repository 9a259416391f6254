"""A section that leaves no trace: nothing on the device shows that somebody answered."""

from __future__ import annotations

from datetime import timedelta

import pytest

from frankpledge.office.consultation.models import Answer, Response
from frankpledge.office.equality.models import EqualityRecord
from frankpledge.office.ui.testing import no_queries_while_rendering

from .browsing import Respondent, hidden, title, words
from .conftest import NOON
from .everything import HOME, open_everything


@pytest.fixture
def clock(monkeypatch):
    """Time passes between one page and the next."""

    class Clock:
        now = NOON

        def passes(self, **time: float) -> None:
            self.now += timedelta(**time)

    clock = Clock()
    monkeypatch.setattr("django.utils.timezone.now", lambda: clock.now)
    return clock


@pytest.fixture
def victim(office, clock):
    open_everything(NOON)
    with no_queries_while_rendering():
        someone = Respondent(HOME)
        someone.begin("victims")
        clock.passes(minutes=1)
        yield someone


def whole_way(victim, clock):
    """Every question and the review, up to the last button."""
    for fields in (
        {"answer": "He still comes to the house."}, {"answer": "yes"}, {"answer": ["phone"]}, {"answer": "2"},
        {"row-home": "w"}, {"go": "skip"}, {"answer": "no"}, {}, {"answer": "25-34"}, {"go": "check"},
    ):  # fmt: skip
        victim.send(**fields)
        clock.passes(minutes=1)
    assert victim.at == "check"


def test_it_is_answered_and_sent_under_one_address_and_one_title(victim, clock):
    titles = {title(victim.client.get(HOME))}
    for fields in ({"answer": "He still comes."}, {"answer": "yes"}, {"answer": ["phone"]}, {"answer": "2"}):
        victim.send(**fields)
        clock.passes(minutes=1)
        titles.add(title(victim.page))
        assert victim.page.request["PATH_INFO"] == HOME
    assert len(titles) == 1
    assert "ask" not in titles.pop().lower()


def test_no_cookie_is_ever_set(victim, clock):
    whole_way(victim, clock)
    victim.send()
    assert "Thank you. It was sent" in victim.words
    assert not victim.client.cookies
    assert Response.objects.get().sent_at


def test_a_mistake_does_not_change_the_title(victim):
    before = title(victim.page)
    victim.send(answer=" ")
    assert victim.page.status_code == 422
    assert "There is a problem" in victim.words
    assert title(victim.page) == before


def test_after_sending_neither_the_page_nor_the_last_form_shows_anything(victim, clock):
    whole_way(victim, clock)
    last_form = hidden(victim.page)
    victim.send()
    receipt = Response.objects.get().receipt
    assert receipt in victim.words
    clock.passes(minutes=2)
    again = victim.client.post(HOME, last_form)
    for page in (
        again,
        victim.client.get(HOME),
        victim.client.get(f"{HOME}receipt/"),
        victim.client.get(f"{HOME}check/", follow=True),
    ):
        shown = words(page)
        assert receipt not in shown
        assert "He still comes" not in shown
        assert "You have sent" not in shown
        assert "You have begun" not in shown


def test_an_old_form_that_is_sent_again_from_the_history_shows_nothing(victim, clock):
    first_form = hidden(victim.page)
    victim.send(answer="He still comes to the house.")
    clock.passes(minutes=5)
    victim.send(answer="yes")
    clock.passes(minutes=5)
    page = victim.client.post(HOME, first_form | {"answer": "He still comes to the house."})
    assert "Start now" in words(page)
    assert "He still comes" not in words(page)
    assert Answer.objects.count() == 2


def test_not_even_the_very_first_answer_can_be_sent_again_from_the_history(victim, clock):
    form = hidden(victim.page) | {"answer": "He still comes."}
    victim.client.post(HOME, form)
    clock.passes(minutes=5)
    assert "Start now" in words(victim.client.post(HOME, form))


def test_a_step_that_saved_nothing_cannot_be_taken_again_later_either(victim, clock):
    victim.send(answer="He still comes.")
    clock.passes(minutes=1)
    form = hidden(victim.page)
    victim.send(go="skip")
    clock.passes(minutes=1)
    page = victim.client.post(HOME, form | {"go": "q/matters"})
    assert "He still comes" not in words(page)
    assert "Start now" in words(page)


def test_a_button_pressed_twice_goes_on_as_if_pressed_once(victim, clock):
    form = hidden(victim.page) | {"answer": "He still comes."}
    victim.client.post(HOME, form)
    clock.passes(seconds=2)
    again = victim.client.post(HOME, form)
    assert "Have you been in touch" in words(again)
    assert Answer.objects.count() == 1


def test_sending_twice_in_a_moment_thanks_twice_and_counts_once(victim, clock):
    whole_way(victim, clock)
    form = hidden(victim.page)
    victim.client.post(HOME, form)
    clock.passes(seconds=1)
    assert "Thank you" in words(victim.client.post(HOME, form))
    assert Response.objects.get().number == 1


def test_back_shows_what_was_answered_while_one_is_answering(victim, clock):
    victim.send(answer="He still comes.")
    clock.passes(minutes=1)
    victim.send(go="q/matters")
    assert "He still comes." in victim.words


def test_each_page_can_be_left_at_once_and_tells_the_browser_to_keep_nothing(victim, clock, settings):
    for _page in range(6):
        content = victim.page.content.decode()
        assert f'href="{settings.FRANKPLEDGE_QUICK_EXIT}"' in content
        assert 'rel="noreferrer nofollow"' in content
        assert victim.page["Cache-Control"] == "no-store, private"
        assert 'autocomplete="off"' in content
        assert "quick-exit.js" in content
        victim.send(go="skip")
        clock.passes(minutes=1)


def test_coming_back_without_the_form_shows_the_page_that_everybody_sees(victim):
    victim.send(answer="He still comes.")
    page = victim.client.get(f"{HOME}q/matters/", follow=True)
    assert page.redirect_chain[-1][0] == HOME
    assert "Start now" in words(page)
    assert "Go on where you left off" not in words(page)


def test_whoever_changes_to_this_section_loses_the_cookie_of_the_response(office, clock):
    open_everything(NOON)
    someone = Respondent(HOME)
    someone.begin("residents")
    someone.send(answer="Lights")
    assert someone.client.cookies["response"].value
    someone.get("section/?next=check")
    someone.send(section="victims")
    assert someone.at == "check"
    assert someone.client.cookies["response"].value == ""


def test_somebody_else_s_draft_on_the_same_device_is_not_lost(office, clock):
    open_everything(NOON)
    first = Respondent(HOME)
    first.begin("residents")
    first.send(answer="Lights")
    kept = first.client.cookies["response"].value
    second = Respondent(HOME)
    second.client = first.client
    second.begin("victims")
    second.send(answer="He still comes.")
    assert first.client.cookies["response"].value == kept
    assert "1 answer is saved" in words(first.client.get(HOME))


def test_what_is_said_of_oneself_is_kept_apart_here_too(victim, clock):
    whole_way(victim, clock)
    assert "25 to 34" not in victim.words
    victim.send()
    assert EqualityRecord.objects.get().answers == {"age": "25-34"}
    assert "25 to 34" not in victim.words


def test_a_code_brings_one_back_without_a_cookie(victim, clock):
    victim.send(answer="He still comes.")
    clock.passes(minutes=1)
    victim.send(go="later", answer="yes")
    clock.passes(minutes=1)
    victim.send()
    code = victim.words.partition("Write this code down ")[2].split()[0]
    clock.passes(hours=5)
    elsewhere = Respondent(HOME)
    elsewhere.page = elsewhere.client.post(HOME, {"step": "return", "code": code.lower()}, follow=True)
    assert "How were you in touch?" in elsewhere.words
    assert not elsewhere.client.cookies
    clock.passes(minutes=1)
    elsewhere.send(answer=["phone"])
    assert elsewhere.at == "q/trust"
