"""Which areas a question is about, and how the cube finds their cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.utils.translation import gettext as _

from frankpledge.office.errors import BadInput
from frankpledge.office.places import lookups
from frankpledge.office.places import queries as places
from frankpledge.office.recorded_crime.queries import held
from frankpledge.office.recorded_crime.rules import ASB, CRIME_TYPES, KNOWN_TYPES

LEVELS = ("lsoa21", "ward24", "district24", "csp", "force24", "fire")


@dataclass(frozen=True)
class Asked:
    """The areas of a question.

    forces: every area → the force areas that it lies in (data are supplied, or not, by whole forces).
    column, where: SQL over the cells. from_places: whether the roll-up by district is enough.
    lookup, on: a Parquet file that says by `code` what else an area lies in, and the column of that code.
    """

    forces: dict[str, tuple[str, ...]]
    column: str
    where: str
    from_places: bool
    lookup: str = ""
    on: str = ""


def nobody() -> str:
    return _("no data for this month")


def types_of(crime_types: Sequence[str] | None) -> list[str]:
    """The types that a question counts, as we write them."""
    if not crime_types:
        return list(CRIME_TYPES)
    wanted = {name.casefold() for name in crime_types}
    return [name for name in (ASB, *CRIME_TYPES) if name.casefold() in wanted]


def of(level: str, within: str | None) -> Asked:
    """The areas of a level that lie in an area.

    Raises:
        BadInput: there is no such level.
        UnknownArea: there is no such area.
    """
    if level not in LEVELS:
        raise BadInput(
            _("There is no level “%(level)s”.") % {"level": level},
            remedy=_("Levels are: %(levels)s.") % {"levels": ", ".join(LEVELS)},
        )
    inside = places.place(within) if within else None
    where = "true"
    if inside:
        column = held.PLACE_COLUMNS[inside.kind]
        where = f"c.{column} = {held.quoted(inside.code)} AND c.force24 = {held.quoted(inside.force_code)}"
    key, code = (held.PLACE_COLUMNS[inside.kind], inside.code) if inside else ("", "")
    forces = _members(level, key, code)
    coarse = inside is None or key in ("district24", "force24")
    if level == "csp":  # a district can have several of them, a small area has one
        return Asked(forces, "l.csp24", where, False, str(lookups.path("lsoa_versions")), "c.lsoa_code")
    if level == "fire":
        return Asked(forces, "l.fire24", where, coarse, str(lookups.path("districts")), "c.district24")
    column = {"lsoa21": "lsoa21_code"}.get(level, level)
    return Asked(forces, f"c.{column}", where, coarse and level in ("district24", "force24"))


# Level → its column, the table beside that of small areas that has it, and what joins them.
_COLUMNS = {
    "lsoa21": ("a.lsoa21_code", "districts", "a.district24"),
    "ward24": ("a.ward24", "districts", "a.district24"),
    "district24": ("a.district24", "districts", "a.district24"),
    "csp": ("d.csp24", "lsoa_versions", "a.code"),
    "force24": ("a.force24", "districts", "a.district24"),
    "fire": ("d.fire24", "districts", "a.district24"),
}


@lru_cache(maxsize=64)
def _members(level: str, key: str, code: str) -> dict[str, tuple[str, ...]]:
    """Areas of a level → their force areas, for those with a small area inside (key = code)."""
    import duckdb

    column, other, joined = _COLUMNS[level]
    inside = f"a.{key} = {held.quoted(code)}" if key else "true"
    rows = duckdb.execute(
        f"""
        SELECT {column} AS area, list(DISTINCT a.force24 ORDER BY a.force24)
        FROM read_parquet(?) a LEFT JOIN read_parquet(?) d ON d.code = {joined}
        WHERE a.in_2021 AND a.code = a.lsoa21_code AND {column} IS NOT NULL AND {inside} GROUP BY 1 ORDER BY 1
        """,  # noqa: S608
        [str(lookups.path("lsoa")), str(lookups.path(other))],
    ).fetchall()
    return {area: tuple(forces) for area, forces in rows}


__all__ = ["KNOWN_TYPES", "LEVELS", "Asked", "nobody", "of", "types_of"]
