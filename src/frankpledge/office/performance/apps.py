"""The room "performance"."""

from django.apps import AppConfig


class Room(AppConfig):
    name = "frankpledge.office.performance"
    label = "performance"
    default_auto_field = "django.db.models.BigAutoField"
