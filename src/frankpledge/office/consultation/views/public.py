"""What anybody may read of consultations."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from frankpledge.office.consultation import queries
from frankpledge.office.people import duties
from frankpledge.office.people.access import public
from frankpledge.office.ui import pages

read_only = require_http_methods(["GET", "HEAD"])


@public
@read_only
def consultations(request: HttpRequest) -> HttpResponse:
    context = {"page": queries.consultations_page(timezone.now()), "title": _("Have your say")}
    return pages.render(request, "consultation/consultations.html", context)


@public
@read_only
def results(request: HttpRequest, code: str) -> HttpResponse:
    """What people said."""
    page = queries.results_page(code, timezone.now())
    title = _("What people said: %(title)s") % {"title": page.consultation.title}
    context = {
        "page": page,
        "consultation": page.consultation,
        "title": title,
        "breadcrumbs": _crumbs(page),
        "follow_up": queries.follow_up(page.consultation),
    }
    return pages.render(request, "consultation/results.html", context, reference=page.consultation.reference)


def _crumbs(page: queries.ResultsPage | queries.ThemePage) -> list[dict[str, str]]:
    consultation = page.consultation
    return [
        {"text": _("Have your say"), "href": "/consultations/"},
        {"text": consultation.title, "href": f"/{consultation.reference}/"},
    ]


@public
@read_only
def theme(request: HttpRequest, consultation_code: str, code: str) -> HttpResponse:
    """One theme: what it is, how many wrote of it, and words that were cleared for the public."""
    page = queries.theme_page(consultation_code, code, timezone.now())
    if page.moved_to:
        return HttpResponseRedirect(page.moved_to)
    crumbs = [*_crumbs(page), {"text": _("What people said"), "href": page.results_href}]
    context = {
        "page": page,
        "consultation": page.consultation,
        "title": page.facts.name,
        "breadcrumbs": crumbs,
        "may_read_answers": duties.holds(request.user, "read answers"),
    }
    return pages.render(request, "consultation/theme.html", context, reference=page.facts.reference)
