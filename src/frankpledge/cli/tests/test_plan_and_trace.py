"""`import plan` and `trace`, as a person types them."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from frankpledge.cli.main import main

pytestmark = pytest.mark.django_db

PLAN = """
plan: {code: small, title: A small plan, services: [police], period: {from: 2026, to: 2030}}
priorities:
  - code: P1
    title: Keep safe
    commitments: [{code: P1.1, text: Visit schools, how_we_will_know: We count the visits.}]
"""


def run(*words):
    return CliRunner().invoke(main, list(words))


def test_a_plan_is_imported_once_and_says_what_went_in(tmp_path):
    path = tmp_path / "plan.yaml"
    path.write_text(PLAN)
    first, second = run("import", "plan", str(path), "--json"), run("import", "plan", str(path), "--json")
    assert first.exit_code == second.exit_code == 0
    found = json.loads(first.stdout)
    assert {name: found[name] for name in ("read", "imported", "rejected", "unchanged", "release", "rejects_file")} == {
        "read": 3,
        "imported": 3,
        "rejected": 0,
        "unchanged": 0,
        "release": None,
        "rejects_file": None,
    }
    assert json.loads(second.stdout)["unchanged"] == 3


def test_a_plan_with_problems_ends_with_one_and_lists_them(tmp_path):
    path = tmp_path / "plan.yaml"
    path.write_text(PLAN.replace("code: P1.1", "code: P1/1"))
    result = run("import", "plan", str(path))
    assert result.exit_code == 1
    assert "priorities 1 › commitments 1, code" in result.stderr
    assert "nothing of plan.yaml went in" in result.stderr


def test_the_template_is_written_once_and_never_over_a_file(tmp_path):
    path = tmp_path / "plan.xlsx"
    assert run("import", "plan", "--template", str(path)).exit_code == 0
    assert "commitments" in load_workbook(path).sheetnames
    again = run("import", "plan", "--template", str(path))
    assert again.exit_code == 1
    assert "exists already" in again.stderr


def test_importing_nothing_is_wrong_use():
    assert run("import", "plan").exit_code == 2


def test_an_unknown_reference_ends_with_one_and_says_what_to_do():
    result = run("trace", "measure/none")
    assert result.exit_code == 1
    assert "Nothing on the thread has the reference “measure/none”." in result.stderr
    assert "What to do:" in result.stderr


def test_a_published_plan_is_traced(tmp_path):
    from django.utils import timezone

    from frankpledge.office.people.duties import Operator
    from frankpledge.office.plan import queries, use_cases

    path = tmp_path / "plan.yaml"
    path.write_text(PLAN.replace("title: A small plan", "title: A small plan, historic: true"))
    run("import", "plan", str(path))
    use_cases.publish_plan(plan=queries.plan("small"), by=Operator(), now=timezone.now())
    result = run("trace", "commitment/small/P1.1")
    assert result.exit_code == 0
    assert "→ commitment/small/P1.1  P1.1 Visit schools" in result.stdout
    found = json.loads(run("trace", "plan/small", "--json").stdout)
    assert [bead["kind"] for bead in found["down"]][:2] == ["measure", "observation"]
