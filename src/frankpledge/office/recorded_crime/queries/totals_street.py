"""Totals from the street files: by recording force, or by the place where it happened."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from frankpledge.office.places import queries as places
from frankpledge.office.places.models import AreaKind
from frankpledge.office.places.queries import Place, UnknownForce
from frankpledge.office.recorded_crime import rules
from frankpledge.office.sources.duck import shared
from frankpledge.office.sources.store import Store

from . import held, street_files
from .answer import Line, Totals, rows_in_words, total_of
from .held import NothingHeld
from .street import Rows, rows_of
from .street_files import StreetFile

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

NOT_PLACED = {
    "no location": "could not be placed: no location given",
    "outside England and Wales": "could not be placed: outside England and Wales",
    "unknown code": "could not be placed: code of the small area not known",
}
# Rows that matter to a question, counted by everything that a line or a sentence asks about.
_HITS = """
    CREATE TEMP TABLE hits AS
    SELECT month, crime_type, is_asb, placed, force24, district24,
           reported_by IN {names} AS mine, coalesce({lies}, false) AS lies, coalesce({maybe}, false) AS maybe,
           CASE WHEN lies THEN ward24 END AS ward24, sum(n)::BIGINT AS n
    FROM ({rows}) WHERE month BETWEEN ? AND ? AND (mine OR lies OR maybe) GROUP BY ALL
