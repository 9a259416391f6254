"""The room "scrutiny"."""

from django.apps import AppConfig


class Room(AppConfig):
    name = "frankpledge.office.scrutiny"
    label = "scrutiny"
    default_auto_field = "django.db.models.BigAutoField"
