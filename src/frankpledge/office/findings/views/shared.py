"""What the views of this room share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from frankpledge.office.consultation.models import Consultation
from frankpledge.office.errors import NotAllowed, NotFound, Refused
from frankpledge.office.people.models import Person
from frankpledge.office.ui import pages
from frankpledge.office.ui.forms import add_refusal

LIST = "/staff/consultations/"
reading = require_http_methods(["GET", "HEAD"])
filling_in = require_http_methods(["GET", "HEAD", "POST"])


def actor(request: HttpRequest) -> Person:
    """Who acts: the access markers let nobody through who is not signed in."""
    return cast(Person, request.user)


def posted(request: HttpRequest) -> Any:
    """What was sent, even when it is empty; None when nothing was sent."""
    return request.POST if request.method == "POST" else None


def base(consultation: Consultation, tab: str = "") -> str:
    return f"{LIST}{consultation.code}/{tab}"


def crumbs(consultation: Consultation, *more: tuple[str, str]) -> list[dict[str, str]]:
    path = [
        {"text": _("Consultations"), "href": LIST},
        {"text": consultation.title, "href": base(consultation)},
    ]
    return path + [{"text": text, "href": href} for text, href in more]


def asked(
    request: HttpRequest, form: Any, act: Callable[[], Any], *, to: str | Callable[[Any], str], done: str = "",
    template: str = "ui/form_page.html", **context: Any,
) -> HttpResponse:  # fmt: skip
    """A page that is a form: drawn, sent, refused with a reason, or done."""
    if request.method == "POST" and form.is_valid():
        try:
            made = act()
        except (NotAllowed, NotFound):
            raise
        except Refused as refused:
            add_refusal(form, refused)
        else:
            if done:
                messages.success(request, done)
            return redirect(to(made) if callable(to) else to)
    status = 422 if request.method == "POST" else 200
    return pages.render(request, template, {"form": form, **context}, status=status)