"""


@dataclass(frozen=True)
class Question:
    """What is asked, and which files can answer it."""

    names: set[str]
    months: list[str]
    files: list[StreetFile]
    missing: list[str]
    rows: Rows


def recorded(force: str, by: str, first: str | None, last: str | None, store: Store | None) -> Totals:
    """Rows that a force recorded, wherever they lie."""
    question = _question(force, first, last, store)
    name = " and ".join(sorted(question.names))
    home = _home_of(name)
    lies = f"force24 = {held.quoted(home.code)}" if home else "false"
    with shared() as connection:
        _load(connection, question, lies, "false")
        lines = _lines(connection, "mine", by, question, home)
        here, elsewhere = (
            _line(connection, "here", "mine AND lies"),
            _line(connection, "", "mine AND NOT lies AND placed = 'placed'"),
        )
        nowhere = _line(connection, "", "mine AND placed <> 'placed'")
    total = total_of(lines)
    said = [f"Counted by recording force: {name} recorded {rows_in_words(total)}."]
    if home:
        said.append(_where_they_lie(home, here, elsewhere, nowhere))
    return _answer(name, home.code if home else "", "recorded by the force", by, question, lines, total, (), said)


def _where_they_lie(home: Place, here: Line, elsewhere: Line, nowhere: Line) -> str:
    return (
        f"{here.rows:,} of the rows lie in the small areas (LSOAs) of {home.name}; {elsewhere.rows:,} lie elsewhere; "
        f"{nowhere.rows:,} could not be placed. Counting by place gives another total: it leaves out what lies "
        "elsewhere and takes in what other forces recorded here."
    )


def by_place(place: Place, by: str, first: str | None, last: str | None, store: Store | None) -> Totals:
    """Rows that lie in an area, whoever recorded them; what its own force recorded elsewhere stands apart."""
    force = places.force_area(place.force_code)
    question = _question(place.force_code, first, last, store)
    lies = f"{held.PLACE_COLUMNS[place.kind]} = {held.quoted(place.code)}"
    covered = f"month IN {held.listed(set(question.months) - set(question.missing))}"
    small = place.kind in (AreaKind.WARD, AreaKind.LSOA) or (by == "area" and place.kind == AreaKind.DISTRICT)
    with shared() as connection:
        _load(connection, question, lies, _maybe(place), place.force_code if small else "")
        lines = _lines(connection, f"lies AND {covered}", by, question, place)
        apart = _apart(connection, place, force.force_name, covered)
        mine = _line(connection, "", "mine")
        mine_here = _line(connection, "", "mine AND lies")
    total = total_of(lines)
    said = _by_place_in_words(place, force.force_name, question, total, mine, mine_here)
    return _answer(place.name, place.code, "by place", by, question, lines, total, apart, said)


def _by_place_in_words(
    place: Place, force: str, question: Question, total: Line, mine: Line, mine_here: Line
) -> list[str]:
    beside = [file for file in question.files if place.force_code in file.areas]
    return [
        f"Counted by place: {rows_in_words(total)} lie in {place.name}, whoever recorded them, in the files that are "
        f"here ({', '.join(sorted(street_files.recorders(beside)))}).",
        f"{force} recorded {rows_in_words(mine)} in these months; {mine_here.rows:,} of those rows lie in "
        f"{place.name}. Counting by recording force gives another total: it takes in what the force recorded elsewhere "
        "or without a place.",
    ]


def _question(force: str, first: str | None, last: str | None, store: Store | None) -> Question:
    rows = rows_of(store, None)
    names = held.names_among(force, street_files.recorders(rows.files))
    here = street_files.months_of(names, rows.files)
    start, end = first or min(here, default=""), last or max(here, default="")
    months = rules.months_between(start, end) if start and end else []
    if not here & set(months):
        raise NothingHeld(
            f"No street file of {' or '.join(sorted(names))} is here" + (f" for {start} to {end}." if months else "."),
            remedy="Import it: frankpledge import crimes PATH.",
        )
    used = [file for file in rows.files if file.release.first_month <= end and file.release.last_month >= start]
    return Question(names, months, used, [month for month in months if month not in here], rows)


def _home_of(name: str) -> Place | None:
    """The area of a force; none for forces of the railway or of another country."""
    try:
        return places.place(places.resolve_force(name).code)
    except UnknownForce:
        return None


def _maybe(place: Place) -> str:
    """Rows that may lie in the area: their small area of 2011 has been split since, across its edge."""
    if place.kind == AreaKind.DISTRICT:
        return f"district24 IS NULL AND force24 = {held.quoted(place.force_code)}"
    if place.kind == AreaKind.WARD:
        return f"ward24 IS NULL AND district24 = {held.quoted(place.district_code)}"
    if place.kind == AreaKind.LSOA:
        return f"lsoa21_code IS NULL AND lsoa_code IN {held.listed(places.split_parents_of(place.code))}"
    return "false"


def _load(connection: DuckDBPyConnection, question: Question, lies: str, maybe: str, within: str = "") -> None:
    """Put the rows of a question into `hits`. within: the force area whose small areas and wards are asked about."""
    rows = question.rows.cells(question.files, within)
    connection.execute(
        _HITS.format(names=held.listed(question.names), lies=lies, maybe=maybe, rows=rows),
        [question.months[0], question.months[-1]],
    )


def _line(connection: DuckDBPyConnection, label: str, where: str, **more: Any) -> Line:
    [(crimes, asb)] = connection.execute(
        "SELECT coalesce(sum(n) FILTER (NOT is_asb), 0), coalesce(sum(n) FILTER (is_asb), 0) "  # noqa: S608
        f"FROM hits WHERE {where}"
    ).fetchall()
    return Line(label, int(crimes), int(asb), **more)


def _grouped(connection: DuckDBPyConnection, key: str, where: str) -> dict[str | None, tuple[int, int]]:
    rows = connection.execute(
        f"SELECT {key}, coalesce(sum(n) FILTER (NOT is_asb), 0), coalesce(sum(n) FILTER (is_asb), 0) "  # noqa: S608
        f"FROM hits WHERE {where} GROUP BY 1 ORDER BY 1"
    ).fetchall()
    return {name: (int(crimes), int(asb)) for name, crimes, asb in rows}


def _lines(
    connection: DuckDBPyConnection, where: str, by: str, question: Question, place: Place | None
) -> tuple[Line, ...]:
    if by == "month":
        found = _grouped(connection, "month", where)
        return tuple(
            Line(month, None, None, note="no data")
            if month in question.missing
            else Line(month, *found.get(month, (0, 0)))
            for month in question.months
        )
    if by == "type":
        return tuple(Line(str(name), *counts) for name, counts in _grouped(connection, "crime_type", where).items())
    return tuple(_area_lines(connection, where, place))


def _area_lines(connection: DuckDBPyConnection, where: str, place: Place | None) -> Iterable[Line]:
    """One line for each part of the area, then what lies outside it or could not be placed: nothing is left out."""
    inside = f"({where}) AND lies"
    if place is None:
        areas = {area.code: area.area_name for area in places.force_areas()}
        for code, counts in _grouped(connection, "force24", f"({where}) AND placed = 'placed'").items():
            yield Line(areas[str(code)], *counts, code=str(code))
    elif place.kind == AreaKind.FORCE:
        found = _grouped(connection, "district24", inside)
        for district in places.districts_of(place.code):
            yield Line(district.name, *found.pop(district.code, (0, 0)), code=district.code)
        yield from _not_known(found, "district not known: its small area of 2011 was split between districts")
    elif place.kind == AreaKind.DISTRICT:
        found = _grouped(connection, "ward24", inside)
        yield from sorted(
            (Line(places.place(code).name, *found[code], code=code) for code in list(found) if code),
            key=lambda line: line.label,
        )
        yield from _not_known(
            {None: found[None]} if None in found else {}, "ward not known: its small area of 2011 was split"
        )
    else:
        yield _line(connection, place.name, inside, code=place.code)
    if place is not None:
        outside = _line(connection, f"outside {place.name}", f"({where}) AND NOT lies AND placed = 'placed'")
        if outside.rows:
            yield outside
    yield from _nowhere(connection, where)


def _not_known(found: dict[str | None, tuple[int, int]], label: str) -> Iterable[Line]:
    if None in found:
        yield Line(label, *found[None])


def _nowhere(connection: DuckDBPyConnection, where: str, **more: Any) -> Iterable[Line]:
    for placed, label in NOT_PLACED.items():
        line = _line(connection, label, f"({where}) AND placed = '{placed}'", **more)
        if line.rows:
            yield line


def _apart(connection: DuckDBPyConnection, place: Place, force: str, covered: str) -> tuple[Line, ...]:
    """What belongs to the question, but not to the total."""
    possible = [
        _line(connection, "may lie here: its small area of 2011 was split since", "maybe AND NOT lies", in_total=False),
        _line(
            connection,
            f"recorded by {force}, outside {place.name}",
            "mine AND NOT lies AND NOT maybe AND placed = 'placed'",
            in_total=False,
        ),
        *_nowhere(connection, "mine", in_total=False),
        _line(
            connection,
            f"recorded here by others in months without a file of {force}",
            f"lies AND NOT ({covered})",
            in_total=False,
        ),
    ]
    return tuple(line for line in possible if line.rows)


def _answer(
    subject: str,
    code: str,
    counted: str,
    by: str,
    question: Question,
    lines: tuple[Line, ...],
    total: Line,
    apart: tuple[Line, ...],
    said: list[str],
) -> Totals:
    if question.missing:
        said.append(f"No file is here for {rules.month_ranges(question.missing)}: these months are missing, not zero.")
    return Totals(
        subject=subject,
        code=code,
        counted=counted,
        source="street files",
        by=by,
        first_month=question.months[0],
        last_month=question.months[-1],
        lines=lines,
        total=total,
        apart=apart,
        sentences=tuple(said),
        missing_months=tuple(question.missing),
        releases=tuple(file.release.reference for file in question.files),
    )
