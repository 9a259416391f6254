"""The tab "Report", its draft, and the public page of the report that was issued."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from frankpledge.office.consultation import queries as consultations
from frankpledge.office.consultation import rules as consultation_rules
from frankpledge.office.consultation.models import Consultation
from frankpledge.office.consultation.use_cases.result_mail import tell_result
from frankpledge.office.errors import NotFound, Refused
from frankpledge.office.findings import forms, queries
from frankpledge.office.findings.report import content, renditions
from frankpledge.office.findings.report.links import StaffLinks
from frankpledge.office.findings.use_cases import reports as use_cases
from frankpledge.office.people import duties
from frankpledge.office.people.access import duty, public
from frankpledge.office.ui import exports, pages

from .shared import actor, asked, base, crumbs, filling_in, posted, reading

TAB = "report/"


@duty("read answers")
@reading
def staff_report(request: HttpRequest, code: str) -> HttpResponse:
    found = consultations.consultation(code)
    now = timezone.now()
    is_open = consultations.state_of(found, now) is not consultation_rules.State.CLOSED
    page = queries.report_page(found, is_open=is_open)
    if not duties.holds(request.user, "see disclosures"):
        shut = f"{base(found)}disclosures/"
        page = replace(page, hindrances=[replace(one, href="") if one.href == shut else one for one in page.hindrances])
    context = {
        "page": page,
        "may_tell": duties.holds(request.user, "run consultations"),
        "consultation": found,
        "title": _("Report"),
        "breadcrumbs": crumbs(found),
        "may_build": duties.holds(request.user, "build reports"),
        "base": base(found, TAB),
    }
    return pages.render(request, "findings/staff_report.html", context)


@duty("read answers")
@reading
def draft(request: HttpRequest, code: str) -> HttpResponse:
    """The report as it would read now; every number opens its answers."""
    found = consultations.consultation(code)
    context = _shown(request, found, content.gather(found)) | {
        "is_draft": True,
        "title": _("Draft of the report"),
        "breadcrumbs": crumbs(found, (_("Report"), base(found, TAB))),
    }
    return pages.render(request, "findings/draft.html", context)


@duty("build reports")
@reading
def draft_pdf(request: HttpRequest, code: str) -> HttpResponse:
    """The draft as PDF, to look at on paper: it says that it is one."""
    found = consultations.consultation(code)
    gathered = content.gather(found)
    html = renditions.html_of(gathered, is_draft=True)
    return exports.attachment(f"{found.code}-draft.pdf", renditions.pdf_of(html, gathered), "application/pdf")


@duty("build reports")
@filling_in
def issue(request: HttpRequest, code: str) -> HttpResponse:
    found = consultations.consultation(code)
    may_tell = found.offers_result_mail and duties.holds(request.user, "run consultations")
    form = forms.IssueForm(posted(request), again=queries.issued(found) is not None, may_tell=may_tell)

    def act() -> None:
        by = {"by": actor(request), "now": timezone.now()}
        use_cases.issue_report(consultation=found, why=form.cleaned_data.get("why", ""), **by)
        if form.cleaned_data.get("tell"):
            _tell(request, found, **by)

    consequences = [
        _("Everything in it is gathered and frozen: web page, PDF, open data. That takes up to a minute: please wait."),
        _("Everybody can read it at once."),
        _("It is never edited. Issuing it again makes a new version that says why; both stay readable."),
    ]
    return asked(
        request, form, act, to=base(found, TAB), done=_("The report is issued."), template="ui/confirm.html",
        title=_("Issue the report on “%(title)s”?") % {"title": found.title}, button=_("Issue the report"),
        consequences=consequences, cancel_href=base(found, TAB),
        breadcrumbs=crumbs(found, (_("Report"), base(found, TAB))),
    )  # fmt: skip


def _tell(request: HttpRequest, found: Consultation, **by: Any) -> None:
    """The report is issued, whatever becomes of the e-mails: that none could be sent is said, and undoes nothing."""
    try:
        told = tell_result(consultation=found, **by)
    except Refused as refused:
        messages.warning(request, str(refused))
    else:
        said = ngettext("%(n)s person is told by e-mail.", "%(n)s people are told by e-mail.", told)
        messages.success(request, said % {"n": told})


def _shown(request: HttpRequest, found: Consultation, gathered: dict[str, Any]) -> dict[str, Any]:
    links = StaffLinks(found) if duties.holds(request.user, "read answers") else None
    return {"consultation": found, "report": renditions.readable(gathered, links=links), "links": bool(links)}


# ---- for everybody


@public
@reading
def report(request: HttpRequest, code: str) -> HttpResponse:
    """The report that was issued last, as a page of the site."""
    found = consultations.public_consultation(code)
    issued = queries.issued(found)
    if issued is None:
        raise NotFound(
            _("No report on “%(title)s” was issued yet.") % {"title": found.title},
            remedy=_("The consultation’s page says when a decision is expected."),
        )
    context = _shown(request, found, issued.content) | {
        "publication": issued,
        "versions": queries.report_versions(found),
        "files": queries.files_of(issued),
        "title": issued.title,
        "breadcrumbs": [
            {"text": _("Have your say"), "href": "/consultations/"},
            {"text": found.title, "href": f"/{found.reference}/"},
        ],
    }
    return pages.render(request, "findings/report.html", context, reference=found.reference)


@public
@reading
def frozen_report(request: HttpRequest, code: str) -> HttpResponse:
    """The address under which a report is frozen leads to its page."""
    return redirect(f"/{consultations.public_consultation(code).reference}/report/")


@public
@reading
def finding_address(request: HttpRequest, code: str, finding_code: str) -> HttpResponse:
    """The permanent address of a finding: its page for staff, its place in the report for everybody else."""
    if duties.holds(request.user, "read answers"):
        return redirect(f"/staff/consultations/{code}/findings/{finding_code}/")
    found = consultations.public_consultation(code)
    issued = queries.issued(found)
    if issued is None or finding_code not in {one["code"] for one in issued.content["findings"]}:
        raise NotFound(_("No such finding was published."))
    return redirect(f"/{found.reference}/report/#{finding_code}")
