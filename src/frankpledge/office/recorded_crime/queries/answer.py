"""The shape of an answer to "how many?": lines, a total that says what it counts, and what is not in it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

GROUPINGS = ("month", "type", "area")


@dataclass(frozen=True)
class Line:
    """Crimes and incidents stand apart. None means that there is no figure; `note` says why."""

    label: str
    crimes: int | None
    asb: int | None
    code: str = ""
    note: str = ""
    in_total: bool = True

    @property
    def rows(self) -> int | None:
        return None if self.crimes is None or self.asb is None else self.crimes + self.asb


@dataclass(frozen=True)
class Totals:
    """An answer.

    counted: "recorded by the force" or "by place". lines: they add up to `total`, but for those without a figure.
    apart: rows that belong to the question and are not in the total (elsewhere, without place, …).
    sentences: what was counted, and how the two ways of counting differ, in words.
    """

    subject: str
    code: str
    counted: str
    source: str
    by: str
    first_month: str
    last_month: str
    lines: tuple[Line, ...]
    total: Line
    apart: tuple[Line, ...]
    sentences: tuple[str, ...]
    missing_months: tuple[str, ...]
    releases: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        def line(one: Line) -> dict[str, Any]:
            return {**asdict(one), "rows": one.rows}

        return {
            **asdict(self),
            "lines": [line(one) for one in self.lines],
            "total": line(self.total),
            "apart": [line(one) for one in self.apart],
        }


def total_of(lines: Iterable[Line], label: str = "Total") -> Line:
    """The sum of the lines that have a figure; None where none has."""
    counted = [line for line in lines if line.in_total]
    return Line(label, _sum(line.crimes for line in counted), _sum(line.asb for line in counted))


def _sum(figures: Iterable[int | None]) -> int | None:
    """Of no lines at all, nought: nothing was recorded. Of lines without any figure, no figure."""
    all_of_them = list(figures)
    known = [figure for figure in all_of_them if figure is not None]
    return sum(known) if known or not all_of_them else None


def rows_in_words(line: Line) -> str:
    """5,613 rows = 4,843 crimes + 770 anti-social behaviour incidents."""
    if line.crimes is None and line.asb is None:
        return "no figure"
    crimes, asb = line.crimes or 0, line.asb or 0
    return (
        f"{crimes + asb:,} {'row' if crimes + asb == 1 else 'rows'} = {crimes:,} {'crime' if crimes == 1 else 'crimes'}"
        f" + {asb:,} anti-social behaviour {'incident' if asb == 1 else 'incidents'}"
    )
