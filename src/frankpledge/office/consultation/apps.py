"""The room "consultation"."""

from django.apps import AppConfig


class Room(AppConfig):
    name = "frankpledge.office.consultation"
    label = "consultation"
    default_auto_field = "django.db.models.BigAutoField"
