"""What is behind a personal link: one request for an update, and nothing else."""

from __future__ import annotations

import hashlib
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from frankpledge.office.delivery import rules
from frankpledge.office.delivery.models import UpdateRequest
from frankpledge.office.errors import Refused
from frankpledge.office.people import queries as people


class LinkClosed(Refused):
    """A personal link that opens nothing: unknown, replaced by a newer one, expired, or its post changed hands."""

    status = 410
    remedy_by_default = gettext_lazy("Sign in to write the update, or ask the office to send you a new link.")


def token_digest(token: str) -> str:
    """What is kept of a link, so that nobody who reads the database can use it."""
    return hashlib.sha256(token.encode()).hexdigest()


def request_behind_link(token: str, *, now: datetime) -> UpdateRequest:
    """The update that a personal link opens.

    Raises:
        LinkClosed: nothing is behind it, it has expired, or its person may no longer sign in or holds the post no more.
    """
    found = (
        UpdateRequest.objects.select_related("commitment__priority__plan", "post__organisation", "token_person")
        .filter(token_digest=token_digest(token))
        .first()
    )
    if found is None or not _still_theirs(found, now):
        raise LinkClosed(_("This link does not open anything."))
    if not rules.link_is_open(expires=found.token_expires, now=now):
        raise LinkClosed(_("This link has expired."))
    return found


def _still_theirs(request: UpdateRequest, now: datetime) -> bool:
    person = request.token_person
    return person is not None and person.is_active and people.holder(request.post, timezone.localdate(now)) == person
