"""Small counts in a table by section: hidden, together with those from which they could be worked out.

Counts of 1 to 4 people could point at somebody. Hiding only those is not enough where totals are shown: what is
left of a total gives a single hidden count away, and two hidden counts that add up to 2 can only be 1 and 1. So the
hidden counts of a row or column are at least two, and add up to at least five.

`evidence.disclosure` hides totals too where that costs less. Here the totals stay: how many answers a theme has stands
on many pages, so it is the counts by section that give way.
"""

from __future__ import annotations

from collections.abc import Sequence

SMALLEST_SHOWN = 5

Counts = Sequence[Sequence[int]]


def shown(table: Counts) -> list[list[int | None]]:
    """The table as the public may see it: None where a count is hidden.

    Args:
        table: rows of counts, all of one length, whose row and column totals may be public.
    """
    hidden = {
        (row, column)
        for row, counts in enumerate(table)
        for column, count in enumerate(counts)
        if 0 < count < SMALLEST_SHOWN
    }
    while weak := _weak_lines(table, hidden):
        hidden |= {min(line, key=lambda place: _cost(table, place)) for line in weak}
    return [
        [None if (row, column) in hidden else count for column, count in enumerate(counts)]
        for row, counts in enumerate(table)
    ]


Place = tuple[int, int]


def _weak_lines(table: Counts, hidden: set[Place]) -> list[list[Place]]:
    """For each row and column whose hidden counts could be worked out: its places that are still shown."""
    width = len(table[0]) if table else 0
    rows = [[(row, column) for column in range(width)] for row in range(len(table))]
    columns = [[(row, column) for row in range(len(table))] for column in range(width)]
    weak = [line for line in [*rows, *columns] if _is_weak(table, [place for place in line if place in hidden])]
    return [left for line in weak if (left := [place for place in line if place not in hidden])]


def _is_weak(table: Counts, hidden: list[Place]) -> bool:
    return bool(hidden) and (len(hidden) == 1 or sum(table[row][column] for row, column in hidden) < SMALLEST_SHOWN)


def _cost(table: Counts, place: Place) -> tuple[bool, int, Place]:
    """Hide the smallest count that is not nought; a nought only where nothing else is left."""
    count = table[place[0]][place[1]]
    return (count == 0, count, place)
