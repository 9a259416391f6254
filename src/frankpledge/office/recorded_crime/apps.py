"""The room "recorded_crime"."""

from django.apps import AppConfig


class Room(AppConfig):
    name = "frankpledge.office.recorded_crime"
    label = "recorded_crime"
    default_auto_field = "django.db.models.BigAutoField"
