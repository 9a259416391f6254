"""The typed rows of a street file: its analytic columns, placed in today's areas, sorted, with what was counted.

Sorted by type, small area and month: what a question reads lies together, and equal rows make equal files.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from frankpledge.office.places import lookups
from frankpledge.office.recorded_crime.rules import ASB, KNOWN_TYPES

from .coded import Coded, encode, looked_up, packed, runs

Floats = npt.NDArray[np.float64]

COLUMNS = (
    "month", "reported_by", "falls_within", "lon", "lat", "lsoa_code", "crime_type", "is_asb", "outcome",
    "lsoa21_code", "ward24", "district24", "force24", "placed",
)  # fmt: skip
AREAS = ("lsoa21_code", "ward24", "district24", "force24")
PLACED, UNKNOWN_CODE, OUTSIDE, NO_LOCATION = "placed", "unknown code", "outside England and Wales", "no location"
ID_SIGNS = 64


@dataclass(frozen=True)
class Arrived:
    """The rows of a file as they came, good ones only, in the order of the file.

    lon, lat: degrees, NaN where there are none. ids: the crime IDs as an Arrow column of text.
    """

    month: Coded
    reported_by: Coded
    falls_within: Coded
    lsoa_code: Coded
    crime_type: Coded
    outcome: Coded
    lon: Floats
    lat: Floats
    ids: Any


@dataclass(frozen=True)
class Typed:
    """Typed rows in their order. `cells` are the rows at which a new month, recorder, small area and type begins."""

    text: dict[str, Coded]
    lon: Floats
    lat: Floats
    is_asb: npt.NDArray[np.bool_]
    starts: npt.NDArray[np.int64]
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def rows(self) -> int:
        return len(self.lon)


@cache
def small_areas() -> dict[str, tuple[str | None, str | None, str | None, str | None, bool]]:
    """Code of a small area, of 2011 or 2021 → today's areas; whether it is of 2011 only."""
    import pyarrow.parquet as pq

    table = pq.read_table(lookups.path("lsoa"), columns=["code", *AREAS, "in_2011", "in_2021"]).to_pydict()
    return {
        code: (*found, old and not new)
        for code, *found, old, new in zip(
            *(table[name] for name in ("code", *AREAS, "in_2011", "in_2021")), strict=True
        )
    }  # type: ignore[misc]


def written_type(word: str) -> str:
    """A type as we write it, whatever its letter case in the file ("Violence and Sexual Offences")."""
    return _TYPES.get(word.casefold(), word)


_TYPES = {name.casefold(): name for name in KNOWN_TYPES}


def typed(arrived: Arrived) -> Typed:
    """Place every row and sort them. The code of the small area decides, never the moved coordinates."""
    placed = _placed(arrived)
    keys = packed([arrived.crime_type, arrived.lsoa_code, arrived.month, arrived.reported_by, placed])
    order = np.argsort(keys, kind="stable")
    text = {
        "month": arrived.month,
        "reported_by": arrived.reported_by,
        "falls_within": arrived.falls_within,
        "lsoa_code": arrived.lsoa_code,
        "crime_type": arrived.crime_type,
        "outcome": arrived.outcome,
        "placed": placed,
    }
    text = {name: column.taken(order) for name, column in text.items()}
    known = [small_areas().get(code) for code in arrived.lsoa_code.words]
    for place, name in enumerate(AREAS):
        text[name] = looked_up(text["lsoa_code"], [row[place] if row else None for row in known])  # type: ignore[misc]
    words = text["crime_type"].words
    is_asb = text["crime_type"].codes == (words.index(ASB) if ASB in words else -1)
    found = Typed(text, arrived.lon[order], arrived.lat[order], is_asb, runs(keys[order]))
    found.facts.update(_facts(found, arrived))
    return found


def _placed(arrived: Arrived) -> Coded:
    words = [NO_LOCATION, OUTSIDE, PLACED, UNKNOWN_CODE]
    known = small_areas()
    by_code = np.array([*(2 if code in known else 3 for code in arrived.lsoa_code.words), -1], np.int32)
    found = by_code[arrived.lsoa_code.codes]
    found = np.where(found < 0, np.where(np.isnan(arrived.lon), 0, 1), found).astype(np.int32)
    return Coded(words, found).narrowed()


