"""What a mapping would make of a file: its first rows as they would be kept, and how many rows would be turned away."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from frankpledge.office.consultation.models import Consultation, Question, QuestionKind

from .mapping import ResponseMapping
from .rows import BadRow, ReadAnswer, Reader, ReadResponse
from .tables import Row, read_export

SHOWN, LOOKED_THROUGH = 5, 5_000


@dataclass(frozen=True)
class ShownRow:
    """One row of the file: what would be kept, or why it cannot be."""

    number: int
    section: str = ""
    sent_at: datetime | None = None
    said: Sequence[str] = ()
    column: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Reason:
    """Why rows would be turned away, and how many for this."""

    column: str
    reason: str
    rows: int
    first: int


@dataclass(frozen=True)
class Preview:
    """`looked` of `of` rows were read for it."""

    questions: Sequence[Question]
    shown: Sequence[ShownRow]
    reasons: Sequence[Reason]
    fits: int
    left_out: int
    looked: int
    of: int
    unused: Sequence[str]

    @property
    def turned_away(self) -> int:
        return self.looked - self.fits - self.left_out


def preview(
    consultation: Consultation, path: Path, mapping: ResponseMapping, *, zone: ZoneInfo, now: datetime
) -> Preview:
    """Read the first rows as an import would; nothing is kept. Raises BadMapping, NotATable."""
    export = read_export(path, mapping)
    reader = Reader(export, mapping, consultation, zone=zone, now=now)
    asked = [reader.questions[answer.question] for answer in mapping.answers]
    shown: list[ShownRow] = []
    bad: Counter[tuple[str, str]] = Counter()
    first: dict[tuple[str, str], int] = {}
    fits = left_out = 0
    for row in export.rows[:LOOKED_THROUGH]:
        if not reader.is_kept(row):
            left_out += 1
            continue
        try:
            read = reader.read(row)
            fits += 1
            if len(shown) < SHOWN:
                shown.append(_as_kept(row, read, asked))
        except BadRow as turned:
            key = (turned.column, turned.reason)
            bad[key] += 1
            first.setdefault(key, row.number)
            if len(shown) < SHOWN:
                shown.append(ShownRow(row.number, column=turned.column, reason=turned.reason))
    used = set(mapping.columns_needed)
    return Preview(
        questions=asked,
        shown=shown,
        reasons=[Reason(*key, rows, first[key]) for key, rows in bad.most_common(20)],
        fits=fits,
        left_out=left_out,
        looked=min(len(export.rows), LOOKED_THROUGH),
        of=len(export.rows),
        unused=[name for name in export.header if name and name not in used],
    )


def _as_kept(row: Row, read: ReadResponse, asked: Sequence[Question]) -> ShownRow:
    said = [_words(question, read.answers.get(question.code)) for question in asked]
    return ShownRow(row.number, read.section.title, read.sent_at, said)


def _words(question: Question, answer: ReadAnswer | None) -> str:
    """What would be kept, without direct identifiers, shortened."""
    from frankpledge.evidence.text.redact import redact

    if answer is None:
        return ""
    if question.kind == QuestionKind.GRID:
        rows, columns = dict(question.rows), dict(question.options)
        return "; ".join(f"{rows[row]}: {columns[column]}" for row, column in answer.grid.items())
    options = dict(question.options)
    if answer.choices:
        return "; ".join(str(options.get(code, code)) for code in answer.choices)
    found = redact(answer.text).text
    return found if len(found) <= 120 else found[:119] + "…"
