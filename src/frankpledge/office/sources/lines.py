"""Reading a published CSV line by line into DuckDB, so that a bad row costs itself and nothing else.

A CSV reader that meets an unclosed quotation mark swallows the rest of the file, and one that skips bad rows loses
count of the lines. Here one line is one row (the files read never hold a line break inside a field): each line is
split on its own, all in SQL and Arrow, and keeps the number that a person sees in an editor.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from frankpledge.office.errors import BadInput

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

BLOCK_BYTES = 16 * 1024 * 1024
LONGEST_LINE = 64_000_000
"""No row of published figures comes near it; without an end, a line would be gathered until memory is full."""
LONGEST_VALUE = 200
NEWLINE = b"\n"
BOM = b"\xef\xbb\xbf"


class NotThisKindOfFile(BadInput):
    """The file as a whole cannot be read as what it was said to be."""


@dataclass(frozen=True)
class Fault:
    """One way in which a row can be wrong.

    `when` is an SQL condition over the columns of `cells`; it must be true or false, never NULL.
    """

    column: str
    when: str
    reason: str
    value: str | None = None  # SQL for what to quote; by default the column itself


@dataclass(frozen=True)
class Reject:
    """A row that was turned away: `row` is its line in the file, counting the header as 1."""

    file: str
    row: int
    column: str
    value: str
    reason: str


def header_of(path: Path) -> list[str]:
    """The names in the first line.

    Raises:
        NotThisKindOfFile: the file is empty, or its first line is not text.
    """
    with path.open("rb") as file:
        first = file.readline(1_000_000)
    first = first.removeprefix(BOM).strip(b"\r\n")
    if not first.strip():
        raise NotThisKindOfFile(_("The file is empty."), remedy=_("Download it again, then import it."))
    try:
        text = first.decode("utf-8")
    except UnicodeDecodeError:
        text = ""
    if not text or "\x00" in text:
        raise NotThisKindOfFile(_("The first line is not UTF-8 text."), remedy=_("Save the file as CSV (UTF-8)."))
    return [name.strip() for name in next(csv.reader([text]))]


def positions(header: Sequence[str], needed: Sequence[str]) -> dict[str, int]:
    """Where each needed column stands (from 0), whatever the order and letter case.

    Raises:
        NotThisKindOfFile: one is absent; the message says what was found and what is expected.
    """
    places = {name.casefold(): index for index, name in reversed(list(enumerate(header)))}
    missing = [name for name in needed if name.casefold() not in places]
    if missing:
        raise NotThisKindOfFile(
            ngettext(
                "The file lacks the column %(missing)s. Found: %(found)s. Expected: %(needed)s.",
                "The file lacks the columns %(missing)s. Found: %(found)s. Expected: %(needed)s.",
                len(missing),
            )
            % {"missing": _listed(missing), "found": _listed(header), "needed": _listed(needed)},
            remedy=_("Import the file as it was published, with its header line."),
        )
    return {name: places[name.casefold()] for name in needed}


def _listed(names: Sequence[str]) -> str:
    shown = [f'"{name[:60]}"' for name in names[:20]]
    more = _(" and %(n)s more") % {"n": len(names) - 20} if len(names) > 20 else ""
    return ", ".join(shown) + more


def load(connection: DuckDBPyConnection, path: Path, *, header: bool = True) -> None:
    """Fill the table `lines` (line, text, readable): every line after the header that is not blank."""
    first = 2 if header else 1
    connection.execute("CREATE OR REPLACE TEMP TABLE lines (line BIGINT, text VARCHAR, readable BOOLEAN)")
    for batch in _batches(path):
        connection.register("arrived", batch)
        connection.execute(
            "INSERT INTO lines SELECT line, rtrim(text, chr(13)), readable FROM arrived "
            "WHERE line >= ? AND trim(rtrim(text, chr(13))) <> ''",
            [first],
        )
        connection.unregister("arrived")


def _batches(path: Path) -> Iterator[Any]:
    start = 1
    for block in _blocks(path):
        batch = _batch(block, start)
        start += batch.num_rows
        yield batch


def _blocks(path: Path) -> Iterator[bytes]:
    """The file in pieces that end where a line ends."""
    left, passed = b"", 1
    with path.open("rb") as file:
        while block := file.read(BLOCK_BYTES):
            whole, newline, rest = (left + block).rpartition(b"\n")
            if len(rest) > LONGEST_LINE:
                raise NotThisKindOfFile(
                    _("Row %(row)s of the file has more than %(most)s MB.")
                    % {"row": f"{passed + whole.count(NEWLINE) + bool(newline):,}", "most": LONGEST_LINE // 1_000_000},
                    remedy=_("It is damaged, or no CSV file: download it again, then import it."),
                )
            if not newline:
                left = rest
                continue
            left = rest
            passed += whole.count(NEWLINE) + 1
            yield whole
    if left:
        yield left


def _batch(block: bytes, start: int) -> Any:
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    try:
        text, readable = block.decode("utf-8"), True
    except UnicodeDecodeError:
        text, readable = block.decode("utf-8", errors="replace"), False
    pieces = pc.split_pattern(pa.array([text], pa.large_string()), "\n").flatten()
    fine = pa.repeat(True, len(pieces)) if readable else pc.invert(pc.match_substring(pieces, "\ufffd"))
    numbers = pa.array(np.arange(start, start + len(pieces), dtype=np.int64))
    return pa.table({"line": numbers, "text": pieces, "readable": fine})


# A field is quoted (with "" for a quotation mark) or plain; a comma ends it. Every line gets one comma more.
_FIELD = r'("(?:[^"]|"")*"|[^",]*),'

_SPLIT = f"""
CREATE OR REPLACE TEMP TABLE split AS
SELECT line, readable, text,
       CASE WHEN contains(text, '"') THEN regexp_extract_all(text || ',', '{_FIELD}', 1)
            ELSE string_split(text, ',') END AS fields
