"""`frankpledge query cube`, by somebody at a terminal."""

import json

import pytest
from click.testing import CliRunner

from frankpledge.cli.main import main
from frankpledge.office.recorded_crime import cube, engines
from frankpledge.office.recorded_crime.engines.testing import MONTHS, REPORTERS, write_tables

pytestmark = pytest.mark.pure


@pytest.fixture
def held(tmp_path, monkeypatch):
    """A cube of made-up cells; its roll-up is the cells themselves."""
    tables = write_tables(tmp_path, 2000, files=1)
    files = cube.Files(tables["cells"][:1], tables["cells"][0], tables["supplied"][0])
    monkeypatch.setattr(cube, "files", lambda: files)
    monkeypatch.setattr(cube, "supply", lambda: {name: dict.fromkeys(MONTHS) for name in REPORTERS})


def run(*arguments, code=0):
    done = CliRunner().invoke(main, ["query", "cube", *arguments], catch_exceptions=False)
    assert done.exit_code == code, done.output
    return done.output


def test_without_a_name_the_questions_are_listed_with_what_they_ask_for(held):
    told = run()
    assert "area_series\n    What was recorded in an area, month by month, whoever recorded it?" in told
    assert "--level" in told
    assert "given_areas" not in told


def test_an_answer_comes_as_csv_or_json_for_the_months_that_are_held(held):
    lines = run("force_series", "--recorded-by", "O'Brien Constabulary").splitlines()
    assert lines[0] == "reported_by,month,status,n"
    assert len(lines) == 1 + len(MONTHS)
    assert "O'Brien Constabulary,2023-05,missing," in lines
    asked = ("area_series", "--level", "force24", "--from", "2024-01", "--to", "2024-03", "--format", "json")
    rows = json.loads(run(*asked))
    expected = engines.run("area_series", months=["2024-01", "2024-02", "2024-03"], level="force24").to_pylist()
    assert rows == expected
    assert len(rows) == 6


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["nonsense"], "there is no question"),
        (["busiest_areas", "--level", "ward24"], "needs top"),
        (["force_series", "--type", "Burglary", "--type", "Anti-social behaviour"], "not both"),
        (["given_areas"], "areas of your own"),
        (["months_held", "--engine", "spark"], "FRANKPLEDGE_SPARK_MASTER"),
    ],
)
def test_what_cannot_be_answered_is_refused_with_what_to_do(held, monkeypatch, arguments, words):
    monkeypatch.delenv("FRANKPLEDGE_SPARK_MASTER", raising=False)
    told = run(*arguments, code=1)
    assert words in told
    assert "What to do:" in told


def test_a_month_is_written_as_year_and_month(held):
    assert "write a month as YYYY-MM" in run("months_held", "--from", "2024-13", code=2)
