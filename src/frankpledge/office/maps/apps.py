"""The room "maps"."""

from django.apps import AppConfig


class Room(AppConfig):
    name = "frankpledge.office.maps"
    label = "maps"
    default_auto_field = "django.db.models.BigAutoField"
