"""Every look at single crimes, or at the first rows of a file: noted, with its reason."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from frankpledge.office.extracts import queries, store
from frankpledge.office.extracts.models import Extract
from frankpledge.office.people import duties
from frankpledge.office.people.duties import Actor
from frankpledge.office.record import use_cases as record

from .mapping import CannotTakeIn, require_waiting
from .sending import DUTY

if TYPE_CHECKING:
    import pyarrow as pa


def preview(*, extract: Extract, by: Actor, now: datetime) -> queries.Preview:
    """The first rows as they would be taken in, and what is wrong with them. A look, so it is noted.

    Raises:
        NotAllowed: `by` does not hold the duty "use extracts".
        CannotTakeIn: the extract is not waiting, or has no mapping.
        NotATable: the file cannot be read by it.
    """
    duties.require(by, DUTY)
    require_waiting(extract)
    if extract.mapping is None:
        raise CannotTakeIn(_("It is not said yet which column is what."), remedy=_("Name the columns first."))
    _note_look(extract, "first rows looked at before they are taken in", by=by, now=now)
    return queries.preview_of(extract, today=now.date())


def look_at_columns(*, extract: Extract, by: Actor, now: datetime) -> queries.Sample:
    """The headings, and the first values of those columns that do not promise who somebody is. A look: it is noted.

    Raises:
        NotAllowed: `by` does not hold the duty "use extracts".
        CannotTakeIn: the extract is read already, or is gone.
    """
    duties.require(by, DUTY)
    require_waiting(extract)
    sample = queries.sample_of(extract)
    _note_look(extract, "columns looked at", by=by, now=now)
    return sample


def look_at_rejects(*, extract: Extract, by: Actor, now: datetime) -> Path:
    """The file of rows that were turned away. A look: it is noted.

    Raises:
        NotAllowed: `by` does not hold the duty "use extracts".
        queries.NothingToRead: no row was turned away, or the extract is gone.
    """
    duties.require(by, DUTY)
    path = store.path(extract.pk, store.REJECTS)
    if not path.is_file() or not extract.rows_rejected:
        raise queries.NothingToRead(
            _("No row of extract %(n)s was turned away, or it was deleted.") % {"n": extract.pk}
        )
    _note_look(extract, "rows turned away looked at", by=by, now=now)
    return path


def look_at_points(
    *,
    extract: Extract | int | str = "all",
    crime_types: Sequence[str] | None = None,
    start: date | None = None,
    end: date | None = None,
    why: str,
    by: Actor,
    now: datetime,
) -> pa.Table:
    """Single crimes for a method that needs days and places: `queries.points`, with the look noted and its reason.

    Raises:
        NotAllowed: `by` does not hold the duty "use extracts".
        queries.NothingToRead: the extract is not held; `ExtractsOverlap`: "all" would count crimes twice.
    """
    duties.require(by, DUTY)
    table = queries.points(extract, crime_types, start, end)
    held = queries.held_for(extract)
    for one in held:
        detail = {
            "rows": table.num_rows,
            "types": list(crime_types or []),
            "from": str(start or ""),
            "to": str(end or ""),
        }
        _note_look(one, why.strip() or "analysis", by=by, now=now, detail=detail)
    return table


def _note_look(extract: Extract, why: str, *, by: Actor, now: datetime, detail: dict[str, Any] | None = None) -> None:
    record.note("extract looked at", extract.reference, by=by.reference, at=now, why=why, detail=detail)
