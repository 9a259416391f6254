"""The tab "You said, we did", and its public page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from frankpledge.office.consultation import queries as consultations
from frankpledge.office.consultation.models import Consultation
from frankpledge.office.errors import NotFound
from frankpledge.office.findings import forms, queries
from frankpledge.office.findings.report.readable import readable_line, readable_you_said, threshold_words
from frankpledge.office.findings.use_cases import follows as use_cases
from frankpledge.office.people import duties
from frankpledge.office.people.access import duty, public
from frankpledge.office.ui import pages

from .shared import actor, asked, base, crumbs, filling_in, posted, reading

TAB = "you-said/"


def _crumbs(found: Consultation) -> list[dict[str, str]]:
    return crumbs(found, (_("You said, we did"), base(found, TAB)))


@duty("read answers")
@reading
def staff_you_said(request: HttpRequest, code: str) -> HttpResponse:
    found = consultations.consultation(code)
    page = queries.you_said(found)
    context = {
        "page": page,
        "lines": [(one, readable_line(queries.line_json(one.line))) for one in page.lines],
        "threshold": threshold_words(page.reporting.threshold_kind, page.reporting.threshold),
        "consultation": found,
        "title": _("You said, we did"),
        "breadcrumbs": crumbs(found),
        "may_decide": duties.holds(request.user, "decide on themes"),
        "base": base(found, TAB),
    }
    return pages.render(request, "findings/staff_you_said.html", context)


@duty("decide on themes")
@filling_in
def set_reporting(request: HttpRequest, code: str) -> HttpResponse:
    found = consultations.consultation(code)
    plans = [(one.reference, one.words) for one in queries.plan_choices()]
    form = forms.ReportingForm(posted(request), reporting=queries.reporting_of(found), plans=plans)

    def act() -> None:
        use_cases.set_reporting(consultation=found, by=actor(request), now=timezone.now(), **form.cleaned_data)

    return asked(
        request, form, act, to=base(found, TAB), done=_("Saved."), title=_("How this consultation is reported on"),
        button=_("Save"), cancel_href=base(found, TAB), breadcrumbs=_crumbs(found),
    )  # fmt: skip


@duty("decide on themes")
@filling_in
def decide(request: HttpRequest, code: str, theme_code: str) -> HttpResponse:
    found = consultations.consultation(code)
    page = queries.decision_page(found, theme_code)
    held = page.held
    form = forms.DecisionForm(
        posted(request), lines=page.line_choices, held=held, is_public=bool(held and held.published_in)
    )
    context = {
        "page": page, "consultation": found, "breadcrumbs": _crumbs(found), "template": "findings/decision.html",
        "title": _("What became of “%(name)s”?") % {"name": page.facts.name}, "button": _("Save the decision"),
        "cancel_href": base(found, TAB),
    }  # fmt: skip

    def act() -> None:
        use_cases.decide(
            theme=page.theme, decision=form.decision(), why=form.cleaned_data.get("why", ""), by=actor(request),
            now=timezone.now(),
        )  # fmt: skip

    return asked(request, form, act, to=f"{base(found, TAB)}#{theme_code}", done=_("The decision is saved."), **context)


@duty("decide on themes")
@filling_in
def withdraw(request: HttpRequest, code: str, theme_code: str) -> HttpResponse:
    found = consultations.consultation(code)
    page = queries.decision_page(found, theme_code)
    form = forms.NoReasonForm(posted(request))

    def act() -> None:
        use_cases.withdraw_decision(theme=page.theme, by=actor(request), now=timezone.now())

    return asked(
        request, form, act, to=base(found, TAB), done=_("The decision is taken back."), template="ui/confirm.html",
        title=_("Take back the decision on “%(name)s”?") % {"name": page.facts.name}, button=_("Take it back"),
        consequences=[_("The public has not read it: nothing of it stays but the entry in the audit trail.")],
        cancel_href=base(found, f"{TAB}theme/{theme_code}/"), breadcrumbs=_crumbs(found), danger=True,
    )  # fmt: skip


@duty("decide on themes")
@filling_in
def change_reason(request: HttpRequest, code: str, line: str) -> HttpResponse:
    found = consultations.consultation(code)
    one = queries.line_standing(found, line)
    form = forms.ChangeReasonForm(posted(request), initial={"reason": one.reason})

    def act() -> None:
        use_cases.give_change_reason(
            consultation=found, line=line, reason=form.cleaned_data["reason"], by=actor(request), now=timezone.now()
        )

    return asked(
        request, form, act, to=f"{base(found, TAB)}#lines", done=_("Saved."), button=_("Save"),
        title=_("What does the change at %(code)s rest on?") % {"code": one.line.code},
        intro=one.line.text_after or one.line.text_before, cancel_href=base(found, TAB), breadcrumbs=_crumbs(found),
    )  # fmt: skip


@duty("decide on themes")
@filling_in
def publish(request: HttpRequest, code: str) -> HttpResponse:
    found = consultations.consultation(code)
    page = queries.you_said(found)
    form = forms.WhyForm(posted(request), needed=True, label=_("What changed, and why"))
    if page.published is None:
        del form.fields["why"]

    def act() -> None:
        use_cases.publish_you_said(
            consultation=found, by=actor(request), now=timezone.now(), why=form.cleaned_data.get("why", "")
        )

    consequences = [
        _("Everybody can read every decision made so far, with its reason."),
        _("What was published is never edited: a decision that changes supersedes the one before, and says why."),
        *([_("Themes over the threshold that have no decision yet are listed as open.")] if page.missing else []),
        *([_("Changed lines that rest on nothing named are listed as such.")] if page.without_basis else []),
    ]
    return asked(
        request, form, act, to=base(found, TAB), done=_("The decisions are published."), template="ui/confirm.html",
        title=_("Publish “You said, we did”?"), button=_("Publish"), consequences=consequences,
        cancel_href=base(found, TAB), breadcrumbs=_crumbs(found),
    )  # fmt: skip


# ---- for everybody


@public
@reading
def you_said(request: HttpRequest, code: str) -> HttpResponse:
    """What people said and what became of it, as it was last published."""
    found = consultations.public_consultation(code)
    published = queries.public_you_said(found)
    context = {
        "consultation": found,
        "published": published,
        "page": readable_you_said(published.content) if published else None,
        "title": _("You said, we did: %(title)s") % {"title": found.title},
        "breadcrumbs": [
            {"text": _("Have your say"), "href": "/consultations/"},
            {"text": found.title, "href": f"/{found.reference}/"},
        ],
        "files": queries.files_of(published) if published else [],
        "report": queries.issued(found),
    }
    return pages.render(request, "findings/you_said.html", context, reference=found.reference)


@public
@reading
def disposition(request: HttpRequest, code: str, theme_code: str) -> HttpResponse:
    """The permanent address of a decision leads to its place among the others."""
    found = consultations.public_consultation(code)
    published = queries.public_you_said(found)
    decided = {one["code"] for one in published.content["themes"] if one["disposition"]} if published else set()
    if theme_code not in decided:
        raise NotFound(
            _("No decision on this theme was published."),
            remedy=_("The page “You said, we did” of the consultation shows those that were."),
        )
    return redirect(f"/{found.reference}/you-said/#{theme_code}")


@public
@reading
def frozen_you_said(request: HttpRequest, code: str) -> HttpResponse:
    """The address under which it is frozen leads to its page."""
    return redirect(f"/{consultations.public_consultation(code).reference}/you-said/")
