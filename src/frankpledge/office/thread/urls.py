"""Addresses of the pages that cross rooms."""

from django.urls import path

from . import views

app_name = "thread"

urlpatterns = [
    path("", views.start, name="start"),
    path("plan/", views.current_plan, name="current_plan"),
    path("plan/<slug:code>/", views.plan, name="plan"),
    path("plan/<slug:code>/versions/", views.plan_versions, name="plan_versions"),
    path("plans/", views.plans, name="plans"),
    path("priority/<slug:plan>/<str:code>/", views.priority, name="priority"),
    path("commitment/<slug:plan>/<str:code>/", views.commitment, name="commitment"),
    path("search/", views.search, name="search"),
    path("thread/<path:reference>/", views.thread, name="thread"),
    path("how/", views.how, name="how"),
    path("how/<path:reference>/", views.how_of, name="how_of"),
    path("methods/<slug:name>/", views.method, name="method"),
    path("staff/", views.staff_home, name="staff_home"),
    path("staff/audit/", views.audit, name="audit"),
]
