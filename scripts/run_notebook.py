"""Run a notebook's cells without Jupyter, and keep or compare what they give.

    python scripts/run_notebook.py docs/notebooks/evidence.ipynb           runs it and writes the outputs into the file
    python scripts/run_notebook.py --check docs/notebooks/evidence.ipynb   runs it and says where outputs differ

What a cell prints, and the value of its last line, become its outputs; a value that can draw itself (`_repr_svg_`) is
kept as a picture.
"""

from __future__ import annotations

import argparse
import ast
import contextlib
import io
import json
import os
import sys
from pathlib import Path
from typing import Any

Cell = dict[str, Any]


def run(notebook: dict[str, Any], folder: Path) -> dict[str, Any]:
    """The same notebook with fresh outputs; its cells see `folder` as the current folder.

    Raises:
        Exception: whatever a cell raises, with the cell's number as a note.
    """
    space: dict[str, Any] = {"__name__": "__main__"}
    cells, count = [], 0
    with contextlib.chdir(folder):
        for cell in notebook["cells"]:
            if cell["cell_type"] != "code":
                cells.append(cell)
                continue
            count += 1
            try:
                outputs = outputs_of("".join(cell["source"]), space, count)
            except Exception as error:
                error.add_note(f"in code cell {count}")
                raise
            cells.append({**cell, "execution_count": count, "outputs": outputs})
    return {**notebook, "cells": cells}


def outputs_of(source: str, space: dict[str, Any], count: int) -> list[Cell]:
    """Run one cell: what it printed, then the value of its last line."""
    tree = ast.parse(source)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    printed = io.StringIO()
    value = None
    with contextlib.redirect_stdout(printed):
        exec(compile(tree, f"<cell {count}>", "exec"), space)
        if isinstance(last, ast.Expr):
            value = eval(compile(ast.Expression(last.value), f"<cell {count}>", "eval"), space)
    found: list[Cell] = []
    if printed.getvalue():
        found.append({"output_type": "stream", "name": "stdout", "text": printed.getvalue().splitlines(True)})
    if value is not None:
        data = {"text/plain": repr(value).splitlines(True)}
        if hasattr(value, "_repr_svg_"):
            data["image/svg+xml"] = value._repr_svg_().splitlines(True)
        found.append({"output_type": "execute_result", "execution_count": count, "metadata": {}, "data": data})
    return found


def told(cell: Cell) -> list[str]:
    """What a cell says in words: printed text and plain values, without pictures."""
    return [
        "".join(output.get("text") or output.get("data", {}).get("text/plain", []))
        for output in cell.get("outputs", [])
    ]


def differences(kept: dict[str, Any], fresh: dict[str, Any]) -> list[str]:
    """Code cells whose words are not those that are kept in the file."""
    pairs = zip(kept["cells"], fresh["cells"], strict=True)
    return [
        f"cell {new.get('execution_count')}: kept {told(old)}, now {told(new)}"
        for old, new in pairs
        if new["cell_type"] == "code" and told(old) != told(new)
    ]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("--check", action="store_true", help="compare instead of writing")
    given = parser.parse_args()
    kept = json.loads(given.file.read_text(encoding="utf-8"))
    fresh = run(kept, given.file.resolve().parent)
    if given.check:
        found = differences(kept, fresh)
        print("\n".join(found) or "the same")
        return 1 if found else 0
    temporary = given.file.with_suffix(".part")
    temporary.write_text(json.dumps(fresh, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    os.replace(temporary, given.file)
    return 0


if __name__ == "__main__":
    sys.exit(main())
