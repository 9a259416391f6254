"""How far coders agreed, as it was computed when their round was closed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from frankpledge.office.coding.models import Agreement, AgreementRound
from frankpledge.office.consultation.models import Question

ENOUGH = 0.6
"""Under this alpha a theme is named, to be merged with another or to be redefined."""


@dataclass(frozen=True)
class AgreementFound:
    """A round that was closed: agreement on all themes together, and on each, the least agreed first."""

    round: AgreementRound
    overall: Agreement | None
    by_theme: Sequence[Agreement]
    coders: int

    @property
    def weak(self) -> list[Agreement]:
        """Themes to be merged or redefined."""
        return [one for one in self.by_theme if one.alpha is not None and one.alpha < ENOUGH]


def latest_agreement(question: Question) -> AgreementFound | None:
    """The newest closed round of a question; None before there is one."""
    found = AgreementRound.objects.filter(question=question, closed_at__isnull=False).order_by("-number").first()
    return agreement_of(found) if found else None


def agreement_of(found: AgreementRound) -> AgreementFound:
    rows = list(Agreement.objects.filter(round=found).select_related("theme"))
    by_theme = sorted(
        (one for one in rows if one.theme_id),
        key=lambda one: (one.alpha is None, one.alpha or 0.0, one.theme.name if one.theme else ""),
    )
    overall = next((one for one in rows if one.theme_id is None), None)
    return AgreementFound(found, overall, by_theme, found.coders.count())
