"""Parts of a problem file: hypotheses and evidence, responses, what they rest on and cost, and what is known."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from frankpledge.office.people.access import duty
from frankpledge.office.problem_solving import forms, queries, use_cases
from frankpledge.office.problem_solving.models import (
    Citation,
    Cost,
    Evidence,
    Hypothesis,
    Problem,
    Response,
)
from frankpledge.office.problem_solving.queries import pages as file_pages
from frankpledge.office.problem_solving.queries import problems
from frankpledge.office.ui import pages

from .answering import WORK, WRITES, acting, asked, confirmed, crumbs, did, file_url, posted


def _hypothesis(code: str, number: int) -> Any:
    return problems.one_of(Hypothesis.objects.select_related("problem"), problem__code=code, number=number)


def _response(code: str, number: int) -> Any:
    return problems.one_of(Response.objects.select_related("problem"), problem__code=code, number=number)


@duty(WORK)
@require_http_methods(WRITES)
def add_hypothesis(request: HttpRequest, code: str) -> HttpResponse:
    found = queries.problem(code)
    form = forms.HypothesisForm(posted(request))

    def save() -> str:
        use_cases.add_hypothesis(problem=found, **form.cleaned_data, **acting(request))
        return file_url(found, "hypotheses")

    return asked(
        request, form, save, title=_("Add a hypothesis"), back=file_url(found, "hypotheses"),
        breadcrumbs=crumbs(found), done=_("Added. Now say what speaks for it and against it."),
    )  # fmt: skip


@duty(WORK)
@require_http_methods(WRITES)
def change_hypothesis(request: HttpRequest, code: str, number: int) -> HttpResponse:
    row = _hypothesis(code, number)
    form = forms.HypothesisForm(posted(request), hypothesis=row)

    def save() -> str:
        use_cases.change_hypothesis(hypothesis=row, **form.cleaned_data, **acting(request))
        return file_url(row.problem, "hypotheses")

    title = _("Hypothesis %(number)s") % {"number": number}
    return asked(
        request, form, save, title=title, back=file_url(row.problem, "hypotheses"), breadcrumbs=crumbs(row.problem),
        done=_("Saved."),
    )  # fmt: skip


@duty(WORK)
@require_http_methods(WRITES)
def remove_hypothesis(request: HttpRequest, code: str, number: int) -> HttpResponse:
    row = _hypothesis(code, number)
    return confirmed(
        request, lambda: use_cases.remove_hypothesis(hypothesis=row, **acting(request)),
        title=_("Take hypothesis %(number)s out?") % {"number": number},
        consequences=[
            _("Its evidence goes with it."),
            _("One that failed is better kept: it tells others what it was not."),
        ],
        button=_("Take it out"), back=file_url(row.problem, "hypotheses"), done=_("Taken out."),
    )  # fmt: skip


@duty(WORK)
@require_http_methods(WRITES)
def add_evidence(request: HttpRequest, code: str, number: int) -> HttpResponse:
    row = _hypothesis(code, number)
    form = forms.EvidenceForm(posted(request))

    def save() -> str:
        use_cases.add_evidence(hypothesis=row, **form.cleaned_data, **acting(request))
        return file_url(row.problem, "hypotheses")

    title = _("Evidence on hypothesis %(number)s") % {"number": number}
    return asked(
        request, form, save, title=title, intro=row.text, back=file_url(row.problem, "hypotheses"),
        breadcrumbs=crumbs(row.problem), done=_("Added."),
    )  # fmt: skip


@duty(WORK)
@require_POST
def remove_evidence(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    rows = Evidence.objects.select_related("hypothesis__problem")
    row = problems.one_of(rows, hypothesis__problem__code=code, pk=pk)
    problem = row.hypothesis.problem
    act = lambda: use_cases.remove_evidence(evidence=row, **acting(request))  # noqa: E731
    return did(request, act, to=file_url(problem, "hypotheses"), done=_("Taken away."))


@duty(WORK)
@require_http_methods(WRITES)
def add_response(request: HttpRequest, code: str) -> HttpResponse:
    found = queries.problem(code)
    form = forms.ResponseForm(posted(request))

    def save() -> str:
        use_cases.add_response(problem=found, **form.cleaned_data, **acting(request))
        return file_url(found, "responses")

    return asked(
        request, form, save, title=_("Add a response"), back=file_url(found, "responses"), breadcrumbs=crumbs(found),
        done=_("Added. Now say what it rests on and what it costs."),
    )  # fmt: skip


@duty(WORK)
@require_http_methods(WRITES)
def change_response(request: HttpRequest, code: str, number: int) -> HttpResponse:
    row = _response(code, number)
    form = forms.ResponseForm(posted(request), response=row)

    def save() -> str:
        use_cases.change_response(response=row, **form.cleaned_data, **acting(request))
        return file_url(row.problem, "responses")

    return asked(
        request, form, save, title=row.name, back=file_url(row.problem, "responses"), breadcrumbs=crumbs(row.problem),
        done=_("Saved."),
    )  # fmt: skip


@duty(WORK)
@require_http_methods(WRITES)
def remove_response(request: HttpRequest, code: str, number: int) -> HttpResponse:
    row = _response(code, number)
    return confirmed(
        request, lambda: use_cases.remove_response(response=row, **acting(request)),
        title=_("Take “%(name)s” out?") % {"name": row.name},
        consequences=[_("Only what was never carried out is taken out.")], button=_("Take it out"),
        back=file_url(row.problem, "responses"), done=_("Taken out."),
    )  # fmt: skip


@duty(WORK)
@require_safe
def find_known(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Search what is known, to say what a response rests on."""
    row = _response(code, number)
    page = file_pages.known_page(request.GET)
    context = {**page, "response": row, "problem": row.problem, "breadcrumbs": crumbs(row.problem)}
    context["title"] = _("What does “%(name)s” rest on?") % {"name": row.name}
    return pages.render(request, "problem_solving/known.html", context)


