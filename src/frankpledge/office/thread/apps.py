"""The room "thread"."""

from django.apps import AppConfig


class Room(AppConfig):
    name = "frankpledge.office.thread"
    label = "thread"
    default_auto_field = "django.db.models.BigAutoField"
