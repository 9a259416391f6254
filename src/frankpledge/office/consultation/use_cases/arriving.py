"""What happens to every answer when it arrives, by whatever way: before anybody is shown it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from frankpledge.office.consultation.models import Alarm, Answer

from .disclosing import raise_alarm, tell_readers

FIELDS = ["redacted", "redaction_method", "language"]
"""What `prepare_answers` fills in, for those who save with `bulk_update`."""


def prepare_answers(answers: Iterable[Answer]) -> None:
    """Fill in each answer without direct identifiers, and its language. Saves nothing: done before a transaction."""
    from frankpledge.evidence.text.language import language_of
    from frankpledge.evidence.text.redact import METHOD_VERSION, redact

    for answer in answers:
        answer.redacted = redact(answer.text).text if answer.text else ""
        answer.redaction_method = METHOD_VERSION if answer.text else ""
        answer.language = language_of(answer.text)[:8] if answer.text else ""


def raise_alarms(answers: Iterable[Answer], at: datetime) -> int:
    """Keep answers apart in which somebody may be in danger or accuses somebody, and tell who reads them today.

    Call it after the answers are saved, in the same transaction: nobody sees the one without the other.

    Returns:
        How many were kept apart now.
    """
    raised = [answer for answer in answers if (kind := alarm_in(answer.text)) and _raise(answer, kind, at)]
    tell_readers(raised, at)
    return len(raised)


def alarm_in(text: str) -> str:
    """The reason for which a machine would keep a text apart: danger before crime; empty for none."""
    from frankpledge.evidence.text.alarms import alarms_in

    kinds = {one.kind for one in alarms_in(text)} if text else set()
    return next((kind for kind in (Alarm.DANGER.value, Alarm.CRIME.value) if kind in kinds), "")


def _raise(answer: Answer, kind: str, at: datetime) -> bool:
    from frankpledge.evidence.text.alarms import METHOD_VERSION

    return raise_alarm(answer=answer, alarm=kind, found_by=f"machine:{METHOD_VERSION}", at=at)
