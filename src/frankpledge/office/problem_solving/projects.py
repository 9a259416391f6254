"""The index of problem-solving projects that ships with the product: searched in memory, it never changes."""

from __future__ import annotations

import csv
import gzip
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

INDEX = Path(__file__).resolve().parent / "data" / "projects.csv.gz"
AWARDS = ("winner", "honourable mention", "finalist", "submission")
_WORD = re.compile(r"[a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Project:
    """One project that was sent in for an award: its report is where `link` leads."""

    code: str
    title: str
    agency: str
    location: str
    year: int
    award: str
    link: str


@cache
def index() -> tuple[Project, ...]:
    """All projects, newest first."""
    with gzip.open(INDEX, "rt", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return tuple(
        Project(row["code"], row["title"], row["agency"], row["location"], int(row["year"]), row["award"], row["link"])
        for row in rows
    )


@cache
def _by_code() -> dict[str, Project]:
    return {project.code: project for project in index()}


def project(code: str) -> Project | None:
    """The project of this code, or None."""
    return _by_code().get(code)


@cache
def _folded() -> tuple[tuple[str, Project], ...]:
    return tuple((f"{one.title} {one.agency} {one.location} {one.year}".casefold(), one) for one in index())


def search(text: str, *, award: str = "", location: str = "") -> list[Project]:
    """Projects in which every word occurs, in title, agency, place or year; those with awards first, then new to old.

    A word is found inside a longer one, so that "burglar" finds burglary and burglaries.
    """
    words = _WORD.findall(text.casefold())
    found = [
        one
        for folded, one in _folded()
        if all(word in folded for word in words)
        and (not award or one.award == award)
        and (not location or location.casefold() in one.location.casefold())
    ]
    return sorted(found, key=lambda one: AWARDS.index(one.award))
