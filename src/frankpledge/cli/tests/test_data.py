"""The terminal brings data in and answers questions about them: words, JSON, exit codes."""

from __future__ import annotations

import csv
import gzip
import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from frankpledge.cli.main import main

pytestmark = pytest.mark.django_db

HEADER = (
    "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,"
    "Crime type,Last outcome category,Context"
)
GOOD = ",2024-01,Kent Police,Kent Police,0.5,51.2,On or near High Street,E01016016,Somewhere 001A,Burglary,,"
BAD = GOOD.replace("51.2", "5.2")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, settings) -> Path:
    settings.FRANKPLEDGE_HOME = tmp_path / "home"
    settings.FRANKPLEDGE_HOME.mkdir()
    return settings.FRANKPLEDGE_HOME


@pytest.fixture
def street_file(tmp_path: Path) -> Path:
    path = tmp_path / "2024-01-kent-street.csv"
    path.write_text("\n".join([HEADER, GOOD, GOOD, BAD]) + "\n", encoding="utf-8")
    return path


def run(*words: object) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words], catch_exceptions=False)


def test_json_is_one_object_whose_counts_add_up(street_file):
    result = run("import", "crimes", "--json", street_file)
    answer = json.loads(result.stdout)
    assert result.exit_code == 0
    assert {"read", "imported", "rejected", "unchanged", "release", "rejects_file"} <= answer.keys()
    assert answer["read"] == answer["imported"] + answer["rejected"] + answer["unchanged"] == 3
    assert answer["release"].startswith("release/police-uk-street-crime-")
    with open(answer["rejects_file"], encoding="utf-8") as file:
        [row] = csv.DictReader(file)
    assert (row["row"], row["column"], row["value"]) == ("4", "Latitude", "5.2")


def test_the_second_time_nothing_is_imported(street_file):
    run("import", "crimes", street_file)
    answer = json.loads(run("import", "crimes", "--json", street_file).stdout)
    assert (answer["imported"], answer["rejected"], answer["unchanged"]) == (0, 0, 3)
    assert answer["rejects_file"] is None
    assert answer["files"][0]["status"] == "unchanged"


def test_words_name_the_release_and_the_rejects_file(street_file):
    result = run("import", "crimes", street_file)
    assert "2 rows imported, 1 rejected (Kent Police/2024-01)" in result.stdout
    assert "Rows: 3 read, 2 imported, 1 rejected, 0 unchanged." in result.stdout
    assert "import-crimes-" in result.stdout


def test_a_refused_file_ends_with_1_and_says_why_while_the_others_go_in(street_file, tmp_path):
    odd = tmp_path / "odd.csv"
    odd.write_text("a,b\n1,2\n", encoding="utf-8")
    result = run("import", "crimes", "--json", odd, street_file)
    assert result.exit_code == 1
    assert json.loads(result.stdout)["imported"] == 2
    assert 'Found: "a", "b"' in result.stderr
    assert "What to do:" in result.stderr


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["import", "crimes"], 2),
        (["import", "crimes", "/nowhere/at/all"], 1),
        (["query", "crimes"], 2),
        (["query", "crimes", "--area", "E23000032", "--recorded-by", "Kent"], 2),
        (["query", "crimes", "--area", "E23000032", "--from", "2024"], 2),
        (["query", "crimes", "--area", "E23000032", "--from", "2024-02", "--to", "2024-01"], 2),
        (["query", "crimes", "--area", "E23000032", "--by", "moon"], 2),
        (["query", "crimes", "--area", "E23000032"], 1),
        (["query", "crimes", "--recorded-by", "Borsetshire"], 1),
    ],
)
def test_exit_codes_tell_wrong_use_from_refusal(words, code):
    assert run(*words).exit_code == code


def test_a_question_is_answered_as_table_csv_and_json(street_file):
    run("import", "crimes", street_file)
    table = run("query", "crimes", "--recorded-by", "kent", "--by", "type").stdout
    assert "Kent Police, recorded by the force, 2024-01 to 2024-01" in table
    assert "2 rows = 2 crimes + 0 anti-social behaviour incidents" in table

    answer = run("query", "crimes", "--recorded-by", "kent", "--by", "type", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(answer.stdout)))
    assert [(row["type"], row["crimes"], row["part_of_total"]) for row in rows] == [
        ("Burglary", "2", "yes"), ("Total", "2", "total"),
    ]  # fmt: skip
    assert "Counted by recording force" in answer.stderr

    found = json.loads(run("query", "crimes", "--area", "e23000032", "--format", "json").stdout)
    assert (found["code"], found["counted"], found["total"]["rows"]) == ("E23000032", "by place", 2)


def test_every_command_has_help():
    for command in ("crimes", "crime-counts", "areas", "population"):
        assert "Usage:" in run("import", command, "--help").stdout
    assert "--recorded-by" in run("query", "crimes", "--help").stdout


def test_january_2024_and_october_2018_of_a_county_by_todays_districts(shared):
    folder = shared / "data/police/street/northamptonshire"
    assert run("import", "crimes", folder).exit_code == 0
    months = ["--from", "2018-10", "--to", "2024-01", "--format", "json", "--by", "area"]
    found = json.loads(run("query", "crimes", "--recorded-by", "Northamptonshire", *months).stdout)
    assert found["total"]["rows"] == 6705 + 6616 + 6196 + 6420 + 5613
    assert sum(line["rows"] for line in found["lines"]) == found["total"]["rows"]
    january = run("query", "crimes", "--area", "E23000022", "--from", "2024-01", "--to", "2024-01").stdout
    assert "5,613 rows = 4,843 crimes + 770 anti-social behaviour incidents" in january
    assert "5,569 of those rows lie in Northamptonshire" in january


def test_areas_and_populations_come_in_with_row_reports(tmp_path, shared):
    outlines = shared / "data/geo/boundaries/wards22-northamptonshire.geojson"
    answer = json.loads(run("import", "areas", "--json", outlines).stdout)
    assert (answer["read"], answer["imported"]) == (57, 57)

    figures = tmp_path / "p.csv"
    figures.write_text(
        "area_code,year,residents,source\nE05013213,2022,5000,Own count\n"
        "E05013213,2022,x,Own count\nE99,2022,1,Own count\n",
        encoding="utf-8",
    )
    answer = json.loads(run("import", "population", "--json", figures).stdout)
    assert (answer["read"], answer["imported"], answer["rejected"]) == (3, 1, 2)


def test_counts_come_in_through_the_terminal(shared):
    [path] = (shared / "data/police/pfa-month").iterdir()
    raw = gzip.decompress(path.read_bytes())
    answer = json.loads(run("import", "crime-counts", "--json", path).stdout)
    assert answer["imported"] == raw.count(b"\n") - 1
    told = run("query", "crimes", "--area", "W15000004", "--source", "counts").stdout
    assert "2023-05, 2024-01 to 2024-04" in told
