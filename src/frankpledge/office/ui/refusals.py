"""How a `Refused` reaches a person: a page, or problem details for a program."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, JsonResponse

from frankpledge.office.errors import Refused
from frankpledge.office.ui import pages


def refuse(request: HttpRequest, refused: Refused) -> HttpResponse:
    """Answer with what is wrong and what to do next, as a page or, to a program, as problem details."""
    if _wants_json(request):
        return _problem(refused)
    context = {"refused": refused, "message": refused.message, "remedy": refused.remedy}
    response = pages.render(request, "ui/refused.html", context, status=refused.status)
    response["Cache-Control"] = "no-store"
    return response


def _wants_json(request: HttpRequest) -> bool:
    preferred = request.get_preferred_type(["text/html", "application/json", "application/problem+json"])
    return preferred in {"application/json", "application/problem+json"}


def _problem(refused: Refused) -> HttpResponse:
    """RFC 9457, with our `remedy` beside its members."""
    body = {
        "type": "about:blank",
        "title": HTTPStatus(refused.status).phrase,
        "detail": str(refused.message),
        "remedy": str(refused.remedy),
        "status": refused.status,
    }
    response = JsonResponse(body, status=refused.status, content_type="application/problem+json")
    response["Cache-Control"] = "no-store"
    return response


class RefusedMiddleware:
    """Turns a `Refused` that a view lets through into its answer: views do not improvise."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return refuse(request, exception) if isinstance(exception, Refused) else None
