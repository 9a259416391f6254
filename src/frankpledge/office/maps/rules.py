"""What a map can be asked for, and what is wrong with a question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

LEVELS = ("lsoa21", "ward24", "ltla24", "pfa24")
NATIONAL = "pfa24"
SOURCES = ("counts", "street")
SHOWS = ("rate", "count")
MOST_MONTHS = 120
FEW = 10
"""Below this many crimes in the period a rate is hatched: its interval spans several classes."""


@dataclass(frozen=True)
class Period:
    """Whole months, both ends included, written YYYY-MM."""

    first: str
    last: str

    @property
    def months(self) -> tuple[str, ...]:
        start, end = _number(self.first), _number(self.last)
        return tuple(f"{at // 12:04d}-{at % 12 + 1:02d}" for at in range(start, end + 1))


@dataclass(frozen=True)
class Question:
    """What a map shows. `kind` is one crime type, or empty for all crimes. `earlier` is compared with `period`."""

    level: str
    within: str
    kind: str
    period: Period
    earlier: Period | None = None
    show: str = "rate"
    source: str = "counts"

    def query(self, **changes: Any) -> str:
        """The question as the query part of an address."""
        given = {
            "level": self.level,
            "within": self.within,
            "type": self.kind,
            "from": self.period.first,
            "to": self.period.last,
            "from2": self.earlier.first if self.earlier else "",
            "to2": self.earlier.last if self.earlier else "",
            "show": self.show,
            "source": self.source,
            **changes,
        }
        return urlencode({name: value for name, value in given.items() if value})


def period_fault(first: str, last: str, held: Sequence[str]) -> str:
    """Why these months cannot be shown: "order", "not_held" or "long"; nothing when they can."""
    if first > last:
        return "order"
    if not held or first < held[0] or last > held[-1]:
        return "not_held"
    return "long" if len(Period(first, last).months) > MOST_MONTHS else ""


def year_to(last: str, held: Sequence[str]) -> Period:
    """The twelve months that end with this one, or as many as are held without a gap."""
    known, first = set(held), _number(last)
    while _text(first - 1) in known and _number(last) - first < 11:
        first -= 1
    return Period(_text(first), last)


def a_year_earlier(period: Period) -> Period:
    return Period(_text(_number(period.first) - 12), _text(_number(period.last) - 12))


def overlap(one: Period, other: Period) -> bool:
    return one.first <= other.last and other.first <= one.last


def _number(month: str) -> int:
    return int(month[:4]) * 12 + int(month[5:7]) - 1


def _text(number: int) -> str:
    return f"{number // 12:04d}-{number % 12 + 1:02d}"
