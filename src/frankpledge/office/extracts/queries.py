"""Reading extracts: what is held, how a file would be read, and single crimes for methods that need days and places.

Nothing here notes a look: pages and analyses come through `use_cases`, which do.
"""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from frankpledge.office.errors import NotFound, Refused
from frankpledge.office.recorded_crime.rules import ASB
from frankpledge.office.sources.lines import Reject

from . import reading, rules, store, taking
from .models import Extract, ExtractState, Mapping
from .reading import Counts, Typed
from .tables import headings, lines

if TYPE_CHECKING:
    import pyarrow as pa

LOOKED_AT = 5_000
ROWS_SHOWN = 12
ERRORS_SHOWN, OF_ONE_KIND = 20, 3
VALUES_SHOWN = 3


class NoSuchExtract(NotFound):
    """No extract or mapping has this number."""

    remedy_by_default = gettext_lazy("See the list of extracts.")


class NothingToRead(Refused):
    """There are no crimes of this extract here: it was deleted, refused, or is not read yet."""


class ExtractsOverlap(Refused):
    """Two extracts hold crimes of the same days and types: taken together, they would count twice."""


@dataclass(frozen=True)
class Column:
    """A heading with its first values; none are shown of a column that promises who somebody is."""

    heading: str
    personal: bool
    values: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Sample:
    """A file before anybody said which column is what."""

    columns: list[Column]
    proposed: dict[str, str]
    saved: list[Mapping]

    @property
    def headings(self) -> list[str]:
        return [column.heading for column in self.columns if column.heading]


@dataclass(frozen=True)
class Preview:
    """The first rows as they would be taken in."""

    looked_at: int
    good: int
    rows: list[Typed]
    rejects: list[Reject]
    rejected: int
    unknown: list[tuple[str, int]]
    located: int
    outside_share: float | None
    degrees: bool


def extract(number: int) -> Extract:
    """Raises NoSuchExtract."""
    found = Extract.objects.select_related("mapping").filter(pk=number).first()
    if found is None:
        raise NoSuchExtract(_("There is no extract %(n)s.") % {"n": number})
    return found


def extracts() -> list[Extract]:
    """Every extract, the newest first; also those that were deleted."""
    return list(Extract.objects.select_related("mapping"))


def held() -> list[Extract]:
    """Extracts whose crimes are here, by their first day."""
    return list(Extract.objects.filter(state=ExtractState.HELD).order_by("first_day", "pk"))


def mappings() -> list[Mapping]:
    return list(Mapping.objects.all())


def mapping(number: int) -> Mapping:
    """Raises NoSuchExtract."""
    found = Mapping.objects.filter(pk=number).first()
    if found is None:
        raise NoSuchExtract(_("There is no mapping %(n)s.") % {"n": number})
    return found


def points(
    which: Extract | int | str = "all",
    crime_types: Sequence[str] | None = None,
    start: date | None = None,
    end: date | None = None,
) -> pa.Table:
    """Single crimes: easting, northing (metres, null without a place), start, end (local times), timed, crime_type.

    Args:
        which: an extract, its number, or "all" that are held.
        crime_types: None means every crime; anti-social behaviour incidents come only when they are named, alone.
        start, end: crimes that begin on these days or between them.

    Raises:
        NothingToRead: nothing is held. ExtractsOverlap: "all" would count crimes twice.
        MixedCount: crimes and anti-social behaviour incidents are named together.
    """
    from frankpledge.office.recorded_crime.rules import counted
    from frankpledge.office.sources.duck import connect

    incidents = counted(crime_types) != "crimes"
    paths = [str(store.path(one.pk, store.ROWS)) for one in held_for(which, crime_types)]
    conditions, values = ["is_asb" if incidents else "NOT is_asb"], list[Any]()
    for name, value in (("start >= ?", start), ("start < ?", end + timedelta(days=1) if end else None)):
        if value is not None:
            conditions.append(name)
            values.append(value)
    if crime_types:
        conditions.append("list_contains(?, lower(crime_type))")
        values.append([name.casefold() for name in crime_types])
    with connect() as connection:
        return connection.execute(
            f"""SELECT easting, northing, start, "end", timed, crime_type FROM read_parquet(?)
                WHERE {" AND ".join(conditions)} ORDER BY start, easting, northing, "end", crime_type""",  # noqa: S608
            [paths, *values],
        ).to_arrow_table()


def held_for(which: Extract | int | str, crime_types: Sequence[str] | None = None) -> list[Extract]:
    """The extracts that `points` would read.

    Raises:
        NothingToRead, ExtractsOverlap.
    """
    if which == "all":
        found = held()
        if not found:
            raise NothingToRead(_("No extract is held here."), remedy=_("Send one first, from the page of extracts."))
        _require_apart(found, crime_types)
        return found
    one = which if isinstance(which, Extract) else extract(int(which))
    if one.state not in (ExtractState.HELD, ExtractState.QUEUED) or not store.path(one.pk, store.ROWS).is_file():
        raise NothingToRead(
            _("Extract %(n)s is %(state)s: there are no crimes of it to read.")
            % {"n": one.pk, "state": one.get_state_display()},
            remedy=_("Choose another, or take it in first."),
        )
    return [one]


