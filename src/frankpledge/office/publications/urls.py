"""Addresses of what was frozen."""

from django.urls import path

from . import views

app_name = "publications"
urlpatterns = [
    path("publication/<path:reference>/", views.publication, name="publication"),
    path("publication/<path:reference>/<str:file_name>", views.rendition, name="rendition"),
]
