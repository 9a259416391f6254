"""Addresses of the force's own extracts: for staff alone."""

from django.urls import path

from . import views

app_name = "extracts"
urlpatterns = [
    path("staff/data/extracts/", views.extracts, name="extracts"),
    path("staff/data/extracts/<int:number>/", views.extract, name="extract"),
    path("staff/data/extracts/<int:number>/columns/", views.columns, name="columns"),
    path("staff/data/extracts/<int:number>/preview/", views.preview, name="preview"),
    path("staff/data/extracts/<int:number>/types/", views.types, name="types"),
    path("staff/data/extracts/<int:number>/take-in/", views.take_in, name="take_in"),
    path("staff/data/extracts/<int:number>/rejects.csv", views.rejects, name="rejects"),
    path("staff/data/extracts/<int:number>/keep/", views.keep, name="keep"),
    path("staff/data/extracts/<int:number>/delete/", views.delete, name="delete"),
]
