"""The addresses of this room alone: rooms above it are not known here."""

from django.urls import include, path

urlpatterns = [path("", include("frankpledge.office.consultation.urls"))]

handler404 = "frankpledge.office.ui.views.not_found"
handler500 = "frankpledge.office.ui.views.server_error"
