"""Counting what a query asks, and showing it so that nobody can be picked out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from frankpledge.office.consultation import rules as consultation_rules
from frankpledge.office.consultation import small_counts
from frankpledge.office.consultation.models import QuestionKind
from frankpledge.office.findings.rules import Query
from frankpledge.office.record.rules import canonical

from .material import Material, Row

METHOD = "finding/1"


@dataclass(frozen=True)
class Line:
    """One line of a table: how many of how many."""

    code: str
    n: int
    of: int


@dataclass(frozen=True)
class Counts:
    """What a query gives. `counted` and `rest` are the rows; nothing is hidden yet.

    `in_campaigns` of the n belong to a campaign.
    """

    n: int
    denominator: int
    counted: tuple[Row, ...]
    rest: tuple[Row, ...]
    by_section: tuple[Line, ...]
    by_area: tuple[Line, ...]
    by_channel: tuple[Line, ...]
    in_campaigns: int

    @property
    def share(self) -> float | None:
        """The part of all; None where so few answered that it would say little."""
        return consultation_rules.share(self.n, self.denominator)

    @property
    def digest(self) -> str:
        """Of the numbers of the responses counted, and of those that they were counted among."""
        counted = [row.number for row in self.counted]
        among = sorted([*counted, *(row.number for row in self.rest)])
        return sha256(canonical({"n": sorted(counted), "of": among})).hexdigest()

    def as_json(self) -> dict[str, Any]:
        """The numbers as they are: kept by the office, never published whole."""
        return {
            "n": self.n,
            "denominator": self.denominator,
            "in_campaigns": self.in_campaigns,
            "by_section": [[line.code, line.n, line.of] for line in self.by_section],
            "by_area": [[line.code, line.n, line.of] for line in self.by_area],
            "by_channel": [[line.code, line.n, line.of] for line in self.by_channel],
        }


def count(query: Query, of: Material, *, group: frozenset[int] | None = None) -> Counts:
    """Count people. One person gives one answer to a question, so answers of one question are people.

    Args:
        group: keys of the responses in the query's group, where it names one.
    """
    among = [row for row in of.rows if _is_among(row, query, of, group)]
    fits = _fitting(query, of)
    counted = tuple(row for row in among if fits(row))
    rest = tuple(row for row in among if not fits(row))
    return Counts(
        n=len(counted),
        denominator=len(among),
        counted=counted,
        rest=rest,
        by_section=_lines(counted, among, lambda row: row.section),
        by_area=_lines(counted, among, lambda row: row.area),
        by_channel=_lines(counted, among, lambda row: row.channel),
        in_campaigns=sum(row.answer in of.campaigns for row in counted),
    )


def _is_among(row: Row, query: Query, of: Material, group: frozenset[int] | None) -> bool:
    if query.row and query.row not in row.said:
        return False
    if query.campaigns != "in" and (row.answer in of.campaigns) != (query.campaigns == "only"):
        return False
    if query.group and (group is None or row.response not in group):
        return False
    wanted = ((query.sections, row.section), (query.areas, row.area), (query.channels, row.channel))
    return all(not codes or code in codes for codes, code in wanted)


def _fitting(query: Query, of: Material) -> Callable[[Row], bool]:
    if of.question.kind == QuestionKind.FREE_TEXT:
        sets = [of.answers_of(theme) for theme in query.themes]

        def held(row: Row) -> list[bool]:
            return [row.answer in one for one in sets]
    else:

        def held(row: Row) -> list[bool]:
            return [option in row.said.get(query.row, ()) for option in query.options]

    if not query.themes and not query.options:
        return lambda _row: True
    if query.match == "none":
        return lambda row: not any(held(row))
    joined = all if query.match == "all" else any
    return lambda row: joined(held(row))


def _lines(counted: Sequence[Row], among: Sequence[Row], key: Callable[[Row], str]) -> tuple[Line, ...]:
    all_of_them: dict[str, list[int]] = {}
    for at, rows in enumerate((counted, among)):
        for row in rows:
            all_of_them.setdefault(key(row), [0, 0])[at] += 1
    return tuple(Line(code, *numbers) for code, numbers in sorted(all_of_them.items()))


@dataclass(frozen=True)
class ShownLine:
    """A line as anybody may see it: None where a number is too small, or would give a small one away."""

    code: str
    title: str
    n: int | None
    of: int | None
    share: float | None


def shown(lines: Sequence[Line], titles: dict[str, str]) -> list[ShownLine]:
    """Lines with small numbers hidden, in the order of `titles`; what has no title comes last, by its code.

    Those counted and the rest are looked at together: who knows a total and one of them knows the other.
    """
    order = {code: at for at, code in enumerate(titles)}
    lines = sorted(lines, key=lambda line: (order.get(line.code, len(order)), line.code))
    table = small_counts.shown([[line.n for line in lines], [line.of - line.n for line in lines]])
    made = []
    for at, line in enumerate(lines):
        n, rest = (row[at] for row in table)
        of = None if n is None or rest is None else n + rest
        share = consultation_rules.share(n, of) if n is not None and of else None
        made.append(ShownLine(line.code, titles.get(line.code, line.code), n, of, share))
    return made
