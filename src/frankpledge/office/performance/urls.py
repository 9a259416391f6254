"""Addresses of measures, their figures and downloads, and the staff's pages for them."""

from django.urls import path

from . import views

app_name = "performance"

urlpatterns = [
    path("measures/", views.measures, name="measures"),
    path("measure/<slug:code>/", views.measure, name="measure"),
    path("measure/<slug:code>/figures.csv", views.figures_csv, name="figures_csv"),
    path("measure/<slug:code>/figures.csv-metadata.json", views.csv_metadata, name="csv_metadata"),
    path("measure/<slug:code>/figures.xlsx", views.figures_xlsx, name="figures_xlsx"),
    path("measure/<slug:code>/chart.svg", views.chart, name="chart"),
    path("measure/<slug:code>/ahead/", views.ahead, name="ahead"),
    path("measure/<slug:code>/ahead.csv", views.ahead_csv, name="ahead_csv"),
    path("observation/<slug:code>/<str:period>/", views.observation, name="observation"),
    path("staff/measures/", views.staff_measures, name="staff_measures"),
    path("staff/measures/define/", views.define, name="define"),
    path("staff/measures/observe/", views.observe_all, name="observe_all"),
    path("staff/measures/figures/", views.import_figures, name="import_figures"),
    path("staff/measures/figures/template.xlsx", views.template, name="template"),
    path("staff/measures/figures/<int:run>/", views.import_report, name="import_report"),
    path("staff/measures/of/<slug:code>/", views.staff_measure, name="staff_measure"),
    path("staff/measures/of/<slug:code>/observe/", views.observe_one, name="observe_one"),
    path("staff/measures/of/<slug:code>/revise/", views.revise, name="revise"),
    path("staff/measures/of/<slug:code>/break/", views.break_series, name="break_series"),
    path("staff/measures/of/<slug:code>/retire/", views.retire, name="retire"),
]
