"""A message is written with the change that it tells of, sent once, tried again, and forgotten once sent."""

from __future__ import annotations

import email
import email.policy
import logging
from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from frankpledge.office.notices import queries, rules, use_cases
from frankpledge.office.notices.models import Notice
from frankpledge.office.people.models import Role
from frankpledge.office.people.testing import NOON, a_person, an_office, signed_in
from frankpledge.office.ui.testing import no_queries_while_rendering

from .mail_server import MailServer

pytestmark = pytest.mark.django_db
SMTP = "django.core.mail.backends.smtp.EmailBackend"
QUEUE = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}


@pytest.fixture
def office():
    return an_office(office_name="Swyddfa’r Fro & Sons")


@pytest.fixture
def queue(settings):
    """Tasks wait in the database for a worker, as in an office."""
    settings.TASKS = QUEUE


@pytest.fixture
def server(settings):
    with MailServer() as running:
        settings.EMAIL_BACKEND = SMTP
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", running.port, 5
        settings.EMAIL_USE_TLS, settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = False, "", ""
        yield running


def send(to: str = "resident@example.org", **context) -> Notice:
    given = {"name": "Siân O’Neil", "link": "https://plan.example.org/x/?a=1&b=2", "expires_at": NOON}
    return use_cases.send(
        to=to, kind="invitation", subject="Hello\r\nBcc: all@example.org", template="people/invitation.txt",
        context={**given, **context}, now=NOON,
    )  # fmt: skip


def run_worker() -> None:
    call_command("db_worker", batch=True, startup_delay=False, interval=0, verbosity=0)


def test_a_message_is_plain_text_in_the_offices_words_and_nothing_in_it_is_escaped(office):
    send()
    (message,) = mail.outbox
    assert message.subject == "Hello Bcc: all@example.org"
    assert "Siân O’Neil" in message.body
    assert "https://plan.example.org/x/?a=1&b=2" in message.body
    assert "Swyddfa’r Fro & Sons" in message.body
    assert message.content_subtype == "plain"
    assert message.extra_headers == {"Auto-Submitted": "auto-generated"}


def test_the_text_is_forgotten_once_sent_and_nothing_is_sent_twice(office):
    notice = send()
    notice.refresh_from_db()
    assert (notice.body, notice.attempts) == ("", 1)
    assert notice.sent_at is not None
    assert use_cases.deliver(notice.pk, now=NOON) is False
    assert len(mail.outbox) == 1


def test_a_message_can_be_sent_before_there_is_an_office():
    send()
    assert "Frankpledge" in mail.outbox[0].body


@pytest.mark.django_db(transaction=True)
def test_a_message_of_a_change_that_is_rolled_back_is_never_sent(queue):
    with transaction.atomic():
        send()
        transaction.set_rollback(True)
    run_worker()
    assert mail.outbox == []
    assert not DBTaskResult.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_the_worker_sends_what_waits_through_a_real_mail_server(queue, server):
    an_office()
    notice = send()
    assert server.mailbox.messages == []
    run_worker()
    (raw,) = server.mailbox.messages
    message = email.message_from_bytes(raw, policy=email.policy.default)
    assert server.mailbox.recipients == ["resident@example.org"]
    assert message["Auto-Submitted"] == "auto-generated"
    assert "Siân O’Neil" in message.get_content()
    notice.refresh_from_db()
    assert (notice.body, notice.last_error) == ("", "")
    task = DBTaskResult.objects.get()
    assert "resident@example.org" not in str(task.args_kwargs)


@pytest.mark.django_db(transaction=True)
def test_a_server_that_says_later_is_asked_later_and_the_address_is_logged_nowhere(queue, server, caplog):
    server.mailbox.refusals = ["451 resident@example.org try later"]
    notice = send()
    with caplog.at_level(logging.WARNING):
        run_worker()
    notice.refresh_from_db()
    assert (notice.attempts, notice.sent_at, notice.last_error) == (1, None, "SMTPRecipientsRefused")
    assert notice.body
    assert "resident@example.org" not in caplog.text
    waiting = DBTaskResult.objects.get(status="READY")
    assert waiting.run_after > timezone.now()
    DBTaskResult.objects.filter(pk=waiting.pk).update(run_after=NOON)
    run_worker()
    assert len(server.mailbox.messages) == 1


@pytest.mark.django_db(transaction=True)
def test_an_outage_of_the_mail_server_loses_nothing(queue, server, settings):
    port, settings.EMAIL_PORT = server.port, 1
    notice = send()
    run_worker()
    assert queries.unsent_count() == 1
    settings.EMAIL_PORT = port
    an_office()
    assert use_cases.try_again(by=a_person(Role.ADMINISTRATOR), now=NOON) == 1
    run_worker()
    notice.refresh_from_db()
    assert notice.sent_at is not None
    assert len(server.mailbox.messages) == 1


@pytest.mark.django_db(transaction=True)
def test_a_message_whose_task_was_lost_is_picked_up_after_an_hour(queue, server):
    send()
    DBTaskResult.objects.all().delete()
    assert use_cases.pick_up_lost(now=NOON + timedelta(minutes=59)) == 0
    assert use_cases.pick_up_lost(now=NOON + timedelta(minutes=61)) == 1
    run_worker()
    assert len(server.mailbox.messages) == 1


def test_waits_grow_and_end_after_about_a_day_and_a_half():
    waits = [rules.wait_before_next(attempts) for attempts in range(1, rules.MOST_ATTEMPTS)]
    assert waits == sorted(waits)
    assert timedelta(days=1) < sum(waits, timedelta()) < timedelta(days=2)
    assert rules.wait_before_next(rules.MOST_ATTEMPTS) is None
    assert rules.wait_before_next(0) is None


def test_administrators_see_what_was_sent_and_what_was_not(office):
    send()
    with no_queries_while_rendering():
        page = signed_in(a_person(Role.ADMINISTRATOR)).get("/staff/notices/").content.decode()
    assert "Hello Bcc: all@example.org" in page
    assert "Sent." in page
    assert "a=1" not in page
    assert signed_in(a_person(Role.LEAD)).get("/staff/notices/").status_code == 403
    assert signed_in(a_person(Role.CLERK)).post("/staff/notices/").status_code == 403
