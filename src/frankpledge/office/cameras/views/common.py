"""What the views of this room share: who acts, pages that are forms, the way back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date as Date
from typing import Any, cast

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from frankpledge.office.cameras.models import Network, Site
from frankpledge.office.errors import Refused
from frankpledge.office.people.models import Person
from frankpledge.office.ui import pages
from frankpledge.office.ui.forms import add_refusal

DUTY = "keep camera register"
HOME = "/staff/cameras/"
STUDIES = f"{HOME}studies/"
reading = require_http_methods(["GET", "HEAD"])
filling_in = require_http_methods(["GET", "HEAD", "POST"])


def actor(request: HttpRequest) -> Person:
    """Who acts: the access markers let nobody through to these views who is not signed in."""
    return cast(Person, request.user)


def today() -> Date:
    return timezone.localdate()


def posted(request: HttpRequest) -> Any:
    """What was sent, even when it is empty; None when nothing was sent."""
    return request.POST if request.method == "POST" else None


def sent_files(request: HttpRequest) -> Any:
    return request.FILES if request.method == "POST" else None


def crumbs(network: Network | None = None, site: Site | None = None) -> list[dict[str, str]]:
    trail = [{"text": _("Cameras"), "href": HOME}]
    if network:
        trail.append({"text": network.name, "href": base(network)})
    if network and site:
        trail.append({"text": site.name, "href": f"{base(network)}sites/{site.code}/"})
    return trail


def study_crumbs() -> list[dict[str, str]]:
    return [*crumbs(), {"text": _("Siting studies"), "href": STUDIES}]


def base(network: Network) -> str:
    return f"{HOME}network/{network.code}/"


def fill_in(
    request: HttpRequest, form: Any, act: Callable[[], Any], context: dict[str, Any], onward: Callable[[Any], str]
) -> HttpResponse:
    """A page that is a form: drawn, sent, refused with a reason, or done."""
    if request.method == "POST" and form.is_valid():
        try:
            return HttpResponseRedirect(onward(act()))
        except Refused as refused:
            if refused.status == 403:
                raise
            add_refusal(form, refused)
    status = 422 if request.method == "POST" else 200
    return pages.render(request, "ui/form_page.html", context | {"form": form}, status=status)
