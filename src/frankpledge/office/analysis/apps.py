"""The room "analysis"."""

from django.apps import AppConfig


class Room(AppConfig):
    name = "frankpledge.office.analysis"
    label = "analysis"
    default_auto_field = "django.db.models.BigAutoField"
