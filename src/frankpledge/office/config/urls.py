"""Every room's addresses. Public ones use neutral words; a permanent reference is its own address."""

from importlib.util import find_spec

from django.urls import include, path
from django.views.decorators.http import require_safe

from frankpledge.office.people.access import public
from frankpledge.office.ui import views as ui

ROOMS = [
    "people",
    "notices",
    "actions",
    "publications",
    "sources",
    "places",
    "recorded_crime",
    "extracts",
    "maps",
    "cameras",
    "analysis",
    "equality",
    "consultation",
    "engagement",
    "coverage",
    "coding",
    "plan",
    "findings",
    "problem_solving",
    "performance",
    "delivery",
    "scrutiny",
    "thread",
]

urlpatterns = [
    *(
        path("", include(f"frankpledge.office.{room}.urls"))
        for room in ROOMS
        if find_spec(f"frankpledge.office.{room}.urls")
    ),
    path("accessibility/", public(require_safe(ui.accessibility)), name="accessibility"),
    path("privacy/", public(require_safe(ui.privacy)), name="privacy"),
    path("cookies/", public(require_safe(ui.cookies)), name="cookies"),
    path("patterns/", public(require_safe(ui.gallery)), name="patterns"),
]

handler400 = "frankpledge.office.ui.views.bad_request"
handler403 = "frankpledge.office.ui.views.forbidden"
handler404 = "frankpledge.office.ui.views.not_found"
handler500 = "frankpledge.office.ui.views.server_error"
