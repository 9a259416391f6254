"""Who waits to be told a result: counts only."""

from __future__ import annotations

from dataclasses import dataclass

from frankpledge.office.consultation.models import Consultation


@dataclass(frozen=True)
class Waiting:
    """How many asked to be told the result, and how many of them confirmed that they did."""

    asked: int
    confirmed: int


def waiting_for_result(consultation: Consultation) -> Waiting:
    answers = list(consultation.result_mails.values_list("confirmed", flat=True))
    return Waiting(asked=len(answers), confirmed=sum(answers))
