"""Organisations, posts and their holders."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from frankpledge.office.errors import Refused
from frankpledge.office.people import duties, forms, queries, use_cases
from frankpledge.office.people.access import duty
from frankpledge.office.ui import pages
from frankpledge.office.ui.forms import add_refusal


def _data(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _done_or_again(
    request: HttpRequest, form: BaseForm, do: Callable[[dict[str, Any]], object], *, context: dict[str, Any], done: str
) -> HttpResponse:
    """Ask; do it; say so on the page that "Cancel" leads to as well."""
    if request.method == "POST" and form.is_valid():
        try:
            do(form.cleaned_data)
        except Refused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, done)
            return redirect(context["cancel_href"])
    return pages.render(request, "ui/form_page.html", {**context, "form": form})


@duty("manage people", "edit plan")
@require_safe
def posts(request: HttpRequest) -> HttpResponse:
    context = {
        "organisations": queries.organisations(on=timezone.localdate()),
        "manages": duties.holds(request.user, "manage people"),
    }
    return pages.render(request, "people/posts.html", context)


@duty("manage people", "edit plan")
@require_safe
def post(request: HttpRequest, key: int) -> HttpResponse:
    found = queries.post(key)
    context = {
        "post": found,
        "holdings": queries.post_history(found),
        "today": timezone.localdate(),
        "manages": duties.holds(request.user, "manage people"),
    }
    return pages.render(request, "people/post.html", context)


@duty("manage people", "edit plan")
@require_http_methods(["GET", "POST"])
def add_organisation(request: HttpRequest) -> HttpResponse:
    def do(typed: dict[str, Any]) -> object:
        return use_cases.add_organisation(by=request.user, now=timezone.now(), **typed)

    context = {"title": _("Add an organisation"), "cancel_href": reverse("people:posts")}
    form = forms.OrganisationForm(_data(request))
    return _done_or_again(request, form, do, context=context, done=_("The organisation is in the list."))


@duty("manage people", "edit plan")
@require_http_methods(["GET", "POST"])
def add_post(request: HttpRequest) -> HttpResponse:
    def do(typed: dict[str, Any]) -> object:
        return use_cases.add_post(by=request.user, now=timezone.now(), **typed)

    context = {"title": _("Add a post"), "cancel_href": reverse("people:posts")}
    form = forms.PostForm(_data(request))
    return _done_or_again(request, form, do, context=context, done=_("The post is in the list."))


@duty("manage people")
@require_http_methods(["GET", "POST"])
def appoint(request: HttpRequest, key: int) -> HttpResponse:
    found = queries.post(key)

    def do(typed: dict[str, Any]) -> object:
        return use_cases.appoint(post=found, by=request.user, now=timezone.now(), **typed)

    context = {"title": _("Fill the post “%(post)s”") % {"post": found.title}, "cancel_href": _page(found.pk)}
    form = forms.AppointForm(_data(request), initial={"start": timezone.localdate()})
    return _done_or_again(request, form, do, context=context, done=_("The post is filled."))


@duty("manage people")
@require_http_methods(["GET", "POST"])
def end_holding(request: HttpRequest, key: int) -> HttpResponse:
    found = queries.holding(key)

    def do(typed: dict[str, Any]) -> object:
        return use_cases.end_holding(holding=found, by=request.user, now=timezone.now(), **typed)

    words = {"name": found.person.name, "post": found.post.title}
    context = {
        "title": _("When does %(name)s leave the post “%(post)s”?") % words,
        "cancel_href": _page(found.post_id),
    }
    form = forms.EndHoldingForm(_data(request), initial={"end": timezone.localdate()})
    return _done_or_again(request, form, do, context=context, done=_("Saved."))


def _page(key: int) -> str:
    return reverse("people:post", args=[key])
