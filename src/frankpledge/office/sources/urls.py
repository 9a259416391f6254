"""Addresses of datasets and releases."""

from django.urls import path

from . import views

app_name = "sources"
urlpatterns = [
    path("data/", views.data, name="data"),
    path("dataset/<slug:code>/", views.dataset, name="dataset"),
    path("release/<slug:code>/", views.release, name="release"),
    path("release/<slug:code>/raw", views.raw, name="raw"),
]
