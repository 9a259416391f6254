"""The clerk's pages: planning a meeting, keeping its minutes; and the office's answers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from frankpledge.office.errors import Refused
from frankpledge.office.people.access import duty
from frankpledge.office.people.queries import office_or_none
from frankpledge.office.scrutiny import forms, queries, rules, use_cases
from frankpledge.office.scrutiny.use_cases import Point
from frankpledge.office.ui import pages
from frankpledge.office.ui.forms import add_refusal

GET_OR_POST = ["GET", "HEAD", "POST"]


def _form_page(
    request: HttpRequest,
    form: Any,
    act: Callable[[dict[str, Any]], str],
    *,
    title: str,
    button: str,
    back: str,
    **more: Any,
) -> HttpResponse:
    """Show a form; when it is sent and its act succeeds, go where the act says."""
    if request.method == "POST" and form.is_valid():
        try:
            href = act(form.cleaned_data)
        except Refused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, _("Saved."))
            return redirect(href)
    context = {"form": form, "title": title, "button": button, "cancel_href": back, **more}
    status = 422 if request.method == "POST" else 200
    return pages.render(request, more.get("template", "ui/form_page.html"), context, status=status)


def _posted(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _address(row: Any) -> str:
    return f"/{row.reference}/"


@duty("keep minutes")
@require_http_methods(GET_OR_POST)
def plan_meeting(request: HttpRequest) -> HttpResponse:
    form = forms.MeetingForm(_posted(request), names=queries.body_names(office_or_none()))

    def act(given: dict[str, Any]) -> str:
        return _address(use_cases.plan_meeting(**given, by=request.user, now=timezone.now()))  # type: ignore[arg-type]

    recent = queries.meetings_page({}, today=timezone.localdate())
    return _form_page(
        request, form, act, title=_("Plan a meeting"), button=_("Add the meeting"), back="/meetings/",
        template="scrutiny/plan_meeting.html", recent=recent,
    )  # fmt: skip


@duty("keep minutes")
@require_POST
def move_meeting_on(request: HttpRequest, body: str, day: str) -> HttpResponse:
    meeting = queries.find_meeting(body, day)
    use_cases.move_meeting_on(meeting=meeting, to=request.POST.get("to", ""), by=request.user, now=timezone.now())  # type: ignore[arg-type]
    messages.success(request, _("The meeting has moved on."))
    return redirect(_address(meeting))


@duty("keep minutes")
@require_http_methods(GET_OR_POST)
def add_item(request: HttpRequest, body: str, day: str) -> HttpResponse:
    meeting = queries.find_meeting(body, day)

    def act(given: dict[str, Any]) -> str:
        use_cases.add_item(meeting=meeting, **given, by=request.user, now=timezone.now())  # type: ignore[arg-type]
        return _address(meeting)

    form = forms.ItemForm(_posted(request))
    return _form_page(request, form, act, title=_("Add an item"), button=_("Add the item"), back=_address(meeting))


@duty("keep minutes")
@require_http_methods(GET_OR_POST)
def add_paper(request: HttpRequest, pk: int) -> HttpResponse:
    item = queries.item_row(pk)

    def act(given: dict[str, Any]) -> str:
        use_cases.add_paper(item=item, **given, by=request.user, now=timezone.now())  # type: ignore[arg-type]
        return _address(item)

    form = forms.PaperForm(_posted(request))
    return _form_page(request, form, act, title=_("Add a paper"), button=_("Add the paper"), back=_address(item))


@duty("keep minutes")
@require_http_methods(GET_OR_POST)
def record_point(request: HttpRequest, pk: int) -> HttpResponse:
    item = queries.item_row(pk)

    def act(given: dict[str, Any]) -> str:
        use_cases.record_point(item=item, point=Point(**given), by=request.user, now=timezone.now())  # type: ignore[arg-type]
        return _address(item) if "done" in request.POST else request.path

    form = forms.PointForm(_posted(request))
    return _form_page(
        request, form, act, title=_("Minute a point"), button=_("Save and minute another"), back=_address(item)
    )


@duty("keep minutes")
@require_http_methods(GET_OR_POST)
def amend_point(request: HttpRequest, pk: int) -> HttpResponse:
    point = queries.point_row(pk)

    def act(given: dict[str, Any]) -> str:
        use_cases.amend_point(point=point, changed=Point(**given), by=request.user, now=timezone.now())  # type: ignore[arg-type]
        return _address(point.item)

    initial = {"kind": point.kind, "speaker": point.speaker, "text": point.text, "places": "; ".join(point.places)}
    form = forms.PointForm(_posted(request), initial=initial)
    return _form_page(request, form, act, title=_("Amend a point"), button=_("Save"), back=_address(point.item))


@duty("keep minutes")
@require_http_methods(GET_OR_POST)
def record_resolution(request: HttpRequest, pk: int) -> HttpResponse:
    item = queries.item_row(pk)

    def act(given: dict[str, Any]) -> str:
        use_cases.record_resolution(
            item=item,
            **given,
            responding=queries.office_lead(),
            by=request.user,
            now=timezone.now(),  # type: ignore[arg-type]
        )
        return _address(item)

    form = forms.ResolutionForm(_posted(request))
    return _form_page(request, form, act, title=_("Record a resolution"), button=_("Record it"), back=_address(item))


@duty("keep minutes", "raise challenges")
@require_http_methods(GET_OR_POST)
def record_challenge(request: HttpRequest, pk: int) -> HttpResponse:
    item = queries.item_row(pk)

    def act(given: dict[str, Any]) -> str:
        report = queries.latest_report_to(item.meeting)
        row = use_cases.record_challenge(
            item=item, **given, delivery_report=report, addressed_to=queries.office_lead(),
            by=request.user, now=timezone.now(),  # type: ignore[arg-type]
        )  # fmt: skip
        return _address(row)

    initial = {"due": rules.default_due(item.meeting.date)}
    form = forms.ChallengeForm(_posted(request), initial=initial, subjects=queries.subjects())
    return _form_page(request, form, act, title=_("Record a challenge"), button=_("Record it"), back=_address(item))


@duty("answer challenges")
@require_http_methods(GET_OR_POST)
def answer_challenge(request: HttpRequest, pk: int) -> HttpResponse:
    challenge = queries.challenge_row(pk)

    def act(given: dict[str, Any]) -> str:
        return _address(
            use_cases.answer_challenge(challenge=challenge, **given, by=request.user, now=timezone.now())  # type: ignore[arg-type]
        )

    form = forms.AnswerForm(_posted(request))
    return _form_page(
        request, form, act, title=_("Answer a challenge"), button=_("Publish the answer"), back=_address(challenge),
        intro=challenge.text,
    )  # fmt: skip


@duty("answer challenges")
@require_http_methods(GET_OR_POST)
def answer_point(request: HttpRequest, pk: int) -> HttpResponse:
    point = queries.point_row(pk)

    def act(given: dict[str, Any]) -> str:
        return _address(use_cases.answer_point(point=point, **given, by=request.user, now=timezone.now()))  # type: ignore[arg-type]

    form = forms.AnswerForm(_posted(request))
    return _form_page(
        request,
        form,
        act,
        title=_("Answer a point"),
        button=_("Publish the answer"),
        back=_address(point),
        intro=point.text,
    )
