"""A mapping proposed for an export: which column answers which question, to be corrected by a person."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from frankpledge.office.consultation.models import WITH_OPTIONS, Consultation, Question, QuestionKind

from .cells import NOT_TICKED, TICKED, GivenDate, folded, is_unanswered
from .mapping import AnswerColumn, ResponseMapping
from .tables import Row, content_of, decoded, raw_rows, table_of, told_apart
from .tools import OTHER, Tool, delimiter_of, encoding_of, head_of

ALIKE_ENOUGH = 0.62
"""How alike the words of a column and of a question must be (0 to 1) for the one to be proposed for the other."""
SAMPLE = 200
MOST_VALUES = 60


@dataclass(frozen=True)
class Table:
    """An export as a mapping reads it: its headings and its rows."""

    header: Sequence[str]
    rows: Sequence[Row]

    def values(self, column: str) -> list[str]:
        """The different things that a column says, in the order of their first appearance."""
        at = self.header.index(column)
        said = (row.cells[at].replace("\x00", "").strip() for row in self.rows if at < len(row.cells))
        return list(dict.fromkeys(cell for cell in said if cell))


@dataclass(frozen=True)
class Proposal:
    """What was recognised, and the mapping that follows from it."""

    tool: Tool
    mapping: ResponseMapping
    table: Table


def open_table(path: Path, mapping: ResponseMapping) -> Table:
    """An export as a mapping's headings cut it. Raises NotATable."""
    header, rows = table_of(content_of(path), path, mapping)
    return Table(header, rows)


def propose(
    consultation: Consultation,
    path: Path,
    *,
    zone: ZoneInfo,
    now: datetime,
    saved: Sequence[tuple[str, ResponseMapping]] = (),
) -> Proposal:
    """Propose a mapping; one that was `saved` is used again when every column that it names is there.

    Raises:
        NotATable: the file cannot be read at all.
    """
    content = content_of(path)
    shape = _shape(content, path)
    head = head_of(_first_rows(content, path, shape))
    shape = replace(shape, header_row=head.row, header_rows=head.rows)
    table = Table(*table_of(content, path, shape))
    for _name, known in saved:
        if used := _used_again(content, path, known):
            return Proposal(head.tool, known, used)
    return Proposal(head.tool, _mapped(consultation, table, shape, head.tool, zone, now), table)


def _used_again(content: bytes, path: Path, known: ResponseMapping) -> Table | None:
    from frankpledge.office.errors import BadInput

    try:
        table = Table(*table_of(content, path, known))
    except BadInput:
        return None
    return table if set(known.columns_needed) <= set(table.header) else None


def _shape(content: bytes, path: Path) -> ResponseMapping:
    """How the file is to be read, before anything is known of its columns."""
    if path.name.casefold().removesuffix(".gz").endswith((".xlsx", ".xlsm")):
        return ResponseMapping(answers=[])
    encoding = encoding_of(content)
    text = decoded(content, path.name, encoding)
    return ResponseMapping(answers=[], encoding=encoding, delimiter=delimiter_of(text))


def _first_rows(content: bytes, path: Path, shape: ResponseMapping) -> list[Row]:
    rows = []
    for row in raw_rows(content, path, shape):
        rows.append(row)
        if len(rows) == 30:
            break
    return rows


def _mapped(
    consultation: Consultation, table: Table, shape: ResponseMapping, tool: Tool, zone: ZoneInfo, now: datetime
) -> ResponseMapping:
    columns = _own_columns(table, tool)
    answers = _answers(list(consultation.questions.all()), table, set(columns.values()), tool)
    taken = {column for answer in answers for column in answer.columns} | set(columns.values())
    section, sections, column = _sections(consultation, table, taken)
    if column:
        columns["section"] = column
    return replace(
        shape,
        answers=answers,
        columns=columns,
        section=section,
        sections=sections,
        source=tool.name,
        sent_at_format=_moment_format(table, columns.get("sent_at", ""), tool, zone, now),
    )


def _own_columns(table: Table, tool: Tool) -> dict[str, str]:
    """Where the tool's own identifier and time stand, if they do."""
    by_name = {folded(name): name for name in reversed(table.header)}
    by_name |= {folded(name).partition(". ")[0]: name for name in reversed(table.header) if ". " in name[:20]}
    found = {}
    for name, wanted in (("id", tool.ids or OTHER.ids), ("sent_at", tool.times or OTHER.times)):
        if column := next((by_name[one] for one in wanted if one in by_name), ""):
            found[name] = column
    if "id" in found and not _is_identifier(table, found["id"]):
        del found["id"]
    return found


def _is_identifier(table: Table, column: str) -> bool:
    at = table.header.index(column)
    cells = [row.cells[at].strip() for row in table.rows if at < len(row.cells)]
    return all(cells) and len(set(cells)) > len(cells) * 0.9


