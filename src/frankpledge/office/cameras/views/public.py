"""What everybody may see: how large a network is, how it grew and works, what is overdue; published studies."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from frankpledge.office.cameras import queries
from frankpledge.office.cameras.models import Shown
from frankpledge.office.cameras.queries import Facts, drawings, study_pages
from frankpledge.office.people import queries as people
from frankpledge.office.people.access import public
from frankpledge.office.ui import pages
from frankpledge.office.ui.tables import Column, Link, Table

from . import tables
from .common import reading, today


@public
@reading
def cameras(request: HttpRequest) -> HttpResponse:
    """All networks at a glance."""
    found = queries.staff_networks(today())
    context = {"table": _networks_table(found), "any": bool(found), "studies": study_pages.published_studies()}
    context |= {"made_up": any(one.network.made_up for one in found)}
    return pages.render(request, "cameras/cameras.html", context)


def _networks_table(found: list[Facts]) -> Table:
    columns = [
        Column(_("Network")), Column(_("Kind")), Column(_("On the baseline day"), number=True),
        Column(_("In use now"), number=True), Column(_("Of them rural"), number=True),
        Column(_("Working, last 12 months"), number=True),
        Column(_("Reviews overdue"), number=True),
    ]  # fmt: skip
    rows = [
        [
            Link(one.network.name, f"/{one.network.reference}/"), one.network.get_kind_display(),
            len(one.baseline) if one.baseline is not None else None, len(one.now),
            tables.share(one.rural_share(one.now)), tables.works(one), len(one.overdue),
        ]
        for one in found
    ]  # fmt: skip
    return Table(_("Camera networks"), columns, rows, caption_hidden=True)


@public
@reading
def network(request: HttpRequest, code: str) -> HttpResponse:
    """One network, with as much of where its sites are as its setting says."""
    found = queries.network(code)
    facts = queries.facts_of([found], today())[0]
    context: dict[str, Any] = {
        "network": found,
        "facts": facts,
        "rural_now": tables.share(facts.rural_share(facts.now)),
        "rural_then": tables.share(facts.rural_share(facts.baseline)) if facts.baseline else "",
        "months": tables.months(facts),
        "districts": tables.districts(facts) if found.shown != Shown.NUMBERS else None,
        "sites": _sites_table(facts) if found.shown == Shown.PLACES else None,
        "studies": study_pages.studies_of(found, published=True),
        "breadcrumbs": [{"text": _("Cameras"), "href": "/cameras/"}],
        "works": tables.works(facts),
    }
    if found.shown == Shown.PLACES and (office := people.office_or_none()):
        context["drawn"] = drawings.network_map(facts.now, office.area_code, found.name)
    return pages.render(request, "cameras/network.html", context, reference=found.reference)


def _sites_table(facts: Facts) -> Table:
    columns = [Column(_("Site")), Column(_("Rural or urban")), Column(_("Why here")), Column(_("Next review"))]
    rows = [
        [one.site.name, one.setting_words, one.site.justification, tables.day(one.site.review_due_on)]
        for one in facts.now
    ]
    return Table(_("Sites in use"), columns, rows, empty=_("No site is in use."))


@public
@reading
def study(request: HttpRequest, code: str) -> HttpResponse:
    """A published study: what further sites would cover, and never where they or the gaps are."""
    page = study_pages.StudyPage(queries.study(code, public=True), timezone.now())
    context = {
        "page": page,
        "study": page.study,
        "rests_on": page.rests_on,
        "steps": tables.steps(page),
        "classes": tables.classes(page),
        "radii": tables.radii(page),
        "numbers": tables.numbers(page),
        "growth": drawings.growth(page),
        "breadcrumbs": [{"text": _("Cameras"), "href": "/cameras/"}],
    }
    return pages.render(request, "cameras/study.html", context, reference=page.study.reference)
