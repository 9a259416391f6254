"""Pages of actions: the public's list and page, and the staff's steps."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from frankpledge.office.errors import NotAllowed, Refused
from frankpledge.office.people.access import duty, public
from frankpledge.office.ui import exports, pages
from frankpledge.office.ui.forms import Form, add_refusal

from . import forms, queries, use_cases, words
from .models import Action

PUBLIC: Any = object()  # who reads the public list, signed in or not: nobody in particular


def _filter_form(request: HttpRequest, viewer: object) -> forms.FilterForm:
    return forms.FilterForm(request.GET, owners=queries.owners(viewer), origins=queries.origin_kinds(viewer))


def _list_context(request: HttpRequest, viewer: object) -> dict[str, Any]:
    form = _filter_form(request, viewer)
    filters = form.filters()
    found = queries.listing(filters=filters, viewer=viewer, on=timezone.localdate(), page=request.GET.get("page"))
    return {
        "form": form,
        "page": found.page,
        "counts": found.counts,
        "filtered": filters.any,
        "states": words.STATES,
        "colours": words.STATE_COLOURS,
        "query": request.GET.urlencode(),
    }


@public
@require_safe
def actions(request: HttpRequest) -> HttpResponse:
    return pages.render(request, "actions/list.html", _list_context(request, PUBLIC))


@public
@require_safe
def actions_csv(request: HttpRequest) -> HttpResponse:
    rows, on = _export(request)
    return exports.attachment(f"actions-{on}.csv", exports.csv_bytes(_columns(), rows), exports.CSV_TYPE)


@public
@require_safe
def actions_xlsx(request: HttpRequest) -> HttpResponse:
    rows, on = _export(request)
    about = {
        _("What this is"): _("Actions and duties to respond: what is owed, by whom, by when, and the proof."),
        _("Made on"): on,
        _("Rows"): len(rows),
        _("Address"): request.build_absolute_uri(),
        _("Overdue"): _("Past the due day and not said to be done, on the day when this file was made."),
    }
    data = exports.xlsx_bytes(_("Actions"), _columns(), rows, about)
    return exports.attachment(f"actions-{on}.xlsx", data, exports.XLSX_TYPE)


def _columns() -> list[str]:
    return [
        _("Reference"), _("Kind"), _("What is to be done"), _("Owner"), _("Organisation"), _("Due"), _("State"),
        _("Days overdue"), _("Follows from"), _("Proof"), _("Where it can be seen"), _("Stopped because"), _("Made up"),
    ]  # fmt: skip


def _export(request: HttpRequest) -> tuple[list[list[Any]], date]:
    on = timezone.localdate()
    filters = _filter_form(request, PUBLIC).filters()
    return [_cells(row) for row in queries.everything(filters=filters, viewer=PUBLIC, on=on)], on


def _cells(row: queries.Row) -> list[Any]:
    action, owner = row.action, row.action.owner
    return [
        action.reference, action.get_kind_display(), action.text, owner.title if owner else None,
        owner.organisation.name if owner else None, action.due, action.get_state_display(), row.days_overdue,
        action.origin, action.proof, action.proof_reference, action.stopped_because, action.made_up,
    ]  # fmt: skip


def _page_context(slug: str, viewer: object) -> dict[str, Any]:
    found = queries.action_page(f"action/{slug}", viewer=viewer, on=timezone.localdate())
    return {
        "page": found,
        "action": found.action,
        "slug": slug,
        "state": words.STATES[found.action.state],
        "colour": words.STATE_COLOURS[found.action.state],
        "origin_words": words.origin_words(found.action.origin.split("/")[0]),
        "steps": [(words.STEPS.get(step.verb, step.verb), step) for step in found.steps],
        "origin_title": found.titles.get(found.action.origin, ""),
        "proof_link": _link(found.action.proof_reference),
        "proof_title": found.titles.get(found.action.proof_reference.strip("/"), found.action.proof_reference),
    }


def _link(reference: str) -> str:
    """Where a proof can be seen: a web address as it is, a permanent reference as its page, else nowhere."""
    if reference.startswith(("https://", "http://")):
        return reference
    return f"/{reference.strip('/')}/" if "/" in reference and " " not in reference else ""


@public
@require_safe
def action(request: HttpRequest, slug: str) -> HttpResponse:
    context = _page_context(slug, request.user)
    return pages.render(request, "actions/action.html", context, reference=f"action/{slug}")


@duty("claim actions")
@require_safe
def staff_actions(request: HttpRequest) -> HttpResponse:
    return pages.render(request, "actions/staff_list.html", _list_context(request, request.user))


@duty("claim actions")
@require_safe
def staff_action(request: HttpRequest, slug: str) -> HttpResponse:
    return pages.render(request, "actions/staff_action.html", _page_context(slug, request.user))


def _step(
    request: HttpRequest,
    slug: str,
    form: BaseForm,
    do: Callable[[Action, dict[str, Any]], object],
    *,
    context: dict[str, Any],
    done: str,
) -> HttpResponse:
    """One step of one action: ask, do, say that it is done."""
    action = queries.action(f"action/{slug}", request.user)
    if request.method == "POST" and form.is_valid():
        try:
            do(action, form.cleaned_data)
        except NotAllowed:
            raise
        except Refused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, done)
            return redirect("actions:staff_action", slug=slug)
    context |= {"form": form, "action": action, "slug": slug}
    return pages.render(request, "actions/step.html", context, status=422 if form.errors else 200)


def _data(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


@duty("claim actions")
@require_http_methods(["GET", "POST"])
def claim(request: HttpRequest, slug: str) -> HttpResponse:
    def do(action: Action, typed: dict[str, Any]) -> object:
        return use_cases.claim_done(action=action, by=request.user, now=timezone.now(), **typed)

    context = {"title": _("Say that this action is done"), "button": _("Say that it is done")}
    context["intro"] = _("Somebody else in the office checks your proof before the action counts as done.")
    done = _("Thank you. A colleague will now check the proof.")
    return _step(request, slug, forms.ClaimForm(_data(request)), do, context=context, done=done)


@duty("manage actions")
@require_http_methods(["GET", "POST"])
def verify(request: HttpRequest, slug: str) -> HttpResponse:
    def do(action: Action, typed: dict[str, Any]) -> object:
        return use_cases.verify_done(action=action, by=request.user, now=timezone.now())

    context: dict[str, Any] = {"title": _("Does the proof show that it is done?"), "button": _("Yes, it is done")}
    context["show_proof"] = True
    return _step(request, slug, Form(_data(request)), do, context=context, done=_("The action is done and proved."))


@duty("manage actions")
@require_http_methods(["GET", "POST"])
def stop(request: HttpRequest, slug: str) -> HttpResponse:
    def do(action: Action, typed: dict[str, Any]) -> object:
        return use_cases.stop(action=action, by=request.user, now=timezone.now(), **typed)

    context = {"title": _("Stop this action"), "button": _("Stop it"), "danger": True}
    return _step(request, slug, forms.ReasonForm(_data(request)), do, context=context, done=_("The action is stopped."))


@duty("manage actions")
@require_http_methods(["GET", "POST"])
def reopen(request: HttpRequest, slug: str) -> HttpResponse:
    def do(action: Action, typed: dict[str, Any]) -> object:
        return use_cases.reopen(action=action, by=request.user, now=timezone.now(), **typed)

    context = {"title": _("Open this action again"), "button": _("Open it again"), "show_proof": True}
    return _step(
        request, slug, forms.ReasonForm(_data(request)), do, context=context, done=_("The action is open again.")
    )


@duty("manage actions")
@require_http_methods(["GET", "POST"])
def owner(request: HttpRequest, slug: str) -> HttpResponse:
    def do(action: Action, typed: dict[str, Any]) -> object:
        return use_cases.change_owner(action=action, by=request.user, now=timezone.now(), **typed)

    context = {"title": _("Give this action to another post"), "button": _("Give it")}
    return _step(
        request, slug, forms.OwnerForm(_data(request)), do, context=context, done=_("The action has a new owner.")
    )
