"""Pure decisions about figures: periods, provisional months, when a figure has changed, when it is stale."""

from __future__ import annotations

import math
from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from frankpledge.evidence.series.periods import Frequency, Period, parse_period
from frankpledge.evidence.series.periods import year_before as period_a_year_before

COUNT_METHODS: Mapping[str, str] = {
    "month": "monthly-count/1",
    "quarter": "quarterly-count/1",
    "year": "yearly-count/1",
}
RATE_METHODS: Mapping[str, str] = {
    "month": "monthly-rate/1",
    "quarter": "quarterly-rate/1",
    "year": "yearly-rate/1",
}
TYPED_METHOD = "typed/1"

PROVISIONAL_MONTHS = 2
"""The newest months of a street file or count are provisional.

The publisher re-issues every month with each new one: late reports, transfers between forces and changed
classifications come in mostly in the first weeks. We call the newest two months provisional, and say so;
a figure of any age may still be revised, and then the old figure stays in the revision log.
"""
STALE_GRACE_DAYS = 31
LAG_DAYS: Mapping[str, int] = {"crime_counts": 60, "street_recorded": 60, "street_place": 60, "typed": 120}
"""Days after a period's end by which its figure is usually published."""

MONTHS_IN: Mapping[str, int] = {"month": 1, "quarter": 3, "year": 12}
WITHOUT_VALUE = ("missing", "suppressed", "not_comparable")
ACCEPTED_STATUSES = ("final", "provisional", "revised", *WITHOUT_VALUE)

Change = Literal["new", "unchanged", "changed"]


@dataclass(frozen=True, slots=True)
class MonthTally:
    """A month's count as a feed gives it: `count` is None when missing, with the reason in words."""

    month: str
    count: float | None
    reason: str = ""
    releases: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Residents:
    """How many people live in an area, of which year, by whose estimate."""

    number: int
    year: int
    source: str


@dataclass(frozen=True, slots=True)
class Figure:
    """One observation before it is stored. `releases` are the ids of the files it comes from."""

    period: str
    value: float | None
    status: str
    method: str
    numerator: float | None = None
    denominator: float | None = None
    reason: str = ""
    source_note: str = ""
    releases: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Stored:
    """What is kept now for one period; what a new figure is compared with."""

    value: float | None
    numerator: float | None
    denominator: float | None
    status: str
    reason: str
    method: str
    source_note: str
    measure_version: int


def fits(period: str, frequency: str) -> bool:
    """Whether the period is written as this frequency's periods are: 2025-04, 2025-Q1 or 2025."""
    parsed = parse_period(period)
    return parsed is not None and parsed.frequency == frequency and parsed.label() == period


def rate_per_1000(count: float, residents: float) -> float:
    """Things counted for every 1,000 residents."""
    return 1000 * count / residents


def by_frequency(months: Sequence[MonthTally], frequency: str) -> list[MonthTally]:
    """Months as they are, or added up into whole quarters or years.

    A quarter or year at the edge of the series that is not yet (or no longer) complete is left out; one in
    which a month is missing is itself missing, with that month's reason.
    """
    if frequency == "month":
        return list(months)
    groups: dict[str, list[MonthTally]] = {}
    for tally in months:
        groups.setdefault(containing_period(tally.month, frequency), []).append(tally)
    return [_added_up(label, group) for label, group in groups.items() if len(group) == MONTHS_IN[frequency]]


def _added_up(label: str, months: Sequence[MonthTally]) -> MonthTally:
    releases = tuple(dict.fromkeys(release for tally in months for release in tally.releases))
    gaps = [tally for tally in months if tally.count is None]
    if gaps:
        return MonthTally(label, None, gaps[0].reason, releases)
    return MonthTally(label, sum(tally.count or 0 for tally in months), "", releases)


def containing_period(month: str, frequency: str) -> str:
    """The quarter or year that a month (2024-05) lies in."""
    year, number = int(month[:4]), int(month[5:7])
    return str(year) if frequency == "year" else f"{year:04d}-Q{(number + 2) // 3}"


def provisional_periods(months: Sequence[MonthTally], frequency: str) -> frozenset[str]:
    """The periods that hold one of the newest published months."""
    newest = [tally.month for tally in months if tally.count is not None][-PROVISIONAL_MONTHS:]
    return frozenset(month if frequency == "month" else containing_period(month, frequency) for month in newest)


def figures(
    months: Sequence[MonthTally], *, kind: str, frequency: str, residents: Residents | None = None
) -> list[Figure]:
    """Observations of a counted measure. A missing month is a figure without value, never zero.

    `residents` is needed for a rate: without it, every period is missing, and says why.
    """
    provisional = provisional_periods(months, frequency)
    rate = kind == "rate"
    made = []
    for tally in by_frequency(months, frequency):
        status = "provisional" if tally.month in provisional else "final"
        made.append(_rate(tally, residents, status, frequency) if rate else _count(tally, status, frequency))
    return made


def _count(tally: MonthTally, status: str, frequency: str) -> Figure:
    method = COUNT_METHODS[frequency]
    if tally.count is None:
        return _missing(tally.month, tally.reason, method, tally.releases)
    return Figure(tally.month, tally.count, status, method, numerator=tally.count, releases=tally.releases)


