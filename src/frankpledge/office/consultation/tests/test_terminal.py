"""The same acts from the terminal: one JSON object, and a plain no."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from frankpledge.cli.main import main
from frankpledge.office.consultation.models import Response

from .conftest import WordVectors

MAPPING = "section: residents\ncolumns: {id: ID}\nquestions: {matters: Said}\n"


def run(*words: str):
    return CliRunner().invoke(main, list(words))


@pytest.fixture
def files(tmp_path):
    (tmp_path / "map.yaml").write_text(MAPPING, encoding="utf-8")
    (tmp_path / "out.csv").write_text("ID,Said\n1,Parks\n2,\n3,Lights\n", encoding="utf-8")
    return tmp_path


def bring_in(files, *more: str, consultation: str = "consultation/plan-2026"):
    return run(
        "import", "responses", "--consultation", consultation, "--mapping", str(files / "map.yaml"),
        str(files / "out.csv"), *more,
    )  # fmt: skip


def test_responses_are_imported_and_told_in_one_object(opened, files):
    done = bring_in(files, "--json")
    assert done.exit_code == 0
    told = json.loads(done.stdout)
    assert {name: told[name] for name in ("read", "imported", "rejected", "unchanged")} == {
        "read": 3, "imported": 2, "rejected": 1, "unchanged": 0,
    }  # fmt: skip
    assert told["release"].startswith("import/plan-2026/")
    assert told["rejects_file"]
    again = json.loads(bring_in(files, "--json").stdout)
    assert (again["imported"], again["unchanged"]) == (0, 2)


def test_rejected_rows_are_named_in_words(opened, files):
    done = bring_in(files)
    assert "3 rows read, 2 responses imported, 1 rejected" in done.stdout
    assert "row 3: The row answers none of the questions." in done.stdout


def test_an_unknown_consultation_is_refused(opened, files):
    done = bring_in(files, consultation="nonsense")
    assert done.exit_code == 1
    assert "There is no consultation “nonsense”." in done.stderr
    assert not Response.objects.exists()


def test_a_mapping_that_does_not_fit_is_refused_with_what_would(opened, files):
    (files / "map.yaml").write_text(MAPPING.replace("matters", "nonsense"), encoding="utf-8")
    done = bring_in(files)
    assert done.exit_code == 1
    assert "Its questions: matters, safe, seen, tools." in done.stderr


def test_themes_are_suggested_from_the_terminal(answered, monkeypatch):
    monkeypatch.setattr("frankpledge.evidence.text.model.Embedder", WordVectors)
    words = ("themes", "suggest", "--consultation", "plan-2026", "--question", "matters")
    told = json.loads(run(*words, "--json").stdout)
    assert (told["answers"], told["suggested"]) == (27, 3)
    assert told["themes"][0]["reference"].startswith("theme/plan-2026/")
    assert "27 answers read, 3 themes suggested" in run(*words).stdout


def test_a_question_without_words_is_refused(answered):
    done = run("themes", "suggest", "--consultation", "plan-2026", "--question", "safe")
    assert done.exit_code == 1
    assert "is not answered in words" in done.stderr
