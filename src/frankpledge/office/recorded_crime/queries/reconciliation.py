"""How the rows of files become published totals, step by step, each step adding up to the one before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from frankpledge.office.places import queries as places
from frankpledge.office.recorded_crime import cube
from frankpledge.office.recorded_crime.cube import keeping, shelf, supplied
from frankpledge.office.recorded_crime.rules import month_ranges, months_between
from frankpledge.office.recorded_crime.store.typed import NO_LOCATION, OUTSIDE, PLACED, UNKNOWN_CODE
from frankpledge.office.sources.duck import shared
from frankpledge.office.ui.tables import Column, Table
from frankpledge.office.ui.words import range_words

from . import held, street_files
from .street_files import StreetFile

PLACES = (OUTSIDE, NO_LOCATION, UNKNOWN_CODE)


@dataclass(frozen=True)
class Step:
    """One line: rows = crimes + incidents, where the files say which. `total`: the lines above it add up to it."""

    label: str
    rows: int
    crimes: int | None = None
    asb: int | None = None
    total: bool = False


@dataclass(frozen=True)
class Recorder:
    """What one force recorded, and where it lies."""

    name: str
    rows: int
    crimes: int
    asb: int
    own_area: int
    other_area: int
    not_placed: int


@dataclass(frozen=True)
class Reconciliation:
    """From files to totals. `faults`: what does not add up; it must be empty."""

    subject: str
    first: str
    last: str
    files: int
    steps: tuple[Step, ...]
    recorders: tuple[Recorder, ...]
    faults: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        return {
            "subject": self.subject, "first_month": self.first, "last_month": self.last, "files": self.files,
            "steps": [vars(step) for step in self.steps], "recorders": [vars(each) for each in self.recorders],
            "faults": list(self.faults),
        }  # fmt: skip


@dataclass(frozen=True)
class _Sums:
    """Rows of the cube for the months asked: recorder, force area, where placed, whether incidents → how many."""

    n: dict[tuple[str, str | None, str, bool], int]

    def of(self, label: str, *, total: bool = False, **wanted: Any) -> Step:
        """One step: the rows that fit. `area` may be a pair ("not", code)."""
        crimes = sum(n for key, n in self.n.items() if not key[3] and _fits(key, wanted))
        asb = sum(n for key, n in self.n.items() if key[3] and _fits(key, wanted))
        return Step(label, crimes + asb, crimes, asb, total)


def _fits(key: tuple[str, str | None, str, bool], wanted: dict[str, Any]) -> bool:
    who, area, placed, _asb = key
    if "who" in wanted and who not in wanted["who"]:
        return False
    if "others" in wanted and who in wanted["others"]:
        return False
    if "placed" in wanted and placed != wanted["placed"]:
        return False
    return not ("area" in wanted and area != wanted["area"]) and not ("outside" in wanted and area == wanted["outside"])


def reconciliation(force: str = "", first: str = "", last: str = "") -> Reconciliation:
    """The steps for one force, or for everybody.

    Args:
        force: as the files write it, or any name or code of a force; empty for all.
        first, last: "YYYY-MM"; by default as far as the files reach.
    Raises:
        UnknownForce: nobody has this name.
        NothingHeld: no street file is here.
    """
    files = street_files.of_cube(keeping.current(), unread=True)
    if not files:
        raise held.NothingHeld(_("No street file is here."), remedy=_("Import one: frankpledge import crimes PATH."))
    first = first or min(file.release.first_month for file in files)
    last = last or max(file.release.last_month for file in files)
    written = street_files.recorders(files)
    names = held.names_among(force, written) if force else written
    sums, used = _sums(first, last), _used(files, names, first, last)
    if force:
        steps, subject = _of_force(sums, used, names, first, last), " + ".join(sorted(names))
    else:
        steps, subject = _of_all(sums, used, first, last), _("All forces")
    recorders = tuple(_recorder(sums, name) for name in sorted(names))
    return Reconciliation(subject, first, last, len(used), steps, recorders, tuple(_faults(steps, recorders)))


def _used(files: Iterable[StreetFile], names: set[str], first: str, last: str) -> list[StreetFile]:
    return [file for file in files if any(who in names and first <= month <= last for who, month, *_rest in file.held)]


def _sums(first: str, last: str) -> _Sums:
    files = cube.files()
    with shared() as connection:
        rows = connection.execute(
            "SELECT reported_by, force24, placed, is_asb, sum(n)::BIGINT FROM read_parquet(?) "
            "WHERE month BETWEEN ? AND ? GROUP BY ALL",
            [str(files.places), first, last],
        ).fetchall()
    return _Sums({(who, area, placed, asb): n for who, area, placed, asb, n in rows})


def _from_files(used: list[StreetFile], names: set[str] | None, first: str, last: str) -> list[Step]:
    """What stands in the files, what was turned away, and what is not asked for."""
    wanted = [
        (rows, asb)
        for file in used
        for who, month, rows, asb in file.held
        if first <= month <= last and (names is None or who in names)
    ]
    imported, asb = sum(rows for rows, _asb in wanted), sum(asb for _rows, asb in wanted)
    read, rejected = (sum(getattr(file.release, name) for file in used) for name in ("rows_read", "rows_rejected"))
    beside = read - rejected - imported
    steps = [
        Step(_("Rows in the files"), read),
        Step(_("less: turned away, each with its reason"), -rejected),
    ]
    if beside:
        steps.append(Step(_("less: of other forces or months in the same files"), -beside))
    return [*steps, Step(_("Rows imported"), imported, imported - asb, asb, total=True)]


def _of_force(sums: _Sums, used: list[StreetFile], names: set[str], first: str, last: str) -> tuple[Step, ...]:
    code = next((code for name in names if (code := supplied.force_code(name))), None)
    area = places.force_area(code).area_name if code else _("an area of its own")
    steps = _from_files(used, names, first, last)
    if code:
        steps.append(sums.of(_("lying in %(area)s") % {"area": area}, who=names, area=code, placed=PLACED))
    steps += [
        sums.of(_("lying in another force area"), who=names, outside=code, placed=PLACED),
        *(sums.of(_words(kind), who=names, placed=kind) for kind in PLACES),
        sums.of(_("Recorded by the force, wherever it lies"), who=names, total=True),
    ]
    steps += _not_believed(names, first, last)
    if code:
        steps += [
            sums.of(_("recorded by the force itself in %(area)s") % {"area": area}, who=names, area=code),
            sums.of(_("recorded by others in %(area)s") % {"area": area}, others=names, area=code),
            sums.of(_("By place: all that lies in %(area)s") % {"area": area}, area=code, total=True),
        ]
    return tuple(steps)


def _of_all(sums: _Sums, used: list[StreetFile], first: str, last: str) -> tuple[Step, ...]:
    return (
        *_from_files(used, None, first, last),
        sums.of(_("lying in a small area of England and Wales"), placed=PLACED),
        *(sums.of(_words(kind), placed=kind) for kind in PLACES),
        sums.of(_("Recorded by all forces"), total=True),
        *_not_believed(set(supplied.supply_of(shelf.manifest())), first, last),
    )


def _words(kind: str) -> str:
    return {
        OUTSIDE: _("not placed: outside England and Wales"),
        NO_LOCATION: _("not placed: no location given"),
        UNKNOWN_CODE: _("not placed: code of the small area not known"),
    }[kind]


def _not_believed(names: Iterable[str], first: str, last: str) -> list[Step]:
    """Months that look cut off have no published figure: their rows leave the published total."""
    every = [each for name, by_month in cube.supply(first, last).items() if name in names for each in by_month.values()]
    doubted = [each for each in every if each.status == supplied.SUSPECT]
    rows, asb = sum(each.rows for each in doubted), sum(each.asb for each in doubted)
    all_rows, all_asb = sum(each.rows for each in every), sum(each.asb for each in every)
    months = _("less: months that are not believed (%(n)s), because too few rows came") % {"n": len(doubted)}
    return [
        Step(months, -rows, asb - rows, -asb),
        Step(_("Published: by recording force"), all_rows - rows, all_rows - rows - all_asb + asb, all_asb - asb, True),
    ]


def _recorder(sums: _Sums, name: str) -> Recorder:
    every = sums.of("", who={name})
    own = sums.of("", who={name}, area=code).rows if (code := supplied.force_code(name)) else 0
    placed = sums.of("", who={name}, placed=PLACED).rows
    return Recorder(name, every.rows, every.crimes or 0, every.asb or 0, own, placed - own, every.rows - placed)


def _faults(steps: tuple[Step, ...], recorders: tuple[Recorder, ...]) -> Iterable[str]:
    """Each total must be the sum of the lines since the total before, or since two before (the published ones)."""
    since: list[Step] = []
    before = 0
    for step in steps:
        if not step.total:
            since.append(step)
            continue
        added = sum(each.rows for each in since)
        if step.rows not in (added, before + added):
            yield _("%(label)s is %(rows)s, and its parts add up to %(sum)s.") % {
                "label": step.label, "rows": f"{step.rows:,}", "sum": f"{added:,}",
            }  # fmt: skip
        since, before = [], step.rows
    for each in recorders:
        if each.rows != each.crimes + each.asb or each.rows != each.own_area + each.other_area + each.not_placed:
            yield _("The rows of %(name)s do not add up.") % {"name": each.name}


@dataclass(frozen=True)
class ReconciliationPage:
    """What the page shows; without a street file, only the choices."""

    force: str
    first: str
    last: str
    forces: list[str]
    months: list[str]
    found: Reconciliation | None = None
    steps: Table | None = None
    recorders: Table | None = None
    not_held: str = ""


def reconciliation_page(force: str, first: str, last: str) -> ReconciliationPage:
    """The steps of the force and months chosen. A choice that is none falls back to everything."""
    every = cube.supply()
    months = sorted({month for by_month in every.values() for month in by_month})
    forces = sorted(every)
    force = force if force in forces else ""
    first, last = (chosen if chosen in months else "" for chosen in (first, last))
    if first and last and first > last:
        first, last = last, first
    if not months:
        return ReconciliationPage(force, first, last, forces, months)
    found = reconciliation(force, first, last)
    return ReconciliationPage(
        force, found.first, found.last, forces, months, found, _steps_table(found),
        None if force else _recorders_table(found), _not_held(every, force, found.first, found.last),
    )  # fmt: skip


def _not_held(every: Mapping[str, Mapping[str, Any]], force: str, first: str, last: str) -> str:
    """Months between the first and the last of which no file is held: no total is of these. In words."""
    chosen = [by_month for name, by_month in every.items() if force in ("", name)]
    here = {month for by_month in chosen for month, each in by_month.items() if each.status != supplied.MISSING}
    runs = [run.split(" to ") for run in month_ranges(set(months_between(first, last)) - here).split(", ") if run]
    return ", ".join(str(range_words((run[0], run[-1]))) for run in runs)


def _steps_table(found: Reconciliation) -> Table:
    columns = [Column(_("Step")), Column(_("Rows"), number=True), Column(_("Crimes"), number=True),
               Column(_("Anti-social behaviour incidents"), number=True)]  # fmt: skip
    rows = [[f"= {step.label}" if step.total else step.label, step.rows, step.crimes, step.asb] for step in found.steps]
    return Table(_("From the files to the published totals"), columns, rows)


def _recorders_table(found: Reconciliation) -> Table:
    names = (_("Rows"), _("Crimes"), _("Incidents"), _("In its own area"), _("In another area"), _("Not placed"))
    columns = [Column(_("Recorded by")), *(Column(name, number=True) for name in names)]
    rows = [list(vars(each).values()) for each in found.recorders]
    foot = [_("All"), *(sum(row[at] for row in rows) for at in range(1, 7))]
    return Table(_("By recording force"), columns, rows, foot=foot)


def rows_to_take_away(found: Reconciliation) -> list[list[Any]]:
    """The steps, for a file: label, whether it is a sum, rows, crimes, incidents."""
    return [[step.label, "sum" if step.total else "part", step.rows, step.crimes, step.asb] for step in found.steps]
