"""Asking the leads of a plan for updates, and sending them personal links."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from frankpledge.office.delivery import queries, rules
from frankpledge.office.delivery.models import UpdateRequest
from frankpledge.office.errors import BadInput, Refused
from frankpledge.office.notices import use_cases as notices
from frankpledge.office.people import duties
from frankpledge.office.people import queries as people
from frankpledge.office.people.models import Person
from frankpledge.office.plan import queries as plans
from frankpledge.office.plan.models import Commitment, Plan
from frankpledge.office.record.use_cases import note


class PostVacant(Refused):
    """Nobody holds the post, so there is nobody to write to."""

    remedy_by_default = gettext_lazy("Appoint somebody to the post, then send the link.")


class NotPublished(Refused):
    """An update is public at once: it is asked for what the public can read."""

    remedy_by_default = gettext_lazy("Publish the plan first, then ask.")


@dataclass(frozen=True)
class Asked:
    """What asking came to: requests made, those already there, and commitments that nobody leads."""

    made: int
    already: int
    without_lead: tuple[str, ...]


@dataclass(frozen=True)
class LinksSent:
    """How many links went to how many people, and the posts that nobody holds."""

    links: int
    people: int
    vacant: tuple[str, ...]


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
    """Ask the accountable lead of each published commitment for an update on a period. Asking again asks nobody twice.

    Raises:
        NotAllowed: `by` does not hold the duty "ask for updates".
        NotPublished: the plan has no published version.
        BadInput: the period is neither a month, nor a quarter, nor a year; or the day it is due lies in the past.
    """
    duties.require(by, "ask for updates")
    _check(period, due, now)
    made = already = 0
    without_lead = []
    for commitment in _published(plan, commitments if commitments is not None else queries.commitments_of(plan)):
        asked = _ask_one(commitment, period=period, due=due, by=by, now=now)
        if asked is None:
            without_lead.append(commitment.reference)
        else:
            made, already = made + asked, already + (not asked)
    return Asked(made, already, tuple(without_lead))


def _published(plan: Plan, commitments: Iterable[Commitment]) -> list[Commitment]:
    """Those that stand in the version in force."""
    version = next((one for one in plans.published_plans() if one.fact.code == plan.code), None)
    if version is None:
        raise NotPublished(_("The plan “%(title)s” is not published.") % {"title": plan.title})
    return [one for one in commitments if version.commitment(one.code)]


def _check(period: str, due: date, now: datetime) -> None:
    if not rules.is_period(period):
        raise BadInput(_("“%(period)s” is not a period.") % {"period": period}, remedy=_("Write it like 2025-04."))
    if due < timezone.localdate(now):
        raise BadInput(_("The day it is due lies in the past."), remedy=_("Give the leads some days."))


def _ask_one(commitment: Commitment, *, period: str, due: date, by: duties.Actor, now: datetime) -> bool | None:
    """Whether the request is new; None when nobody leads the commitment."""
    post = queries.answering_post(commitment)
    if post is None:
        return None
    _request, new = UpdateRequest.objects.get_or_create(
        commitment=commitment,
        post=post,
        period=period,
        defaults={"due": due, "asked_at": now, "asked_by": by.reference},
    )
    if new:
        detail = {"period": period, "due": due.isoformat(), "post": post.reference}
        note("update asked for", commitment.reference, by=by.reference, at=now, detail=detail)
    return new


@transaction.atomic
def send_personal_link(*, request: UpdateRequest, by: duties.Actor, now: datetime) -> str:
    """E-mail the lead a link that opens this one update, and expires. Returns its path, for a terminal without mail.

    Only a digest of the link is kept. Sending again makes the earlier link void.

    Raises:
        NotAllowed: `by` does not hold the duty "ask for updates".
        PostVacant: there is nobody to write to.
    """
    duties.require(by, "ask for updates")
    person = people.holder(request.post, timezone.localdate(now))
    if person is None:
        raise PostVacant(_("The post “%(post)s” is vacant.") % {"post": request.post})
    path = _new_link(request, person, by=by, now=now)
    _write_to(person, [(request, path)], now=now)
    return path


@transaction.atomic
def send_personal_links(*, requests: Iterable[UpdateRequest], by: duties.Actor, now: datetime) -> LinksSent:
    """The same for many, with one message to each person however many updates are asked of them.

    Posts that nobody holds are left out, and named in what comes back.
    """
    duties.require(by, "ask for updates")
    today, vacant = timezone.localdate(now), set()
    letters: dict[int, tuple[Person, list[tuple[UpdateRequest, str]]]] = {}
    for request in requests:
        person = people.holder(request.post, today)
        if person is None:
            vacant.add(request.post.title)
            continue
        letter = letters.setdefault(person.pk, (person, []))
        letter[1].append((request, _new_link(request, person, by=by, now=now)))
    for person, links in letters.values():
        _write_to(person, links, now=now)
    return LinksSent(sum(len(links) for _person, links in letters.values()), len(letters), tuple(sorted(vacant)))


def _new_link(request: UpdateRequest, person: Person, *, by: duties.Actor, now: datetime) -> str:
    """Give the request a fresh link; whatever was sent before opens nothing any more."""
    token = secrets.token_urlsafe(32)
    request.token_digest = queries.token_digest(token)
    request.token_person = person
    request.token_expires = now + timedelta(days=rules.LINK_DAYS)
    request.reminded_at = now
    request.save(update_fields=["token_digest", "token_person", "token_expires", "reminded_at"])
    detail = {"period": request.period, "to": person.reference}
    note("update link sent", request.commitment.reference, by=by.reference, at=now, detail=detail)
    return f"/update-link/{token}/"


def _write_to(person: Person, links: list[tuple[UpdateRequest, str]], *, now: datetime) -> None:
    due = min(request.due for request, _path in links)
    notices.send(
        to=person.email,
        kind="update asked for",
        subject=ngettext(
            "An update on the plan is asked of you", "%(number)s updates on the plan are asked of you", len(links)
        )
        % {"number": len(links)},
        template="delivery/email_update_link.txt",
        context={"links": links, "due": due, "expires": now + timedelta(days=rules.LINK_DAYS)},
        now=now,
    )
