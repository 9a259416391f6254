"""The product is MIT: everything that it installs may be used and passed on under terms that fit."""

from __future__ import annotations

import re
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.pure

ALLOWED = {
    "0BSD", "3-CLAUSE BSD LICENSE", "APACHE SOFTWARE LICENSE", "APACHE-2.0", "APACHE-2.0 WITH LLVM-EXCEPTION",
    "BSD", "BSD LICENSE", "BSD-2-CLAUSE", "BSD-3-CLAUSE", "CC0-1.0", "CNRI-PYTHON",
    "ISC", "MIT", "MIT LICENSE", "MIT-0", "MIT-CMU",
    "MOZILLA PUBLIC LICENSE 2.0 (MPL 2.0)", "MPL-2.0", "PSF-2.0", "PYTHON SOFTWARE FOUNDATION LICENSE",
    "UNLICENSE", "ZLIB",
}  # fmt: skip

# Each with the reason why it is fit for an MIT product, after a person has read its terms.
BY_NAME = {
    "axe-playwright-python": "MIT by its LICENSE file; used by tests only.",
    "psycopg": "LGPL-3.0: imported unchanged as a library, replaceable by the user.",
    "psycopg-binary": "LGPL-3.0: as psycopg.",
    "pyphen": "Three licences to choose from; taken under MPL 1.1.",
    "pytest-timeout": "MIT; used by tests only.",
    "text-unidecode": "Artistic Licence or GPL, to choose; taken under the Artistic Licence; used by tests only.",
}
ELSEWHERE = (
    "sys_platform == 'win32'",
    "platform_python_implementation != 'CPython'",
    "emscripten",
    "python_full_version",
)


def locked() -> list[tuple[str, str]]:
    lines = [
        line
        for name in ("dev.lock", "nodeps.lock")
        for line in (ROOT / "requirements" / name).read_text(encoding="utf-8").splitlines()
    ]
    found = [(match[1], line) for line in lines if (match := re.match(r"^([A-Za-z0-9_.-]+)(?:\[[^]]*\])?==", line))]
    return [(name, line) for name, line in found if not any(mark in line for mark in ELSEWHERE)]


def licence_words(name: str) -> set[str]:
    facts = distribution(name).metadata
    if expression := facts.get("License-Expression"):
        return words_of(expression)
    classifiers = [
        c.split("::")[-1].strip().upper() for c in facts.get_all("Classifier") or [] if c.startswith("License")
    ]
    return set(classifiers) - {"OSI APPROVED"} or words_of(facts.get("License") or "")


def words_of(expression: str) -> set[str]:
    return {word.strip(" ()").upper() for word in re.split(r"\s+(?:AND|OR)\s+", expression)}


def test_the_lock_names_no_registry_and_hashes_everything():
    text = (ROOT / "requirements" / "dev.lock").read_text(encoding="utf-8")
    assert "://" not in text
    assert text.count("--hash=sha256:") >= len(locked())


@pytest.mark.parametrize("name", sorted({name for name, _line in locked()}))
def test_every_package_in_the_lock_may_be_used_in_an_mit_product(name):
    if name in BY_NAME:
        return
    try:
        words = licence_words(name)
    except PackageNotFoundError:
        pytest.fail(f"{name} is in the lock, but not installed: run scripts/setup.sh again")
    assert words, f"{name} states no licence: read it, then add it to BY_NAME with the reason"
    assert words <= ALLOWED, f"{name}: {words - ALLOWED} is not on the list of licences allowed"


def test_no_exception_outlives_its_package():
    assert set(BY_NAME) <= {name for name, _line in locked()}
