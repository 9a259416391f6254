"""Signing in, joining by invitation, new passwords, and being kept out."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.core import mail
from django.test import Client
from django.utils import timezone

from frankpledge.office.errors import BadInput, NotAllowed
from frankpledge.office.people import links, rules, use_cases
from frankpledge.office.people.duties import Operator
from frankpledge.office.people.models import Person, Role
from frankpledge.office.people.testing import NOON, PASSWORD, a_person, a_post, an_office, signed_in
from frankpledge.office.record.models import AuditEntry

NEW = "three ducks under a bridge"
WRONG = "The e-mail address or the password is not right"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def office():
    return an_office()


@pytest.fixture
def administrator() -> Person:
    return a_person(Role.ADMINISTRATOR)


def try_to_sign_in(client: Client, email: str, password: str = PASSWORD, ip: str = "192.0.2.1", **more):
    data = {"username": email, "password": password, **more}
    return client.post("/sign-in/", data, REMOTE_ADDR=ip)


def link_in(message) -> str:
    found = re.search(r"https://plan\.example\.org(/\S+)", message.body)
    assert found, message.body
    return found[1]


def test_the_right_password_opens_the_persons_own_menu_and_renews_the_session(client):
    a_person(Role.LEAD)
    client.get("/sign-in/")
    client.session["kept"] = "1"
    answer = try_to_sign_in(client, " Lead@EXAMPLE.org ")
    assert (answer.status_code, answer["Location"]) == (302, "/staff/")
    assert client.get("/account/").status_code == 200


def test_a_member_has_no_staff_menu_and_comes_to_the_meetings(client):
    a_person(Role.MEMBER)
    assert try_to_sign_in(client, "member@example.org")["Location"] == "/meetings/"


def test_signing_in_makes_a_new_session_key(client):
    person = a_person(Role.LEAD)
    session = client.session
    session["before"] = True
    session.save()
    before = session.session_key
    try_to_sign_in(client, person.email)
    assert client.session.session_key != before


def test_the_answer_is_the_same_for_an_unknown_address_a_wrong_password_and_a_deactivated_person(client, administrator):
    a_person(Role.LEAD)
    gone = a_person(Role.CLERK)
    use_cases.deactivate(person=gone, by=administrator, now=NOON)
    for email, password in [("lead@example.org", "wrong"), ("x@example.org", PASSWORD), (gone.email, PASSWORD)]:
        page = try_to_sign_in(client, email, password).content.decode()
        assert WRONG in page
    assert "_auth_user_id" not in client.session


def test_signing_in_leads_on_to_pages_of_this_site_only(client):
    a_person(Role.LEAD)
    inside = try_to_sign_in(client, "lead@example.org", next="/staff/actions/?page=2")
    assert inside["Location"] == "/staff/actions/?page=2"
    client.post("/sign-out/")
    assert try_to_sign_in(client, "lead@example.org", next="https://elsewhere.example/")["Location"] == "/staff/"


def test_five_failures_close_signing_in_from_there_for_a_while_even_with_the_right_password(client):
    person = a_person(Role.LEAD)
    for spelling in ("lead@example.org", "LEAD@example.org", "Lead@Example.org", " lead@example.org"):
        assert try_to_sign_in(client, spelling, "wrong").status_code == 200
    fifth = try_to_sign_in(client, person.email, "wrong")
    assert fifth.status_code == 429
    right = try_to_sign_in(client, person.email)
    assert right.status_code == 429
    assert "Try again at" in right.content.decode()
    assert 0 < int(right["Retry-After"]) <= 15 * 60
    assert "_auth_user_id" not in client.session
    assert try_to_sign_in(Client(), person.email, ip="192.0.2.99").status_code == 302
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=16))
    assert try_to_sign_in(client, person.email).status_code == 302


def test_asking_again_while_closed_does_not_put_the_time_off(client):
    person = a_person(Role.LEAD)
    for _each in range(5):
        try_to_sign_in(client, person.email, "wrong")
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=10))
    assert try_to_sign_in(client, person.email, "wrong").status_code == 429
    assert int(try_to_sign_in(client, person.email)["Retry-After"]) <= 5 * 60


def test_a_deactivated_persons_open_session_ends(administrator):
    person = a_person(Role.POLICY_OFFICER)
    browser = signed_in(person)
    assert browser.get("/account/").status_code == 200
    use_cases.deactivate(person=person, by=administrator, now=NOON)
    assert browser.get("/account/")["Location"].startswith("/sign-in/")


def test_an_invited_person_joins_by_the_link_once(client, administrator):
    person, invited = use_cases.invite_newcomer(
        email="new@example.org", name="Nora New", roles=[Role.LEAD], by=administrator, now=timezone.now()
    )
    (message,) = mail.outbox
    assert message.to == ["new@example.org"]
    assert message.subject == "You are invited to sign in"
    assert "Office for Safety in Marshland" in message.body
    link = link_in(message)
    assert invited.link.endswith(link)
    page = client.get(link)
    assert "Nora New" in page.content.decode()
    assert page["Cache-Control"] == "no-store, private"
    assert client.post(link, {"password": NEW}).status_code == 302
    assert try_to_sign_in(client, "new@example.org", NEW).status_code == 302
    again = Client().post(link, {"password": PASSWORD})
    assert again.status_code == 410
    assert "does not work any more" in again.content.decode()
    person.refresh_from_db()
    assert person.check_password(NEW)


def test_an_invitation_ends_after_seven_days_with_a_newer_one_and_with_deactivation(administrator):
    now = timezone.now()
    person, _first = use_cases.invite_newcomer(email="n@example.org", name="N", by=administrator, now=now, mail=False)
    token = links.token_for(rules.JOIN, person, now)
    assert links.is_valid(rules.JOIN, person, token, now + timedelta(days=6, hours=23))
    assert not links.is_valid(rules.JOIN, person, token, now + timedelta(days=7, seconds=1))
    assert not links.is_valid(rules.RESET, person, token, now)
    use_cases.invite(person=person, by=administrator, now=now + timedelta(hours=1), mail=False)
    assert not links.is_valid(rules.JOIN, person, token, now + timedelta(hours=2))
    newer = links.token_for(rules.JOIN, person, now)
    use_cases.deactivate(person=person, by=administrator, now=now)
    assert not links.is_valid(rules.JOIN, person, newer, now)


def test_a_link_of_one_person_opens_nobody_elses_account(client, administrator):
    now = timezone.now()
    first, _one = use_cases.invite_newcomer(email="a@example.org", name="A", by=administrator, now=now, mail=False)
    second, _two = use_cases.invite_newcomer(email="b@example.org", name="B", by=administrator, now=now, mail=False)
    token = links.token_for(rules.JOIN, first, now)
    for token_tried in (token, "x", f"{token}x", "zzzzzzzzzzzzzzzzzzzzzzzz-1", "-"):
        assert client.get(f"/join/{second.pk}/{token_tried}/").status_code == 410
    assert client.get(f"/join/99999/{token}/").status_code == 410


def test_somebody_who_joined_or_left_is_not_invited(administrator):
    joined, gone = a_person(Role.LEAD), a_person(Role.CLERK)
    with pytest.raises(BadInput, match="has joined already"):
        use_cases.invite(person=joined, by=administrator, now=NOON)
    use_cases.deactivate(person=gone, by=administrator, now=NOON)
    with pytest.raises(BadInput, match="was deactivated"):
        use_cases.invite(person=gone, by=administrator, now=NOON)


@pytest.mark.parametrize("password", ["short", "123456789012", "password1234", "new@example.org"])
def test_a_weak_password_is_refused_and_the_link_still_works(client, administrator, password):
    use_cases.invite_newcomer(email="new@example.org", name="Nora New", by=administrator, now=timezone.now())
    link = link_in(mail.outbox[0])
    page = client.post(link, {"password": password})
    assert page.status_code == 200
    assert "govuk-error-summary" in page.content.decode()
    assert client.post(link, {"password": NEW}).status_code == 302


def test_a_forgotten_password_is_renewed_by_e_mail_once(client):
    person = a_person(Role.LEAD)
    other = signed_in(person)
    client.post("/new-password/", {"email": "LEAD@example.org"})
    (message,) = mail.outbox
    link = link_in(message)
    assert client.post(link, {"password": NEW}).status_code == 302
    assert client.get(link).status_code == 410
    assert try_to_sign_in(client, person.email, PASSWORD).status_code == 200
    assert try_to_sign_in(client, person.email, NEW).status_code == 302
    assert other.get("/account/").status_code == 302, "sessions opened with the old password end"


def test_a_new_password_opens_signing_in_that_failures_had_closed(client):
    person = a_person(Role.LEAD)
    for _each in range(5):
        try_to_sign_in(client, person.email, "wrong")
    client.post("/new-password/", {"email": person.email})
    client.post(link_in(mail.outbox[0]), {"password": NEW})
    assert try_to_sign_in(client, person.email, NEW).status_code == 302


def test_nobody_learns_whether_an_address_is_known(client, administrator):
    gone = a_person(Role.CLERK)
    use_cases.deactivate(person=gone, by=administrator, now=NOON)
    pages = []
    for email in ("unknown@example.org", gone.email, administrator.email):
        answer = client.post("/new-password/", {"email": email}, follow=True)
        pages.append((answer.redirect_chain, re.sub(r'csrf\S+|value="\S+"', "", answer.content.decode())))
    assert pages[0] == pages[1] == pages[2]
    assert [message.to for message in mail.outbox] == [[administrator.email]]


def test_one_address_gets_one_message_in_five_minutes(client):
    a_person(Role.LEAD)
    for _each in range(4):
        client.post("/new-password/", {"email": "lead@example.org"})
    assert len(mail.outbox) == 1
    use_cases.ask_for_new_password(email="lead@example.org", now=timezone.now() + timedelta(minutes=6))
    assert len(mail.outbox) == 2


def test_ones_own_password_is_changed_with_the_present_one_and_other_sessions_end():
    person = a_person(Role.LEAD)
    here, elsewhere = signed_in(person), signed_in(person)
    wrong = here.post("/account/password/", {"old": "wrong", "password": NEW})
    assert "present password is not right" in wrong.content.decode()
    assert here.post("/account/password/", {"old": PASSWORD, "password": NEW}).status_code == 302
    assert here.get("/account/").status_code == 200
    assert elsewhere.get("/account/").status_code == 302
    with pytest.raises(NotAllowed):
        use_cases.change_password(by=Person.objects.get(pk=person.pk), old=PASSWORD, new=NEW, now=NOON)


def test_signing_out_needs_a_form_not_a_link():
    browser = signed_in(a_person(Role.LEAD))
    assert browser.get("/sign-out/").status_code == 405
    assert browser.post("/sign-out/")["Location"] == "/"
    assert browser.get("/account/").status_code == 302


def test_neither_passwords_nor_links_are_told_in_the_trail(client, administrator):
    use_cases.invite_newcomer(email="new@example.org", name="N", by=administrator, now=timezone.now())
    link = link_in(mail.outbox[0])
    client.post(link, {"password": NEW})
    told = " ".join(f"{entry.subject} {entry.detail} {entry.why}" for entry in AuditEntry.objects.all())
    assert NEW not in told
    assert link.split("/")[-2] not in told
    assert "new@example.org" not in told


def test_the_operator_sets_a_first_password_from_the_terminal():
    person = a_person(Role.LEAD, password=None)
    a_post(holder=person)
    assert not person.has_usable_password()
    use_cases.set_password(person=person, password=NEW, by=Operator(), now=NOON)
    assert person.joined_at == NOON
    with pytest.raises(use_cases.WeakPassword):
        use_cases.set_password(person=person, password="short", by=Operator(), now=NOON)
