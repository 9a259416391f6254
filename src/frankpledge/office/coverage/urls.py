"""Addresses of coverage: below one consultation, for staff."""

from django.urls import path

from . import views, views_answers

app_name = "coverage"

HERE = "staff/consultations/<slug:code>/coverage/"
urlpatterns = [
    path(HERE, views.coverage, name="coverage"),
    path(f"{HERE}line/", views.line, name="line"),
    path(f"{HERE}answers/", views_answers.answers, name="answers"),
    path(f"{HERE}answers/answers.csv", views_answers.answers_csv, name="answers_csv"),
    path(f"{HERE}weighted/", views_answers.weighted, name="weighted"),
    path(f"{HERE}coverage.csv", views.export_csv, name="export_csv"),
    path(f"{HERE}coverage.xlsx", views.export_xlsx, name="export_xlsx"),
]
