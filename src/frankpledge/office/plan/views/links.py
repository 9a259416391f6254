"""What hangs on a priority or commitment: its leads, its reasons, its measures."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from frankpledge.office.people.access import duty
from frankpledge.office.plan import forms, queries, use_cases
from frankpledge.office.ui import pages

from .answering import asked, posted

WRITES = ["GET", "HEAD", "POST"]


@duty("edit plan")
@require_safe
def commitment(request: HttpRequest, plan: str, code: str) -> HttpResponse:
    return pages.render(request, "plan/commitment.html", queries.commitment_editor(plan, code))


@duty("edit plan")
@require_http_methods(WRITES)
def set_priority_lead(request: HttpRequest, plan: str, code: str) -> HttpResponse:
    found = queries.priority(plan, code)
    form = forms.LeadForm(posted(request), posts=queries.posts())
    back = reverse("plan:edit", args=[plan]) + f"#{code}"

    def save() -> str:
        post = form.chosen()
        use_cases.set_lead(priority=found, post=post, of=post.organisation.kind, by=request.user, now=timezone.now())  # type: ignore[arg-type]
        return back

    return asked(
        request, form, save, title=_("Who leads %(code)s?") % {"code": code}, back=back, done=_("The lead was named.")
    )


@duty("edit plan")
@require_http_methods(WRITES)
def set_commitment_lead(request: HttpRequest, plan: str, code: str) -> HttpResponse:
    found = queries.commitment(plan, code)
    form = forms.LeadForm(posted(request), posts=queries.posts())
    back = reverse("plan:commitment", args=[plan, code])

    def save() -> str:
        post = form.chosen()
        use_cases.set_lead(commitment=found, post=post, of=post.organisation.kind, by=request.user, now=timezone.now())  # type: ignore[arg-type]
        return back

    return asked(
        request, form, save, title=_("Who leads %(code)s?") % {"code": code}, back=back, done=_("The lead was named.")
    )


@duty("edit plan")
@require_POST
def remove_lead(request: HttpRequest, plan: str, pk: int) -> HttpResponse:
    lead = queries.lead(plan, pk)
    use_cases.remove_lead(lead=lead, by=request.user, now=timezone.now())  # type: ignore[arg-type]
    if lead.commitment:
        return redirect("plan:commitment", plan=plan, code=lead.commitment.code)
    return redirect("plan:edit", plan=plan)


@duty("edit plan")
@require_http_methods(WRITES)
def set_basis(request: HttpRequest, plan: str, code: str) -> HttpResponse:
    found = queries.commitment(plan, code)
    form = forms.BasisForm(posted(request), themes=queries.theme_choices())
    back = reverse("plan:commitment", args=[plan, code])

    def save() -> str:
        given = form.cleaned_data
        use_cases.set_basis(
            commitment=found,
            kind=given["kind"],
            theme=queries.theme_or_none(given["theme"]),
            cited=given["cited"],
            note=given["note"],
            by=request.user,  # type: ignore[arg-type]
            now=timezone.now(),
        )
        return back

    return asked(
        request,
        form,
        save,
        title=_("Why is %(code)s here?") % {"code": code},
        back=back,
        done=_("The reason was added."),
    )


@duty("edit plan")
@require_POST
def remove_basis(request: HttpRequest, plan: str, pk: int) -> HttpResponse:
    basis = queries.basis(plan, pk)
    use_cases.remove_basis(basis=basis, by=request.user, now=timezone.now())  # type: ignore[arg-type]
    return redirect("plan:commitment", plan=plan, code=basis.commitment.code)


@duty("edit plan")
@require_http_methods(WRITES)
def link_measure(request: HttpRequest, plan: str, code: str) -> HttpResponse:
    found = queries.commitment(plan, code)
    form = forms.LinkMeasureForm(posted(request), measures=queries.live_measures())
    back = reverse("plan:commitment", args=[plan, code])

    def save() -> str:
        measure = queries.measure(form.cleaned_data["measure"])
        how = form.cleaned_data["how"]
        use_cases.link_measure(commitment=found, measure=measure, how=how, by=request.user, now=timezone.now())  # type: ignore[arg-type]
        return back

    title = _("Which measure speaks to %(code)s?") % {"code": code}
    return asked(request, form, save, title=title, back=back, done=_("The measure was linked."))


@duty("edit plan")
@require_POST
def unlink_measure(request: HttpRequest, plan: str, code: str, measure: str) -> HttpResponse:
    use_cases.unlink_measure(
        commitment=queries.commitment(plan, code),
        measure=queries.measure(measure),
        by=request.user,  # type: ignore[arg-type]
        now=timezone.now(),
    )
    return redirect("plan:commitment", plan=plan, code=code)
