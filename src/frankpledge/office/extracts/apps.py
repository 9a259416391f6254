"""The room "extracts"."""

from django.apps import AppConfig


class Room(AppConfig):
    name = "frankpledge.office.extracts"
    label = "extracts"
    default_auto_field = "django.db.models.BigAutoField"
