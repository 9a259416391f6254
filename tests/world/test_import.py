"""The terminal brings the county's real files in, row for row, and answers questions about them: a program apart."""

from __future__ import annotations

import csv
import gzip
import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from frankpledge.cli.main import COMMANDS, main

from .conftest import PROGRAM, World, new_office

pytestmark = [pytest.mark.slow, pytest.mark.shared]

COUNTY = "E23000022"
ROWS = {
    "2018-10": 6705, "2018-11": 6616, "2018-12": 6196, "2019-01": 6420,
    "2024-01": 5613, "2024-02": 5410, "2024-03": 6181,
}  # fmt: skip
KEYS = {"read", "imported", "rejected", "unchanged", "release", "rejects_file"}


def in_words(words: object) -> str:
    return " ".join(words) if isinstance(words, list) else str(words)


@pytest.fixture(scope="module")
def street(shared: Path) -> Path:
    return shared / "data/police/street"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> World:
    return new_office(tmp_path_factory.mktemp("import") / "home", "--force", "Northamptonshire")


@pytest.fixture(scope="module")
def first_time(office: World, street: Path) -> dict[str, object]:
    return json.loads(office.run("import", "crimes", "--json", str(street / "northamptonshire")).stdout)


@pytest.fixture(scope="module")
def filled(office: World, first_time: dict[str, object]) -> World:
    return office


def ask(office: World, *words: str) -> dict:
    return json.loads(office.run("query", "crimes", *words, "--format", "json").stdout)


def test_the_rows_of_seven_months_equal_the_files_own(first_time):
    assert first_time.keys() >= KEYS
    assert {file["covers"][-7:]: file["imported"] for file in first_time["files"]} == ROWS
    assert (first_time["read"], first_time["imported"], first_time["rejected"]) == (sum(ROWS.values()),) * 2 + (0,)
    assert first_time["rejects_file"] is None


def test_the_second_time_nothing_is_imported(filled, street):
    again = json.loads(filled.run("import", "crimes", "--json", str(street / "northamptonshire")).stdout)
    assert (again["read"], again["imported"], again["unchanged"]) == (sum(ROWS.values()), 0, sum(ROWS.values()))
    assert {file["status"] for file in again["files"]} == {"unchanged"}


@pytest.fixture(scope="module")
def another(tmp_path_factory: pytest.TempPathFactory) -> World:
    """An office for another force."""
    return new_office(tmp_path_factory.mktemp("another") / "home", "--force", "Cambridgeshire")


def test_a_copy_with_three_broken_rows_brings_in_the_rest_and_reports_the_three(street, another, tmp_path):
    name = "2024-02-northamptonshire-street.csv"
    lines = gzip.decompress((street / f"northamptonshire/{name}.gz").read_bytes()).decode().splitlines()
    lines[10] = lines[10].replace("2024-02", "2024-13", 1)
    for number, column, value in [(200, 4, "-213.5"), (3000, 5, "north")]:
        cells = lines[number].split(",")
        cells[column] = value
        lines[number] = ",".join(cells)
    broken = tmp_path / name
    broken.write_text("\n".join(lines) + "\n", encoding="utf-8")
    answer = json.loads(another.run("import", "crimes", "--json", str(broken)).stdout)
    assert (answer["read"], answer["imported"], answer["rejected"]) == (5410, 5407, 3)
    with open(answer["rejects_file"], encoding="utf-8") as file:
        found = [(row["file"], row["row"], row["column"]) for row in csv.DictReader(file)]
    assert found == [(name, "11", "Month"), (name, "201", "Longitude"), (name, "3001", "Latitude")]
    assert "5,407 rows" in another.run("query", "crimes", "--recorded-by", "Northamptonshire").stdout


def test_the_same_holds_for_another_force_in_an_office_of_its_own(street, another):
    answer = json.loads(another.run("import", "crimes", "--json", str(street / "cambridgeshire")).stdout)
    assert [file["imported"] for file in answer["files"]] == [6116, 6499, 6993]
    again = json.loads(another.run("import", "crimes", "--json", str(street / "cambridgeshire")).stdout)
    assert (again["imported"], again["unchanged"]) == (0, 6116 + 6499 + 6993)
    by_area = ask(another, "--recorded-by", "Cambridgeshire", "--by", "area")
    assert sum(line["rows"] for line in by_area["lines"]) == by_area["total"]["rows"] == 6116 + 6499 + 6993


def test_october_2018_and_january_2024_by_todays_districts_lose_nothing_silently(filled):
    months = ["--from", "2018-10", "--to", "2024-01", "--by", "area"]
    expected = sum(rows for month, rows in ROWS.items() if month <= "2024-01")
    found = ask(filled, "--recorded-by", "Northamptonshire", *months)
    assert found["total"]["rows"] == sum(line["rows"] for line in found["lines"]) == expected
    assert [line["label"] for line in found["lines"] if line["code"]] == [
        "North Northamptonshire", "West Northamptonshire",
    ]  # fmt: skip
    by_place = ask(filled, "--area", COUNTY, *months)
    apart = sum(line["rows"] for line in by_place["apart"])
    assert by_place["total"]["rows"] + apart == expected, "what cannot be placed is shown"


def test_months_without_a_file_are_missing_and_not_zero(filled):
    found = ask(filled, "--recorded-by", "Northamptonshire", "--from", "2019-01", "--to", "2019-03", "--by", "month")
    assert [(line["label"], line["rows"]) for line in found["lines"]] == [
        ("2019-01", 6420), ("2019-02", None), ("2019-03", None),
    ]  # fmt: skip


