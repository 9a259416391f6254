"""Periods as people write them: 2024-01 (month), 2024-Q1 (quarter), 2024 (year), 2023/24 (financial year).

Other labels are allowed in a chart and kept in the order given, but only these four can be checked for
gaps, compared with a year before, and written out in words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from frankpledge.evidence.errors import LengthsDiffer, PeriodsOutOfOrder

Frequency = Literal["month", "quarter", "year", "financial_year", "other"]
PER_YEAR: dict[Frequency, int] = {"month": 12, "quarter": 4, "year": 1, "financial_year": 1, "other": 0}

_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")
_QUARTER = re.compile(r"(\d{4})-?\s?Q([1-4])")
_YEAR = re.compile(r"(\d{4})")
_FINANCIAL_YEAR = re.compile(r"(\d{4})/(\d{2})")

MONTH_NAMES = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)

Translate = Callable[[str], str]


def same(text: str) -> str:
    """The translation that changes nothing."""
    return text


@dataclass(frozen=True, slots=True)
class Period:
    """One period as a frequency and a running number within it (months since year 0, and so on)."""

    frequency: Frequency
    ordinal: int

    def label(self) -> str:
        """As it is stored: 2024-01, 2024-Q1, 2024, 2023/24."""
        if self.frequency == "month":
            return f"{self.ordinal // 12:04d}-{self.ordinal % 12 + 1:02d}"
        if self.frequency == "quarter":
            return f"{self.ordinal // 4:04d}-Q{self.ordinal % 4 + 1}"
        if self.frequency == "financial_year":
            return f"{self.ordinal:04d}/{(self.ordinal + 1) % 100:02d}"
        return f"{self.ordinal:04d}"


@lru_cache(maxsize=4096)
def parse_period(label: str) -> Period | None:
    """The period that `label` names, or None when it is written in another way."""
    text = label.strip()
    if match := _MONTH.fullmatch(text):
        return Period("month", int(match[1]) * 12 + int(match[2]) - 1)
    if match := _QUARTER.fullmatch(text):
        return Period("quarter", int(match[1]) * 4 + int(match[2]) - 1)
    if match := _FINANCIAL_YEAR.fullmatch(text):
        year = int(match[1])
        return Period("financial_year", year) if (year + 1) % 100 == int(match[2]) else None
    if match := _YEAR.fullmatch(text):
        return Period("year", int(match[1]))
    return None


def frequency_of(periods: Sequence[str]) -> Frequency:
    """The one frequency of all labels, or "other" when any is written in another way.

    Raises:
        PeriodsOutOfOrder: two known frequencies are mixed.
    """
    parsed = [parse_period(p) for p in periods]
    found = {p.frequency for p in parsed if p is not None}
    if not found or None in parsed:
        return "other"
    if len(found) > 1:
        raise PeriodsOutOfOrder(f"periods mix {' and '.join(sorted(found))}")
    return found.pop()


def check_periods(periods: Sequence[str]) -> Frequency:
    """Refuse periods that repeat, run backwards, or skip one without saying so.

    Raises:
        PeriodsOutOfOrder: names the first offending label.
    """
    if len(set(periods)) != len(periods):
        twice = next(p for i, p in enumerate(periods) if p in periods[:i])
        raise PeriodsOutOfOrder(f"period {twice!r} occurs more than once")
    frequency = frequency_of(periods)
    if frequency == "other":
        return frequency
    numbers = [p.ordinal for p in map(parse_period, periods) if p is not None]
    for index in range(1, len(numbers)):
        if numbers[index] != numbers[index - 1] + 1:
            raise PeriodsOutOfOrder(
                f"{periods[index]!r} follows {periods[index - 1]!r}; give every {frequency.replace('_', ' ')}"
                " in order, with None for one that is missing (fill_gaps does that)"
            )
    return frequency


def fill_gaps(
    periods: Sequence[str], values: Sequence[float | None]
) -> tuple[tuple[str, ...], tuple[float | None, ...]]:
    """The same series in time order, with every period that was left out present as None.

    Labels of an unknown kind are returned as they came.

    Raises:
        LengthsDiffer, PeriodsOutOfOrder: as `check_periods`, but order and gaps are mended here.
    """
    if len(periods) != len(values):
        raise LengthsDiffer(f"{len(periods)} periods but {len(values)} values")
    frequency = frequency_of(periods)
    if frequency == "other":
        return tuple(periods), tuple(values)
    found: dict[int, float | None] = {}
    for label, value in zip(periods, values, strict=True):
        period = parse_period(label)
        if period is not None and period.ordinal in found:
            raise PeriodsOutOfOrder(f"period {label!r} occurs more than once")
        if period is not None:
            found[period.ordinal] = value
    whole = range(min(found), max(found) + 1)
    return tuple(Period(frequency, n).label() for n in whole), tuple(found.get(n) for n in whole)


def stretches(labels: Sequence[str]) -> list[list[str]]:
    """Labels in order, neighbours kept together: [["2023-05"], ["2024-01", "2024-02"]]."""
    runs: list[list[str]] = []
    for label in labels:
        before = parse_period(runs[-1][-1]) if runs else None
        now = parse_period(label)
        if before and now and now.ordinal == before.ordinal + 1:
            runs[-1].append(label)
        else:
            runs.append([label])
    return runs


def as_stored(label: str) -> str:
    """The label as this module writes it; other kinds stay as they came."""
    period = parse_period(label)
    return period.label() if period else label


def year_before(label: str) -> str | None:
    """The label of the same period one year earlier, or None for labels of an unknown kind."""
    period = parse_period(label)
    if period is None:
        return None
    return Period(period.frequency, period.ordinal - PER_YEAR[period.frequency]).label()


def in_words(label: str, _: Translate = same) -> str:
    """A period as a page writes it: "October 2026", "January to March 2024", "2023 to 2024"."""
    period = parse_period(label)
    if period is None or period.frequency == "year":
        return label
    if period.frequency == "month":
        return f"{_(MONTH_NAMES[period.ordinal % 12])} {period.ordinal // 12}"
    if period.frequency == "quarter":
        first = period.ordinal % 4 * 3
        return f"{_(MONTH_NAMES[first])} {_('to')} {_(MONTH_NAMES[first + 2])} {period.ordinal // 4}"
    return _("{first} to {second}").format(first=period.ordinal, second=period.ordinal + 1)
