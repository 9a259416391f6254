"""Reading a street file that is as published in one typed pass, and knowing when it is not.

One pass must give what the judge (`sources.lines`) gives row by row, or nothing at all: whatever is unusual in a file,
from a stray quotation mark to a space too many, sends the whole file to the judge, who names row, column and reason.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import numpy as np

from frankpledge.office.recorded_crime.rules import FIRST_MONTH, MONTH

from .coded import Coded, encode, recoded
from .columns import Columns
from .typed import Arrived, Floats, ids_counted, written_type

TEXT = {
    "month": "Month", "reported_by": "Reported by", "falls_within": "Falls within", "lsoa_code": "LSOA code",
    "crime_type": "Crime type", "outcome": "Last outcome category",
}  # fmt: skip
# Where British police forces record: from the Channel to Shetland. Anything else is a slip of a digit.
LONGITUDES, LATITUDES = (-9.5, 2.5), (49.0, 61.5)
DEGREES = ("Longitude", "Latitude")
ENDS = (44, 10, 13)  # comma, line feed, carriage return


def plain(data: bytes) -> bool:
    """Whether every line of the file is surely one row, cut at its commas: no need to look at lines one by one."""
    if not data.isascii() and not _utf8(data):
        return False
    if b"\0" in data:
        return False
    if b"\r" in data and not (data.count(b"\r\n") == data.count(b"\r") == data.count(b"\n")):
        return False
    return b'"' not in data or well_quoted(data)


def _utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def well_quoted(data: bytes) -> bool:
    """Whether every quotation mark begins or ends a field, with no other mark and no line break inside it."""
    pieces = data.split(b'"')
    if len(pieces) % 2 == 0:
        return False
    outside, inside = pieces[0::2], pieces[1::2]
    if any(b"\n" in piece or b"\r" in piece for piece in inside):
        return False
    begun = all(piece[-1] in ENDS for piece in outside[1:-1] if piece) and (not outside[0] or outside[0][-1] in ENDS)
    ended = all(piece and piece[0] in ENDS for piece in outside[1:-1]) and (not outside[-1] or outside[-1][0] in ENDS)
    return begun and ended


def arrived(
    data: bytes, places: dict[str, int], width: int, now: datetime, *, compiled: bool = False
) -> Arrived | None:
    """The rows of a file in one pass, or None: then the judge must look at it.

    Args:
        data: the file's bytes.
        places: column → its place in the header, from 0.
        width: how many fields the header has.
        compiled: by the compiled pass, which is worth its start where there is much to read; the rows are the same.
    """
    if not plain(data):
        return None
    columns = _cut(data, places, width) if compiled else None
    columns = columns or _read(data, places, width)
    if columns is None or not len(columns.degrees["Longitude"]):
        return None
    text = {name: columns.words[title] for name, title in TEXT.items()}
    if any(word != word.strip() for column in text.values() for word in column.words):
        return None
    lon, lat = (columns.degrees[title] for title in DEGREES)
    if not (_good_text(text, now) and _good_places(lon, lat)):
        return None
    kinds = text["crime_type"]
    text["crime_type"] = recoded([written_type(word) for word in kinds.words], kinds.codes)
    return Arrived(**text, lon=lon, lat=lat, without_id=columns.without_id, repeated_ids=columns.repeated_ids)


def _cut(data: bytes, places: dict[str, int], width: int) -> Columns | None:
    try:
        from . import cutting
    except (ImportError, RuntimeError):  # no compiler, one that does not fit, or no folder to keep its work in
        return None
    words, degrees = ({title: places[title] for title in titles} for titles in (TEXT.values(), DEGREES))
    return cutting.cut(data, width, words, degrees, places["Crime ID"])


def _read(data: bytes, places: dict[str, int], width: int) -> Columns | None:
    table = _table(data, places, width)
    if table is None:
        return None
    without, repeated = ids_counted(table["Crime ID"].combine_chunks())
    words = {title: encode(table[title]) for title in TEXT.values()}
    return Columns(words, {title: _degrees(table[title]) for title in DEGREES}, without, repeated)


def _table(data: bytes, places: dict[str, int], width: int) -> Any:
    """The needed columns as Arrow, or None where the file does not fit them."""
    import pyarrow as pa
    import pyarrow.csv as pacsv

    names: list[str] = [f"column {number}" for number in range(width)]
    for title, place in places.items():
        names[place] = title
    words = pa.dictionary(pa.int32(), pa.string())
    types = dict.fromkeys(TEXT.values(), words) | {
        "Longitude": pa.float64(), "Latitude": pa.float64(), "Crime ID": pa.string(),
    }  # fmt: skip
    block = min(max(len(data) + 1, 1 << 16), 1 << 28)
    try:
        return pacsv.read_csv(
            pa.BufferReader(data),
            read_options=pacsv.ReadOptions(use_threads=False, block_size=block, column_names=names, skip_rows=1),
            parse_options=pacsv.ParseOptions(newlines_in_values=False),
            convert_options=pacsv.ConvertOptions(
                column_types=types, include_columns=list(types), null_values=[""], strings_can_be_null=True,
                quoted_strings_can_be_null=True,
            ),
            # Arrow's own pool gives memory back after each file, and the next file then waits for fresh pages.
            memory_pool=pa.system_memory_pool(),
        )  # fmt: skip
    except pa.ArrowInvalid:
        return None


def _degrees(column: Any) -> Floats:
    """NaN stands for "none"; a file that says "nan" itself is for the judge."""
    import pyarrow.compute as pc

    if pc.any(pc.is_nan(column)).as_py():
        return np.full(len(column), np.inf)
    return np.asarray(column.to_numpy(), dtype=np.float64)


def _good_text(text: dict[str, Coded], now: datetime) -> bool:
    this = f"{now:%Y-%m}"
    months: Sequence[str] = text["month"].words
    return all(MONTH.fullmatch(month) and FIRST_MONTH <= month <= this for month in months) and all(
        (text[name].codes < len(text[name].words)).all() for name in ("month", "reported_by", "crime_type")
    )


def _good_places(lon: Floats, lat: Floats) -> bool:
    given = ~np.isnan(lon)
    if not (given == ~np.isnan(lat)).all():
        return False
    east, north = lon[given], lat[given]
    if not east.size:
        return True
    return bool(
        LONGITUDES[0] <= east.min() and east.max() <= LONGITUDES[1]
        and LATITUDES[0] <= north.min() and north.max() <= LATITUDES[1]
    )  # fmt: skip
