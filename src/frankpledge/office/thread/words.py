"""Small phrases that pages of the thread share."""

from __future__ import annotations

import re
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from frankpledge.office.ui.words import count, date_words

QUARTER = re.compile(r"(\d{4})-Q([1-4])")


def period_words(period: str) -> str:
    """ "April 2025", "January to March 2025" or "2025" for 2025-04, 2025-Q1 and 2025."""
    if match := QUARTER.fullmatch(period):
        first = date(int(match[1]), 3 * int(match[2]) - 2, 1)
        last = date(int(match[1]), 3 * int(match[2]), 1)
        return _("%(start)s to %(end)s") % {"start": date_format(first, "F"), "end": date_format(last, "F Y")}
    return date_words(period)


def figure_words(period: str, value: float, unit: str) -> str:
    """ "April 2025: 142 recorded burglaries"."""
    rounded = round(value, 2) if abs(value) < 100 else round(value)
    return _("%(period)s: %(value)s %(unit)s") % {
        "period": period_words(period),
        "value": count(rounded),
        "unit": unit,
    }


def shortened(text: str, length: int = 90) -> str:
    """At most so many characters, cut at a space, with … where it was cut."""
    if len(text) <= length:
        return text
    return text[: length - 1].rsplit(" ", 1)[0].rstrip(",;:. ") + "…"


def page_number(asked: object) -> int:
    """The page that an address asks for; the first for nonsense."""
    text = str(asked or "")
    return int(text) if text.isdecimal() and len(text) < 8 else 1
