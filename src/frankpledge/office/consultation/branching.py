"""Who is asked what: the questions of a section, less those that an earlier answer makes needless. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any, Protocol, TypeVar


class Branching(Protocol):
    """A question as far as branching cares: its code, its section (None: all), and on what it depends."""

    @property
    def code(self) -> str: ...
    @property
    def section_id(self) -> int | None: ...
    @property
    def shown_if(self) -> Mapping[str, Any]: ...


class Given(Protocol):
    """An answer as far as branching cares."""

    @property
    def question(self) -> Any: ...
    @property
    def choices(self) -> Collection[str]: ...


Question = TypeVar("Question", bound=Branching)


def asked(
    questions: Iterable[Question], section_id: int | None, given: Mapping[str, Collection[str]]
) -> list[Question]:
    """The questions that somebody of this section is asked, in their order.

    A question with `shown_if` {"question": code, "any_of": [codes]} is asked only of those who are asked the earlier
    question and chose one of these. An answer to a question that is no longer asked counts for nothing.

    Args:
        given: the codes chosen at each question answered so far, by the question's code.
    """
    found: list[Question] = []
    counted: dict[str, set[str]] = {}
    for question in questions:
        if question.section_id not in (None, section_id) or not _is_wanted(question.shown_if, counted):
            continue
        found.append(question)
        counted[question.code] = set(given.get(question.code, ()))
    return found


def _is_wanted(shown_if: Mapping[str, Any] | None, counted: Mapping[str, set[str]]) -> bool:
    if not shown_if:
        return True
    return bool(counted.get(str(shown_if.get("question", "")), set()) & set(shown_if.get("any_of", ())))


def most_asked(questions: Iterable[Question], section_id: int | None) -> list[Question]:
    """Every question that somebody of this section may come to, whatever they answer."""
    return [question for question in questions if question.section_id in (None, section_id)]


def given_choices(answers: Iterable[Given]) -> dict[str, Collection[str]]:
    """What was chosen so far, by the question's code: the third argument of `asked`."""
    return {answer.question.code: answer.choices for answer in answers}