def _moment_format(table: Table, column: str, tool: Tool, zone: ZoneInfo, now: datetime) -> str:
    """The format in which every moment of the column can be read, and none lies in the future."""
    if not column:
        return "iso"
    said = table.values(column)[:SAMPLE]
    for shape in (*tool.formats, *OTHER.formats):
        if said and _fits(shape, said, zone, now):
            return shape
    return (tool.formats or OTHER.formats)[0]


def _fits(shape: str, said: Sequence[str], zone: ZoneInfo, now: datetime) -> bool:
    reader = GivenDate(shape, zone)
    try:
        return all(moment.year >= 2000 and moment <= now for moment in map(reader.read, said))
    except (ValueError, OverflowError, OSError):
        return False


# ---- questions


def _answers(questions: Sequence[Question], table: Table, taken: set[str], tool: Tool) -> list[AnswerColumn]:
    """For each question the columns that are likest, each column given once: the best pairs first."""
    free = [name for name in table.header if name and name not in taken]
    offers = sorted(
        ((_likeness(question, column), at, question.code, column) for question in questions
         for at, column in enumerate(free)),
        key=lambda offer: (-offer[0], offer[1]),
    )  # fmt: skip
    by_code = {question.code: question for question in questions}
    found: dict[str, AnswerColumn] = {}
    for likeness, _at, code, column in offers:
        if likeness < ALIKE_ENOUGH or code in found or column in taken:
            continue
        answer = _answer(by_code[code], column, table, taken, tool)
        if answer is None:
            continue
        found[code] = answer
        taken.update(answer.columns)
    for question in questions:  # a grid whose columns carry the words of its rows alone
        missing = question.kind == QuestionKind.GRID and question.code not in found
        if missing and (answer := _answer(question, "", table, taken, tool)):
            found[question.code] = answer
            taken.update(answer.columns)
    return [found[question.code] for question in questions if question.code in found]


def _answer(question: Question, column: str, table: Table, taken: set[str], tool: Tool) -> AnswerColumn | None:
    if question.kind == QuestionKind.GRID:
        rows = _spread_over(question.rows, question, table, taken)
        return _with_values(question, AnswerColumn(question.code, rows=_turned(rows)), table) if rows else None
    if question.kind == QuestionKind.SEVERAL:
        spread = _spread_over(question.options, question, table, taken)
        if len(spread) > 1:
            return AnswerColumn(question.code, spread=spread)
    if (
        _stem(column) != column
        and question.kind not in (QuestionKind.FREE_TEXT,)
        and not _holds(question, table, column)
    ):
        return None
    separator = _separator(question, table.values(column), tool) if question.kind == QuestionKind.SEVERAL else ""
    return _with_values(question, AnswerColumn(question.code, column=column, separator=separator), table)


def _holds(question: Question, table: Table, column: str) -> bool:
    known = {folded(wording) for _code, wording in question.options}
    return any(folded(said) in known for said in table.values(column)[:SAMPLE]) if known else True


def _turned(spread: Mapping[str, str]) -> dict[str, str]:
    return {code: column for column, code in spread.items()}


def _spread_over(parts: Sequence[Sequence[str]], question: Question, table: Table, taken: set[str]) -> dict[str, str]:
    """Columns that stand for one part each of a question ("Whom have you seen?: Police", "Q2[SQ001]. … [Police]")."""
    found: dict[str, str] = {}
    for code, wording in parts:
        likest, column = 0.0, ""
        for name in table.header:
            if not name or name in taken or name in found:
                continue
            alike = _likeness_of_part(name, str(wording), question)
            if alike > likest:
                likest, column = alike, name
        if likest >= ALIKE_ENOUGH:
            found[column] = str(code)
    return found


def _likeness_of_part(name: str, wording: str, question: Question) -> float:
    """How alike a column is to one choice or row of a question; words alone must be nearly the same."""
    stem, part = _split(name)
    if part:
        return min(_alike(part, wording), _alike(stem, question.wording))
    alone = _alike(stem, wording)
    return alone if question.kind == QuestionKind.GRID and alone >= 0.9 else 0.0


PARTED = (
    re.compile(r"^(?P<stem>.+?)\s*\[(?P<part>[^\[\]]{1,300})\]$"),  # LimeSurvey, Microsoft Forms' grids
    re.compile(r"^(?P<stem>.+?[?.:!])\s*:\s*(?P<part>.+)$"),  # two rows of headings, joined
    re.compile(r"^(?P<stem>.+?):\s+(?P<part>.+)$"),
    re.compile(r"^(?P<stem>.+?)\s+-\s+(?P<part>.+)$"),  # Citizen Space, SmartSurvey
)
NUMBERED = re.compile(
    r"^\s*(?:q(?:uestion)?\s*)?\d+[a-z]?\s*[.):]\s*|^\s*g?\d*q\d+\w*(?:\[\w+\])?\s*[.:]\s*", re.IGNORECASE
)
SECOND = re.compile(r" \[\d+\]$")


