"""Steps in the making of a frame of themes, kept with what it takes to take each one back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime

from frankpledge.office.consultation.models import Coding, Question, Theme, ThemeChange
from frankpledge.office.consultation.queries.snapshots import FIELDS, snapshot

__all__ = ["FIELDS", "Step", "frame_step", "move_codings", "snapshot", "take_codings_back"]


@dataclass
class Step:
    """What a step is about; the one who takes it fills in the theme it made, and the codings it made and ended."""

    theme: Theme | None
    made: list[int] = field(default_factory=list)
    ended: list[int] = field(default_factory=list)


@contextmanager
def frame_step(
    question: Question, verb: str, *, theme: Theme | None = None, by: str, now: datetime, why: str = ""
) -> Iterator[Step]:
    """Keep what the themes of a question said before and after; a step that changes nothing leaves no trace."""
    before = snapshot(question)
    step = Step(theme)
    yield step
    after = snapshot(question)
    touched = [key for key in before.keys() | after.keys() if before.get(key) != after.get(key)]
    if step.theme is None or not (touched or step.made or step.ended):
        return
    ThemeChange.objects.create(
        question=question,
        theme=step.theme,
        verb=verb,
        by=by,
        at=now,
        why=why.strip(),
        before={key: before.get(key) for key in touched},
        after={key: after.get(key) for key in touched},
        made=step.made,
        ended=step.ended,
    )


def move_codings(
    answers: list[int], source: list[int], target: Theme, *, by: str, now: datetime
) -> tuple[list[int], list[int]]:
    """End the codings of these answers with some themes, and make them with another. Keys of those made and ended."""
    held = list(Coding.objects.select_for_update().filter(answer_id__in=answers, theme_id__in=source, ended_at=None))
    for coding in held:
        coding.ended_at, coding.ended_by = now, by
    Coding.objects.bulk_update(held, ["ended_at", "ended_by"], batch_size=500)
    there = set(
        Coding.objects.filter(answer_id__in=answers, theme=target, ended_at=None).values_list("answer_id", flat=True)
    )
    moved = dict.fromkeys(coding.answer_id for coding in held if coding.answer_id not in there)
    made = Coding.objects.bulk_create([Coding(answer_id=key, theme=target, coder=by, at=now) for key in moved])
    return [coding.pk for coding in made], [coding.pk for coding in held]


def take_codings_back(made: list[int], ended: list[int], *, by: str, now: datetime) -> None:
    """End what a step made, and make again what it ended, as it was: codings are ended, never edited."""
    Coding.objects.filter(pk__in=made, ended_at=None).update(ended_at=now, ended_by=by)
    before = list(Coding.objects.filter(pk__in=ended))
    held = set(
        Coding.objects.filter(answer_id__in=[one.answer_id for one in before], ended_at=None).values_list(
            "answer_id", "theme_id"
        )
    )
    again = {(one.answer_id, one.theme_id): one for one in before if (one.answer_id, one.theme_id) not in held}
    Coding.objects.bulk_create(
        [
            Coding(
                answer_id=one.answer_id,
                theme_id=one.theme_id,
                coder=one.coder,
                confidence=one.confidence,
                exemplar=one.exemplar,
                at=now,
            )
            for one in again.values()
        ],
        batch_size=500,
    )