def _require_apart(found: Sequence[Extract], crime_types: Sequence[str] | None) -> None:
    for at, one in enumerate(found):
        for other in found[at + 1 :]:
            days = one.first_day and other.last_day and one.first_day <= other.last_day
            both = days and other.first_day and one.last_day and other.first_day <= one.last_day
            shared = _types(one, crime_types) & _types(other, crime_types)
            if both and shared:
                raise ExtractsOverlap(
                    _("Extracts %(one)s and %(other)s both hold %(type)s of the same days: they would count twice.")
                    % {"one": one.pk, "other": other.pk, "type": min(shared)},
                    remedy=_("Choose one of them, or delete the one that the other replaces."),
                )


def _types(one: Extract, crime_types: Sequence[str] | None) -> set[str]:
    has = set(one.facts.get("by_type", {}))
    if crime_types is None:
        return has - {ASB}
    wanted = {name.casefold() for name in crime_types}
    return {name for name in has if name.casefold() in wanted}


def sample_of(one: Extract) -> Sample:
    """The headings and first values of a file that waits. Raises NotATable."""
    rows = list(islice(lines(store.path(one.pk, store.SENT), one.file_name), 200))
    names = headings(rows[0]) if rows else []
    columns = []
    for at, name in enumerate(names):
        personal = rules.is_personal(name)
        values = [] if personal else [row.cells[at] for row in rows[1:] if at < len(row.cells) and row.cells[at]]
        columns.append(Column(name, personal, list(dict.fromkeys(value[:40] for value in values))[:VALUES_SHOWN]))
    saved = [one for one in mappings() if set(one.settings.get("columns", {}).values()) <= set(names)]
    proposed = (
        dict(saved[0].settings["columns"]) if len(saved) == 1 else rules.proposed([name for name in names if name])
    )
    return Sample(columns, proposed, saved)


def preview_of(one: Extract, *, today: date) -> Preview:
    """The first rows by the mapping chosen. Raises NotATable."""
    rows = lines(store.path(one.pk, store.SENT), one.file_name)
    first = next(rows)
    plan = reading.plan_of(one.mapping.settings if one.mapping else {}, headings(first))
    counts = Counts()
    good = list(reading.typed(islice(rows, LOOKED_AT), plan, counts, one.file_name, today))
    placed = [row for row in good if row.x is not None]
    return Preview(
        looked_at=counts.read,
        good=len(good),
        rows=good[:ROWS_SHOWN],
        rejects=_few_of_each(counts.rejects),
        rejected=len(counts.rejects),
        unknown=counts.unknown.most_common(60),
        located=len(placed),
        outside_share=_outside(placed, plan.degrees),
        degrees=plan.degrees,
    )


def _few_of_each(rejects: Sequence[Reject]) -> list[Reject]:
    """The first faults, and no more than three of one kind: a common one must not hide the others."""
    seen: Counter[tuple[str, str]] = Counter()
    shown = []
    for reject in rejects:
        seen[reject.column, reject.reason] += 1
        if seen[reject.column, reject.reason] <= OF_ONE_KIND:
            shown.append(reject)
    return shown[:ERRORS_SHOWN]


def _outside(rows: Sequence[Typed], degrees: bool) -> float | None:
    """Share of placed rows that lie outside the box around the office's area, with 10 km of margin; None if unknown."""
    from frankpledge.office.people import queries as people
    from frankpledge.office.places import queries as places
    from frankpledge.office.places.rules import rings

    office = people.office_or_none()
    outline = places.boundary(office.area_code) if office else None
    if not rows or outline is None:
        return None
    corners = [point for ring in rings(outline) for point in ring]
    xs, ys = reading.to_grid([float(p[0]) for p in corners], [float(p[1]) for p in corners])
    at_x, at_y = [row.x or 0.0 for row in rows], [row.y or 0.0 for row in rows]
    if degrees:
        at_x, at_y = reading.to_grid(at_x, at_y)
    margin = 10_000
    inside = sum(
        min(xs) - margin <= x <= max(xs) + margin and min(ys) - margin <= y <= max(ys) + margin
        for x, y in zip(at_x, at_y, strict=True)
    )
    return 1 - inside / len(rows)


def check(reference: str | None = None) -> tuple[int, list[str]]:
    """For `verify`: every extract that is held gives the same rows again from the text that was kept."""
    found = [one for one in held() if reference in (None, one.reference, f"extract/{one.pk}")]
    faults: list[str] = []
    if not found:
        return 0, faults
    with tempfile.TemporaryDirectory(prefix="restricted-", dir=store.root()) as folder:
        for one in found:
            faults += _faults(one, Path(folder) / f"{one.pk}.parquet")
    return len(found), faults


def _faults(one: Extract, into: Path) -> list[str]:
    import pyarrow as pa

    if not store.path(one.pk, store.ROWS).is_file():
        return [f"{one.reference}: its rows are gone."]
    try:
        digest = taking.take_again(one, into)
        held_now = taking.digest_of(store.path(one.pk, store.ROWS))
    except (Refused, OSError, pa.ArrowException) as error:
        return [f"{one.reference}: cannot be read again: {error}"]
    said = (
        [f"{one.reference}: other rows come out of its text than were taken in."] if digest != one.rows_sha256 else []
    )
    return said + ([f"{one.reference}: its rows are not as they were."] if held_now != one.rows_sha256 else [])
