"""What the views of this room share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from frankpledge.office.consultation import queries as consultations
from frankpledge.office.consultation.models import Consultation, Question, Theme
from frankpledge.office.errors import Refused
from frankpledge.office.people.models import Person
from frankpledge.office.ui import pages
from frankpledge.office.ui.forms import add_refusal

reading = require_http_methods(["GET", "HEAD"])
filling_in = require_http_methods(["GET", "HEAD", "POST"])
DUTY = "code answers"


def actor(request: HttpRequest) -> Person:
    return cast(Person, request.user)


def posted(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def home(consultation: Consultation) -> str:
    return f"/staff/consultations/{consultation.code}/coding/"


def crumbs(consultation: Consultation, *more: tuple[str, str]) -> list[dict[str, str]]:
    base = f"/staff/consultations/{consultation.code}/"
    path = [
        {"text": _("Consultations"), "href": "/staff/consultations/"},
        {"text": consultation.title, "href": base},
        {"text": _("Coding"), "href": f"{base}coding/"},
    ]
    return path + [{"text": text, "href": href} for text, href in more]


def asked(request: HttpRequest, code: str) -> tuple[Consultation, Question]:
    """The consultation, and the question named in the address or the form (or the first answered in words)."""
    found = consultations.consultation(code)
    named = request.POST.get("question") or request.GET.get("question") or ""
    return found, consultations.free_question(found, named)


def chosen_themes(request: HttpRequest, question: Question) -> list[Theme]:
    """The themes ticked, in the order ticked. Raises NotFound."""
    codes = dict.fromkeys(request.POST.getlist("theme"))
    return [consultations.theme(question.consultation.code, code) for code in codes if code]


def try_it(request: HttpRequest, act: Callable[[], Any], done: str = "") -> Any:
    """Do it, and say so; or say why not on the page that one goes back to. None when it was refused."""
    try:
        made = act()
    except Refused as refused:
        if refused.status == 403:
            raise
        messages.error(request, " ".join(part for part in (str(refused), str(refused.remedy or "")) if part))
        return None
    if done:
        messages.success(request, done)
    return made


def fill_in(
    request: HttpRequest,
    form: Any,
    act: Callable[[], Any],
    context: dict[str, Any],
    onward: Callable[[Any], str],
    template: str = "ui/form_page.html",
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
    return pages.render(request, template, context | {"form": form}, status=status)
