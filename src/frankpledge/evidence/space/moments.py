"""Dates and times of events, as numbers that a test can deal out: and the refusal of dates that are only months."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from frankpledge.evidence.errors import ImpossibleCount, LengthsDiffer, NotComputable, NotFinite, require_choice

from .checks import Floats

Unit = Literal["day", "hour"]
Precision = Literal["minute", "day", "month"]
PRECISIONS = ("minute", "day", "month")
MINUTES = {"day": 1440.0, "hour": 60.0}
FEWEST_TO_SUSPECT = 5
_ZONE = re.compile(r"[T ].*(Z|[+-]\d\d:?\d\d)$")
Moments = npt.ArrayLike | Sequence[date] | Sequence[datetime] | Sequence[str]


class MonthPrecision(NotComputable):
    """The dates say only the month; a test of days needs days."""


REASON = (
    "The dates say only the month. Whether crimes follow each other within days cannot be seen in them, and published "
    "positions are moved to shared points besides. Use the force's own extract, with dates and places as recorded."
)


def moments(times: Any, unit: Unit, precision: Precision | None = None, name: str = "times") -> Floats:
    """Times as multiples of `unit`, shape (n,).

    Args:
        times: numbers of `unit` from any origin, taken as they are; or dates, local date-times (without a zone), or
            their ISO text.
        precision: see `whole`; "month" is refused.
    Raises:
        MonthPrecision: `precision` is "month", or every date is a month or the first of one.
        NotFinite: a time is missing. ImpossibleCount: not one-dimensional, or a zone is given.
    """
    require_choice("unit", unit, tuple(MINUTES))
    if precision is not None:
        require_choice("precision", precision, PRECISIONS)
    if precision == "month":
        raise MonthPrecision(REASON)
    array = _as_array(times, name)
    if array.ndim != 1:
        raise ImpossibleCount(f"{name} must have one dimension; it has shape {array.shape}")
    if array.dtype.kind != "M":
        found = array.astype(np.float64)
        if not np.isfinite(found).all():
            raise NotFinite(f"{name}: {int((~np.isfinite(found)).sum())} of {found.size} are missing")
        return found
    if np.isnat(array).any():
        raise NotFinite(f"{name}: {int(np.isnat(array).sum())} of {array.size} are missing")
    _refuse_months(array)
    minutes = (array.astype("datetime64[s]") - np.datetime64("1970-01-01", "s")).astype(np.float64) / 60
    return minutes / MINUTES[unit]  # type: ignore[no-any-return]


def whole(values: Floats, times: Any, unit: Unit, precision: Precision | None) -> Floats:
    """Calendar days, where days are compared: an hour that is known for some events only must not move the others.

    With `precision` "day" (as set, for days) dates and date-times count as the day they fall on; with "minute" (as set,
    for hours) the time between is what the clock says. Numbers stay as they are.
    """
    if unit == "day" and precision in {None, "day"} and _as_array(times, "times").dtype.kind == "M":
        return np.floor(values)  # type: ignore[no-any-return]
    return values


def spans(starts: Any, until: Any, unit: Unit, precision: Precision | None = None) -> tuple[Floats, Floats]:
    """The middle of each from-to span and its length, in `unit`; an event without an end (NaT) is of its moment.

    Raises:
        LengthsDiffer: not as many ends as starts.
        ImpossibleCount: an end lies before its start.
    """
    begin, ends = moments(starts, unit, precision), _as_array(until, "until")
    if ends.shape != begin.shape:
        raise LengthsDiffer(f"{begin.size} starts and {ends.size} ends")
    end = begin.copy()
    known = ~np.isnat(ends) if ends.dtype.kind == "M" else np.ones(begin.size, bool)
    if known.any():
        end[known] = moments(ends[known], unit, precision, "until")
    backwards = np.flatnonzero(end < begin)
    if backwards.size:
        raise ImpossibleCount(f"{backwards.size} spans end before they start, first at {backwards[0]}")
    return (begin + end) / 2, end - begin


def _as_array(times: Any, name: str) -> npt.NDArray[Any]:
    array = np.asarray(times)
    if array.dtype.kind == "O" and any(isinstance(each, date) for each in array.flat):
        if any(getattr(each, "tzinfo", None) is not None for each in array.flat):
            raise ImpossibleCount(f"{name} carry a time zone: give local clock times without one")
        return array.astype("datetime64[s]")
    if array.dtype.kind == "U":
        if any(len(each) <= len("2024-01") and each != "NaT" for each in array.flat):
            raise MonthPrecision(REASON)
        if any(_ZONE.search(each) for each in array.flat):
            raise ImpossibleCount(f"{name} carry a time zone: give local clock times without one")
        return array.astype("datetime64[s]")
    return array


def without_time(times: Any) -> npt.NDArray[np.bool_]:
    """Which of the times are a date alone: a day, not its midnight."""
    array = np.asarray(times)
    if array.dtype.kind == "M":
        return np.full(array.shape, np.datetime_data(array.dtype)[0] in {"D", "W"})
    if array.dtype.kind == "U":
        return np.asarray(np.char.str_len(array) == len("2024-01-31"), bool)
    alone = [isinstance(each, date) and not isinstance(each, datetime) for each in array.flat]
    return np.array(alone, bool).reshape(array.shape)


def _refuse_months(array: npt.NDArray[Any]) -> None:
    if np.datetime_data(array.dtype)[0] in {"M", "Y"}:
        raise MonthPrecision(REASON)
    firsts = array.astype("datetime64[M]").astype(array.dtype) == array
    if array.size >= FEWEST_TO_SUSPECT and firsts.all():
        raise MonthPrecision(f"All {array.size:,} dates are the first of a month. {REASON}")
