"""Staff see who has answered so far, who is missing, and what to do next."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from frankpledge.office.consultation import queries as consultations
from frankpledge.office.consultation.models import Consultation
from frankpledge.office.errors import Refused
from frankpledge.office.people import duties
from frankpledge.office.people.access import duty
from frankpledge.office.ui import exports, pages
from frankpledge.office.ui.forms import add_refusal

from . import queries, use_cases
from .forms import LineForm


def crumbs(consultation: Consultation, *more: str) -> list[dict[str, str]]:
    base = f"/staff/consultations/{consultation.code}/"
    found = [
        {"text": _("Consultations"), "href": "/staff/consultations/"},
        {"text": consultation.title, "href": base},
    ]
    return [*found, *({"text": _("Coverage"), "href": f"{base}coverage/"} for _each in more)]


@duty("read answers")
@require_safe
def coverage(request: HttpRequest, code: str) -> HttpResponse:
    page = queries.coverage_page(code, timezone.now())
    context: dict[str, Any] = {
        "page": page,
        "consultation": page.consultation,
        "form": LineForm(initial={"percent": str(page.profile.percent)}),
        "may_set": duties.holds(request.user, "run consultations"),
        "may_see_groups": duties.holds(request.user, "read equality results"),
        "downloads": [
            {"href": "coverage.xlsx", "text": _("All tables of this page"), "kind": ".xlsx"},
            {"href": "coverage.csv", "text": _("Who answered, beside residents"), "kind": "CSV"},
        ],
        "breadcrumbs": crumbs(page.consultation),
    }
    return pages.render(request, "coverage/coverage.html", context)


@duty("run consultations")
@require_http_methods(["GET", "HEAD", "POST"])
def line(request: HttpRequest, code: str) -> HttpResponse:
    """From when on a group counts as missing."""
    found = consultations.consultation(code)
    shown = {"percent": str(queries.threshold_percent(found))}
    form = LineForm(request.POST) if request.method == "POST" else LineForm(initial=shown)
    if request.method == "POST" and form.is_valid():
        try:
            use_cases.set_line(
                consultation=found,
                percent=int(form.cleaned_data["percent"]),
                by=request.user,
                now=timezone.now(),  # type: ignore[arg-type]
            )
        except Refused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, _("The line is set. It holds for this consultation."))
            return redirect("coverage:coverage", code=code)
    context = {
        "title": _("When does a group count as missing?"),
        "form": form,
        "button": _("Set the line"),
        "cancel_href": f"/staff/consultations/{code}/coverage/",
        "breadcrumbs": crumbs(found, "line"),
    }
    return pages.render(request, "ui/form_page.html", context)


@duty("read answers")
@require_safe
def export_csv(request: HttpRequest, code: str) -> HttpResponse:
    header, *rows = next(iter(_sheets(code).values()))
    return exports.attachment(f"coverage-{code}.csv", exports.csv_bytes(header, rows), exports.CSV_TYPE)


@duty("read answers")
@require_safe
def export_xlsx(request: HttpRequest, code: str) -> HttpResponse:
    return exports.attachment(f"coverage-{code}.xlsx", exports.workbook_bytes(_sheets(code)), exports.XLSX_TYPE)


def _sheets(code: str) -> dict[str, list[list[Any]]]:
    return queries.export_sheets(queries.coverage_page(code, timezone.now()))
