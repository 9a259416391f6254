"""Delivery reports: the public page of a frozen one, and the office's drafts."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from frankpledge.office.errors import Refused
from frankpledge.office.people.access import duty, public
from frankpledge.office.plan.models import Plan
from frankpledge.office.scrutiny import forms, queries, use_cases
from frankpledge.office.scrutiny.models import Meeting
from frankpledge.office.ui import pages
from frankpledge.office.ui.forms import add_refusal


@public
@require_safe
def report(request: HttpRequest, code: str) -> HttpResponse:
    return pages.render(request, "scrutiny/report.html", queries.report_page(code), reference=f"report/{code}")


@duty("build reports")
@require_safe
def reports(request: HttpRequest) -> HttpResponse:
    return pages.render(request, "scrutiny/reports.html", queries.reports_page())


@duty("build reports")
@require_http_methods(["GET", "HEAD", "POST"])
def draft_report(request: HttpRequest) -> HttpResponse:
    form = forms.ReportForm(request.POST if request.method == "POST" else None, **queries.report_choices())
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        meeting = queries.row_or_refuse(Meeting.objects.all(), int(given.pop("meeting")))
        plan = Plan.objects.get(code=given.pop("plan"))
        try:
            use_cases.draft_report(meeting=meeting, plan=plan, **given, by=request.user, now=timezone.now())  # type: ignore[arg-type]
        except Refused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, _("The report is set up. Build it when the updates have come."))
            return redirect("scrutiny:reports")
    context = {
        "form": form,
        "title": _("Set up a delivery report"),
        "button": _("Set it up"),
        "cancel_href": "/staff/reports/",
    }
    return pages.render(request, "ui/form_page.html", context)


@duty("build reports")
@require_http_methods(["GET", "HEAD", "POST"])
def build_report(request: HttpRequest, code: str) -> HttpResponse:
    row = queries.report_draft(code)
    form = forms.BuildForm(request.POST if request.method == "POST" else None)
    if row.publication is None:
        del form.fields["why"]
    if request.method == "POST" and form.is_valid():
        try:
            use_cases.build_report(
                report=row, why=form.cleaned_data.get("why", ""), by=request.user, now=timezone.now()
            )  # type: ignore[arg-type]
        except Refused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, _("The report is frozen and public."))
            return redirect(f"/{row.reference}/")
    consequences = [
        _("Everything it shows is gathered now and frozen."),
        _("It is public at once. It is never edited: building it again makes a new version that says why."),
    ]
    context = {
        "form": form, "title": _("Build “%(title)s”?") % {"title": row.title}, "consequences": consequences,
        "button": _("Build and publish"), "cancel_href": "/staff/reports/",
    }  # fmt: skip
    return pages.render(request, "ui/confirm.html", context)
