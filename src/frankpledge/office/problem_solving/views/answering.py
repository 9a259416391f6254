"""How the forms of this room are asked and answered: refusals stand on the form, success leads on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from frankpledge.office.errors import NotAllowed, NotFound, Refused
from frankpledge.office.people import queries as people
from frankpledge.office.problem_solving.models import Problem
from frankpledge.office.ui import pages
from frankpledge.office.ui.forms import Form, add_refusal

WRITES = ["GET", "HEAD", "POST"]
WORK, CLOSE = "work on problems", "close problems"


def posted(request: HttpRequest) -> QueryDict | None:
    """What was sent; None where the form is only shown."""
    return request.POST if request.method == "POST" else None


def acting(request: HttpRequest) -> dict[str, Any]:
    """Who does it, and when: read once, here."""
    return {"by": request.user, "now": timezone.now()}


def force_code() -> str:
    """The office's own area: names of areas that people type are looked for there."""
    office = people.office()
    return office.area_code if office else ""


def file_url(problem: Problem, at: str = "") -> str:
    return reverse("problem_solving:file", args=[problem.code]) + (f"#{at}" if at else "")


def crumbs(problem: Problem | None = None) -> list[dict[str, str]]:
    found = [{"text": str(_problems()), "href": reverse("problem_solving:staff_problems")}]
    return found if problem is None else [*found, {"text": problem.title, "href": file_url(problem)}]


def _problems() -> str:
    from django.utils.translation import gettext as _

    return _("Problems")


def asked(
    request: HttpRequest,
    form: BaseForm,
    save: Callable[[], str],
    *,
    back: str,
    done: str,
    template: str = "problem_solving/form.html",
    **context: Any,
) -> HttpResponse:
    """Show the form; once it is right, save and go where `save` says. What refuses is said on the form."""
    if request.method == "POST" and form.is_valid():
        try:
            to = save()
        except (NotAllowed, NotFound):
            raise
        except Refused as refused:
            add_refusal(form, refused)
        else:
            if done:
                messages.success(request, done)
            return redirect(to)
    status = 422 if form.errors else 200
    return pages.render(request, template, {"form": form, "cancel_href": back, **context}, status=status)


def confirmed(
    request: HttpRequest,
    act: Callable[[], Any],
    *,
    title: str,
    consequences: Sequence[str],
    button: str,
    back: str,
    done: str,
    danger: bool = True,
) -> HttpResponse:
    """Ask once more before something is done that is not undone."""

    def save() -> str:
        act()
        return back

    context = {"title": title, "consequences": consequences, "button": button, "danger": danger}
    return asked(request, Form(posted(request)), save, back=back, done=done, template="ui/confirm.html", **context)


def did(request: HttpRequest, act: Callable[[], Any], *, to: str, done: str) -> HttpResponse:
    """A button without a form of its own."""
    act()
    messages.success(request, done)
    return redirect(to)
