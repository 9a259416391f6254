"""How a respondent holds on to their own response: a signed ticket, in every form and, for most, in a cookie.

The ticket in the form is what allows a change, so a form works without cookies and however long it was open. The cookie
only finds the response again on the next page; sections that leave no trace have none. Both are useless to anybody who
cannot read that browser's pages, so they also stand in for a token against forged forms; that the form was sent from
our own pages is checked besides.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.http import HttpRequest, HttpResponse

from .models import Consultation

COOKIE = "response"
FIELD = "response"
KEPT_AFTER_SENDING_S = 2 * 3600


@dataclass(frozen=True)
class Ticket:
    """What is known of a respondent before their first answer is saved, and how to find them afterwards.

    Attributes:
        key: of the response, which need not be there yet.
        section: code of the section chosen, if any.
        language: of the questionnaire; empty for the office's own.
        referral: the page or poster that led here.
        started: when the questionnaire was opened.
        admission: digest of a single-use code that was found good, until it is used up by the first answer.
        may: the questions before a young people's section were answered so that they may go on.
        drawn: when this form was drawn, for sections that leave no trace: an earlier form is not answered again.
    """

    key: uuid.UUID
    section: str = ""
    language: str = ""
    referral: str = ""
    started: datetime | None = None
    admission: str = ""
    may: bool = False
    drawn: datetime | None = None

    def with_(self, **changes: Any) -> Ticket:
        return replace(self, **changes)


# Short names: the ticket stands on every page.
_NAMES = {"section": "s", "language": "l", "referral": "f", "admission": "a"}


def new(**known: Any) -> Ticket:
    return Ticket(uuid.uuid4(), **known)


def _signer() -> Signer:
    return Signer(salt="frankpledge.consultation.response")


def signed(consultation: Consultation, ticket: Ticket | uuid.UUID) -> str:
    """The ticket, signed for this consultation only. It holds no time limit: no form ever expires."""
    if isinstance(ticket, uuid.UUID):
        ticket = Ticket(ticket)
    more = {short: value for name, short in _NAMES.items() if (value := getattr(ticket, name))}
    if ticket.may:
        more["m"] = "1"
    for name, short in (("started", "b"), ("drawn", "d")):
        if moment := getattr(ticket, name):
            more[short] = f"{moment.timestamp():.3f}"
    ends = f"/{urlencode(more)}" if more else ""
    return _signer().sign(f"{consultation.code}/{ticket.key.hex}{ends}")


def read(consultation: Consultation, text: str | None) -> Ticket | None:
    """The ticket in a signed text; None when it is not ours, altered, or of another consultation."""
    try:
        code, key, *more = _signer().unsign(text or "").split("/", 2)
        known = {name: values[-1] for name, values in parse_qs(more[0] if more else "").items()}
        return _ticket(uuid.UUID(hex=key), known) if code == consultation.code else None
    except (BadSignature, ValueError):
        return None


def _ticket(key: uuid.UUID, known: dict[str, str]) -> Ticket:
    words = {name: known.get(short, "") for name, short in _NAMES.items()}
    started, drawn = (_moment(known.get(short)) for short in ("b", "d"))
    return Ticket(key, **words, started=started, drawn=drawn, may="m" in known)


def _moment(text: str | None) -> datetime | None:
    return datetime.fromtimestamp(float(text), UTC) if text else None


def of_browser(request: HttpRequest, consultation: Consultation) -> Ticket | None:
    """The ticket of the response that this browser is writing."""
    return read(consultation, request.COOKIES.get(COOKIE))


def of_form(request: HttpRequest, consultation: Consultation) -> Ticket | None:
    """The ticket that a form carries; None for a form that was not sent from a page of ours."""
    return read(consultation, request.POST.get(FIELD)) if is_from_here(request) else None


def is_from_here(request: HttpRequest) -> bool:
    """Whether a form comes from one of our own pages. Browsers name the origin of every form; programs need not."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        return False
    origin = request.headers.get("Origin")
    return origin is None or urlsplit(origin).netloc == request.get_host()


def keep(
    response: HttpResponse, consultation: Consultation, ticket: Ticket, *, for_s: int | None = None
) -> HttpResponse:
    """Let the browser find its response again, on the pages of this consultation and nowhere else."""
    response.set_cookie(
        COOKIE,
        signed(consultation, ticket),
        max_age=for_s,
        path=path(consultation),
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
    return response


def forget(response: HttpResponse, consultation: Consultation) -> HttpResponse:
    """Leave nothing in the browser that tells that somebody answered."""
    response.delete_cookie(COOKIE, path=path(consultation), samesite="Lax")
    return response


def path(consultation: Consultation) -> str:
    return f"/consultation/{consultation.code}/"
