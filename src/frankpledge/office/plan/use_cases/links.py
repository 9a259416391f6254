"""What hangs on a priority or a commitment: who leads it, why it is there, which measures speak to it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from frankpledge.office.consultation.models import Theme, ThemeState
from frankpledge.office.errors import BadInput, Refused
from frankpledge.office.people import duties
from frankpledge.office.people.duties import Actor
from frankpledge.office.people.models import Post
from frankpledge.office.plan.models import (
    Basis,
    BasisKind,
    Commitment,
    Lead,
    LeadFor,
    Measure,
    MeasureAnswers,
    Priority,
)
from frankpledge.office.record import use_cases as record


class WrongOrganisation(Refused):
    """A service is led by one of its own posts."""

    field = "post"


class ThemeNotAccepted(Refused):
    """A plan rests on themes that a person has named and accepted, not on a machine's suggestion."""

    field = "theme"
    remedy_by_default = "Accept the theme first, on its consultation’s page."


class MeasureRetired(Refused):
    """A retired measure gives no further figures."""

    field = "measure"


@transaction.atomic
def set_lead(
    *,
    post: Post,
    of: str,
    by: Actor,
    now: datetime,
    priority: Priority | None = None,
    commitment: Commitment | None = None,
) -> Lead:
    """Name the accountable post of one service for a priority, or for one commitment; replaces the one before.

    Args:
        of: office, police, fire or partner: the post must belong to an organisation of that kind.

    Raises:
        NotAllowed: `by` does not hold the duty "edit plan".
        WrongOrganisation: the post belongs to an organisation of another kind.
    """
    duties.require(by, "edit plan")
    led = _one_of(priority, commitment)
    if of not in LeadFor.values:
        raise BadInput(_("Nobody leads for “%(given)s”.") % {"given": of}, remedy=", ".join(LeadFor.values))
    if post.organisation.kind != of:
        raise WrongOrganisation(
            _("“%(post)s” belongs to %(organisation)s, which is not “%(kind)s”.")
            % {"post": post.title, "organisation": post.organisation.name, "kind": LeadFor(of).label},
            remedy=_("Choose a post of that service, or add one on the people pages."),
        )
    lead, _new = Lead.objects.update_or_create(priority=priority, commitment=commitment, of=of, defaults={"post": post})
    record.note("lead named", led.reference, by=by.reference, at=now, detail={"of": of, "post": post.reference})
    return lead


@transaction.atomic
def remove_lead(*, lead: Lead, by: Actor, now: datetime) -> None:
    """Take a lead's name from a priority or commitment of the working copy."""
    duties.require(by, "edit plan")
    led = _one_of(lead.priority, lead.commitment)
    lead.delete()
    record.note("lead removed", led.reference, by=by.reference, at=now, detail={"of": lead.of})


def _one_of(priority: Priority | None, commitment: Commitment | None) -> Priority | Commitment:
    led = priority or commitment
    if led is None or (priority and commitment):
        raise TypeError("a lead is of one priority or of one commitment")
    return led


@transaction.atomic
def set_basis(
    *,
    commitment: Commitment,
    kind: str,
    by: Actor,
    now: datetime,
    theme: Theme | None = None,
    cited: str = "",
    note: str = "",
    made_up: bool = False,
) -> Basis:
    """Say one reason why a commitment is in the plan; the same theme or citation again changes its note.

    Args:
        kind: theme (what people said), data, duty (a duty in law), or cited (something decided or asked before).
        theme: for kind "theme": an accepted one.
        cited: for the others: a permanent reference ("challenge/scrutiny/2021-09-09/18/3", "measure/burglary") or
            a citation in words ("Police Act 1996, section 96").
        note: in words what it says.

    Raises:
        NotAllowed: `by` does not hold the duty "edit plan".
        ThemeNotAccepted: nobody has accepted the theme.
        BadInput: nothing is named.
    """
    duties.require(by, "edit plan")
    _check_basis(kind, theme, cited, note)
    theme = theme if kind == BasisKind.THEME else None
    cited = "" if theme else cited.strip()
    same = {"theme": theme} if theme else {"cited": cited, "note": note.strip()} if not cited else {"cited": cited}
    basis, new = Basis.objects.update_or_create(
        commitment=commitment, kind=kind, **same, defaults={"note": note.strip(), "made_up": made_up}
    )
    named = theme.reference if theme else cited
    verb = "basis given" if new else "basis changed"
    record.note(verb, commitment.reference, by=by.reference, at=now, detail={"kind": kind, "reference": named})
    return basis


def _check_basis(kind: str, theme: Theme | None, cited: str, note: str) -> None:
    if kind not in BasisKind.values:
        raise BadInput(_("“%(kind)s” is no kind of reason.") % {"kind": kind}, remedy=", ".join(BasisKind.values))
    if kind == BasisKind.THEME:
        if theme is None:
            raise BadInput(_("Choose the theme."), remedy="")
        if theme.state != ThemeState.ACCEPTED:
            raise ThemeNotAccepted(_("Nobody has accepted the theme “%(name)s” yet.") % {"name": theme.name})
    elif not cited.strip() and not note.strip():
        raise BadInput(_("Say what it rests on: a reference, or words."), remedy="")


@transaction.atomic
def remove_basis(*, basis: Basis, by: Actor, now: datetime) -> None:
    """Take one reason away from a commitment of the working copy."""
    duties.require(by, "edit plan")
    named = basis.theme.reference if basis.theme else basis.cited
    reference = basis.commitment.reference
    basis.delete()
    record.note("basis removed", reference, by=by.reference, at=now, detail={"kind": basis.kind, "reference": named})


@transaction.atomic
def link_measure(
    *, commitment: Commitment, measure: Measure, by: Actor, now: datetime, how: str = ""
) -> MeasureAnswers:
    """Let a measure speak to a commitment; linked again, its words are changed.

    Args:
        how: what it says about the promise, and what it does not.

    Raises:
        NotAllowed: `by` does not hold the duty "edit plan".
        MeasureRetired: the measure gives no further figures.
    """
    duties.require(by, "edit plan")
    if measure.retired_on:
        raise MeasureRetired(
            _("The measure “%(title)s” was retired.") % {"title": measure.title},
            remedy=_("Choose a measure that is still kept."),
        )
    last = commitment.measured_by.order_by("-order").values_list("order", flat=True).first()
    link, new = MeasureAnswers.objects.get_or_create(
        commitment=commitment, measure=measure, defaults={"how": how.strip(), "order": (last or 0) + 1}
    )
    if not new and link.how != how.strip():
        link.how = how.strip()
        link.save(update_fields=["how"])
    record.note("measure linked", commitment.reference, by=by.reference, at=now, detail={"measure": measure.reference})
    return link


@transaction.atomic
def unlink_measure(*, commitment: Commitment, measure: Measure, by: Actor, now: datetime) -> None:
    """Take a measure from a commitment of the working copy; the measure and its figures stay."""
    duties.require(by, "edit plan")
    removed, _rows = MeasureAnswers.objects.filter(commitment=commitment, measure=measure).delete()
    if removed:
        record.note(
            "measure unlinked", commitment.reference, by=by.reference, at=now, detail={"measure": measure.reference}
        )
