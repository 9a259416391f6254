"""One characteristic of those who answered, beside residents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from frankpledge.office.coverage import rules


@dataclass(frozen=True)
class ProfileRow:
    """One group: `responses` None where hidden; shares from 0 to 1; `ratio` 1 is as many as its share of residents."""

    heading: str
    group: str
    code: str
    responses: int | None
    share: float | None = None
    population: int | None = None
    population_share: float | None = None
    ratio: float | None = None
    expected: float | None = None
    is_missing: bool = False
    is_compared: bool = True
    """False for what is no group of residents: "prefer not to say", "not answered", "elsewhere"."""


@dataclass(frozen=True)
class ProfileGroup:
    """One characteristic. `answered` said which group they belong to; None where that would give a count away."""

    code: str
    words: str
    rows: Sequence[ProfileRow]
    answered: int | None
    not_said: int | None
    compared_with: str
    note: str = ""

    @property
    def missing(self) -> list[ProfileRow]:
        return [row for row in self.rows if row.is_missing]

    @property
    def hides(self) -> bool:
        return any(row.responses is None for row in self.rows)

    @property
    def longest(self) -> float:
        """The larger of all shares in the table, for bars."""
        shares = [value for row in self.rows for value in (row.share, row.population_share) if value]
        return max(shares, default=0) or 1


@dataclass(frozen=True)
class Counted:
    """What a row is made from: its count (None where hidden) and how many such people live here (None: not known)."""

    code: str
    words: str
    count: int | None
    population: int | None = None
    is_compared: bool = True


@dataclass(frozen=True)
class Basis:
    """All that is shown of one list: every count with the total over all, and the sum of those compared."""

    rows: Sequence[Counted]
    sent: int
    answered: int | None
    threshold: float
    headings: dict[str, str] = field(default_factory=dict)


def compared_rows(heading: str, basis: Basis) -> list[ProfileRow]:
    """Each group with its share, the share of residents, and whether it is missing."""
    total = sum(row.population or 0 for row in basis.rows if row.is_compared)
    at_most = rules.most_possible(basis.sent, [row.count for row in basis.rows])
    return [_row(heading, row, basis, total, at_most) for row in basis.rows]


def _row(heading: str, row: Counted, basis: Basis, total: int, at_most: int | None) -> ProfileRow:
    if not row.is_compared:
        return ProfileRow(heading, row.words, row.code, row.count, is_compared=False)
    population_share = row.population / total if total and row.population is not None else None
    found = rules.compared(row.count, basis.answered, population_share, basis.threshold, at_most)
    return ProfileRow(
        heading, row.words, row.code, row.count, found.share, row.population, population_share, found.ratio,
        found.expected, found.missing,
    )  # fmt: skip
