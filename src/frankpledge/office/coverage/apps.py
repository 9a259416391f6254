"""The room "coverage"."""

from django.apps import AppConfig


class Room(AppConfig):
    name = "frankpledge.office.coverage"
    label = "coverage"
    default_auto_field = "django.db.models.BigAutoField"
