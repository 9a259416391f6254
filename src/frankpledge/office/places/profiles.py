"""Who lives in an area, by age, sex and ethnic group; and the districts and wards of an office's area.

From the tables that ship with the product (`data/groups.parquet`); its README says where they come from.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Literal

from . import lookups

Kind = Literal["age", "sex", "ethnicity"]
OLDEST = 90
"""The last single year of age stands for itself and all above."""


@dataclass(frozen=True)
class People:
    """How many of a kind live in one or more areas. `groups` is empty where nobody counted them there."""

    kind: Kind
    groups: dict[str, int] = field(default_factory=dict)
    broad: dict[str, int] = field(default_factory=dict)
    year: int = 0
    source: str = ""

    @property
    def total(self) -> int:
        return sum(self.groups.values()) or sum(self.broad.values())

    def aged(self, youngest: int, oldest: int | None) -> int:
        """Residents from one age to another, both included; None: and all above."""
        last = OLDEST if oldest is None else oldest
        return sum(people for age, people in self.groups.items() if youngest <= int(age) <= last)


def people_of(kind: Kind, codes: Sequence[str]) -> People:
    """Residents of these districts (or wards) together, by age, sex or ethnic group.

    Ethnicity: `groups` by the 19 groups of the census, `broad` by its five (white, asian, black, mixed, other). For
    wards there are only the five, and only where the product has them.
    """
    counts, broad = dict[str, int](), dict[str, int]()
    year, source = 0, ""
    for code in codes:
        for band, above, people, year, source in _rows_of(kind, code):  # noqa: B007 - the last ones stand for all
            if band:
                counts[band] = counts.get(band, 0) + people
            if above:
                broad[above] = broad.get(above, 0) + people
    return People(kind, counts, broad, year, source)


@cache
def _by_area() -> dict[tuple[str, str], list[tuple[str, str, int, int, str]]]:
    """All rows of the table by kind and area: 36,000 small tuples, read once."""
    import pyarrow.parquet as pq

    found: dict[tuple[str, str], list[tuple[str, str, int, int, str]]] = {}
    columns = pq.read_table(lookups.path("groups")).to_pydict()
    names = ("kind", "code", "band", "broad", "residents", "year", "source")
    for kind, code, *row in zip(*(columns[name] for name in names), strict=True):
        found.setdefault((kind, code), []).append((row[0], row[1], row[2], row[3], row[4]))
    return found


def _rows_of(kind: str, code: str) -> list[tuple[str, str, int, int, str]]:
    return _by_area().get((kind, code), [])


@cache
def residents_of_wards(district_codes: tuple[str, ...]) -> dict[str, int]:
    """Usual residents (Census 2021) of every ward of these districts: the sum of its small areas."""
    table = _small_areas()
    return {code: people for code, (district, people) in table.items() if district in district_codes}


@cache
def _small_areas() -> dict[str, tuple[str, int]]:
    """Ward → its district and residents."""
    import duckdb

    rows: list[Any] = duckdb.sql(
        f"""SELECT l.ward24, any_value(l.district24), sum(p.residents)
            FROM '{lookups.path("lsoa")}' l JOIN '{lookups.path("population")}' p ON p.code = l.code
            WHERE l.in_2021 AND p.year = 2021 GROUP BY 1"""  # noqa: S608 - paths of our own tables
    ).fetchall()
    return {ward: (district, int(people)) for ward, district, people in rows}
