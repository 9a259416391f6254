"""Addresses of outgoing messages."""

from django.urls import path

from . import views

app_name = "notices"
urlpatterns = [path("staff/notices/", views.notices, name="notices")]
