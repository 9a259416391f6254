"""Staff make a consultation: its questionnaire, its dates, its publication."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from frankpledge.office.consultation import queries, use_cases
from frankpledge.office.consultation.building_forms import ConsultationForm, ConsultationsFilter, PublishForm
from frankpledge.office.consultation.checklist import Basis
from frankpledge.office.consultation.models import Consultation
from frankpledge.office.consultation.queries.overview import StaffRow
from frankpledge.office.consultation.staff_forms import ExtendForm
from frankpledge.office.errors import Refused
from frankpledge.office.people import duties
from frankpledge.office.people.access import duty
from frankpledge.office.people.models import Person
from frankpledge.office.ui import pages
from frankpledge.office.ui.forms import add_refusal
from frankpledge.office.ui.tables import Column, Link, Table

LIST = "/staff/consultations/"
reading = require_http_methods(["GET", "HEAD"])
filling_in = require_http_methods(["GET", "HEAD", "POST"])


def actor(request: HttpRequest) -> Person:
    """Who acts: the access markers let nobody through to these views who is not signed in."""
    return cast(Person, request.user)


def posted(request: HttpRequest) -> Any:
    """What was sent, even when it is empty; None when nothing was sent."""
    return request.POST if request.method == "POST" else None


def base(consultation: Consultation) -> str:
    return f"{LIST}{consultation.code}/"


def crumbs(consultation: Consultation | None = None, *more: str) -> list[dict[str, str]]:
    path = [{"text": _("Consultations"), "href": LIST}]
    if consultation:
        path.append({"text": consultation.title, "href": base(consultation)})
    return path + [{"text": text, "href": ""} for text in more]


def fill_in(
    request: HttpRequest, form: Any, act: Callable[[], Any], context: dict[str, Any], onward: Callable[[Any], str]
) -> HttpResponse:
    """A page that is a form: drawn, sent, refused with a reason, or done."""
    if request.method == "POST" and form.is_valid():
        try:
            return HttpResponseRedirect(onward(act()))
        except Refused as refused:
            if refused.status == 403:
                raise
            add_refusal(form, refused)
    status = 422 if request.method == "POST" else 200
    template = context.get("template", "consultation/staff/form.html")
    return pages.render(request, template, context | {"form": form}, status=status)


@duty("read answers")
@reading
def consultations(request: HttpRequest) -> HttpResponse:
    form = ConsultationsFilter(request.GET)
    given = form.cleaned_data if form.is_valid() else {}
    wanted = queries.WantedConsultations(given.get("q", ""), given.get("state", ""), given.get("subject", ""))
    found = queries.staff_consultations(timezone.now(), wanted, request.GET.get("page"))
    empty = _("No consultation fits these filters.") if wanted else _("There is no consultation yet.")
    context = {
        "title": _("Consultations"),
        "table": _table_of(found.items, empty),
        "page": found,
        "form": form,
        "clear_href": LIST if wanted else "",
        "any": bool(found.total or wanted),
        "may_run": duties.holds(request.user, "run consultations"),
    }
    return pages.render(request, "consultation/staff/consultations.html", context)


def _table_of(rows: Sequence[StaffRow], empty: str) -> Table:
    columns = [
        Column(_("Consultation")),
        Column(_("Where it stands")),
        Column(_("About")),
        Column(_("Responses sent"), number=True),
        Column(_("Begun, not sent"), number=True),
        Column(_("Themes accepted"), number=True),
        Column(_("Suggested"), number=True),
    ]
    cells = [
        [
            Link(row.standing.consultation.title, row.href),
            row.standing.words,
            row.subject,
            row.sent,
            row.begun,
            row.accepted_themes,
            row.suggested_themes,
        ]
        for row in rows
    ]
    return Table(_("Consultations"), columns, cells, caption_hidden=True, empty=empty)


@duty("run consultations")
@filling_in
def begin(request: HttpRequest) -> HttpResponse:
    form = ConsultationForm(posted(request))
    context = {
        "title": _("A new consultation"),
        "cancel_href": LIST,
        "breadcrumbs": crumbs(),
        "button": _("Save as draft"),
    }

    def act() -> Consultation:
        code, said = form.cleaned_data["code"], form.particulars()
        return use_cases.create_consultation(code=code, particulars=said, by=actor(request), now=timezone.now())

    return fill_in(request, form, act, context, base)


@duty("read answers")
@reading
def consultation(request: HttpRequest, code: str) -> HttpResponse:
    page = queries.staff_page(code, timezone.now())
    context = {
        "page": page,
        "consultation": page.consultation,
        "title": page.consultation.title,
        "breadcrumbs": crumbs(),
        "may_run": duties.holds(request.user, "run consultations"),
        "may_clear": duties.holds(request.user, "approve verbatims"),
    }
    return pages.render(request, "consultation/staff/consultation.html", context)


@duty("run consultations")
@filling_in
def edit(request: HttpRequest, code: str) -> HttpResponse:
    found = queries.consultation(code)
    form = ConsultationForm(posted(request), consultation=found)
    context: dict[str, Any] = {"title": _("Change the consultation"), "cancel_href": base(found)}
    context |= {"breadcrumbs": crumbs(found), "consultation": found}

    def act() -> Consultation:
        said = form.particulars()
        return use_cases.edit_consultation(consultation=found, particulars=said, by=actor(request), now=timezone.now())

    return fill_in(request, form, act, context, base)


@duty("run consultations")
@filling_in
def publish(request: HttpRequest, code: str) -> HttpResponse:
    """Ask before its questions are frozen, and say what the checklist lacks."""
    now = timezone.now()
    page = queries.staff_page(code, now)
    found = page.consultation
    missing = queries.checklist.missing(found, "opening")
    binding = any(row.item.basis is Basis.STATUTE for row in missing)
    form = PublishForm(posted(request), nevertheless=binding)
    if request.method == "POST" and (form.is_valid() or page.gaps or found.published_at):
        use_cases.publish_consultation(
            consultation=found,
            missing=[row.item.code for row in missing],
            why=form.data.get("why", ""),
            by=actor(request),
            now=now,
        )
        messages.success(request, _("“%(title)s” is published.") % {"title": found.title})
        return HttpResponseRedirect(base(found))
    context = {
        "title": _("Publish “%(title)s”?") % {"title": found.title},
        "consequences": _consequences(page),
        "gaps": page.gaps,
        "missing": missing,
        "form": form,
        "button": _("Publish"),
        "cancel_href": base(found),
        "breadcrumbs": crumbs(found),
        "consultation": found,
    }
    status = 422 if request.method == "POST" else 200
    return pages.render(request, "consultation/staff/publish.html", context, status=status)


def _consequences(page: queries.StaffPage) -> list[str]:
    said = [
        _("Its sections and questions can no longer be changed. They are kept as version 1."),
        _("Anybody can answer it from the start of its first day to the end of its last."),
    ]
    if page.past:
        said.append(_("Its closing day is past: nobody can answer it here. Responses can be brought in."))
    return said


@duty("run consultations")
@filling_in
def extend(request: HttpRequest, code: str) -> HttpResponse:
    found = queries.consultation(code)
    form = ExtendForm(posted(request))
    context: dict[str, Any] = {"title": _("Keep it open for longer"), "cancel_href": base(found)}
    context |= {"breadcrumbs": crumbs(found), "consultation": found}

    def act() -> Consultation:
        given = form.cleaned_data
        return use_cases.extend_consultation(consultation=found, **given, by=actor(request), now=timezone.now())

    return fill_in(request, form, act, context, base)
