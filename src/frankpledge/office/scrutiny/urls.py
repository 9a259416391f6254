"""Addresses of meetings and reports. A permanent reference is its own address."""

from django.urls import path

from . import views
from .views import answers, minutes, reports

app_name = "scrutiny"

ITEM = "<slug:body>/<str:day>/<int:item>/"
MEETING = "staff/meetings/<slug:body>/<str:day>/"
ROW = "staff/meetings/item/<int:pk>/"

urlpatterns = [
    path("meetings/", views.meetings, name="meetings"),
    path("meeting/<slug:body>/<str:day>/", views.meeting, name="meeting"),
    path(f"item/{ITEM}", views.item, name="item"),
    path(f"point/{ITEM}<int:number>/", views.point, name="point"),
    path(f"resolution/{ITEM}<int:number>/", views.resolution, name="resolution"),
    path(f"challenge/{ITEM}<int:number>/", views.challenge, name="challenge"),
    path("report/<slug:code>/", reports.report, name="report"),
    path("staff/meetings/", minutes.staff_meetings, name="staff_meetings"),
    path("staff/meetings/new/", minutes.plan_meeting, name="plan_meeting"),
    path(f"{ROW}amend/", minutes.amend_item, name="amend_item"),
    path(f"{ROW}paper/", minutes.add_paper, name="add_paper"),
    path(f"{ROW}point/", minutes.record_point, name="record_point"),
    path(f"{ROW}resolution/", minutes.record_resolution, name="record_resolution"),
    path(f"{ROW}challenge/", minutes.record_challenge, name="record_challenge"),
    path("staff/meetings/paper/<int:pk>/amend/", minutes.amend_paper, name="amend_paper"),
    path("staff/meetings/point/<int:pk>/amend/", minutes.amend_point, name="amend_point"),
    path("staff/meetings/challenge/<int:pk>/amend/", minutes.amend_challenge, name="amend_challenge"),
    path(f"{MEETING}amend/", minutes.amend_meeting, name="amend_meeting"),
    path(f"{MEETING}move-on/", minutes.move_meeting_on, name="move_meeting_on"),
    path(f"{MEETING}add-item/", minutes.add_item, name="add_item"),
    path("staff/answers/", answers.to_be_answered, name="to_be_answered"),
    path("staff/answers/challenge/<int:pk>/", answers.answer_challenge, name="answer_challenge"),
    path("staff/answers/challenge/<int:pk>/action/", answers.open_action_from_challenge, name="open_action_challenge"),
    path("staff/answers/point/<int:pk>/", answers.answer_point, name="answer_point"),
    path("staff/answers/point/<int:pk>/action/", answers.open_action_from_point, name="open_action_point"),
    path("staff/reports/", reports.reports, name="reports"),
    path("staff/reports/new/", reports.draft_report, name="draft_report"),
    path("staff/reports/<slug:code>/build/", reports.build_report, name="build_report"),
]
