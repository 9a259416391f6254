"""The room "publications"."""

from django.apps import AppConfig


class Room(AppConfig):
    name = "frankpledge.office.publications"
    label = "publications"
    default_auto_field = "django.db.models.BigAutoField"
