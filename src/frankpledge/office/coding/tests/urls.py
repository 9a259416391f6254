"""The addresses of this room and of those below it that its pages lead to."""

from django.urls import include, path

urlpatterns = [
    path("", include("frankpledge.office.coding.urls")),
    path("", include("frankpledge.office.consultation.urls")),
    path("", include("frankpledge.office.people.urls")),
]

handler404 = "frankpledge.office.ui.views.not_found"
handler500 = "frankpledge.office.ui.views.server_error"
