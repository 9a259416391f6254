"""Nothing but the documented way leads from an answer to what somebody said of themselves."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

SRC = Path(__file__).resolve().parents[2] / "src" / "frankpledge"
pytestmark = pytest.mark.pure

MAY_NAME_IT = {
    "office/consultation/use_cases/responding.py": "a respondent's own draft, and sending it",
    "office/consultation/use_cases/clearing.py": "a draft that goes, goes whole",
    "office/consultation/queries/journey.py": "a respondent's own draft",
    "office/equality/queries.py": "the documented way",
    "office/equality/use_cases.py": "cutting it",
}


def names_the_link(path: Path) -> bool:
    tree = ast.parse(path.read_text("utf-8"))
    return any(
        (isinstance(node, ast.Attribute) and node.attr == "equality_link")
        or (isinstance(node, ast.keyword) and (node.arg or "").startswith("equality_link"))
        or (isinstance(node, ast.Constant) and node.value == "equality_link")
        for node in ast.walk(tree)
    )


def test_only_the_documented_places_know_the_link_between_an_answer_and_an_equality_record():
    files = [path for path in SRC.rglob("*.py") if "tests" not in path.parts and "migrations" not in path.parts]
    found = {str(path.relative_to(SRC)) for path in files if names_the_link(path)}
    assert found == set(MAY_NAME_IT)


def test_nobody_reads_equality_records_but_their_own_room():
    files = [path for path in SRC.rglob("*.py") if "tests" not in path.parts and "migrations" not in path.parts]
    found = {str(path.relative_to(SRC)) for path in files if "EqualityRecord" in path.read_text("utf-8")}
    assert {Path(each).parent.name for each in found} == {"equality"}


def test_no_template_shows_the_link():
    assert [path for path in SRC.rglob("*.html") if "equality_link" in path.read_text("utf-8")] == []
