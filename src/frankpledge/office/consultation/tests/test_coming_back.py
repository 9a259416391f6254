"""Stopping and going on; forms that were open for long; late ones; the ends of days when clocks change."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from frankpledge.office.consultation import keys, queries, rules, use_cases
from frankpledge.office.consultation.models import Answer, LateRule, Response
from frankpledge.office.people.models import Office

from .browsing import Respondent, hidden, words
from .conftest import NOON, OPERATOR, questionnaire
from .everything import HOME, open_everything

CLOSED = datetime(2026, 5, 31, 23, 0, tzinfo=UTC)


@pytest.fixture
def at(monkeypatch):
    def set_to(moment: datetime) -> None:
        monkeypatch.setattr("django.utils.timezone.now", lambda: moment)

    set_to(NOON)
    return set_to


@pytest.fixture
def respondent(office, at):
    open_everything(NOON)
    someone = Respondent(HOME)
    someone.begin("residents")
    someone.send(answer="Lights")
    return someone


def code_of(respondent) -> str:
    respondent.get("later/")
    respondent.send()
    return respondent.words.partition("Write this code down ")[2].split()[0]


# ---- on another device


def test_a_code_opens_the_response_on_another_device(respondent):
    code = code_of(respondent)
    elsewhere = Client()
    page = elsewhere.post(HOME, {"step": "return", "code": f" {code.lower().replace('-', ' ')} "}, follow=True)
    assert page.redirect_chain[-1][0] == f"{HOME}q/contact/"
    assert "Lights" in words(elsewhere.get(f"{HOME}check/"))


def test_only_a_digest_of_the_code_is_kept_and_a_new_code_ends_the_old_one(respondent):
    first, second = code_of(respondent), code_of(respondent)
    own = Response.objects.get()
    assert first not in str(own.__dict__)
    assert len(own.return_code_digest) == 64
    assert Client().post(HOME, {"step": "return", "code": first}).status_code == 422
    assert Client().post(HOME, {"step": "return", "code": second}).status_code == 302


def test_a_code_opens_nothing_once_the_response_is_sent(respondent):
    code = code_of(respondent)
    respondent.get("check/")
    respondent.send()
    page = Client().post(HOME, {"step": "return", "code": code})
    assert "No response is opened by this code" in words(page)


def test_a_wrong_code_says_so_and_comes_back(respondent):
    page = Client().post(HOME, {"step": "return", "code": "7KQ4-M2XD-9HPR"})
    assert page.status_code == 422
    assert "No response is opened by this code" in words(page)
    assert "7KQ4-M2XD-9HPR" in page.content.decode()
    assert "Enter your code" in words(Client().post(HOME, {"step": "return", "code": ""}))


def test_whoever_guesses_codes_must_wait(respondent, settings):
    settings.FRANKPLEDGE_GUESSES_AN_HOUR = 3
    code = code_of(respondent)
    guesser = Client(REMOTE_ADDR="203.0.113.7")
    answers = [guesser.post(HOME, {"step": "return", "code": f"7KQ4-M2XD-9HP{last}"}).status_code for last in "ACDEF"]
    assert answers == [422, 422, 422, 429, 429]
    assert guesser.post(HOME, {"step": "return", "code": code}).status_code == 429, "not even a right one"
    assert Client(REMOTE_ADDR="203.0.113.8").post(HOME, {"step": "return", "code": code}).status_code == 302


def test_what_stands_in_the_form_is_saved_when_one_stops(respondent):
    respondent.send(go="later", answer="yes")
    assert respondent.at == "later"
    assert Answer.objects.get(question__code="contact").choices == ["yes"]


# ---- no form expires


def test_a_form_that_was_open_for_weeks_still_saves(respondent, at):
    form = hidden(respondent.page)
    at(NOON + timedelta(days=24))
    page = Client().post(f"{HOME}q/contact/", form | {"answer": "yes"})
    assert page.url == f"{HOME}q/how/"
    assert Answer.objects.get(question__code="contact").choices == ["yes"]


def test_a_form_of_an_earlier_version_of_this_program_still_saves(respondent):
    own = Response.objects.get()
    old_ticket = keys._signer().sign(f"{own.consultation.code}/{own.key.hex}")
    page = Client().post(f"{HOME}q/contact/", {"response": old_ticket, "answer": "no"})
    assert page.url == f"{HOME}q/trust/"


def test_the_secret_key_may_change_while_a_form_is_open(respondent, settings):
    form = hidden(respondent.page)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another"
    assert Client().post(f"{HOME}q/contact/", form | {"answer": "no"}).status_code == 302


# ---- late


def test_a_late_answer_is_refused_politely_with_the_words_given_back(respondent, at):
    form = hidden(respondent.page)
    at(CLOSED)
    page = respondent.client.post(f"{HOME}q/contact/", form | {"answer": "yes"})
    assert page.status_code == 403
    assert "closed at the end of 31 May 2026" in words(page)
    assert "Yes" in words(page)
    assert Answer.objects.count() == 1


def test_where_late_ones_are_taken_they_are_marked(office, at):
    made = open_everything(NOON, late_rule=LateRule.MARK)
    at(CLOSED + timedelta(days=3))
    someone = Respondent(HOME)
    assert "Responses are still taken until the end of 14 June 2026" in words(someone.client.get(HOME))
    someone.begin("residents")
    someone.send(answer="Lights")
    someone.get("check/")
    assert "mark it as late" in someone.words
    someone.send()
    assert "mark it as late" in someone.words
    assert Response.objects.get().late
    assert made.consultation.late_rule == LateRule.MARK


def test_two_weeks_later_not_even_those(office, at):
    open_everything(NOON, late_rule=LateRule.MARK)
    at(datetime(2026, 6, 14, 22, 59, 59, tzinfo=UTC))
    assert Client().post(f"{HOME}start/").status_code == 200
    at(datetime(2026, 6, 14, 23, 0, tzinfo=UTC))
    assert Client().post(f"{HOME}start/").status_code == 403


def test_one_that_comes_in_time_is_not_late(respondent):
    respondent.get("check/")
    respondent.send()
    assert not Response.objects.get().late


# ---- days are the office's own


@pytest.mark.parametrize(
    ("closes_on", "zone", "last_second"),
    [
        # The day on which clocks go back has 25 hours, the day on which they go forward 23.
        (date(2026, 10, 25), "Europe/London", datetime(2026, 10, 25, 23, 59, 59, tzinfo=UTC)),
        (date(2026, 3, 29), "Europe/London", datetime(2026, 3, 29, 22, 59, 59, tzinfo=UTC)),
        (date(2026, 10, 24), "Europe/London", datetime(2026, 10, 24, 22, 59, 59, tzinfo=UTC)),
        (date(2026, 3, 28), "Europe/London", datetime(2026, 3, 28, 23, 59, 59, tzinfo=UTC)),
        # Where clocks change at midnight, the day after the last may have no midnight: it begins at one.
        (date(2026, 3, 27), "Asia/Beirut", datetime(2026, 3, 27, 21, 59, 59, tzinfo=UTC)),
        (date(2026, 3, 28), "Asia/Beirut", datetime(2026, 3, 28, 21, 59, 59, tzinfo=UTC)),
        (date(2026, 5, 31), "America/New_York", datetime(2026, 6, 1, 3, 59, 59, tzinfo=UTC)),
    ],
)
def test_the_last_second_of_the_closing_day_counts_by_the_office_s_clocks(db, closes_on, zone, last_second):
    from frankpledge.office.people.testing import an_office

    an_office()
    Office.objects.update(time_zone=zone)
    opens = closes_on - timedelta(days=20)
    made = questionnaire("clocks", opens_on=opens, closes_on=closes_on)
    early = datetime(opens.year, opens.month, opens.day, 12, tzinfo=UTC)
    consultation = use_cases.publish_consultation(consultation=made.consultation, by=OPERATOR, now=early)
    assert queries.zone() == ZoneInfo(zone)
    assert queries.state_of(consultation, last_second) is rules.State.OPEN
    assert queries.state_of(consultation, last_second + timedelta(seconds=1)) is rules.State.CLOSED


def test_an_answer_in_the_hour_that_comes_twice_is_taken_and_one_after_it_too(office, monkeypatch):
    made = questionnaire("clocks", opens_on=date(2026, 10, 1), closes_on=date(2026, 10, 25))
    now = datetime(2026, 10, 5, 12, tzinfo=UTC)
    consultation = use_cases.publish_consultation(consultation=made.consultation, by=OPERATOR, now=now)
    for moment in (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), datetime(2026, 10, 25, 1, 30, tzinfo=UTC)):
        assert use_cases.start_response(consultation=consultation, now=moment)
    assert Response.objects.count() == 2
