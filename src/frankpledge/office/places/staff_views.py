"""Staff pages: the postcode directory of this office."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from frankpledge.office.errors import Refused
from frankpledge.office.people.access import duty
from frankpledge.office.ui import pages as ui
from frankpledge.office.ui.forms import add_refusal

from . import pages
from .forms import ColumnsForm, DirectoryForm
from .importers import postcode_uploads

both_ways = require_http_methods(["GET", "HEAD", "POST"])


@duty("import data")
@both_ways
def postcodes(request: HttpRequest) -> HttpResponse:
    """Which directories are in use, and a box for another."""
    form = DirectoryForm(request.POST, request.FILES) if request.method == "POST" else DirectoryForm()
    if request.method == "POST" and form.is_valid():
        try:
            key = postcode_uploads.keep(form.cleaned_data["directory"], by=request.user)  # type: ignore[arg-type]
        except Refused as refused:
            add_refusal(form, refused)
        else:
            return redirect("places:postcode_columns", key=key)
    context = {"form": form, "page": pages.directories_page(), "breadcrumbs": _crumbs()[:1]}
    return ui.render(request, "places/postcodes.html", context)


@duty("import data")
@both_ways
def postcode_columns(request: HttpRequest, key: str) -> HttpResponse:
    """Which column is what: proposed, and confirmed by a person before anything is taken in."""
    proposal = postcode_uploads.proposal(key)
    form = ColumnsForm(request.POST if request.method == "POST" else None, proposal=proposal)
    if request.method == "POST" and form.is_valid():
        try:
            summary = postcode_uploads.take_in(key, form.chosen(), by=request.user, now=timezone.now())  # type: ignore[arg-type]
        except Refused as refused:
            add_refusal(form, refused)
        else:
            return redirect(f"/staff/data/import/{summary.run}/")
    context: dict[str, Any] = {
        "form": form,
        "page": pages.proposal_page(proposal, postcode_uploads.kept(key).name),
        "breadcrumbs": _crumbs(),
    }
    return ui.render(request, "places/postcode_columns.html", context)


def _crumbs() -> list[dict[str, str]]:
    return [
        {"text": _("Data"), "href": "/staff/data/"},
        {"text": _("Postcodes"), "href": reverse("places:postcodes")},
    ]
