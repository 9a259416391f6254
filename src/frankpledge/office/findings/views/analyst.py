"""Work with an outside analyst: answers go out under random identifiers, codes come back."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from frankpledge.office.consultation import queries as consultations
from frankpledge.office.consultation.models import Consultation
from frankpledge.office.errors import NotAllowed, Refused
from frankpledge.office.findings import forms, queries
from frankpledge.office.findings.outside.codes import Reading
from frankpledge.office.findings.use_cases import analyst as use_cases
from frankpledge.office.people import duties
from frankpledge.office.people.access import duty
from frankpledge.office.ui import exports, pages
from frankpledge.office.ui.forms import add_refusal
from frankpledge.office.ui.tables import Column, Table
from frankpledge.office.ui.words import count

from .shared import actor, asked, base, crumbs, filling_in, posted, reading

TAB = "report/analyst/"


def _crumbs(found: Consultation) -> list[dict[str, str]]:
    return crumbs(found, (_("Report"), base(found, "report/")), (_("Outside analyst"), base(found, TAB)))


@duty("code answers")
@reading
def analyst(request: HttpRequest, code: str) -> HttpResponse:
    found = consultations.consultation(code)
    context = {
        "page": queries.analyst_page(found), "consultation": found, "title": _("Outside analyst"),
        "breadcrumbs": crumbs(found, (_("Report"), base(found, "report/"))), "base": base(found, TAB),
    }  # fmt: skip
    return pages.render(request, "findings/analyst.html", context)


@duty("code answers")
@filling_in
def give_out(request: HttpRequest, code: str) -> HttpResponse:
    """Make an export; the answer to the form is the file itself, which is kept nowhere."""
    found = consultations.consultation(code)
    page = queries.analyst_page(found)
    with_equality = found.asks_equality and duties.holds(request.user, "read equality results")
    form = forms.GiveOutForm(posted(request), questions=page.questions, with_equality=with_equality)
    if request.method == "POST" and form.is_valid():
        try:
            given = use_cases.give_out(
                consultation=found, by=actor(request), now=timezone.now(), **form.asked(page.questions)
            )
            return exports.attachment(given.file_name, given.data, "application/zip")
        except NotAllowed:
            raise
        except Refused as refused:
            add_refusal(form, refused)
    context = {
        "form": form, "title": _("Give answers to an outside analyst"), "button": _("Make the file"),
        "cancel_href": base(found, TAB), "breadcrumbs": _crumbs(found),
        "intro": _("The file holds answers without direct identifiers, under random identifiers, with the code frame. "
                   "Answers kept apart are not in it. It is made once and kept nowhere: only which identifier stands "
                   "for which response is kept here."),
    }  # fmt: skip
    return pages.render(request, "ui/form_page.html", context, status=422 if form.errors else 200)


@duty("code answers")
@filling_in
def take_in(request: HttpRequest, code: str, export_code: str) -> HttpResponse:
    """Send a file of codes: it is looked at first, and taken in only when somebody says so."""
    found = consultations.consultation(code)
    export = queries.export_of(found, export_code)
    form = forms.TakeInForm(posted(request), request.FILES if request.method == "POST" else None, export=export)
    context: dict[str, Any] = {
        "form": form, "title": _("Bring codes of export %(code)s back") % {"code": export.code}, "export": export,
        "consultation": found, "breadcrumbs": _crumbs(found), "cancel_href": base(found, TAB),
        "button": _("Take the codes in"),
    }  # fmt: skip
    if request.method != "POST" or not form.is_valid():
        return pages.render(request, "findings/take_in.html", context, status=422 if form.errors else 200)
    sent = form.cleaned_data["file"]
    data = sent.read()
    if "preview" in request.POST:
        return _previewed(request, context, form, data, sent.name)

    def act() -> Any:
        return use_cases.take_in_codes(
            export=export, data=data, file_name=sent.name, analyst=form.cleaned_data["analyst"], by=actor(request),
            now=timezone.now(), without_rejected=form.cleaned_data["without_rejected"],
        )  # fmt: skip

    done = _("The codes are taken in. They can be taken back together.")
    return asked(request, form, act, to=base(found, TAB), done=done, **{
        "template": "findings/take_in.html", **{name: value for name, value in context.items() if name != "form"}
    })  # fmt: skip


def _previewed(request: HttpRequest, context: dict[str, Any], form: Any, data: bytes, name: str) -> HttpResponse:
    try:
        seen = use_cases.read_codes(export=context["export"], data=data, file_name=name)
    except Refused as refused:
        add_refusal(form, refused)
        return pages.render(request, "findings/take_in.html", context, status=422)
    more = {"seen": seen, "said": _said(seen), "rejects": _rejects(seen) if seen.rejects else None}
    return pages.render(request, "findings/take_in.html", context | more)


def _said(seen: Reading) -> list[str]:
    would = ngettext("%(n)s code would be taken in.", "%(n)s codes would be taken in.", len(seen.pairs))
    said = [would % {"n": count(len(seen.pairs))}]
    if seen.repeated:
        said.append(_("Given twice, and taken once: %(n)s.") % {"n": count(seen.repeated)})
    if seen.empty:
        said.append(_("Rows without a theme: %(n)s.") % {"n": count(seen.empty)})
    if seen.rejects:
        said.append(_("Rows that can't be used: %(n)s.") % {"n": count(len(seen.rejects))})
    return said


def _rejects(seen: Reading) -> Table:
    columns = [Column(_("Row"), number=True), Column(_("Column")), Column(_("Reason"))]
    rows = [[one.row, one.column, one.reason] for one in seen.rejects[:200]]
    return Table(_("Rows that can't be used"), columns, rows, row_heads=False)


@duty("code answers")
@filling_in
def undo(request: HttpRequest, code: str, key: int) -> HttpResponse:
    found = consultations.consultation(code)
    batch = queries.import_of(found, key)
    form = forms.WhyForm(posted(request), needed=True, label=_("Why the codes are taken back"))

    def act() -> int:
        return use_cases.undo_codes(batch=batch, why=form.cleaned_data["why"], by=actor(request), now=timezone.now())

    return asked(
        request, form, act, to=base(found, TAB), done=_("The codes are taken back."), template="ui/confirm.html",
        title=_("Take back the codes of “%(file)s”?") % {"file": batch.file_name}, button=_("Take them back"),
        consequences=[
            _("All codes of this file that still hold are ended. What people decided since stays as it is."),
            _("Findings that counted them say something else then."),
        ],
        cancel_href=base(found, TAB), breadcrumbs=_crumbs(found), danger=True,
    )  # fmt: skip
