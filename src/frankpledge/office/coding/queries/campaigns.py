"""Answers that repeat each other, counted openly: submissions, distinct texts, and people where they are known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q

from frankpledge.office.coding.models import BatchKind, CodingBatch, GroupKind, TextGroup
from frankpledge.office.consultation.models import Consultation


@dataclass(frozen=True)
class CampaignRow:
    """One campaign. `people` is None where nothing tells one person from another."""

    group: TextGroup
    template: str
    submissions: int
    distinct: int
    with_additions: int
    people: int | None
    coded: bool

    @property
    def href(self) -> str:
        code = self.group.question.consultation.code
        return f"/staff/consultations/{code}/coding/campaign/{self.group.pk}/"

    @property
    def is_dismissed(self) -> bool:
        return self.group.dismissed_at is not None


def campaigns_of(consultation: Consultation, *, dismissed: bool = False) -> list[CampaignRow]:
    """The campaigns found in the answers to a consultation, the largest first; those that a person dismissed on wish.

    The template is the leader's answer without identifiers: no words for the public.
    """
    groups = TextGroup.objects.filter(
        question__consultation=consultation, kind=GroupKind.CAMPAIGN, gone_at=None
    ).select_related("question__consultation", "leader__disclosure")
    if not dismissed:
        groups = groups.filter(dismissed_at=None)
    counted = groups.annotate(added=Count("members", filter=~Q(members__addition="")))
    coded = set(
        CodingBatch.objects.filter(kind=BatchKind.CAMPAIGN, undone_at=None, group__in=groups.values("pk")).values_list(
            "group_id", flat=True
        )
    )
    return [_row(group, coded) for group in counted]


def _row(group: TextGroup, coded: set[int | None]) -> CampaignRow:
    return CampaignRow(
        group=group,
        template=group.leader.redacted,
        submissions=group.size,
        distinct=group.distinct,
        with_additions=getattr(group, "added", 0),
        people=None,
        coded=group.pk in coded,
    )


def exact_groups(consultation: Consultation) -> Sequence[TextGroup]:
    """Answers of the same words that are in no campaign, the largest group first."""
    return list(
        TextGroup.objects.filter(
            question__consultation=consultation, kind=GroupKind.EXACT, gone_at=None
        ).select_related("question")
    )
