"""Opening hours as people write them, and as they are kept: (weekday, from, to), Monday 0, times "HH:MM".

A day is written "09:00-12:30, 13:30-17:00"; a week "Mon-Fri 09:00-17:00; Sat 10:00-13:00". "22:00-02:00" runs into the
next day, "00:00-24:00" is the whole day, nothing or "closed" is closed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any

from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.utils.translation import gettext as _

from frankpledge.office.errors import BadInput

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
CLOSED = {"", "-", "–", "closed", "none"}
MOST_AGENCIES, LONGEST_NAME = 6, 60
_TIME = r"(\d{1,2})(?:[:.](\d{2}))?\s*(am|pm)?"
_SPAN = re.compile(rf"{_TIME}\s*(?:-|–|to)\s*{_TIME}", re.IGNORECASE)
Span = tuple[int, str, str]


class NotHours(BadInput):
    """What was written is no opening hours."""


def day(text: str, weekday: int) -> list[Span]:
    """The hours of one day.

    Raises:
        NotHours: naming the part that is not understood.
    """
    if text.strip().casefold() in CLOSED:
        return []
    spans = []
    for part in re.split(r"[,;]|\band\b", text):
        found = _SPAN.fullmatch(part.strip())
        if found is None:
            raise NotHours(
                _("“%(part)s” is no time from and to. Write 09:00-17:00, or 09:00-12:00, 13:00-17:00.")
                % {"part": part.strip()}
            )
        hour, minute, half, to_hour, to_minute, to_half = found.groups()
        start, end = _clock(hour, minute, half, part), _clock(to_hour, to_minute, to_half, part)
        if start == end or start == "24:00":
            raise NotHours(
                _("“%(part)s” does not last. The whole day is written 00:00-24:00.") % {"part": part.strip()}
            )
        spans.append((weekday, start, end))
    return spans


def _clock(hour: str, minute: str | None, half: str | None, part: str) -> str:
    hours, minutes = int(hour), int(minute or 0)
    wrong = bool(half) and not 1 <= hours <= 12
    if half:
        hours = hours % 12 + (12 if half.casefold() == "pm" else 0)
    if wrong or minutes > 59 or hours * 60 + minutes > 1440:
        raise NotHours(_("“%(part)s”: a time lies between 00:00 and 24:00.") % {"part": part.strip()})
    return f"{hours:02d}:{minutes:02d}"


def week(text: str) -> list[Span]:
    """The hours of a week: days, then times; parts divided by ";".

    Raises:
        NotHours: a day or a time is not understood, a day stands twice, or it is never open.
    """
    spans: list[Span] = []
    for part in filter(None, (each.strip() for each in text.split(";"))):
        first_digit = re.search(r"\d", part)
        if first_digit is None:
            raise NotHours(_("“%(part)s” has no times. Write Mon-Fri 09:00-17:00.") % {"part": part})
        days = _days(part[: first_digit.start()].strip(" :,"), part)
        if twice := {span[0] for span in spans} & set(days):
            raise NotHours(_("%(day)s stands twice.") % {"day": WEEKDAYS[min(twice)]})
        spans += [span for weekday in days for span in day(part[first_digit.start() :], weekday)]
    if not spans:
        raise NotHours(_("It is never open."))
    return spans


def _days(text: str, part: str) -> list[int]:
    if text.casefold() in ("daily", "every day"):
        return list(range(7))
    found: list[int] = []
    for piece in re.split(r"[,\s]+(?:and\s+)?", re.sub(r"\s*(?:-|–|\bto\b)\s*", "-", text)):
        first, _dash, last = piece.partition("-")
        start = _weekday(first, part)
        end = _weekday(last, part) if last else start
        found += [at % 7 for at in range(start, end + 1 + (7 if end < start else 0))]
    return found


def _weekday(text: str, part: str) -> int:
    """A weekday by the first three letters of its name, in English or in the language of the page."""
    wanted = text.strip(" .").casefold()
    for at in range(7):
        names = (DAYS[at], str(WEEKDAYS[at]), str(WEEKDAYS_ABBR[at]))
        if len(wanted) >= 2 and any(name.casefold().startswith(wanted[:3]) for name in names):
            return at
    raise NotHours(_("“%(part)s” does not begin with days. Write Mon-Fri 09:00-17:00.") % {"part": part})


def written(spans: Iterable[Sequence[Any]]) -> str:
    """Hours as `week` reads them: days with the same hours together."""
    kept = list(spans)
    hours = {at: day_written(kept, at) for at in range(7)}
    parts = []
    for text, run in groupby(range(7), key=lambda at: hours[at]):
        days = list(run)
        if text:
            last = f"-{WEEKDAYS_ABBR[days[-1]]}" if len(days) > 1 else ""
            parts.append(f"{WEEKDAYS_ABBR[days[0]]}{last} {text}")
    return "; ".join(parts)


def day_written(spans: Iterable[Sequence[Any]], weekday: int) -> str:
    """The hours of one day as `day` reads them."""
    return ", ".join(f"{start}-{end}" for at, start, end in spans if at == weekday)


def agencies(text: str) -> list[dict[str, Any]]:
    """Agencies, one on each line: "Name: Mon-Fri 09:00-17:00".

    Raises:
        NotHours: naming the line.
    """
    found = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        name, colon, hours = line.partition(":")
        if not colon or not name.strip():
            raise NotHours(
                _("Line %(n)s: begin with the name and a colon, such as Youth service: Mon-Fri 15:00-20:00.")
                % {"n": number}
            )
        try:
            found.append({"name": name.strip()[:LONGEST_NAME], "spans": [list(span) for span in week(hours)]})
        except NotHours as wrong:
            raise NotHours(_("Line %(n)s: %(why)s") % {"n": number, "why": wrong.message}) from wrong
    return found


def as_fields(kept: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """Kept agencies as the fields of the form show them: the first by day, the others line by line."""
    if not kept:
        return {}
    first, *others = kept
    shown = {"agency": first["name"], **{name: day_written(first["spans"], at) for at, name in enumerate(DAYS)}}
    return {**shown, "further": "\n".join(f"{one['name']}: {written(one['spans'])}" for one in others)}
