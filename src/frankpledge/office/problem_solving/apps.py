"""The room "problem_solving"."""

from django.apps import AppConfig


class Room(AppConfig):
    name = "frankpledge.office.problem_solving"
    label = "problem_solving"
    default_auto_field = "django.db.models.BigAutoField"
