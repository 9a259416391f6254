"""The room "coding"."""

from django.apps import AppConfig


class Room(AppConfig):
    name = "frankpledge.office.coding"
    label = "coding"
    default_auto_field = "django.db.models.BigAutoField"
