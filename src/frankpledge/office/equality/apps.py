"""The room "equality"."""

from django.apps import AppConfig


class Room(AppConfig):
    name = "frankpledge.office.equality"
    label = "equality"
    default_auto_field = "django.db.models.BigAutoField"
