"""One file by one mapping: typed rows, what was turned away and why, and counts of both."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from frankpledge.office.recorded_crime.rules import ASB, KNOWN_TYPES
from frankpledge.office.sources.lines import LONGEST_VALUE, Reject

from . import offences, rules, words
from .rules import Wrong
from .tables import Line, NotATable

if TYPE_CHECKING:
    import pyarrow as pa

READER = "extract 1"
LEAVE_OUT = "-"
MOST_TYPES = 300
AT_ONCE = 20_000
WITHHELD = "(withheld)"


@dataclass(frozen=True)
class Plan:
    """A mapping laid over a file: part → position of its column; how dates run; value → type of crime."""

    headings: Sequence[str]
    at: Mapping[str, int]
    order: str
    types: Mapping[str, str]

    @property
    def degrees(self) -> bool:
        return "longitude" in self.at and "easting" not in self.at


@dataclass(frozen=True, slots=True)
class Typed:
    """One crime: when (from, to, local time), where (metres or degrees, or nowhere), what."""

    line: int
    start: datetime
    end: datetime
    timed: bool
    x: float | None
    y: float | None
    crime_type: str
    code: str


@dataclass
class Counts:
    """What was met on the way."""

    read: int = 0
    taken: int = 0
    rejects: list[Reject] = field(default_factory=list)
    unknown: Counter[str] = field(default_factory=Counter)
    local_types: set[str] = field(default_factory=set)


def plan_of(settings: Mapping[str, Any], headings: Sequence[str]) -> Plan:
    """The mapping laid over these headings.

    Raises:
        NotATable: a heading that the mapping names is not there, or the mapping lacks something.
    """
    chosen = {part: heading for part, heading in settings.get("columns", {}).items() if heading}
    if faults := rules.faults_of_columns(chosen):
        raise NotATable("; ".join(words.reason(fault) for fault in faults) + ".", remedy=_("Change the columns."))
    missing = [heading for heading in chosen.values() if heading not in headings]
    if missing:
        raise NotATable(
            _("The file has no column “%(missing)s”. Its columns: %(found)s.")
            % {"missing": "”, “".join(missing), "found": ", ".join(filter(None, headings))[:600]},
            remedy=_("Choose another mapping, or make a new one for this layout."),
        )
    return Plan(
        headings,
        {part: list(headings).index(heading) for part, heading in chosen.items()},
        settings.get("dates", rules.DAY_FIRST),
        {key.casefold(): value for key, value in settings.get("types", {}).items()},
    )


def typed(lines: Iterable[Line], plan: Plan, counts: Counts, label: str, today: date) -> Iterator[Typed]:
    """Every good row. What is wrong with the others is kept in `counts`, the first fault of each."""
    for line in lines:
        counts.read += 1
        try:
            row = _row(line, plan, counts, today)
        except Wrong as wrong:
            counts.rejects.append(_reject(line, plan, wrong, label))
            continue
        counts.taken += 1
        yield row


def _reject(line: Line, plan: Plan, wrong: Wrong, label: str) -> Reject:
    at = plan.at.get(wrong.part)
    value = line.cells[at] if at is not None and at < len(line.cells) else ""
    if wrong.part == "offence_code" and value and not offences.is_code(value):
        value = WITHHELD  # a name or a plate in the wrong column is not copied into a report
    column = plan.headings[at] if at is not None else ""
    return Reject(label, line.number, column, value[:LONGEST_VALUE], words.reason(wrong.reason))


def _row(line: Line, plan: Plan, counts: Counts, today: date) -> Typed:
    cells = line.cells
    if len(cells) > len(plan.headings) and any(cells[len(plan.headings) :]):
        raise Wrong("", "there are more cells than headings")
    if len(cells) <= max(plan.at.values()):
        raise Wrong("", "cells are missing at the end of the row")
    if list(cells) == list(plan.headings):
        raise Wrong("", "the headings once more")

    def cell(part: str) -> str:
        at = plan.at.get(part)
        text = "" if at is None else cells[at]
        if "\ufffd" in text:
            raise Wrong(part, "not readable text")
        return text

    start = rules.moment(cell("start"), cell("start_time"), plan.order, "start")
    end = rules.moment(cell("end"), cell("end_time"), plan.order, "end")
    begins, ends, timed_ = rules.window(start, end, today)
    pair = ("longitude", "latitude") if plan.degrees else ("easting", "northing")
    where = rules.position(cell(pair[0]), cell(pair[1]), degrees=plan.degrees) if pair[0] in plan.at else None
    code = cell("offence_code")
    kind = type_of(code, cell("local_type"), plan, counts)
    x, y = where or (None, None)
    return Typed(line.number, begins, ends, timed_, x, y, kind, offences.plain(code))


_PUBLISHED = {name.casefold(): name for name in KNOWN_TYPES}


def type_of(code: str, local: str, plan: Plan, counts: Counts) -> str:
    """The type of crime: as the mapping says of the code or word, else by the Home Office's code, else by its name.

    Raises:
        Wrong: neither is given, or no type is known for them.
    """
    counts.local_types.add(local)
    if len(counts.local_types) > MOST_TYPES:
        raise NotATable(
            _("The column of local types holds more than %(n)s different texts: it looks like free text.")
            % {"n": MOST_TYPES},
            remedy=_("Choose the column that holds a category."),
        )
    if code and not offences.is_code(code):
        raise Wrong("offence_code", "not an offence code")
    said = [plan.types[key.casefold()] for key in (code, local) if key and key.casefold() in plan.types]
    found = (said[0] if said else "") or offences.type_of(code) or _PUBLISHED.get(local.casefold(), "")
    if found == LEAVE_OUT:
        raise Wrong("local_type" if local else "offence_code", "left out, as the mapping says")
    if found:
        return found
    if not code and not local:
        raise Wrong("offence_code" if "offence_code" in plan.at else "local_type", "empty: a code or a type is needed")
    counts.unknown[code or local] += 1
    raise Wrong("offence_code" if code else "local_type", "no type is known for it")


def batches(rows: Iterable[Typed], degrees: bool) -> Iterator[pa.RecordBatch]:
    """Typed rows as Arrow, in metres of the National Grid to a tenth, some thousands at once."""
    chunk: list[Typed] = []
    for row in rows:
        chunk.append(row)
        if len(chunk) == AT_ONCE:
            yield _batch(chunk, degrees)
            chunk = []
    if chunk:
        yield _batch(chunk, degrees)


def schema() -> pa.Schema:
    import pyarrow as pa

    return pa.schema(
        [
            ("line", pa.int64()), ("start", pa.timestamp("s")), ("end", pa.timestamp("s")), ("timed", pa.bool_()),
            ("easting", pa.float64()), ("northing", pa.float64()), ("crime_type", pa.string()), ("is_asb", pa.bool_()),
            ("offence_code", pa.string()),
        ]
    )  # fmt: skip


def _batch(rows: Sequence[Typed], degrees: bool) -> pa.RecordBatch:
    import pyarrow as pa

    easting, northing = _metres([row.x for row in rows], [row.y for row in rows], degrees)
    columns = [
        [row.line for row in rows], [row.start for row in rows], [row.end for row in rows], [row.timed for row in rows],
        easting, northing, [row.crime_type for row in rows], [row.crime_type == ASB for row in rows],
        [row.code or None for row in rows],
    ]  # fmt: skip
    shape = schema()
    return pa.record_batch([pa.array(c, f.type) for c, f in zip(columns, shape, strict=True)], schema=shape)


def _metres(xs: Sequence[float | None], ys: Sequence[float | None], degrees: bool) -> tuple[list[Any], list[Any]]:
    """To a tenth of a metre: finer than any address, and the same on every machine."""
    if degrees:
        known = [at for at, x in enumerate(xs) if x is not None]
        eastings, northings = to_grid([xs[at] for at in known], [ys[at] for at in known])
        moved: dict[int, tuple[float, float]] = dict(zip(known, zip(eastings, northings, strict=True), strict=True))
        xs = [moved[at][0] if at in moved else None for at in range(len(xs))]
        ys = [moved[at][1] if at in moved else None for at in range(len(ys))]
    return [None if x is None else round(x, 1) for x in xs], [None if y is None else round(y, 1) for y in ys]


def to_grid(longitudes: Sequence[Any], latitudes: Sequence[Any]) -> tuple[list[float], list[float]]:
    """Longitude and latitude (WGS84) to easting and northing of the British National Grid; within about 5 metres."""
    from pyproj import Transformer

    transformer = Transformer.from_crs(4326, 27700, always_xy=True)
    eastings, northings = transformer.transform(longitudes, latitudes)
    return list(eastings), list(northings)


def watched(lines: Iterable[Line], tell: Callable[[float], None] | None) -> Iterator[Line]:
    """The same lines, telling now and then how far the file is read."""
    for number, line in enumerate(lines):
        if tell and number % 5_000 == 0:
            tell(line.share)
        yield line
