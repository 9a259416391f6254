"""What the public reads of problems: the register, published files, and how we know."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from frankpledge.office.people.access import public
from frankpledge.office.problem_solving.queries import pages as file_pages
from frankpledge.office.problem_solving.queries import register
from frankpledge.office.ui import exports, pages


@public
@require_safe
def problems(request: HttpRequest) -> HttpResponse:
    return pages.render(request, "problem_solving/problems.html", register.public_register(request.GET))


@public
@require_safe
def problems_export(request: HttpRequest, kind: str) -> HttpResponse:
    rows, on = register.public_rows(), timezone.localdate()
    if kind == "csv":
        data = exports.csv_bytes(register.PUBLIC_COLUMNS, rows)
        return exports.attachment(f"problems-{on}.csv", data, exports.CSV_TYPE)
    about = {
        _("What this is"): _("Responses to problems, with the level of the evaluation of each: published files only."),
        _("Made on"): on,
        _("Rows"): len(rows),
        _("Level of its evaluation"): _("Maryland scale, 1 to 5; 0: nobody will tell whether it works."),
    }
    data = exports.xlsx_bytes(_("Problems"), register.PUBLIC_COLUMNS, rows, about)
    return exports.attachment(f"problems-{on}.xlsx", data, exports.XLSX_TYPE)


@public
@require_safe
def problem(request: HttpRequest, code: str) -> HttpResponse:
    page = file_pages.public_page(code)
    return pages.render(request, "problem_solving/problem.html", page, reference=page["reference"])


@public
@require_safe
def assessment(request: HttpRequest, code: str, design: int, number: int) -> HttpResponse:
    page = file_pages.public_assessment(code, design, number)
    return pages.render(request, "problem_solving/assessment.html", page)
