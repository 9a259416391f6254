"""Which answers are still to be read by whom, in queries whose number does not grow with the answers."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet

from frankpledge.office.coding.models import (
    BatchedCoding,
    BatchKind,
    DeskRules,
    GroupKind,
    MustRead,
    Outcome,
    ReadingPlace,
    RoundAnswer,
    TextGroupMember,
)
from frankpledge.office.consultation import queries as consultations
from frankpledge.office.consultation.models import Answer, Coding, Consideration, Question, ThemeState
from frankpledge.office.people.models import Person

BY_PEOPLE = Q(coder__startswith="person/") | Q(coder__startswith="analyst:")


def codable(question: Question) -> QuerySet[Answer]:
    """Answers that can be coded: sent, in English or translated, not kept apart."""
    sent = Answer.objects.filter(question=question, response__sent_at__isnull=False).exclude(redacted="")
    return sent.exclude(consultations.NEEDS_TRANSLATION).exclude(pk__in=consultations.apart_answers())


def own_words() -> QuerySet[TextGroupMember]:
    """Members of campaigns that added something of their own."""
    standing = TextGroupMember.objects.filter(
        group__kind=GroupKind.CAMPAIGN, group__gone_at=None, group__dismissed_at=None
    )
    return standing.exclude(addition="")


def coded_by_people(question: Question) -> QuerySet[Coding]:
    """Codings by which an answer counts as read. A campaign's common words do not settle somebody's own addition."""
    held = Coding.objects.filter(BY_PEOPLE, answer__question=question, ended_at=None).exclude(
        theme__state=ThemeState.DROPPED
    )
    common = BatchedCoding.objects.filter(batch__kind=BatchKind.CAMPAIGN, batch__question=question)
    return held.exclude(pk__in=common.values("coding_id"), answer_id__in=own_words().values("answer_id"))


def unread(question: Question) -> QuerySet[Answer]:
    """Answers that no person has coded or considered, and that are in no round of double coding that is open."""
    considered = Consideration.objects.filter(answer__question=question, withdrawn_at=None)
    in_rounds = RoundAnswer.objects.filter(round__question=question, round__closed_at=None)
    # Whoever reads what a campaign's member added and finds that the common words say it all adds no coding.
    decided = ReadingPlace.objects.filter(question=question, outcome=Outcome.CODED, undone_at=None).order_by()
    common = BatchedCoding.objects.filter(batch__kind=BatchKind.CAMPAIGN, batch__question=question)
    read = common.filter(coding__ended_at=None, coding__answer_id__in=decided.values("answer_id")).order_by()
    return (
        codable(question)
        .exclude(pk__in=coded_by_people(question).order_by().values("answer_id"))
        .exclude(pk__in=considered.order_by().values("answer_id"))
        .exclude(pk__in=read.values("coding__answer_id"))
        .exclude(pk__in=in_rounds.order_by().values("answer_id"))
    )


def free_for(question: Question, coder: Person, now: datetime) -> QuerySet[Answer]:
    """Unread answers that nobody else is reading now, and that this coder has not skipped."""
    places = ReadingPlace.objects.filter(question=question).order_by()
    held = places.filter(decided_at=None, held_until__gte=now)
    skipped = places.filter(coder=coder, outcome=Outcome.SKIPPED, undone_at=None)
    return unread(question).exclude(pk__in=held.values("answer_id")).exclude(pk__in=skipped.values("answer_id"))


def must_be_read(question: Question) -> Q:
    """The condition on answers that a person must read: unlike all others, or from a group that is read whole."""
    found = Q(pk__in=MustRead.objects.filter(answer__question=question).order_by().values("answer_id"))
    rules = DeskRules.objects.filter(question=question).first()
    if rules and rules.sections:
        found |= Q(response__section__code__in=rules.sections)
    if rules and rules.areas:
        found |= Q(response__area_code__in=rules.areas)
    return found
