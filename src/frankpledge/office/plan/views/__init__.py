"""The editor of a plan: its list, its tree, and publishing. One call in, one page out."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from frankpledge.office.errors import Refused
from frankpledge.office.people.access import duty
from frankpledge.office.plan import forms, importers, queries, use_cases
from frankpledge.office.ui import pages
from frankpledge.office.ui.exports import XLSX_TYPE, attachment

from .answering import asked, confirmed, posted

WRITES = ["GET", "HEAD", "POST"]


@duty("edit plan")
@require_safe
def plans(request: HttpRequest) -> HttpResponse:
    return pages.render(request, "plan/plans.html", {"lines": queries.staff_list()})


@duty("edit plan")
@require_http_methods(WRITES)
def create_plan(request: HttpRequest) -> HttpResponse:
    form = forms.PlanForm(posted(request))

    def save() -> str:
        made = use_cases.create_plan(by=request.user, now=timezone.now(), **form.values())  # type: ignore[arg-type]
        return reverse("plan:edit", args=[made.code])

    return asked(request, form, save, title=_("New plan"), back=reverse("plan:plans"), done=_("The plan was created."))


@duty("edit plan")
@require_http_methods(WRITES)
def change_plan(request: HttpRequest, plan: str) -> HttpResponse:
    found = queries.plan(plan)
    form = forms.PlanForm(posted(request), plan=found)
    back = reverse("plan:edit", args=[plan])

    def save() -> str:
        use_cases.change_plan(plan=found, by=request.user, now=timezone.now(), **form.values())  # type: ignore[arg-type]
        return back

    return asked(request, form, save, title=_("About the plan"), back=back, done=_("The working copy was changed."))


@duty("edit plan")
@require_http_methods(WRITES)
def import_plan(request: HttpRequest) -> HttpResponse:
    form = forms.ImportForm(posted(request), request.FILES if request.method == "POST" else None)
    context: dict[str, Any] = {"form": form, "title": _("Import a plan")}
    if request.method == "POST" and form.is_valid():
        try:
            summary = _bring_in(request, form.cleaned_data["file"])
        except Refused as refused:
            forms.ui.add_refusal(form, refused)
        else:
            if not summary.problems:
                said = _("%(read)s rows read, %(imported)s taken in, %(unchanged)s unchanged.") % summary.as_json()
                messages.success(request, said)
                return redirect("plan:edit", plan=summary.plan.removeprefix("plan/"))
            context["summary"] = summary
    return pages.render(request, "plan/import.html", context, status=422 if "summary" in context else 200)


def _bring_in(request: HttpRequest, upload: Any) -> importers.PlanImport:
    with tempfile.NamedTemporaryFile(suffix=Path(upload.name).suffix) as copy:
        for chunk in upload.chunks():
            copy.write(chunk)
        copy.flush()
        return importers.import_plan(Path(copy.name), by=request.user, now=timezone.now(), name=upload.name)  # type: ignore[arg-type]


@duty("edit plan")
@require_safe
def template(request: HttpRequest) -> HttpResponse:
    return attachment("plan-template.xlsx", importers.template(), XLSX_TYPE)


@duty("edit plan")
@require_safe
def edit(request: HttpRequest, plan: str) -> HttpResponse:
    return pages.render(request, "plan/edit.html", queries.editor_page(plan, request.user))


@duty("publish plan")
@require_http_methods(WRITES)
def publish_plan(request: HttpRequest, plan: str) -> HttpResponse:
    found = queries.plan(plan)
    page = queries.publishing_page(found)
    form = forms.PublishForm(posted(request), first=page["first"])
    back = reverse("plan:edit", args=[plan])

    def save() -> str:
        why = form.cleaned_data.get("why", "")
        version = use_cases.publish_plan(plan=found, by=request.user, now=timezone.now(), why=why)  # type: ignore[arg-type]
        messages.success(request, _("Version %(number)s is published.") % {"number": version.number})
        return back

    return asked(request, form, save, back=back, done="", template="plan/publish.html", **page)


@duty("edit plan")
@require_http_methods(WRITES)
def add_priority(request: HttpRequest, plan: str) -> HttpResponse:
    found = queries.plan(plan)
    form = forms.PriorityForm(posted(request))
    back = reverse("plan:edit", args=[plan])

    def save() -> str:
        use_cases.add_priority(plan=found, by=request.user, now=timezone.now(), **form.cleaned_data)  # type: ignore[arg-type]
        return back

    title = _("New: %(level)s") % {"level": queries.level_words(found)["upper"].lower()}
    return asked(request, form, save, title=title, back=back, done=_("Added to the working copy."))


@duty("edit plan")
@require_http_methods(WRITES)
def change_priority(request: HttpRequest, plan: str, code: str) -> HttpResponse:
    found = queries.priority(plan, code)
    form = forms.PriorityForm(posted(request), initial={"code": found.code, "title": found.title})
    back = reverse("plan:edit", args=[plan])

    def save() -> str:
        use_cases.change_priority(priority=found, by=request.user, now=timezone.now(), **form.cleaned_data)  # type: ignore[arg-type]
        return back

    return asked(
        request, form, save, title=f"{found.code} {found.title}", back=back, done=_("The working copy was changed.")
    )


@duty("edit plan")
@require_POST
def move_priority(request: HttpRequest, plan: str, code: str) -> HttpResponse:
    step = -1 if request.POST.get("to") == "up" else 1
    use_cases.move_priority(priority=queries.priority(plan, code), step=step, by=request.user, now=timezone.now())  # type: ignore[arg-type]
    return redirect(reverse("plan:edit", args=[plan]) + f"#{code}")


@duty("edit plan")
@require_http_methods(WRITES)
def remove_priority(request: HttpRequest, plan: str, code: str) -> HttpResponse:
    found = queries.priority(plan, code)
    return confirmed(
        request,
        lambda: use_cases.remove_priority(priority=found, by=request.user, now=timezone.now()),  # type: ignore[arg-type]
        title=_("Remove %(code)s from the working copy?") % {"code": found.code},
        consequences=[
            _("Everything under it goes with it: its leads, reasons and measures too."),
            _("What is published stays as it is until you publish again."),
        ],
        button=_("Remove it"),
        back=reverse("plan:edit", args=[plan]),
        done=_("Removed from the working copy."),
    )


@duty("edit plan")
@require_http_methods(WRITES)
def add_commitment(request: HttpRequest, plan: str, code: str) -> HttpResponse:
    above = queries.priority(plan, code)
    form = forms.CommitmentForm(posted(request), office=queries.office(), historic=above.plan.historic)
    back = reverse("plan:edit", args=[plan])

    def save() -> str:
        made = use_cases.add_commitment(priority=above, by=request.user, now=timezone.now(), **form.cleaned_data)  # type: ignore[arg-type]
        return reverse("plan:commitment", args=[plan, made.code])

    names = {"level": queries.level_words(above.plan)["lower"].lower(), "above": above}
    title = _("New %(level)s under %(above)s") % names
    return asked(request, form, save, title=title, back=back, done=_("Added to the working copy."))


@duty("edit plan")
@require_http_methods(WRITES)
def change_commitment(request: HttpRequest, plan: str, code: str) -> HttpResponse:
    found = queries.commitment(plan, code)
    initial = forms.commitment_initial(found)
    historic = found.priority.plan.historic
    form = forms.CommitmentForm(posted(request), office=queries.office(), historic=historic, initial=initial)

    def save() -> str:
        use_cases.change_commitment(commitment=found, by=request.user, now=timezone.now(), **form.cleaned_data)  # type: ignore[arg-type]
        return reverse("plan:commitment", args=[plan, found.code])

    back = reverse("plan:commitment", args=[plan, code])
    return asked(
        request,
        form,
        save,
        title=_("Change %(code)s") % {"code": code},
        back=back,
        done=_("The working copy was changed."),
    )


@duty("edit plan")
@require_POST
def move_commitment(request: HttpRequest, plan: str, code: str) -> HttpResponse:
    step = -1 if request.POST.get("to") == "up" else 1
    use_cases.move_commitment(commitment=queries.commitment(plan, code), step=step, by=request.user, now=timezone.now())  # type: ignore[arg-type]
    return redirect(reverse("plan:edit", args=[plan]) + f"#{code}")


@duty("edit plan")
@require_http_methods(WRITES)
def place_commitment(request: HttpRequest, plan: str, code: str) -> HttpResponse:
    found = queries.commitment(plan, code)
    form = forms.MoveForm(posted(request), choices=queries.other_places(found))

    def save() -> str:
        to = queries.priority(plan, form.cleaned_data["to"])
        use_cases.move_commitment(commitment=found, to=to, by=request.user, now=timezone.now())  # type: ignore[arg-type]
        return reverse("plan:edit", args=[plan]) + f"#{code}"

    back = reverse("plan:commitment", args=[plan, code])
    return asked(
        request, form, save, title=_("Move %(code)s") % {"code": code}, back=back, done=_("Moved in the working copy.")
    )


@duty("edit plan")
@require_http_methods(WRITES)
def remove_commitment(request: HttpRequest, plan: str, code: str) -> HttpResponse:
    found = queries.commitment(plan, code)
    return confirmed(
        request,
        lambda: use_cases.remove_commitment(commitment=found, by=request.user, now=timezone.now()),  # type: ignore[arg-type]
        title=_("Remove %(code)s from the working copy?") % {"code": found.code},
        consequences=[
            _("Its leads, reasons and links to measures go with it."),
            _("What is published stays as it is until you publish again."),
        ],
        button=_("Remove it"),
        back=reverse("plan:commitment", args=[plan, code]),
        to=reverse("plan:edit", args=[plan]),
        done=_("Removed from the working copy."),
    )
