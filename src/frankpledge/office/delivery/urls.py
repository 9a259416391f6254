"""Addresses of delivery: a public update, a lead's forms, and the office's overview."""

from django.urls import path

from . import views

app_name = "delivery"

urlpatterns = [
    path("update/<slug:plan>/<str:commitment>/<str:period>/<int:number>/", views.update, name="update"),
    path("update-link/<str:token>/", views.write_update_by_link, name="write_update_by_link"),
    path("staff/delivery/", views.overview, name="overview"),
    path("staff/delivery/ask/", views.ask_for_updates, name="ask_for_updates"),
    path("staff/delivery/update/<int:request_id>/", views.write_update, name="write_update"),
    path("staff/delivery/update/<int:request_id>/link/", views.send_personal_link, name="send_personal_link"),
]
