"""Each stored method version of this package is explained on a page that names it."""

from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import pytest

import frankpledge.evidence.effect as package
from frankpledge.evidence.tests.test_docs import CHAPTERS, PAGES

pytestmark = pytest.mark.pure
MODULES = [
    import_module(f"{package.__name__}.{each.name}") for each in iter_modules(package.__path__) if each.name != "tests"
]
METHODS = sorted(
    value
    for module in MODULES
    for name, value in vars(module).items()
    if name.endswith(("_METHOD", "_SENTENCE")) and isinstance(value, str)
)


@pytest.mark.parametrize("method", METHODS)
def test_a_method_has_a_page_with_its_version_and_all_chapters(method):
    text = (Path(PAGES) / f"{method.split('/')[0]}.md").read_text(encoding="utf-8")
    assert f"`{method}`" in text
    assert not [chapter for chapter in CHAPTERS if f"## {chapter}" not in text]
