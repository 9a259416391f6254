"""What is owed: opened with an owner and a date, claimed done with proof, checked by somebody else."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from frankpledge.office.errors import BadInput, NotAllowed, Refused
from frankpledge.office.people import duties
from frankpledge.office.people import queries as people
from frankpledge.office.people.duties import Actor
from frankpledge.office.people.models import Person, Post
from frankpledge.office.publications import use_cases as publications
from frankpledge.office.record import use_cases as record

from . import rules
from .models import Action, ActionKind, ActionState


class SlugTaken(Refused):
    """Two actions cannot have one address."""

    remedy_by_default = gettext_lazy("Choose another short name, or leave it out and one is made from the text.")


class WrongState(Refused):
    """The action is not in a state from which this can be done."""


class SamePerson(Refused):
    """Who says that an action is done is not the one who checks it."""

    remedy_by_default = gettext_lazy("Ask a colleague to look at the proof.")


class ProofMissing(Refused):
    """An action is not done because somebody says so."""

    field = "proof"
    remedy_by_default = gettext_lazy("Write what was done and how one can see it.")


class ReasonMissing(Refused):
    """A step back is explained."""

    field = "why"
    remedy_by_default = gettext_lazy("Write the reason in a sentence: the public will read it.")


@transaction.atomic
def open_action(
    *,
    origin: str,
    text: str,
    owner: Post | None,
    due: date,
    by: Actor,
    now: datetime,
    kind: str = ActionKind.ACTION,
    slug: str | None = None,
    made_up: bool = False,
    public: bool = True,
) -> Action:
    """Open an action, or a duty to respond, that follows from something with a permanent reference.

    Raises:
        NotAllowed: `by` neither manages actions nor keeps minutes.
        BadInput: no text, or a short name that cannot be an address.
        SlugTaken: another action has this short name.
    """
    if not duties.holds(by, "keep minutes"):
        duties.require(by, "manage actions")
    _check(text, kind, slug)
    action = Action.objects.create(
        reference=f"action/{_unique_slug(slug, text)}",
        kind=kind,
        origin=origin,
        text=text.strip(),
        owner=owner,
        due=due,
        created_at=now,
        made_up=made_up,
        public=public,
    )
    detail = {"origin": origin, "due": due.isoformat(), "kind": kind, "owner": owner.reference if owner else None}
    record.note("action opened", action.reference, by=by.reference, at=now, detail=detail)
    publications.index(
        reference=action.reference, kind="action", title=str(action), text=action.text, public=public, at=now
    )
    return action


def _check(text: str, kind: str, slug: str | None) -> None:
    if not text.strip():
        raise BadInput(_("An action without words cannot be opened."), remedy=_("Write what is to be done."))
    if kind not in ActionKind.values:
        raise BadInput(_("“%(kind)s” is not a kind of action.") % {"kind": kind})
    if slug is not None and not rules.is_slug(slug):
        raise BadInput(
            _("“%(slug)s” cannot be part of an address.") % {"slug": slug},
            remedy=_("Use up to %(limit)s small letters, digits and hyphens.") % {"limit": rules.SLUG_LENGTH},
        )


def _unique_slug(slug: str | None, text: str) -> str:
    if slug is not None:
        if Action.objects.filter(reference=f"action/{slug}").exists():
            raise SlugTaken(_("There is already an action “%(slug)s”.") % {"slug": slug})
        return slug
    wanted = rules.slug_from(text)
    alike = Action.objects.filter(reference__startswith=f"action/{wanted}").values_list("reference", flat=True)
    return rules.free_slug(wanted, {reference.removeprefix("action/") for reference in alike})


@transaction.atomic
def claim_done(*, action: Action, proof: str, by: Actor, now: datetime, proof_reference: str = "") -> Action:
    """Say that an action is done, with proof that somebody else can check.

    Raises:
        NotAllowed: `by` may not claim actions, or is a lead who does not hold the post that owns this one.
        WrongState: it is not open.
        ProofMissing: no proof is given.
    """
    duties.require(by, "claim actions")
    row = _locked(action)
    _require_own(row, by, now)
    _require_move("claim", row)
    if not proof.strip():
        raise ProofMissing(_("“%(text)s” has no proof that it was done.") % {"text": row})
    row.state, row.proof, row.proof_reference = ActionState.CLAIMED, proof.strip(), proof_reference.strip()
    row.claimed_by, row.claimed_at = by.reference, now
    row.save(update_fields=["state", "proof", "proof_reference", "claimed_by", "claimed_at"])
    detail = {"proof_reference": row.proof_reference}
    record.note("action claimed done", row.reference, by=by.reference, at=now, detail=detail)
    return row


@transaction.atomic
def verify_done(*, action: Action, by: Actor, now: datetime) -> Action:
    """Agree, as another person than the one who claimed it, that the proof shows the action to be done.

    Raises:
        NotAllowed: `by` does not manage actions.
        WrongState: nobody has claimed it.
        SamePerson: `by` is who claimed it.
    """
    duties.require(by, "manage actions")
    row = _locked(action)
    _require_move("verify", row)
    if row.claimed_by == by.reference:
        raise SamePerson(_("You said yourself that “%(text)s” is done.") % {"text": row})
    row.state, row.verified_by, row.verified_at = ActionState.PROVED, by.reference, now
    row.save(update_fields=["state", "verified_by", "verified_at"])
    record.note("action verified", row.reference, by=by.reference, at=now)
    return row


@transaction.atomic
def stop(*, action: Action, why: str, by: Actor, now: datetime) -> Action:
    """Stop an action that will not be done. The reason is public.

    Raises:
        NotAllowed: `by` does not manage actions.
        WrongState: it is proved or stopped already.
        ReasonMissing: no reason is given.
    """
    duties.require(by, "manage actions")
    row = _locked(action)
    _require_move("stop", row)
    row.stopped_because = _reason(why, row)
    row.state = ActionState.STOPPED
    row.save(update_fields=["state", "stopped_because"])
    record.note("action stopped", row.reference, by=by.reference, at=now, why=row.stopped_because)
    return row


@transaction.atomic
def reopen(*, action: Action, why: str, by: Actor, now: datetime) -> Action:
    """Open an action again: its proof did not hold, or it was stopped too early. The reason is public.

    Raises:
        NotAllowed: `by` does not manage actions.
        WrongState: it is open.
        ReasonMissing: no reason is given.
    """
    duties.require(by, "manage actions")
    row = _locked(action)
    _require_move("reopen", row)
    reason, before = _reason(why, row), row.state
    row.state, row.proof, row.proof_reference, row.stopped_because = ActionState.OPEN, "", "", ""
    row.claimed_by, row.claimed_at, row.verified_by, row.verified_at = "", None, "", None
    row.save()
    record.note("action reopened", row.reference, by=by.reference, at=now, why=reason, detail={"was": before})
    return row


@transaction.atomic
def change_owner(*, action: Action, owner: Post, by: Actor, now: datetime) -> Action:
    """Give an unsettled action to another post."""
    duties.require(by, "manage actions")
    row = _locked(action)
    if rules.is_settled(row.state):
        raise WrongState(_("“%(text)s” is settled: its owner stays.") % {"text": row})
    before = row.owner.reference if row.owner else None
    row.owner = owner
    row.save(update_fields=["owner"])
    detail = {"from": before, "to": owner.reference}
    record.note("action handed over", row.reference, by=by.reference, at=now, detail=detail)
    return row


def _locked(action: Action) -> Action:
    return Action.objects.select_for_update(of=("self",)).select_related("owner").get(pk=action.pk)


def _require_move(act: str, row: Action) -> None:
    if not rules.may(act, row.state):
        raise WrongState(
            _("“%(text)s” is %(state)s.") % {"text": row, "state": row.get_state_display()},
            remedy=_("Load the page again to see where it stands."),
        )


def _require_own(row: Action, by: Actor, now: datetime) -> None:
    """A lead speaks for the posts that they hold; whoever manages actions may speak for all."""
    if duties.holds(by, "manage actions") or not isinstance(by, Person):
        return
    if row.owner is None or row.owner not in people.posts_held(by, timezone.localdate(now)):
        raise NotAllowed(
            _("This action belongs to a post that you do not hold."),
            remedy=_("Ask its owner, or the office that manages actions."),
        )


def _reason(why: str, row: Action) -> str:
    if not why.strip():
        raise ReasonMissing(_("“%(text)s” needs a reason for this step.") % {"text": row})
    return why.strip()
