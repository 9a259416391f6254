"""What is owed an answer, the office's answers, and the actions that follow from them."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from frankpledge.office.people.access import duty
from frankpledge.office.scrutiny import forms, queries, use_cases
from frankpledge.office.scrutiny.models import Challenge, MinutePoint
from frankpledge.office.ui import pages

from .steps import GET_OR_POST, address, form_page, posted


@duty("answer challenges", "keep minutes", "raise challenges")
@require_safe
def to_be_answered(request: HttpRequest) -> HttpResponse:
    page = queries.answers_page(request.GET, viewer=request.user, today=timezone.localdate())
    return pages.render(request, "scrutiny/answers.html", page)


@duty("answer challenges")
@require_http_methods(GET_OR_POST)
def answer_challenge(request: HttpRequest, pk: int) -> HttpResponse:
    challenge = queries.challenge_row(pk, viewer=request.user)

    def act(given: dict[str, Any]) -> str:
        return address(
            use_cases.answer_challenge(challenge=challenge, **given, by=request.user, now=timezone.now())  # type: ignore[arg-type]
        )

    return _answer(request, challenge, act, title=_("Answer a challenge"))


@duty("answer challenges")
@require_http_methods(GET_OR_POST)
def answer_point(request: HttpRequest, pk: int) -> HttpResponse:
    point = queries.point_row(pk, viewer=request.user)

    def act(given: dict[str, Any]) -> str:
        return address(use_cases.answer_point(point=point, **given, by=request.user, now=timezone.now()))  # type: ignore[arg-type]

    return _answer(request, point, act, title=_("Answer a point of the minutes"))


def _answer(request: HttpRequest, row: Challenge | MinutePoint, act: Any, *, title: str) -> HttpResponse:
    return form_page(
        request, forms.AnswerForm(posted(request)), act, title=title, button=_("Publish the answer"),
        back=address(row), template="scrutiny/answer_form.html", asked=row.text, done=_("The answer is public."),
    )  # fmt: skip


@duty("manage actions")
@require_http_methods(GET_OR_POST)
def open_action_from_challenge(request: HttpRequest, pk: int) -> HttpResponse:
    return _open_action(request, queries.challenge_row(pk, viewer=request.user))


@duty("manage actions")
@require_http_methods(GET_OR_POST)
def open_action_from_point(request: HttpRequest, pk: int) -> HttpResponse:
    return _open_action(request, queries.point_row(pk, viewer=request.user))


def _open_action(request: HttpRequest, origin: Challenge | MinutePoint) -> HttpResponse:
    def act(given: dict[str, Any]) -> str:
        owner = queries.post_row(int(given.pop("owner")))
        action = use_cases.open_action_from_answer(
            origin=origin, owner=owner, **given, by=request.user, now=timezone.now()
        )
        return address(action)

    form = forms.ActionForm(posted(request), posts=queries.post_choices())
    return form_page(
        request, form, act, title=_("Open an action"), button=_("Open the action"), back=address(origin),
        template="scrutiny/answer_form.html", asked=origin.text, answered=origin.answer, done=_("The action is open."),
    )  # fmt: skip
