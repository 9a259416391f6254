"""The addresses of this room and those that it leads to: rooms above it are not known here."""

from django.urls import include, path

urlpatterns = [
    path("", include(f"frankpledge.office.{room}.urls"))
    for room in ("coverage", "consultation", "engagement", "places", "people")
]

handler404 = "frankpledge.office.ui.views.not_found"
handler500 = "frankpledge.office.ui.views.server_error"
