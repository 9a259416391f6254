"""Pages of delivery. One call in, one page out."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from frankpledge.office.errors import Refused
from frankpledge.office.people.access import duty, personal_link, public
from frankpledge.office.ui import pages
from frankpledge.office.ui.forms import add_refusal
from frankpledge.office.ui.words import page_url

from . import forms, queries, use_cases
from .models import UpdateRequest

OVERVIEW = "delivery:overview"


@public
@require_safe
def update(request: HttpRequest, plan: str, commitment: str, period: str, number: int) -> HttpResponse:
    page = queries.update_page(plan, commitment, period, number)
    return pages.render(request, "delivery/update.html", page, reference=page["update"].reference)


@duty("read staff pages")
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    page = queries.overview_page(request.GET, person=request.user, now=timezone.now())
    return pages.render(request, "delivery/overview.html", page)


@duty("ask for updates")
@require_http_methods(["GET", "HEAD", "POST"])
def ask_for_updates(request: HttpRequest) -> HttpResponse:
    form = forms.AskForm(request.POST if request.method == "POST" else None, plans=queries.plans_to_report_on())
    if request.method == "POST" and form.is_valid():
        try:
            told = _ask(request, **form.cleaned_data)
        except Refused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, told)
            return redirect(OVERVIEW)
    context = {
        "form": form, "title": _("Ask for updates"), "button": _("Ask the leads"),
        "cancel_href": "/staff/delivery/", "has_plan": queries.plans_to_report_on().exists(),
    }  # fmt: skip
    return pages.render(request, "delivery/ask.html", context, status=422 if form.errors else 200)


def _ask(request: HttpRequest, *, send_links: bool, **given: Any) -> str:
    asked = use_cases.ask_for_updates(**given, by=request.user, now=timezone.now())  # type: ignore[arg-type]
    told = queries.asked_in_words(asked)
    if send_links:
        open_ones = queries.requests_without_update(given["plan"], given["period"])
        sent = use_cases.send_personal_links(requests=open_ones, by=request.user, now=timezone.now())  # type: ignore[arg-type]
        told = f"{told} {queries.sent_in_words(sent)}"
    return told


@duty("ask for updates")
@require_POST
def send_personal_link(request: HttpRequest, request_id: int) -> HttpResponse:
    asked = queries.update_request(request_id)
    use_cases.send_personal_link(request=asked, by=request.user, now=timezone.now())  # type: ignore[arg-type]
    messages.success(request, _("A personal link is on its way to the holder of “%(post)s”.") % {"post": asked.post})
    return redirect(OVERVIEW)


@duty("write updates")
@require_http_methods(["GET", "HEAD", "POST"])
def write_update(request: HttpRequest, request_id: int) -> HttpResponse:
    asked = queries.update_request(request_id, for_person=request.user, today=timezone.localdate())  # type: ignore[arg-type]
    return _write(request, asked, person=request.user, by_link=False)


@personal_link
@sensitive_variables("token")
@require_http_methods(["GET", "HEAD", "POST"])
def write_update_by_link(request: HttpRequest, token: str) -> HttpResponse:
    asked = queries.request_behind_link(token, now=timezone.now())
    return _write(request, asked, person=asked.token_person, by_link=True)


def _write(request: HttpRequest, asked: UpdateRequest, *, person: Any, by_link: bool) -> HttpResponse:
    page = queries.write_page(asked)
    posted = request.POST if request.method == "POST" else None
    form = forms.UpdateForm(posted, initial=page["initial"], confidence_before=page["confidence_before"])
    if posted is not None and form.is_valid():
        words = {"confidence_reason": "", **form.cleaned_data}
        act = use_cases.save_draft if "save" in posted else use_cases.submit_update
        try:
            written = act(request=asked, **words, by=person, now=timezone.now(), by_link=by_link)
        except queries.LinkClosed:
            raise
        except Refused as refused:
            add_refusal(form, refused)
        else:
            return _written(request, written, kept_as_draft="save" in posted)
    template = "delivery/write_by_link.html" if by_link else "delivery/write.html"
    return pages.render(request, template, {**page, "form": form}, status=200 if posted is None else 422)


def _written(request: HttpRequest, update: Any, *, kept_as_draft: bool) -> HttpResponse:
    if kept_as_draft:
        messages.success(request, _("Your draft is kept. It is not sent yet."))
        return redirect(request.path)
    messages.success(request, _("Your update is sent. Thank you."))
    return redirect(page_url(update.reference))
