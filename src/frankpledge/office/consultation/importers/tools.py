"""Which survey tool an export comes from, and where in it the headings, the identifier and the time stand.

The layouts are those that the tools write by themselves; a person sees what was recognised, and can correct it.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass

from .cells import folded
from .tables import Row, headings


@dataclass(frozen=True)
class Tool:
    """How one tool's exports are recognised and read.

    marks: headings of which at least `enough` stand in its exports.
    ids, times: headings of the identifier and of the moment of sending, the best first.
    formats: how it writes moments, the likeliest first.
    separator: what stands between several choices in one cell.
    """

    code: str
    name: str
    marks: frozenset[str] = frozenset()
    enough: int = 2
    ids: Sequence[str] = ()
    times: Sequence[str] = ()
    formats: Sequence[str] = ()
    separator: str = ";"
    organisation: Sequence[str] = ()


ISO = ("iso",)
DAY_FIRST = ("%d/%m/%Y %H:%M:%S", "%d/%m/%Y %H:%M", "%d/%m/%Y", "%d-%m-%Y %H:%M", "%d %b %Y %H:%M")
MONTH_FIRST = ("%m/%d/%Y %I:%M:%S %p", "%m/%d/%Y %H:%M:%S", "%m/%d/%Y %H:%M", "%m/%d/%y %H:%M:%S", "%m/%d/%y %H:%M")
EPOCH = ("unix seconds", "unix milliseconds")

TOOLS = (
    Tool(
        "surveymonkey",
        "SurveyMonkey",
        frozenset({"respondent id", "collector id", "ip address", "date modified", "date created", "end date"}),
        enough=2,
        ids=("respondent id", "respondentid"),
        times=("end date", "date modified", "date created", "start date"),
        formats=(*ISO, *MONTH_FIRST, *DAY_FIRST),
    ),
    Tool(
        "limesurvey",
        "LimeSurvey",
        frozenset({"submitdate", "lastpage", "startlanguage", "seed", "response id", "date submitted", "last page"}),
        enough=2,
        ids=("id", "response id", "id. response id"),
        times=("submitdate", "date submitted", "submitdate. date submitted", "datestamp"),
        formats=(*ISO, *DAY_FIRST),
    ),
    Tool(
        "microsoft-forms",
        "Microsoft Forms",
        frozenset({"id", "start time", "completion time", "email", "name", "last modified time", "language"}),
        enough=3,
        ids=("id",),
        times=("completion time", "start time"),
        formats=(*ISO, *MONTH_FIRST, *DAY_FIRST),
    ),
    Tool(
        "smartsurvey",
        "SmartSurvey",
        frozenset({"userid", "userno", "user id", "user no", "started", "ended", "tracking link", "unique id"}),
        enough=2,
        ids=("userid", "user id", "userno", "user no", "unique id"),
        times=("ended", "completed", "started"),
        formats=(*DAY_FIRST, *ISO, *MONTH_FIRST),
    ),
    Tool(
        "citizen-space",
        "Citizen Space",
        frozenset({"response id", "submitted date", "date submitted", "responseid", "submission id", "published"}),
        enough=1,
        ids=("response id", "responseid", "submission id"),
        times=("submitted date", "date submitted", "submitted"),
        formats=(*ISO, *DAY_FIRST, *MONTH_FIRST),
    ),
)
OTHER = Tool(
    "",
    "",
    ids=("response id", "id", "respondent id", "identifier", "reference"),
    times=("submitted", "date submitted", "completion time", "timestamp", "date", "sent", "end date"),
    formats=(*ISO, *DAY_FIRST, *MONTH_FIRST, *EPOCH),
)


def tool_of(header: Sequence[str]) -> Tool:
    """The tool whose marks stand among these headings; `OTHER` when none can be told."""
    said = {folded(name) for name in header} | {folded(name).partition(". ")[0] for name in header}
    scores = [(len(tool.marks & said) / tool.enough, tool) for tool in TOOLS if len(tool.marks & said) >= tool.enough]
    return max(scores, key=lambda pair: pair[0])[1] if scores else OTHER


def by_code(code: str) -> Tool:
    return next((tool for tool in TOOLS if tool.code == code), OTHER)


# ---- encoding, delimiter and headings


def encoding_of(content: bytes) -> str:
    """UTF-8 where the bytes are UTF-8, UTF-16 by its mark or its zeros, else what Excel writes in Western Europe."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    start = content[:2000]
    if start.count(0) > len(start) / 4:
        return "utf-16-le" if start[1::2].count(0) > start[::2].count(0) else "utf-16-be"
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return "cp1252" if _is_cp1252(content) else "latin-1"
    return "utf-8-sig"


