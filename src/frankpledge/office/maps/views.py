"""Public pages of maps. One call in, one page out."""

from __future__ import annotations

from csp.decorators import csp_update
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from frankpledge.office.errors import NotFound
from frankpledge.office.people.access import public
from frankpledge.office.ui import pages
from frankpledge.office.ui.exports import attachment

from . import exports, interactive, queries, tiles

A_YEAR = 365 * 24 * 3600


@public
@require_safe
def maps(request: HttpRequest) -> HttpResponse:
    page = queries.map_page(request.GET)
    context = {"page": page, "form": page.form, "q": request.GET.get("q", ""), "sort": request.GET.get("sort", "")}
    return pages.render(request, "maps/map.html", context)


@public
@require_safe
def areas(request: HttpRequest, kind: str) -> HttpResponse:
    told = queries.told_for(request.GET)
    if kind != "csv" and kind != "xlsx" and not told.can_be_drawn:
        raise NotFound(_("There are no outlines of these areas."), remedy=_("Take the table instead."))
    return attachment(exports.file_name(told, kind), exports.exported(told, kind, timezone.now()), exports.TYPES[kind])


# The map starts a worker from our own files; nothing else about the policy changes, and on no other page.
@public
@require_safe
@csp_update({"worker-src": ["'self'", "blob:"], "img-src": ["data:", "blob:"]})
def interactive_map(request: HttpRequest) -> HttpResponse:
    page = interactive.page(request.GET)
    return pages.render(request, "maps/interactive.html", {"page": page, "form": page.form})


@public
@require_safe
def figures(request: HttpRequest) -> JsonResponse:
    found = interactive.figures(queries.told_for(request.GET))
    return JsonResponse(found, json_dumps_params={"ensure_ascii": False, "separators": (",", ":")})


@public
@require_safe
def tile(request: HttpRequest, level: str, version: str, z: int, x: int, y: int) -> HttpResponse:
    data = tiles.tile(level, queries.office_area(), version, z, x, y)
    response = HttpResponse(data, content_type="application/vnd.mapbox-vector-tile", status=200 if data else 204)
    # An address names the checksum of its outlines: what it answers never changes.
    response["Cache-Control"] = f"public, max-age={A_YEAR}, immutable"
    return response
