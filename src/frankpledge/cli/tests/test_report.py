"""A delivery report is built from the terminal: its files are written, and a frozen one is never silently rebuilt."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from frankpledge.cli.main import main
from frankpledge.office.scrutiny.models import DeliveryReport
from frankpledge.office.scrutiny.testing import Town, a_report, a_town

FILES = {"june-2025.html", "june-2025.pdf", "june-2025-figures.csv", "june-2025.json"}


@pytest.fixture
def town(db) -> Town:
    town = a_town()
    a_report(town, item=town.item)
    return town


def build(*words: str) -> Result:
    return CliRunner().invoke(main, ["report", "build", *words], catch_exceptions=False)


def test_the_first_time_it_is_built_and_its_files_are_written(town, tmp_path: Path):
    done = build("report/june-2025", "--out", str(tmp_path / "new" / "folder"))
    assert done.exit_code == 0, done.stderr
    assert {path.name for path in (tmp_path / "new" / "folder").iterdir()} == FILES
    assert "Delivery report, June 2025: version 1" in done.stdout
    assert (tmp_path / "new" / "folder" / "june-2025.pdf").read_bytes().startswith(b"%PDF")


def test_a_frozen_report_is_written_out_as_it_is(town, tmp_path: Path):
    build("june-2025", "--out", str(tmp_path))
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    done = build("june-2025", "--out", str(tmp_path), "--json")
    said = json.loads(done.stdout)
    assert (said["report"], said["version"]) == ("report/june-2025", 1)
    assert {Path(file["file"]).name: file["sha256"] for file in said["files"]} == {
        name: hashlib.sha256(data).hexdigest() for name, data in before.items()
    }
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_with_a_reason_a_new_version_supersedes(town, tmp_path: Path):
    build("june-2025", "--out", str(tmp_path))
    done = build("june-2025", "--out", str(tmp_path), "--why", "A figure was revised.", "--json")
    assert json.loads(done.stdout)["version"] == 2
    publication = DeliveryReport.objects.get().publication
    assert publication.why == "A figure was revised."
    assert publication.supersedes.number == 1


def test_a_report_that_is_not_set_up_is_refused_with_those_that_are(town, tmp_path: Path):
    done = build("july-2025", "--out", str(tmp_path))
    assert done.exit_code == 1
    assert "no delivery report “july-2025”" in done.stderr
    assert "june-2025" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_without_a_folder_it_is_wrong_use():
    assert build("june-2025").exit_code == 2


def test_a_folder_that_cannot_be_written_is_refused_before_anything_is_frozen(town, tmp_path: Path):
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    done = build("june-2025", "--out", str(blocked / "below"))
    assert done.exit_code == 1
    assert "cannot be made" in done.stderr
    assert DeliveryReport.objects.get().publication is None
