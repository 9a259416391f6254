"""Addresses of the year of engagement, and of the ways in that are tied to its events."""

from django.urls import path

from .views import calendar, events, keying

app_name = "engagement"

ONE = "staff/consultations/<slug:code>/"
HOME = "staff/engagement/"

urlpatterns = [
    path("engagement/", calendar.calendar, name="calendar"),
    path("engagement/engagement.ics", calendar.ics, name="ics"),
    path("event/<slug:code>/", events.event, name="event"),
    path(HOME, calendar.staff_calendar, name="staff_calendar"),
    path(f"{HOME}engagement.ics", calendar.staff_ics, name="staff_ics"),
    path(f"{HOME}events/", events.events, name="events"),
    path(f"{HOME}events.csv", events.export, {"kind": "csv"}, name="events_csv"),
    path(f"{HOME}events.xlsx", events.export, {"kind": "xlsx"}, name="events_xlsx"),
    path(f"{HOME}events/new/", events.add, name="add_event"),
    path(f"{HOME}events/<slug:code>/edit/", events.change, name="change_event"),
    path(f"{HOME}events/<slug:code>/cancel/", events.cancel, name="cancel_event"),
    path(f"{ONE}events/", events.events_of, name="events_of"),
    path(f"{ONE}events.csv", events.export_of, {"kind": "csv"}, name="events_of_csv"),
    path(f"{ONE}events.xlsx", events.export_of, {"kind": "xlsx"}, name="events_of_xlsx"),
    path(f"{ONE}received/key/", keying.key, name="key"),
    path(f"{ONE}received/add/", keying.add, name="add_item"),
    path(f"{ONE}received/take-back/", keying.take_back, name="take_back"),
]
