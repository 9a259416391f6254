"""Addresses of analyses."""

from django.urls import path, re_path

from . import views

app_name = "analysis"
urlpatterns = [
    path("staff/analysis/", views.analyses, name="analyses"),
    path("staff/analysis/new/", views.choose, name="choose"),
    path("staff/analysis/new/<slug:method>/", views.ask, name="ask"),
    path("staff/analysis/<slug:code>/attach/", views.attach, name="attach"),
    path("staff/analysis/<slug:code>/detach/<int:key>/", views.detach, name="detach"),
    path("staff/analysis/<slug:code>/clear/", views.clear, name="clear"),
    path("analysis/<slug:code>/", views.analysis, name="analysis"),
    re_path(r"^analysis/(?P<code>[-\w]+)/table\.(?P<kind>csv|xlsx)$", views.table, name="table"),
    path("analysis/<slug:code>/code.py", views.script, name="script"),
    path("analysis/<slug:code>/figures.json", views.figures, name="figures"),
]
