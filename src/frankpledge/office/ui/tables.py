"""Tables that read well in print, by screen reader and at 320 pixels: `{% data_table table %}` draws them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise

from frankpledge.office.ui.words import count


@dataclass(frozen=True)
class Column:
    """A column's heading; with `number=True` its cells are right-aligned figures with thousands commas."""

    text: str | Promise
    number: bool = False
    places: int | None = None


@dataclass(frozen=True)
class Link:
    """A cell that leads somewhere."""

    text: str | Promise
    href: str


@dataclass(frozen=True)
class Table:
    """A whole table, ready to draw.

    Args:
        caption: what the table shows; every table has one (`caption_hidden` leaves it to screen readers).
        rows: one sequence of cells a row; a cell is text, a number, a `Link`, safe HTML or None. None in a
            column of figures is shown as a dash: a missing number is never shown as zero.
        row_heads: whether the first cell of a row names the row.
        empty: the sentence shown in place of a table without rows.
    """

    caption: str | Promise
    columns: Sequence[Column]
    rows: Sequence[Sequence[Any]]
    row_heads: bool = True
    caption_hidden: bool = False
    foot: Sequence[Any] = field(default_factory=tuple)
    empty: str | Promise = ""

    def drawn_rows(self) -> list[list[Cell]]:
        return [self._cells(row) for row in self.rows]

    def drawn_foot(self) -> list[Cell]:
        return self._cells(self.foot)

    def _cells(self, row: Sequence[Any]) -> list[Cell]:
        pairs = zip(self.columns, row, strict=True)
        return [Cell(value, column, head=self.row_heads and at == 0) for at, (column, value) in enumerate(pairs)]


@dataclass(frozen=True)
class Cell:
    value: Any
    column: Column
    head: bool

    @property
    def href(self) -> str:
        return self.value.href if isinstance(self.value, Link) else ""

    @property
    def text(self) -> Any:
        value = self.value.text if isinstance(self.value, Link) else self.value
        if self.column.number and (value is None or isinstance(value, int | float)):
            return count(value) if self.column.places is None or value is None else f"{value:,.{self.column.places}f}"
        return "" if value is None else value
