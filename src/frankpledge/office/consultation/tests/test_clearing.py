"""Clearing away what nobody needs any more, and telling the result to those who asked."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core import mail
from django.test import Client

from frankpledge.office.consultation import tasks, use_cases
from frankpledge.office.consultation.models import Answer, Arrivals, LateRule, Response, ResultMail
from frankpledge.office.equality.models import EqualityRecord
from frankpledge.office.errors import NotAllowed, NotFound
from frankpledge.office.notices.models import Notice
from frankpledge.office.record.models import AuditEntry

from .browsing import words
from .conftest import NOON, OPERATOR
from .everything import HOME, open_everything

CLOSED = datetime(2026, 6, 1, 11, 0, tzinfo=UTC)
CLEARED = datetime(2026, 6, 29, 11, 0, tzinfo=UTC)


@pytest.fixture
def made(office, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON)
    return open_everything(NOON)


def respond(made: SimpleNamespace, text: str, *, send: bool, age: str = "") -> Response:
    response = use_cases.start_response(consultation=made.consultation, section=made.sections["residents"], now=NOON)
    use_cases.save_answer(response=response, question=made.questions["matters"], text=text, now=NOON)
    if age:
        use_cases.answer_equality(response=response, question="age", choice=age, now=NOON)
    return use_cases.send_response(response=response, now=NOON + timedelta(minutes=5)) if send else response


# ---- clearing


def test_what_was_never_sent_is_cleared_four_weeks_after_closing_with_all_that_belongs_to_it(made):
    sent = respond(made, "Lights", send=True, age="25-34")
    respond(made, "A draft that nobody sent", send=False, age="35-44")
    assert use_cases.clear_away(by=OPERATOR, now=CLEARED - timedelta(days=1)).drafts == 0
    assert use_cases.clear_away(by=OPERATOR, now=CLEARED).drafts == 1
    assert [own.pk for own in Response.objects.all()] == [sent.pk]
    assert Answer.objects.get().text == "Lights"
    assert EqualityRecord.objects.get().answers == {"age": "25-34"}
    entry = AuditEntry.objects.get(verb="drafts cleared")
    assert (entry.subject, entry.detail) == ("consultation/everything", {"number": 1})


def test_clearing_twice_does_no_more_than_once(made):
    respond(made, "A draft", send=False)
    use_cases.clear_away(by=OPERATOR, now=CLEARED)
    assert set(use_cases.clear_away(by=OPERATOR, now=CLEARED).as_json().values()) == {0}


def test_where_late_ones_are_taken_drafts_stay_for_two_weeks_more(office):
    made = open_everything(NOON, late_rule=LateRule.MARK)
    assert use_cases.drafts_go_on(made.consultation) == date(2026, 7, 12)


def test_the_page_says_when_drafts_are_cleared(made):
    assert "deleted 28 days after the consultation has closed" in words(Client().get(HOME))


def test_counts_of_arrivals_addresses_and_sessions_go_too(made):
    Arrivals.objects.create(digest="a" * 64, hour=NOON - timedelta(days=2), count=3)
    Arrivals.objects.create(digest="b" * 64, hour=NOON, count=3)
    old = Notice.objects.create(
        to="resident@example.org", kind="result", subject="x", created_at=NOON, sent_at=NOON - timedelta(days=31)
    )
    new = Notice.objects.create(to="other@example.org", kind="result", subject="x", created_at=NOON, sent_at=NOON)
    waiting = Notice.objects.create(to="third@example.org", kind="result", subject="x", created_at=NOON)
    session = SessionStore()
    session.create()
    Session.objects.update(expire_date=NOON - timedelta(days=1))
    done = use_cases.clear_away(by=OPERATOR, now=NOON)
    assert (done.arrivals, done.addresses, done.sessions) == (1, 1, 1)
    assert [Notice.objects.get(pk=one.pk).to for one in (old, new, waiting)] == [
        "",
        "other@example.org",
        "third@example.org",
    ]


def test_postcodes_become_areas_as_soon_as_a_directory_knows_them(made, monkeypatch):
    own = use_cases.start_response(consultation=made.consultation, section=made.sections["residents"], now=NOON)
    for code, text in (("matters", "Lights"), ("postcode", "nn1 1ed")):
        use_cases.save_answer(response=own, question=made.questions[code], text=text, now=NOON)
    use_cases.send_response(response=own, now=NOON)
    assert use_cases.clear_away(by=OPERATOR, now=NOON).postcodes == 0
    monkeypatch.setattr(
        "frankpledge.office.places.queries.areas_of_postcodes",
        lambda codes, level: dict.fromkeys(codes, "E06000062"),
    )
    assert use_cases.clear_away(by=OPERATOR, now=NOON).postcodes == 1
    kept = Answer.objects.get(question__code="postcode")
    assert (kept.text, kept.choices) == ("", ["E06000062"])
    assert Response.objects.get().area_code == "E06000062"


def test_links_to_equality_records_are_cut_a_year_after_closing(made):
    respond(made, "Lights", send=True, age="25-34")
    later = datetime(2027, 5, 31, 12, tzinfo=UTC)
    assert use_cases.clear_away(by=OPERATOR, now=later).links == 0
    assert use_cases.clear_away(by=OPERATOR, now=later + timedelta(days=2)).links == 1
    assert Response.objects.get().equality_link is None
    assert EqualityRecord.objects.get().answers == {"age": "25-34"}


def test_only_those_who_run_consultations_clear_away(made, member):
    with pytest.raises(NotAllowed):
        use_cases.clear_away(by=member, now=NOON)


def test_the_worker_clears_at_three_in_the_office_s_night(made):
    for moment, expected in (
        (datetime(2026, 5, 6, 11, tzinfo=UTC), datetime(2026, 5, 7, 2, tzinfo=UTC)),
        (datetime(2026, 1, 6, 1, tzinfo=UTC), datetime(2026, 1, 6, 3, tzinfo=UTC)),
    ):
        assert tasks.next_night(moment) == expected
    assert tasks.clear_every_night.func()["drafts"] == 0
    assert tasks.see_to_clearing(NOON)


# ---- telling the result


def ask(made, email: str = "resident@example.org") -> ResultMail:
    use_cases.ask_for_result(consultation=made.consultation, email=email, now=NOON)
    return ResultMail.objects.get(email=email.lower())


def link_in_letter() -> str:
    return mail.outbox[-1].body.partition("/result-mail/")[2].split("/")[0]


def test_whoever_asks_confirms_by_a_link_and_is_told_once(made):
    page = Client().post(f"{HOME}result-mail/", {"email": "Resident@Example.org"})
    assert "Look into your e-mail" in words(page)
    token = link_in_letter()
    client = Client()
    assert "Yes, tell me the result" in words(client.get(f"/result-mail/{token}/"))
    assert not ResultMail.objects.get().confirmed, "opening a link changes nothing"
    assert "Thank you" in words(client.post(f"/result-mail/{token}/"))
    ask(made, "never.confirmed@example.org")
    assert use_cases.tell_result(consultation=made.consultation, by=OPERATOR, now=CLOSED) == 1
    assert mail.outbox[-1].to == ["resident@example.org"]
    assert "/consultation/everything/results/" in mail.outbox[-1].body
    assert not ResultMail.objects.exists()
    assert "resident@example.org" not in str(list(AuditEntry.objects.values()))


def test_the_page_says_the_same_to_whoever_had_asked_before_and_no_second_message_goes(made):
    first = words(Client().post(f"{HOME}result-mail/", {"email": "resident@example.org"}))
    second = words(Client().post(f"{HOME}result-mail/", {"email": "resident@example.org"}))
    assert first == second
    assert len(mail.outbox) == 1


def test_nobody_can_have_letters_sent_to_a_list_of_addresses(made, settings):
    settings.FRANKPLEDGE_MARKED_AN_HOUR = 2
    sent = [Client().post(f"{HOME}result-mail/", {"email": f"a{n}@example.org"}).status_code for n in range(4)]
    assert sent == [200, 200, 429, 429]
    assert len(mail.outbox) == 2


def test_whoever_changes_their_mind_is_forgotten_at_once(made):
    token = use_cases.token_of(ask(made))
    assert "Your address is deleted" in words(Client().post(f"/result-mail/{token}/", {"stop": "1"}))
    assert not ResultMail.objects.exists()
    assert Client().get(f"/result-mail/{token}/").status_code == 404


@pytest.mark.parametrize("token", ["1", "1.forged", "x.y.z"])
def test_a_link_that_was_not_sent_opens_nothing(made, token):
    ask(made)
    with pytest.raises(NotFound):
        use_cases.mail_of(token)
    assert Client().post(f"/result-mail/{token}/").status_code == 404


def test_an_address_that_is_none_is_named_and_comes_back(made):
    page = Client().post(f"{HOME}result-mail/", {"email": "nobody"})
    assert page.status_code == 422
    assert "Enter an e-mail address like name@example.com" in words(page)


def test_the_result_is_told_after_closing_and_only_if_somebody_waits(made, member):
    with pytest.raises(use_cases.NothingToTell, match="not closed"):
        use_cases.tell_result(consultation=made.consultation, by=OPERATOR, now=NOON)
    with pytest.raises(use_cases.NothingToTell, match="Nobody"):
        use_cases.tell_result(consultation=made.consultation, by=OPERATOR, now=CLOSED)
    with pytest.raises(NotAllowed):
        use_cases.tell_result(consultation=made.consultation, by=member, now=CLOSED)


def test_where_it_is_not_offered_nobody_can_ask(office, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON)
    made = open_everything(NOON, offers_result_mail=False)
    assert Client().get(f"{HOME}result-mail/").status_code == 404
    with pytest.raises(use_cases.ResultNotOffered):
        ask(made)


def test_addresses_that_nobody_confirmed_go_within_a_week(made):
    ask(made)
    assert use_cases.clear_away(by=OPERATOR, now=NOON + timedelta(days=7)).addresses == 0
    assert use_cases.clear_away(by=OPERATOR, now=NOON + timedelta(days=8)).addresses == 1


def test_staff_see_how_many_wait_and_no_address(made, policy_officer):
    use_cases.confirm_result_mail(mail=ask(made))
    client = Client()
    client.force_login(policy_officer, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get("/staff/consultations/everything/result-mail/")
    assert "1 person has asked; 1 confirmed it." in words(page)
    assert "resident@example.org" not in page.content.decode()


def test_why_equality_questions_are_asked_is_said_with_their_sources(made):
    page = words(Client().get("/consultation/equality-questions/"))
    for said in (
        "Schedule 1, paragraph 8",
        "Prefer not to say",
        "365 days after closing",
        "What is your ethnic group?",
    ):
        assert said in page
