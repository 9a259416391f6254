"""Long work goes on in the background, and its page says how far it is, without script."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.core.management import call_command

from frankpledge.office.consultation import progress
from frankpledge.office.consultation.models import Theme
from frankpledge.office.people.testing import signed_in

from .conftest import WordVectors

HOME = "/staff/consultations/plan-2026/"


def words(page) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", page.content.decode())).split())


@pytest.fixture
def queue(settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}


def work() -> None:
    call_command("db_worker", batch=True, interval=0, startup_delay=False, verbosity=0)


@pytest.mark.django_db(transaction=True)
def test_the_page_asks_again_by_itself_until_the_themes_are_there(answered, analyst, queue, monkeypatch):
    monkeypatch.setattr("frankpledge.evidence.text.model.Embedder", WordVectors)
    ana = signed_in(analyst)
    waiting = ana.post(f"{HOME}themes/suggest/", {"question": "matters"}).url
    page = ana.get(waiting)
    assert page["Refresh"] == "3"
    assert "Waiting for the worker to begin." in words(page)
    work()
    done = ana.get(waiting, follow=True)
    assert "3 themes are suggested." in words(done)
    assert Theme.objects.count() == 3


@pytest.mark.django_db(transaction=True)
def test_why_it_failed_is_said_without_anybodys_words(opened, analyst, queue):
    ana = signed_in(analyst)
    waiting = ana.post(f"{HOME}themes/suggest/", {"question": "matters"}).url
    work()
    page = ana.get(waiting)
    assert "There are no answers to group yet." in words(page)
    assert "Refresh" not in page


def test_a_task_that_is_not_known_leads_back(opened, queue):
    assert progress.of("00000000-0000-0000-0000-000000000000").done
    assert progress.of("nonsense").done
