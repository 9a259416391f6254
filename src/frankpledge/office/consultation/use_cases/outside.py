"""Codings by somebody or something outside: made all together or not at all, and undone together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from frankpledge.office.consultation import queries
from frankpledge.office.consultation.models import Answer, Coding, Consultation, Theme
from frankpledge.office.consultation.queries.themes import roots
from frankpledge.office.errors import BadInput
from frankpledge.office.people.duties import Actor
from frankpledge.office.people.models import Person
from frankpledge.office.record.use_cases import note

from .coding import DUTY, person_for, publish_in_search

ANALYST = "analyst:"


class NotForThisAnswer(BadInput):
    """A theme is coded to an answer of the same question, by a name that says who coded."""


def analyst_reference(name: str) -> str:
    """Who coded, as it stands beside a coding: "analyst: Mary Jones Associates". Raises NotForThisAnswer."""
    said = " ".join(name.split())
    if not said or len(said) > 100:
        raise NotForThisAnswer(
            _("Say who coded the answers."), remedy=_("A name of a person or firm, at most 100 characters.")
        )
    return f"{ANALYST} {said}"


@transaction.atomic
def code_from_outside(
    *, consultation: Consultation, pairs: Iterable[tuple[Answer, Theme]], analyst: str, by: Actor, now: datetime
) -> list[Coding]:
    """Code answers as somebody outside the office coded them. What is coded so already, by whomever, is left alone.

    Args:
        pairs: answers of this consultation that were sent, each with an accepted theme of its question.
        analyst: who coded.
    Returns:
        The codings made, for the batch that can be undone.
    Raises:
        NotAllowed: `by` is not a person who codes answers.
        NotForThisAnswer: an answer and a theme belong to different questions, or nobody is named.
    """
    return _code(consultation, pairs, analyst_reference(analyst), person_for(by, DUTY), now)


@transaction.atomic
def code_from_assistant(
    *, consultation: Consultation, pairs: Iterable[tuple[Answer, Theme]], run: str, by: Actor, now: datetime
) -> list[Coding]:
    """Code answers as a language model said, by "machine:<run>". Whether it may is decided where the run is kept.

    Raises:
        NotAllowed: `by` is not a person who codes answers.
        NotForThisAnswer: an answer and a theme belong to different questions.
    """
    return _code(consultation, pairs, f"machine:{run}", person_for(by, DUTY), now)


def _code(
    consultation: Consultation, pairs: Iterable[tuple[Answer, Theme]], coder: str, person: Person, now: datetime
) -> list[Coding]:
    wanted = {(answer.pk, theme.pk): (answer, theme) for answer, theme in pairs}
    for answer, theme in wanted.values():
        if answer.question_id != theme.question_id or answer.question.consultation_id != consultation.pk:
            raise NotForThisAnswer(_("A theme of one question can't be coded to an answer of another."))
    held = _held_already(consultation)
    made = Coding.objects.bulk_create(
        Coding(answer=answer, theme=theme, coder=coder, at=now)
        for key, (answer, theme) in sorted(wanted.items())
        if key not in held
    )
    note("codes brought in", consultation.reference, by=person.reference, at=now, detail={"codings": len(made)})
    _refresh(made, now)
    return made


def _held_already(consultation: Consultation) -> set[tuple[int, int]]:
    """Pairs of answer and theme that hold now; codings of a merged theme hold for the one that took it in."""
    by_root = roots(Theme.objects.filter(question__consultation=consultation).only("id", "merged_into_id"))
    rows = Coding.objects.filter(queries.themes.NOW_HELD, theme__question__consultation=consultation)
    return {(answer, by_root[theme]) for answer, theme in rows.values_list("answer_id", "theme_id")}


@transaction.atomic
def undo_from_outside(*, consultation: Consultation, codings: Sequence[int], by: Actor, now: datetime) -> int:
    """End the codings of one batch that still hold. Codings that somebody ended since are left alone.

    Returns:
        How many were ended.
    Raises:
        NotAllowed: `by` is not a person who codes answers.
    """
    person = person_for(by, DUTY)
    rows = list(
        Coding.objects.select_for_update(of=("self",))
        .exclude(coder__startswith="person/")
        .filter(pk__in=codings, ended_at=None, theme__question__consultation=consultation)
        .select_related("theme__question__consultation")
    )
    for row in rows:
        row.ended_at, row.ended_by = now, person.reference
    Coding.objects.bulk_update(rows, ["ended_at", "ended_by"])
    note("codes taken back", consultation.reference, by=person.reference, at=now, detail={"codings": len(rows)})
    _refresh(rows, now)
    return len(rows)


def _refresh(codings: Iterable[Coding], now: datetime) -> None:
    """Search knows a theme with its cleared words: those may have moved."""
    for theme in {coding.theme_id: coding.theme for coding in codings}.values():
        publish_in_search(theme, now)
