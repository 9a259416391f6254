"""How far the coding of a consultation is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q

from frankpledge.office.consultation.models import (
    Answer,
    Coding,
    Consideration,
    Consultation,
    Question,
    QuestionKind,
    ThemeState,
)

ENGLISH = ("", "en")
NAMES = ("answers", "by_person", "by_machine", "considered", "to_translate", "apart")


@dataclass(frozen=True)
class CodedState:
    """The answers to one question by what became of them. An answer stands in the first of these that fits:
    by a person, by the machine, considered under no theme, open. `to_translate` and `apart` count open ones."""

    question: Question
    answers: int
    by_person: int
    by_machine: int
    considered: int
    to_translate: int
    apart: int

    @property
    def open(self) -> int:
        return self.answers - self.by_person - self.by_machine - self.considered


def coded_state(consultation: Consultation) -> list[CodedState]:
    """One row for each question that is answered in words, in the questionnaire's order. Two queries."""
    asked = list(Question.objects.filter(consultation=consultation, kind=QuestionKind.FREE_TEXT))
    held = Coding.objects.filter(answer=OuterRef("pk"), ended_at=None).filter(
        Q(theme__state=ThemeState.ACCEPTED)
        | Q(theme__state=ThemeState.MERGED, theme__merged_into__state=ThemeState.ACCEPTED)
    )
    considered = Consideration.objects.filter(answer=OuterRef("pk"), withdrawn_at=None)
    rows = (
        Answer.objects.filter(question__in=asked, response__sent_at__isnull=False)
        .exclude(redacted="")
        .annotate(person=Exists(held.filter(coder__startswith="person/")), any=Exists(held), noted=Exists(considered))
        .values("question_id")
        .annotate(
            answers=Count("id"),
            by_person=Count("id", filter=Q(person=True)),
            by_machine=Count("id", filter=Q(person=False, any=True)),
            considered=Count("id", filter=Q(any=False, noted=True)),
            to_translate=Count("id", filter=Q(any=False, noted=False, translation="") & ~Q(language__in=ENGLISH)),
            apart=Count("id", filter=Q(any=False, noted=False) & apart("disclosure__")),
        )
        .order_by("question_id")
    )
    found: list[Any] = list(rows)
    by_question = {row["question_id"]: {name: row[name] for name in NAMES} for row in found}
    nothing = dict.fromkeys(NAMES, 0)
    return [CodedState(one, **by_question.get(one.pk, nothing)) for one in asked]


def apart(prefix: str = "") -> Q:
    """A disclosure that nobody has cleared, or that stays apart after it was read."""
    return Q(**{f"{prefix}id__isnull": False}) & (
        Q(**{f"{prefix}cleared_at": None}) | Q(**{f"{prefix}kept_apart": True})
    )
