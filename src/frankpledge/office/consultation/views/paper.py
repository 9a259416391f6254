"""The questionnaire on paper: for anybody once it is published, and for staff before, with a code for each copy."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from frankpledge.office.consultation import paper, printing, queries, use_cases
from frankpledge.office.consultation.building_forms import CopiesForm, ReturnAddressForm
from frankpledge.office.consultation.languages import own_name
from frankpledge.office.consultation.models import Admission, Consultation, Section
from frankpledge.office.errors import NotFound
from frankpledge.office.people import duties
from frankpledge.office.people.access import duty, public
from frankpledge.office.ui import exports, pages

from .asking import form_context, home, steps
from .building import actor, fill_in, filling_in, posted, reading
from .run import spoken

PDF = "application/pdf"
read_only = require_http_methods(["GET", "HEAD"])


def _sizes(address: str, language: str) -> list[dict[str, str]]:
    """The four ways in which one copy can be had: as page and as PDF, in usual and in large print."""
    usual, large = {"lang": language}, {"lang": language, "size": "large"}
    return [
        {"text": _("to print from the browser"), "href": f"{address}?{urlencode(usual)}"},
        {"text": _("PDF"), "href": f"{address}questionnaire.pdf?{urlencode(usual)}"},
        {"text": _("large print, from the browser"), "href": f"{address}?{urlencode(large)}"},
        {"text": _("large print, PDF"), "href": f"{address}questionnaire.pdf?{urlencode(large)}"},
    ]


def _offered(found: Consultation, base: str, sections: list[Section]) -> list[dict[str, Any]]:
    """Each section, with each language and size in which it can be had."""
    languages = [("", _("Original")), *((code, own_name(code)) for code in found.languages)]
    return [
        {
            "section": section,
            "languages": [(code, name, _sizes(f"{base}{section.code}/", code)) for code, name in languages],
        }
        for section in sections
    ]


def _open_sections(found: Consultation) -> list[Section]:
    """Sections whose paper version anybody may print; where a code admits, staff hand the copies out."""
    return [section for section in found.sections.all() if section.admission == Admission.OPEN]


def _asked_copy(request: HttpRequest, found: Consultation, section: Section) -> queries.PaperCopy:
    language, large = request.GET.get("lang", ""), request.GET.get("size") == "large"
    return queries.paper_copy(found, section, language=language, large=large)


def _page(request: HttpRequest, copy: queries.PaperCopy, back: str, pdf: str, sheets: list[str]) -> HttpResponse:
    with spoken(copy.texts.language):
        context = {"copy": copy, "sheets": sheets, "back": back, "pdf": pdf, "lines": range(20)}
        context["language"] = copy.texts.language or "en-gb"
        return pages.render(request, "consultation/paper/page.html", context)


def _file_name(copy: queries.PaperCopy) -> str:
    parts = [copy.consultation.code, copy.section.code, copy.texts.language, "large" if copy.large else ""]
    return "-".join(part for part in parts if part) + ".pdf"


@public
@read_only
def papers(request: HttpRequest, code: str) -> HttpResponse:
    """Where to get the questionnaire on paper."""
    found = queries.public_consultation(code)
    context = {
        "consultation": found,
        "offered": _offered(found, f"/{found.reference}/paper/", _open_sections(found)),
        "languages": bool(found.languages),
        "email": queries.return_email(),
        "title": _("Answer on paper: %(title)s") % {"title": found.title},
        "is_open": queries.state_of(found, timezone.now()).value in ("open", "upcoming"),
    }
    return pages.render(request, "consultation/papers.html", context)


def _public_copy(request: HttpRequest, code: str, section_code: str) -> queries.PaperCopy:
    found = queries.public_consultation(code)
    section = next((one for one in _open_sections(found) if one.code == section_code), None)
    if section is None:
        raise NotFound(_("There is no paper version “%(code)s”.") % {"code": section_code})
    return _asked_copy(request, found, section)


@public
@read_only
def public_paper(request: HttpRequest, code: str, section_code: str) -> HttpResponse:
    copy = _public_copy(request, code, section_code)
    pdf = f"questionnaire.pdf?{request.GET.urlencode()}"
    return _page(request, copy, f"/{copy.consultation.reference}/paper/", pdf, [""])


@public
@read_only
def public_paper_pdf(request: HttpRequest, code: str, section_code: str) -> HttpResponse:
    copy = _public_copy(request, code, section_code)
    with spoken(copy.texts.language):
        pdf = printing.kept_pdf_of(copy)
    return exports.attachment(_file_name(copy), pdf, PDF)


@duty("read answers")
@reading
def staff_papers(request: HttpRequest, code: str) -> HttpResponse:
    """Paper versions before and after publication, copies with codes, and where they go back to."""
    found = queries.consultation(code)
    context = {
        "consultation": found,
        "offered": _offered(found, f"{home(found)}paper/", list(found.sections.all())),
        "title": _("On paper"),
        "breadcrumbs": steps(found),
        "may_run": duties.holds(request.user, "run consultations"),
    }
    return pages.render(request, "consultation/staff/papers.html", context)


@duty("run consultations")
@filling_in
def return_address(request: HttpRequest, code: str) -> HttpResponse:
    found = queries.consultation(code)
    form = ReturnAddressForm(posted(request), initial={"address": found.return_address})
    there = f"{home(found)}paper/"
    context = form_context(found, _("Where paper copies are sent back to"), cancel_href=there)

    def act() -> None:
        address = form.cleaned_data["address"]
        use_cases.set_return_address(consultation=found, address=address, by=actor(request), now=timezone.now())
        messages.success(request, _("The return address is kept."))

    return fill_in(request, form, act, context, lambda _kept: there)


@duty("read answers")
@reading
def staff_paper(request: HttpRequest, code: str, section_code: str) -> HttpResponse:
    found = queries.consultation(code)
    copy = _asked_copy(request, found, queries.section(found, section_code))
    return _page(request, copy, f"{home(found)}paper/", f"questionnaire.pdf?{request.GET.urlencode()}", [""])


@duty("read answers")
@reading
def staff_paper_pdf(request: HttpRequest, code: str, section_code: str) -> HttpResponse:
    found = queries.consultation(code)
    copy = _asked_copy(request, found, queries.section(found, section_code))
    with spoken(copy.texts.language):
        pdf = printing.pdf_of(copy, printing.html_of(copy))
    return exports.attachment(_file_name(copy), pdf, PDF)


@duty("enter responses")
@filling_in
def copies(request: HttpRequest, code: str, section_code: str) -> HttpResponse:
    """Copies to hand out, each with a code of its own, so that no copy is keyed in twice."""
    found = queries.consultation(code)
    section = queries.section(found, section_code)
    if found.published_at is None:
        messages.warning(request, _("It is a draft: copies are printed once it is published."))
        return HttpResponseRedirect(f"{home(found)}paper/")
    form = CopiesForm(posted(request), languages=found.languages)
    if request.method == "POST" and form.is_valid():
        return _copies_made(request, found, section, form)
    title = _("Copies with codes: %(section)s") % {"section": section.title}
    intro = _("Each copy carries a code. Whoever keys it in types the code, and the same copy is not taken twice.")
    context = form_context(found, title, intro=intro, form=form, button=_("Make copies"))
    context["cancel_href"] = f"{home(found)}paper/"
    status = 422 if request.method == "POST" else 200
    return pages.render(request, "consultation/staff/form.html", context, status=status)


def _copies_made(request: HttpRequest, found: Consultation, section: Section, form: CopiesForm) -> HttpResponse:
    given = form.cleaned_data
    copy = queries.paper_copy(found, section, language=given["language"], large=given["large"])
    sheets = paper.new_sheet_codes(given["how_many"])
    if given["kind"] == "page":
        return _page(request, copy, f"{home(found)}paper/", "", sheets)
    with spoken(copy.texts.language):
        pdf = printing.pdf_of(copy, printing.html_of(copy, sheets))
    return exports.attachment(_file_name(copy), pdf, PDF)
