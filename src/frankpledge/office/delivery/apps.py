"""The room "delivery"."""

from django.apps import AppConfig


class Room(AppConfig):
    name = "frankpledge.office.delivery"
    label = "delivery"
    default_auto_field = "django.db.models.BigAutoField"
