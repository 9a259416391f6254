"""What counts as a crime, how months run, and when a month's figure is too low to be believed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from frankpledge.evidence.series.suspect import suspect_periods

ASB = "Anti-social behaviour"
CRIME_TYPES = (
    "Bicycle theft",
    "Burglary",
    "Criminal damage and arson",
    "Drugs",
    "Other crime",
    "Other theft",
    "Possession of weapons",
    "Public order",
    "Robbery",
    "Shoplifting",
    "Theft from the person",
    "Vehicle crime",
    "Violence and sexual offences",
)
KNOWN_TYPES = (ASB, *CRIME_TYPES)
FIRST_MONTH = "2010-12"  # data.police.uk begins here
MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")

# A force file that came in is believed sooner than a count by place: in the lockdown of 2020 one force's real
# figures fell to 0.3 of its usual month. Below this share a file was cut off on its way.
INCOMPLETE_FILE_BELOW = 0.1


class MixedCount(ValueError):
    """Crimes and anti-social behaviour incidents were asked for in one figure."""


@dataclass(frozen=True)
class Suspicion:
    month: str
    reason: str


def counted(crime_types: Sequence[str] | None) -> str:
    """What a figure counts, in words: "crimes" or "anti-social behaviour incidents", never both in one.

    Raises:
        MixedCount: both kinds are named.
    """
    if not crime_types:
        return "crimes"
    incidents = [name for name in crime_types if name.casefold() == ASB.casefold()]
    if incidents and len(incidents) < len(crime_types):
        raise MixedCount("a figure counts crimes or anti-social behaviour incidents, not both")
    return "anti-social behaviour incidents" if incidents else "crimes"


def is_month(text: str) -> bool:
    return bool(MONTH.fullmatch(text))


def months_between(first: str, last: str) -> list[str]:
    """Every month from first to last, both included."""
    start, end = _number(first), _number(last)
    return [f"{number // 12:04d}-{number % 12 + 1:02d}" for number in range(start, end + 1)]


def _number(month: str) -> int:
    return int(month[:4]) * 12 + int(month[5:7]) - 1


def month_ranges(months: Iterable[str]) -> str:
    """Months in words that a table can hold: "2024-01 to 2024-04, 2024-06"."""
    runs: list[list[str]] = []
    for month in sorted(set(months)):
        if runs and _number(month) == _number(runs[-1][-1]) + 1:
            runs[-1].append(month)
        else:
            runs.append([month])
    return ", ".join(run[0] if len(run) == 1 else f"{run[0]} to {run[-1]}" for run in runs)


def suspect_months(rows_by_month: Mapping[str, int], residents: int | None) -> list[Suspicion]:
    """Months whose count by place is too low to be believed: the force did not supply its data, or only part of it.

    Args:
        rows_by_month: every row of the area (crimes and incidents of all types), for the months that a file holds.
        residents: of the same area; None switches the rule on areas that were never supplied off.
    """
    return [Suspicion(found.period, found.reason) for found in suspect_periods(rows_by_month, residents)]


def cut_off_months(rows_by_month: Mapping[str, int]) -> list[Suspicion]:
    """Months whose street file holds so few rows that it was cut off on its way."""
    if not rows_by_month:
        return []
    usual = median(rows_by_month.values())
    return [
        Suspicion(month, f"the file looks cut off: {rows:,} rows, where {usual:,.0f} are usual")
        for month, rows in sorted(rows_by_month.items())
        if rows < INCOMPLETE_FILE_BELOW * usual
    ]
