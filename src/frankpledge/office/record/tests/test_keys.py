"""Keys lie in the data folder, for their owner's eyes only, and are made once."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from frankpledge.office.record.keys import kept_secret


def test_a_secret_is_made_once_and_only_its_owner_can_read_it(tmp_path):
    path = tmp_path / "office" / "some.key"
    assert kept_secret(path, lambda: "first") == "first"
    assert kept_secret(path, lambda: "second") == "first"
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert [each.name for each in path.parent.iterdir()] == ["some.key"]


def test_of_two_that_make_a_secret_at_once_the_quicker_decides_and_nobody_reads_half(tmp_path):
    path = tmp_path / "some.key"

    def slower() -> str:
        path.write_text("quicker", encoding="ascii")
        return "slower"

    assert kept_secret(path, slower) == "quicker"
    assert [each.name for each in tmp_path.iterdir()] == ["some.key"]


def test_a_data_folder_that_the_program_makes_is_closed_to_other_users(tmp_path):
    home = tmp_path / "home"
    told = "import frankpledge.office.config.settings as s; print(len(s.SECRET_KEY) > 40)"
    environment = {**os.environ, "FRANKPLEDGE_HOME": str(home), "FRANKPLEDGE_SECRET_KEY": ""}
    done = subprocess.run([sys.executable, "-c", told], env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "True"
    assert home.stat().st_mode & 0o777 == 0o700
    assert Path(home / "secret.key").stat().st_mode & 0o777 == 0o600
