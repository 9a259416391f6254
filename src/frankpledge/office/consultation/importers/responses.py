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
from frankpledge.office.consultation.models import Answer, Channel, Consultation, Response, ResponseImport
from frankpledge.office.consultation.use_cases import arriving
from frankpledge.office.consultation.use_cases.responding import next_number
from frankpledge.office.errors import Refused
from frankpledge.office.people import duties
from frankpledge.office.people.duties import Actor
from frankpledge.office.record.use_cases import note
from frankpledge.office.sources import rejects
from frankpledge.office.sources.lines import Reject

from .mapping import ResponseMapping, read_mapping
from .rows import BadRow, Reader, ReadResponse
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
    _store(consultation, export, mapping, good, summary, by=by, now=now)
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
            summary.rejects.append(Reject(export.name, row.number, bad.column, "", bad.reason))
            continue
        seen[read.external_id] = row.number
        good.append(read)
    return good


@transaction.atomic
def _store(
    consultation: Consultation,
    export: Export,
    mapping: ResponseMapping,
    good: list[ReadResponse],
    summary: ResponseSummary,
    *,
    by: Actor,
    now: datetime,
) -> None:
    consultation = Consultation.objects.select_for_update().get(pk=consultation.pk)
    new = _not_yet_here(consultation, mapping, export, good, summary)
    known = ResponseImport.objects.filter(consultation=consultation, sha256=export.sha256).first()
    summary.reference = f"import/{consultation.code}/{export.sha256[:12]}" if known or new else ""
    if not new:
        return
    came_in = _import_row(consultation, export, mapping, summary, len(new), known, by=by, now=now)
    _write_responses(consultation, came_in, new)
    summary.imported = len(new)
    note(
        "responses imported",
        consultation.reference,
        by=by.reference,
        at=now,
        detail={"sha256": export.sha256, "imported": len(new), "source": mapping.source, "licence": mapping.licence},
    )


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
        elif before == {code: (answer.text, list(answer.choices)) for code, answer in read.answers.items()}:
            summary.unchanged += 1
        else:
            reason = _("A response with this identifier came in before, with other answers; it was not changed.")
            summary.rejects.append(Reject(export.name, read.row, mapping.columns.get("id", ""), "", reason))
    return new


def _answers_here(consultation: Consultation, source: str) -> dict[str, dict[str, tuple[str, list[str]]]]:
    """What came in before from this source: answers by question, by identifier."""
    rows = Answer.objects.filter(
        response__consultation=consultation, response__came_in__source=source[:300]
    ).values_list("response__external_id", "question__code", "text", "choices")
    found: dict[str, dict[str, tuple[str, list[str]]]] = {}
    for external_id, code, text, choices in rows:
        found.setdefault(external_id, {})[code] = (text, choices)
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


def _write_responses(consultation: Consultation, came_in: ResponseImport, new: Sequence[ReadResponse]) -> None:
    first = next_number(consultation)
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
        )
        for number, read in enumerate(new, first)
    )
    questions = {question.code: question.pk for question in consultation.questions.all()}
    Answer.objects.bulk_create(
        [
            answer
            for response, read in zip(responses, new, strict=True)
            for answer in _answer_rows(response, read, questions)
        ],
        batch_size=500,
    )


def _answer_rows(response: Response, read: ReadResponse, questions: Mapping[str, int]) -> list[Answer]:
    answers = [
        Answer(
            response=response,
            question_id=questions[code],
            text=answer.text,
            choices=list(answer.choices),
            saved_at=read.sent_at,
        )
        for code, answer in read.answers.items()
    ]
    arriving.prepare_answers(answers)
    return answers