def _is_cp1252(content: bytes) -> bool:
    try:
        content.decode("cp1252")
    except UnicodeDecodeError:
        return False
    return True


def delimiter_of(text: str) -> str:
    """The delimiter that cuts the first rows into the same number of cells, and into most of them."""
    start = text[:200_000]
    best, most = ",", (0.0, 0)
    for delimiter in (",", ";", "\t", "|"):
        widths = _widths(start, delimiter)
        if not widths or max(widths) < 2:
            continue
        commonest = max(set(widths), key=widths.count)
        score = (widths.count(commonest) / len(widths) if commonest > 1 else 0.0, commonest)
        if score > most:
            best, most = delimiter, score
    return best


def _widths(text: str, delimiter: str) -> list[int]:
    widths: list[int] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            if any(cell.strip() for cell in row):
                widths.append(len(row))
            if len(widths) == 20:
                break
    except csv.Error:
        return widths[:-1]
    return widths


@dataclass(frozen=True)
class Head:
    """Where the headings stand: the row they begin in (the first line is 1), and in how many rows."""

    row: int
    rows: int
    tool: Tool


LOOKED_AT = 6


def head_of(rows: Sequence[Row]) -> Head:
    """Where the headings of these first rows stand.

    Titles above the table have few cells filled. The second row belongs to the headings where a tool writes two: below
    its own columns nothing, below a question the words of a choice or "Response".
    """
    filled = [row for row in rows if any(cell.strip() for cell in row.cells)][:LOOKED_AT]
    if not filled:
        return Head(1, 1, OTHER)
    width = max(_filled(row) for row in filled)
    first = next((at for at, row in enumerate(filled) if _filled(row) >= max(2, width / 2)), 0)
    if _are_placeholders(filled[first]) and first + 1 < len(filled):
        first += 1
    tool = tool_of(headings([filled[first].cells]))
    second = filled[first + 1] if first + 1 < len(filled) else None
    two = second is not None and _second_head(filled[first], second)
    return Head(filled[first].number, 2 if two else 1, tool)


def _filled(row: Row) -> int:
    return sum(1 for cell in row.cells if cell.strip())


def _are_placeholders(row: Row) -> bool:
    """ "Ident 1, Ident 2, …": names that a tool gave, above the questions themselves."""
    cells = [folded(cell) for cell in row.cells if cell.strip()]
    stems = {cell.rstrip("0123456789 ") for cell in cells}
    return len(cells) > 1 and len(stems) == 1 and all(cell[-1:].isdigit() for cell in cells)


OPEN_ENDED = frozenset({"response", "open-ended response", "other (please specify)"})


def _second_head(first: Row, second: Row) -> bool:
    """SurveyMonkey's second row: nothing below the tool's own columns, and below questions what is no answer."""
    below = [folded(cell) for cell in second.cells]
    if any(cell in OPEN_ENDED for cell in below):
        return True
    gaps = [at for at, cell in enumerate(first.cells) if not cell.strip()]
    own = {"respondent id", "collector id", "start date", "end date", "ip address", "userid", "userno", "id"}
    beneath = [below[at] for at, cell in enumerate(first.cells) if folded(cell) in own and at < len(below)]
    return bool(gaps) and bool(beneath) and not any(beneath) and any(below)
