"""Street rows month by month: from the cube, or from the typed rows of releases where a count stands on its own.

A figure is counted again from typed rows to verify it, or to repeat it among the releases that it cites. Both ways go
through the same rules here, and give the same figures.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from frankpledge.office.places.queries import Place
from frankpledge.office.recorded_crime import cube, rules
from frankpledge.office.recorded_crime.cube.keeping import CubeNotReady, current
from frankpledge.office.recorded_crime.cube.shelf import Manifest
from frankpledge.office.sources import store as stores
from frankpledge.office.sources.duck import shared
from frankpledge.office.sources.models import Release
from frankpledge.office.sources.store import Store

from . import held, street_files
from .figures import MonthCount, doubted
from .street_files import StreetFile

ByMonth = dict[str, MonthCount]


class Rows(Protocol):
    """Where rows are counted, and the files that they came in."""

    @property
    def files(self) -> tuple[StreetFile, ...]: ...

    def counted(
        self, column: str, values: Iterable[str], crime_types: Sequence[str] | None, *,
        used: Iterable[StreetFile], force: str = "",
    ) -> dict[tuple[str, str], int]:  # fmt: skip
        """(value of the column, month) → how many rows; those without any are not there.

        Args:
            used: the files that have a say. force: the force area in which all the values lie.
        """

    def cells(self, used: Iterable[StreetFile], within: str) -> str:
        """SQL of rows counted (`n`) by month, recorder, place and type.

        Args:
            used: the files that have a say. within: a force area; elsewhere small areas and wards may be left out.
        """


@dataclass(frozen=True)
class FromCube:
    """The cube, as it stands."""

    now: Manifest

    @property
    def files(self) -> tuple[StreetFile, ...]:
        return street_files.of_cube(self.now)

    def counted(
        self, column: str, values: Iterable[str], crime_types: Sequence[str] | None, *,
        used: Iterable[StreetFile], force: str = "",
    ) -> dict[tuple[str, str], int]:  # fmt: skip
        return cube.counts(self.now, column, values, crime_types, force=force)

    def cells(self, used: Iterable[StreetFile], within: str) -> str:
        return cube.cells_within(self.now, within)


@dataclass(frozen=True)
class FromTypedRows:
    """The typed rows of releases, in the office's own store or in another."""

    files: tuple[StreetFile, ...]
    store: Store

    def counted(
        self, column: str, values: Iterable[str], crime_types: Sequence[str] | None, *,
        used: Iterable[StreetFile], force: str = "",
    ) -> dict[tuple[str, str], int]:  # fmt: skip
        condition = held.type_condition(crime_types)
        paths = held.paths([file.release for file in used], self.store)
        if not paths:
            return {}
        with shared() as connection:
            rows = connection.execute(
                f"SELECT {column}, month, count(*) FROM read_parquet(?) "  # noqa: S608
                f"WHERE {column} IN {held.listed(values)} AND {condition} GROUP BY ALL",
                [paths],
            ).fetchall()
        return {(value, month): n for value, month, n in rows}

    def cells(self, used: Iterable[StreetFile], within: str) -> str:
        paths = ", ".join(map(held.quoted, held.paths([file.release for file in used], self.store)))
        return f"SELECT *, 1 AS n FROM read_parquet([{paths}])"  # noqa: S608


def rows_of(store: Store | None, among: Iterable[Release] | None) -> Rows:
    """The cube, for the current releases of the office. The typed rows of another store or of given releases.

    While a cube of many files is still to be made, the typed rows answer: later, and the same.
    """
    if store is None and among is None:
        try:
            return FromCube(current())
        except CubeNotReady:
            pass
    return FromTypedRows(street_files.of_releases(among), store or stores.home())


def recorded(force: str, crime_types: Sequence[str] | None, rows: Rows) -> ByMonth:
    """Rows that a force recorded, wherever they lie."""
    names = held.names_among(force, street_files.recorders(rows.files))
    there = _there(rows.files, names, everybody=False)
    counts: dict[str, int] = {}
    for (_who, month), n in rows.counted("reported_by", names, crime_types, used=there.used).items():
        counts[month] = counts.get(month, 0) + n
    return there.figures(counts)


def by_place(areas: Sequence[Place], crime_types: Sequence[str] | None, rows: Rows) -> dict[str, ByMonth]:
    """Rows that lie in each area, whoever recorded them; for months in which the area's own force is there."""
    found: dict[str, ByMonth] = {}
    for force in sorted({area.force_code for area in areas}):
        members = [area for area in areas if area.force_code == force]
        there = _there_in(force, rows.files)
        for kind in sorted({str(area.kind) for area in members}):
            codes = [area.code for area in members if area.kind == kind]
            column = held.PLACE_COLUMNS[kind]
            counts: dict[str, dict[str, int]] = {code: {} for code in codes}
            for (code, month), n in rows.counted(column, codes, crime_types, used=there.used, force=force).items():
                counts[code][month] = n
            found |= {code: there.figures(by_month) for code, by_month in counts.items()}
    return found


def _there_in(force: str, files: tuple[StreetFile, ...]) -> _There:
    names = held.names_among(force, street_files.recorders(files))
    beside = [file for file in files if force in file.areas or street_files.recorders([file]) & names]
    return _there(beside, names, everybody=True)


@dataclass(frozen=True)
class _There:
    """What was supplied: month → rows of the force, and the files that a figure of the month is counted from."""

    used: list[StreetFile]
    releases: dict[str, tuple[Release, ...]]
    rows_by_month: dict[str, int]

    def figures(self, counts: Mapping[str, int]) -> ByMonth:
        found = {
            month: MonthCount(month, counts.get(month, 0), "final", releases=self.releases[month])
            for month in self.rows_by_month
        }
        return doubted(found, rules.cut_off_months(self.rows_by_month))


def _there(files: Iterable[StreetFile], names: set[str], *, everybody: bool) -> _There:
    releases: dict[str, dict[Release, None]] = {}
    rows_by_month: dict[str, int] = {}
    kept = list(files)
    for file in kept:
        for force, month, rows, _asb in file.held:
            if everybody or force in names:
                releases.setdefault(month, {})[file.release] = None
            if force in names:
                rows_by_month[month] = rows_by_month.get(month, 0) + rows
    used = [file for file in kept if any(month in rows_by_month for _force, month, *_rest in file.held)]
    return _There(used, {month: tuple(releases[month]) for month in rows_by_month}, rows_by_month)
