"""The analysis goes on where its process was killed, and the result is the same as if it had never been."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

ARRANGE = """
import django
django.setup()
from datetime import date
from django.utils import timezone
from frankpledge.office.consultation import use_cases
from frankpledge.office.consultation.importers import import_responses, mapping_from
from frankpledge.office.people.duties import Operator
from frankpledge.office.people.testing import an_office
from pathlib import Path
import csv, random, sys
an_office()
by = {"by": Operator(), "now": timezone.now()}
particulars = use_cases.Particulars(
    title="What matters", about="Tell us.", opens_on=date(2020, 1, 1), closes_on=date(2099, 1, 1),
)
made = use_cases.create_consultation(code="killed", particulars=particulars, **by)
use_cases.add_section(consultation=made, code="all", title="Everybody", **by)
wording = use_cases.Wording("matters", "free_text", "What matters most to you?")
use_cases.add_question(consultation=made, wording=wording, **by)
from frankpledge.office.consultation.models import Consultation
Consultation.objects.filter(pk=made.pk).update(published_at=timezone.now())
chance = random.Random(7)
what = ["speeding outside schools", "dark parks", "dogs off the lead", "noise after midnight", "empty shops", "litter"]
do = ["worries", "frightens", "annoys", "costs", "tires", "bores"]
whom = ["my children", "the whole street", "older people here", "everybody I know", "visitors", "shopkeepers"]
rows = [[f"{chance.choice(what)} {chance.choice(do)} {chance.choice(whom)} {at}".capitalize()] for at in range(900)]
path = Path(sys.argv[1])
with path.open("w", encoding="utf-8", newline="") as file:
    csv.writer(file).writerows([["said"], *rows])
mapping = mapping_from("source: invented\\nquestions: {matters: said}")
import_responses(consultation=Consultation.objects.get(pk=made.pk), mapping=mapping, path=path, **by)
"""


def command(home: Path, *words: str) -> list[str]:
    return [sys.executable, "-m", "frankpledge.cli.main", *words]


def surroundings(home: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("DJANGO")}
    kept.pop("DATABASE_URL", None)
    return kept | {"FRANKPLEDGE_HOME": str(home), "DJANGO_SETTINGS_MODULE": "frankpledge.office.config.settings"}


def steps_done(home: Path) -> list[str]:
    with sqlite3.connect(f"file:{home / 'office.sqlite3'}?mode=ro", uri=True) as database:
        rows = database.execute("select name from coding_analysisstep order by run_id, 'order'").fetchall()
    return [name for (name,) in rows]


def analyse(home: Path) -> dict[str, object]:
    done = subprocess.run(
        command(home, "consultation", "analyse", "killed", "--json"),
        env=surroundings(home), capture_output=True, text=True, check=True,
    )  # fmt: skip
    return json.loads(done.stdout)


@pytest.mark.one_database  # the process is watched by reading the file of its database
def test_a_run_whose_process_was_killed_goes_on_where_it_was_and_gives_the_same_bytes(tmp_path):
    home = tmp_path / "home"
    home.mkdir()
    subprocess.run([sys.executable, "-m", "django", "migrate", "--verbosity=0"], env=surroundings(home), check=True)
    subprocess.run([sys.executable, "-c", ARRANGE, str(tmp_path / "answers.csv")], env=surroundings(home), check=True)
    begun = subprocess.Popen(command(home, "consultation", "analyse", "killed"), env=surroundings(home))
    while "repeats" not in steps_done(home):
        assert begun.poll() is None, "it ended before it could be killed"
        time.sleep(0.02)
    begun.send_signal(signal.SIGKILL)
    begun.wait()
    before = steps_done(home)
    after = analyse(home)
    assert after["run"] == 1, "the same run goes on"
    assert {step["name"] for step in after["steps"] if step["resumed"]} >= set(before)
    assert after["state"] == "done"
    for kept in (home / "analysis").rglob("*"):
        if kept.is_file():
            kept.unlink()
    again = analyse(home)
    assert not next(step["resumed"] for step in again["steps"] if step["name"] == "embed")
    assert again["output_sha256"] == after["output_sha256"]
