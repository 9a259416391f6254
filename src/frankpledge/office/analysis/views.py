"""Pages of analyses. One call in, one page out."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from frankpledge.office.errors import Refused
from frankpledge.office.people.access import duty, public
from frankpledge.office.ui import pages
from frankpledge.office.ui.exports import CSV_TYPE, XLSX_TYPE, attachment
from frankpledge.office.ui.forms import add_refusal

from . import bench, forms, queries, use_cases, words

WRITES = ["GET", "HEAD", "POST"]
EVERY_S = 3


def _crumbs() -> list[dict[str, Any]]:
    return [{"text": _("Analysis"), "href": reverse("analysis:analyses")}]


@duty("analyse data")
@require_safe
def analyses(request: HttpRequest) -> HttpResponse:
    form = forms.AnalysisFilter(request.GET)
    filters = queries.Filters(*form.chosen())
    page = queries.listed(filters, request.user, request.GET.get("page"))
    return pages.render(
        request,
        "analysis/analyses.html",
        {"page": page, "rows": bench.lines(page), "form": form, "filtered": filters.any},
    )


@duty("analyse data")
@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    context = {"groups": bench.methods_for(request.user), "breadcrumbs": _crumbs(), "title": _("Choose a method")}
    return pages.render(request, "analysis/choose.html", context)


@duty("analyse data")
@require_http_methods(WRITES)
def ask(request: HttpRequest, method: str) -> HttpResponse:
    data = request.POST if request.method == "POST" else None
    form = bench.form_for(method, request.user, data=data, like=request.GET.get("like", ""))
    if data is not None and form.is_valid():
        choices = form.choices()
        title = form.cleaned_data["title"] or words.title(method, choices)
        try:
            made = use_cases.ask(method=method, choices=choices, title=title, by=request.user, now=timezone.now())
        except Refused as refused:
            add_refusal(form, refused)
        else:
            return redirect("analysis:analysis", code=made.code)
    context = {
        "title": form.method.title,
        "intro": form.method.question,
        "method": form.method,
        "form": form,
        "button": _("Compute it"),
        "cancel_href": reverse("analysis:choose"),
        "breadcrumbs": [*_crumbs(), {"text": _("Choose a method"), "href": reverse("analysis:choose")}],
    }
    return pages.render(request, "analysis/ask.html", context)


# Cleared analyses are for everybody; the query says who sees the others, and to whom they do not exist.
@public
@require_safe
def analysis(request: HttpRequest, code: str) -> HttpResponse:
    page = queries.analysis_page(code, request.user)
    context = {"page": page, "analysis": page.analysis, "breadcrumbs": _crumbs() if page.may_change else []}
    headers = {"Refresh": str(EVERY_S)} if page.waiting else {}
    return pages.render(request, "analysis/analysis.html", context, headers=headers)


@public
@require_safe
def table(request: HttpRequest, code: str, kind: str) -> HttpResponse:
    found = queries.seen_by(code, request.user)
    data = bench.table_file(found, kind, whole=queries.whole_for(found, request.user), now=timezone.now())
    return attachment(f"{found.code}.{kind}", data, CSV_TYPE if kind == "csv" else XLSX_TYPE)


@public
@require_safe
def script(request: HttpRequest, code: str) -> HttpResponse:
    found = queries.seen_by(code, request.user)
    return attachment(f"{found.code}.py", queries.script(found).encode(), "text/x-python; charset=utf-8")


@public
@require_safe
def figures(request: HttpRequest, code: str) -> HttpResponse:
    found = queries.seen_by(code, request.user)
    data = use_cases.frozen_figures(analysis=found, by=request.user, now=timezone.now())
    return attachment(queries.figures_name(found), data, "application/json")


@duty("analyse data")
@require_http_methods(WRITES)
def attach(request: HttpRequest, code: str) -> HttpResponse:
    found = queries.seen_by(code, request.user)
    text = request.GET.get("q", "")
    targets = [(one.reference, one.title) for one in queries.targets(text)]
    form = forms.AttachForm(request.POST if request.method == "POST" else None, targets=targets)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            made = use_cases.attach(
                analysis=found, to=given["to"], note=given["note"], by=request.user, now=timezone.now()
            )
        except Refused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, _("It is now shown on: %(page)s") % {"page": made.to_title})
            return redirect("analysis:analysis", code=code)
    context = {
        "title": _("Show it on another page"), "form": form, "q": text, "analysis": found, "targets": targets,
        "breadcrumbs": [*_crumbs(), {"text": found.title, "href": f"/{found.reference}/"}],
    }  # fmt: skip
    return pages.render(request, "analysis/attach.html", context)


@duty("analyse data")
@require_POST
def detach(request: HttpRequest, code: str, key: int) -> HttpResponse:
    found = queries.seen_by(code, request.user)
    use_cases.detach(attachment=queries.attachment(found, key), by=request.user, now=timezone.now())
    messages.success(request, _("It is no longer shown there."))
    return redirect("analysis:analysis", code=code)


@duty("publish analyses")
@require_http_methods(WRITES)
def clear(request: HttpRequest, code: str) -> HttpResponse:
    found = queries.to_clear(code)
    form = forms.ClearForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            use_cases.clear(analysis=found, why=form.cleaned_data["why"], by=request.user, now=timezone.now())
        except Refused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, _("Everybody can see it now."))
            return redirect("analysis:analysis", code=code)
    context = {
        "title": _("Let the public see it?"), "form": form, "button": _("Let the public see it"),
        "page": bench.clearing(found), "analysis": found, "cancel_href": reverse("analysis:analyses"),
    }  # fmt: skip
    return pages.render(request, "analysis/clear.html", context)
