"""Public pages of outcomes and of stop and search; and the staff's page of what is carried across boundaries."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from frankpledge.office.people.access import duty, public
from frankpledge.office.sources.datasets import OUTCOMES, STOP_AND_SEARCH
from frankpledge.office.ui import exports, pages

from .beside_forms import AreaForm, BoundariesForm, ForceForm
from .queries import across as across_queries
from .queries import beside
from .queries import boundaries as boundary_queries

COLUMNS = ["month", "dimension", "value", "count"]


def _crumbs() -> list[dict[str, Any]]:
    return [{"text": _("Data"), "href": reverse("sources:data")}]


def _shown(request: HttpRequest, page: beside.BesidePage, title: str, note: str, csv: str) -> HttpResponse:
    context = {
        "title": title, "page": page, "note": note, "breadcrumbs": _crumbs(),
        "form": ForceForm(initial={"force": page.force}, forces=page.forces),
        "downloads": [
            {"href": f"{reverse(csv)}?force={page.force}", "text": _("All months of this force"), "kind": "CSV"}
        ] if page.force else [],
    }  # fmt: skip
    return pages.render(request, "recorded_crime/beside.html", context)


@public
@require_safe
def outcomes(request: HttpRequest) -> HttpResponse:
    page = beside.outcomes_page(request.GET.get("force", ""), request.GET.get("last", ""))
    note = _(
        "A crime can have several outcomes, and most of them come months after the crime. Recent months of crime have "
        "few outcomes yet. Anti-social behaviour has none."
    )
    return _shown(request, page, _("Outcomes of crimes"), note, "recorded_crime:outcomes_csv")


@public
@require_safe
def searches(request: HttpRequest) -> HttpResponse:
    page = beside.searches_page(request.GET.get("force", ""), request.GET.get("last", ""))
    note = _(
        "Counts of searches, not of people: one person can be searched more than once. What is found depends on whom "
        "and where the police search."
    )
    return _shown(request, page, _("Stop and search"), note, "recorded_crime:searches_csv")


@public
@require_safe
def outcomes_csv(request: HttpRequest) -> HttpResponse:
    return _csv(OUTCOMES, request.GET.get("force", ""), "outcomes.csv")


@public
@require_safe
def searches_csv(request: HttpRequest) -> HttpResponse:
    return _csv(STOP_AND_SEARCH, request.GET.get("force", ""), "searches.csv")


def _csv(dataset: str, force: str, name: str) -> HttpResponse:
    response = HttpResponse(
        exports.csv_bytes(COLUMNS, beside.rows_to_take_away(dataset, force) if force else []),
        content_type=exports.CSV_TYPE,
    )
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@duty("import data")
@require_safe
def boundaries(request: HttpRequest) -> HttpResponse:
    asked = request.GET
    page = boundary_queries.boundaries_page(asked.get("first", ""), asked.get("last", ""), asked.get("level", ""))
    form = BoundariesForm(
        initial={"first": page.first, "last": page.last, "level": page.level}, months=page.months, levels=page.levels
    )
    asked_again = urlencode({"first": page.first, "last": page.last, "level": page.level})
    href = f"{reverse('recorded_crime:not_carried_csv')}?{asked_again}"
    context = {
        "page": page, "form": form, "breadcrumbs": [{"text": _("Data"), "href": "/staff/data/"}],
        "downloads": [{"href": href, "text": _("Everything that is not carried"), "kind": "CSV"}],
    }  # fmt: skip
    return pages.render(request, "recorded_crime/boundaries.html", context)


@duty("import data")
@require_safe
def not_carried_csv(request: HttpRequest) -> HttpResponse:
    """Every small area of which the crimes are not carried to the level chosen, the largest first."""
    asked = request.GET
    page = boundary_queries.boundaries_page(asked.get("first", ""), asked.get("last", ""), asked.get("level", ""))
    rows = [[one.code, one.count, one.reason] for one in page.left]
    data = exports.csv_bytes(["area_code", "crimes", "reason"], rows)
    return exports.attachment(f"not-carried-{page.level}.csv", data, exports.CSV_TYPE)


@duty("import data")
@require_safe
def across(request: HttpRequest) -> HttpResponse:
    """One area's series across the change of small areas."""
    page = across_queries.across_page(request.GET.get("area", ""), request.GET.get("level", ""))
    crumbs = [
        {"text": _("Data"), "href": "/staff/data/"},
        {"text": _("Crimes and changed boundaries"), "href": reverse("recorded_crime:boundaries")},
    ]
    form = AreaForm(initial={"area": page.area, "level": page.level}, levels=page.levels)
    return pages.render(request, "recorded_crime/across.html", {"page": page, "form": form, "breadcrumbs": crumbs})
