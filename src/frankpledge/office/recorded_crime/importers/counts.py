"""Counts of crime by place and month, in any of three layouts: by small area, by district, by force area.

An area with no row for a type and month had none of it, in the months for which the file holds that area. Rows
without a place ("no location") are kept, apart. Counts are never mixed with street files of the same month.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from frankpledge.office.people.duties import Actor
from frankpledge.office.places import lookups
from frankpledge.office.recorded_crime.rules import ASB, FIRST_MONTH, KNOWN_TYPES
from frankpledge.office.sources import lines
from frankpledge.office.sources.batch import Kind, NoUsableRow, Progress, Reading, run
from frankpledge.office.sources.datasets import CRIME_COUNTS
from frankpledge.office.sources.duck import connect
from frankpledge.office.sources.lines import Fault, NotThisKindOfFile
from frankpledge.office.sources.summary import ImportSummary

from .tables import month_faults, types_table, write_parquet

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

IMPORTER = "counts by place 1"
COLUMNS = ("month", "level", "area_code", "area_name", "force24", "crime_type", "is_asb", "count")


@dataclass(frozen=True)
class Layout:
    """One level of places: the column that holds its codes, and where the codes are known."""

    level: str
    code: str
    name: str
    what: str | Promise
    known: str  # SQL: code, name, force24 of every area of this level


LAYOUTS = (
    Layout(
        "lsoa21",
        "lsoa21_code",
        "lsoa21_name",
        gettext_lazy("an LSOA of 2021 in England and Wales"),
        "SELECT code, name, force24 FROM read_parquet('{lsoa}') WHERE in_2021",
    ),
    Layout(
        "ltla24",
        "ltla24_code",
        "ltla24_name",
        gettext_lazy("a district of 2024 in England and Wales"),
        "SELECT code, name, force24 FROM read_parquet('{districts}')",
    ),
    Layout(
        "pfa24",
        "pfa24_code",
        "pfa24_name",
        gettext_lazy("a police force area of England and Wales"),
        "SELECT DISTINCT force24 AS code, NULL::VARCHAR AS name, force24 FROM read_parquet('{districts}')",
    ),
)


def import_crime_counts(
    paths: Sequence[Path], *, by: Actor, now: datetime, progress: Progress | None = None
) -> ImportSummary:
    """Import counts by place and month (columns month, one of the area codes, crime_type, count).

    Raises:
        NotAllowed: `by` does not hold the duty "import data".
        NothingFound: there is nothing to import at one of the paths.
    """
    return run(KIND, paths, by=by, now=now, progress=progress)


def layout_of(header: Sequence[str]) -> Layout:
    """Which level of places a file counts by.

    Raises:
        NotThisKindOfFile: its header names no area code that we know, or more than one.
    """
    names = {name.casefold() for name in header}
    found = [layout for layout in LAYOUTS if layout.code in names]
    if len(found) == 1:
        return found[0]
    shown = ", ".join(f'"{name[:60]}"' for name in header[:20])
    codes = ", ".join(f'"{layout.code}"' for layout in LAYOUTS)
    expected = _('"month", "crime_type", "count" and one of %(codes)s') % {"codes": codes}
    raise NotThisKindOfFile(
        (
            _("The file has more than one column of area codes. Found: %(found)s. Expected: %(expected)s.")
            if found
            else _("The file has no column of area codes. Found: %(found)s. Expected: %(expected)s.")
        )
        % {"found": shown, "expected": expected},
        remedy=_("Give the file one of these layouts."),
    )


def read_counts(raw: Path, into: Path, label: str, now: datetime) -> Reading:
    """Check a file of counts row by row and write the good rows, typed, as Parquet.

    Raises:
        NotThisKindOfFile: a needed column is missing, or the file is empty.
        NoUsableRow: every row was turned away.
    """
    header = lines.header_of(raw)
    layout = layout_of(header)
    places = lines.positions(header, ("month", layout.code, "crime_type", "count"))
    named = [index for index, name in enumerate(header) if name.casefold() == layout.name]
    columns = {
        "month": places["month"],
        "area_code": places[layout.code],
        "crime_type": places["crime_type"],
        "counted": places["count"],
        **({"area_name": named[0]} if named else {}),
    }
    with connect() as connection:
        lines.load(connection, raw)
        lines.cells(connection, columns, len(header))
        _known_areas(connection, layout, named=bool(named))
        lines.judge(connection, _faults(layout, now))
        read, good = lines.count(connection, "lines"), lines.count(connection, "good")
        rejects = lines.rejects(connection, label)
        if not good:
            raise NoUsableRow(
                _("None of its %(n)s rows can be used%(first)s.")
                % {"n": f"{read:,}", "first": f": {rejects[0].reason}" if rejects else ""},
                remedy=_("Give the file one of the layouts that are imported."),
                rejects=rejects,
            )
        _type(connection, layout)
        write_parquet(
            connection, "typed", into, columns=COLUMNS, order="area_code, crime_type, month, " + ", ".join(COLUMNS)
        )
        facts = _facts(connection, layout)
    months = sorted(facts["months"])
    return Reading(
        covers=f"{_covers(layout, facts)}/{months[0]}..{months[-1]}",
        rows_read=read,
        rows_imported=good,
        first_month=months[0],
        last_month=months[-1],
        facts=facts,
        rejects=rejects,
    )


def _known_areas(connection: DuckDBPyConnection, layout: Layout, *, named: bool) -> None:
    """Look each code up, and number the rows that say the same thing twice."""
    known = layout.known.format(lsoa=lookups.path("lsoa"), districts=lookups.path("districts"))
    name = "c.area_name" if named else "NULL::VARCHAR"
    connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE looked_up AS
        SELECT c.* {"EXCLUDE (area_name)" if named else ""}, coalesce({name}, k.name) AS area_name, k.force24,
               row_number() OVER (PARTITION BY c.month, c.area_code, {name}, lower(c.crime_type)
                                  ORDER BY c.line) AS time_said
        FROM cells c LEFT JOIN ({known}) k ON k.code = c.area_code
    """)  # noqa: S608
    connection.execute("CREATE OR REPLACE TEMP TABLE cells AS FROM looked_up")


