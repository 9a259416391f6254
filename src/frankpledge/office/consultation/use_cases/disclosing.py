"""Answers kept apart: raised by a machine or by hand, read by a named person the same day, released or kept."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date as Date
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from frankpledge.office.consultation import queries
from frankpledge.office.consultation.models import Alarm, Answer, Disclosure, DisclosureReader, Theme
from frankpledge.office.errors import BadInput, Refused
from frankpledge.office.notices import use_cases as notices
from frankpledge.office.people.duties import Actor, holds
from frankpledge.office.people.models import Person
from frankpledge.office.record.use_cases import note

from .coding import person_for, publish_in_search

DUTY = "see disclosures"


class NotKeptApart(Refused):
    """This answer does not wait for anybody."""


class OutcomeMissing(BadInput):
    """What was done about it is said before it is settled."""

    field = "outcome"
    remedy_by_default = gettext_lazy("Say in a sentence or two what you did, without names.")


class NotAReader(BadInput):
    """Only somebody who may see disclosures can be named to read them."""

    field = "person"


@transaction.atomic
def raise_alarm(*, answer: Answer, alarm: str, found_by: str, at: datetime) -> bool:
    """Keep one answer apart for whoever reads such answers today; `tell_readers` tells them. False when it was before.

    An answer that a person has read and released is not raised again by a machine.
    """
    named = queries.named_reader(at)
    _kept, new = Disclosure.objects.get_or_create(
        answer=answer,
        defaults={
            "alarm": alarm,
            "found_by": found_by[:120],
            "found_at": at,
            "assigned_to": named.person if named else None,
        },
    )
    if new:
        note("answer kept apart", answer.reference, by=found_by[:120], at=at, detail={"alarm": alarm})
        _search_again(answer, at)
    return new


def tell_readers(answers: Sequence[Answer], at: datetime) -> None:
    """One letter to whoever reads such answers today (to all who may, if nobody is named), without any of the words."""
    if not answers:
        return
    named = queries.named_reader(at)
    path = f"/staff/consultations/{answers[0].response.consultation.code}/disclosures/"
    for person in [named.person] if named else queries.disclosure_readers():
        notices.send(
            to=person.email,
            kind="disclosure",
            subject=_("An answer waits to be read today"),
            template="consultation/letters/disclosure.txt",
            context={"path": path, "number": len(answers)},
            now=at,
        )


def _search_again(answer: Answer, at: datetime) -> None:
    """Words that were cleared leave the search while their answer is kept apart, and come back with it."""
    for theme in Theme.objects.filter(codings__answer=answer, codings__ended_at=None).distinct():
        publish_in_search(theme, at)


@transaction.atomic
def keep_apart(*, answer: Answer, alarm: str, by: Actor, now: datetime) -> Disclosure:
    """Raise an alarm by hand, from any page that shows the answer. Whoever reads answers may do it.

    Raises:
        NotKeptApart: it is kept apart already, or the response was not sent.
        BadInput: not one of the two reasons.
    """
    person = person_for(by, "read answers")
    if alarm not in Alarm.values:
        raise BadInput(_("Say why this answer should be kept apart."))
    answer = Answer.objects.select_related("response__consultation", "question").get(pk=answer.pk)
    if answer.response.sent_at is None:
        raise NotKeptApart(_("This response was not sent."))
    before = Disclosure.objects.select_for_update().filter(answer=answer).first()
    if before is None:
        raise_alarm(answer=answer, alarm=alarm, found_by=person.reference, at=now)
        tell_readers([answer], now)
        return Disclosure.objects.get(answer=answer)
    if before.cleared_at is None or before.kept_apart:
        raise NotKeptApart(_("This answer is kept apart already."))
    return _raise_again(before, answer, alarm, person, now)


def _raise_again(before: Disclosure, answer: Answer, alarm: str, person: Person, now: datetime) -> Disclosure:
    """It was read and released; what was done then stays in the audit trail."""
    named = queries.named_reader(now)
    before.alarm, before.found_by, before.found_at = alarm, person.reference, now
    before.assigned_to = named.person if named else None
    before.cleared_at = before.cleared_by = None
    before.outcome = ""
    before.save()
    tell_readers([answer], now)
    note("answer kept apart again", answer.reference, by=person.reference, at=now, detail={"alarm": alarm})
    _search_again(answer, now)
    return before


@transaction.atomic
def look_at_disclosure(*, disclosure: Disclosure, by: Actor, now: datetime) -> Disclosure:
    """Read the words of an answer that is kept apart: who looked, and when, is on record before they see it."""
    person = person_for(by, DUTY)
    note("disclosure read", disclosure.answer.reference, by=person.reference, at=now)
    return disclosure


@transaction.atomic
def settle_disclosure(
    *, disclosure: Disclosure, outcome: str, stays_apart: bool, by: Actor, now: datetime
) -> Disclosure:
    """Say what was done, and release the answer, or let it stay apart for good.

    Raises:
        NotAllowed: not a person with the duty "see disclosures".
        OutcomeMissing: nothing is said.
        NotKeptApart: it was settled meanwhile.
    """
    person = person_for(by, DUTY)
    outcome = outcome.strip()
    if not outcome:
        raise OutcomeMissing(_("Nothing says what was done."))
    found = (
        Disclosure.objects.select_for_update(of=("self",))
        .select_related("answer__response__consultation", "answer__question")
        .get(pk=disclosure.pk)
    )
    if found.cleared_at is not None:
        raise NotKeptApart(_("Somebody has settled this meanwhile."), remedy=_("Look at it again."))
    found.outcome, found.kept_apart = outcome, stays_apart
    found.cleared_at, found.cleared_by = now, person
    found.save(update_fields=["outcome", "kept_apart", "cleared_at", "cleared_by"])
    verb = "disclosure settled, stays apart" if stays_apart else "disclosure settled, released"
    note(verb, found.answer.reference, by=person.reference, at=now)
    _search_again(found.answer, now)
    return found


@transaction.atomic
def reopen_disclosure(*, disclosure: Disclosure, by: Actor, now: datetime) -> Disclosure:
    """Take the last step back: the answer waits again, and is kept apart again. Raises NotKeptApart."""
    person = person_for(by, DUTY)
    found = (
        Disclosure.objects.select_for_update(of=("self",))
        .select_related("answer__response__consultation", "answer__question")
        .get(pk=disclosure.pk)
    )
    if found.cleared_at is None:
        raise NotKeptApart(_("This answer waits already."))
    found.cleared_at = found.cleared_by = None
    found.kept_apart = False
    found.save(update_fields=["cleared_at", "cleared_by", "kept_apart"])
    note("disclosure reopened", found.answer.reference, by=person.reference, at=now)
    _search_again(found.answer, now)
    return found


@transaction.atomic
def name_reader(*, person: Person, from_day: Date, by: Actor, now: datetime) -> DisclosureReader:
    """Say who reads such answers from a day on, until somebody else is named. Raises NotAReader."""
    named_by = person_for(by, DUTY)
    if not holds(person, DUTY):
        raise NotAReader(_("This person may not see disclosures."))
    made, _new = DisclosureReader.objects.update_or_create(
        from_day=from_day, defaults={"person": person, "named_at": now, "named_by": named_by.reference}
    )
    if from_day <= now.astimezone(queries.zone()).date():
        Disclosure.objects.filter(cleared_at=None).update(assigned_to=person)
    note("disclosure reader named", person.reference, by=named_by.reference, at=now, detail={"from": str(from_day)})
    return made
