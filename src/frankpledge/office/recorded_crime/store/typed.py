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

from .coded import Coded, encode, looked_up, packed, runs, sorting

Floats = npt.NDArray[np.float64]

COLUMNS = (
    "month", "reported_by", "falls_within", "lon", "lat", "lsoa_code", "crime_type", "is_asb", "outcome",
    "lsoa21_code", "ward24", "district24", "force24", "placed",
)  # fmt: skip
AREAS = ("lsoa21_code", "ward24", "district24", "force24")
PLACED, UNKNOWN_CODE, OUTSIDE, NO_LOCATION = "placed", "unknown code", "outside England and Wales", "no location"
ID_SIGNS = 64
_ODD = np.random.default_rng(64).integers(0, 2**63, ID_SIGNS // 8, dtype=np.uint64) * np.uint64(2) + np.uint64(1)


@dataclass(frozen=True)
class Arrived:
    """The rows of a file as they came, good ones only, in the order of the file.

    lon, lat: degrees, NaN where there are none. repeated_ids: rows whose crime ID another row before them has.
    """

    month: Coded
    reported_by: Coded
    falls_within: Coded
    lsoa_code: Coded
    crime_type: Coded
    outcome: Coded
    lon: Floats
    lat: Floats
    without_id: int
    repeated_ids: int


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


@dataclass(frozen=True)
class SmallAreas:
    """Every small area of 2011 or 2021, by row: what it lies in today (`areas`), and whether it is of 2011 only."""

    row: dict[str, int]
    areas: dict[str, Coded]
    old: npt.NDArray[np.bool_]

    def rows_of(self, codes: list[str]) -> npt.NDArray[np.int64]:
        """The row of each code; -1 where there is no such area."""
        return np.array([self.row.get(code, -1) for code in codes], np.int64)

    def of(self, name: str, rows: npt.NDArray[np.int64]) -> Coded:
        """What each of these rows lies in; nothing for -1."""
        every = self.areas[name]
        found = every.codes[rows]
        found[rows < 0] = len(every.words)
        return Coded(every.words, found)


@cache
def small_areas() -> SmallAreas:
    """The table that ships with the product, read once."""
    import pyarrow.parquet as pq

    with pq.ParquetFile(lookups.path("lsoa"), read_dictionary=list(AREAS)) as file:
        table = file.read(columns=["code", *AREAS, "in_2011", "in_2021"])
    old = table["in_2011"].to_numpy() & ~table["in_2021"].to_numpy()
    row = {code: number for number, code in enumerate(table["code"].to_pylist())}
    return SmallAreas(row, {name: encode(table[name]) for name in AREAS}, old)


def written_type(word: str) -> str:
    """A type as we write it, whatever its letter case in the file ("Violence and Sexual Offences")."""
    return _TYPES.get(word.casefold(), word)


_TYPES = {name.casefold(): name for name in KNOWN_TYPES}


def typed(arrived: Arrived) -> Typed:
    """Place every row and sort them. The code of the small area decides, never the moved coordinates."""
    where = small_areas().rows_of(arrived.lsoa_code.words)
    placed = _placed(arrived, where)
    keys = packed([arrived.crime_type, arrived.lsoa_code, arrived.month, arrived.reported_by, placed])
    order = sorting(keys)
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
    for name in AREAS:
        text[name] = looked_up(text["lsoa_code"], small_areas().of(name, where))
    words = text["crime_type"].words
    is_asb = text["crime_type"].codes == (words.index(ASB) if ASB in words else -1)
    found = Typed(text, arrived.lon[order], arrived.lat[order], is_asb, runs(keys[order]))
    found.facts.update(_facts(found, arrived, where))
    return found


def _placed(arrived: Arrived, where: npt.NDArray[np.int64]) -> Coded:
    words = [NO_LOCATION, OUTSIDE, PLACED, UNKNOWN_CODE]
    by_code = np.append(np.where(where >= 0, 2, 3), -1).astype(np.int32)
    found = by_code[arrived.lsoa_code.codes]
    found = np.where(found < 0, np.where(np.isnan(arrived.lon), 0, 1), found).astype(np.int32)
    return Coded(words, found).narrowed()


def _facts(rows: Typed, arrived: Arrived, where: npt.NDArray[np.int64]) -> dict[str, Any]:
    """Counts that pages show and checks compare, made once at import."""
    asb = int(rows.is_asb.sum())
    lsoa = rows.text["lsoa_code"]
    old = np.append((where >= 0) & small_areas().old[where], False)
    return {
        "crimes": rows.rows - asb,
        "asb": asb,
        "held": held(rows),
        "placed": rows.text["placed"].counts(),
        "by_force_area": rows.text["force24"].counts(),
        "by_type": rows.text["crime_type"].counts(),
        "rows_without_id": arrived.without_id,
        "repeated_ids": arrived.repeated_ids,
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
    if (words := _as_numbers(ids, given)) is None:
        return ids.null_count, given - pc.count_distinct(ids, mode="only_valid").as_py()
    words.sort()
    return ids.null_count, int((words[1:] == words[:-1]).sum())


def _as_numbers(ids: Any, given: int) -> npt.NDArray[np.uint64] | None:
    """A 64-bit number for each ID of 64 signs, alike for alike IDs; None where an ID has another length.

    Two IDs of a file of ten thousand have the same number by chance once in 10^11 files.
    """
    import pyarrow as pa

    array = ids.combine_chunks() if isinstance(ids, pa.ChunkedArray) else ids
    if isinstance(array, pa.ChunkedArray) or array.offset or array.type != pa.string() or not given:
        return None
    _valid, starts, text = array.buffers()
    lengths = np.diff(np.frombuffer(starts, np.int32, len(array) + 1))
    if lengths.sum() != given * ID_SIGNS or not np.isin(lengths, (0, ID_SIGNS)).all():
        return None
    words = np.frombuffer(text, np.uint64, given * ID_SIGNS // 8).reshape(given, ID_SIGNS // 8)
    return np.asarray((words * _ODD).sum(axis=1, dtype=np.uint64))


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
    # Without smallest and largest values: each file is one force's month, and finding them is a third of the work.
    pq.write_table(
        table(rows), into, compression="lz4", use_dictionary=text, store_schema=False, write_statistics=False
    )


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
