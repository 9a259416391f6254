"""A person says that they have considered what came in: a whole item, or one answer that belongs under no theme."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from frankpledge.office.consultation.models import Answer, Consideration, Response
from frankpledge.office.errors import BadInput, Refused
from frankpledge.office.people.duties import Actor
from frankpledge.office.record.use_cases import note as audit

from .coding import DUTY, person_for


class NotReceived(Refused):
    """Only what was sent can be considered: a response in progress is nobody's business."""

    status = 404


class NothingNoted(BadInput):
    """A whole item is considered with a word about what it says and what was made of it."""

    field = "note"
    remedy_by_default = gettext_lazy("Write in a sentence or two what it says, and what you made of it.")


class NotConsidered(Refused):
    """The consideration was withdrawn already."""


@transaction.atomic
def consider(
    *, response: Response | None = None, answer: Answer | None = None, note: str = "", by: Actor, now: datetime
) -> Consideration:
    """Say that a whole response (with its files) was considered, or one answer that no theme fits.

    The same by the same person again, with the same note, says it once.

    Raises:
        NotAllowed: not a person, or one who does not hold the duty "code answers".
        NotReceived: the response was not sent.
        NothingNoted: a whole response, and nothing is said of it.
    """
    person = person_for(by, DUTY)
    if (response is None) == (answer is None):
        raise ValueError("either a response or an answer is considered")
    found = Response.objects.select_related("consultation").get(pk=answer.response_id if answer else response.pk)  # type: ignore[union-attr]
    note = note.strip()
    if found.sent_at is None:
        raise NotReceived(_("This response was not sent."))
    if answer is None and not note:
        raise NothingNoted(_("Nothing is said about this item."))
    same = Consideration.objects.filter(
        response=found, answer=answer, note=note, considered_by=person, withdrawn_at=None
    ).first()
    if same:
        return same
    made = Consideration.objects.create(
        response=found, answer=answer, note=note, considered_by=person, considered_at=now
    )
    subject = answer.reference if answer else found.reference
    audit("considered", subject, by=person.reference, at=now, detail={"consideration": made.pk})
    return made


@transaction.atomic
def withdraw_consideration(*, consideration: Consideration, why: str = "", by: Actor, now: datetime) -> Consideration:
    """Take back that something was considered: it waits for a reader again. Raises NotAllowed, NotConsidered."""
    person = person_for(by, DUTY)
    found = Consideration.objects.select_for_update().get(pk=consideration.pk)
    if found.withdrawn_at:
        raise NotConsidered(_("This was withdrawn already."))
    found.withdrawn_at = now
    found.save(update_fields=["withdrawn_at"])
    answer = found.answer
    subject = answer.reference if answer else found.response.reference
    audit(
        "consideration withdrawn",
        subject,
        by=person.reference,
        at=now,
        why=why.strip(),
        detail={"consideration": found.pk},
    )
    return found
