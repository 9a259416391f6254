"""Campaigns: named, dismissed, and their common words coded once for all who sent them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from frankpledge.office.coding.models import BatchedCoding, BatchKind, CodingBatch, TextGroup
from frankpledge.office.consultation import queries as consultations
from frankpledge.office.consultation import use_cases as consulting
from frankpledge.office.consultation.models import Coding, Theme, ThemeState
from frankpledge.office.consultation.use_cases.coding import person_for
from frankpledge.office.errors import BadInput, Refused
from frankpledge.office.people.duties import Actor
from frankpledge.office.record.use_cases import note

from .reading import NothingChosen

DUTY = "code answers"


class CampaignUnnamed(BadInput):
    """A campaign is called something that a reader of the report understands."""

    field = "name"


class NoCampaign(Refused):
    """It was dismissed, or is found no more."""


class CodedAlready(Refused):
    """Its common words are coded."""

    remedy_by_default = gettext_lazy("Take that back first.")


def _reference(group: TextGroup) -> str:
    return f"campaign/{group.question.consultation.code}/{group.pk}"


def _locked(group: TextGroup) -> TextGroup:
    rows = TextGroup.objects.select_for_update(of=("self",)).select_related("question__consultation")
    return rows.get(pk=group.pk)


@transaction.atomic
def name_campaign(*, group: TextGroup, name: str, by: Actor, now: datetime) -> TextGroup:
    """Say what a campaign is called in reports. Raises CampaignUnnamed."""
    person = person_for(by, DUTY)
    name = " ".join(name.split())
    if not name or len(name) > 160:
        raise CampaignUnnamed(_("Give it a name of at most 160 characters."))
    found = _locked(group)
    before, found.name = found.name, name
    found.save(update_fields=["name"])
    note("campaign named", _reference(found), by=person.reference, at=now, detail={"was": before, "is": name})
    return found


@transaction.atomic
def dismiss_campaign(*, group: TextGroup, why: str, by: Actor, now: datetime) -> TextGroup:
    """Say that these answers are no campaign: they are counted as all others. Raises BadInput without a reason."""
    person = person_for(by, DUTY)
    if not why.strip():
        raise BadInput(_("Say why these answers are no campaign."))
    found = _locked(group)
    if found.dismissed_at is not None:
        raise NoCampaign(_("It was dismissed before."))
    if CodingBatch.objects.filter(group=found, undone_at=None).exists():
        raise CodedAlready(_("The common words of this campaign are coded."))
    found.dismissed_at, found.dismissed_by, found.dismissed_because = now, person, why.strip()
    found.save(update_fields=["dismissed_at", "dismissed_by", "dismissed_because"])
    note("campaign dismissed", _reference(found), by=person.reference, at=now, why=why)
    return found


@transaction.atomic
def restore_campaign(*, group: TextGroup, by: Actor, now: datetime) -> TextGroup:
    """Take a dismissal back."""
    person = person_for(by, DUTY)
    found = _locked(group)
    found.dismissed_at = found.dismissed_by = None
    found.dismissed_because = ""
    found.save(update_fields=["dismissed_at", "dismissed_by", "dismissed_because"])
    note("campaign restored", _reference(found), by=person.reference, at=now)
    return found


@transaction.atomic
def code_common_words(*, group: TextGroup, themes: Sequence[Theme], by: Actor, now: datetime) -> CodingBatch:
    """Code what all members of a campaign say in common, once for all of them. Own additions are still read one by one.

    What a person decided about a member stays. Groupings by machine of members are ended.

    Raises:
        NothingChosen: no theme.
        NoCampaign: it was dismissed, or is found no more.
        CodedAlready: its common words are coded; take that back first.
        NotInUse: a theme that is not accepted, or belongs to another question.
    """
    person = person_for(by, DUTY)
    if not themes:
        raise NothingChosen(_("Choose at least one theme."))
    found = _locked(group)
    if found.dismissed_at is not None or found.gone_at is not None:
        raise NoCampaign(_("This is no campaign any more."))
    if CodingBatch.objects.filter(group=found, undone_at=None).exists():
        raise CodedAlready(_("The common words of this campaign are coded."))
    for theme in themes:
        if theme.question_id != found.question_id or theme.state != ThemeState.ACCEPTED:
            raise consulting.NotInUse(_("The theme “%(name)s” is not in use.") % {"name": theme.name})
    members = found.members.exclude(answer_id__in=consultations.apart_answers()).order_by("answer_id")
    keys = list(members.values_list("answer_id", flat=True))
    machine = Coding.objects.select_for_update().filter(answer_id__in=keys, ended_at=None, coder__startswith="machine:")
    ended = list(machine.values_list("pk", flat=True))
    Coding.objects.filter(pk__in=ended).update(ended_at=now, ended_by=person.reference)
    held = set(Coding.objects.filter(answer_id__in=keys, ended_at=None).values_list("answer_id", "theme_id"))
    made = Coding.objects.bulk_create(
        [
            Coding(answer_id=key, theme=theme, coder=person.reference, at=now)
            for key in keys
            for theme in themes
            if (key, theme.pk) not in held
        ],
        batch_size=500,
    )
    codes = [theme.code for theme in themes]
    batch = CodingBatch.objects.create(
        question=found.question,
        kind=BatchKind.CAMPAIGN,
        group=found,
        coder=person.reference,
        n=len(keys),
        made_at=now,
        made_by=person.reference,
        figures={"ended": ended, "themes": codes},
    )
    BatchedCoding.objects.bulk_create([BatchedCoding(batch=batch, coding=one) for one in made], batch_size=500)
    detail = {"batch": batch.pk, "answers": len(keys), "themes": codes}
    note("common words coded", _reference(found), by=person.reference, at=now, detail=detail)
    return batch
