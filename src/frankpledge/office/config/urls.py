"""Every room's addresses. Public ones use neutral words; a permanent reference is its own address."""

from importlib.util import find_spec

from django.urls import include, path

ROOMS = [
    "people",
    "notices",
    "actions",
    "publications",
    "sources",
    "places",
    "recorded_crime",
    "consultation",
    "plan",
    "performance",
    "delivery",
    "scrutiny",
    "thread",
    "ui",
]

urlpatterns = [
    path("", include(f"frankpledge.office.{room}.urls"))
    for room in ROOMS
    if find_spec(f"frankpledge.office.{room}.urls")
]

handler400 = "frankpledge.office.ui.views.bad_request"
handler403 = "frankpledge.office.ui.views.forbidden"
handler404 = "frankpledge.office.ui.views.not_found"
handler500 = "frankpledge.office.ui.views.server_error"