@duty(WORK)
@require_http_methods(WRITES)
def cite(request: HttpRequest, code: str, number: int, kind: str, key: str) -> HttpResponse:
    row = _response(code, number)
    entry = queries.cited(kind, key)
    form = forms.CiteForm(posted(request))

    def save() -> str:
        use_cases.cite(response=row, kind=kind, key=key, **form.cleaned_data, **acting(request))
        return file_url(row.problem, "responses")

    back = reverse("problem_solving:find_known", args=[code, number])
    return asked(
        request, form, save, title=_("“%(name)s” rests on this") % {"name": row.name}, intro=entry.title, back=back,
        button=_("Cite it"), breadcrumbs=crumbs(row.problem), done=_("Cited."),
    )  # fmt: skip


@duty(WORK)
@require_POST
def remove_citation(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    row = problems.one_of(Citation.objects.select_related("response__problem"), response__problem__code=code, pk=pk)
    problem: Problem = row.response.problem
    act = lambda: use_cases.remove_citation(citation=row, **acting(request))  # noqa: E731
    return did(request, act, to=file_url(problem, "responses"), done=_("Taken away."))


@duty(WORK)
@require_http_methods(WRITES)
def add_cost(request: HttpRequest, code: str, number: int) -> HttpResponse:
    row = _response(code, number)
    form = forms.CostForm(posted(request))

    def save() -> str:
        use_cases.add_cost(response=row, **form.cleaned_data, **acting(request))
        return file_url(row.problem, "responses")

    return asked(
        request, form, save, title=_("What “%(name)s” costs") % {"name": row.name}, breadcrumbs=crumbs(row.problem),
        back=file_url(row.problem, "responses"), done=_("Added."),
    )  # fmt: skip


@duty(WORK)
@require_POST
def remove_cost(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    row = problems.one_of(Cost.objects.select_related("response__problem"), response__problem__code=code, pk=pk)
    problem: Problem = row.response.problem
    act = lambda: use_cases.remove_cost(cost=row, **acting(request))  # noqa: E731
    return did(request, act, to=file_url(problem, "responses"), done=_("Taken away."))


@duty(WORK)
@require_safe
def known_works(request: HttpRequest) -> HttpResponse:
    page = file_pages.known_page(request.GET)
    return pages.render(request, "problem_solving/known.html", {**page, "breadcrumbs": crumbs()})


@duty(WORK)
@require_http_methods(WRITES)
def add_known(request: HttpRequest) -> HttpResponse:
    form = forms.KnownForm(posted(request))

    def save() -> str:
        made = use_cases.add_known(**form.cleaned_data, **acting(request))
        return reverse("problem_solving:known_work", args=[made.code])

    back = reverse("problem_solving:known_works")
    return asked(
        request, form, save, title=_("Add to the catalogue"), back=back, breadcrumbs=crumbs(), done=_("Added.")
    )


@duty(WORK)
@require_safe
def known_work(request: HttpRequest, code: str) -> HttpResponse:
    entry = file_pages.known(code)
    fields = [(label, getattr(entry, name)) for name, label in file_pages.emmie_labels() if getattr(entry, name)]
    context = {"title": entry.title, "entry": entry, "emmie": fields, "breadcrumbs": crumbs()}
    return pages.render(request, "problem_solving/known_work.html", context)


@duty(WORK)
@require_http_methods(WRITES)
def change_known(request: HttpRequest, code: str) -> HttpResponse:
    entry = file_pages.known(code)
    form = forms.KnownForm(posted(request), entry=entry)
    back = reverse("problem_solving:known_work", args=[code])

    def save() -> str:
        use_cases.change_known(entry=entry, **form.cleaned_data, **acting(request))
        return back

    return asked(request, form, save, title=entry.title, back=back, breadcrumbs=crumbs(), done=_("Saved."))


@duty(WORK)
@require_http_methods(WRITES)
def withdraw_known(request: HttpRequest, code: str) -> HttpResponse:
    entry = file_pages.known(code)
    form = forms.ReasonForm(posted(request))
    back = reverse("problem_solving:known_work", args=[code])

    def save() -> str:
        use_cases.withdraw_known(entry=entry, **form.cleaned_data, **acting(request))
        return back

    return asked(
        request, form, save, title=_("Withdraw “%(title)s”") % {"title": entry.title}, back=back, danger=True,
        breadcrumbs=crumbs(), button=_("Withdraw it"), done=_("Withdrawn; it stays readable, with the reason."),
    )  # fmt: skip
