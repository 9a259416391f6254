"""`import observations` and `observe`, as a scheduled job runs them."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from frankpledge.cli import performance
from frankpledge.office.people.duties import Operator
from frankpledge.office.people.testing import an_office
from frankpledge.office.plan.use_cases import define_measure

pytestmark = pytest.mark.django_db
HEADER = "measure,period,value,source\n"


@pytest.fixture(autouse=True)
def world(tmp_path, settings):
    settings.FRANKPLEDGE_HOME = tmp_path / "home"
    settings.FRANKPLEDGE_HOME.mkdir()
    an_office()
    define_measure(
        code="officers", title="Police officers", definition="Officers.", unit="officers", source="typed",
        frequency="year", area_code="E23000023", area_name="Marshland", target_kind="none", target_reason="None.",
        by=Operator(), now=datetime(2025, 6, 2, tzinfo=UTC),
    )  # fmt: skip


def run(command, *arguments: str):
    return CliRunner().invoke(command, list(arguments))


def test_json_adds_up_and_names_the_release_and_the_rejects(tmp_path):
    path = tmp_path / "figures.csv"
    path.write_text(HEADER + "officers,2017,5,S\nofficers,2018,x,S\n")
    found = json.loads(run(performance.import_observations, str(path), "--json").stdout)
    assert (found["read"], found["imported"], found["rejected"], found["unchanged"]) == (2, 1, 1, 0)
    assert found["release"].startswith("release/typed-figures-")
    assert "figures.csv,3,value,x,is not a number" in Path(found["rejects_file"]).read_text(encoding="utf-8")
    again = json.loads(run(performance.import_observations, str(path), "--json").stdout)
    assert (again["imported"], again["unchanged"]) == (0, 1)


def test_a_file_of_which_nothing_goes_in_ends_with_1(tmp_path):
    path = tmp_path / "figures.csv"
    path.write_text("nothing\n1\n")
    result = run(performance.import_observations, str(path))
    assert result.exit_code == 1
    assert "lacks the column(s)" in result.output


def test_the_template_is_printed_or_written_and_never_over_a_file(tmp_path):
    assert run(performance.import_observations, "--template").stdout.startswith("measure,period,value,")
    out = tmp_path / "template.xlsx"
    assert run(performance.import_observations, "--template", str(out)).exit_code == 0
    assert ("officers", "Police officers", "YYYY, like 2025") in list(load_workbook(out)["measures"].values)
    assert run(performance.import_observations, "--template", str(out)).exit_code == 1


def test_wrong_use_ends_with_2(tmp_path):
    assert run(performance.import_observations).exit_code == 2
    assert run(performance.import_observations, "--template", str(tmp_path / "x.pdf")).exit_code == 2


def test_observe_says_what_it_did_and_refuses_what_is_not_computed():
    assert json.loads(run(performance.observe, "--json").stdout)["measures"] == []
    refused = run(performance.observe, "--measure", "officers")
    assert refused.exit_code == 1
    assert "entered, not computed" in refused.output
    assert run(performance.observe, "--measure", "nonsense").exit_code == 1
