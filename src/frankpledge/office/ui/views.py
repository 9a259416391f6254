"""Error pages, the notices that every public site owes its readers, and the gallery of patterns.

None of these asks who the reader is: `config` marks who may use them.
"""

from __future__ import annotations

import logging
import secrets
import sys

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from frankpledge.office.ui import gallery as patterns
from frankpledge.office.ui.logs import address_for_log
from frankpledge.office.ui.pages import render
from frankpledge.office.ui.tables import Column, Table

logger = logging.getLogger(__name__)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "403.html", status=403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form came without its token: most often because the page had been open since before a sign-in."""
    return render(request, "403.html", {"out_of_date": True}, status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """The page for our own mistakes. It reads nothing from the database, which may be what failed.

    The number that it shows is in the log, beside the traceback.
    """
    error_id = secrets.token_hex(4)
    logger.error("Error %s at %s %s", error_id, request.method, address_for_log(request), exc_info=sys.exc_info())
    return HttpResponse(render_to_string("500.html", {"error_id": error_id}), status=500)


def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "ui/accessibility.html")


def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "ui/privacy.html")


def cookies(request: HttpRequest) -> HttpResponse:
    return render(request, "ui/cookies.html", {"table": _cookie_table()})


def _cookie_table() -> Table:
    hours = settings.SESSION_COOKIE_AGE // 3600
    lasts = ngettext("%(hours)s hour", "%(hours)s hours", hours) % {"hours": hours}
    rows = [
        [
            settings.SESSION_COOKIE_NAME,
            _("Remembers that you are signed in, or which questionnaire you have begun"),
            lasts,
        ],
        [settings.CSRF_COOKIE_NAME, _("Proves that a form was sent from our own page"), _("1 year")],
        ["messages", _("Shows a message once, such as “Saved”"), _("Until you close the browser")],
    ]
    columns = [Column(_("Name")), Column(_("What it is for")), Column(_("How long it stays"))]
    return Table(_("Cookies that this site may set"), columns, rows)


def gallery(request: HttpRequest) -> HttpResponse:
    """Every pattern that pages are made of, for those who build and test them."""
    return render(request, "ui/gallery.html", patterns.page(request))
