"""Help by a language model: the administrator's page, and the work of those who code."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from frankpledge.office.consultation import queries as consultations
from frankpledge.office.consultation.models import Consultation
from frankpledge.office.errors import NotFound, Refused
from frankpledge.office.findings import forms, queries, tasks
from frankpledge.office.findings.assistance.key import where_from
from frankpledge.office.findings.models import RunKind
from frankpledge.office.findings.queries.pages import number
from frankpledge.office.findings.use_cases import assistance as use_cases
from frankpledge.office.people.access import duty
from frankpledge.office.ui import pages

from .shared import actor, asked, base, crumbs, filling_in, posted, reading

OFFICE = "/staff/office/assistance/"
TAB = "themes/assistant/"


@duty("set up assistance")
@filling_in
def set_up(request: HttpRequest) -> HttpResponse:
    found = queries.assistance()
    form = forms.AssistanceForm(posted(request), assistance=found)

    def act() -> None:
        use_cases.set_up(by=actor(request), now=timezone.now(), **form.cleaned_data)

    return asked(
        request, form, act, to=OFFICE, done=_("Saved."), template="findings/assistance_setup.html",
        title=_("Help by a language model"), button=_("Save"), key_from=where_from(), found=found,
        cancel_href="/staff/office/",
    )  # fmt: skip


@duty("set up assistance")
@require_POST
def greet(request: HttpRequest) -> HttpResponse:
    try:
        use_cases.greet(by=actor(request))
    except Refused as refused:
        if refused.status == 403:
            raise
        messages.error(request, str(refused))
    else:
        messages.success(request, _("It answers."))
    return redirect(OFFICE)


def _crumbs(found: Consultation, *more: tuple[str, str]) -> list[dict[str, str]]:
    return crumbs(found, (_("Themes"), base(found, "themes/")), *more)


@duty("code answers")
@reading
def assistant(request: HttpRequest, code: str) -> HttpResponse:
    found = consultations.consultation(code)
    context = {
        "page": queries.assistance_page(found), "consultation": found, "title": _("Help by a language model"),
        "breadcrumbs": _crumbs(found), "base": base(found, TAB),
    }  # fmt: skip
    return pages.render(request, "findings/assistant.html", context)


@duty("code answers")
@require_POST
def ask(request: HttpRequest, code: str, question_code: str) -> HttpResponse:
    """Begin a piece of work: themes proposed, answers mapped, or the comparison with the local model."""
    found = consultations.consultation(code)
    question = consultations.question(found, question_code)
    what = request.POST.get("what", "")
    kinds = {"propose": RunKind.PROPOSE, "map": RunKind.MAP, "compare": RunKind.MAP}
    if what not in kinds:
        raise NotFound(_("An assistant can't be asked for “%(what)s”.") % {"what": what})
    run = use_cases.begin(question=question, kind=kinds[what], by=actor(request), now=timezone.now())
    tasks.ask_assistant.enqueue(run.pk, what == "compare")
    messages.success(request, _("It is asked in the background. Open the page again to see how far it is."))
    return redirect(f"{base(found, TAB)}run/{run.pk}/")


@duty("code answers")
@reading
def run(request: HttpRequest, code: str, key: int) -> HttpResponse:
    found = consultations.consultation(code)
    context: dict[str, Any] = {
        "page": queries.run_page(found, key), "consultation": found, "title": _("What the assistant said"),
        "breadcrumbs": _crumbs(found, (_("Help by a language model"), base(found, TAB))), "base": base(found, TAB),
    }  # fmt: skip
    return pages.render(request, "findings/assistant_run.html", context)


@duty("code answers")
@require_POST
def act_on_run(request: HttpRequest, code: str, key: int) -> HttpResponse:
    found = consultations.consultation(code)
    row = queries.run_of(found, key)
    by = {"by": actor(request), "now": timezone.now()}
    act = request.POST.get("act", "")
    if act == "take":
        said = queries.proposal_of(row, number(request.POST.get("suggestion", "")))
        made = use_cases.take_proposal(suggestion=said, **by)
        return redirect(f"{base(found, 'theme/')}{made.code}/")
    if act == "code":
        coded = use_cases.code_by_run(run=row, **by)
        text = ngettext("%(n)s coding was made.", "%(n)s codings were made.", coded) % {"n": coded}
        messages.success(request, text)
    elif act == "undo":
        ended = use_cases.undo_run(run=row, **by)
        messages.success(request, ngettext("%(n)s coding ended.", "%(n)s codings ended.", ended) % {"n": ended})
    else:
        raise NotFound(_("There is no step “%(act)s” here.") % {"act": act})
    return redirect(f"{base(found, TAB)}run/{key}/")