def _faults(layout: Layout, now: datetime) -> list[Fault]:
    return [
        *month_faults(now, FIRST_MONTH, "month"),
        Fault(
            layout.code,
            "area_code IS NULL AND area_name IS NULL",
            _("empty: neither code nor name of a place"),
            value="NULL",
        ),
        Fault(
            layout.code,
            "area_code IS NOT NULL AND force24 IS NULL",
            _("not the code of %(kind)s") % {"kind": layout.what},
            value="area_code",
        ),
        Fault("crime_type", "crime_type IS NULL", _("empty: the type is needed")),
        Fault(
            "count",
            r"NOT coalesce(regexp_full_match(counted, '\d{1,9}'), false)",
            _("not a count: a whole number, 0 or more, is expected"),
            value="counted",
        ),
        Fault("crime_type", "time_said > 1", _("this month, area and type stand in an earlier row already")),
    ]


def _type(connection: DuckDBPyConnection, layout: Layout) -> None:
    types_table(connection, KNOWN_TYPES)
    connection.execute(
        """
        CREATE OR REPLACE TEMP TABLE typed AS
        SELECT g.month, ? AS level, g.area_code, g.area_name, g.force24, coalesce(t.name, g.crime_type) AS crime_type,
               coalesce(t.name = ?, false) AS is_asb, g.counted::INTEGER AS count
        FROM good g LEFT JOIN types t ON t.folded = lower(g.crime_type)
        """,
        [layout.level, ASB],
    )


def _facts(connection: DuckDBPyConnection, layout: Layout) -> dict[str, Any]:
    def rows(sql: str) -> list[Any]:
        return connection.execute(sql).fetchall()

    crimes, asb, nowhere = rows("""
        SELECT coalesce(sum(count) FILTER (NOT is_asb), 0), coalesce(sum(count) FILTER (is_asb), 0),
               coalesce(sum(count) FILTER (area_code IS NULL), 0) FROM typed""")[0]
    areas = [code for (code,) in rows("SELECT DISTINCT area_code FROM typed WHERE area_code IS NOT NULL ORDER BY 1")]
    return {
        "level": layout.level,
        "crimes": int(crimes),
        "asb": int(asb),
        "without_place": int(nowhere),
        "forces": [code for (code,) in rows("SELECT DISTINCT force24 FROM typed WHERE force24 IS NOT NULL ORDER BY 1")],
        "areas": len(areas),
        "areas_digest": hashlib.sha256(",".join(areas).encode("ascii")).hexdigest()[:8],
        "months": {
            month: int(total) for month, total in rows("SELECT month, sum(count) FROM typed GROUP BY 1 ORDER BY 1")
        },
        "rows_digest": lines.digest(connection, "typed", COLUMNS),
        "lookups": lookups.version(),
    }


def _covers(layout: Layout, facts: dict[str, Any]) -> str:
    """The level and the areas held; the digest tells two sets of equally many areas apart."""
    return f"{layout.level}/{facts['areas']} areas {facts['areas_digest']}"


KIND = Kind("import crime-counts", CRIME_COUNTS, IMPORTER, read_counts)
