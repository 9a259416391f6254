"""What an outside analyst is given, and how what comes back is matched."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _

from frankpledge.office.coding import queries as coding
from frankpledge.office.consultation.models import Answer, Consultation, Question, QuestionKind, Theme, ThemeState
from frankpledge.office.consultation.queries import apart_answers
from frankpledge.office.errors import NotFound
from frankpledge.office.findings.models import AnalystExport, AnalystImport, ExportKey
from frankpledge.office.findings.outside import codes
from frankpledge.office.places import queries as places

LEAST_FROM_A_PLACE = 20
"""A district is told only where at least so many answered from it: fewer could be known by what they wrote."""


@dataclass(frozen=True)
class OutgoingAnswer:
    key: int
    response: int
    question: str
    section: str
    channel: str
    area: str
    language: str
    words: str


@dataclass(frozen=True)
class Outgoing:
    """Everything that may leave: words without identifiers, and the frame by which they are coded."""

    questions: Sequence[Question]
    answers: Sequence[OutgoingAnswer]
    frames: dict[str, str]
    contents: dict[str, Sequence[dict[str, Any]]]
    kept_back: int

    @property
    def responses(self) -> list[int]:
        return sorted({one.response for one in self.answers})


def outgoing(consultation: Consultation, questions: Sequence[Question]) -> Outgoing:
    """Answers in words that may be given to an outside analyst."""
    free = [one for one in questions if one.kind == QuestionKind.FREE_TEXT]
    rows = Answer.objects.filter(question__in=free, response__sent_at__isnull=False).exclude(redacted="")
    may = rows.exclude(pk__in=apart_answers())
    areas = _areas_told(consultation)
    columns = ("id", "response_id", "question__code", "response__section__code", "response__channel",
               "response__area_code", "language", "translation", "redacted")  # fmt: skip
    found = [
        OutgoingAnswer(key, response, question, section or "", channel, areas.get(area, ""), spoken, moved or said)
        for key, response, question, section, channel, area, spoken, moved, said in may.order_by(
            "question__order", "response__number"
        ).values_list(*columns)
    ]
    frames = {one.code: coding.frame_of(one) for one in free}
    return Outgoing(
        questions=free,
        answers=found,
        frames={code: frame.sha256 for code, frame in frames.items()},
        contents={code: frame.content for code, frame in frames.items()},
        kept_back=rows.count() - len(found),
    )


def _areas_told(consultation: Consultation) -> dict[str, str]:
    """Names of districts from which enough answered to be told."""
    rows = (
        consultation.responses.filter(sent_at__isnull=False)
        .exclude(area_code="")
        .order_by()
        .values("area_code")
        .annotate(n=Count("id"))
    )
    return places.area_names(row["area_code"] for row in rows if row["n"] >= LEAST_FROM_A_PLACE)


def export_of(consultation: Consultation, code: str) -> AnalystExport:
    """An export of this consultation by its code. Raises NotFound."""
    found = AnalystExport.objects.filter(consultation=consultation, code=code.upper()).first()
    if found is None:
        raise NotFound(_("There is no export “%(code)s” of this consultation.") % {"code": code})
    found.consultation = consultation
    return found


def import_of(consultation: Consultation, key: int) -> AnalystImport:
    """An import of codes by its key. Raises NotFound."""
    found = (
        AnalystImport.objects.select_related("export__consultation")
        .filter(pk=key, export__consultation=consultation)
        .first()
    )
    if found is None:
        raise NotFound(_("There is no such import of codes."))
    return found


def match_codes(export: AnalystExport, table: Sequence[codes.CodeRow]) -> codes.Reading:
    """Which codings a table would make, and why other rows can't be used."""
    keys = dict(ExportKey.objects.filter(export=export).values_list("identifier", "response_id"))
    given = Answer.objects.filter(question__code__in=export.questions, question__consultation=export.consultation)
    answers = {
        (response, question): key
        for key, response, question in given.exclude(redacted="")
        .exclude(pk__in=apart_answers())
        .values_list("id", "response_id", "question__code")
    }
    themes: dict[tuple[str, str], int] = {}
    rows = Theme.objects.filter(question__consultation=export.consultation, state=ThemeState.ACCEPTED)
    for key, question, code in rows.values_list("id", "question__code", "code"):
        themes[question, code] = key
    return codes.match(table, keys=keys, answers=answers, themes=themes, questions=export.questions)


@dataclass(frozen=True)
class AnalystPage:
    """Work with outside analysts: what was given out, and what came back."""

    consultation: Consultation
    exports: Sequence[tuple[AnalystExport, Sequence[AnalystImport]]]
    questions: Sequence[Question]


def analyst_page(consultation: Consultation) -> AnalystPage:
    exports = AnalystExport.objects.filter(consultation=consultation).select_related("made_by")
    rows = exports.prefetch_related("imports__imported_by")
    free = [one for one in consultation.questions.all() if one.kind == QuestionKind.FREE_TEXT]
    return AnalystPage(consultation, [(row, list(row.imports.all())) for row in rows], free)
