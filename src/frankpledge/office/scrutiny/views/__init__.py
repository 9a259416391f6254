"""Public pages of meetings: the list, a meeting, an item, and each thing in its minutes."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from frankpledge.office.people.access import public
from frankpledge.office.scrutiny import queries
from frankpledge.office.ui import pages


@public
@require_safe
def meetings(request: HttpRequest) -> HttpResponse:
    page = queries.meetings_page(request.GET, viewer=request.user, today=timezone.localdate())
    return pages.render(request, "scrutiny/meetings.html", page)


@public
@require_safe
def meeting(request: HttpRequest, body: str, day: str) -> HttpResponse:
    page = queries.meeting_page(body, day, viewer=request.user, today=timezone.localdate())
    return pages.render(request, "scrutiny/meeting.html", page, reference=f"meeting/{body}/{day}")


@public
@require_safe
def item(request: HttpRequest, body: str, day: str, item: int) -> HttpResponse:
    page = queries.item_page(body, day, item, viewer=request.user, today=timezone.localdate())
    return pages.render(request, "scrutiny/item.html", page, reference=page["view"].reference)


@public
@require_safe
def point(request: HttpRequest, body: str, day: str, item: int, number: int) -> HttpResponse:
    page = queries.point_page(body, day, item, number, viewer=request.user, today=timezone.localdate())
    return pages.render(request, "scrutiny/point.html", page, reference=page["point"].reference)


@public
@require_safe
def resolution(request: HttpRequest, body: str, day: str, item: int, number: int) -> HttpResponse:
    page = queries.resolution_page(body, day, item, number, viewer=request.user, today=timezone.localdate())
    return pages.render(request, "scrutiny/resolution.html", page, reference=page["resolution"].reference)


@public
@require_safe
def challenge(request: HttpRequest, body: str, day: str, item: int, number: int) -> HttpResponse:
    page = queries.challenge_page(body, day, item, number, viewer=request.user, today=timezone.localdate())
    return pages.render(request, "scrutiny/challenge.html", page, reference=page["one"].challenge.reference)
