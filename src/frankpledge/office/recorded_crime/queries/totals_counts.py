"""Totals from the counts by place."""

from __future__ import annotations

from frankpledge.office.places import queries as places
from frankpledge.office.places.models import AreaKind
from frankpledge.office.places.queries import Place
from frankpledge.office.recorded_crime import rules
from frankpledge.office.sources.store import Store

from .answer import Line, Totals, rows_in_words, total_of
from .figures import MonthCount
from .held import NothingHeld
from .monthly import monthly_counts


def by_place(place: Place, by: str, first: str | None, last: str | None, store: Store) -> Totals:
    """Counts of an area; months that are missing or not believed are named and left out."""
    crimes = _series(place.code, None, first, last, store)
    asb = _series(place.code, [rules.ASB], first, last, store)
    if not any(figure.releases for figure in crimes):
        raise NothingHeld(
            f"No counts by place of {place.name} are here.", remedy="Import them: frankpledge import crime-counts PATH."
        )
    months = [_month(one, other) for one, other in zip(crimes, asb, strict=True)]
    lines = tuple(months if by == "month" else _other_lines(place, by, crimes[0].month, crimes[-1].month, store))
    missing = tuple(line.label for line in months if line.crimes is None)
    total = total_of(lines)
    return Totals(
        subject=place.name,
        code=place.code,
        counted="by place",
        source="counts by place",
        by=by,
        first_month=crimes[0].month,
        last_month=crimes[-1].month,
        lines=lines,
        total=total,
        apart=(),
        sentences=_sentences(place, total, missing),
        missing_months=missing,
        releases=tuple(dict.fromkeys(release.reference for figure in crimes for release in figure.releases)),
    )


def _series(code: str, types: list[str] | None, first: str | None, last: str | None, store: Store) -> list[MonthCount]:
    return monthly_counts(
        "crime_counts", area_code=code, crime_types=types, from_month=first, to_month=last, store=store
    )


def _month(crimes: MonthCount, asb: MonthCount) -> Line:
    return Line(crimes.month, crimes.count, asb.count, note=crimes.reason)


def _other_lines(place: Place, by: str, first: str, last: str, store: Store) -> list[Line]:
    if by == "type":
        return [_type_line(place, name, first, last, store) for name in rules.KNOWN_TYPES]
    if place.kind == AreaKind.FORCE:
        return [_area_line(d.code, d.name, first, last, store) for d in places.districts_of(place.code)]
    return [_area_line(place.code, place.name, first, last, store)]


def _type_line(place: Place, name: str, first: str, last: str, store: Store) -> Line:
    count = _sum(_series(place.code, [name], first, last, store))
    note = "" if count is not None else "no data"
    return Line(name, 0, count, note=note) if name == rules.ASB else Line(name, count, 0, note=note)


def _area_line(code: str, name: str, first: str, last: str, store: Store) -> Line:
    crimes = _sum(_series(code, None, first, last, store))
    asb = _sum(_series(code, [rules.ASB], first, last, store))
    return Line(name, crimes, asb, code=code, note="" if crimes is not None else "no data")


def _sum(figures: list[MonthCount]) -> int | None:
    counts = [figure.count for figure in figures if figure.count is not None]
    return sum(counts) if counts else None


def _sentences(place: Place, total: Line, missing: tuple[str, ...]) -> tuple[str, ...]:
    said = [
        f"Counted by place: {rows_in_words(total)} in {place.name}, whichever force recorded them, "
        "from counts made of the published files of all forces."
    ]
    if missing:
        said.append(f"Not in the total, because there is no figure: {rules.month_ranges(missing)}.")
    return tuple(said)
