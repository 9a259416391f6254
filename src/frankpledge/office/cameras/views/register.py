"""Staff keep the register: networks, sites, what each was when, outages, reviews; lists to take away."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from frankpledge.office.cameras import queries, use_cases
from frankpledge.office.cameras.forms import (
    EndForm,
    NetworkForm,
    NewSiteForm,
    OutageForm,
    ReviewForm,
    SiteForm,
    SitesFilter,
    StateForm,
    WithdrawForm,
)
from frankpledge.office.cameras.models import Network, Site
from frankpledge.office.cameras.queries import Facts, SiteFacts, drawings, study_pages, wanted
from frankpledge.office.people import queries as people
from frankpledge.office.people.access import duty
from frankpledge.office.ui import exports, pages
from frankpledge.office.ui.paging import page_of
from frankpledge.office.ui.tables import Column, Link, Table

from . import tables
from .common import DUTY, HOME, actor, base, crumbs, fill_in, filling_in, posted, reading, today


@duty(DUTY)
@reading
def home(request: HttpRequest) -> HttpResponse:
    """All networks, and what needs somebody."""
    found = queries.staff_networks(today())
    context = {
        "table": _networks_table(found),
        "any": bool(found),
        "made_up": any(one.network.made_up for one in found),
        "needs": [row for facts in found for row in _needs(facts)],
        "studies": study_pages.studies(page="1").items[:5],
    }
    return pages.render(request, "cameras/staff/home.html", context)


def _networks_table(found: list[Facts]) -> Table:
    columns = [
        Column(_("Network")), Column(_("Kind")), Column(_("On the baseline day"), number=True),
        Column(_("In use now"), number=True), Column(_("Planned"), number=True), Column(_("Wanted"), number=True),
        Column(_("Rural"), number=True), Column(_("Working, last 12 months"), number=True),
    ]  # fmt: skip
    rows = [
        [
            Link(one.network.name, base(one.network)), one.network.get_kind_display(),
            len(one.baseline) if one.baseline is not None else None, len(one.now), len(one.planned),
            one.network.target_sites, tables.share(one.rural_share(one.now)), tables.works(one),
        ]
        for one in found
    ]  # fmt: skip
    return Table(_("Camera networks"), columns, rows, caption_hidden=True)


def _needs(facts: Facts) -> list[dict[str, str]]:
    """What of a network needs somebody, each with the list that shows it."""
    counts = (("overdue", len(facts.overdue)), ("lacking", len(facts.lacking)), ("out", len(facts.out_now)))
    words = {
        "overdue": lambda n: ngettext("%(n)s site is overdue for review", "%(n)s sites are overdue for review", n),
        "lacking": lambda n: ngettext(
            "%(n)s site in use lacks a justification, a privacy assessment or a day of review",
            "%(n)s sites in use lack a justification, a privacy assessment or a day of review", n,
        ),
        "out": lambda n: ngettext("%(n)s site is out of order", "%(n)s sites are out of order", n),
    }  # fmt: skip
    return [
        {
            "text": f"{facts.network.name}: {words[key](n) % {'n': f'{n:,}'}}",
            "href": f"{base(facts.network)}sites/?needs={key}",
        }
        for key, n in counts
        if n
    ]


@duty(DUTY)
@filling_in
def add_network(request: HttpRequest) -> HttpResponse:
    form = NetworkForm(posted(request))
    context: dict[str, Any] = {
        "title": _("A new network"),
        "cancel_href": HOME,
        "breadcrumbs": crumbs(),
        "button": _("Save"),
    }

    def act() -> Network:
        return use_cases.add_network(said=form.said(), by=actor(request), now=timezone.now())

    return fill_in(request, form, act, context, base)


@duty(DUTY)
@filling_in
def change_network(request: HttpRequest, code: str) -> HttpResponse:
    found = queries.network(code)
    form = NetworkForm(posted(request), network=found)
    context: dict[str, Any] = {"title": _("Change “%(name)s”") % {"name": found.name}, "cancel_href": base(found)}
    context |= {"breadcrumbs": crumbs(found), "button": _("Save")}

    def act() -> Network:
        return use_cases.change_network(network=found, said=form.said(), by=actor(request), now=timezone.now())

    return fill_in(request, form, act, context, base)


@duty(DUTY)
@reading
def network(request: HttpRequest, code: str) -> HttpResponse:
    """One network: size, growth, availability, and where its sites are."""
    found = queries.network(code)
    facts = queries.facts_of([found], today())[0]
    office = people.office_or_none()
    context = {
        "network": found,
        "facts": facts,
        "base": base(found),
        "needs": _needs(facts),
        "settings_table": tables.settings(facts),
        "districts": tables.districts(facts),
        "months": tables.months(facts),
        "works": tables.works(facts),
        "drawn": drawings.network_map(facts.sites, office.area_code, found.name) if office else None,
        "studies": study_pages.studies_of(found),
        "breadcrumbs": crumbs(),
        "public_href": f"/{found.reference}/",
    }
    return pages.render(request, "cameras/staff/network.html", context)


def _wanted(request: HttpRequest, code: str) -> tuple[Network, SitesFilter, list[SiteFacts], bool]:
    found = queries.network(code)
    form = SitesFilter(request.GET)
    given = form.cleaned_data if form.is_valid() else {}
    rows = wanted(queries.facts_of([found], today())[0].sites, given)
    return found, form, rows, any(given.values())


@duty(DUTY)
@reading
def sites(request: HttpRequest, code: str) -> HttpResponse:
    found, form, rows, filtered = _wanted(request, code)
    page = page_of(rows, request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "network": found,
        "base": base(found),
        "title": _("Sites"),
        "form": form,
        "page": page,
        "table": tables.sites(page.items),
        "filtered": filtered,
        "clear_href": "?" if filtered else "",
        "query": query.urlencode(),
        "breadcrumbs": crumbs(found),
    }
    return pages.render(request, "cameras/staff/sites.html", context)


@duty(DUTY)
@reading
def export_sites(request: HttpRequest, code: str, kind: str) -> HttpResponse:
    """The list as it is filtered, in the columns that an import takes."""
    found, _form, rows, _filtered = _wanted(request, code)
    columns, cells = queries.export_rows(rows)
    if kind == "csv":
        return exports.attachment(f"{found.code}-sites.csv", exports.csv_bytes(columns, cells), exports.CSV_TYPE)
    about = {
        _("Network"): found.name, _("Made on"): timezone.now(), _("Made up"): found.made_up,
        _("Coordinates"): _("British National Grid, metres"),
        _("Not for publication"): _("The places of some sites are not for the public."),
    }  # fmt: skip
    data = exports.xlsx_bytes(_("Sites"), columns, cells, about)
    return exports.attachment(f"{found.code}-sites.xlsx", data, exports.XLSX_TYPE)


@duty(DUTY)
@filling_in
def add_site(request: HttpRequest, code: str) -> HttpResponse:
    found = queries.network(code)
    form = NewSiteForm(posted(request), network=found)
    context: dict[str, Any] = {
        "title": _("A new site"),
        "cancel_href": base(found),
        "breadcrumbs": crumbs(found),
        "button": _("Save"),
    }

    def act() -> Site:
        given = form.cleaned_data
        return use_cases.add_site(
            network=found, said=form.said(), state=given["state"], from_on=given["from_on"], by=actor(request),
            now=timezone.now(),
        )  # fmt: skip

    return fill_in(request, form, act, context, lambda made: f"{base(found)}sites/{made.code}/")


@duty(DUTY)
@reading
def site(request: HttpRequest, code: str, site_code: str) -> HttpResponse:
    found = queries.site(code, site_code)
    facts = SiteFacts(found, today())
    context = {
        "site": found,
        "facts": facts,
        "base": f"{base(found.network)}sites/{found.code}/",
        "year": tables.share(facts.availability(*queries.last_year(today())).share),
        "states": list(reversed(found.states.all())),
        "outages": found.outages.all(),
        "reviews": found.reviews.all(),
        "area_name": queries.area_words(found.area_code),
        "breadcrumbs": crumbs(found.network),
    }
    return pages.render(request, "cameras/staff/site.html", context)


def _site_form(
    request: HttpRequest, code: str, site_code: str, make: Any, title: str, act: Any, done: str
) -> HttpResponse:
    """A form about one site: made, sent, done, back to the site."""
    found = queries.site(code, site_code)
    here = f"{base(found.network)}sites/{found.code}/"
    form = make(found)
    context: dict[str, Any] = {"title": title % {"name": found.name}, "cancel_href": here, "button": _("Save")}
    context |= {"breadcrumbs": crumbs(found.network, found)}

    def onward(_made: Any) -> str:
        messages.success(request, done)
        code_now = _made.code if isinstance(_made, Site) else found.code
        return f"{base(found.network)}sites/{code_now}/"

    return fill_in(request, form, lambda: act(found, form), context, onward)


@duty(DUTY)
@filling_in
def change_site(request: HttpRequest, code: str, site_code: str) -> HttpResponse:
    return _site_form(
        request, code, site_code, lambda found: SiteForm(posted(request), network=found.network, site=found),
        _("Change “%(name)s”"),
        lambda found, form: use_cases.change_site(site=found, said=form.said(), by=actor(request), now=timezone.now()),
        _("The site is changed."),
    )  # fmt: skip


@duty(DUTY)
@filling_in
def note_state(request: HttpRequest, code: str, site_code: str) -> HttpResponse:
    return _site_form(
        request, code, site_code, lambda _found: StateForm(posted(request)), _("Status of “%(name)s”"),
        lambda found, form: use_cases.note_state(
            site=found, **form.cleaned_data, by=actor(request), now=timezone.now()
        ),
        _("The status is noted."),
    )  # fmt: skip


@duty(DUTY)
@filling_in
def note_outage(request: HttpRequest, code: str, site_code: str) -> HttpResponse:
    return _site_form(
        request, code, site_code, lambda _found: OutageForm(posted(request)), _("“%(name)s” was out of order"),
        lambda found, form: use_cases.note_outage(
            site=found, start=form.moment("day", "hour"), end=form.moment("end_day", "end_hour"),
            cause=form.cleaned_data["cause"], by=actor(request), now=timezone.now(),
        ),
        _("The outage is noted."),
    )  # fmt: skip


@duty(DUTY)
@filling_in
def end_outage(request: HttpRequest, code: str, site_code: str, number: int) -> HttpResponse:
    outage = queries.outage(code, site_code, number)
    return _site_form(
        request, code, site_code, lambda _found: EndForm(posted(request)), _("“%(name)s” works again"),
        lambda _found, form: use_cases.end_outage(
            outage=outage, end=form.moment("end_day", "end_hour"), by=actor(request), now=timezone.now()
        ),
        _("The end of the outage is noted."),
    )  # fmt: skip


@duty(DUTY)
@filling_in
def take_back(request: HttpRequest, code: str, site_code: str, kind: str, number: int) -> HttpResponse:
    """An outage, status or review that was noted by mistake."""
    noted = queries.noted(code, site_code, kind, number)
    titles = {
        "outage": _("Take back an outage of “%(name)s”?"), "status": _("Take back a status of “%(name)s”?"),
        "review": _("Take back a review of “%(name)s”?"),
    }  # fmt: skip
    return _site_form(
        request, code, site_code, lambda _found: WithdrawForm(posted(request)), titles[kind],
        lambda _found, form: use_cases.take_back(
            noted=noted, why=form.cleaned_data["why"], by=actor(request), now=timezone.now()
        ),
        _("It is taken back. The audit trail keeps what it said."),
    )  # fmt: skip


@duty(DUTY)
@filling_in
def note_review(request: HttpRequest, code: str, site_code: str) -> HttpResponse:
    return _site_form(
        request, code, site_code, lambda _found: ReviewForm(posted(request)), _("Review of “%(name)s”"),
        lambda found, form: use_cases.note_review(
            site=found, **form.cleaned_data, by=actor(request), now=timezone.now()
        ),
        _("The review is noted."),
    )  # fmt: skip
