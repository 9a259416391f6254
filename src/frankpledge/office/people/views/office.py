"""The office's own words, and how they read."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from frankpledge.office.errors import Refused
from frankpledge.office.people import forms, queries, rules, use_cases
from frankpledge.office.people.access import duty
from frankpledge.office.people.models import Office
from frankpledge.office.ui import pages
from frankpledge.office.ui.forms import add_refusal


@duty("set up office")
@require_http_methods(["GET", "POST"])
def office(request: HttpRequest) -> HttpResponse:
    """Shows the words, previews changed ones, or saves them."""
    found = queries.office()
    words = {name: getattr(found, name) for name in rules.WORDS}
    form = forms.OfficeForm(request.POST if request.method == "POST" else None, initial=words)
    previewed = found
    if request.method == "POST" and form.is_valid():
        if "preview" not in request.POST:
            return _save(request, form, found)
        previewed = Office(area_name=found.area_name, area_code=found.area_code, **form.cleaned_data)
    return _page(request, form, found, previewed)


def _save(request: HttpRequest, form: forms.OfficeForm, found: Office) -> HttpResponse:
    try:
        use_cases.configure_office(by=request.user, now=timezone.now(), **form.cleaned_data)  # type: ignore[arg-type]
    except Refused as refused:
        add_refusal(form, refused)
        return _page(request, form, found, found)
    messages.success(request, _("Saved. Every page, file and e-mail uses these words from now on."))
    return redirect("people:office")


def _page(request: HttpRequest, form: forms.OfficeForm, found: Office, previewed: Office) -> HttpResponse:
    context = {"form": form, "found": found, "previewed": previewed, "is_preview": previewed is not found}
    context["member"] = queries.role_label("member", previewed)
    return pages.render(request, "people/office.html", context)
