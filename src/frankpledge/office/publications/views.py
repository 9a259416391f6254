"""The page of a frozen version, and its files."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from frankpledge.office.errors import NotFound
from frankpledge.office.people.access import public
from frankpledge.office.ui import pages

from . import queries, rules

# A frozen page brings its own styles and pictures, and nothing that could run or call out.
FROZEN_POLICY = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:"


@public
@require_safe
def publication(request: HttpRequest, reference: str) -> HttpResponse:
    """Open to everybody who may read this version; the query decides."""
    page = queries.publication_page(reference, request.user)
    context = {"page": page, "publication": page.publication}
    strip_of = f"publication/{page.publication.reference}"
    return pages.render(request, "publications/publication.html", context, reference=strip_of)


@public
@require_safe
def rendition(request: HttpRequest, reference: str, file_name: str) -> HttpResponse:
    try:
        download = queries.download(reference, file_name, request.user)
    except NotFound:
        return _perhaps_the_page(request, f"{reference}/{file_name}")
    response = HttpResponse(download.data, content_type=_content_type(download.media_type))
    as_file = not rules.is_shown_in_place(download.media_type)
    response["Content-Disposition"] = content_disposition_header(as_file, download.file_name) or "inline"
    response["ETag"] = f'"{download.sha256}"'
    if download.media_type.startswith("text/html"):
        response["Content-Security-Policy"] = FROZEN_POLICY
    return response


def _perhaps_the_page(request: HttpRequest, reference: str) -> HttpResponse:
    """An address typed without its last slash means the page, if there is one. Raises NotFound."""
    found = queries.publication(reference, request.user)
    return redirect("publications:publication", reference=found.reference)


def _content_type(media_type: str) -> str:
    is_text = media_type.startswith("text/") and "charset" not in media_type
    return f"{media_type}; charset=utf-8" if is_text else media_type
