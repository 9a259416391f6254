"""Reading a list of sites (.csv, .xlsx): judged row by row; a file of what cameras saw is refused as a whole.

Nothing is kept here, and a value that looks like a number plate is never repeated, not even in the reason.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from frankpledge.office.errors import BadInput
from frankpledge.office.extracts import tables
from frankpledge.office.sources.lines import Reject

from . import rules
from .models import Setting, State

MOST_ROWS = 5_000
MOST_REJECTS = 200
PLATE_SHARE = 0.02
"""A file in which so many rows hold what looks like a plate is no register: it is refused whole."""

# Our name of each column, and how registers head it.
COLUMNS: dict[str, tuple[str, ...]] = {
    "code": ("code", "site code", "site id", "id", "site", "reference", "ref"),
    "name": ("name", "site name", "location", "place", "description"),
    "easting": ("easting", "eastings", "x", "east"),
    "northing": ("northing", "northings", "y", "north"),
    "longitude": ("longitude", "lon", "long", "lng"),
    "latitude": ("latitude", "lat"),
    "area_code": ("area code", "area_code", "lsoa", "lsoa code", "lsoa21", "lsoa21_code", "lsoa21cd", "small area"),
    "weight": ("weight", "count", "number", "n", "crimes", "collisions"),
    "setting": ("setting", "rural or urban", "rural", "rural/urban", "urban or rural"),
    "state": ("status", "state"),
    "from_on": ("from", "since", "status from", "in use since", "installed", "live from", "from_on"),
    "justification": ("justification", "why here", "why", "reason", "purpose"),
    "assessment": ("assessment", "privacy assessment", "dpia", "dpia reference"),
    "assessed_on": ("assessed on", "assessed_on", "dpia date", "day of the privacy assessment", "assessment date"),
    "review_due_on": ("review due", "review_due_on", "next review", "review date"),
}
WORDS_OF_STATE: dict[str, tuple[str, ...]] = {
    State.IN_USE: ("in use", "in_use", "live", "active", "working", "installed", "operational", "yes"),
    State.PLANNED: ("planned", "proposed", "to come", "approved"),
    State.REMOVED: ("removed", "decommissioned", "closed", "gone", "inactive"),
}
WORDS_OF_SETTING: dict[str, tuple[str, ...]] = {
    Setting.RURAL: ("rural", "r", "yes", "true"),
    Setting.URBAN: ("urban", "u", "no", "false", "town", "city"),
    Setting.UNKNOWN: ("", "not known", "unknown"),
}


class FileOfReads(BadInput):
    """The file holds what cameras saw. It is not opened further, and nothing of it is kept."""

    remedy_by_default = gettext_lazy(
        "The register takes where cameras stand: one row a site, without vehicles, times of passage or pictures."
    )


class NotARegister(BadInput):
    """The columns that a site needs are not there, or no row can be used."""


@dataclass(frozen=True)
class ReadSite:
    """One row that can be taken: the columns that the file has, by our names, as plain JSON."""

    row: int
    given: Mapping[str, str | int]


@dataclass
class Reading:
    """What a file holds: rows to take, rows turned away, headings that are no column of the register."""

    rows: list[ReadSite] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)
    rejected: int = 0
    left_out: list[str] = field(default_factory=list)

    @property
    def read(self) -> int:
        return len(self.rows) + self.rejected

    def reject(self, reject: Reject) -> None:
        self.rejected += 1
        if len(self.rejects) < MOST_REJECTS:
            self.rejects.append(reject)


class _BadCell(Exception):
    def __init__(self, column: str, value: str, reason: str) -> None:
        super().__init__(reason)
        self.column, self.value, self.reason = column, value, reason


def read_sites(path: Path, file_name: str) -> Reading:
    """Read a list of sites.

    Raises:
        NotATable: it is no table at all. FileOfReads: it holds what cameras saw.
        NotARegister: a column that is needed is missing, there are too many rows, or none can be used.
    """
    lines = tables.lines(path, file_name)
    first = next(lines, None)
    if first is None:
        raise NotARegister(_("The file is empty."))
    names = tables.headings(first)
    _refuse_reads(names)
    places = _columns(names)
    found = Reading(left_out=[name for at, name in enumerate(names) if name and at not in places.values()])
    seen: dict[str, int] = {}
    plates = 0
    for line in lines:
        if found.read >= MOST_ROWS:
            raise NotARegister(
                _("The file has more than %(most)s rows.") % {"most": f"{MOST_ROWS:,}"},
                remedy=_("A register has one row a site. Send a larger one in parts."),
            )
        plates += _take(line, names, places, file_name, found, seen)
    _judge_whole(found, plates)
    return found


def _refuse_reads(names: Sequence[str]) -> None:
    strange = [name for name in names if name and rules.speaks_of_reads(name) and _ours(name) is None]
    if strange:
        raise FileOfReads(_("The column “%(name)s” belongs to a file of what cameras saw.") % {"name": strange[0][:60]})


def _ours(name: str) -> str | None:
    plain = " ".join(name.casefold().replace("_", " ").split())
    for ours, known in COLUMNS.items():
        if plain in {word.replace("_", " ") for word in known}:
            return ours
    return None


def _columns(names: Sequence[str], needed: Sequence[str] = ("code", "name")) -> dict[str, int]:
    places: dict[str, int] = {}
    for at, name in enumerate(names):
        ours = _ours(name)
        if ours and ours not in places:
            places[ours] = at
    missing = [name for name in needed if name not in places]
    if not {"easting", "northing"} <= places.keys() and not {"longitude", "latitude"} <= places.keys():
        missing.append(_("easting and northing (or longitude and latitude)"))
    if missing:
        raise NotARegister(
            _("The file lacks: %(missing)s. Found: %(found)s.")
            % {"missing": ", ".join(missing), "found": ", ".join(f"“{name[:40]}”" for name in names[:20] if name)},
            remedy=_("Name the columns as in the list below, and send it again."),
        )
    return places


def _take(
    line: tables.Line, names: Sequence[str], places: Mapping[str, int], label: str, found: Reading, seen: dict[str, int]
) -> int:
    """Take one row, or turn it away. Returns 1 where it holds what looks like a number plate."""
    for at, cell in enumerate(line.cells):
        if rules.looks_like_plate(cell):
            column = names[at] if at < len(names) else ""
            found.reject(Reject(label, line.number, column, "***", _("looks like a number plate")))
            return 1
    try:
        given = _given({ours: line.cells[at] if at < len(line.cells) else "" for ours, at in places.items()})
        code = str(given["code"])
        if code in seen:
            raise _BadCell("code", code, _("this site stands in row %(row)s already") % {"row": seen[code]})
        seen[code] = line.number
        found.rows.append(ReadSite(line.number, given))
    except _BadCell as bad:
        column = names[places[bad.column]] if bad.column in places else bad.column
        found.reject(Reject(label, line.number, column, bad.value[:100], bad.reason))
    return 0


def _judge_whole(found: Reading, plates: int) -> None:
    if plates > max(2, PLATE_SHARE * found.read):
        raise FileOfReads(_("%(n)s rows hold what looks like number plates.") % {"n": f"{plates:,}"})
    if not found.rows:
        first = found.rejects[0] if found.rejects else None
        words = (
            _("row %(row)s, %(column)s: %(reason)s")
            % {"row": first.row, "column": first.column, "reason": first.reason}
            if first
            else _("it holds headings alone")
        )
        raise NotARegister(_("No row of the file can be used: %(why)s.") % {"why": words}, remedy=_("Mend the file."))


def _given(cells: Mapping[str, str]) -> dict[str, str | int]:
    given: dict[str, str | int] = {"code": slugify(cells["code"])[:40].strip("-")}
    if not given["code"]:
        raise _BadCell("code", cells["code"], _("a site needs a code of letters and digits"))
    given["name"] = " ".join(cells["name"].split())[:160]
    if not given["name"]:
        raise _BadCell("name", "", _("a site needs a name"))
    given["easting"], given["northing"] = _place(cells)
    for name in ("area_code", "justification", "assessment"):
        if name in cells:
            given[name] = cells[name].strip()
    if "setting" in cells:
        given["setting"] = _word("setting", cells["setting"], WORDS_OF_SETTING)
    if cells.get("state"):
        given["state"] = _word("state", cells["state"], WORDS_OF_STATE)
    for name in ("from_on", "assessed_on", "review_due_on"):
        if cells.get(name):
            given[name] = _day(name, cells[name])
    return given


def read_points(path: Path, file_name: str, *, weighted: bool) -> tuple[dict[str, list[Any]], list[Reject]]:
    """Places for a study: name, place, and (with `weighted`) how much lies there; rural or urban where it is said.

    Returns the columns by our names, as `demand.Points` has them, and the rows turned away.

    Raises: as `read_sites`.
    """
    lines = tables.lines(path, file_name)
    first = next(lines, None)
    if first is None:
        raise NotARegister(_("The file is empty."))
    names = tables.headings(first)
    _refuse_reads(names)
    places = _columns(names, ("name", "weight") if weighted else ("name",))
    found: dict[str, list[Any]] = {"names": [], "easting": [], "northing": [], "weight": [], "setting": []}
    rejects: list[Reject] = []
    for line in lines:
        if len(found["names"]) > rules.MOST_PLACES:
            raise NotARegister(_("The file has more than %(most)s rows.") % {"most": f"{rules.MOST_PLACES:,}"})
        cells = {ours: line.cells[at] if at < len(line.cells) else "" for ours, at in places.items()}
        try:
            _take_point(cells, found, weighted=weighted)
        except _BadCell as bad:
            column = names[places[bad.column]] if bad.column in places else bad.column
            rejects.append(Reject(file_name, line.number, column, bad.value[:100], bad.reason))
    if not found["names"]:
        why = f"{rejects[0].row}: {rejects[0].reason}" if rejects else _("it holds headings alone")
        raise NotARegister(_("No row of the file can be used: %(why)s.") % {"why": why}, remedy=_("Mend the file."))
    if not weighted:
        del found["weight"]
    return found, rejects


def _take_point(cells: Mapping[str, str], found: dict[str, list[Any]], *, weighted: bool) -> None:
    if any(rules.looks_like_plate(cell) for cell in cells.values()):
        raise _BadCell("name", "***", _("looks like a number plate"))
    east, north = _place(cells)
    weight = _number("weight", cells["weight"]) if weighted else 0.0
    if weight < 0:
        raise _BadCell("weight", cells["weight"], _("below zero"))
    setting = _word("setting", cells["setting"], WORDS_OF_SETTING) if "setting" in cells else ""
    row = (" ".join(cells["name"].split())[:120], east, north, weight, setting)
    for name, value in zip(("names", "easting", "northing", "weight", "setting"), row, strict=True):
        found[name].append(value)


def _place(cells: Mapping[str, str]) -> tuple[int, int]:
    if cells.get("easting") or cells.get("northing"):
        east, north = _number("easting", cells.get("easting", "")), _number("northing", cells.get("northing", ""))
        if abs(east) < 180 and abs(north) < 180:
            raise _BadCell(
                "easting", cells["easting"], _("degrees, where metres of the British National Grid are needed")
            )
    else:
        east, north = _from_degrees(cells)
    if not rules.on_the_grid(east, north):
        raise _BadCell("easting", f"{east:.0f}, {north:.0f}", _("no place in Great Britain: are the two swapped?"))
    return round(east), round(north)


def _from_degrees(cells: Mapping[str, str]) -> tuple[float, float]:
    from .grid import from_degrees

    longitude, latitude = (
        _number("longitude", cells.get("longitude", "")),
        _number("latitude", cells.get("latitude", "")),
    )
    if not (-9 <= longitude <= 3 and 49 <= latitude <= 61):
        raise _BadCell("longitude", f"{longitude}, {latitude}", _("not in Great Britain: are the two swapped?"))
    return from_degrees(longitude, latitude)


def _number(column: str, text: str) -> float:
    try:
        value = float(text.replace(",", ""))
    except ValueError:
        raise _BadCell(column, text, _("not a number")) from None
    if value != value or value in (float("inf"), float("-inf")):
        raise _BadCell(column, text, _("not a number"))
    return value


def _word(column: str, text: str, known: Mapping[str, tuple[str, ...]]) -> str:
    plain = " ".join(text.casefold().split())
    for value, words in known.items():
        if plain in words:
            return str(value)
    offered = ", ".join(words[0] for words in known.values() if words[0])
    raise _BadCell(column, text, _("not one of: %(words)s") % {"words": offered})


def _day(column: str, text: str) -> str:
    plain = text.partition(" ")[0].partition("T")[0]
    try:
        if "/" in plain:
            day, month, year = (int(part) for part in plain.split("/"))
            return date(year if year > 99 else 2000 + year, month, day).isoformat()
        return date.fromisoformat(plain).isoformat()
    except (ValueError, TypeError):
        raise _BadCell(column, text, _("not a date such as 31/5/2026 or 2026-05-31")) from None


__all__ = ["COLUMNS", "FileOfReads", "NotARegister", "ReadSite", "Reading", "read_points", "read_sites"]
