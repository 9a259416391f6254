"""The room "findings"."""

from django.apps import AppConfig


class Room(AppConfig):
    name = "frankpledge.office.findings"
    label = "findings"
    default_auto_field = "django.db.models.BigAutoField"
