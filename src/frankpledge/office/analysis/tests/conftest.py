"""The office of the maps' tests, with somebody to analyse and somebody to clear."""

from __future__ import annotations

import pytest

from frankpledge.office.maps.tests.conftest import FORCE, MONTHS, NOW, held, home, office, operator
from frankpledge.office.people.models import Role
from frankpledge.office.people.testing import a_person

__all__ = ["FORCE", "MONTHS", "NOW", "held", "home", "office", "operator"]


@pytest.fixture
def analyst(office):
    return a_person(Role.ANALYST)


@pytest.fixture
def officer(office):
    return a_person(Role.POLICY_OFFICER)
