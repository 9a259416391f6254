"""Numbers as a page writes them, rounded so that what is shown never contradicts what was computed."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from math import ceil, floor, log10

from frankpledge.evidence.series.model import Kind, Series
from frankpledge.evidence.series.xmr import Limits

MOST_DECIMALS = 4


@dataclass(frozen=True, slots=True)
class Shown:
    """A value with its unit, and its usual range without, all with the same number of decimals.

    `single` says that the range is one figure only.
    """

    value: str
    lower: str
    upper: str
    centre: str
    single: bool


def number(value: float, decimals: int) -> str:
    """1234.5 -> "1,234.5"; a true minus sign before negative numbers; never "-0"."""
    text = f"{abs(value):,.{decimals}f}"
    negative = value < 0 and any(digit in text for digit in "123456789")
    return f"−{text}" if negative else text


def decimals_of(series: Series) -> int:
    """Decimals for this series: as told, none for counts, else enough to show its ordinary ups and downs."""
    if series.decimals is not None:
        return series.decimals
    seen = [v for v in series.values if v is not None]
    steps = [abs(later - earlier) for earlier, later in pairwise(seen) if later != earlier]
    if series.kind == "count" or not seen:
        return 0
    typical = sum(steps) / len(steps) if steps else abs(seen[-1]) / 100
    return min(MOST_DECIMALS, max(0, ceil(-log10(typical)))) if typical > 0 else 0


def with_unit(text: str, series: Series) -> str:
    """The number with its sign or unit: "71%", "3.2 per 1,000 people", "142"."""
    if series.kind == "percent":
        return f"{text}%"
    return f"{text} {series.unit}" if series.unit else text


def plain(value: float, series: Series) -> str:
    """One value with its unit. A count that is not whole (an average, say) keeps a decimal below 10."""
    decimals = decimals_of(series)
    if series.kind == "count" and series.decimals is None and abs(value) < 10 and not float(value).is_integer():
        decimals = 1
    return with_unit(number(value, decimals), series)


def exact(value: float, series: Series) -> str:
    """A figure that somebody set, a target say, with the decimals it has and no more."""
    return with_unit(number(value, own_decimals(value)), series)


def own_decimals(value: float) -> int:
    """How many decimals it takes to write `value` as it is, up to four."""
    return next((d for d in range(MOST_DECIMALS) if abs(round(value, d) - value) < 1e-9), MOST_DECIMALS)


def shown(value: float, limits: Limits, series: Series, side: int) -> Shown:
    """The value with its usual range, the range rounded inwards.

    `side` is +1 when the value lies above the range, -1 below, 0 within. Decimals are added until what is
    shown says the same; a whole count needs none.
    """
    bottom, top = _clipped(limits, series)
    start = decimals_of(series)
    if series.kind == "count" and not float(value).is_integer() and limits.centre < 10:
        start = max(start, 1)
    for decimals in range(start, MOST_DECIMALS + 1):
        low, high = inward(bottom, top, decimals)
        seen = round(value, decimals)
        if low <= high and side == (seen > high) - (seen < low):
            break
    else:
        decimals, low, high = MOST_DECIMALS, bottom, top
    average = 1 if series.kind == "count" and abs(limits.centre) < 10 else decimals
    while average < MOST_DECIMALS and round(value, average) == round(limits.centre, average):
        average += 1  # a value above its average must not be shown equal to it
    if value == limits.centre:
        average = decimals
    sign = "%" if series.kind == "percent" else ""
    return Shown(
        value=with_unit(number(value, decimals), series),
        lower=number(low, decimals) + sign,
        upper=number(high, decimals) + sign,
        centre=number(limits.centre, average) + sign,
        single=number(low, decimals) == number(high, decimals),
    )


def ceiling_of(kind: Kind, upper_bound: float | None) -> float | None:
    """What the measure cannot exceed: 100 for a percentage unless something else was said."""
    return 100.0 if kind == "percent" and upper_bound is None else upper_bound


def _clipped(limits: Limits, series: Series) -> tuple[float, float]:
    bottom, top = limits.lower, limits.upper
    highest = ceiling_of(series.kind, series.upper_bound)
    if series.lower_bound is not None:
        bottom = max(bottom, series.lower_bound)
    return bottom, top if highest is None else min(top, highest)


def inward(bottom: float, top: float, decimals: int) -> tuple[float, float]:
    """Rounded towards the middle, forgiving the last bits of floating point."""
    scale = 10.0**decimals
    low = ceil(bottom * scale - 1e-6) / scale
    return low, floor(top * scale + 1e-6) / scale
