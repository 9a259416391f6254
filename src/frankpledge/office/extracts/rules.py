"""What a cell of a force's extract says: a moment, a place, a kind of column. Nothing here knows of the database."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

PARTS = (
    "start", "start_time", "end", "end_time", "easting", "northing", "longitude", "latitude",
    "offence_code", "local_type",
)  # fmt: skip
DAY_FIRST, MONTH_FIRST = "day first", "month first"
LONDON = ZoneInfo("Europe/London")
EARLIEST = date(1990, 1, 1)
A_DAY = timedelta(days=1)
# Great Britain on the National Grid, in metres; and where British police forces record, in degrees.
EASTINGS, NORTHINGS = (0.0, 700_000.0), (0.0, 1_300_000.0)
LONGITUDES, LATITUDES = (-9.5, 2.5), (49.0, 61.5)
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

# Columns that say who somebody is, where they live or what they drive: neither shown nor read.
CATEGORY = re.compile(r"\b(offence|crime|ho|home office) (description|title|name|type|category)\b", re.IGNORECASE)
PERSONAL = re.compile(
    r"name|victim|offender|suspect|witness|aggrieved|complainant|dob|birth|phone|mobile|e-?mail|address|"
    r"post ?code|house|street|nino|ethnic|gender|\bsex\b|\bage\b|vrm|registration|\breg\b|plate|vehicle|officer|"
    r"\bref(erence)?\b|\burn\b|\b(crime|occurrence) (no|number|id)\b|notes?\b|summary|description|"
    r"\bmo\b|modus|free ?text|comment",
    re.IGNORECASE,
)
NAMES: dict[str, tuple[str, ...]] = {
    "start": (
        r".*(from|start|committed|earliest|first).*date.*", r".*date.*(from|start|committed).*", r"start|from", r"date",
    ),
    "start_time": (r".*(from|start|committed|earliest|first).*time.*", r".*time.*(from|start|committed).*", r"time"),
    "end": (r".*(to|end|latest|last)\b.*date.*", r".*date.*\b(to|end|latest|last).*", r"end|to"),
    "end_time": (r".*(to|end|latest|last)\b.*time.*", r".*time.*\b(to|end|latest|last).*"),
    "easting": (r".*easting.*", r"x|.*grid.*e.*|.*_x|.*\bx\b.*"),
    "northing": (r".*northing.*", r"y|.*grid.*n.*|.*_y|.*\by\b.*"),
    "longitude": (r"lon|lng|long|.*longitude.*",),
    "latitude": (r"lat|.*latitude.*",),
    "offence_code": (r".*(ho|home ?office).*(code|class).*", r".*(offence|crime).*code.*", r"hocr|code"),
    "local_type": (r".*(offence|crime|incident).*(type|category|group|title).*", r"(type|category|offence|crime)"),
}  # fmt: skip


class Wrong(Exception):
    """Why a cell cannot be used."""

    def __init__(self, part: str, reason: str) -> None:
        super().__init__(reason)
        self.part, self.reason = part, reason


@dataclass(frozen=True, slots=True)
class Moment:
    """Local time as the clocks of the United Kingdom showed it; `whole_day` when only the day is known."""

    at: datetime
    whole_day: bool


def is_personal(heading: str) -> bool:
    """Whether a heading promises who or what somebody is. Columns that are needed (dates, grid) never do."""
    plain = re.sub(r"[_\s]+", " ", heading).strip()
    if CATEGORY.search(plain) or re.search(r"\b(easting|northing|lat|lon|date|time)", plain, re.IGNORECASE):
        return bool(re.search(r"birth", plain, re.IGNORECASE))
    return bool(PERSONAL.search(plain))


def proposed(headings: Sequence[str]) -> dict[str, str]:
    """Which heading is which part, as far as their words tell; each heading once."""
    found: dict[str, str] = {}
    plain = {heading: re.sub(r"[_\s]+", " ", heading).strip().casefold() for heading in headings}
    for part in PARTS:
        for pattern in NAMES[part]:
            fits = [
                h
                for h in headings
                if re.fullmatch(pattern, plain[h]) and h not in found.values() and not is_personal(h)
            ]
            if part in ("start", "end"):
                fits = [h for h in fits if not re.search(r"\btime\b", plain[h]) or "date" in plain[h]]
            if fits:
                found[part] = fits[0]
                break
    return found


_SLASHED = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4}|\d{2})")
_NAMED = re.compile(r"(\d{1,2})[ \-/]([A-Za-z]{3,9})[ \-/](\d{4}|\d{2})")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_CLOCK = re.compile(r"(\d{1,2})(?::?(\d{2}))(?::(\d{2})(?:\.\d+)?)?\s*([AaPp][Mm])?")


def moment(day: str, clock: str, order: str, part: str) -> Moment | None:
    """A date, with a time in the same cell or in one of its own; None when the cell of the date is empty.

    Raises:
        Wrong: it is no date or time.
    """
    text = day.strip()
    if not text:
        if clock.strip():
            raise Wrong(part, "empty, though there is a time")
        return None
    if re.fullmatch(r".*\d[T ]\d{2}:\d{2}.*([Zz]|[+-]\d{2}:?\d{2})", text):
        return _with_offset(text, part)
    on, rest = _day(text, order, part)
    rest = rest.strip(" T,") or clock.strip()
    if clock.strip() and rest == "00:00:00":  # a spreadsheet's date cell, with the time beside it
        rest = clock.strip()
    if not rest:
        return Moment(datetime.combine(on, time()), whole_day=True)
    return Moment(datetime.combine(on, _time(rest, part)), whole_day=False)


def _with_offset(text: str, part: str) -> Moment:
    try:
        at = datetime.fromisoformat(text.replace("z", "Z"))
    except ValueError:
        raise Wrong(part, "not a date and time") from None
    return Moment(at.astimezone(LONDON).replace(tzinfo=None), whole_day=False)


@lru_cache(maxsize=10_000)
def _day(text: str, order: str, part: str) -> tuple[date, str]:
    try:
        if found := _ISO.match(text):
            return date(int(found[1]), int(found[2]), int(found[3])), text[found.end() :]
        if found := _SLASHED.match(text):
            first, second = int(found[1]), int(found[2])
            day, month = (second, first) if order == MONTH_FIRST else (first, second)
            return date(_year(found[3]), month, day), text[found.end() :]
        if (found := _NAMED.match(text)) and found[2][:3].casefold() in MONTHS:
            return date(_year(found[3]), MONTHS.index(found[2][:3].casefold()) + 1, int(found[1])), text[found.end() :]
    except ValueError:
        swapped = " (are day and month the other way round?)" if _SLASHED.match(text) else ""
        raise Wrong(part, f"no such day{swapped}") from None
    raise Wrong(part, "not a date: 31/01/2024 or 2024-01-31 is expected")


def _year(text: str) -> int:
    return int(text) if len(text) == 4 else 2000 + int(text) if int(text) < 70 else 1900 + int(text)


@lru_cache(maxsize=2_000)
def _time(text: str, part: str) -> time:
    found = _CLOCK.fullmatch(text.rstrip("Zz ").strip())
    if not found:
        raise Wrong(part, "not a time: 23:30 is expected")
    hour, minute, second = int(found[1]), int(found[2]), int(found[3] or 0)
    if found[4] and 1 <= hour <= 12:
        hour = hour % 12 + (12 if found[4].casefold() == "pm" else 0)
    try:
        return time(hour, minute, second)
    except ValueError:
        raise Wrong(part, "no such time") from None


def window(start: Moment | None, end: Moment | None, today: date) -> tuple[datetime, datetime, bool]:
    """From when to when something happened: the start, the end (not before it), and whether a time of day is known.

    A crime with one moment begins and ends at it; one with a day alone lasts that whole day.

    Raises:
        Wrong: there is no date; the end is before the start; it lies in the future or before 1990.
    """
    begins = start or end
    if begins is None:
        raise Wrong("start", "empty: the day is needed")
    ends = end or begins
    until = ends.at + A_DAY - timedelta(seconds=1) if ends.whole_day else ends.at
    if until < begins.at:
        raise Wrong("end", "before the start")
    if begins.at.date() > today:
        raise Wrong("start", "in the future")
    if until.date() > today + A_DAY:
        raise Wrong("end", "in the future")
    if begins.at.date() < EARLIEST:
        raise Wrong("start", f"before {EARLIEST.year}")
    return begins.at, until, not (begins.whole_day and ends.whole_day)


def position(first: str, second: str, *, degrees: bool) -> tuple[float, float] | None:
    """Easting and northing in metres, or longitude and latitude in degrees; None when both cells are empty.

    Raises:
        Wrong: one is empty, not a number, or far from the United Kingdom; swapped columns are named as such.
    """
    names = ("longitude", "latitude") if degrees else ("easting", "northing")
    texts = (first.strip(), second.strip())
    if texts in (("", ""), ("0", "0"), ("0.0", "0.0")):
        return None
    for name, text in zip(names, texts, strict=True):
        if not text:
            raise Wrong(name, "empty, though the other coordinate is there")
    x, y = _number(texts[0], names[0]), _number(texts[1], names[1])
    reaches = (LONGITUDES, LATITUDES) if degrees else (EASTINGS, NORTHINGS)
    swapped = _within(y, reaches[0]) and _within(x, reaches[1])
    for name, value, reach in zip(names, (x, y), reaches, strict=True):
        if not _within(value, reach):
            hint = f": are {names[0]} and {names[1]} swapped?" if degrees and swapped else ""
            raise Wrong(name, f"far from the United Kingdom{hint}")
    return x, y


def _within(value: float, reach: tuple[float, float]) -> bool:
    return reach[0] <= value <= reach[1]


def _number(text: str, part: str) -> float:
    try:
        value = float(text.replace(",", ""))
    except ValueError:
        raise Wrong(part, "not a number") from None
    if value != value or value in (float("inf"), float("-inf")):
        raise Wrong(part, "not a number")
    return value


def faults_of_columns(columns: dict[str, str]) -> list[str]:
    """What a choice of columns lacks, in words; nothing when it can be read by."""
    has = {part for part, heading in columns.items() if heading}
    said = []
    if "start" not in has:
        said.append("say which column holds the date (from)")
    if ("easting" in has) != ("northing" in has) or ("longitude" in has) != ("latitude" in has):
        said.append("give both coordinates, easting and northing or longitude and latitude")
    if not has & {"offence_code", "local_type"}:
        said.append("say which column holds the offence code or the local type")
    chosen = [heading for heading in columns.values() if heading]
    if len(set(chosen)) < len(chosen):
        said.append("a column cannot be two things at once")
    said += [
        f"“{heading}” looks as if it said who somebody is: it is never read"
        for heading in chosen
        if is_personal(heading)
    ]
    return said
