"""Addresses of the plan's editor. What the public reads of a plan crosses rooms: the room `thread` shows it."""

from django.urls import path

from . import views
from .views import drafts, links

app_name = "plan"

PLAN = "staff/plans/of/<slug:plan>/"

urlpatterns = [
    path("staff/plans/", views.plans, name="plans"),
    path("staff/plans/new/", views.create_plan, name="create_plan"),
    path("staff/plans/import/", views.import_plan, name="import_plan"),
    path("staff/plans/import/template.xlsx", views.template, name="template"),
    path(PLAN, views.edit, name="edit"),
    path(f"{PLAN}about/", views.change_plan, name="change_plan"),
    path(f"{PLAN}publish/", views.publish_plan, name="publish_plan"),
    path(f"{PLAN}draft/", drafts.freeze_draft, name="freeze_draft"),
    path("plan-draft/<slug:plan>/", drafts.newest_draft, name="newest_draft"),
    path(f"{PLAN}add/", views.add_priority, name="add_priority"),
    path(f"{PLAN}priority/<str:code>/", views.change_priority, name="priority"),
    path(f"{PLAN}priority/<str:code>/move/", views.move_priority, name="move_priority"),
    path(f"{PLAN}priority/<str:code>/remove/", views.remove_priority, name="remove_priority"),
    path(f"{PLAN}priority/<str:code>/lead/", links.set_priority_lead, name="set_priority_lead"),
    path(f"{PLAN}priority/<str:code>/add/", views.add_commitment, name="add_commitment"),
    path(f"{PLAN}commitment/<str:code>/", links.commitment, name="commitment"),
    path(f"{PLAN}commitment/<str:code>/change/", views.change_commitment, name="change_commitment"),
    path(f"{PLAN}commitment/<str:code>/move/", views.move_commitment, name="move_commitment"),
    path(f"{PLAN}commitment/<str:code>/place/", views.place_commitment, name="place_commitment"),
    path(f"{PLAN}commitment/<str:code>/remove/", views.remove_commitment, name="remove_commitment"),
    path(f"{PLAN}commitment/<str:code>/lead/", links.set_commitment_lead, name="set_commitment_lead"),
    path(f"{PLAN}commitment/<str:code>/basis/", links.set_basis, name="set_basis"),
    path(f"{PLAN}commitment/<str:code>/measure/", links.link_measure, name="link_measure"),
    path(f"{PLAN}commitment/<str:code>/measure/<slug:measure>/remove/", links.unlink_measure, name="unlink_measure"),
    path(f"{PLAN}lead/<int:pk>/remove/", links.remove_lead, name="remove_lead"),
    path(f"{PLAN}basis/<int:pk>/remove/", links.remove_basis, name="remove_basis"),
]
