"""The room "ui": page shell, components, form renderer. It owns no table."""

from django.apps import AppConfig


class Room(AppConfig):
    name = "frankpledge.office.ui"
    label = "ui"
