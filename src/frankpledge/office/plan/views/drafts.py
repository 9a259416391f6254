"""Drafts that people are asked about."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from frankpledge.office.errors import NotFound
from frankpledge.office.people.access import duty, public
from frankpledge.office.plan import forms, queries, use_cases

from .answering import asked, posted


@duty("publish plan")
@require_http_methods(["GET", "HEAD", "POST"])
def freeze_draft(request: HttpRequest, plan: str) -> HttpResponse:
    found = queries.plan(plan)
    drafts = queries.frozen_drafts(plan)
    form = forms.PublishForm(posted(request), first=not drafts)
    back = reverse("plan:edit", args=[plan])

    def save() -> str:
        use_cases.freeze_draft(plan=found, by=request.user, now=timezone.now(), why=form.cleaned_data.get("why", ""))
        return back

    consequences = [
        _("The draft is frozen as it stands: nobody can change it afterwards."),
        _("Everybody can read it at once, by its address. It is not the plan, and search does not find it."),
        _("What changes from this draft to the published plan can be shown line by line."),
    ]
    return asked(
        request, form, save, back=back, done=_("The draft is frozen."), template="ui/confirm.html",
        title=_("Freeze draft %(number)s of “%(title)s” for consultation?")
        % {"number": len(drafts) + 1, "title": found.title},
        consequences=consequences, button=_("Freeze the draft"),
    )  # fmt: skip


@public
@require_safe
def newest_draft(request: HttpRequest, plan: str) -> HttpResponse:
    """The permanent address of a plan's drafts leads to the newest one."""
    drafts = queries.frozen_drafts(plan)
    if not drafts:
        raise NotFound(_("No draft of this plan was put to consultation."))
    return redirect("publications:publication", reference=drafts[0].reference)
