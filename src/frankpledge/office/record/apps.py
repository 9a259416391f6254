"""The room "record"."""

from django.apps import AppConfig


class Room(AppConfig):
    name = "frankpledge.office.record"
    label = "record"
    default_auto_field = "django.db.models.BigAutoField"
