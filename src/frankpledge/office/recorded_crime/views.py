"""Staff pages: bringing files in, and what became of them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from frankpledge.office.errors import Refused
from frankpledge.office.people.access import duty
from frankpledge.office.sources import queries as sources
from frankpledge.office.sources import use_cases as source_changes
from frankpledge.office.sources import words
from frankpledge.office.ui import pages
from frankpledge.office.ui.forms import add_refusal

from .forms import UploadForm, UseAgainForm
from .uploads import import_uploads

LONGEST_PREVIEW = 50


def _crumbs() -> list[dict[str, Any]]:
    return [{"text": _("Data"), "href": reverse("recorded_crime:staff_data")}]


@duty("import data")
@require_safe
def staff_data(request: HttpRequest) -> HttpResponse:
    context = {
        "page": sources.runs(request.GET.get("page")),
        "superseded": [
            (release, release.reference.removeprefix("release/"), words.covers(release))
            for release in sources.superseded("1")
        ],
    }
    return pages.render(request, "recorded_crime/staff_data.html", context)


@duty("import data")
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if request.method == "POST" and form.is_valid():
        try:
            summary = import_uploads(
                form.cleaned_data["kind"], form.cleaned_data["uploads"], by=request.user, now=timezone.now()
            )
        except Refused as refused:
            add_refusal(form, refused)
        else:
            return redirect("recorded_crime:import_run", number=summary.run)
    context = {
        "title": _("Import files"),
        "form": form,
        "button": _("Import"),
        "cancel_href": reverse("recorded_crime:staff_data"),
        "breadcrumbs": _crumbs(),
    }
    return pages.render(request, "recorded_crime/upload.html", context)


@duty("import data")
@require_safe
def import_run(request: HttpRequest, number: int) -> HttpResponse:
    run = sources.run(number)
    context = {
        "run": run,
        "files": [{**file, "state": words.FILE_STATES.get(file["status"], file["status"])} for file in run.files],
        "rejects": sources.first_rejects(run, LONGEST_PREVIEW),
        "brought_in_by": words.who(run.by),
        "breadcrumbs": _crumbs(),
    }
    return pages.render(request, "recorded_crime/import_run.html", context)


@duty("import data")
@require_http_methods(["GET", "HEAD", "POST"])
def use_again(request: HttpRequest, code: str) -> HttpResponse:
    release = sources.release(code)
    form = UseAgainForm(request.POST) if request.method == "POST" else UseAgainForm()
    if request.method == "POST" and form.is_valid():
        try:
            source_changes.use_again(release, why=form.cleaned_data["why"], by=request.user, now=timezone.now())
        except Refused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, _("The earlier file is in use again. Compute the figures anew to show it."))
            return redirect("sources:release", code=code)
    context = {
        "title": _("Use this file again?"),
        "consequences": sources.turning_back(release),
        "form": form,
        "button": _("Use it again"),
        "cancel_href": reverse("sources:release", args=[code]),
        "breadcrumbs": _crumbs(),
    }
    return pages.render(request, "ui/confirm.html", context)


@duty("import data")
@require_safe
def rejects(request: HttpRequest, number: int) -> FileResponse:
    path = sources.rejects_of(sources.run(number))
    response = FileResponse(path.open("rb"), as_attachment=True, filename=path.name)
    response["Content-Type"] = "text/csv; charset=utf-8"
    return response
