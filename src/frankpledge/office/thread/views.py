"""Pages that cross rooms. One call in, one page out."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from frankpledge.office.errors import NotFound
from frankpledge.office.people.access import duty, public, signed_in
from frankpledge.office.record import queries as record
from frankpledge.office.ui import pages

from . import forms, method_pages, queries


@public
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    return pages.render(request, "thread/start.html", queries.start_page(timezone.now()))


@public
@require_safe
def current_plan(request: HttpRequest) -> HttpResponse:
    code = queries.current_plan_code(timezone.localdate())
    if code is None:
        return pages.render(request, "thread/no_plan.html", {"title": _("The plan")})
    return redirect("thread:plan", code=code)


@public
@require_safe
def plan(request: HttpRequest, code: str) -> HttpResponse:
    return pages.render(request, "thread/plan.html", queries.plan_page(code, request.user))


@public
@require_safe
def plan_versions(request: HttpRequest, code: str) -> HttpResponse:
    before, after = _number(request.GET.get("from")), _number(request.GET.get("to"))
    return pages.render(request, "thread/versions.html", queries.versions_page(code, before, after))


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isdecimal() and len(text) < 6 else None


@public
@require_safe
def plans(request: HttpRequest) -> HttpResponse:
    return pages.render(request, "thread/plans.html", queries.plan_list(timezone.localdate()))


@public
@require_safe
def priority(request: HttpRequest, plan: str, code: str) -> HttpResponse:
    return pages.render(request, "thread/priority.html", queries.priority_page(plan, code, request.user))


@public
@require_safe
def commitment(request: HttpRequest, plan: str, code: str) -> HttpResponse:
    page = queries.commitment_page(plan, code, request.user, timezone.localdate())
    return pages.render(request, "thread/commitment.html", page)


@public
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    text, kind = request.GET.get("q", ""), request.GET.get("kind", "")
    found = queries.search_page(text, kind, request.GET.get("page"), request.user)
    form = forms.SearchForm({"q": text, "kind": kind}, kinds=queries.kind_choices())
    return pages.render(request, "thread/search.html", {"filters": form, "text": text.strip(), **found})


@public
@require_safe
def thread(request: HttpRequest, reference: str) -> HttpResponse:
    found = queries.trace(reference, request.user)
    return pages.render(request, "thread/thread.html", {"trace": found, "title": _("The thread"), "how_url": ""})


@public
@require_safe
def how(request: HttpRequest) -> HttpResponse:
    found = [page for name in method_pages.names() if (page := method_pages.method_page(name))]
    return pages.render(request, "thread/how.html", {"methods": found})


@public
@require_safe
def how_of(request: HttpRequest, reference: str) -> HttpResponse:
    if address := queries.thread_instead(reference, request.user):
        return redirect(address)
    return pages.render(request, "thread/how_of.html", {"explained": queries.how_page(reference, request.user)})


@public
@require_safe
def method(request: HttpRequest, name: str) -> HttpResponse:
    found = method_pages.method_page(name)
    if found is None:
        raise NotFound(_("There is no method “%(name)s”.") % {"name": name}, remedy=_("See the list of methods."))
    return pages.render(request, "thread/method.html", {"method": found, "title": found.title})


@signed_in
@require_safe
def staff_home(request: HttpRequest) -> HttpResponse:
    return pages.render(request, "thread/staff_home.html", queries.staff_home(request.user, timezone.now()))  # type: ignore[arg-type]


@duty("read audit trail")
@require_safe
def audit(request: HttpRequest) -> HttpResponse:
    form = forms.AuditForm(request.GET, verbs=record.verbs())
    page = queries.audit_page(form.filters(), request.GET.get("page"))
    return pages.render(request, "thread/audit.html", {"filters": form, "clear_href": request.path, **page})
