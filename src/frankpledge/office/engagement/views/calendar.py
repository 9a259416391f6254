"""The engagement calendar of a year, for the public and for staff, and as a file for a calendar program."""

from __future__ import annotations

from datetime import UTC
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from frankpledge.office.consultation.views.building import reading
from frankpledge.office.engagement import queries, rules
from frankpledge.office.people import duties
from frankpledge.office.people import queries as people
from frankpledge.office.people.access import duty, public
from frankpledge.office.ui import exports, pages

ICS_TYPE = "text/calendar; charset=utf-8"


def _page(request: HttpRequest, *, staff: bool) -> dict[str, Any]:
    today = queries.now_day(timezone.now())
    return {
        "page": queries.calendar_page(request.GET.get("year", ""), staff=staff, today=today),
        "staff": staff,
        "today": today,
        "may_enter": staff and duties.holds(request.user, "enter responses"),
    }


@public
@reading
def calendar(request: HttpRequest) -> HttpResponse:
    """What the public can take part in this year."""
    return pages.render(request, "engagement/calendar.html", _page(request, staff=False))


@duty("read answers")
@reading
def staff_calendar(request: HttpRequest) -> HttpResponse:
    """The same with drafts, and with events that are not for the public."""
    return pages.render(request, "engagement/staff_calendar.html", _page(request, staff=True))


def _ics(*, staff: bool) -> HttpResponse:
    office = people.office_or_none()
    name = _("Engagement, %(office)s") % {"office": office.office_name} if office else _("Engagement calendar")
    site = (office.site_address if office else "http://localhost").rstrip("/")
    text = rules.calendar_text(queries.entries(staff=staff), name=name, site=site, now=timezone.now().astimezone(UTC))
    return exports.attachment("engagement.ics", text.encode(), ICS_TYPE)


@public
@reading
def ics(request: HttpRequest) -> HttpResponse:
    return _ics(staff=False)


@duty("read answers")
@reading
def staff_ics(request: HttpRequest) -> HttpResponse:
    return _ics(staff=True)
