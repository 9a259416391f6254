"""Events: the list of all and of one consultation, one event, planning and changing it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from frankpledge.office.consultation import queries as consultations
from frankpledge.office.consultation.models import Consultation
from frankpledge.office.consultation.views.building import actor, base, crumbs, fill_in, filling_in, posted, reading
from frankpledge.office.engagement import queries, use_cases
from frankpledge.office.engagement.forms import EventForm, EventsFilter, WhyForm
from frankpledge.office.engagement.models import Event, EventState
from frankpledge.office.engagement.queries import Wanted
from frankpledge.office.errors import NotFound
from frankpledge.office.people import duties
from frankpledge.office.people import queries as people
from frankpledge.office.people.access import duty, public
from frankpledge.office.ui import exports, pages
from frankpledge.office.ui.tables import Column, Link, Table

HOME = "/staff/engagement/"
EVENTS = f"{HOME}events/"
DUTY = "enter responses"


def _trail(*more: dict[str, str]) -> list[dict[str, str]]:
    return [{"text": _("Engagement calendar"), "href": HOME}, *more]


def _wanted(request: HttpRequest, only: Consultation | None) -> tuple[EventsFilter, Wanted]:
    known = None if only else list(Consultation.objects.order_by("-opens_on", "code"))
    form = EventsFilter(request.GET, groups=queries.groups(), consultations=known)
    form.is_valid()  # what is wrong is said beside its box, and filters nothing
    given = {name: value for name, value in form.cleaned_data.items() if value}
    if only:
        given["consultation"] = only.code
    return form, Wanted(**given)


def _context(request: HttpRequest, only: Consultation | None) -> dict[str, Any]:
    form, wanted = _wanted(request, only)
    page = queries.events_page(wanted, request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    filtered = bool(wanted) if only is None else any(v for k, v in vars(wanted).items() if k != "consultation")
    return {
        "page": page,
        "form": form,
        "filtered": filtered,
        "clear_href": "?" if filtered else "",
        "table": _table(page, with_consultation=only is None),
        "query": query.urlencode(),
        "may_enter": duties.holds(request.user, DUTY),
    }


def _table(page: queries.EventsPage, *, with_consultation: bool) -> Table:
    columns = [Column(_("Event")), Column(_("When")), Column(_("Where")), Column(_("Groups"))]
    columns += [Column(_("Consultation"))] if with_consultation else []
    columns += [Column(_("State")), Column(_("Reached"), number=True), Column(_("Cost, £"), number=True, places=2)]
    rows = []
    for row in page.rows:
        one = row.event
        cells: list[Any] = [Link(one.title, row.href), row.when, one.place or row.area, row.groups]
        cells += [one.consultation.title if one.consultation else ""] if with_consultation else []
        rows.append([*cells, one.get_state_display(), one.reached, float(one.cost) if one.cost is not None else None])
    return Table(_("Events"), columns, rows, caption_hidden=True)


@duty("read answers")
@reading
def events(request: HttpRequest) -> HttpResponse:
    """All events of all years."""
    context = _context(request, None) | {"title": _("Events"), "breadcrumbs": _trail(), "add_href": f"{EVENTS}new/"}
    return pages.render(request, "engagement/events.html", context | {"export": f"{HOME}events"})


@duty("read answers")
@reading
def events_of(request: HttpRequest, code: str) -> HttpResponse:
    """The events of one consultation: the tab "Events"."""
    found = consultations.consultation(code)
    context = _context(request, found) | {
        "title": _("Events"),
        "consultation": found,
        "breadcrumbs": crumbs(found),
        "add_href": f"{EVENTS}new/?consultation={found.code}",
        "export": f"{base(found)}events",
    }
    return pages.render(request, "engagement/events.html", context)


def _export(request: HttpRequest, only: Consultation | None, kind: str) -> HttpResponse:
    columns, rows = queries.event_rows(_wanted(request, only)[1])
    name = f"{only.code}-events" if only else "events"
    if kind == "csv":
        return exports.attachment(f"{name}.csv", exports.csv_bytes(columns, rows), exports.CSV_TYPE)
    about = {
        _("Consultation"): only.title if only else _("all"),
        _("Made on"): timezone.now(),
        _("People reached"): _("As noted by those who held the event; empty where nobody noted it."),
        _("Made up"): any(one.made_up for one in queries.matching(Wanted(consultation=only.code if only else ""))),
    }
    data = exports.xlsx_bytes(_("Events"), columns, rows, about)
    return exports.attachment(f"{name}.xlsx", data, exports.XLSX_TYPE)


@duty("read answers")
@reading
def export(request: HttpRequest, kind: str) -> HttpResponse:
    return _export(request, None, kind)


@duty("read answers")
@reading
def export_of(request: HttpRequest, code: str, kind: str) -> HttpResponse:
    return _export(request, consultations.consultation(code), kind)


@public
@reading
def event(request: HttpRequest, code: str) -> HttpResponse:
    """One event: what the public may know of it, and everything for staff."""
    found = queries.event(code)
    staff = duties.holds(request.user, "read answers")
    draft = found.consultation is not None and found.consultation.published_at is None
    if not staff and (not found.public or draft):
        raise NotFound(_("There is no event “%(code)s”.") % {"code": code})
    context = {
        "row": queries.event_row(found),
        "staff": staff,
        "may_enter": staff and duties.holds(request.user, DUTY),
        "cancelled": found.state == EventState.CANCELLED,
        "breadcrumbs": [{"text": _("Engagement calendar"), "href": HOME if staff else "/engagement/"}],
    }
    return pages.render(request, "engagement/event.html", context, reference=found.reference)


def _form(request: HttpRequest, found: Event | None, initial: dict[str, Any]) -> EventForm:
    return EventForm(
        posted(request),
        consultations=list(Consultation.objects.order_by("-opens_on", "code")),
        groups=queries.groups(),
        areas=queries.area_choices(people.office_or_none()),
        people=queries.people_who_may_hold(),
        event=found,
        initial=initial,
    )


def _said(form: EventForm, request: HttpRequest) -> use_cases.Particulars:
    """What was filled in; a new group is added first, so that it is offered from now on."""
    chosen = list(form.cleaned_data["groups"])
    if name := form.cleaned_data["own_group"].strip():
        known = {words.casefold(): code for code, words in queries.groups()}
        code = known.get(name.casefold())
        chosen.append(code or use_cases.add_group(name=name, by=actor(request), now=timezone.now()).code)
    return form.particulars(chosen)


@duty(DUTY)
@filling_in
def add(request: HttpRequest) -> HttpResponse:
    form = _form(request, None, {"consultation": request.GET.get("consultation", "")})
    context = {"title": _("A new event"), "cancel_href": EVENTS, "breadcrumbs": _trail()}

    def act() -> Event:
        now = timezone.now()
        said = _said(form, request)
        return use_cases.add_event(particulars=said, by=actor(request), now=now, today=queries.now_day(now))

    return fill_in(request, form, act, context, lambda made: f"/{made.reference}/")


@duty(DUTY)
@filling_in
def change(request: HttpRequest, code: str) -> HttpResponse:
    found = queries.event(code)
    form = _form(request, found, {})
    here = {"text": found.title, "href": f"/{found.reference}/"}
    context = {"title": _("Change the event"), "cancel_href": f"/{found.reference}/", "breadcrumbs": _trail(here)}

    def act() -> Event:
        now = timezone.now()
        said = _said(form, request)
        return use_cases.change_event(
            event=found, particulars=said, by=actor(request), now=now, today=queries.now_day(now)
        )

    return fill_in(request, form, act, context, lambda made: f"/{made.reference}/")


@duty(DUTY)
@filling_in
def cancel(request: HttpRequest, code: str) -> HttpResponse:
    found = queries.event(code)
    form = WhyForm(posted(request))
    here = {"text": found.title, "href": f"/{found.reference}/"}
    context = {
        "title": _("Cancel “%(title)s”") % {"title": found.title},
        "intro": _("It stays in the calendar as cancelled, with the reason."),
        "button": _("Cancel the event"),
        "danger": True,
        "cancel_href": f"/{found.reference}/",
        "breadcrumbs": _trail(here),
    }

    def act() -> None:
        use_cases.cancel_event(event=found, why=form.cleaned_data["why"], by=actor(request), now=timezone.now())
        messages.success(request, _("The event is cancelled."))

    return fill_in(request, form, act, context, lambda _made: f"/{found.reference}/")