def test_january_2024_is_told_in_words_by_force_and_by_place(filled):
    months = ["--from", "2024-01", "--to", "2024-01"]
    recorded = filled.run("query", "crimes", "--recorded-by", "Northamptonshire", *months).stdout
    assert "5,613 rows = 4,843 crimes + 770 anti-social behaviour incidents" in recorded
    placed = filled.run("query", "crimes", "--area", COUNTY, *months).stdout
    assert "5,569 rows" in placed
    assert "whoever recorded them" in placed
    found = ask(filled, "--area", COUNTY, *months, "--by", "type")
    assert found["total"]["rows"] == 5569 == sum(line["rows"] for line in found["lines"])


def test_street_rows_and_counts_by_place_of_one_month_are_never_added(filled, shared):
    before = ask(filled, "--area", COUNTY, "--from", "2024-01", "--to", "2024-01")
    counts = shared / "data/police/pfa-month/all-forces-2023-05_2025-04.csv.gz"
    assert json.loads(filled.run("import", "crime-counts", "--json", str(counts)).stdout).keys() >= KEYS
    months = ["--from", "2024-01", "--to", "2024-01"]
    street, counted = (
        ask(filled, "--area", COUNTY, *months),
        ask(filled, "--area", COUNTY, *months, "--source", "counts"),
    )
    assert street["total"] == before["total"]
    assert counted["total"]["rows"] != street["total"]["rows"]
    assert counted["source"] != street["source"]


# ---- how the program behaves towards people and towards other programs

LEVELS = [[], *([group] for group in COMMANDS if group)]
LEVELS += [[name] for name in COMMANDS[""]] + [[g, name] for g, names in COMMANDS.items() if g for name in names]


@pytest.fixture(scope="module")
def nowhere(tmp_path_factory: pytest.TempPathFactory) -> World:
    """A data folder in which there is no office."""
    home = tmp_path_factory.mktemp("nowhere")
    return World(home, f"sqlite:///{home / 'office.sqlite3'}")


@pytest.mark.parametrize("words", LEVELS, ids=in_words)
def test_there_is_help_at_every_level(words):
    help_text = CliRunner().invoke(main, [*words, "--help"], catch_exceptions=False).stdout
    assert help_text.startswith("Usage: ")
    assert len(help_text.split()) > 12


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["import", "crimes"], 2),
        (["query", "crimes", "--area", COUNTY, "--by", "moon"], 2),
        (["verify"], 2),
        (["trace"], 2),
        (["no-such-command"], 2),
        (["import", "crimes", "/nowhere/at/all.csv"], 1),
        (["trace", "commitment/none/P9"], 1),
        (["verify", "measure/none"], 1),
        (["observe", "--measure", "none"], 1),
        (["report", "build", "report/none", "--out", "/tmp/none"], 1),
        (["verify", "--all"], 0),
    ],
    ids=in_words,
)
def test_exit_codes_are_0_done_1_refused_2_wrong_use(filled, words, code):
    done = filled.run(*words, code=code)
    if code == 1:
        assert done.stdout == ""
        assert "What to do:" in done.stderr
        assert "Traceback" not in done.stderr
    if code == 2:
        assert "Usage:" in done.stderr


@pytest.mark.parametrize(
    "words", [["query", "crimes", "--area", COUNTY], ["observe"], ["verify", "--all"]], ids=in_words
)
def test_without_an_office_a_command_is_refused_with_its_remedy(nowhere, words):
    refused = nowhere.run(*words, code=1)
    assert "What to do:" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_a_file_that_lacks_columns_is_refused_whole_and_says_what_was_expected(filled, tmp_path):
    odd = tmp_path / "2024-05-odd-street.csv"
    odd.write_text("Month,Place\n2024-05,Kettering\n", encoding="utf-8")
    refused = filled.run("import", "crimes", str(odd), code=1)
    assert "Place" in refused.stderr
    assert "Crime type" in refused.stderr


def test_no_progress_bar_is_drawn_in_a_pipe_and_one_on_a_terminal(filled, street):
    words = ["import", "crimes", str(street / "northamptonshire")]
    piped = filled.run(*words)
    assert piped.stderr == ""
    assert "\r" not in piped.stdout
    assert "7/7" in on_a_terminal(filled, *words)


def on_a_terminal(office: World, *words: str) -> str:
    """What the program writes to a terminal (its stderr)."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen([*PROGRAM, *words], env=office.environment, stdout=subprocess.PIPE, stderr=theirs)
    os.close(theirs)
    process.communicate(timeout=120)
    seen = b""
    while True:
        try:
            part = os.read(ours, 65536)
        except OSError:
            break
        if not part:
            break
        seen += part
    os.close(ours)
    return seen.decode()


def test_the_statistics_start_without_an_office(tmp_path):
    series = tmp_path / "series.csv"
    series.write_text("period,offences\n" + "".join(f"2024-{m:02d},{20 + m % 3}\n" for m in range(1, 13)), "utf-8")
    environment = {**os.environ, "FRANKPLEDGE_HOME": str(tmp_path / "never-made")}
    words = ["control-chart", str(series), "--value", "offences", "--period", "period", "--json"]
    done = subprocess.run([*PROGRAM, *words], env=environment, capture_output=True, text=True, check=True)
    assert json.loads(done.stdout)
    assert not (tmp_path / "never-made").exists()


def test_the_program_can_be_asked_its_version():
    done = subprocess.run([sys.executable, "-m", "frankpledge.cli.main", "--version"], capture_output=True, check=True)
    assert b"frankpledge" in done.stdout.lower()
