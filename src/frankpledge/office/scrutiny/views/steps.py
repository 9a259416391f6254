"""One way to show a form and act on it, for the clerk's and the office's pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from frankpledge.office.errors import Refused
from frankpledge.office.ui import pages
from frankpledge.office.ui.forms import add_refusal
from frankpledge.office.ui.words import page_url

GET_OR_POST = ["GET", "HEAD", "POST"]
FORM = "ui/form_page.html"


def form_page(
    request: HttpRequest,
    form: Any,
    act: Callable[[dict[str, Any]], str],
    *,
    title: str,
    button: str,
    back: str,
    template: str = FORM,
    done: str = "",
    **more: Any,
) -> HttpResponse:
    """Show a form; when it is sent and its act succeeds, go where the act says."""
    if request.method == "POST" and form.is_valid():
        try:
            href = act(form.cleaned_data)
        except Refused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, done or _("Saved."))
            return redirect(href)
    context = {"form": form, "title": title, "button": button, "cancel_href": back, **more}
    return pages.render(request, template, context, status=422 if request.method == "POST" else 200)


def posted(request: HttpRequest) -> Any:
    """What was sent, or None where the form is only asked for."""
    return request.POST if request.method == "POST" else None


def address(row: Any) -> str:
    """The page of a thing with a permanent reference."""
    return page_url(row.reference)