def _facts(rows: Typed, arrived: Arrived) -> dict[str, Any]:
    """Counts that pages show and checks compare, made once at import."""
    asb = int(rows.is_asb.sum())
    lsoa = rows.text["lsoa_code"]
    old = np.array([*((known := small_areas().get(code)) is not None and known[4] for code in lsoa.words), False])
    without, repeated = ids_counted(arrived.ids)
    return {
        "crimes": rows.rows - asb,
        "asb": asb,
        "held": held(rows),
        "placed": rows.text["placed"].counts(),
        "by_force_area": rows.text["force24"].counts(),
        "by_type": rows.text["crime_type"].counts(),
        "rows_without_id": without,
        "repeated_ids": repeated,
        "rows_with_codes_of_2011_only": int(old[lsoa.codes].sum()),
        "rows_digest": digest(rows),
        "lookups": lookups.version(),
    }


def held(rows: Typed) -> list[list[Any]]:
    """[recorded by, month, rows, of which incidents], sorted."""
    who, month = rows.text["reported_by"], rows.text["month"]
    keys = packed([who, month])
    every, where = np.unique(keys, return_inverse=True)
    count = np.bincount(where, minlength=len(every))
    asb = np.bincount(where, weights=rows.is_asb, minlength=len(every))
    wide = len(month.words) + 1
    return [
        [who.words[int(key) // wide], month.words[int(key) % wide], int(count[at]), int(asb[at])]
        for at, key in enumerate(every)
    ]


def ids_counted(ids: Any) -> tuple[int, int]:
    """How many rows have no crime ID, and how many repeat the one of another row."""
    import pyarrow.compute as pc

    given = len(ids) - ids.null_count
    return ids.null_count, given - pc.count_distinct(ids, mode="only_valid").as_py()


def digest(rows: Typed) -> str:
    """A checksum of the typed rows in their order, the same whatever wrote the Parquet."""
    checksum = hashlib.sha256()
    for name in COLUMNS:
        checksum.update(name.encode())
        if column := rows.text.get(name):
            checksum.update("\x1f".join(column.words).encode())
            checksum.update(column.codes.astype("<i4").tobytes())
        else:
            values = getattr(rows, name)
            checksum.update(values.astype("?" if name == "is_asb" else "<f8").tobytes())
    return f"{rows.rows}:{checksum.hexdigest()[:32]}"


def table(rows: Typed) -> Any:
    """The typed rows as an Arrow table."""
    import pyarrow as pa

    columns = {name: column.arrow() for name, column in rows.text.items()}
    columns["lon"] = pa.array(rows.lon, mask=np.isnan(rows.lon))
    columns["lat"] = pa.array(rows.lat, mask=np.isnan(rows.lat))
    columns["is_asb"] = pa.array(rows.is_asb)
    return pa.table({name: columns[name] for name in COLUMNS})


def write(rows: Typed, into: Path) -> None:
    """Write the typed rows as Parquet."""
    import pyarrow.parquet as pq

    text = [name for name in COLUMNS if name not in ("lon", "lat", "is_asb")]
    pq.write_table(table(rows), into, compression="zstd", use_dictionary=text, store_schema=False)


def read_back(path: Path) -> Typed:
    """The typed rows of a release from its Parquet file, for a checksum or for cells."""
    import pyarrow.parquet as pq

    kept = pq.read_table(path, columns=list(COLUMNS), read_dictionary=[n for n in COLUMNS if n not in NUMBERS])
    text = {name: encode(kept[name]) for name in COLUMNS if name not in NUMBERS}
    keys = packed([text[name] for name in ("crime_type", "lsoa_code", "month", "reported_by", "placed")])
    lon, lat = (kept[name].to_numpy() for name in ("lon", "lat"))
    is_asb = kept["is_asb"].to_numpy().astype(bool)
    return Typed(text, np.asarray(lon, float), np.asarray(lat, float), is_asb, runs(keys))


NUMBERS = ("lon", "lat", "is_asb")
