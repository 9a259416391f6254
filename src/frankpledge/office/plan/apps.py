"""The room "plan"."""

from django.apps import AppConfig


class Room(AppConfig):
    name = "frankpledge.office.plan"
    label = "plan"
    default_auto_field = "django.db.models.BigAutoField"
