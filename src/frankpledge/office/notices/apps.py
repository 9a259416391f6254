"""The room "notices"."""

from django.apps import AppConfig


class Room(AppConfig):
    name = "frankpledge.office.notices"
    label = "notices"
    default_auto_field = "django.db.models.BigAutoField"
