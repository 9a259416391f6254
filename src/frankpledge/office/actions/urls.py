"""Addresses of actions."""

from django.urls import path

from . import views

app_name = "actions"
urlpatterns = [
    path("actions/", views.actions, name="actions"),
    path("actions/actions.csv", views.actions_csv, name="actions_csv"),
    path("actions/actions.xlsx", views.actions_xlsx, name="actions_xlsx"),
    path("action/<slug:slug>/", views.action, name="action"),
    path("staff/actions/", views.staff_actions, name="staff_actions"),
    path("staff/actions/<slug:slug>/", views.staff_action, name="staff_action"),
    path("staff/actions/<slug:slug>/claim/", views.claim, name="claim"),
    path("staff/actions/<slug:slug>/verify/", views.verify, name="verify"),
    path("staff/actions/<slug:slug>/stop/", views.stop, name="stop"),
    path("staff/actions/<slug:slug>/reopen/", views.reopen, name="reopen"),
    path("staff/actions/<slug:slug>/owner/", views.owner, name="owner"),
]
