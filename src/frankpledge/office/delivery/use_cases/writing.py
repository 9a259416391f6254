"""Taking what a lead writes: a draft is kept as it is; what is sent is whole, and frozen with its evidence."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from frankpledge.office.delivery import queries, rules
from frankpledge.office.delivery.models import Confidence, DeliveryUpdate, UpdateRequest
from frankpledge.office.errors import BadInput, NotAllowed, NotFound
from frankpledge.office.people import duties
from frankpledge.office.people import queries as people
from frankpledge.office.people.models import Person, Post
from frankpledge.office.performance import queries as performance
from frankpledge.office.performance.words import period as period_words
from frankpledge.office.plan.models import Commitment
from frankpledge.office.publications import use_cases as publications
from frankpledge.office.record.use_cases import note


class UpdateIncomplete(BadInput):
    """The update cannot be taken as it is written."""


class WordsMissing(UpdateIncomplete):
    """No words, or too many."""

    field = "text"


class ConfidenceMissing(UpdateIncomplete):
    """The lead does not say how it goes."""

    field = "confidence"


class ReasonMissing(UpdateIncomplete):
    """The confidence changed, and nobody is told why."""

    field = "confidence_reason"
    remedy_by_default = gettext_lazy("Write the reason in a sentence.")


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
    """Keep what a lead has written so far, whatever is still wrong with it.

    Raises:
        NotAllowed: `by` neither holds the post nor came by its personal link.
    """
    _require_author(request, by, by_link=by_link, now=now)
    draft = _draft_of(request, by, now)
    draft.text, draft.confidence, draft.confidence_reason = text, confidence, confidence_reason
    draft.drafted_at, draft.author, draft.by_link = now, by, by_link
    draft.save()
    detail = {"period": request.period, "by link": by_link}
    note("update drafted", request.commitment.reference, by=by.reference, at=now, detail=detail)
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
    update = _draft_of(request, by, now)
    _require_complete(text, confidence, confidence_reason, queries.latest_submitted(request.commitment))
    update.text, update.confidence, update.confidence_reason = text.strip(), confidence, confidence_reason.strip()
    update.author, update.by_link, update.made_up, update.drafted_at = by, by_link, made_up, now
    update.shown = [performance.assessment_facts(each, as_at=as_at) for each in queries.measures_of(request.commitment)]
    update.submitted_at = now
    update.supersedes = queries.latest_in_period(request.commitment, request.period)
    update.number = _number_when_sent(update)
    update.save()
    detail = {"confidence": confidence, "by link": by_link, "words": rules.word_count(text)}
    note("update submitted", update.reference, by=by.reference, at=now, detail=detail)
    _index(update, now)
    return update


def _index(update: DeliveryUpdate, now: datetime) -> None:
    """Search finds the update that holds; the one before stays readable at its address."""
    if update.supersedes:
        publications.remove_from_index(update.supersedes.reference)
    publications.index(
        reference=update.reference,
        kind="update",
        title=f"{update.commitment.code} {update.commitment.text}, {period_words(update.period)}",
        text=update.text,
        public=True,
        at=now,
    )


def _require_author(request: UpdateRequest, by: Person, *, by_link: bool, now: datetime) -> None:
    """A lead writes for the post they hold today, signed in or from the link that was sent to them."""
    holds_post = people.holder(request.post, timezone.localdate(now)) == by
    if by_link:
        sent_to_them = request.token_person_id == by.pk and people.is_active(by)
        if holds_post and sent_to_them and rules.link_is_open(expires=request.token_expires, now=now):
            return
        raise queries.LinkClosed(_("This link does not open anything any more."))
    duties.require(by, "write updates")
    if not holds_post:
        raise NotAllowed(
            _("This update is asked of the post “%(post)s”, which you do not hold.") % {"post": request.post},
            remedy=_("Ask the office to hand the post over to you first."),
        )


def _require_complete(text: str, confidence: str, reason: str, before: DeliveryUpdate | None) -> None:
    found = rules.faults(
        text=text,
        confidence=confidence,
        reason=reason,
        before=before.confidence if before else None,
        choices=frozenset(Confidence.values),
    )
    if found:
        raise _refusal(found, text=text, before=before)


def _refusal(found: Sequence[rules.Fault], *, text: str, before: DeliveryUpdate | None) -> UpdateIncomplete:
    """The first fault in words, at the field where it is mended."""
    if found[0] == "no words":
        return WordsMissing(_("Write what has been done."))
    if found[0] == "too many words":
        over = rules.words_too_many(text)
        return WordsMissing(
            _("The update has %(count)s words; it may have at most %(most)s.")
            % {"count": rules.word_count(text), "most": rules.MOST_WORDS},
            remedy=ngettext("Take out %(over)s word.", "Take out %(over)s words.", over) % {"over": over},
        )
    if found[0] == "no confidence":
        return ConfidenceMissing(_("Choose how confident you are."))
    was = Confidence(before.confidence).label if before else ""
    return ReasonMissing(_("Say why the confidence changed: in the last update it was “%(was)s”.") % {"was": was})


def _draft_of(request: UpdateRequest, by: Person, now: datetime) -> DeliveryUpdate:
    """The one draft of this request, or a new one with the next number of the period."""
    Commitment.objects.select_for_update().get(pk=request.commitment_id)
    draft = DeliveryUpdate.objects.filter(request=request, submitted_at=None).first()
    if draft:
        return draft
    return DeliveryUpdate(
        commitment=request.commitment,
        request=request,
        period=request.period,
        number=_next_number(request.commitment, request.period),
        author=by,
        post=request.post,
        drafted_at=now,
        text="",
        confidence="",
    )


def _next_number(commitment: Commitment, period: str) -> int:
    taken = DeliveryUpdate.objects.filter(commitment=commitment, period=period)
    return int(taken.aggregate(last=Max("number"))["last"] or 0) + 1


def _number_when_sent(update: DeliveryUpdate) -> int:
    """Numbers follow the order of sending: a draft that somebody else overtook takes the next one."""
    sent = queries.submitted().filter(commitment=update.commitment, period=update.period, number__gt=update.number)
    return _next_number(update.commitment, update.period) if sent.exists() else update.number


def request_for(*, commitment: Commitment, post: Post, period: str) -> UpdateRequest:
    """The request of one post on one commitment.

    Raises:
        NotFound: it was never asked.
    """
    found = UpdateRequest.objects.filter(commitment=commitment, post=post, period=period).first()
    if found is None:
        raise NotFound(
            _("No update on “%(commitment)s” was asked of “%(post)s” for %(period)s.")
            % {"commitment": commitment.reference, "post": post, "period": period}
        )
    return found
