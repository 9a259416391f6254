"""The hours of the week in which crime happens, when all that is known is "between then and then".

A crime between 8 in the evening and 8 in the morning counts one twelfth in each of the twelve hours. Taking the start,
the end or the middle for the moment puts a peak where somebody came home.

Source: Ratcliffe and McCullagh, Int. J. Geographical Information Science 12 (1998); Ratcliffe, J. Quantitative
Criminology 18 (2002).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numba import njit

from frankpledge.evidence.errors import ImpossibleCount, NotComputable, require_choice

from .checks import Flags, Floats, listed, per_cent
from .moments import FEWEST_TO_SUSPECT, REASON, MonthPrecision, _as_array, without_time

AORISTIC_METHOD = "aoristic/1"
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
WEEK = 7 * 1440
MONDAY = np.datetime64("1970-01-05", "m")


@dataclass(frozen=True, slots=True)
class Week:
    """Events by hour of the week.

    Args:
        weights: shape (7, 24), Monday first; they sum to `events`.
        events: how many are in the table. left_out: spans longer than `longest_hours`, or without an end where that was
            asked. spread: events that fall into more than one hour. no_hour: dates without a time, spread over the day.
    """

    weights: Floats
    events: int
    left_out: int
    spread: int
    no_hour: int
    longest_hours: float
    method: str = AORISTIC_METHOD

    @property
    def by_hour(self) -> Floats:
        return self.weights.sum(axis=0)  # type: ignore[no-any-return]

    @property
    def by_day(self) -> Floats:
        return self.weights.sum(axis=1)  # type: ignore[no-any-return]

    @property
    def busiest(self) -> tuple[int, int]:
        """Day (Monday is 0) and hour with the most."""
        day, hour = np.unravel_index(int(self.weights.argmax()), (7, 24))
        return int(day), int(hour)

    @property
    def sentence(self) -> str:
        day, hour = self.busiest
        blurred = (
            f" {per_cent(self.spread / self.events)} of the events are spread over more than one hour, so peaks look "
            "flatter than they were."
            if self.spread
            else ""
        )
        left = f" {self.left_out:,} events were left out: their hour is not known." if self.left_out else ""
        return (
            f"Of {self.events:,} events the most fall on {DAYS[day]} between {hour}:00 and {hour + 1}:00 "
            f"({per_cent(float(self.weights[day, hour]) / self.events)} of the week's; with all hours alike each would "
            f"have 0.6%).{blurred}{left}"
        )


def aoristic_week(
    starts: Any,
    ends: Any = None,
    *,
    longest_hours: float = 168.0,
    unknown_end: Literal["instant", "leave out"] = "instant",
) -> Week:
    """The table of hours, each event spread evenly over the hours in which it may have happened.

    Args:
        starts, ends: local date-times (no zone), shape (n,). A missing end (NaT) is an event of that moment, or is left
            out; without `ends` all are of their moment. Dates without a time (a date, "2024-03-05", or of the type
            datetime64[D]) are whole days.
        longest_hours: events with a longer span are left out: at a week or more they say nothing of the hour.
    Raises:
        MonthPrecision: the dates say only the month.
        NotComputable: no event is left. ImpossibleCount: an end before its start, or lengths that differ.
    """
    require_choice("unknown_end", unknown_end, ("instant", "leave out"))
    if not longest_hours > 0:
        raise ImpossibleCount(f"the longest span lies above 0 hours; got {longest_hours:g}")
    begin, days = _minutes(starts, "starts")
    end, last_days = (begin.copy(), days) if ends is None else _minutes(ends, "ends")
    if begin.size != end.size:
        raise ImpossibleCount(f"{begin.size} starts and {end.size} ends")
    if np.isnan(begin).any():
        raise ImpossibleCount(f"{int(np.isnan(begin).sum())} of {begin.size} events have no start")
    unknown = np.isnan(end)
    kept = ~unknown if unknown_end == "leave out" else np.ones(begin.size, bool)
    # A day lasts until the next one begins, whether it is the last day or the only one that is known.
    end = np.where(unknown, begin, end) + 1440.0 * np.where(unknown, days, last_days)
    if (end < begin).any():
        raise ImpossibleCount(f"{int((end < begin).sum())} events end before they start")
    kept &= end - begin <= longest_hours * 60
    if not kept.any():
        raise NotComputable(f"None of {begin.size} events has a known hour within {longest_hours:g} hours.")
    weights, spread = _spread(np.mod(begin[kept], WEEK), (end - begin)[kept])
    many = int(kept.sum())
    return Week(
        weights.reshape(7, 24), many, begin.size - many, int(spread), int((days & kept).sum()), float(longest_hours)
    )  # fmt: skip


def _minutes(times: Any, name: str) -> tuple[Floats, Flags]:
    """Minutes since a Monday at midnight, NaN where there is none; and which are dates without a time."""
    array = _as_array(times, name)
    if array.ndim != 1 or array.dtype.kind != "M":
        raise ImpossibleCount(f"{name} must be local date-times, one after the other; got {array.dtype}")
    unit = np.datetime_data(array.dtype)[0]
    if unit in {"M", "Y"}:
        raise MonthPrecision(REASON)
    known = array[~np.isnat(array)]
    if known.size >= FEWEST_TO_SUSPECT and (known == known.astype("datetime64[M]").astype(array.dtype)).all():
        raise MonthPrecision(f"All {known.size:,} dates are the first of a month, without a time. {REASON}")
    minutes = (array.astype("datetime64[s]") - MONDAY.astype("datetime64[s]")).astype(np.float64) / 60
    minutes[np.isnat(array)] = np.nan
    return minutes, without_time(times)


@njit(cache=True)  # type: ignore[untyped-decorator, unused-ignore]
def _spread(begin, lasting):  # type: ignore[no-untyped-def]
    """Each event's weight of 1, spread over the hours of the week that it touches by the minutes in each."""
    weights, spread = np.zeros(168), 0
    for at in range(begin.size):
        start, left = begin[at], lasting[at]
        hour = int(start // 60)
        if left <= 0:
            weights[hour % 168] += 1
            continue
        share = 1 / left
        here = min(left, (hour + 1) * 60 - start)
        if here < left:
            spread += 1
        while left > 1e-9:
            weights[hour % 168] += here * share
            left -= here
            hour += 1
            here = min(left, 60.0)
    return weights, spread


def hours_in_words(hours: list[tuple[int, int]]) -> str:
    """ "Friday 22:00, Saturday 23:00"."""
    return listed([f"{DAYS[day]} {hour}:00" for day, hour in hours])
