"""Compiling ahead: no loop of the library is left out, and what is on disk is not compiled again."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from numba.core.registry import CPUDispatcher

import frankpledge.evidence
from frankpledge.evidence import warm

pytestmark = pytest.mark.pure
PACKAGE = Path(frankpledge.evidence.__file__).parent


def modules_with_loops() -> list[str]:
    """Every module of the package whose text mentions the compiler, tests and this step aside."""
    found = [
        path.relative_to(PACKAGE)
        for path in PACKAGE.rglob("*.py")
        if "tests" not in path.parts and "numba" in path.read_text(encoding="utf-8") and path.name != "warm.py"
    ]
    return ["frankpledge.evidence." + ".".join(path.with_suffix("").parts) for path in sorted(found)]


def loops() -> dict[str, Any]:
    """Every compiled loop by its full name."""
    return {
        f"{name}.{each.py_func.__name__}": each
        for name in modules_with_loops()
        for each in vars(import_module(name)).values()
        if isinstance(each, CPUDispatcher) and each.py_func.__module__ == name
    }


def called_by(loop: Any) -> Iterator[Any]:
    """The loops that a loop calls, and those that these call: they are compiled with it."""
    for name in loop.py_func.__code__.co_names:
        other = loop.py_func.__globals__.get(name)
        if isinstance(other, CPUDispatcher) and other is not loop:
            yield other
            yield from called_by(other)


def test_every_loop_of_the_library_is_compiled_ahead():
    warm.warm()
    there = loops()
    direct = [loop for loop in there.values() if loop.signatures]
    reached = {id(loop) for loop in direct} | {id(each) for loop in direct for each in called_by(loop)}
    assert len(there) > 25
    assert [name for name, loop in there.items() if id(loop) not in reached] == []


def test_every_loop_is_kept_on_disk():
    assert [name for name, loop in loops().items() if not loop._cache._impl.locator.get_cache_path()] == []


def test_near_repeats_are_compiled_for_short_and_long_numbers():
    warm.warm()
    from frankpledge.evidence.space.interaction_kernels import simulate

    assert {str(each[0].dtype) for each in simulate.signatures} >= {"float32", "float64"}


def test_compiled_loops_lie_in_the_user_s_folder_where_the_code_cannot_be_written(tmp_path):
    """A read-only copy of a module: numba's own fallback takes the cache folder of the user."""
    code, home = tmp_path / "code", tmp_path / "home"
    code.mkdir(), home.mkdir()
    (code / "loop.py").write_text("from numba import njit\n\n\n@njit(cache=True)\ndef twice(x):\n    return 2 * x\n")
    ask = "import loop; loop.twice(1); print(loop.twice._cache._impl.locator.get_cache_path())"
    env = {name: value for name, value in os.environ.items() if name not in ("NUMBA_CACHE_DIR", "XDG_CACHE_HOME")}
    run = {"cwd": tmp_path, "capture_output": True, "text": True, "check": True}
    code.chmod(0o555)
    if os.access(code, os.W_OK):  # root writes everywhere
        code.chmod(0o755)
        (code / "__pycache__").write_text("no folder can be made here")
    found = subprocess.run(
        [sys.executable, "-c", ask], env={**env, "PYTHONPATH": str(code), "HOME": str(home)}, **run
    ).stdout.strip()
    assert Path(found).is_relative_to(home)
    assert list(Path(found).glob("loop.twice*.nbi"))
