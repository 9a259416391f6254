"""Addresses of the staff's pages for data."""

from django.urls import path

from . import views

app_name = "recorded_crime"
urlpatterns = [
    path("staff/data/", views.staff_data, name="staff_data"),
    path("staff/data/import/", views.upload, name="upload"),
    path("staff/data/import/<int:number>/", views.import_run, name="import_run"),
    path("staff/data/import/<int:number>/rejects.csv", views.rejects, name="rejects"),
    path("staff/data/use-again/<slug:code>/", views.use_again, name="use_again"),
]
