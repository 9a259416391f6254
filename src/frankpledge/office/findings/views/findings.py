"""The tab "Findings": sentences with computed numbers, and the answers behind every number."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from frankpledge.office.consultation import queries as consultations
from frankpledge.office.consultation.models import Consultation
from frankpledge.office.errors import NotFound
from frankpledge.office.findings import forms, queries, rules
from frankpledge.office.findings.models import Finding
from frankpledge.office.findings.queries import pages as lists
from frankpledge.office.findings.rules import Query
from frankpledge.office.findings.use_cases import findings as use_cases
from frankpledge.office.people import duties
from frankpledge.office.people.access import duty
from frankpledge.office.ui import pages

from .shared import actor, asked, base, crumbs, filling_in, posted, reading

TAB = "findings/"


def _crumbs(found: Consultation, *more: tuple[str, str]) -> list[dict[str, str]]:
    return crumbs(found, (_("Findings"), base(found, TAB)), *more)


@duty("read answers")
@reading
def findings(request: HttpRequest, code: str) -> HttpResponse:
    found = consultations.consultation(code)
    page = queries.findings_page(found)
    context = {
        "page": page,
        "cards": lists.cards(page.shown),
        "consultation": found,
        "title": _("Findings"),
        "breadcrumbs": crumbs(found),
        "may_decide": duties.holds(request.user, "decide on themes"),
        "taken_out": lists.taken_out(found),
        "base": base(found, TAB),
    }
    return pages.render(request, "findings/findings.html", context)


@duty("decide on themes")
@filling_in
def add_finding(request: HttpRequest, code: str, question_code: str) -> HttpResponse:
    found = consultations.consultation(code)
    return _written(request, found, question_code, None)


@duty("decide on themes")
@filling_in
def change_finding(request: HttpRequest, code: str, finding_code: str) -> HttpResponse:
    found = consultations.consultation(code)
    row = queries.finding(found, finding_code)
    return _written(request, found, str(row.query.get("question", "")), row)


def _written(request: HttpRequest, found: Consultation, question_code: str, row: Finding | None) -> HttpResponse:
    """Write or change a finding; "See the number first" shows it without saving."""
    counting = queries.Counting(found)
    question = counting.question(question_code)
    counting.material(question_code)
    groups = queries.group_choices(found) if duties.holds(request.user, "read equality results") else []
    form = forms.FindingForm(posted(request), question=question, names=counting.names(), groups=groups, finding=row)
    context = {
        "title": _("Change a finding") if row else _("A new finding"),
        "consultation": found,
        "question": question,
        "breadcrumbs": _crumbs(found),
        "button": _("Save"),
        "cancel_href": base(found, TAB),
        "template": "findings/finding_form.html",
    }
    if request.method == "POST" and "preview" in request.POST and form.is_valid():
        seen = lists.preview(found, form.said(), counting)
        return pages.render(request, "findings/finding_form.html", context | {"form": form, "seen": seen})

    def act() -> Finding:
        given = {"said": form.said(), "by": actor(request), "now": timezone.now()}
        return use_cases.change_finding(finding=row, **given) if row else use_cases.add_finding(
            consultation=found, **given
        )  # fmt: skip

    return asked(
        request,
        form,
        act,
        to=lambda made: f"{base(found, TAB)}{made.code}/",
        done=_("The finding is saved."),
        **context,
    )


@duty("read answers")
@reading
def finding(request: HttpRequest, code: str, finding_code: str) -> HttpResponse:
    """One finding: now beside as fixed, its tables, its quotations."""
    found = consultations.consultation(code)
    page = lists.finding_page(found, finding_code, with_groups=duties.holds(request.user, "read equality results"))
    context = {
        "page": page,
        "consultation": found,
        "title": page.shown.sentence,
        "breadcrumbs": _crumbs(found),
        "may_decide": duties.holds(request.user, "decide on themes"),
    }
    return pages.render(request, "findings/finding.html", context)


@duty("decide on themes")
@require_POST
def act_on_finding(request: HttpRequest, code: str, finding_code: str) -> HttpResponse:
    """The small steps of the list: up, down, put back, fix, quote, unquote."""
    found = consultations.consultation(code)
    row = queries.finding(found, finding_code)
    by = {"by": actor(request), "now": timezone.now()}
    act = request.POST.get("act", "")
    to = base(found, f"{TAB}{row.code}/")
    if act in ("up", "down"):
        use_cases.move_finding(finding=row, up=act == "up", **by)
        to = f"{base(found, TAB)}#{row.code}"
    elif act == "back":
        use_cases.put_back_finding(finding=row, **by)
    elif act == "fix":
        use_cases.fix_findings(consultation=found, only=row, **by)
    elif act == "quote":
        use_cases.quote(finding=row, verbatim=lists.verbatim(found, request.POST.get("verbatim", "")), **by)
        to += "#quotations"
    elif act == "unquote":
        use_cases.unquote(finding=row, key=lists.number(request.POST.get("quotation", "")), **by)
        to += "#quotations"
    else:
        raise NotFound(_("There is no step “%(act)s” for a finding.") % {"act": act})
    return HttpResponseRedirect(to)


@duty("decide on themes")
@require_POST
def fix_all(request: HttpRequest, code: str) -> HttpResponse:
    found = consultations.consultation(code)
    fixed = use_cases.fix_findings(consultation=found, by=actor(request), now=timezone.now())
    said = ngettext("%(n)s finding was fixed.", "%(n)s findings were fixed.", fixed) % {"n": fixed}
    messages.success(request, said if fixed else _("All findings say what they said when they were fixed."))
    return redirect(base(found, TAB))


@duty("decide on themes")
@filling_in
def take_out(request: HttpRequest, code: str, finding_code: str) -> HttpResponse:
    found = consultations.consultation(code)
    row = queries.finding(found, finding_code)
    fixed = row.figures.exists()
    form = forms.WhyForm(posted(request), needed=fixed, label=_("Why it is taken out"))

    def act() -> None:
        use_cases.take_out_finding(finding=row, why=form.cleaned_data["why"], by=actor(request), now=timezone.now())

    return asked(
        request, form, act, to=base(found, TAB), done=_("The finding is taken out. It can be put back."),
        template="ui/confirm.html", title=_("Take this finding out?"), button=_("Take it out"),
        consequences=[row.sentence, _("It stands in no further report. Reports issued before keep it.")],
        cancel_href=base(found, f"{TAB}{row.code}/"), breadcrumbs=_crumbs(found),
    )  # fmt: skip


@duty("read answers")
@reading
def answers(request: HttpRequest, code: str) -> HttpResponse:
    """The very answers that a number counts."""
    found = consultations.consultation(code)
    try:
        query = Query.from_lists({name: request.GET.getlist(name) for name in request.GET})
    except rules.Unreadable as error:
        raise NotFound(
            _("This address asks for no answers that there could be."), remedy=_("Open them from a finding’s number.")
        ) from error
    page = lists.answers_page(found, query, request.GET.get("part", ""), request.GET.get("page"))
    context = {
        "page": page, "consultation": found, "title": _("Answers behind a number"), "breadcrumbs": _crumbs(found),
    }  # fmt: skip
    return pages.render(request, "findings/answers.html", context)
