"""Asking leads for updates, and taking what they write."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Max

from frankpledge.office.errors import BadInput, NotAllowed, NotFound, Refused
from frankpledge.office.notices import use_cases as notices
from frankpledge.office.people import duties
from frankpledge.office.people import queries as people
from frankpledge.office.people.models import Person, Post
from frankpledge.office.performance import queries as performance
from frankpledge.office.plan.models import Commitment, Plan
from frankpledge.office.publications import use_cases as publications
from frankpledge.office.record.use_cases import note

from . import queries, rules
from .models import Confidence, DeliveryUpdate, UpdateRequest


class UpdateIncomplete(BadInput):
    """The update cannot be taken as it is written."""


class LinkClosed(Refused):
    """A personal link that is unknown or has expired."""

    status = 410
    remedy_by_default = "Sign in to write the update, or ask the office to send a new link."


@dataclass(frozen=True)
class Asked:
    """What asking came to: requests made, those already there, and what nobody can answer."""

    made: int
    already: int
    without_lead: tuple[str, ...]


@transaction.atomic
def ask_for_updates(
    *,
    plan: Plan,
    period: str,
    due: date,
    by: duties.Actor,
    now: datetime,
    commitments: Iterable[Commitment] | None = None,
) -> Asked:
    """Ask the accountable lead of each commitment for an update on a period. Asking again asks nobody twice.

    Raises:
        NotAllowed: `by` does not hold the duty "ask for updates".
    """
    duties.require(by, "ask for updates")
    made = already = 0
    without_lead = []
    for commitment in commitments if commitments is not None else queries.commitments_of(plan):
        post = queries.answering_post(commitment)
        if post is None:
            without_lead.append(commitment.reference)
            continue
        _request, created = UpdateRequest.objects.get_or_create(
            commitment=commitment,
            post=post,
            period=period,
            defaults={"due": due, "asked_at": now, "asked_by": by.reference},
        )
        made, already = made + created, already + (not created)
        if created:
            note(
                "update asked for",
                commitment.reference,
                by=by.reference,
                at=now,
                detail={"period": period, "due": due.isoformat(), "post": post.reference},
            )
    return Asked(made, already, tuple(without_lead))


@transaction.atomic
def send_personal_link(*, request: UpdateRequest, by: duties.Actor, now: datetime) -> str:
    """E-mail the lead a link that opens this one update, and expires. Returns its path, for a terminal without mail.

    Only a digest of the link is kept. Sending again makes the earlier link void.

    Raises:
        NotAllowed: `by` does not hold the duty "ask for updates".
        Refused: the post is vacant, so there is nobody to write to.
    """
    duties.require(by, "ask for updates")
    person = people.holder(request.post, now.date())
    if person is None:
        raise Refused(f"The post {request.post} is vacant.", remedy="Appoint somebody, then send the link.")
    token = secrets.token_urlsafe(32)
    request.token_digest = token_digest(token)
    request.token_person = person
    request.token_expires = now + timedelta(days=rules.LINK_DAYS)
    request.reminded_at = now
    request.save(update_fields=["token_digest", "token_person", "token_expires", "reminded_at"])
    path = f"/update-link/{token}/"
    notices.send(
        to=person.email,
        kind="update asked for",
        subject=queries.link_subject(request),
        template="delivery/email_update_link.txt",
        context={"request": request, "path": path, "expires": request.token_expires},
        now=now,
    )
    note(
        "update link sent",
        request.commitment.reference,
        by=by.reference,
        at=now,
        detail={"period": request.period, "to": person.reference},
    )
    return path


def token_digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def request_behind_link(token: str, *, now: datetime) -> UpdateRequest:
    """The update that a personal link opens.

    Raises:
        LinkClosed: nothing is behind it, it has expired, or its person may no longer sign in.
    """
    found = (
        UpdateRequest.objects.select_related("commitment__priority__plan", "post__organisation", "token_person")
        .filter(token_digest=token_digest(token))
        .first()
    )
    if found is None or found.token_person is None or not found.token_person.is_active:
        raise LinkClosed("This link does not open anything.")
    if not rules.link_is_open(expires=found.token_expires, now=now):
        raise LinkClosed("This link has expired.")
    return found


@transaction.atomic
def save_draft(
    *,
    request: UpdateRequest,
    text: str,
    confidence: str,
    confidence_reason: str,
    by: Person,
    now: datetime,
    by_link: bool = False,
) -> DeliveryUpdate:
    """Keep what a lead has written so far, whatever is still wrong with it."""
    _require_author(request, by, by_link=by_link, now=now)
    draft = _draft_of(request, by, now)
    draft.text, draft.confidence, draft.confidence_reason = text, confidence, confidence_reason
    draft.drafted_at, draft.author, draft.by_link = now, by, by_link
    draft.save()
    return draft


@transaction.atomic
def submit_update(
    *,
    request: UpdateRequest,
    text: str,
    confidence: str,
    confidence_reason: str = "",
    by: Person,
    now: datetime,
    by_link: bool = False,
    made_up: bool = False,
    as_at: str | None = None,
) -> DeliveryUpdate:
    """Take a lead's words and freeze the evidence that stood beside them. A later one supersedes it.

    Args:
        as_at: last period of the evidence shown; the newest when None.
    Raises:
        NotAllowed: `by` neither holds the post nor came by its personal link.
        UpdateIncomplete: no words, too many, no confidence, or a changed confidence without its reason.
    """
    _require_author(request, by, by_link=by_link, now=now)
    before = queries.latest_submitted(request.commitment)
    _require_complete(text, confidence, confidence_reason, before)
    update = _draft_of(request, by, now)
    update.text, update.confidence, update.confidence_reason = (
        text.strip(),
        confidence,
        confidence_reason.strip(),
    )
    update.author, update.by_link, update.made_up, update.drafted_at = by, by_link, made_up, now
    update.shown = [
        performance.assessment_facts(measure, as_at=as_at) for measure in queries.measures_of(request.commitment)
    ]
    update.submitted_at = now
    update.supersedes = queries.latest_in_period(request.commitment, request.period)
    update.save()
    note(
        "update submitted",
        update.reference,
        by=by.reference,
        at=now,
        detail={"confidence": confidence, "by link": by_link, "words": rules.word_count(text)},
    )
    publications.index(
        reference=update.reference,
        kind="update",
        title=f"{request.commitment.code}: {request.commitment.text[:120]}",
        text=update.text,
        public=True,
        at=now,
    )
    return update


def _require_author(request: UpdateRequest, by: Person, *, by_link: bool, now: datetime) -> None:
    if by_link and request.token_person_id == by.pk and rules.link_is_open(expires=request.token_expires, now=now):
        return
    duties.require(by, "write updates")
    if people.holder(request.post, now.date()) != by:
        raise NotAllowed(
            f"This update is asked of the post {request.post}, which you do not hold.",
            remedy="Ask the office to hand the post over to you first.",
        )


def _require_complete(text: str, confidence: str, reason: str, before: DeliveryUpdate | None) -> None:
    if faults := rules.faults_in_words(text):
        raise UpdateIncomplete(" ".join(faults))
    if confidence not in Confidence.values:
        raise UpdateIncomplete("Choose how confident you are.")
    if rules.reason_is_missing(before=before.confidence if before else None, now=confidence, reason=reason):
        assert before is not None
        was = Confidence(before.confidence).label
        raise UpdateIncomplete(f"Say why the confidence changed: it was “{was}” in the last update.")


def _draft_of(request: UpdateRequest, by: Person, now: datetime) -> DeliveryUpdate:
    """The one draft of this request, or a new one with the next number of the period."""
    Commitment.objects.select_for_update().get(pk=request.commitment_id)
    draft = DeliveryUpdate.objects.filter(request=request, submitted_at=None).first()
    if draft:
        return draft
    taken = DeliveryUpdate.objects.filter(commitment=request.commitment, period=request.period)
    number = (taken.aggregate(last=Max("number"))["last"] or 0) + 1
    return DeliveryUpdate(
        commitment=request.commitment,
        request=request,
        period=request.period,
        number=number,
        author=by,
        post=request.post,
        drafted_at=now,
        text="",
        confidence=Confidence.NOT_STARTED,
    )


def request_for(*, commitment: Commitment, post: Post, period: str) -> UpdateRequest:
    """The request of one post on one commitment.

    Raises:
        NotFound: it was never asked.
    """
    found = UpdateRequest.objects.filter(commitment=commitment, post=post, period=period).first()
    if found is None:
        raise NotFound(f"No update on {commitment.reference} was asked of {post} for {period}.")
    return found
