"""The room "sources"."""

from django.apps import AppConfig


class Room(AppConfig):
    name = "frankpledge.office.sources"
    label = "sources"
    default_auto_field = "django.db.models.BigAutoField"
