"""The room "actions"."""

from django.apps import AppConfig


class Room(AppConfig):
    name = "frankpledge.office.actions"
    label = "actions"
    default_auto_field = "django.db.models.BigAutoField"
