"""Answers that repeat each other, counted openly: submissions, distinct texts, and people where they are known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Case, Count, IntegerField, Q, When
from django.utils.translation import gettext as _

from frankpledge.office.coding.models import (
    BatchedCoding,
    BatchKind,
    CodingBatch,
    GroupKind,
    TextGroup,
    TextGroupMember,
)
from frankpledge.office.consultation import queries as consultations
from frankpledge.office.consultation.models import Answer, Channel, Coding, Consultation, Theme, ThemeState
from frankpledge.office.errors import NotFound
from frankpledge.office.ui.paging import PageOf, page_of


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
    coded: set[int | None] = set(
        CodingBatch.objects.filter(kind=BatchKind.CAMPAIGN, undone_at=None, group__in=groups.values("pk")).values_list(
            "group_id", flat=True
        )
    )
    return [_row(group, coded) for group in counted]


def _row(group: TextGroup, coded: set[int | None]) -> CampaignRow:
    return CampaignRow(
        group=group,
        template=consultations.said_by(group.leader),
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
        ).select_related("question", "leader__disclosure")
    )


def campaign_of_answer(answer: Answer) -> tuple[str, str]:
    """The name of the campaign that an answer belongs to and what it adds; both empty where it belongs to none."""
    found = (
        TextGroupMember.objects.filter(
            answer=answer, group__kind=GroupKind.CAMPAIGN, group__gone_at=None, group__dismissed_at=None
        )
        .select_related("group")
        .first()
    )
    if found is None:
        return "", ""
    return found.group.name or _("a campaign without a name"), found.addition


def campaign(consultation_code: str, key: int) -> TextGroup:
    """A campaign of this consultation. Raises NotFound."""
    found = (
        TextGroup.objects.filter(question__consultation__code=consultation_code, kind=GroupKind.CAMPAIGN, pk=key)
        .select_related("question__consultation", "leader__disclosure", "dismissed_by")
        .first()
    )
    if found is None:
        raise NotFound(_("There is no such campaign."))
    return found


@dataclass(frozen=True)
class CampaignMember:
    """One submission of a campaign: what it adds to the common words."""

    addition: str
    likeness: float
    href: str
    number: int | None
    by_people: bool


@dataclass(frozen=True)
class CampaignPage:
    """A campaign with its members, those who added something first."""

    row: CampaignRow
    page: PageOf[TextGroupMember]
    members: Sequence[CampaignMember]
    batch: CodingBatch | None
    themes: Sequence[Theme]
    coded_with: Sequence[Theme]
    channels: Sequence[tuple[str, int]]


def campaign_page(found: TextGroup, number: str | None) -> CampaignPage:
    """A campaign whole for its page, in a fixed number of queries."""
    members = (
        found.members.exclude(answer_id__in=consultations.apart_answers())
        .select_related("answer__response__consultation", "answer__question")
        .annotate(plain=Case(When(addition="", then=1), default=0, output_field=IntegerField()))
        .order_by("plain", "answer__response__number")
    )
    page = page_of(members, number)
    batch = CodingBatch.objects.filter(group=found, undone_at=None, kind=BatchKind.CAMPAIGN).first()
    common = BatchedCoding.objects.filter(batch__group=found).values("coding_id")
    own = set(
        Coding.objects.filter(answer_id__in=[one.answer_id for one in page.items], ended_at=None)
        .exclude(coder__startswith="machine:")
        .exclude(pk__in=common)
        .values_list("answer_id", flat=True)
    )
    found.added = found.members.exclude(addition="").count()  # type: ignore[attr-defined]
    themes = list(Theme.objects.filter(question=found.question, state=ThemeState.ACCEPTED).order_by("order", "name"))
    codes = batch.figures.get("themes", []) if batch else []
    channels = found.members.values_list("answer__response__channel").annotate(n=Count("id")).order_by("-n")
    return CampaignPage(
        row=_row(found, {found.pk} if batch else set()),
        page=page,
        members=[
            CampaignMember(
                addition=one.addition,
                likeness=one.likeness,
                href=f"/{one.answer.reference}/",
                number=one.answer.response.number,
                by_people=one.answer_id in own,
            )
            for one in page.items
        ],
        batch=batch,
        themes=themes,
        coded_with=[one for one in themes if one.code in codes],
        channels=[(str(Channel(channel).label), n) for channel, n in channels],
    )
