"""Dates, numbers, ranges and addresses as every page writes them (GOV.UK style)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def date_words(value: Any) -> str:
    """ "9 September 2021", or "April 2025" for a month written YYYY-MM.

    Takes a date, a datetime (shown in the office's local time), or text in ISO form. Empty for None; other
    text comes back as it was.
    """
    if value is None:
        return ""
    if isinstance(value, str):
        return _text_as_date(value)
    if isinstance(value, datetime) and timezone.is_aware(value):
        value = timezone.localtime(value)
    return date_format(value, "j F Y") if isinstance(value, date) else str(value)


def _text_as_date(text: str) -> str:
    if month := MONTH.fullmatch(text):
        return date_format(date(int(month[1]), int(month[2]), 1), "F Y")
    if DAY.fullmatch(text):
        try:
            return date_format(date.fromisoformat(text), "j F Y")
        except ValueError:
            return text
    return text


def range_words(value: Any) -> str:
    """ "April 2023 to March 2025" from two ends: a pair, or an object with `start` and `end`."""
    start, end = value if isinstance(value, Sequence) and not isinstance(value, str) else (value.start, value.end)
    first, last = date_words(start), date_words(end)
    if not first or not last or first == last:
        return first or last
    return _("%(start)s to %(end)s") % {"start": first, "end": last}


def count(value: Any) -> str:
    """1234 as "1,234". None is "–": a missing number is never shown as zero."""
    if value is None or value == "":
        return "–"
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return str(value)
    if number == number.to_integral_value():
        return _with_commas(number, 0)
    return _with_commas(number, min(3, -int(number.as_tuple().exponent)))


def percent(value: Any, places: int = 0) -> str:
    """A share between 0 and 1 as "43%"; `places` decimals where they matter. None is "–"."""
    if value is None or value == "":
        return "–"
    return _with_commas(Decimal(str(value)) * 100, int(places)) + "%"


def _with_commas(number: Decimal, places: int) -> str:
    rounded = number.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    text = number_format(abs(rounded), places, use_l10n=True, force_grouping=True)
    return f"−{text}" if rounded < 0 else text


def file_size(size: int) -> str:
    """Bytes in words of about three digits: "820 bytes", "14 kB", "2.1 MB"."""
    if size < 1000:
        return _("%(size)s bytes") % {"size": size}
    if size < 1_000_000:
        return f"{max(1, round(size / 1000))} kB"
    return f"{size / 1_000_000:.1f} MB"


def page_url(reference: str) -> str:
    """The address of the page of a permanent reference: "measure/burglary" is at "/measure/burglary/"."""
    return f"/{quote(str(reference).strip('/'))}/"


def with_query(address: str, **changes: Any) -> str:
    """An address with some query parameters changed; None takes a parameter away."""
    parts = urlsplit(address)
    kept = [(name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if name not in changes]
    kept += [(name, str(value)) for name, value in changes.items() if value is not None]
    return urlunsplit(("", "", parts.path, urlencode(kept), ""))
