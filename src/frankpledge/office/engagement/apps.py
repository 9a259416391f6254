"""The room "engagement"."""

from django.apps import AppConfig


class Room(AppConfig):
    name = "frankpledge.office.engagement"
    label = "engagement"
    default_auto_field = "django.db.models.BigAutoField"
