"""A confirmed answer is on disk: the server is killed again and again while people answer, and every receipt holds.

The server runs in a process group of its own, so that SIGKILL leaves nobody behind to finish the work.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from pathlib import Path

import pytest
from django.db import connection

from .conftest import World, free_port, new_database, on_postgres, wait_until_up
from .respondents import Respondent, Sent

KILLS = 20
SUBMISSIONS = 2_000
CLIENTS = 8
CONSULTATION = "two-questions"
BEGIN_IT = """
import datetime
import django; django.setup()
from django.utils import timezone
from frankpledge.office.consultation import use_cases
from frankpledge.office.people.duties import Operator
now, by = timezone.now(), Operator()
made = use_cases.create_consultation(code="two-questions", by=by, now=now, particulars=use_cases.Particulars(
    title="Two questions", about="A consultation to be hurried through.", opens_on=now.date(),
    closes_on=now.date() + datetime.timedelta(days=1),  # a test may run past midnight
    made_up=True))
use_cases.add_section(consultation=made, code="all", title="Everybody", by=by, now=now)
for code, wording in (("first", "What is good?"), ("second", "What could be better?")):
    wording = use_cases.Wording(code=code, kind="free_text", wording=wording)
    use_cases.add_question(consultation=made, wording=wording, by=by, now=now)
use_cases.publish_consultation(consultation=made, by=by, now=now)
"""


class KilledAndRestarted:
    """A production server that can be killed with all its processes, and started again at the same address."""

    def __init__(self, world: World, application: str = "frankpledge.office.config.wsgi:application") -> None:
        self.world, self.application, self.port = world, application, free_port()
        self.address = f"http://localhost:{self.port}"

    def start(self) -> None:
        command = [
            sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(self.port),
            "--workers", "1", "--blocking-threads", "4", "--no-ws", "--log-level", "critical", self.application,
        ]  # fmt: skip
        root = str(Path(__file__).resolve().parents[2])
        environment = self.world.environment | {
            "DJANGO_SETTINGS_MODULE": "frankpledge.office.config.settings", "PYTHONPATH": root,
            "FRANKPLEDGE_RESPONSES_AN_HOUR": "1000000",  # eight people at one address, in a great hurry
        }  # fmt: skip
        with open(self.world.home / "server.log", "ab") as log:
            self.process = subprocess.Popen(command, env=environment, start_new_session=True, stdout=log, stderr=log)
        wait_until_up(self.address)

    def kill(self) -> None:
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(20)


def people_answer_while_the_server_is_killed(
    server: KilledAndRestarted, *, kills: int, seed: int, submissions: int = 0
) -> list[Respondent]:
    """Kill the server at chance moments, spread over so many submissions (or over some seconds, without a number)."""
    chance = random.Random(seed)
    enough = threading.Event()
    server.start()
    people = [Respondent(server.address, CONSULTATION, number, enough) for number in range(CLIENTS)]
    for person in people:
        person.start()
    try:
        for kill in range(kills):
            _wait_for(people, kill * submissions // (kills + 1))
            time.sleep(chance.uniform(0.3, 2.0))
            server.kill()
            server.start()
        _wait_for(people, submissions)
        time.sleep(1.0)
    finally:
        enough.set()
        for person in people:
            person.join(120)
        server.kill()
    return people


def _wait_for(people: list[Respondent], submissions: int) -> None:
    """Until so many receipts were shown, or all have given up."""
    while sum(len(person.sent) for person in people) < submissions and any(person.is_alive() for person in people):
        time.sleep(0.05)


def kept_responses(world: World) -> list[tuple[str, list[str]]]:
    """Receipt and texts of every response that was sent, as a fresh process reads them from the database."""
    script = (
        "import json, django; django.setup()\n"
        "from frankpledge.office.consultation.models import Response\n"
        f"rows = Response.objects.filter(consultation__code='{CONSULTATION}').exclude(sent_at=None)\n"
        "texts = lambda r: [a.text for a in r.answers.order_by('question__order') if a.text]\n"
        "print(json.dumps([[r.receipt, texts(r)] for r in rows]))"
    )
    environment = world.environment | {"DJANGO_SETTINGS_MODULE": "frankpledge.office.config.settings"}
    done = subprocess.run([sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=True)
    return [(receipt, texts) for receipt, texts in json.loads(done.stdout)]


def lost_or_doubled(promised: list[Sent], kept: list[tuple[str, list[str]]]) -> list[str]:
    """Every way in which what the pages promised and what is kept differ."""
    by_receipt = dict(kept)
    times = Counter(text for _receipt, texts in kept for text in texts)
    faults = [f"{sent.receipt} is gone" for sent in promised if sent.receipt not in by_receipt]
    faults += [
        f"{sent.receipt} holds other words"
        for sent in promised
        if sent.receipt in by_receipt and by_receipt[sent.receipt] != sent.words
    ]
    return faults + [f"kept {n} times: {text[:60]}" for text, n in times.items() if n > 1]


@pytest.fixture
def killable(told: World, tmp_path: Path, django_db_setup: None) -> World:
    from django.db import connections

    connections["default"].close()
    home = tmp_path / "home"
    shutil.copytree(told.home, home)
    world = World(home, new_database("killable", home, template="told"))
    environment = world.environment | {"DJANGO_SETTINGS_MODULE": "frankpledge.office.config.settings"}
    subprocess.run([sys.executable, "-c", BEGIN_IT], env=environment, check=True)
    return world


@pytest.mark.slow
@pytest.mark.timeout(1200)
def test_every_answer_whose_receipt_was_shown_is_kept_once_and_word_for_word(killable):
    people = people_answer_while_the_server_is_killed(
        KilledAndRestarted(killable), kills=KILLS, seed=2026, submissions=SUBMISSIONS
    )
    promised = [sent for person in people for sent in person.sent]
    assert [trouble for person in people for trouble in person.troubles] == []
    assert len(promised) >= SUBMISSIONS, "too few answers for the test to mean anything"
    assert sum(person.sent_again for person in people) > 0, "no form was sent again: the kills hit nobody"
    assert lost_or_doubled(promised, kept_responses(killable)) == []


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_the_same_test_notices_commits_that_come_after_the_answer(killable):
    """And for that reason alone: receipts were shown, and what they promised is not there.

    A commit is late by a moment only, and six kills can miss every such moment: then it is killed six times more.
    """
    late = KilledAndRestarted(killable, application="tests.world.late_commit:application")
    promised: list[Sent] = []
    gone: list[str] = []
    for seed in (7, 8, 9):
        people = people_answer_while_the_server_is_killed(late, kills=6, seed=seed)
        promised += [sent for person in people for sent in person.sent]
        faults = lost_or_doubled(promised, kept_responses(killable))
        gone = [fault for fault in faults if fault.endswith("is gone")]
        if gone:
            break
    assert len(promised) > CLIENTS, "too few answers for the test to mean anything"
    assert gone, "a lost answer went unnoticed"


@pytest.mark.django_db
def test_the_live_connection_commits_to_disk_before_it_says_so():
    with connection.cursor() as cursor:
        if on_postgres():
            cursor.execute("SHOW synchronous_commit")
            assert cursor.fetchone() == ("on",)
        else:
            cursor.execute("PRAGMA synchronous")
            assert cursor.fetchone() == (2,)  # FULL
            cursor.execute("PRAGMA journal_mode")
            assert cursor.fetchone() == ("wal",)
