"""Priorities and commitments of the working copy: adding, changing, moving, removing.

What the public reads is the frozen version: nothing here reaches it before the plan is published again.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from frankpledge.office.errors import BadInput, Refused
from frankpledge.office.people import duties
from frankpledge.office.people.duties import Actor
from frankpledge.office.plan import rules
from frankpledge.office.plan.models import Addressee, Commitment, Plan, Priority
from frankpledge.office.record import use_cases as record

COMMITMENT_FIELDS = frozenset(
    {"code", "text", "addressee", "how_we_will_know", "not_measured_because", "known_outcome"}
)


class CodeTaken(Refused):
    """Two things of one plan cannot share an address."""

    field = "code"


class StillNeeded(Refused):
    """What others have written about cannot be taken away from under their words."""


@transaction.atomic
def add_priority(*, plan: Plan, code: str, title: str, by: Actor, now: datetime) -> Priority:
    """Add a priority at the end of the plan.

    Raises:
        NotAllowed: `by` does not hold the duty "edit plan".
        CodeTaken: the plan has a priority with this code.
        BadInput: the code cannot be an address, or the title is empty.
    """
    duties.require(by, "edit plan")
    _check_code(code)
    _check_words("title", title)
    _check_free(plan.priorities.filter(code__iexact=code).exists(), code)
    priority = Priority.objects.create(
        plan=plan, code=code, title=" ".join(title.split()), order=_next_order(plan.priorities.all())
    )
    record.note("priority added", priority.reference, by=by.reference, at=now)
    return priority


@transaction.atomic
def change_priority(
    *, priority: Priority, by: Actor, now: datetime, title: str | None = None, code: str | None = None
) -> Priority:
    """Change a priority's title or, while it was never published, its code. Raises as `add_priority`."""
    duties.require(by, "edit plan")
    if code is not None and code != priority.code:
        _check_never_published(priority.plan, priority.code)
        _check_code(code)
        others = priority.plan.priorities.exclude(pk=priority.pk)
        _check_free(others.filter(code__iexact=code).exists(), code)
        priority.code = code
    if title is not None:
        _check_words("title", title)
        priority.title = " ".join(title.split())
    priority.save(update_fields=["code", "title"])
    record.note("priority changed", priority.reference, by=by.reference, at=now)
    return priority


@transaction.atomic
def move_priority(*, priority: Priority, step: int, by: Actor, now: datetime) -> None:
    """Move a priority up (-1) or down (+1) among its neighbours; at the end nothing happens."""
    duties.require(by, "edit plan")
    if _swap(list(priority.plan.priorities.all()), priority, step):
        record.note("priority moved", priority.reference, by=by.reference, at=now, detail={"step": step})


@transaction.atomic
def remove_priority(*, priority: Priority, by: Actor, now: datetime) -> None:
    """Take a priority with all its commitments out of the working copy.

    Raises:
        NotAllowed: `by` does not hold the duty "edit plan".
        StillNeeded: an update was asked for, or written, about one of its commitments.
    """
    duties.require(by, "edit plan")
    reference = priority.reference
    _delete(priority)
    record.note("priority removed", reference, by=by.reference, at=now)


@transaction.atomic
def add_commitment(
    *,
    priority: Priority,
    code: str,
    text: str,
    addressee: str,
    by: Actor,
    now: datetime,
    how_we_will_know: str = "",
    not_measured_because: str = "",
    known_outcome: str = "",
) -> Commitment:
    """Add a commitment at the end of a priority.

    Args:
        addressee: who is to deliver it: police, fire, joint, partner or office.

    Raises:
        NotAllowed: `by` does not hold the duty "edit plan".
        CodeTaken: the plan has a commitment with this code.
        BadInput: the code cannot be an address, the promise is empty, or the addressee is unknown.
    """
    duties.require(by, "edit plan")
    _check_code(code)
    _check_words("text", text)
    _check_addressee(addressee)
    _check_free(_codes_like(priority.plan, code).exists(), code)
    commitment = Commitment.objects.create(
        priority=priority,
        code=code,
        text=text.strip(),
        addressee=addressee,
        how_we_will_know=how_we_will_know.strip(),
        not_measured_because=not_measured_because.strip(),
        known_outcome=known_outcome.strip(),
        order=_next_order(priority.commitments.all()),
    )
    record.note("commitment added", commitment.reference, by=by.reference, at=now)
    return commitment