def _split(column: str) -> tuple[str, str]:
    bare = NUMBERED.sub("", SECOND.sub("", column))
    for shape in PARTED:
        if found := shape.match(bare):
            return found["stem"].strip(), found["part"].strip()
    return bare, ""


def _stem(column: str) -> str:
    return _split(column)[0]


def _part(column: str) -> str:
    return _split(column)[1]


def _likeness(question: Question, column: str) -> float:
    """How alike a column's heading and a question are: by its words, its code, or the part after a dash."""
    bare = NUMBERED.sub("", SECOND.sub("", column))
    if folded(column) == question.code or folded(bare) == question.code:
        return 1.0
    stem, part = _split(column)
    whole = _alike(bare, question.wording)
    # "Prop 1 Q1 - Do you agree?": what stands after the dash is the question; before it, a page's title.
    return max(whole, _alike(stem, question.wording) * 0.97, _alike(part, question.wording) * 0.95 if part else 0.0)


def _alike(one: str, other: str) -> float:
    """From 0 to 1: equal words, else the share of common runs of characters or of common words."""
    first, second = _bare(one), _bare(other)
    if not first or not second:
        return 0.0
    if first == second:
        return 1.0
    words, others = set(first.split()), set(second.split())
    shared = len(words & others) / len(words | others)
    return max(shared, difflib.SequenceMatcher(None, first, second, autojunk=False).ratio())


def _bare(text: str) -> str:
    return " ".join(re.sub(r"[^\w\s]", " ", folded(text)).split())


def _separator(question: Question, said: Sequence[str], tool: Tool) -> str:
    """What stands between several choices: the sign by which most parts are known choices."""
    known = {folded(wording) for _code, wording in question.options} | {code for code, _wording in question.options}
    best, most = tool.separator or ";", -1.0
    for sign in (";", "|", "\n", ","):
        parts = [folded(part) for cell in said[:SAMPLE] for part in cell.split(sign) if part.strip()]
        share = sum(part in known for part in parts) / len(parts) if parts else 0.0
        if share > most:
            best, most = sign, share
    return best


def _with_values(question: Question, answer: AnswerColumn, table: Table) -> AnswerColumn:
    """The words of choices that are not the question's own, with the choice that they are likest."""
    if question.kind not in WITH_OPTIONS:
        return answer
    known = {folded(wording) for _code, wording in question.options}
    known |= {str(code).casefold() for code, _wording in question.options}
    values = {}
    for said in strange_values(answer, table, known):
        scored = [(_alike(said, str(wording)), str(code)) for code, wording in question.options]
        likeness, code = max(scored, default=(0.0, ""))
        if likeness >= 0.8:
            values[said] = code
    return replace(answer, values=values)


def strange_values(answer: AnswerColumn, table: Table, known: set[str]) -> list[str]:
    """What the columns of an answer say that is none of the `known` words (folded), the first `MOST_VALUES`."""
    found: dict[str, None] = {}
    for column in answer.columns:
        for cell in table.values(column):
            whole = folded(cell) in known or not answer.separator
            for part in [cell] if whole else cell.split(answer.separator):
                said = part.strip()
                if said and folded(said) not in known and not is_unanswered(said):
                    found[said] = None
            if len(found) >= MOST_VALUES:
                return list(found)
    return list(found)


# ---- sections


def _sections(consultation: Consultation, table: Table, taken: set[str]) -> tuple[str, dict[str, str], str]:
    """The section of every row, or the column that tells and what its words mean."""
    sections = list(consultation.sections.all())
    if len(sections) == 1:
        return sections[0].code, {}, ""
    words = {folded(one.title): one.code for one in sections} | {one.code: one.code for one in sections}
    for column in table.header:
        said = table.values(column) if column and column not in taken else []
        if not 1 <= len(said) <= 12:
            continue
        matched = {value: code for value in said if (code := _section_of(value, words))}
        if matched and _share_of_rows(table, column, matched) >= MOST_ROWS_TELL:
            return "", {value: code for value, code in matched.items() if folded(value) not in words}, column
    return (sections[0].code if sections else ""), {}, ""


MOST_ROWS_TELL = 0.6
"""The share of rows whose words must name a section before a column is proposed as the one that tells."""


def _share_of_rows(table: Table, column: str, matched: Mapping[str, str]) -> float:
    at = table.header.index(column)
    cells = [row.cells[at].strip() for row in table.rows if at < len(row.cells)]
    return sum(cell in matched for cell in cells) / len(cells) if cells else 0.0


def _section_of(said: str, words: Mapping[str, str]) -> str:
    if folded(said) in words:
        return words[folded(said)]
    likest = max(words, key=lambda known: _alike(said, known), default="")
    return words[likest] if likest and _alike(said, likest) >= ALIKE_ENOUGH else ""


__all__ = ["NOT_TICKED", "TICKED", "Proposal", "Table", "open_table", "propose", "strange_values", "told_apart"]
