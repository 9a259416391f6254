"""The room "people"."""

from django.apps import AppConfig


class Room(AppConfig):
    name = "frankpledge.office.people"
    label = "people"
    default_auto_field = "django.db.models.BigAutoField"