FROM lines
"""  # noqa: S608 - nothing from the file goes into this text

_UNQUOTE = "CASE WHEN starts_with({f}, '\"') THEN replace({f}[2:-2], '\"\"', '\"') ELSE {f} END"


def cells(connection: DuckDBPyConnection, columns: Mapping[str, int], width: int, *, refuse_nul: bool = False) -> None:
    """Fill the table `cells`: line, `structure` (what is wrong with the line as a whole, or NULL), and the columns.

    Args:
        columns: name in SQL → position in the file, from 0. Empty text becomes NULL.
        width: number of fields that the header has.
        refuse_nul: whether a NUL character anywhere in a line spoils it.
    """
    connection.execute(_SPLIT)
    picked = ", ".join(
        f"nullif(trim({_UNQUOTE.format(f=f'fields[{place + 1}]')}), '') AS {name}" for name, place in columns.items()
    )
    wrong_width = _literal(_("%(expected)s fields expected, %(found)s found") % {"expected": width, "found": "<found>"})
    wrong_width = f"replace({wrong_width}, '<found>', len(fields)::VARCHAR)"
    # The pieces and their commas must make up the whole line: else a quotation mark stands astray.
    connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE cells AS
        SELECT line,
               CASE WHEN NOT readable THEN {_literal(_("not UTF-8 text"))}
                    WHEN {"contains(text, chr(0))" if refuse_nul else "false"}
                         THEN {_literal(_("a NUL character: the line is damaged"))}
                    WHEN contains(text, '"') AND length(array_to_string(fields, ',')) <> length(text)
                         THEN {_literal(_("a quotation mark is missing or astray"))}
                    WHEN len(fields) <> {width} THEN {wrong_width}
               END AS structure,
               {picked}
        FROM split
    """)  # noqa: S608 - names and numbers come from our own tables, never from the file
    connection.execute("DROP TABLE split")


def _literal(text: str) -> str:
    """Text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"


def judge(connection: DuckDBPyConnection, faults: Sequence[Fault]) -> None:
    """Split `cells` into the tables `good` and `bad` (line, col, value, reason): the first fault of a row counts."""
    every = [Fault("", "structure IS NOT NULL", "structure", value="NULL"), *faults]
    number = " ".join(f"WHEN {fault.when} THEN {index}" for index, fault in enumerate(every))
    connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE judged AS SELECT *, CASE {number} END AS fault FROM cells
    """)  # noqa: S608
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE good AS SELECT * EXCLUDE (fault, structure) FROM judged WHERE fault IS NULL"
    )
    connection.execute("CREATE OR REPLACE TEMP TABLE bad (line BIGINT, col VARCHAR, value VARCHAR, reason VARCHAR)")
    for index, fault in enumerate(every):
        value = f"left(({fault.value or _sql_name(fault.column)})::VARCHAR, {LONGEST_VALUE})"
        reason = "structure" if index == 0 else "$reason"
        connection.execute(
            f"INSERT INTO bad SELECT line, $col, {value}, {reason} FROM judged WHERE fault = $number",  # noqa: S608
            {"col": fault.column, "number": index, **({} if index == 0 else {"reason": fault.reason})},
        )
    connection.execute("DROP TABLE judged")


def _sql_name(column: str) -> str:
    return column.casefold().replace(" ", "_")


def rejects(connection: DuckDBPyConnection, file: str) -> list[Reject]:
    """The rows turned away, in the order of the file."""
    rows = connection.execute("SELECT line, col, coalesce(value, ''), reason FROM bad ORDER BY line").fetchall()
    return [Reject(file, *row) for row in rows]


def count(connection: DuckDBPyConnection, table: str) -> int:
    row = connection.execute(f"SELECT count(*) FROM {table}").fetchone()  # noqa: S608
    return int(row[0]) if row else 0


def digest(connection: DuckDBPyConnection, table: str, columns: Sequence[str]) -> str:
    """A checksum of the rows as a bag: order does not matter, repeats do. The same on every machine and version."""
    text = ", ".join(f"coalesce({name}::VARCHAR, chr(1))" for name in columns)
    row = connection.execute(
        f"SELECT count(*), coalesce(sum(md5_number_lower(concat_ws(chr(31), {text}))::HUGEINT), 0) FROM {table}"  # noqa: S608
    ).fetchone()
    if row is None:
        raise ValueError(f"no rows came back from {table}")
    return f"{row[0]}:{int(row[1]):x}"
