"""Staff make a consultation: its questionnaire, its dates, its publication."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from frankpledge.office.consultation import queries, use_cases
from frankpledge.office.consultation.forms import AnswerForm
from frankpledge.office.consultation.models import Consultation
from frankpledge.office.consultation.staff_forms import ConsultationForm, ExtendForm, QuestionForm, SectionDetailsForm
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
    return pages.render(request, "ui/form_page.html", context | {"form": form}, status=status)


@duty("read answers")
@reading
def consultations(request: HttpRequest) -> HttpResponse:
    rows = queries.staff_consultations(timezone.now())
    columns = [
        Column(_("Consultation")),
        Column(_("Where it stands")),
        Column(_("Responses sent"), number=True),
        Column(_("Begun, not sent"), number=True),
        Column(_("Themes accepted"), number=True),
        Column(_("Suggested"), number=True),
    ]
    cells = [
        [
            Link(row.standing.consultation.title, row.href),
            row.standing.words,
            row.sent,
            row.begun,
            row.accepted_themes,
            row.suggested_themes,
        ]
        for row in rows
    ]
    table = Table(_("Consultations"), columns, cells, caption_hidden=True, empty=_("There is no consultation yet."))
    context = {"title": _("Consultations"), "table": table, "may_run": duties.holds(request.user, "run consultations")}
    return pages.render(request, "consultation/staff/consultations.html", context)


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
    context = {"title": _("Change the consultation"), "cancel_href": base(found), "breadcrumbs": crumbs(found)}

    def act() -> Consultation:
        said = form.particulars()
        return use_cases.edit_consultation(consultation=found, particulars=said, by=actor(request), now=timezone.now())

    return fill_in(request, form, act, context, base)


@duty("run consultations")
@filling_in
def add_section(request: HttpRequest, code: str) -> HttpResponse:
    found = queries.consultation(code)
    form = SectionDetailsForm(posted(request))
    context = {"title": _("Add a section"), "cancel_href": base(found), "breadcrumbs": crumbs(found)}

    def act() -> Any:
        given = form.cleaned_data
        return use_cases.add_section(consultation=found, **given, by=actor(request), now=timezone.now())

    return fill_in(request, form, act, context, lambda _made: f"{base(found)}#sections")


@duty("run consultations")
@filling_in
def edit_section(request: HttpRequest, code: str, section_code: str) -> HttpResponse:
    found = queries.consultation(code)
    section = queries.section(found, section_code)
    form = SectionDetailsForm(posted(request), section=section)
    context = {"title": _("Change the section"), "cancel_href": base(found), "breadcrumbs": crumbs(found)}

    def act() -> Any:
        given = form.cleaned_data
        return use_cases.edit_section(section=section, **given, by=actor(request), now=timezone.now())

    return fill_in(request, form, act, context, lambda _made: f"{base(found)}#sections")


@duty("run consultations")
@require_POST
def change_section(request: HttpRequest, code: str, section_code: str) -> HttpResponse:
    """Move a section up or down, or take it away."""
    found = queries.consultation(code)
    section = queries.section(found, section_code)
    now = timezone.now()
    if request.POST.get("act") == "remove":
        use_cases.remove_section(section=section, by=actor(request), now=now)
        messages.success(request, _("The section “%(title)s” was taken away.") % {"title": section.title})
    else:
        use_cases.move_section(section=section, places=_places(request), by=actor(request), now=now)
    return HttpResponseRedirect(f"{base(found)}#sections")


def _places(request: HttpRequest) -> int:
    return -1 if request.POST.get("act") == "up" else 1


@duty("run consultations")
@filling_in
def add_question(request: HttpRequest, code: str) -> HttpResponse:
    found = queries.consultation(code)
    form = QuestionForm(posted(request), sections=list(found.sections.all()))
    context = {"title": _("Add a question"), "cancel_href": base(found), "breadcrumbs": crumbs(found)}

    def act() -> Any:
        said = form.wording_given()
        return use_cases.add_question(consultation=found, wording=said, by=actor(request), now=timezone.now())

    return fill_in(request, form, act, context, lambda _made: f"{base(found)}#questions")


@duty("run consultations")
@filling_in
def edit_question(request: HttpRequest, code: str, question_code: str) -> HttpResponse:
    found = queries.consultation(code)
    question = queries.question(found, question_code)
    form = QuestionForm(posted(request), sections=list(found.sections.all()), question=question)
    context = {"title": _("Change the question"), "cancel_href": base(found), "breadcrumbs": crumbs(found)}

    def act() -> Any:
        said = form.wording_given()
        return use_cases.edit_question(question=question, wording=said, by=actor(request), now=timezone.now())

    return fill_in(request, form, act, context, lambda _made: f"{base(found)}#questions")


@duty("run consultations")
@require_POST
def change_question(request: HttpRequest, code: str, question_code: str) -> HttpResponse:
    """Move a question up or down, or take it away."""
    found = queries.consultation(code)
    question = queries.question(found, question_code)
    now = timezone.now()
    if request.POST.get("act") == "remove":
        use_cases.remove_question(question=question, by=actor(request), now=now)
        messages.success(request, _("The question “%(code)s” was taken away.") % {"code": question.code})
    else:
        use_cases.move_question(question=question, places=_places(request), by=actor(request), now=now)
    return HttpResponseRedirect(f"{base(found)}#questions")


@duty("read answers")
@reading
def preview(request: HttpRequest, code: str) -> HttpResponse:
    """All questions as they will be drawn, on one page; nothing can be sent."""
    found = queries.consultation(code)
    forms = [
        {"question": one, "section": one.section, "form": AnswerForm(one), "number": at}
        for at, one in enumerate(found.questions.all(), 1)
    ]
    for drawn in forms:
        drawn["form"].auto_id = f"id_{drawn['number']}_%s"  # type: ignore[union-attr]
    context = {"title": _("Preview"), "consultation": found, "drawn": forms, "breadcrumbs": crumbs(found)}
    return pages.render(request, "consultation/staff/preview.html", context)


@duty("run consultations")
@filling_in
def publish(request: HttpRequest, code: str) -> HttpResponse:
    """Ask before its questions are frozen."""
    now = timezone.now()
    page = queries.staff_page(code, now)
    found = page.consultation
    if request.method == "POST":
        use_cases.publish_consultation(consultation=found, by=actor(request), now=now)
        messages.success(request, _("“%(title)s” is published.") % {"title": found.title})
        return HttpResponseRedirect(base(found))
    consequences = [
        _("Its sections and questions can no longer be changed."),
        _("Anybody can answer it from the start of its first day to the end of its last."),
    ]
    if page.past:
        consequences.append(_("Its closing day is past: nobody can answer it here. Responses can be brought in."))
    context = {
        "title": _("Publish “%(title)s”?") % {"title": found.title},
        "consequences": consequences,
        "gaps": page.gaps,
        "button": _("Publish"),
        "cancel_href": base(found),
        "breadcrumbs": crumbs(found),
        "consultation": found,
    }
    return pages.render(request, "consultation/staff/publish.html", context)


@duty("run consultations")
@filling_in
def extend(request: HttpRequest, code: str) -> HttpResponse:
    found = queries.consultation(code)
    form = ExtendForm(posted(request))
    context = {"title": _("Keep it open for longer"), "cancel_href": base(found), "breadcrumbs": crumbs(found)}

    def act() -> Consultation:
        given = form.cleaned_data
        return use_cases.extend_consultation(consultation=found, **given, by=actor(request), now=timezone.now())

    return fill_in(request, form, act, context, base)
