"""Counts by area and month, as every map and analysis takes them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class AreaMonths:
    """Counts by area and month.

    counts: for each code, in the order of `months`; None where there is no figure, and `reasons` says why by month.
    releases: references of the releases that they come from.
    """

    codes: tuple[str, ...]
    months: tuple[str, ...]
    counts: tuple[tuple[int | None, ...], ...]
    reasons: dict[str, str] = field(default_factory=dict)
    releases: tuple[str, ...] = ()

    def totals(self) -> list[int | None]:
        """Each area's sum; None where a month is missing."""
        return [None if None in row else sum(n for n in row if n is not None) for row in self.counts]

    def part(self, months: Sequence[str]) -> AreaMonths:
        """The same for some of the months."""
        at = [self.months.index(month) for month in months]
        counts = tuple(tuple(row[one] for one in at) for row in self.counts)
        return AreaMonths(self.codes, tuple(months), counts, self.reasons, self.releases)
