"""People and their roles: the administrator's pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from frankpledge.office.errors import Refused
from frankpledge.office.people import forms, queries, use_cases
from frankpledge.office.people.access import duty
from frankpledge.office.people.models import Person
from frankpledge.office.ui import pages
from frankpledge.office.ui.forms import Form, add_refusal

# Where e-mail is only printed, the administrator sees the invitation's link, to pass it on.
CONSOLE = "django.core.mail.backends.console.EmailBackend"


def _data(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


@duty("manage people")
@require_safe
def people(request: HttpRequest) -> HttpResponse:
    form = forms.PeopleFilterForm(request.GET, office=queries.office_or_none())
    filters = form.filters()
    page = queries.people(filters, on=timezone.localdate(), page=request.GET.get("page"))
    return pages.render(request, "people/people.html", {"form": form, "page": page, "filtered": filters.any})


@duty("manage people")
@require_safe
def person(request: HttpRequest, key: int) -> HttpResponse:
    page = queries.person_page(key, on=timezone.localdate())
    link = request.session.pop(f"invitation {key}", "")
    is_self = page.person.pk == request.user.pk
    return pages.render(request, "people/person.html", {"page": page, "link": link, "is_self": is_self})


def _done_or_again(
    request: HttpRequest,
    form: BaseForm,
    do: Callable[[dict[str, Any]], Person],
    *,
    context: dict[str, Any],
    done: str,
    template: str = "ui/form_page.html",
) -> HttpResponse:
    """Ask; do it; say so on the person's page."""
    if request.method == "POST" and form.is_valid():
        try:
            found = do(form.cleaned_data)
        except Refused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, done)
            return redirect("people:person", key=found.pk)
    return pages.render(request, template, {**context, "form": form})


def _keep_link(request: HttpRequest, invited: use_cases.Invitation, key: int) -> None:
    if settings.EMAIL_BACKEND == CONSOLE:
        request.session[f"invitation {key}"] = invited.link


@duty("manage people")
@require_http_methods(["GET", "POST"])
def add_person(request: HttpRequest) -> HttpResponse:
    def do(typed: dict[str, Any]) -> Person:
        newcomer, invited = use_cases.invite_newcomer(by=request.user, now=timezone.now(), **typed)
        _keep_link(request, invited, newcomer.pk)
        return newcomer

    form = forms.NewcomerForm(_data(request), office=queries.office_or_none())
    context = {
        "title": _("Invite somebody"),
        "button": _("Send the invitation"),
        "cancel_href": reverse("people:people"),
    }
    context["intro"] = _("They get an e-mail with a link, and choose their password. The link works once, for 7 days.")
    return _done_or_again(request, form, do, context=context, done=_("The invitation is on its way."))


def _person_context(found: Person, title: str, button: str) -> dict[str, Any]:
    crumbs = [{"text": _("People"), "href": reverse("people:people")}, {"text": found.name, "href": _page(found)}]
    return {"title": title, "button": button, "cancel_href": _page(found), "breadcrumbs": crumbs}


def _page(found: Person) -> str:
    return reverse("people:person", args=[found.pk])


@duty("manage people")
@require_http_methods(["GET", "POST"])
def details(request: HttpRequest, key: int) -> HttpResponse:
    found = queries.person(key)

    def do(typed: dict[str, Any]) -> Person:
        return use_cases.change_details(person=found, by=request.user, now=timezone.now(), **typed)

    form = forms.DetailsForm(_data(request), initial={"name": found.name, "email": found.email})
    context = _person_context(found, _("Correct name or address"), _("Save"))
    return _done_or_again(request, form, do, context=context, done=_("Saved."))


@duty("manage people")
@require_http_methods(["GET", "POST"])
def roles(request: HttpRequest, key: int) -> HttpResponse:
    found = queries.person(key)

    def do(typed: dict[str, Any]) -> Person:
        use_cases.set_roles(person=found, roles=typed["roles"], by=request.user, now=timezone.now())
        return found

    held = [role.role for role in found.roles.all()]
    form = forms.RolesForm(_data(request), initial={"roles": held}, office=queries.office_or_none())
    context = _person_context(found, _("What may %(name)s do?") % {"name": found.name}, _("Save"))
    return _done_or_again(request, form, do, context=context, done=_("The roles are saved. They hold at once."))


@duty("manage people")
@require_http_methods(["GET", "POST"])
def invite(request: HttpRequest, key: int) -> HttpResponse:
    found = queries.person(key)

    def do(typed: dict[str, Any]) -> Person:
        _keep_link(request, use_cases.invite(person=found, by=request.user, now=timezone.now()), key)
        return found

    context = _person_context(found, _("Invite %(name)s again?") % {"name": found.name}, _("Send the invitation"))
    context["consequences"] = [_("They get a new link. An earlier one stops working.")]
    done = _("The invitation is on its way.")
    return _done_or_again(request, Form(_data(request)), do, context=context, done=done, template="ui/confirm.html")


@duty("manage people")
@require_http_methods(["GET", "POST"])
def deactivate(request: HttpRequest, key: int) -> HttpResponse:
    page = queries.person_page(key, on=timezone.localdate())
    found = page.person
    form = forms.DeactivateForm(_data(request), person=found, holds_posts=bool(page.held))

    def do(typed: dict[str, Any]) -> Person:
        use_cases.deactivate(person=found, by=request.user, now=timezone.now(), **form.decision())
        return found

    context = _person_context(found, _("Deactivate %(name)s?") % {"name": found.name}, _("Deactivate"))
    context |= {"consequences": _consequences(page), "danger": True}
    done = _("%(name)s can no longer sign in.") % {"name": found.name}
    return _done_or_again(request, form, do, context=context, done=done, template="ui/confirm.html")


def _consequences(page: queries.PersonPage) -> list[str]:
    told = [_("They can no longer sign in. Where they are signed in now, they are signed out.")]
    told.append(_("What they wrote stays, with their name on it for staff."))
    if number := len(page.held):
        words = ngettext(
            "They leave %(number)s post today: %(posts)s.",
            "They leave %(number)s posts today: %(posts)s.",
            number,
        )
        told.append(words % {"number": number, "posts": "; ".join(holding.post.title for holding in page.held)})
    return told


@duty("manage people")
@require_http_methods(["GET", "POST"])
def reactivate(request: HttpRequest, key: int) -> HttpResponse:
    found = queries.person(key)

    def do(typed: dict[str, Any]) -> Person:
        return use_cases.reactivate(person=found, by=request.user, now=timezone.now())

    context = _person_context(found, _("Let %(name)s back in?") % {"name": found.name}, _("Let them back in"))
    context["consequences"] = [
        _("They keep their roles, but get no post back."),
        _("They need a new invitation to choose a password."),
    ]
    done = _("%(name)s is back. Now invite them.") % {"name": found.name}
    return _done_or_again(request, Form(_data(request)), do, context=context, done=done, template="ui/confirm.html")
