"""Addresses of maps."""

from django.urls import path, re_path

from . import views

app_name = "maps"
urlpatterns = [
    path("maps/", views.maps, name="maps"),
    path("maps/interactive/", views.interactive_map, name="interactive"),
    path("maps/figures.json", views.figures, name="figures"),
    re_path(r"^maps/areas\.(?P<kind>csv|xlsx|geojson|gpkg|svg)$", views.areas, name="areas"),
    path("maps/tiles/<slug:level>/<slug:version>/<int:z>/<int:x>/<int:y>.mvt", views.tile, name="tile"),
]
