"""The coding of a consultation at a glance; runs of the analysis; what can be taken away."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from frankpledge.office.coding import coded_data, queries, tasks, use_cases
from frankpledge.office.coding.use_cases.analysing import STEPS
from frankpledge.office.consultation import queries as consultations
from frankpledge.office.people.access import duty
from frankpledge.office.ui import exports, pages

from .common import DUTY, actor, asked, crumbs, home, reading, try_it

EVERY_S = 3
NAMES = [(step.name, step.words) for step in STEPS]


@duty(DUTY)
@reading
def overview(request: HttpRequest, code: str) -> HttpResponse:
    found = consultations.consultation(code)
    states = queries.coded_state(found)
    runs = queries.newest_runs(found)
    context = {
        "consultation": found,
        "title": _("Coding"),
        "rows": [{"state": one, "run": runs.get(one.question.pk)} for one in states],
        "campaigns": queries.campaigns_of(found),
        "to_translate": sum(one.to_translate for one in states),
        "breadcrumbs": crumbs(found)[:-1],
    }
    return pages.render(request, "coding/overview.html", context)


@duty(DUTY)
@require_POST
def analyse(request: HttpRequest, code: str) -> HttpResponse:
    """Begin the analysis of a question in the background, or carry on one that was stopped."""
    found, question = asked(request, code)
    by = actor(request)
    run = try_it(request, lambda: use_cases.begin_analysis(question=question, by=by, now=timezone.now()))
    if run is None:
        return HttpResponseRedirect(home(found))
    tasks.analyse.enqueue(run.pk, by.reference)
    return HttpResponseRedirect(f"{home(found)}run/{question.code}/{run.number}/")


@duty(DUTY)
@reading
def run(request: HttpRequest, code: str, question_code: str, number: int) -> HttpResponse:
    """How far it is; the page asks again by itself, without script."""
    page = queries.run_page(code, question_code, number, NAMES, timezone.now())
    consultation = page.run.question.consultation
    context = {
        "page": page,
        "consultation": consultation,
        "question": page.run.question,
        "title": _("Analysis %(n)s") % {"n": number},
        "breadcrumbs": crumbs(consultation),
    }
    waits = not (page.done or page.failed or page.stopped)
    headers = {"Refresh": str(EVERY_S)} if waits else {}
    return pages.render(request, "coding/run.html", context, headers=headers)


@duty(DUTY)
@reading
def to_translate(request: HttpRequest, code: str) -> HttpResponse:
    found = consultations.consultation(code)
    context: dict[str, Any] = {
        "consultation": found,
        "answers": queries.to_translate(found),
        "title": _("Answers to be translated"),
        "breadcrumbs": crumbs(found),
    }
    return pages.render(request, "coding/to_translate.html", context)


@duty(DUTY)
@reading
def coded_xlsx(request: HttpRequest, code: str) -> HttpResponse:
    found = consultations.consultation(code)
    content = exports.workbook_bytes(coded_data.sheets(found, timezone.now()))
    return exports.attachment(f"{found.code}-coded.xlsx", content, exports.XLSX_TYPE)
