"""A load of a hundred force-months, killed thirty times at random moments: no month is half there, none is lost."""

from __future__ import annotations

import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

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


@pytest.mark.timeout(1200)
def test_thirty_kills_lose_nothing_and_the_same_command_completes_the_load(tmp_path, files):
    undisturbed, killed = new_office(tmp_path / "undisturbed"), new_office(tmp_path / "killed")
    begun = time.monotonic()
    whole = json.loads(run(undisturbed, "import", "crimes", str(files), "--json"))
    usual = time.monotonic() - begun
    moments, there = random.Random(20), [0]
    for _kill in range(KILLS):
        command = [*PROGRAM, "import", "crimes", str(files), "--json"]
        load = subprocess.Popen(
            command, env=environment(killed), start_new_session=True,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        time.sleep(moments.uniform(0.25, 1.0) * usual)
        os.killpg(load.pid, signal.SIGKILL) if load.poll() is None else None
        load.wait()
        there.append(months_there(killed, files))
    assert there == sorted(there)
    completed = json.loads(run(killed, "import", "crimes", str(files), "--json"))
    assert completed["imported"] + completed["unchanged"] == whole["imported"]
    assert months_there(killed, files) == FORCES * MONTHS
    for question in (["query", "reconciliation", "--format", "json"], ["query", "crimes", "--area", "E23000002", "--format", "json"]):  # fmt: skip  # noqa: E501
        asked, other = (json.loads(run(home, *question)) for home in (killed, undisturbed))
        assert {**asked, "releases": None} == {**other, "releases": None}
    assert "equal the releases" in run(killed, "cube", "check")
    cells = [sorted(path.name for path in (home / "cube").glob("cells-*")) for home in (killed, undisturbed)]
    assert cells[0] == cells[1]
