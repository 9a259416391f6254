"""One way to answer with a page: everything is fetched before it is drawn; and one way to say no."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.forms import BaseForm, BaseFormSet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template import RequestContext
from django.template.loader import get_template
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from frankpledge.office.errors import Refused
from frankpledge.office.ui.forms import settle

_drawing: ContextVar[str] = ContextVar("ui_template_being_drawn", default="")


def render(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any] | None = None,
    *,
    reference: str | None = None,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
) -> HttpResponse:
    """Answer with a page.

    Args:
        reference: the permanent reference that this page is about ("commitment/…"). With it, the page carries
            the thread strip, its "Back" and "Next" links and its "How do we know?" link.
    """
    values = {**(context or {})}
    if reference:
        values |= {"reference": reference, **_strip(request, reference)}
    _settle_forms(values)
    return HttpResponse(_draw(request, template, values), status=status, headers=headers)


def template_being_drawn() -> str:
    """The name of the template that is being drawn now, or nothing: tests forbid SQL meanwhile."""
    return _drawing.get()


def _strip(request: HttpRequest, reference: str) -> Mapping[str, Any]:
    """Ask the room that knows the whole thread: it stands above this one, so settings name it."""
    path = getattr(settings, "FRANKPLEDGE_THREAD_STRIP", "")
    return import_string(path)(request, reference) if path else {}


def _settle_forms(values: Mapping[str, Any]) -> None:
    for value in values.values():
        if isinstance(value, BaseForm):
            settle(value)
        elif isinstance(value, BaseFormSet):
            for form in value.forms:
                settle(form)


def _draw(request: HttpRequest, name: str, values: dict[str, Any]) -> str:
    """Run the context processors first (they may read the database), then draw, marked as drawing."""
    template: Any = get_template(name)
    context = RequestContext(request, values)
    with context.bind_template(template.template), _marked(name):
        return template.template.render(context)


@contextmanager
def _marked(name: str) -> Iterator[None]:
    token = _drawing.set(name)
    try:
        yield
    finally:
        _drawing.reset(token)


def refuse(request: HttpRequest, refused: Refused) -> HttpResponse:
    """Answer with what is wrong and what to do next, as a page or, to a program, as problem details."""
    if _wants_json(request):
        return _problem(refused)
    context = {"refused": refused, "message": refused.message, "remedy": refused.remedy}
    context |= {"not_found": refused.status == HTTPStatus.NOT_FOUND, "sent": request.method not in ("GET", "HEAD")}
    response = render(request, "ui/refused.html", context, status=refused.status)
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


class WrongWayIn(Refused):
    """An address was opened in a way that it does not answer to."""

    status = HTTPStatus.METHOD_NOT_ALLOWED
    remedy_by_default = gettext_lazy("Go to the page that has the button, and press it there.")


class RefusedMiddleware:
    """Turns a `Refused` that a view lets through into its answer: views do not improvise."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code == HTTPStatus.METHOD_NOT_ALLOWED and not response.content:
            return self._wrong_way_in(request, response)
        return response

    def _wrong_way_in(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Django answers with nothing: somebody who opens the address of a button again would see a blank page."""
        page = refuse(request, WrongWayIn(_("This address only takes what a button or form sends to it.")))
        page["Allow"] = response["Allow"]
        return page

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return refuse(request, exception) if isinstance(exception, Refused) else None
