"""Addresses of areas."""

from django.urls import path

from . import staff_views, views

app_name = "places"
urlpatterns = [
    path("areas/", views.areas, name="areas"),
    path("area/<slug:code>/", views.area, name="area"),
    path("staff/data/postcodes/", staff_views.postcodes, name="postcodes"),
    path("staff/data/postcodes/<slug:key>/", staff_views.postcode_columns, name="postcode_columns"),
]
