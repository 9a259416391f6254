"""How every form of the editor is asked and answered: refusals stand on the form, success leads on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect

from frankpledge.office.errors import NotAllowed, NotFound, Refused
from frankpledge.office.ui import pages
from frankpledge.office.ui.forms import Form, add_refusal


def posted(request: HttpRequest) -> QueryDict | None:
    """What was sent, nothing at all included; None where the form is only shown."""
    return request.POST if request.method == "POST" else None


def asked(
    request: HttpRequest,
    form: BaseForm,
    save: Callable[[], str],
    *,
    back: str,
    done: str,
    template: str = "ui/form_page.html",
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
    return pages.render(request, template, {"form": form, "cancel_href": back, **context})


def confirmed(
    request: HttpRequest,
    act: Callable[[], Any],
    *,
    title: str,
    consequences: Sequence[str],
    button: str,
    back: str,
    done: str,
    to: str = "",
) -> HttpResponse:
    """Ask once more before something is taken away."""

    def save() -> str:
        act()
        return to or back

    form = Form(posted(request))
    context = {"title": title, "consequences": consequences, "button": button, "danger": True}
    return asked(request, form, save, back=back, done=done, template="ui/confirm.html", **context)
