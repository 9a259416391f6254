"""Addresses of the staff's pages for data."""

from django.urls import path

from . import beside_views, reconciliation_views, views

app_name = "recorded_crime"
urlpatterns = [
    path("data/outcomes/", beside_views.outcomes, name="outcomes"),
    path("data/outcomes/outcomes.csv", beside_views.outcomes_csv, name="outcomes_csv"),
    path("data/stop-and-search/", beside_views.searches, name="searches"),
    path("data/stop-and-search/searches.csv", beside_views.searches_csv, name="searches_csv"),
    path("staff/data/boundaries/", beside_views.boundaries, name="boundaries"),
    path("staff/data/boundaries/not-carried.csv", beside_views.not_carried_csv, name="not_carried_csv"),
    path("staff/data/boundaries/area/", beside_views.across, name="across"),
    path("staff/data/reconciliation/", reconciliation_views.reconciliation, name="reconciliation"),
    path("staff/data/reconciliation/steps.csv", reconciliation_views.reconciliation_csv, name="reconciliation_csv"),
    path("staff/data/", views.staff_data, name="staff_data"),
    path("staff/data/import/", views.upload, name="upload"),
    path("staff/data/import/<int:number>/", views.import_run, name="import_run"),
    path("staff/data/import/<int:number>/rejects.csv", views.rejects, name="rejects"),
    path("staff/data/use-again/<slug:code>/", views.use_again, name="use_again"),
]
