"""Pages of measures. One call in, one page out."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from frankpledge.office.errors import NotFound, Refused
from frankpledge.office.people.access import duty, public
from frankpledge.office.plan import forms as plan_forms
from frankpledge.office.plan import queries as plans
from frankpledge.office.plan import use_cases as plan_use_cases
from frankpledge.office.ui import pages
from frankpledge.office.ui.exports import CSV_TYPE, XLSX_TYPE, attachment
from frankpledge.office.ui.forms import add_refusal

from . import forms, importers, queries, tasks

WRITES = ["GET", "HEAD", "POST"]


@public
@require_safe
def measures(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    form = forms.MeasureFilter(request.GET, priorities=queries.priority_choices(today))
    page = queries.measure_list(form.filters(), today)
    return pages.render(request, "performance/measures.html", {**page, "filters": form, "clear_href": request.path})


@public
@require_safe
def measure(request: HttpRequest, code: str) -> HttpResponse:
    page = queries.measure_page(code, timezone.localdate())
    return pages.render(request, "performance/measure.html", page, reference=f"measure/{code}")


@public
@require_safe
def observation(request: HttpRequest, code: str, period: str) -> HttpResponse:
    page = queries.observation_page(code, period)
    return pages.render(request, "performance/observation.html", page, reference=f"observation/{code}/{period}")


@public
@require_safe
def figures_csv(request: HttpRequest, code: str) -> HttpResponse:
    return attachment(f"{code}.csv", queries.figures_csv(code), CSV_TYPE)


@public
@require_safe
def csv_metadata(request: HttpRequest, code: str) -> HttpResponse:
    found = queries.csv_metadata(code, timezone.now())
    return JsonResponse(
        found, content_type="application/csvm+json", json_dumps_params={"ensure_ascii": False, "indent": 1}
    )


@public
@require_safe
def figures_xlsx(request: HttpRequest, code: str) -> HttpResponse:
    return attachment(f"{code}.xlsx", queries.figures_xlsx(code, timezone.now()), XLSX_TYPE)


@public
@require_safe
def chart(request: HttpRequest, code: str) -> HttpResponse:
    drawn = queries.chart_of(code)
    if not drawn:
        raise NotFound(
            _("There are too few figures to draw a chart."), remedy=_("The page of the measure shows what there is.")
        )
    return attachment(f"{code}.svg", drawn.encode(), "image/svg+xml")


@public
@require_safe
def ahead(request: HttpRequest, code: str) -> HttpResponse:
    return pages.render(request, "performance/ahead.html", queries.ahead_page(code), reference=f"measure/{code}")


@public
@require_safe
def ahead_csv(request: HttpRequest, code: str) -> HttpResponse:
    return attachment(f"{code}-ahead.csv", queries.ahead_csv(code), CSV_TYPE)


@duty("define measures", "observe measures", "import data")
@require_safe
def staff_measures(request: HttpRequest) -> HttpResponse:
    page = queries.staff_list(timezone.localdate(), viewer=request.user)
    return pages.render(request, "performance/staff_measures.html", page)


@duty("define measures", "observe measures", "import data")
@require_safe
def staff_measure(request: HttpRequest, code: str) -> HttpResponse:
    page = queries.staff_measure(code, timezone.localdate(), viewer=request.user)
    return pages.render(request, "performance/staff_measure.html", page)


@duty("define measures")
@require_http_methods(WRITES)
def define(request: HttpRequest) -> HttpResponse:
    form = plan_forms.MeasureForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            made = plan_use_cases.define_measure(
                code=form.cleaned_data["code"], by=request.user, now=timezone.now(), **form.values()
            )
        except Refused as refused:
            form.show(refused)
        else:
            messages.success(request, _("The measure is defined. Its figures come next."))
            return redirect("performance:staff_measure", code=made.code)
    return _form(request, form, _("Define a measure"), _("Define it"))


@duty("define measures")
@require_http_methods(WRITES)
def revise(request: HttpRequest, code: str) -> HttpResponse:
    found = plans.measure(code)
    form = plan_forms.RevisionForm(request.POST if request.method == "POST" else None, measure=found)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            plan_use_cases.revise_measure(
                measure=found,
                why=given["why"],
                first_period=given["first_period"],
                by=request.user,
                now=timezone.now(),
                **form.values(),
            )
        except Refused as refused:
            form.show(refused)
        else:
            messages.success(
                request, _("The definition is revised. Compute the figures again if what is counted changed.")
            )
            return redirect("performance:staff_measure", code=code)
    title = _("Revise the definition of “%(title)s”") % {"title": found.title}
    return _form(request, form, title, _("Revise it"), code=code)


@duty("define measures")
@require_http_methods(WRITES)
def break_series(request: HttpRequest, code: str) -> HttpResponse:
    found = plans.measure(code)
    form = plan_forms.BreakForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            plan_use_cases.break_series(
                measure=found,
                period=given["first_period"],
                cause=given["cause"],
                source=given["source"],
                by=request.user,
                now=timezone.now(),
            )
        except Refused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, _("The chart starts anew from that period."))
            return redirect("performance:staff_measure", code=code)
    title = _("Note a break in “%(title)s”") % {"title": found.title}
    return _form(request, form, title, _("Note it"), code=code)


@duty("define measures")
@require_http_methods(WRITES)
def retire(request: HttpRequest, code: str) -> HttpResponse:
    found = plans.measure(code)
    form = plan_forms.RetireForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            plan_use_cases.retire_measure(
                measure=found, on=given["on"], why=given["why"], by=request.user, now=timezone.now()
            )
        except Refused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, _("The measure is retired. Its figures stay readable."))
            return redirect("performance:staff_measure", code=code)
    title = _("Retire “%(title)s”") % {"title": found.title}
    return _form(request, form, title, _("Retire it"), code=code, danger=True)


def _form(
    request: HttpRequest, form: Any, title: str, button: str, *, code: str = "", danger: bool = False
) -> HttpResponse:
    context = {"form": form, "title": title, "button": button, "danger": danger}
    return pages.render(request, "performance/staff_form.html", context | queries.staff_path(code))


@duty("observe measures")
@require_POST
def observe_all(request: HttpRequest) -> HttpResponse:
    tasks.enqueue(tasks.observe_in_background, request.user.pk)
    messages.success(request, _("All figures are being computed. Load this page again in a minute."))
    return redirect("performance:staff_measures")


@duty("observe measures")
@require_POST
def observe_one(request: HttpRequest, code: str) -> HttpResponse:
    tasks.enqueue(tasks.observe_in_background, request.user.pk, plans.measure(code).code)
    messages.success(request, _("Its figures are being computed. Load this page again in a moment."))
    return redirect("performance:staff_measure", code=code)


@duty("import data")
@require_http_methods(WRITES)
def import_figures(request: HttpRequest) -> HttpResponse:
    given = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = forms.FiguresForm(*given)
    if request.method == "POST" and form.is_valid():
        try:
            run = importers.import_uploads(form.cleaned_data["figures"], by=request.user, now=timezone.now())
        except Refused as refused:
            add_refusal(form, refused)
        else:
            return redirect("performance:import_report", run=run.pk)
    context = {"form": form, "title": _("Import figures"), "button": _("Import")}
    return pages.render(request, "performance/import_figures.html", context | queries.staff_path())


@duty("import data")
@require_safe
def import_report(request: HttpRequest, run: int) -> HttpResponse:
    return pages.render(request, "performance/import_report.html", queries.import_report(run))


@duty("import data")
@require_safe
def template(request: HttpRequest) -> HttpResponse:
    return attachment("figures-template.xlsx", importers.template_xlsx(importers.typed_measures()), XLSX_TYPE)
