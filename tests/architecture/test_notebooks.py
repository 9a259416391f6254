"""The notebooks of the documentation run as they stand, with the library alone, and give what is printed in them."""

from __future__ import annotations

import json
import re
import runpy
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOKS = sorted((ROOT / "docs" / "notebooks").glob("*.ipynb"))
RUN = runpy.run_path(str(ROOT / "scripts" / "run_notebook.py"), run_name="run_notebook")
pytestmark = [pytest.mark.pure, pytest.mark.slow]


def cells_of(path: Path) -> list[dict]:
    return json.loads(path.read_text(encoding="utf-8"))["cells"]


def test_there_is_a_notebook():
    assert NOTEBOOKS


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_its_cells_give_what_is_printed_in_it(path):
    """In a process of its own, from another folder, and nothing of an office is loaded."""
    script = (
        "import json, runpy, sys; from pathlib import Path;"
        f"run = runpy.run_path({str(ROOT / 'scripts' / 'run_notebook.py')!r}, run_name='x');"
        f"path = Path({str(path)!r}); kept = json.loads(path.read_text(encoding='utf-8'));"
        "found = run['differences'](kept, run['run'](kept, path.parent));"
        "assert not {'django', 'frankpledge.office', 'IPython'} & set(sys.modules), 'more than the library';"
        "sys.exit('\\n'.join(found) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False, cwd="/")
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_it_shows_the_three_parts_and_says_what_is_made_up(path):
    text = " ".join(" ".join("".join(cell["source"]) for cell in cells_of(path)).split())
    for part in ("space", "effect", "forecast"):
        assert re.search(rf"from frankpledge\.evidence\.?{part}? import|frankpledge\.evidence\.{part}", text)
    assert "made up" in text
    assert "Open Government Licence" in text


def test_a_cell_that_gives_something_else_is_named():
    kept = {"cells": [{"cell_type": "code", "source": ["1 + 1"], "outputs": []}]}
    fresh = RUN["run"](kept, ROOT)
    assert "now ['2']" in RUN["differences"](kept, fresh)[0]
    assert RUN["differences"](fresh, RUN["run"](fresh, ROOT)) == []