def _rate(tally: MonthTally, residents: Residents | None, status: str, frequency: str) -> Figure:
    method = RATE_METHODS[frequency]
    if tally.count is None:
        return _missing(tally.month, tally.reason, method, tally.releases)
    if residents is None:
        return _missing(tally.month, "The number of residents of this area is not known.", method, tally.releases)
    return Figure(
        period=tally.month,
        value=rate_per_1000(tally.count, residents.number),
        status=status,
        method=method,
        numerator=tally.count,
        denominator=float(residents.number),
        source_note=f"Residents: {residents.number:,} ({residents.year}). {residents.source}"[:300],
        releases=tally.releases,
    )


def _missing(period: str, reason: str, method: str, releases: tuple[int, ...]) -> Figure:
    return Figure(period, None, "missing", method, reason=reason[:300], releases=releases)


def as_it_will_stand(figure: Figure, status: str, version: int) -> Stored:
    """A new figure as it will be kept."""
    return Stored(
        value=figure.value,
        numerator=figure.numerator,
        denominator=figure.denominator,
        status=status,
        reason=figure.reason,
        method=figure.method,
        source_note=figure.source_note,
        measure_version=version,
    )


def comparison(stored: Stored | None, figure: Figure, version: int) -> Change:
    """Whether the figure is new, the same as what is kept, or takes its place.

    A figure once marked "revised" stays so: a computed "final" or "provisional" beside an equal value is no change
    unless it stops being provisional.
    """
    if stored is None:
        return "new"
    if not same_number(stored.value, figure.value) or stored.measure_version != version:
        return "changed"
    same = (
        same_number(stored.numerator, figure.numerator)
        and same_number(stored.denominator, figure.denominator)
        and (stored.status == figure.status or (stored.status, figure.status) == ("revised", "final"))
        and stored.reason == figure.reason
        and stored.method == figure.method
        and stored.source_note == figure.source_note
    )
    return "unchanged" if same else "changed"


def status_after(stored: Stored | None, figure: Figure, version: int) -> str:
    """ "revised" when a published value has changed under the same definition; else the figure's own status."""
    if stored is None or figure.status != "final" or stored.measure_version != version:
        return figure.status
    was_revised = stored.status == "revised"
    changed = stored.value is not None and not same_number(stored.value, figure.value)
    return "revised" if changed or was_revised else figure.status


Why = Literal[
    "definition", "method", "came in", "withdrawn", "residents", "another figure", "no longer provisional", "facts"
]
WHY: Mapping[Why, str] = {
    "definition": "The definition was revised.",
    "method": "The method of computing it changed.",
    "came in": "A figure has come in for a period that had none.",
    "withdrawn": "The source no longer gives a usable figure for this period.",
    "residents": "The number of residents was updated.",
    "another figure": "The source gives another figure for this period.",
    "no longer provisional": "No longer provisional: newer months have come in.",
    "facts": "What is known about this figure changed; its value did not.",
}
"""Why one figure took the place of another, as the audit trail says it; pages translate it."""


def why_changed(before: Stored, after: Stored) -> Why:
    """Why one figure took the place of another, told from the two."""
    if before.measure_version != after.measure_version:
        return "definition"
    if before.method != after.method:
        return "method"
    if before.value is None and after.value is not None:
        return "came in"
    if before.value is not None and after.value is None:
        return "withdrawn"
    if not same_number(before.value, after.value):
        only_residents = before.denominator != after.denominator and before.numerator == after.numerator
        return "residents" if only_residents else "another figure"
    if before.status == "provisional" and after.status != "provisional":
        return "no longer provisional"
    return "facts"


def same_number(one: float | None, other: float | None) -> bool:
    """Equal, or both absent; the last bits of floating point are forgiven."""
    if one is None or other is None:
        return one is other
    return one == other or math.isclose(one, other, rel_tol=1e-12, abs_tol=0.0)


def last_day(period: str) -> date | None:
    """The last day of 2025-04, 2025-Q1 or 2025; None for anything else."""
    parsed = parse_period(period)
    if parsed is None or parsed.frequency not in MONTHS_IN:
        return None
    year, month = _last_month(parsed)
    return date(year, month, monthrange(year, month)[1])


def _last_month(period: Period) -> tuple[int, int]:
    if period.frequency == "month":
        return period.ordinal // 12, period.ordinal % 12 + 1
    if period.frequency == "quarter":
        return period.ordinal // 4, period.ordinal % 4 * 3 + 3
    return period.ordinal, 12


def next_label(period: str, step: int = 1) -> str | None:
    """The label of the next (or, with -1, the previous) period; None for labels of an unknown kind."""
    parsed = parse_period(period)
    return None if parsed is None else Period(parsed.frequency, parsed.ordinal + step).label()


def is_stale(last_period: str | None, *, frequency: str, source: str, today: date) -> bool:
    """Whether a newer figure should have come in: last period + one period + usual lag + 31 days are over.

    A measure without any figure is stale.
    """
    following = next_label(last_period) if last_period else None
    due_from = last_day(following) if following else None
    if due_from is None:
        return True
    return today > due_from + timedelta(days=LAG_DAYS.get(source, 60) + STALE_GRACE_DAYS)


def ends_by(period: str, limit: str) -> bool:
    """Whether a period ends no later than another ("2025-03" by "2025-Q1"); unknown labels never do."""
    one, other = last_day(period), last_day(limit)
    return one is not None and other is not None and one <= other


def frequency_words(frequency: Frequency | str) -> str:
    """How a period of this frequency is written, for messages."""
    return {"month": "YYYY-MM, like 2025-04", "quarter": "YYYY-Qn, like 2025-Q1", "year": "YYYY, like 2025"}.get(
        frequency, "as the measure says"
    )


def year_before(period: str) -> str | None:
    """The same period a year earlier; None for labels of an unknown kind."""
    return period_a_year_before(period)
