"""Comparisons: designing one, seeing what it could show, and computing it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from frankpledge.office.people.access import duty
from frankpledge.office.problem_solving import forms, queries, use_cases
from frankpledge.office.problem_solving.models import EvaluationDesign, Purpose
from frankpledge.office.problem_solving.queries import pages as file_pages
from frankpledge.office.problem_solving.queries import problems
from frankpledge.office.ui import pages

from .answering import WORK, WRITES, acting, asked, confirmed, crumbs, did, file_url, force_code, posted

EVERY_S = 3  # no address with a "#" asks for it: to that, browsers jump within the page that they have
_ASKED = gettext_lazy(
    "Asked for. It is computed in the background, and kept with everything that it was computed from."
)


def _design(code: str, number: int) -> Any:
    rows = EvaluationDesign.objects.select_related("problem").prefetch_related("sites", "responses")
    return problems.one_of(rows, problem__code=code, number=number)


def _url(code: str, number: int) -> str:
    return reverse("problem_solving:design", args=[code, number])


@duty(WORK)
@require_http_methods(WRITES)
def design_evaluation(request: HttpRequest, code: str) -> HttpResponse:
    found = queries.problem(code)
    responses = list(found.responses.all())
    initial = {"crime_types": found.crime_types}
    form = forms.DesignForm(posted(request), responses=responses, force_code=force_code(), initial=initial)

    def save() -> str:
        made = use_cases.design_evaluation(
            problem=found, plan=form.plan(), responses=form.chosen(responses), **acting(request)
        )
        return _url(code, made.number)

    return asked(
        request, form, save, title=_("How will you know whether it worked?"), back=file_url(found, "designs"),
        intro=_("Write it down before the response begins: nobody can then choose the comparison by its result."),
        breadcrumbs=crumbs(found), done=_("Written down. See what it could show."),
    )  # fmt: skip


@duty(WORK)
@require_safe
def design(request: HttpRequest, code: str, number: int) -> HttpResponse:
    page = file_pages.design_page(code, number, request.user)
    headers = {"Refresh": str(EVERY_S)} if page["under_way"] else {}
    context = {**page, "breadcrumbs": crumbs(page["problem"])}
    return pages.render(request, "problem_solving/design.html", context, headers=headers)


@duty(WORK)
@require_http_methods(WRITES)
def change_design(request: HttpRequest, code: str, number: int) -> HttpResponse:
    row = _design(code, number)
    responses = list(row.problem.responses.all())
    form = forms.DesignForm(posted(request), responses=responses, force_code=force_code(), design=row)

    def save() -> str:
        use_cases.change_design(design=row, plan=form.plan(), responses=form.chosen(responses), **acting(request))
        return _url(code, number)

    return asked(
        request, form, save, title=_("Change the comparison"), back=_url(code, number), breadcrumbs=crumbs(row.problem),
        intro=_("From now on it counts as decided today."), done=_("Saved."),
    )  # fmt: skip


@duty(WORK)
@require_http_methods(WRITES)
def remove_design(request: HttpRequest, code: str, number: int) -> HttpResponse:
    row = _design(code, number)
    return confirmed(
        request, lambda: use_cases.remove_design(design=row, **acting(request)), title=_("Take this comparison out?"),
        consequences=[_("Only one that was never computed is taken out.")], button=_("Take it out"),
        back=file_url(row.problem, "designs"), done=_("Taken out."),
    )  # fmt: skip


@duty(WORK)
@require_POST
def check_power(request: HttpRequest, code: str, number: int) -> HttpResponse:
    row = _design(code, number)

    def act() -> None:
        use_cases.ask_to_compute(design=row, purpose=Purpose.POWER, **acting(request))

    return did(request, act, to=_url(code, number), done=_ASKED)


@duty(WORK)
@require_http_methods(WRITES)
def assess(request: HttpRequest, code: str, number: int) -> HttpResponse:
    row = _design(code, number)
    form = forms.AssessForm(posted(request), again=row.assessments.exists())

    def save() -> str:
        use_cases.ask_to_compute(design=row, purpose=Purpose.RESULT, **form.cleaned_data, **acting(request))
        return _url(code, number)

    return asked(
        request, form, save, title=_("Compute it"), intro=row.question, back=_url(code, number), button=_("Compute it"),
        breadcrumbs=crumbs(row.problem), done=_ASKED,
    )  # fmt: skip
