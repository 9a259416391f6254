"""Residents of areas from an office's own file: a CSV of area_code, year, residents, source."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.utils.translation import gettext as _

from frankpledge.office.errors import Refused
from frankpledge.office.people.duties import Actor
from frankpledge.office.places import queries
from frankpledge.office.places.models import Area, Population
from frankpledge.office.sources import lines
from frankpledge.office.sources.batch import Kind, NoUsableRow, Progress, Reading, run
from frankpledge.office.sources.datasets import POPULATION
from frankpledge.office.sources.duck import connect
from frankpledge.office.sources.lines import Fault, Reject
from frankpledge.office.sources.summary import ImportSummary

from .reference import note_area

IMPORTER = "population 1"
NEEDED = ("area_code", "year", "residents", "source")
FIRST_CENSUS = 1801


@dataclass(frozen=True)
class Figure:
    code: str
    year: int
    residents: int
    source: str


def import_population(
    paths: Sequence[Path], *, by: Actor, now: datetime, progress: Progress | None = None
) -> ImportSummary:
    """Add figures, or supersede those of the same area, year and source by a changed file.

    Raises:
        NotAllowed: `by` does not hold the duty "import data".
        NothingFound: there is nothing to import at one of the paths.
    """
    kind = Kind(
        "import population", POPULATION, IMPORTER, read_population,
        apply=lambda reading: _apply(reading.content, now=now),
    )  # fmt: skip
    return run(kind, paths, by=by, now=now, progress=progress)


def read_population(raw: Path, into: Path, label: str, now: datetime) -> Reading:
    """Check a file of populations row by row.

    Raises:
        NotThisKindOfFile: a needed column is missing, or the file is empty.
        NoUsableRow: every row was turned away.
    """
    header = lines.header_of(raw)
    places = lines.positions(header, NEEDED)
    with connect() as connection:
        lines.load(connection, raw)
        lines.cells(connection, places, len(header))
        lines.judge(connection, _faults(now))
        rows = connection.execute("SELECT line, area_code, year, residents, source FROM good ORDER BY line").fetchall()
        rejects = lines.rejects(connection, label)
    figures = _known_and_once(rows, label, rejects)
    rejects.sort(key=lambda reject: reject.row)
    if not figures:
        reason = f": row {rejects[0].row}: {rejects[0].reason}" if rejects else ""
        raise NoUsableRow(
            _("None of its %(n)s rows can be used%(first)s.") % {"n": f"{len(rejects):,}", "first": reason},
            remedy=_("Mend the file."),
            rejects=rejects,
        )
    years = sorted({figure.year for figure in figures})
    said = sorted({figure.source for figure in figures})
    return Reading(
        covers=f"{', '.join(said)}/{years[0]}..{years[-1]}"[:200], rows_read=len(figures) + len(rejects),
        rows_imported=len(figures), first_month="", last_month="",
        facts={"areas": len({figure.code for figure in figures}), "sources": said}, rejects=rejects, content=figures,
    )  # fmt: skip


def _faults(now: datetime) -> list[Fault]:
    year = "coalesce(try_cast(year AS INTEGER), 0)"
    return [
        Fault("area_code", "area_code IS NULL", _("empty: the area is needed")),
        Fault("year", f"{year} NOT BETWEEN {FIRST_CENSUS} AND {now.year}", _("not a year up to this one")),
        Fault("residents", r"NOT coalesce(regexp_full_match(residents, '\d{1,9}'), false)",
              _("not a whole number of people")),
        Fault("source", "source IS NULL", _("empty: say who counted")),
        Fault("source", "length(source) > 200", _("longer than 200 characters")),
    ]  # fmt: skip


def _known_and_once(rows: list[tuple[int, str, str, str, str]], label: str, rejects: list[Reject]) -> list[Figure]:
    figures: dict[tuple[str, int, str], Figure] = {}
    known = set(Area.objects.values_list("code", flat=True))
    for line, code, year, residents, source in rows:
        key = (code, int(year), source)
        if code not in known and not _is_national(code):
            rejects.append(
                Reject(label, line, "area_code", code, _("neither among the areas here nor a code of today"))
            )
        elif key in figures:
            rejects.append(Reject(label, line, "area_code", code, _("area, year and source stand in an earlier row")))
        else:
            figures[key] = Figure(code, int(year), int(residents), source)
    return list(figures.values())


def _is_national(code: str) -> bool:
    try:
        queries.place(code)
    except Refused:
        return False
    return True


def _apply(figures: list[Figure], *, now: datetime) -> None:
    areas = {area.code: area for area in Area.objects.filter(code__in={figure.code for figure in figures})}
    for figure in figures:
        area = areas.get(figure.code) or areas.setdefault(figure.code, _new_area(figure.code, now))
        Population.objects.update_or_create(
            area=area, year=figure.year, source=figure.source, defaults={"residents": figure.residents}
        )


def _new_area(code: str, now: datetime) -> Area:
    """An area of the national tables that the office had not shown so far."""
    place = queries.place(code)
    parent = Area.objects.filter(code__in=queries.parents_of(code)).first()
    area = Area.objects.create(
        code=code, name=place.name, kind=place.kind, parent=parent, boundary=queries.boundary(code)
    )
    note_area(area, now=now)
    return area
