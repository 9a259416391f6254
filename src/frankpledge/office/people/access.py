"""Every view states who may use it; a view that states nothing is closed to everybody.

@public                          anybody
@signed_in                       anybody who can sign in
@duty("publish plan")            holders of (any of) the duties named
@personal_link                   holders of an address that was sent to them; the view checks it
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from frankpledge.office.errors import BadInput, NotAllowed, Refused
from frankpledge.office.ui.pages import refuse

from . import duties as duty_table
from . import queries

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


@dataclass(frozen=True)
class Access:
    """Who may use a view."""

    kind: str
    duties: tuple[str, ...] = ()

    def allows(self, person: object) -> bool:
        if self.kind in ("public", "personal link"):
            return True
        if not getattr(person, "is_authenticated", False):
            return False
        return self.kind == "signed in" or any(duty_table.holds(person, name) for name in self.duties)


def _marked(view: View, access: Access) -> View:
    view.access = access  # type: ignore[attr-defined]
    return view


def public(view: View) -> View:
    return _marked(view, Access("public"))


def signed_in(view: View) -> View:
    return _marked(view, Access("signed in"))


def personal_link(view: View) -> View:
    return _marked(view, Access("personal link"))


def duty(*names: str) -> Callable[[View], View]:
    """Open to holders of any of these duties. The use case checks again."""
    unknown = [name for name in names if name not in duty_table.DUTIES]
    if unknown or not names:
        raise KeyError(f"no such duty: {unknown}")
    return lambda view: _marked(view, Access("duty", names))


class AccessMiddleware:
    """Enforces the markers, and keeps what only some may see out of every cache."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with queries.office_read_once(), queries.looking_only(request.method in ("GET", "HEAD")):
            refused = _of_no_use(request)
            response = refuse(request, refused) if refused else self.get_response(request)
        if getattr(request, "keep_private", True) or request.user.is_authenticated:
            response["Cache-Control"] = "no-store, private"
        return response

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., HttpResponse],
        args: tuple[object, ...],
        kwargs: dict[str, object],
    ) -> HttpResponse | None:
        access = getattr(view, "access", None)
        if access is None:
            return refuse(request, NotAllowed(_("This page does not say who may use it, so nobody may.")))
        request.keep_private = access.kind != "public"  # type: ignore[attr-defined]
        if access.allows(request.user):
            return None
        if not request.user.is_authenticated:
            return redirect_to_login(_come_back_to(request))
        remedy = _("Ask your administrator if you need it.")
        return refuse(request, NotAllowed(_("This page is not open to your role."), remedy=remedy))


class TooMuch(Refused):
    """More than anybody who is not signed in has to send: refused before it is read and laid on the disk."""

    status = 413


def _of_no_use(request: HttpRequest) -> Refused | None:
    """What no page can use and some would stumble over, found before anything is read."""
    if "\0" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
        return BadInput(_("No address holds a zero character."))
    length = request.META.get("CONTENT_LENGTH") or "0"
    if length.isdecimal() and int(length[:12]) <= settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
        return None
    if request.user.is_authenticated:
        return None
    return TooMuch(_("This is more than a form of this page holds."), remedy=_("Sign in first, then send the file."))


def _come_back_to(request: HttpRequest) -> str:
    """Where to go after signing in: many addresses only take a form, so then the page that the form stands on."""
    if request.method in ("GET", "HEAD"):
        return request.get_full_path()
    page = request.headers.get("referer", "")
    if not url_has_allowed_host_and_scheme(page, {request.get_host()}, require_https=request.is_secure()):
        return "/staff/"
    return urlsplit(page).path
