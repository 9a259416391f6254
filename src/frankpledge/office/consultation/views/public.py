"""What anybody may read of consultations."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from frankpledge.office.consultation import queries
from frankpledge.office.people.access import public
from frankpledge.office.ui import pages

read_only = require_http_methods(["GET", "HEAD"])


@public
@read_only
def consultations(request: HttpRequest) -> HttpResponse:
    context = {"page": queries.consultations_page(timezone.now()), "title": _("Have your say")}
    return pages.render(request, "consultation/consultations.html", context)
