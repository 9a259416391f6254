"""The room "demo"."""

from django.apps import AppConfig


class Room(AppConfig):
    name = "frankpledge.office.demo"
    label = "demo"
    default_auto_field = "django.db.models.BigAutoField"
