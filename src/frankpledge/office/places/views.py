"""Public pages of areas."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from frankpledge.office.people.access import public
from frankpledge.office.ui import pages as ui

from . import pages
from .forms import AreaFilterForm


@public
@require_safe
def areas(request: HttpRequest) -> HttpResponse:
    form = AreaFilterForm(request.GET)
    filters = form.filters()
    context = {"page": pages.area_list(filters, request.GET.get("page")), "form": form, "filtered": filters.any}
    return ui.render(request, "places/areas.html", context)


@public
@require_safe
def area(request: HttpRequest, code: str) -> HttpResponse:
    page = pages.area_page(code, request.GET.get("page"))
    crumbs = [{"text": _("Areas"), "href": reverse("places:areas")}]
    if page.area.parent:
        crumbs.append({"text": page.area.parent.name, "href": f"/{page.area.parent.reference}/"})
    context = {"page": page, "area": page.area, "breadcrumbs": crumbs}
    return ui.render(request, "places/area.html", context, reference=page.area.reference)
