"""Stopping, and going on later on any device: a code that is shown once and kept as a digest."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from frankpledge.office.consultation.models import Consultation, Response
from frankpledge.office.errors import NotFound

from . import admission, arrivals
from .responding import locked, require_taken, require_unsent


@transaction.atomic
def make_return_code(*, response: Response, now: datetime) -> str:
    """A code with which this response can be gone on with anywhere; one that was made before opens nothing any more.

    Raises:
        NotOpen, AlreadySent: it cannot be gone on with at all.
    """
    response = locked(response)
    require_unsent(response)
    require_taken(response.consultation, now)
    code = admission.new_code()
    response.return_code_digest = admission.digest_of(code, "return")
    response.save(update_fields=["return_code_digest"])
    return code


class NoSuchReturn(NotFound):
    """No response in progress is opened by this code."""

    field = "code"
    status = 422


def response_of_code(*, consultation: Consultation, typed: str, sender: str, now: datetime) -> Response:
    """The response that a code opens.

    Raises:
        NoSuchReturn: none; the attempt is counted.
        TooMany: this sender has typed too many wrong codes within an hour.
    """
    arrivals.require_guesses_left(sender, now)
    digest = admission.digest_of(typed, "return") if admission.read_code(typed) else ""
    found = Response.objects.filter(consultation=consultation, return_code_digest=digest, sent_at=None).first()
    if found is None or not digest:
        arrivals.guess(sender, now)
        raise NoSuchReturn(
            _("No response is opened by this code."),
            remedy=_("Check each letter. If the response was sent, its code opens nothing any more."),
        )
    return found
