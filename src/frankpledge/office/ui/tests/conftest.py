"""These tests are about drawing alone: no room above this one adds addresses or context."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def this_room_alone(settings):
    settings.ROOT_URLCONF = "frankpledge.office.ui.tests.addresses"
    settings.TEMPLATES = [
        {**settings.TEMPLATES[0], "OPTIONS": {"context_processors": ["django.template.context_processors.request"]}}
    ]
