"""Which force supplied which month: without that, an empty cell says nothing."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from django.utils.translation import gettext as _

from frankpledge.office.places import queries as places
from frankpledge.office.recorded_crime import rules

from . import shelf
from .shelf import Manifest

SUPPLIED, SUSPECT, MISSING = "supplied", "suspect", "missing"


@dataclass(frozen=True)
class Supply:
    """Whether a recorder's month is there: "supplied", "suspect" (too few rows to be believed) or "missing"."""

    status: str
    reason: str = ""
    rows: int = 0
    asb: int = 0


def supply(first: str | None = None, last: str | None = None) -> dict[str, dict[str, Supply]]:
    """Recorder, as the files write it → month → what is there of it, for every month of the range."""
    from .keeping import current

    every = supply_of(current())
    months = {month for by_month in every.values() for month in by_month}
    wanted = {month for month in months if (first or "") <= month <= (last or "9999")}
    return {who: {month: of[month] for month in sorted(wanted)} for who, of in every.items()}


@lru_cache(maxsize=4)
def _supply(state: str, held: tuple[tuple[str, str, int, int], ...]) -> dict[str, dict[str, Supply]]:
    found: dict[str, dict[str, list[int]]] = {}
    for who, month, rows, asb in held:
        sums = found.setdefault(who, {}).setdefault(month, [0, 0])
        sums[0] += rows
        sums[1] += asb
    if not found:
        return {}
    every = [month for by_month in found.values() for month in by_month]
    months = rules.months_between(min(every), max(every))
    return {who: _of_one(by_month, months) for who, by_month in sorted(found.items())}


def supply_of(manifest: Manifest) -> dict[str, dict[str, Supply]]:
    """The same for every month between the first and the last of a cube."""
    return _supply(manifest.state, tuple(row for segment in manifest.segments for row in segment.held))


def _of_one(by_month: dict[str, list[int]], months: list[str]) -> dict[str, Supply]:
    doubts = {
        found.month: found.reason
        for found in rules.cut_off_months({month: rows for month, (rows, _asb) in by_month.items()})
    }
    return {
        month: Supply(SUSPECT if month in doubts else SUPPLIED, doubts.get(month, ""), *by_month[month])
        if month in by_month
        else Supply(MISSING, _("no data for this month"))
        for month in months
    }


def by_force(manifest: Manifest) -> dict[str, dict[str, Supply]]:
    """Code of a force area → month → what its own force supplied."""
    found: dict[str, dict[str, Supply]] = {}
    for who, by_month in supply_of(manifest).items():
        if (code := force_code(who)) is not None:
            found[code] = _better(found.get(code), by_month)
    return found


def _better(one: dict[str, Supply] | None, other: dict[str, Supply]) -> dict[str, Supply]:
    """A force that changed its name is there under the one or the other."""
    if one is None:
        return other
    return {month: other[month] if one[month].status == MISSING else one[month] for month in other}


@lru_cache(maxsize=200)
def force_code(name: str) -> str | None:
    """The force area of a recorder; none for forces of the railway or of another country."""
    try:
        return places.resolve_force(name).code
    except places.UnknownForce:
        return None


def write_supplied(manifest: Manifest, into: str) -> None:
    """The same as a table, for engines: month, reported_by, force24, status, reason, rows, asb."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    rows = [
        (month, who, force_code(who), each.status, each.reason, each.rows, each.asb)
        for who, by_month in supply_of(manifest).items()
        for month, each in by_month.items()
    ]
    text = pa.string()
    names = {"month": text, "reported_by": text, "force24": text, "status": text, "reason": text,
             "rows": pa.int64(), "asb": pa.int64()}  # fmt: skip
    columns = zip(*rows, strict=True) if rows else [[] for _name in names]
    table = pa.table(
        {name: pa.array(list(values), kind) for (name, kind), values in zip(names.items(), columns, strict=True)}
    )
    with shelf.writing(into) as path:
        pq.write_table(table, path, compression="zstd")