@transaction.atomic
def change_commitment(*, commitment: Commitment, by: Actor, now: datetime, **changes: Any) -> Commitment:
    """Change a commitment of the working copy.

    Args:
        changes: any of code (while never published), text, addressee, how_we_will_know, not_measured_because,
            known_outcome.

    Raises: as `add_commitment`.
    """
    duties.require(by, "edit plan")
    if unknown := set(changes) - COMMITMENT_FIELDS:
        raise TypeError(f"a commitment has no {sorted(unknown)}")
    changed = sorted(name for name, value in changes.items() if getattr(commitment, name) != value)
    if "code" in changed:
        _check_never_published(commitment.priority.plan, commitment.code)
        _check_code(changes["code"])
        others = _codes_like(commitment.priority.plan, changes["code"]).exclude(pk=commitment.pk)
        _check_free(others.exists(), changes["code"])
    _check_words("text", changes.get("text", commitment.text))
    _check_addressee(changes.get("addressee", commitment.addressee))
    for name in changed:
        setattr(commitment, name, changes[name].strip())
    if changed:
        commitment.save(update_fields=changed)
        record.note("commitment changed", commitment.reference, by=by.reference, at=now, detail={"fields": changed})
    return commitment


@transaction.atomic
def move_commitment(
    *, commitment: Commitment, by: Actor, now: datetime, step: int = 0, to: Priority | None = None
) -> None:
    """Move a commitment up (-1) or down (+1), or to the end of another priority of the same plan.

    Raises:
        BadInput: the other priority belongs to another plan.
    """
    duties.require(by, "edit plan")
    if to is not None and to.pk != commitment.priority_id:
        if to.plan_id != commitment.priority.plan_id:
            raise BadInput(_("A commitment stays in its plan."), remedy=_("Choose a place in the same plan."))
        commitment.priority, commitment.order = to, _next_order(to.commitments.all())
        commitment.save(update_fields=["priority", "order"])
        record.note("commitment moved", commitment.reference, by=by.reference, at=now, detail={"to": to.code})
    elif _swap(list(commitment.priority.commitments.all()), commitment, step):
        record.note("commitment moved", commitment.reference, by=by.reference, at=now, detail={"step": step})


@transaction.atomic
def remove_commitment(*, commitment: Commitment, by: Actor, now: datetime) -> None:
    """Take a commitment out of the working copy. Raises StillNeeded when updates were asked for or written."""
    duties.require(by, "edit plan")
    reference = commitment.reference
    _delete(commitment)
    record.note("commitment removed", reference, by=by.reference, at=now)


def _delete(thing: Priority | Commitment) -> None:
    try:
        with transaction.atomic():
            thing.delete()
    except ProtectedError:
        raise StillNeeded(
            _("%(code)s cannot be removed: updates were asked for or written about it.") % {"code": thing.code},
            remedy=_("Keep it, and say in its wording or its last update that it has ended."),
        ) from None


def _check_code(code: str) -> None:
    if not rules.is_code(code):
        raise _about(
            "code",
            BadInput(
                _("“%(code)s” cannot be part of an address.") % {"code": code},
                remedy=_("Use letters, digits, points and hyphens, at most 20, like P1.4."),
            ),
        )


def _check_words(field: str, text: str) -> None:
    if not text.strip():
        raise _about(field, BadInput(_("Write it in words: it is empty."), remedy=""))


def _check_addressee(addressee: str) -> None:
    if addressee not in Addressee.values:
        known = ", ".join(Addressee.values)
        raise _about(
            "addressee",
            BadInput(
                _("Nobody is called “%(given)s” here.") % {"given": addressee},
                remedy=_("Say one of: %(known)s.") % {"known": known},
            ),
        )


def _check_free(taken: bool, code: str) -> None:
    if taken:
        raise CodeTaken(_("This plan already has a “%(code)s”.") % {"code": code}, remedy=_("Choose another code."))


def _check_never_published(plan: Plan, code: str) -> None:
    """A code is part of a public address: once published it stays."""
    from frankpledge.office.plan import queries

    for version in queries.published_versions(plan.code):
        if version.priority(code) or version.commitment(code):
            raise _about(
                "code",
                BadInput(
                    _("“%(code)s” was published: its address stays as it is.") % {"code": code},
                    remedy=_("Add a new one under another code, and remove this one."),
                ),
            )


def _about(field: str, refused: BadInput) -> BadInput:
    refused.field = field  # type: ignore[attr-defined]
    return refused


def _codes_like(plan: Plan, code: str) -> Any:
    return Commitment.objects.filter(priority__plan=plan, code__iexact=code)


def _next_order(siblings: Any) -> int:
    last = siblings.order_by("-order").values_list("order", flat=True).first()
    return 1 if last is None else int(last) + 1


def _swap(siblings: list[Any], thing: Any, step: int) -> bool:
    """Renumber the siblings with `thing` one step on; False when there is no room."""
    place = [each.pk for each in siblings].index(thing.pk)
    other = place + step
    if step not in (-1, 1) or not 0 <= other < len(siblings):
        return False
    siblings[place], siblings[other] = siblings[other], siblings[place]
    for order, each in enumerate(siblings, start=1):
        if each.order != order:
            each.order = order
            each.save(update_fields=["order"])
    return True
