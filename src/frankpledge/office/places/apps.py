"""The room "places"."""

from django.apps import AppConfig


class Room(AppConfig):
    name = "frankpledge.office.places"
    label = "places"
    default_auto_field = "django.db.models.BigAutoField"
