"""A small county, for the tests of this room."""

from __future__ import annotations

import pytest

from frankpledge.office.delivery.testing import County, a_county


@pytest.fixture
def county(db) -> County:
    return a_county()
