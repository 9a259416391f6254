"""The room "cameras"."""

from django.apps import AppConfig


class Room(AppConfig):
    name = "frankpledge.office.cameras"
    label = "cameras"
    default_auto_field = "django.db.models.BigAutoField"
