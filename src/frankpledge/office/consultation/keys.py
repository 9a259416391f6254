"""How a browser holds on to its own response: a signed key, in a cookie of this consultation and in every form.

The key in the form is what allows a change, so a form works without cookies and however long it was open. The cookie
only finds the response again on the next page. Both are useless to anybody who cannot read that browser's pages, so
they also stand in for a token against forged forms; that the form was sent from our own pages is checked besides.
"""

from __future__ import annotations

import uuid
from urllib.parse import urlsplit

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.http import HttpRequest, HttpResponse

from .models import Consultation

COOKIE = "response"
FIELD = "response"
KEPT_AFTER_SENDING_S = 2 * 3600


def _signer() -> Signer:
    return Signer(salt="frankpledge.consultation.response")


def signed(consultation: Consultation, key: uuid.UUID) -> str:
    """The key, signed for this consultation only."""
    return _signer().sign(f"{consultation.code}/{key.hex}")


def read(consultation: Consultation, text: str | None) -> uuid.UUID | None:
    """The key in a signed text; None when it is not ours, altered, or of another consultation."""
    try:
        code, _slash, key = _signer().unsign(text or "").rpartition("/")
        return uuid.UUID(hex=key) if code == consultation.code else None
    except (BadSignature, ValueError):
        return None


def of_browser(request: HttpRequest, consultation: Consultation) -> uuid.UUID | None:
    """The key of the response that this browser is writing."""
    return read(consultation, request.COOKIES.get(COOKIE))


def of_form(request: HttpRequest, consultation: Consultation) -> uuid.UUID | None:
    """The key that a form carries; None for a form that was not sent from a page of ours."""
    return read(consultation, request.POST.get(FIELD)) if is_from_here(request) else None


def is_from_here(request: HttpRequest) -> bool:
    """Whether a form comes from one of our own pages. Browsers name the origin of every form; programs need not."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        return False
    origin = request.headers.get("Origin")
    return origin is None or urlsplit(origin).netloc == request.get_host()


def keep(
    response: HttpResponse, consultation: Consultation, key: uuid.UUID, *, for_s: int | None = None
) -> HttpResponse:
    """Let the browser find its response again, on the pages of this consultation and nowhere else."""
    response.set_cookie(
        COOKIE,
        signed(consultation, key),
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
