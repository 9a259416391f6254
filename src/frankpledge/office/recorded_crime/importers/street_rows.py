"""What a street file must hold, and the judge who looks at it line by line."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from frankpledge.office.recorded_crime.rules import FIRST_MONTH
from frankpledge.office.recorded_crime.store.reading import LATITUDES, LONGITUDES
from frankpledge.office.sources import lines
from frankpledge.office.sources.batch import NoUsableRow
from frankpledge.office.sources.lines import Fault, Reject

from .tables import month_faults

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

NEEDED = (
    "Crime ID",
    "Month",
    "Reported by",
    "Falls within",
    "Longitude",
    "Latitude",
    "Location",
    "LSOA code",
    "LSOA name",
    "Crime type",
    "Last outcome category",
)


@dataclass(frozen=True)
class Judgement:
    """How many rows were read and found good, and those turned away; the good ones stand in the table `good`."""

    read: int
    good: int
    rejects: list[Reject]


def judged(
    connection: DuckDBPyConnection,
    raw: Path,
    places: dict[str, int],
    width: int,
    label: str,
    now: datetime,
    *,
    refuse_nul: bool = False,
) -> Judgement:
    """Judge every line of a street file alone.

    Raises:
        NoUsableRow: every row was turned away, or there is none.
        NotThisKindOfFile: a line has no end.
    """
    lines.load(connection, raw)
    columns = {name.casefold().replace(" ", "_"): place for name, place in places.items()}
    lines.cells(connection, columns, width, refuse_nul=refuse_nul)
    lines.judge(connection, faults(now))
    read, good = lines.count(connection, "lines"), lines.count(connection, "good")
    rejects = lines.rejects(connection, label)
    if not good:
        raise _nothing_usable(read, rejects)
    return Judgement(read, good, rejects)


def _nothing_usable(read: int, rejects: list[Reject]) -> NoUsableRow:
    if not read:
        return NoUsableRow(
            _("The file has a header and no rows."), remedy=_("Download it again, then import it."), rejects=[]
        )
    first = rejects[0]
    return NoUsableRow(
        _("None of its %(n)s rows can be used: row %(row)s, %(column)s: %(reason)s.")
        % {"n": f"{read:,}", "row": first.row, "column": first.column or _("the whole line"), "reason": first.reason},
        remedy=_("Import the file as it was published."),
        rejects=rejects,
    )


def faults(now: datetime) -> list[Fault]:
    """Every way in which a row of a street file can be wrong."""
    lon, lat = "try_cast(longitude AS DOUBLE)", "try_cast(latitude AS DOUBLE)"
    return [
        *month_faults(now, FIRST_MONTH),
        Fault("Reported by", "reported_by IS NULL", _("empty: the recording force is needed")),
        Fault("Crime type", "crime_type IS NULL", _("empty: the type is needed")),
        Fault("Longitude", "longitude IS NULL AND latitude IS NOT NULL", _("empty, though the latitude is there")),
        Fault("Latitude", "latitude IS NULL AND longitude IS NOT NULL", _("empty, though the longitude is there")),
        Fault("Longitude", f"longitude IS NOT NULL AND {lon} IS NULL", _("not a number")),
        Fault("Latitude", f"latitude IS NOT NULL AND {lat} IS NULL", _("not a number")),
        Fault(
            "Longitude",
            f"longitude IS NOT NULL AND {lon} NOT BETWEEN {LONGITUDES[0]} AND {LONGITUDES[1]}",
            _("impossible: far from the United Kingdom"),
        ),
        Fault(
            "Latitude",
            f"latitude IS NOT NULL AND {lat} NOT BETWEEN {LATITUDES[0]} AND {LATITUDES[1]}",
            _("impossible: far from the United Kingdom"),
        ),
    ]


def covers(forces: list[str], months: list[str]) -> str:
    """What a file speaks for: the forces that recorded its rows, and the months."""
    who = " + ".join(forces) if len(forces) <= 3 else f"{len(forces)} forces from {forces[0]} to {forces[-1]}"
    when = months[0] if len(months) == 1 else f"{months[0]}..{months[-1]}"
    return f"{who[:150]}/{when}"
