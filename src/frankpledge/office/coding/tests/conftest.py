"""A consultation with answers, made by the use cases that an office would use."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from frankpledge.office.consultation.tests.conftest import (  # noqa: F401 - fixtures
    NOON,
    WordVectors,
    analyst,
    answered,
    bring_in,
    member,
    office,
    opened,
    policy_officer,
    respond,
    suggested,
    themes,
)


@pytest.fixture(autouse=True)
def _this_room(settings, tmp_path) -> None:
    settings.FRANKPLEDGE_THREAD_STRIP = ""
    settings.ROOT_URLCONF = "frankpledge.office.coding.tests.urls"
    settings.FRANKPLEDGE_HOME = tmp_path / "home"


class Clock:
    """Each look is a second later."""

    def __init__(self, at: datetime = NOON) -> None:
        self.at = at

    def __call__(self) -> datetime:
        self.at += timedelta(seconds=1)
        return self.at
