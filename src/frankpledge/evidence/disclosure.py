"""Suppression of small counts, so that nobody can be found in a table, nor by subtraction from its totals.

Counts of 1 to 4 are hidden first. Then further counts are hidden until nobody can narrow a hidden small count
down by subtraction from the totals: at least five values must remain possible for it. Zeros stay shown.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from frankpledge.evidence.errors import ImpossibleCount, NotOneDimensional

DISCLOSURE_METHOD = "disclosure/1"
SMALLEST_SHOWN = 5

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Cell = tuple[int, int]


@dataclass(frozen=True, slots=True)
class SafeTable:
    """A table that may be published; None where a count is hidden.

    `cells` has the shape of the input. Totals that are not to be shown at all are empty tuples (or None
    for the grand total, which may also be hidden: `grand_total_hidden` tells).
    """

    cells: tuple[tuple[int | None, ...], ...]
    row_totals: tuple[int | None, ...]
    column_totals: tuple[int | None, ...]
    grand_total: int | None
    grand_total_hidden: bool
    primary: int
    secondary: int
    smallest_shown: int
    method: str = DISCLOSURE_METHOD


def suppress_table(
    counts: ArrayLike,
    *,
    row_totals: bool = True,
    column_totals: bool = True,
    harmless_rows: Collection[int] = (),
    smallest_shown: int = SMALLEST_SHOWN,
) -> SafeTable:
    """Hide small counts of a table, and as few others as we can so that no subtraction brings them back.

    Args:
        counts: whole numbers, shape (rows, columns), rows and columns at least 1.
        row_totals, column_totals: which totals will be published beside the cells (the grand total when both
            are). A total that will be seen anywhere must be named here: it is what a reader subtracts from.
        harmless_rows: rows that are no group of people ("not said"): their small counts are hidden only where they
            would give another away.
        smallest_shown: counts from 1 up to this, exclusive, are hidden; as many values must remain possible for
            each.

    Raises:
        ImpossibleCount: a count is negative or not whole, or `smallest_shown` is below 2.
        NotOneDimensional: `counts` is not a table.
    """
    table = _as_counts(counts)
    if smallest_shown < 2:
        raise ImpossibleCount(f"smallest_shown must be 2 or more; got {smallest_shown}")
    if table.size == 0:
        return SafeTable((), (), (), None, False, 0, 0, smallest_shown)
    full, lines = _with_totals(table, row_totals, column_totals)
    small = (full > 0) & (full < smallest_shown)
    for row in harmless_rows:
        small[row * table.shape[1] : (row + 1) * table.shape[1]] = False
        small[table.size + row : table.size + row + int(row_totals)] = False
    hidden = _widened(full, small, lines, smallest_shown)
    return _result(table.shape, full, small, hidden, row_totals, column_totals, smallest_shown)


def suppress_counts(
    counts: Sequence[int], *, total: bool = True, smallest_shown: int = SMALLEST_SHOWN
) -> tuple[int | None, ...]:
    """Hide small counts in one list whose total is (or is not) published with it; None where hidden."""
    if len(counts) == 0:
        return ()
    return suppress_table([list(counts)], row_totals=total, column_totals=False, smallest_shown=smallest_shown).cells[0]


@dataclass(frozen=True, slots=True)
class SafeParts:
    """A list in two parts with the sum of the first, all under one total that is shown; None where hidden."""

    inside: tuple[int | None, ...]
    outside: tuple[int | None, ...]
    subtotal: int | None


def suppress_parts(
    inside: Sequence[int],
    outside: Sequence[int],
    *,
    harmless: Collection[int] = (),
    smallest_shown: int = SMALLEST_SHOWN,
) -> SafeParts:
    """Hide small counts in a list of which one part is also summed up: "813 of 900 said their age", beside each age.

    The sum of the part is one more number to subtract from, so it takes part in the hiding. The total of all is taken
    as known to everybody. Where nothing else can protect a small count, everything is hidden, noughts too.

    Args:
        harmless: positions in `outside` whose small counts say nothing of anybody ("not answered"): they are hidden
            only where they would give another count away.

    Raises:
        ImpossibleCount: a count is negative or not whole.
    """
    cells = _as_counts([[*inside, *outside]]).ravel()
    n, all_in = len(inside), int(cells.sum())
    subtotal = int(cells[:n].sum())
    full = np.concatenate([cells, np.array([subtotal, all_in], dtype=np.int64)])
    sums = [[*((i, 1) for i in range(n)), (cells.size, -1)]]
    sums.append([(cells.size, 1), *((i, 1) for i in range(n, cells.size)), (cells.size + 1, -1)])
    small = (full > 0) & (full < smallest_shown)
    small[[n + at for at in harmless]] = False
    hidden = _widened(full, small, sums, smallest_shown)
    if hidden[-1]:
        hidden = np.ones_like(hidden)
    shown = [None if hide else int(value) for value, hide in zip(full, hidden, strict=True)]
    return SafeParts(tuple(shown[:n]), tuple(shown[n:-2]), shown[-2])


def possible_range(
    shown: Sequence[int | None], lines: Sequence[Sequence[tuple[int, int]]], which: int
) -> tuple[float, float]:
    """What an attacker can say of one hidden entry: the least and greatest value that fits all that is shown.

    Args:
        shown: every published entry, cells and totals alike; None where hidden.
        lines: sums that hold, each a list of (entry, +1 or -1) that adds up to zero.
        which: the entry asked about.

    Returns:
        (least, greatest); greatest may be infinite. Hidden entries are known to be 1 or more, because
        zeros are shown.
    """
    known = np.array([v is not None for v in shown])
    values = np.array([v or 0 for v in shown], dtype=np.int64)
    return _bounds(values, ~known, list(map(list, lines)), which)


def _as_counts(counts: ArrayLike) -> Ints:
    table = np.asarray(counts, dtype=np.float64)
    if table.ndim != 2:
        raise NotOneDimensional(f"a table has rows and columns; got {table.ndim} dimension(s)")
    if not np.isfinite(table).all() or (table < 0).any() or (table != np.floor(table)).any():
        raise ImpossibleCount("every count must be a whole number, 0 or more")
    return table.astype(np.int64)


def _with_totals(table: Ints, rows: bool, columns: bool) -> tuple[Ints, list[list[tuple[int, int]]]]:
    """All entries in one list (cells, row totals, column totals, grand total), and the sums that bind them."""
    height, width = table.shape
    entries = [table.ravel()]
    lines: list[list[tuple[int, int]]] = []
    first_row, first_column = height * width, height * width + (height if rows else 0)
    if rows:
        entries.append(table.sum(axis=1))
        lines += [[*((r * width + c, 1) for c in range(width)), (first_row + r, -1)] for r in range(height)]
    if columns:
        entries.append(table.sum(axis=0))
        lines += [[*((r * width + c, 1) for r in range(height)), (first_column + c, -1)] for c in range(width)]
    if rows and columns:
        grand = first_column + width
        entries.append(np.array([table.sum()]))
        lines.append([*((first_row + r, 1) for r in range(height)), (grand, -1)])
        lines.append([*((first_column + c, 1) for c in range(width)), (grand, -1)])
    return np.concatenate(entries), lines


def _widened(full: Ints, small: Bools, lines: list[list[tuple[int, int]]], smallest_shown: int) -> Bools:
    """Hide more entries until every small one is safe."""
    hidden = small.copy()
    waiting = [int(i) for i in np.flatnonzero(small)]
    while waiting:
        which = waiting[-1]
        low, high = _bounds(full, hidden, lines, which)
        if high - low + 1 >= smallest_shown:
            # Hiding more never narrows a range: what is safe stays safe.
            waiting.pop()
            continue
        chosen = _next_to_hide(full, hidden, lines, which)
        if chosen is None:
            break
        hidden[chosen] = True
    return hidden


def _next_to_hide(full: Ints, hidden: Bools, lines: list[list[tuple[int, int]]], which: int) -> int | None:
    """The entry that costs the reader least, in the sum that gives most away.

    A sum with one hidden entry gives it away whole, so those come first; in it, an entry that also mends
    another such sum is better than the smallest.
    """
    known = [sum(bool(hidden[entry]) for entry, _ in line) for line in lines]
    order = sorted(
        (count != 1, all(entry != which for entry, _ in line), count, number)
        for number, (line, count) in enumerate(zip(lines, known, strict=True))
        if count
    )
    for *_, number in order:
        own = [entry for entry, _ in lines[number] if not hidden[entry] and full[entry] > 0]
        elsewhere = {
            entry
            for other, count in zip(lines, known, strict=True)
            if count == 1 and other is not lines[number]
            for entry, _ in other
        }
        if own:
            return min(own, key=lambda entry: (entry not in elsewhere, full[entry], entry))
    return None


def _bounds(values: Ints, hidden: Bools, lines: list[list[tuple[int, int]]], which: int) -> tuple[float, float]:
    """Least and greatest possible value of one hidden entry, by linear programming.

    The sums of a table with totals form a network, so the bounds are whole numbers by themselves.
    """
    from scipy.optimize import linprog

    unknown = np.flatnonzero(hidden)
    place = {int(entry): i for i, entry in enumerate(unknown)}
    bound = [line for line in lines if any(entry in place for entry, _ in line)]
    if not bound:
        return 1.0, float("inf")
    matrix, sums = np.zeros((len(bound), unknown.size)), np.zeros(len(bound))
    for row, line in enumerate(bound):
        for entry, sign in line:
            if entry in place:
                matrix[row, place[entry]] = sign
            else:
                sums[row] -= sign * values[entry]
    aim = np.zeros(unknown.size)
    aim[place[which]] = 1.0
    ends = []
    for direction in (1.0, -1.0):
        found = linprog(direction * aim, A_eq=matrix, b_eq=sums, bounds=(1, None), method="highs")
        best = None if found.x is None else float(round(found.x[place[which]], 6))
        ends.append(direction * -np.inf if best is None else best)
    return max(ends[0], 1.0), ends[1]


def _result(
    shape: tuple[int, ...],
    full: Ints,
    small: Bools,
    hidden: Bools,
    rows: bool,
    columns: bool,
    smallest_shown: int,
) -> SafeTable:
    height, width = shape
    shown: list[int | None] = [None if hide else int(v) for v, hide in zip(full, hidden, strict=True)]
    cells, rest = shown[: height * width], shown[height * width :]
    both = rows and columns
    return SafeTable(
        cells=tuple(tuple(cells[r * width : (r + 1) * width]) for r in range(height)),
        row_totals=tuple(rest[:height]) if rows else (),
        column_totals=tuple(rest[height if rows else 0 :][:width]) if columns else (),
        grand_total=rest[-1] if both else None,
        grand_total_hidden=both and rest[-1] is None,
        primary=int(small.sum()),
        secondary=int((hidden & ~small).sum()),
        smallest_shown=smallest_shown,
    )
