"""Bringing in responses that were collected by a survey tool: all good rows at once, or none."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from frankpledge.office.consultation import queries
from frankpledge.office.consultation.models import Answer, Channel, Consultation, Question, Response, ResponseImport
from frankpledge.office.consultation.use_cases import arriving, receiving
from frankpledge.office.consultation.use_cases.responding import next_number
from frankpledge.office.errors import Refused
from frankpledge.office.people import duties
from frankpledge.office.people.duties import Actor
from frankpledge.office.record.use_cases import note
from frankpledge.office.sources import rejects
from frankpledge.office.sources.lines import Reject

from .mapping import ResponseMapping, read_mapping
from .rows import BadRow, ReadAnswer, Reader, ReadResponse
from .tables import Export, read_export

Progress = Callable[[int, int], None]


class NotPublished(Refused):
    """Responses belong to questions that are settled."""

    remedy_by_default = gettext_lazy("Publish the consultation first: from then on its questions are frozen.")


@dataclass
class ResponseSummary:
    """What an import did: read = imported + rejected + unchanged + left_out, all in rows."""

    file: str
    read: int = 0
    imported: int = 0
    rejected: int = 0
    unchanged: int = 0
    left_out: int = 0
    reference: str = ""
    rejects_file: str = ""
    rejects: list[Reject] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        return {
            "read": self.read,
            "imported": self.imported,
            "rejected": self.rejected,
            "unchanged": self.unchanged,
            "left_out": self.left_out,
            "release": self.reference or None,
            "rejects_file": self.rejects_file or None,
            "rejects": [asdict(reject) for reject in self.rejects[:100]],
            "file": self.file,
        }


def import_responses(
    *,
    consultation: Consultation,
    mapping: Path | ResponseMapping,
    path: Path,
    by: Actor,
    now: datetime,
    progress: Progress | None = None,
) -> ResponseSummary:
    """Bring in the responses of one file.

    A row that came in before (same source, same identifier, same answers) changes nothing, so the same file again is a
    no-op. Bad rows are turned away with file, row, column and reason, and written to a file; the others go in together.

    Raises:
        NotAllowed: `by` does not hold the duty "run consultations".
        NotPublished: the consultation is still a draft.
        BadMapping: the mapping cannot be read, or does not fit the consultation.
        NotATable: the file cannot be read, or lacks a column that the mapping names.
    """
    duties.require(by, "run consultations")
    if consultation.published_at is None:
        raise NotPublished(_("“%(title)s” is not published yet.") % {"title": consultation.title})
    mapping = read_mapping(mapping) if isinstance(mapping, Path) else mapping
    export = read_export(path, mapping)
    reader = Reader(export, mapping, consultation, zone=queries.zone(), now=now)
    summary = ResponseSummary(file=export.name, read=len(export.rows))
    good = _good_rows(export, reader, summary, progress)
    new = _not_yet_here(consultation, mapping, export, good, summary)
    # Taking out identifiers is long work: it is done before the transaction, so that nobody waits for it.
    answers = _prepared(consultation, new)
    alarming = {id(answer) for row in answers for answer in row if arriving.alarm_in(answer.text)}
    _store(consultation, export, mapping, new, answers, alarming, summary, by=by, now=now)
    summary.rejected = len(summary.rejects)
    if summary.rejects:
        name = f"responses-{consultation.code}-{export.sha256[:12]}.csv"
        summary.rejects_file = str(rejects.write(name, sorted(summary.rejects, key=lambda reject: reject.row)))
    return summary


def _good_rows(
    export: Export, reader: Reader, summary: ResponseSummary, progress: Progress | None
) -> list[ReadResponse]:
    good: list[ReadResponse] = []
    seen: dict[str, int] = {}
    for done, row in enumerate(export.rows, 1):
        if progress and (done % 200 == 0 or done == len(export.rows)):
            progress(done, len(export.rows))
        if not reader.is_kept(row):
            summary.left_out += 1
            continue
        try:
            read = reader.read(row)
            if read.external_id in seen:
                raise BadRow(
                    reader.mapping.columns.get("id", ""),
                    _("This identifier stands in row %(row)s already.") % {"row": seen[read.external_id]},
                )
        except BadRow as bad:
            summary.rejects.append(Reject(export.name, row.number, bad.column, bad.value, bad.reason))
            continue
        seen[read.external_id] = row.number
        good.append(read)
    return good


def _prepared(consultation: Consultation, new: Sequence[ReadResponse]) -> list[list[Answer]]:
    """The answers of each response, without direct identifiers, not yet saved."""
    questions = {question.code: question for question in consultation.questions.all()}
    rows = [_answer_rows(read, questions) for read in new]
    receiving.prepare([answer for row in rows for answer in row])
    return rows


@transaction.atomic
def _store(
    consultation: Consultation,
    export: Export,
    mapping: ResponseMapping,
    new: Sequence[ReadResponse],
    answers: Sequence[Sequence[Answer]],
    alarming: set[int],
    summary: ResponseSummary,
    *,
    by: Actor,
    now: datetime,
) -> None:
    consultation = Consultation.objects.select_for_update().get(pk=consultation.pk)
    kept = _still_new(consultation, mapping, new, answers)
    summary.unchanged += len(new) - len(kept)
    known = ResponseImport.objects.filter(consultation=consultation, sha256=export.sha256).first()
    summary.reference = f"import/{consultation.code}/{export.sha256[:12]}" if known or kept else ""
    if not kept:
        return
    came_in = _import_row(consultation, export, mapping, summary, len(kept), known, by=by, now=now)
    saved = _write_responses(consultation, came_in, kept)
    arriving.raise_alarms([answer for answer in saved if id(answer) in alarming], now)
    summary.imported = len(kept)
    note(
        "responses imported",
        consultation.reference,
        by=by.reference,
        at=now,
        detail={"sha256": export.sha256, "imported": len(kept), "source": mapping.source, "licence": mapping.licence},
    )


def _still_new(
    consultation: Consultation,
    mapping: ResponseMapping,
    new: Sequence[ReadResponse],
    answers: Sequence[Sequence[Answer]],
) -> list[tuple[ReadResponse, Sequence[Answer]]]:
    """Without those that somebody else brought in while this file was being read."""
    here = set(
        Response.objects.filter(consultation=consultation, came_in__source=mapping.source[:300]).values_list(
            "external_id", flat=True
        )
    )
    return [(read, row) for read, row in zip(new, answers, strict=True) if read.external_id not in here]


def _not_yet_here(
    consultation: Consultation,
    mapping: ResponseMapping,
    export: Export,
    good: list[ReadResponse],
    summary: ResponseSummary,
) -> list[ReadResponse]:
    """The rows that did not come in before from the same source; alike ones are counted, differing ones turned away."""
    here = _answers_here(consultation, mapping.source)
    new = []
    for read in good:
        before = here.get(read.external_id)
        if before is None:
            new.append(read)
        elif before == {code: _as_kept(answer) for code, answer in read.answers.items()}:
            summary.unchanged += 1
        else:
            reason = _("A response with this identifier came in before, with other answers; it was not changed.")
            summary.rejects.append(Reject(export.name, read.row, mapping.columns.get("id", ""), "", reason))
    return new


Kept = tuple[str, list[str], dict[str, str]]


def _as_kept(answer: ReadAnswer) -> Kept:
    return answer.text, list(answer.choices), dict(answer.grid)


def _answers_here(consultation: Consultation, source: str) -> dict[str, dict[str, Kept]]:
    """What came in before from this source: answers by question, by identifier."""
    rows = Answer.objects.filter(
        response__consultation=consultation, response__came_in__source=source[:300]
    ).values_list("response__external_id", "question__code", "text", "choices", "grid")
    found: dict[str, dict[str, Kept]] = {}
    for external_id, code, text, choices, grid in rows:
        found.setdefault(external_id, {})[code] = (text, choices, grid)
    return found


def _import_row(
    consultation: Consultation,
    export: Export,
    mapping: ResponseMapping,
    summary: ResponseSummary,
    new: int,
    known: ResponseImport | None,
    *,
    by: Actor,
    now: datetime,
) -> ResponseImport:
    """The record of this file: one, even when a better mapping brings in more of its rows later."""
    rejected = len(summary.rejects)
    if known:
        known.rows_imported += new
        known.rows_rejected = rejected
        known.save(update_fields=["rows_imported", "rows_rejected"])
        return known
    return ResponseImport.objects.create(
        consultation=consultation,
        file_name=export.name[:255],
        sha256=export.sha256,
        source=mapping.source[:300],
        licence=mapping.licence[:200],
        rows_read=summary.read,
        rows_imported=new,
        rows_rejected=rejected,
        imported_at=now,
        imported_by=by.reference,
    )


def _write_responses(
    consultation: Consultation,
    came_in: ResponseImport,
    kept: Sequence[tuple[ReadResponse, Sequence[Answer]]],
) -> list[Answer]:
    first = next_number(consultation)
    version = consultation.versions.count() or 1
    responses = Response.objects.bulk_create(
        Response(
            consultation=consultation,
            section=read.section,
            number=number,
            channel=Channel.IMPORT,
            started_at=read.sent_at,
            sent_at=read.sent_at,
            came_in=came_in,
            external_id=read.external_id,
            late=read.late,
            language=read.language,
            on_behalf_of=read.on_behalf_of,
            area_code=read.area_code,
            version=version,
        )
        for number, (read, _answers) in enumerate(kept, first)
    )
    for response, (_read, answers) in zip(responses, kept, strict=True):
        for answer in answers:
            answer.response = response
    return Answer.objects.bulk_create([answer for _read, answers in kept for answer in answers], batch_size=500)


def _answer_rows(read: ReadResponse, questions: Mapping[str, Question]) -> list[Answer]:
    return [
        Answer(
            question=questions[code],
            text=answer.text,
            choices=list(answer.choices),
            grid=dict(answer.grid),
            saved_at=read.sent_at,
        )
        for code, answer in read.answers.items()
    ]
