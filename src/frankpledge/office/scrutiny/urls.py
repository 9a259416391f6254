"""Addresses of meetings and reports. A permanent reference is its own address."""

from django.urls import path

from . import views
from .views import minutes, reports

app_name = "scrutiny"

ITEM = "<slug:body>/<str:day>/<int:item>/"

urlpatterns = [
    path("meetings/", views.meetings, name="meetings"),
    path("meeting/<slug:body>/<str:day>/", views.meeting, name="meeting"),
    path(f"item/{ITEM}", views.item, name="item"),
    path(f"point/{ITEM}<int:number>/", views.point, name="point"),
    path(f"resolution/{ITEM}<int:number>/", views.resolution, name="resolution"),
    path(f"challenge/{ITEM}<int:number>/", views.challenge, name="challenge"),
    path("report/<slug:code>/", reports.report, name="report"),
    path("staff/meetings/", minutes.plan_meeting, name="plan_meeting"),
    path("staff/meetings/<slug:body>/<str:day>/move-on/", minutes.move_meeting_on, name="move_meeting_on"),
    path("staff/meetings/<slug:body>/<str:day>/item/", minutes.add_item, name="add_item"),
    path("staff/meetings/item/<int:pk>/paper/", minutes.add_paper, name="add_paper"),
    path("staff/meetings/item/<int:pk>/point/", minutes.record_point, name="record_point"),
    path("staff/meetings/item/<int:pk>/resolution/", minutes.record_resolution, name="record_resolution"),
    path("staff/meetings/item/<int:pk>/challenge/", minutes.record_challenge, name="record_challenge"),
    path("staff/meetings/point/<int:pk>/amend/", minutes.amend_point, name="amend_point"),
    path("staff/answers/challenge/<int:pk>/", minutes.answer_challenge, name="answer_challenge"),
    path("staff/answers/point/<int:pk>/", minutes.answer_point, name="answer_point"),
    path("staff/reports/", reports.reports, name="reports"),
    path("staff/reports/new/", reports.draft_report, name="draft_report"),
    path("staff/reports/<slug:code>/build/", reports.build_report, name="build_report"),
]
