"""The equality questions in each version of their wording, from the files in `data`. A version is never edited."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data"
PREFER_NOT = "prefer-not"
PREFER_NOT_WORDS = "Prefer not to say"


@dataclass(frozen=True)
class Option:
    """One answer offered; `heading` is the part of a long list that it stands in ("White")."""

    code: str
    words: str
    heading: str = ""


@dataclass(frozen=True)
class EqualityQuestion:
    """One question, with where its wording comes from and on which basis in law it is asked."""

    code: str
    wording: str
    short: str
    options: tuple[Option, ...]
    basis: str
    source: str
    source_url: str
    source_date: date
    help: str = ""
    shown_if: Mapping[str, Any] | None = None

    @property
    def codes(self) -> list[str]:
        return [option.code for option in self.options]

    def words_of(self, code: str) -> str:
        """What an option is called; an option of another version keeps its code."""
        return next((option.words for option in self.options if option.code == code), code)


@dataclass(frozen=True)
class Wording:
    """All questions of one version, in the order in which they are asked."""

    version: str
    in_force_from: date
    questions: tuple[EqualityQuestion, ...]

    def asked(self, answers: Mapping[str, str]) -> list[EqualityQuestion]:
        """The questions that somebody who has answered so is asked."""
        return [question for question in self.questions if _is_wanted(question.shown_if, answers)]

    def question(self, code: str) -> EqualityQuestion | None:
        return next((question for question in self.questions if question.code == code), None)


def _is_wanted(shown_if: Mapping[str, Any] | None, answers: Mapping[str, str]) -> bool:
    return not shown_if or answers.get(shown_if["question"]) in shown_if["any_of"]


@cache
def wording(version: str) -> Wording:
    """One version of the wording. Raises KeyError: there is none of this number."""
    path = DATA / f"wording-{version}.json"
    if not version.isdigit() or not path.is_file():
        raise KeyError(f"no wording {version!r} of the equality questions")
    given = json.loads(path.read_text("utf-8"))
    questions = tuple(_question(each) for each in given["questions"])
    return Wording(given["version"], date.fromisoformat(given["in_force_from"]), questions)


def _question(given: dict[str, Any]) -> EqualityQuestion:
    options = [Option(*each) for each in given["options"]] + [Option(PREFER_NOT, PREFER_NOT_WORDS)]
    return EqualityQuestion(
        code=given["code"],
        wording=given["wording"],
        short=given["short"],
        options=tuple(options),
        basis=given["basis"],
        source=given["source"],
        source_url=given["source_url"],
        source_date=date.fromisoformat(given["source_date"]),
        help=given.get("help", ""),
        shown_if=given.get("shown_if"),
    )


@cache
def versions() -> tuple[str, ...]:
    """Every version there is, the oldest first."""
    return tuple(
        str(number) for number in sorted(int(path.stem.partition("-")[2]) for path in DATA.glob("wording-*.json"))
    )


def latest() -> Wording:
    """The wording in which new respondents are asked."""
    return wording(versions()[-1])
