"""Delivery reports: the public page of a frozen one, and the office's drafts."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from frankpledge.office.people.access import duty, public
from frankpledge.office.scrutiny import forms, queries, use_cases
from frankpledge.office.ui import pages

from .steps import GET_OR_POST, address, form_page, posted

LIST = "/staff/reports/"


@public
@require_safe
def report(request: HttpRequest, code: str) -> HttpResponse:
    page = queries.report_page(code, viewer=request.user)
    return pages.render(request, "scrutiny/report.html", page, reference=f"report/{code}")


@duty("build reports")
@require_safe
def reports(request: HttpRequest) -> HttpResponse:
    return pages.render(request, "scrutiny/reports.html", queries.reports_page())


@duty("build reports")
@require_http_methods(GET_OR_POST)
def draft_report(request: HttpRequest) -> HttpResponse:
    choices = queries.report_choices()

    def act(given: dict[str, Any]) -> str:
        meeting = queries.meeting_row(int(given.pop("meeting")))
        plan = queries.plan_row(given.pop("plan"))
        use_cases.draft_report(meeting=meeting, plan=plan, **given, by=request.user, now=timezone.now())  # type: ignore[arg-type]
        return LIST

    return form_page(
        request, forms.ReportForm(posted(request), **choices), act, title=_("Set up a delivery report"),
        button=_("Set it up"), back=LIST, template="scrutiny/report_form.html", possible=all(choices.values()),
        done=_("The report is set up. Build it when the updates have come."),
    )  # fmt: skip


@duty("build reports")
@require_http_methods(GET_OR_POST)
def build_report(request: HttpRequest, code: str) -> HttpResponse:
    row = queries.report_draft(code)

    def act(given: dict[str, Any]) -> str:
        use_cases.build_report(report=row, why=given.get("why", ""), by=request.user, now=timezone.now())  # type: ignore[arg-type]
        return address(row)

    consequences = [
        _("Everything that it shows is gathered now and frozen. That takes up to a minute: please wait."),
        _("It is public at once, unless it is an exempt paper."),
        _("It is never edited. Building it again makes a new version that says why; both stay readable."),
    ]
    return form_page(
        request, forms.BuildForm(posted(request), again=row.publication_id is not None), act,
        title=_("Build “%(title)s”?") % {"title": row.title}, button=_("Build and publish"), back=LIST,
        template="ui/confirm.html", consequences=consequences, done=_("The report is frozen."),
    )  # fmt: skip
