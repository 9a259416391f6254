"""Addresses of areas."""

from django.urls import path

from . import views

app_name = "places"
urlpatterns = [
    path("areas/", views.areas, name="areas"),
    path("area/<slug:code>/", views.area, name="area"),
]
