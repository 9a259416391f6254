"""Public pages of datasets and releases."""

from __future__ import annotations

from django.http import FileResponse, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from frankpledge.office.people.access import public
from frankpledge.office.ui import pages

from . import queries
from .forms import ReleaseFilterForm


def _crumbs() -> list[dict[str, str]]:
    return [{"text": _("Data"), "href": reverse("sources:data")}]


@public
@require_safe
def data(request: HttpRequest) -> HttpResponse:
    form = ReleaseFilterForm(request.GET, datasets=queries.dataset_choices())
    filters = form.filters()
    found = queries.release_list(filters, request.GET.get("page"))
    context = {
        "datasets": queries.dataset_lines(),
        "page": found,
        "table": queries.releases_table(found, _("Releases, newest first")),
        "form": form,
        "filtered": filters.any,
    }
    return pages.render(request, "sources/data.html", context)


@public
@require_safe
def dataset(request: HttpRequest, code: str) -> HttpResponse:
    context = queries.dataset_page(code, request.GET.get("page"))
    return pages.render(
        request, "sources/dataset.html", {**context, "breadcrumbs": _crumbs()}, reference=f"dataset/{code}"
    )


@public
@require_safe
def release(request: HttpRequest, code: str) -> HttpResponse:
    page = queries.release_page(code)
    context = {"page": page, "release": page.release, "dataset": page.release.dataset, "breadcrumbs": _crumbs()}
    return pages.render(request, "sources/release.html", context, reference=page.release.reference)


@public
@require_safe
def raw(request: HttpRequest, code: str) -> FileResponse:
    """The bytes as they came, under their own name. They never change: their checksum is their address."""
    path, found = queries.raw_file(code)
    response = FileResponse(path.open("rb"), as_attachment=True, filename=found.file_name)
    response["Content-Type"] = "text/csv" if found.file_name.endswith(".csv") else "application/octet-stream"
    response["ETag"] = f'"{found.sha256}"'
    return response
