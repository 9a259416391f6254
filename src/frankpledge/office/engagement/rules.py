"""Pure decisions about the year of engagement: whom to reach, what a person reached cost, what stands in a month."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date as Date
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

GROUPS: tuple[tuple[str, str], ...] = (
    ("everybody", "everybody in the area"),
    ("victims", "victims of crime"),
    ("under-21", "people under 21"),
    ("over-65", "people over 65"),
    ("business", "businesses"),
    ("voluntary", "voluntary and community organisations"),
    ("disadvantaged", "people who are disadvantaged"),
    ("seldom-heard", "groups that are seldom heard"),
    ("workforce", "police and fire workforce"),
    ("partners", "partner organisations"),
)
"""Whom an office is expected to reach: victims by section 96 of the Police Act 1996, the age groups, businesses, the
voluntary sector, the disadvantaged and groups that are seldom heard after regulation 2 of SI 2010/421 (as made)."""


def cost_a_person(pairs: Iterable[tuple[int | None, Decimal | None]]) -> Decimal | None:
    """What one person reached cost, over the events of which both numbers are known, to the penny.

    None where no such event reached anybody: a missing number is never shown as nought.
    """
    known = [(reached, cost) for reached, cost in pairs if reached is not None and cost is not None]
    people = sum(reached for reached, _cost in known)
    if not people:
        return None
    spent = sum((cost for _reached, cost in known), Decimal(0))
    return (spent / people).quantize(Decimal("0.01"), ROUND_HALF_UP)


@dataclass(frozen=True)
class Entry:
    """One thing in the calendar, of one day or of several.

    kind: "opens", "closes", "decision", "event" or "open" (the whole time in which a consultation can be answered).
    """

    day: Date
    kind: str
    title: str
    href: str = ""
    words: str = ""
    until: Date | None = None
    time: str = ""
    place: str = ""
    uid: str = ""
    cancelled: bool = False


def by_month(entries: Iterable[Entry], year: int) -> list[tuple[Date, list[Entry]]]:
    """The entries of each month that has any, months and days in order. What lasts stands in the month it begins in.

    What began in an earlier year and still lasts stands in January.
    """
    found: dict[Date, list[Entry]] = {}
    for entry in sorted(entries, key=lambda one: (one.day, one.kind, one.title)):
        last = entry.until or entry.day
        if entry.day.year <= year <= last.year:
            month = Date(year, entry.day.month, 1) if entry.day.year == year else Date(year, 1, 1)
            found.setdefault(month, []).append(entry)
    return sorted(found.items())


def years_of(entries: Iterable[Entry], today: Date) -> list[int]:
    """Every year from the first entry to the last, this year included."""
    years = {today.year} | {one.day.year for one in entries} | {(one.until or one.day).year for one in entries}
    return list(range(min(years), max(years) + 1))


# ---- iCalendar (RFC 5545)


def calendar_text(entries: Sequence[Entry], *, name: str, site: str, now: datetime) -> str:
    """An .ics file of whole-day entries; lines end with CR LF and none has more than 75 octets.

    Args:
        site: the address of this site without a slash at its end, for links and for identifiers.
        now: when it was made, in UTC.
    """
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Frankpledge//Engagement calendar//EN", "CALSCALE:GREGORIAN"]
    lines.append(f"X-WR-CALNAME:{_escaped(name)}")
    for entry in entries:
        lines += _event_lines(entry, site, now)
    lines.append("END:VCALENDAR")
    return "".join(f"{folded}\r\n" for line in lines for folded in _folded(line))


def _event_lines(entry: Entry, site: str, now: datetime) -> list[str]:
    host = site.partition("://")[2].partition("/")[0] or "localhost"
    end = (entry.until or entry.day) + timedelta(days=1)
    about = " ".join(part for part in (entry.time, entry.words) if part)
    lines = [
        "BEGIN:VEVENT",
        f"UID:{_escaped(entry.uid or entry.href.strip('/').replace('/', '-'))}-{entry.kind}@{host}",
        f"DTSTAMP:{now:%Y%m%dT%H%M%SZ}",
        f"DTSTART;VALUE=DATE:{entry.day:%Y%m%d}",
        f"DTEND;VALUE=DATE:{end:%Y%m%d}",
        f"SUMMARY:{_escaped(entry.title)}",
    ]
    lines += [f"DESCRIPTION:{_escaped(about)}"] if about else []
    lines += [f"LOCATION:{_escaped(entry.place)}"] if entry.place else []
    lines += [f"URL:{site}{entry.href}"] if entry.href else []
    lines += ["STATUS:CANCELLED"] if entry.cancelled else []
    return [*lines, "TRANSP:TRANSPARENT", "END:VEVENT"]


def _escaped(text: str) -> str:
    """Text as a property takes it: no line ends, and its own signs escaped."""
    plain = "".join(char for char in text.replace("\r\n", "\n").replace("\r", "\n") if char == "\n" or ord(char) >= 32)
    return plain.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _folded(line: str) -> list[str]:
    """A line cut so that no part has more than 75 octets; parts after the first begin with a space."""
    parts, start = [], ""
    for char in line:
        if len((start + char).encode()) > 75:
            parts.append(start)
            start = " "
        start += char
    return [*parts, start]
