"""The staff's register and one problem file: opening, changing, its steps and its ends."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from frankpledge.office.people.access import duty
from frankpledge.office.problem_solving import forms, queries, use_cases, words
from frankpledge.office.problem_solving.models import Partner, ProblemLink
from frankpledge.office.problem_solving.queries import pages as file_pages
from frankpledge.office.problem_solving.queries import problems, register
from frankpledge.office.ui import exports, pages

from .answering import CLOSE, WORK, WRITES, acting, asked, confirmed, crumbs, did, file_url, force_code, posted


@duty(WORK)
@require_safe
def staff_problems(request: HttpRequest) -> HttpResponse:
    context = register.register_page(request.GET, person=request.user, today=timezone.localdate())
    return pages.render(request, "problem_solving/staff_problems.html", context)


@duty(WORK)
@require_safe
def staff_export(request: HttpRequest, kind: str) -> HttpResponse:
    form = forms.ProblemFilter(request.GET or None)
    chosen = form.cleaned_data if form.is_bound and form.is_valid() else {}
    on = timezone.localdate()
    rows = register.export_rows(register.lines(chosen, person=request.user, today=on))
    if kind == "csv":
        return exports.attachment(f"problems-{on}.csv", exports.csv_bytes(register.COLUMNS, rows), exports.CSV_TYPE)
    about = {
        _("What this is"): _("Problem files, with the level of the best evaluation of each."),
        _("Made on"): on,
        _("Rows"): len(rows),
        _("Best level"): _("Maryland scale, 1 to 5; 0: nobody will tell whether it works."),
    }
    data = exports.xlsx_bytes(_("Problems"), register.COLUMNS, rows, about)
    return exports.attachment(f"problems-{on}.xlsx", data, exports.XLSX_TYPE)


@duty(WORK)
@require_http_methods(WRITES)
def open_problem(request: HttpRequest) -> HttpResponse:
    form = forms.ProblemForm(posted(request), posts=problems.posts(), force_code=force_code())

    def save() -> str:
        return file_url(use_cases.open_problem(**form.cleaned_data, **acting(request)))

    back = reverse("problem_solving:staff_problems")
    return asked(
        request, form, save, title=_("Open a problem file"), button=_("Open it"), back=back, breadcrumbs=crumbs(),
        done=_("The file is open. First test whether it is a problem."),
    )  # fmt: skip


@duty(WORK)
@require_safe
def file(request: HttpRequest, code: str) -> HttpResponse:
    page = file_pages.file_page(code, request.user)
    return pages.render(request, "problem_solving/file.html", {**page, "breadcrumbs": crumbs()})


@duty(WORK)
@require_http_methods(WRITES)
def change_problem(request: HttpRequest, code: str) -> HttpResponse:
    found = queries.problem(code)
    form = forms.ProblemForm(posted(request), posts=problems.posts(), force_code=force_code(), problem=found)

    def save() -> str:
        return file_url(use_cases.change_problem(problem=found, **form.cleaned_data, **acting(request)))

    return asked(
        request, form, save, title=_("Change the problem"), back=file_url(found), breadcrumbs=crumbs(found),
        done=_("Changed."),
    )  # fmt: skip


@duty(WORK)
@require_http_methods(WRITES)
def test_problem(request: HttpRequest, code: str) -> HttpResponse:
    found = queries.problem(code)
    form = forms.CheersForm(posted(request), cheers=problems.cheers_in_order(found))

    def save() -> str:
        for part, holds, note in form.answers():
            use_cases.set_cheer(problem=found, element=part, holds=holds, note=note, **acting(request))
        return file_url(found, "test")

    return asked(
        request, form, save, title=_("The CHEERS test"), back=file_url(found, "test"), breadcrumbs=crumbs(found),
        intro=_("Only what passes all six parts is a problem that this way of working can solve."), done=_("Saved."),
    )  # fmt: skip


@duty(WORK)
@require_http_methods(WRITES)
def draw_triangle(request: HttpRequest, code: str) -> HttpResponse:
    found = queries.problem(code)
    form = forms.TriangleForm(posted(request), sides=problems.sides_in_order(found))

    def save() -> str:
        for side in form.answers():
            use_cases.set_side(problem=found, **side, **acting(request))
        return file_url(found, "triangle")

    return asked(
        request, form, save, title=_("The problem triangle"), back=file_url(found, "triangle"),
        breadcrumbs=crumbs(found), done=_("Saved."),
        intro=_("A crime needs an offender and a target at one place, and nobody who could stop it."),
    )  # fmt: skip


@duty(WORK)
@require_http_methods(WRITES)
def add_link(request: HttpRequest, code: str) -> HttpResponse:
    found = queries.problem(code)
    form = forms.LinkForm(posted(request), commitments=problems.commitment_choices())

    def save() -> str:
        given = form.cleaned_data
        reference = given["commitment"] or given["reference"]
        use_cases.link(problem=found, reference=reference, note=given["note"], **acting(request))
        return file_url(found, "links")

    return asked(
        request, form, save, title=_("Tie it to the plan"), back=file_url(found, "links"), breadcrumbs=crumbs(found),
        done=_("Tied."),
    )  # fmt: skip


@duty(WORK)
@require_POST
def remove_link(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    row = problems.one_of(ProblemLink.objects.select_related("problem"), problem__code=code, pk=pk)
    act = lambda: use_cases.unlink(link=row, **acting(request))  # noqa: E731
    return did(request, act, to=file_url(row.problem, "links"), done=_("Taken away."))


@duty(WORK)
@require_http_methods(WRITES)
def add_partner(request: HttpRequest, code: str) -> HttpResponse:
    found = queries.problem(code)
    form = forms.PartnerForm(posted(request), organisations=problems.organisations())

    def save() -> str:
        use_cases.add_partner(problem=found, **form.cleaned_data, **acting(request))
        return file_url(found, "partners")

    return asked(
        request, form, save, title=_("Name a partner"), back=file_url(found, "partners"), breadcrumbs=crumbs(found),
        intro=_("Organisations are entered under People, Posts. Persons are not named in problem files."),
        done=_("Named."),
    )  # fmt: skip


@duty(WORK)
@require_POST
def remove_partner(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    row = problems.one_of(Partner.objects.select_related("problem"), problem__code=code, pk=pk)
    act = lambda: use_cases.remove_partner(partner=row, **acting(request))  # noqa: E731
    return did(request, act, to=file_url(row.problem, "partners"), done=_("Taken away."))


@duty(WORK)
@require_http_methods(WRITES)
def take_step(request: HttpRequest, code: str) -> HttpResponse:
    """Take the next step; closing asks what was learnt."""
    found = queries.problem(code)
    if found.state == "assessed":
        return _close(request, code)
    step = words.TAKE_STEP.get(queries.next_step(found), _("Next step"))
    return confirmed(
        request, lambda: use_cases.take_step(problem=found, **acting(request)), title=str(step), danger=False,
        consequences=[_("The file is checked: what is missing is named.")], button=str(step), back=file_url(found),
        done=_("The step is taken."),
    )  # fmt: skip


def _close(request: HttpRequest, code: str) -> HttpResponse:
    found = queries.problem(code)
    form = forms.CloseForm(posted(request))

    def save() -> str:
        use_cases.take_step(problem=found, **form.cleaned_data, **acting(request))
        return file_url(found)

    return asked(
        request, form, save, title=_("Close the file"), button=_("Close it"), back=file_url(found),
        breadcrumbs=crumbs(found), done=_("The file is closed."),
    )  # fmt: skip


@duty(WORK)
@require_http_methods(WRITES)
def step_back(request: HttpRequest, code: str) -> HttpResponse:
    found = queries.problem(code)
    form = forms.ReasonForm(posted(request))

    def save() -> str:
        use_cases.step_back(problem=found, **form.cleaned_data, **acting(request))
        return file_url(found)

    return asked(
        request, form, save, title=_("Go back one step"), back=file_url(found), breadcrumbs=crumbs(found),
        intro=_("What was written stays."), done=_("The file went back one step."),
    )  # fmt: skip


@duty(CLOSE)
@require_http_methods(WRITES)
def stop_problem(request: HttpRequest, code: str) -> HttpResponse:
    found = queries.problem(code)
    form = forms.ReasonForm(posted(request))

    def save() -> str:
        use_cases.stop_problem(problem=found, **form.cleaned_data, **acting(request))
        return file_url(found)

    return asked(
        request, form, save, title=_("Stop the file without an assessment"), button=_("Stop it"), danger=True,
        back=file_url(found), breadcrumbs=crumbs(found), done=_("The file is stopped."),
        intro=_("Its responses count as never assessed."),
    )  # fmt: skip


@duty(CLOSE)
@require_http_methods(WRITES)
def reopen_problem(request: HttpRequest, code: str) -> HttpResponse:
    found = queries.problem(code)
    form = forms.ReasonForm(posted(request))

    def save() -> str:
        use_cases.reopen_problem(problem=found, **form.cleaned_data, **acting(request))
        return file_url(found)

    return asked(
        request, form, save, title=_("Take the file up again"), button=_("Take it up"), back=file_url(found),
        breadcrumbs=crumbs(found), done=_("The file is open again."),
    )  # fmt: skip


@duty(CLOSE)
@require_http_methods(WRITES)
def publish_problem(request: HttpRequest, code: str) -> HttpResponse:
    found = queries.problem(code)
    page = file_pages.to_clear_page(found)
    form = forms.ClearForm(posted(request), **page)

    def save() -> str:
        use_cases.publish_problem(problem=found, **form.values(), **acting(request))
        return f"/{found.reference}/"

    return asked(
        request, form, save, title=_("Clear it for the public"), button=_("Publish"), back=file_url(found),
        breadcrumbs=crumbs(found), done=_("The public can read it now."), template="problem_solving/publish.html",
    )  # fmt: skip


@duty(CLOSE)
@require_http_methods(WRITES)
def close_to_public(request: HttpRequest, code: str) -> HttpResponse:
    found = queries.problem(code)
    form = forms.ReasonForm(posted(request))

    def save() -> str:
        use_cases.close_to_public(problem=found, **form.cleaned_data, **acting(request))
        return file_url(found)

    return asked(
        request, form, save, title=_("Close it to the public"), button=_("Close it to the public"), danger=True,
        back=file_url(found), breadcrumbs=crumbs(found), done=_("The public cannot read it any more."),
        intro=_("Its page and all its frozen copies vanish from the public’s sight; that this was done is on record."),
    )  # fmt: skip
