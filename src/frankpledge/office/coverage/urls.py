"""Addresses of coverage: below one consultation, for staff."""

from django.urls import path

from . import views

app_name = "coverage"

HERE = "staff/consultations/<slug:code>/coverage/"
urlpatterns = [
    path(HERE, views.coverage, name="coverage"),
    path(f"{HERE}line/", views.line, name="line"),
    path(f"{HERE}coverage.csv", views.export_csv, name="export_csv"),
    path(f"{HERE}coverage.xlsx", views.export_xlsx, name="export_xlsx"),
]
