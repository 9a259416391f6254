"""Habits of the house that no single room can check: imports, where writes live, words that belong to settings."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
OFFICE = ROOT / "src" / "frankpledge" / "office"
ROOMS = sorted(path.name for path in OFFICE.iterdir() if (path / "__init__.py").exists())
pytestmark = pytest.mark.pure

WRITES = {"save", "create", "bulk_create", "bulk_update", "update_or_create", "get_or_create", "update", "delete"}
NOT_ROWS = ("super()", "form", "book")  # saving a form or a workbook writes no row
MAY_WRITE = re.compile(r"(use_cases|importers|tasks|migrations|management|tests|demo)")


def python_files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*.py") if "tests" not in path.parts and "migrations" not in path.parts]


def test_imports_run_one_way():
    tool = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([tool, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-3000:]


def database_writes(path: Path) -> list[str]:
    """Calls that write rows: `….objects.create(…)`, `row.save()`, `queryset.update(…)`."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found = []
    for call in ast.walk(tree):
        if not (isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr in WRITES):
            continue
        target = ast.unparse(call.func.value)
        if "objects" in target or (call.func.attr in {"save", "delete"} and not target.startswith(NOT_ROWS)):
            found.append(f"{path.relative_to(ROOT)}:{call.lineno} {target}.{call.func.attr}()")
    return found


def test_only_use_cases_importers_and_tasks_write_rows():
    places = [path for path in python_files(OFFICE) if not MAY_WRITE.search(str(path.relative_to(OFFICE)))]
    found = [write for path in places for write in database_writes(path)]
    assert found == []


@pytest.mark.parametrize("room", [room for room in ROOMS if room != "config"])
def test_every_room_says_on_one_page_what_it_is(room):
    page = OFFICE / room / "README.md"
    assert page.exists(), f"{room} has no README.md"
    assert len(page.read_text(encoding="utf-8").split()) > 40


# The office's own words (settings) and the running example may stand in its demonstration and in tests only.
OWN_WORDS = re.compile(r"\b(PFCC|PCC|commissioner|Northants|Northamptonshire)\b", re.IGNORECASE)


def shown_texts(path: Path) -> list[tuple[int, str]]:
    """String literals of a Python file that are not docstrings, with their lines."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    docs = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and node.body
        and isinstance(node.body[0], ast.Expr) and isinstance(node.body[0].value, ast.Constant)
    }  # fmt: skip
    return [
        (node.lineno, node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs
    ]


# The words that are offered, editable, when an office is created.
OFFERED_ON_CREATION = {"people/default_words.py"}


def test_no_product_code_or_template_knows_this_county_or_this_office_holder():
    places = [path for path in python_files(OFFICE) if "demo" not in path.parts]
    places = [path for path in places if str(path.relative_to(OFFICE)) not in OFFERED_ON_CREATION]
    found = [
        f"{path.relative_to(ROOT)}:{line} {text[:60]!r}"
        for path in places
        for line, text in shown_texts(path)
        if OWN_WORDS.search(text.replace("Information Commissioner", ""))
    ]
    for path in OFFICE.rglob("*.html"):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if OWN_WORDS.search(re.sub(r"\{#.*?#\}|Information Commissioner", "", line)):
                found.append(f"{path.relative_to(ROOT)}:{number}")
    assert found == []
