"""Cells: how many rows a release has for each month, recorder, small area and type; and what is summed from them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from frankpledge.office.recorded_crime.rules import ASB

from .coded import Coded, encode, packed, runs, sorting, stacked
from .typed import Typed

if TYPE_CHECKING:
    import pyarrow as pa

Counts = npt.NDArray[np.int64]

COLUMNS = (
    "month", "reported_by", "lsoa_code", "lsoa21_code", "ward24", "district24", "force24", "placed", "crime_type",
    "is_asb", "n",
)  # fmt: skip
TEXT = tuple(name for name in COLUMNS if name not in ("is_asb", "n"))
PLACES = ("month", "reported_by", "district24", "force24", "placed", "crime_type")
ORDER = ("force24", "lsoa21_code", "crime_type", "month", "reported_by", "placed", "lsoa_code")
BY_PLACE = ("month", "force24", "district24", "crime_type", "reported_by", "placed")


@dataclass(frozen=True)
class Cells:
    """Rows counted: `text` holds the columns of words, `n` how many rows each cell stands for."""

    text: dict[str, Coded]
    n: Counts

    @property
    def rows(self) -> int:
        return int(self.n.sum())


def of_rows(rows: Typed) -> Cells:
    """The cells of typed rows: where a new month, recorder, small area or type begins, a new cell does."""
    ends = np.concatenate([rows.starts[1:], [rows.rows]]).astype(np.int64)
    return Cells({name: rows.text[name].taken(rows.starts) for name in TEXT}, ends - rows.starts)


def together(parts: Sequence[Cells]) -> Cells:
    """The cells of several releases in one, sorted by where they lie. Alike cells of two releases become one."""
    text = {name: stacked([part.text[name] for part in parts]) for name in TEXT}
    n = np.concatenate([part.n for part in parts]) if parts else np.empty(0, np.int64)
    return grouped(Cells(text, n), ORDER)


def of_months(cells: Cells, months: set[str]) -> Cells:
    """Only the cells of these months."""
    column = cells.text["month"]
    wanted = np.array([*(word in months for word in column.words), False])
    rows = np.flatnonzero(wanted[column.codes])
    return Cells({name: each.taken(rows).narrowed() for name, each in cells.text.items()}, cells.n[rows])


def grouped(cells: Cells, by: Sequence[str]) -> Cells:
    """Sums by these columns, sorted by them in that order."""
    keys = packed([cells.text[name] for name in by])
    order = sorting(keys)
    starts = runs(keys[order])
    n = np.add.reduceat(cells.n[order], starts) if starts.size else np.empty(0, np.int64)
    kept = order[starts]
    return Cells({name: column.taken(kept) for name, column in cells.text.items() if name in (*by, *TEXT)}, n)


def by_place(cells: Cells) -> Cells:
    """The roll-up without small areas: by recorder, district and force area."""
    few = Cells({name: cells.text[name] for name in PLACES}, cells.n)
    return grouped(few, BY_PLACE)


def table(cells: Cells) -> pa.Table:
    """Cells as an Arrow table, `is_asb` and `n` last."""
    import pyarrow as pa

    kinds = cells.text["crime_type"]
    asb = kinds.words.index(ASB) if ASB in kinds.words else -1
    columns: dict[str, Any] = {name: column.narrowed().arrow() for name, column in cells.text.items()}
    columns |= {"is_asb": pa.array(kinds.codes == asb), "n": pa.array(cells.n.astype(np.int32))}
    return pa.table(columns)


def write(cells: Cells, into: Path) -> None:
    """Write cells as Parquet, the cells of each force area in a group of their own: a question reads what it needs.

    Sums without small areas are few, and lie in one group.
    """
    import pyarrow.parquet as pq

    if "lsoa_code" not in cells.text:
        pq.write_table(table(cells), into, compression="zstd", store_schema=False)
        return
    force = cells.text["force24"].codes
    starts = runs(force.astype(np.int64))
    ends = [*starts[1:].tolist(), len(force)] if len(force) else []
    schema = table(Cells({name: column.taken(starts[:0]) for name, column in cells.text.items()}, cells.n[:0])).schema
    with pq.ParquetWriter(
        into, schema, compression="zstd", store_schema=False, write_statistics=["month", "force24", "district24"]
    ) as file:
        for start, end in zip(starts.tolist(), ends, strict=True):
            rows = np.arange(start, end)
            text = {name: column.taken(rows) for name, column in cells.text.items()}
            file.write_table(table(Cells(text, cells.n[start:end])))


def read_back(path: Path) -> Cells:
    """Cells from the file in which they were kept."""
    import pyarrow.parquet as pq

    names = [name for name in pq.read_schema(path).names if name in TEXT]
    with pq.ParquetFile(path, read_dictionary=names) as file:
        kept = file.read(columns=[*names, "n"])
    return Cells({name: encode(kept[name]) for name in names}, kept["n"].to_numpy().astype(np.int64))
