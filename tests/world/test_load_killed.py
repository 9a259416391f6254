"""A load of a hundred force-months, killed thirty times at random moments: no month is half there, none is lost.

An office whose load was completed in spite of the kills makes room for an empty one: every kill meets a load at work.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytestmark = [pytest.mark.slow, pytest.mark.one_database]
ROOT = Path(__file__).resolve().parents[2]
PROGRAM = [sys.executable, "-m", "frankpledge.cli.main"]
KILLS = 30
FORCES, MONTHS = 20, 5


def environment(home: Path) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("FRANKPLEDGE_", "DJANGO_", "DATABASE_"))}
    return kept | {"FRANKPLEDGE_HOME": str(home)}


def run(home: Path, *arguments: str) -> str:
    done = subprocess.run([*PROGRAM, *arguments], env=environment(home), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def files(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("simulated")
    simulate = [sys.executable, str(ROOT / "benchmarks/simulate_crimes.py"), str(folder), "--seed", "7"]
    size = ["--forces", str(FORCES), "--months", str(MONTHS), "--rows-a-month", "8000"]
    subprocess.run([*simulate, *size], check=True, capture_output=True)
    assert len(list(folder.rglob("*.csv"))) == FORCES * MONTHS
    return folder


def new_office(home: Path) -> Path:
    run(home, "office", "create", "--area", "E23000022", "--admin-email", "a@example.org", "--admin-name", "A")
    return home


def months_there(home: Path, files: Path) -> int:
    """Every release that is in the database has all the rows of its file; how many there are."""
    with sqlite3.connect(home / "office.sqlite3") as database:
        found = database.execute(
            "SELECT file_name, rows_imported, rows_read, sha256 FROM sources_release "
            "WHERE file_name LIKE '%-street.csv'"
        ).fetchall()
    for name, imported, read, sha256 in found:
        published = files / name[:7] / name
        assert imported == read == published.read_bytes().count(b"\n") - 1
        assert (home / "releases" / sha256 / "raw").read_bytes() == published.read_bytes()
        assert (home / "releases" / sha256 / "rows.parquet").stat().st_size > 0
    return len(found)


def killed_at(home: Path, files: Path, seconds: float) -> bool:
    """Start the load and kill it after so long; whether it was still at work then."""
    load = subprocess.Popen(
        [*PROGRAM, "import", "crimes", str(files), "--json"], env=environment(home), start_new_session=True,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        load.wait(seconds)
    except subprocess.TimeoutExpired:
        os.killpg(load.pid, signal.SIGKILL)
    return load.wait() == -signal.SIGKILL


def answers(home: Path) -> list[object]:
    questions = (["reconciliation"], ["crimes", "--area", "E23000002"])
    asked = [json.loads(run(home, "query", *question, "--format", "json")) for question in questions]
    return [{**answer, "releases": None} for answer in asked]


def cells_of(home: Path) -> list[str]:
    """The cube's files are named by the checksum of what they hold."""
    return sorted(path.name for path in (home / "cube").glob("cells-*"))


@pytest.mark.timeout(1200)
def test_thirty_kills_lose_nothing_and_the_same_command_completes_the_load(tmp_path, files):
    empty = new_office(tmp_path / "empty")
    undisturbed = Path(shutil.copytree(empty, tmp_path / "undisturbed"))
    begun = time.monotonic()
    whole = json.loads(run(undisturbed, "import", "crimes", str(files), "--json"))
    usual = time.monotonic() - begun
    moments, kills, offices = random.Random(20), 0, [Path(shutil.copytree(empty, tmp_path / "killed-1"))]
    there = 0
    while kills < KILLS:
        kills += killed_at(offices[-1], files, moments.uniform(0.25, 1.0) * usual)
        before, there = there, months_there(offices[-1], files)
        assert there >= before
        if there == FORCES * MONTHS and kills < KILLS:
            offices.append(Path(shutil.copytree(empty, tmp_path / f"killed-{len(offices) + 1}")))
            there = 0
    for home in offices:
        completed = json.loads(run(home, "import", "crimes", str(files), "--json"))
        assert completed["imported"] + completed["unchanged"] == whole["imported"]
        assert months_there(home, files) == FORCES * MONTHS
        assert cells_of(home) == cells_of(undisturbed)
    assert answers(offices[-1]) == answers(undisturbed)
    assert "equal the releases" in run(offices[-1], "cube", "check")
