"""What an analyst sees who imports the package."""

from __future__ import annotations

import pkgutil
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

from frankpledge.evidence import space

pytestmark = pytest.mark.pure
PAGES = Path(__file__).parents[5] / "docs" / "methods"
CHAPTERS = (
    "What it answers", "Formula", "Source", "When not to use it", "Where this differs from what you may be used to",
)  # fmt: skip


def all_methods() -> set[str]:
    """Every version that a result of this package can carry."""
    modules = [import_module(f"{space.__name__}.{each.name}") for each in pkgutil.iter_modules(space.__path__)]
    return {getattr(m, name) for m in modules for name in vars(m) if name.endswith("_METHOD")}


def test_there_are_methods():
    assert {"local-g/2", "knox/1"} <= all_methods()


@pytest.mark.parametrize("method", sorted(all_methods()))
def test_a_method_has_a_page_that_says_what_a_reader_needs(method):
    page = (PAGES / f"{method.split('/')[0]}.md").read_text(encoding="utf-8")
    assert f"`{method}`" in page
    assert not [chapter for chapter in CHAPTERS if f"## {chapter}" not in page]


def test_every_promised_name_is_there_and_is_no_module():
    assert all(getattr(space, name).__class__.__name__ != "module" for name in space.__all__)
    with pytest.raises(AttributeError, match="crystal_ball"):
        _ = space.crystal_ball


def test_importing_the_package_compiles_nothing():
    script = "import sys; import frankpledge.evidence.space; assert not {'numba', 'numpy', 'pyproj'} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", script], check=True)
