"""What every method is, and what comes out of it. No database: figures in, figures out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Given = Mapping[str, Any]
Choices = Mapping[str, Any]
Tell = Callable[[int, str], None]


def column(text: str, *, number: bool = False, places: int | None = None) -> dict[str, Any]:
    """A column of a result's table, as JSON."""
    return {"text": text, "number": number, "places": places}


@dataclass(frozen=True)
class Result:
    """What a method found, in plain data (JSON).

    Args:
        sentence: the finding, in one or two sentences. cautions: what a reader must know beside it.
        figures: everything that must come out again when it is recomputed.
        caption, columns, rows: the table. counts: positions of columns that are counts of crimes, which are hidden
            when small before the public sees them.
        keys, classes: for a map of areas: the class of each, and the legend (key, words, fill, pattern, sign).
        svg: the drawing, where it is none of areas. open_svg: the one that the public sees in its place, small counts
            hidden.
    """

    sentence: str
    figures: dict[str, Any]
    cautions: Sequence[str] = ()
    caption: str = ""
    columns: Sequence[dict[str, Any]] = ()
    rows: Sequence[Sequence[Any]] = ()
    counts: Sequence[int] = ()
    keys: Sequence[str] = ()
    classes: Sequence[Sequence[str]] = ()
    svg: str = ""
    open_svg: str = ""

    def as_json(self) -> dict[str, Any]:
        from frankpledge.evidence.effect import plain

        kept: dict[str, Any] = plain(self)
        return kept


@dataclass(frozen=True)
class Method:
    """One method.

    Args:
        title, question: what it is called, and what it answers in plain words (lazy translations).
        needs: "areas" (counts by area and month), "series" (one area), "groups" (treated and comparison areas) or
            "points" (the force's own extract).
        compute: (figures, choices, tell) → Result; refuses with evidence.errors, whose message is the reason.
        code: (choices, file name, figures) → Python that gives the same figures from the frozen file, as `answer`.
        versions: the method versions behind it. cautions: said beside every result of it.
        fields: names of the form's own questions, besides area, type and months.
        clearable: whether its result can be shown to the public when it comes from an extract.
    """

    code: str
    title: Any
    question: Any
    needs: str
    compute: Callable[[Given, Choices, Tell], Result]
    script: Callable[[Choices, str, Given], str]
    versions: Callable[[], tuple[str, ...]]
    cautions: tuple[Any, ...] = ()
    fields: tuple[str, ...] = field(default_factory=tuple)
    clearable: bool = True


def opening(file: str) -> str:
    """The first lines of every script: the frozen figures."""
    return f'import json\n\nwith open("{file}", encoding="utf-8") as file:\n    given = json.load(file)\n'
