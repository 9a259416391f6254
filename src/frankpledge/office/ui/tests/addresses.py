"""Addresses for this room's own tests: no other room is needed to draw a page."""

from django.urls import path

from frankpledge.office.ui import views

urlpatterns = [
    path("accessibility/", views.accessibility, name="accessibility"),
    path("privacy/", views.privacy, name="privacy"),
    path("cookies/", views.cookies, name="cookies"),
    path("patterns/", views.gallery, name="patterns"),
]
